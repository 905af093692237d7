"""Fonts that draw signs in the place of letters -> the characters that they draw."""

from __future__ import annotations

import re

# Six rows of 32 from 0x20 on; the unused codes from 0x80 to 0x9F have none.
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼ "
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ "
)
# The signs of the three Wingdings and Webdings that writers use: arrows, marks, bullets, figures in circles.
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x46: "☞", 0x4A: "☺", 0x4B: "😐",
    0x4C: "☹", 0x4E: "☠", 0x51: "✈", 0x52: "☼", 0x54: "❄", 0x56: "✞", 0x58: "✠", 0x59: "✡", 0x5A: "☪", 0x6C: "●",
    0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "🞐", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖",
    0x77: "⬥", 0x78: "⌧", 0x7B: "❀", 0x7C: "✿", 0x7D: "❝", 0x7E: "❞",
    0x80: "⓪", **{0x81 + number: chr(0x2460 + number) for number in range(10)},
    0x8B: "⓿", **{0x8C + number: chr(0x2776 + number) for number in range(10)},
    0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "◻", 0xAA: "✦", 0xAB: "★", 0xAC: "✶",
    0xD5: "⌫", 0xD6: "⌦", 0xD8: "➢", 0xDB: "➲", 0xDC: "➣", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE3: "↖",
    0xE4: "↗", 0xE5: "↙", 0xE6: "↘", 0xE7: "🡐", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄",
    0xF4: "⇳", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x22: "🖋", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x95: "•", 0x96: "●", 0x97: "●",
    0xA3: "□", 0xA2: "■",
}  # fmt: skip
_WINGDINGS_3 = {
    0x22: "↑", 0x23: "↓", 0x21: "→", 0x20: " ", 0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼",
    0x72: "△", 0x73: "▽", 0x74: "◀", 0x75: "▶", 0x7D: "▶", 0x7C: "◀", 0x84: "◀", 0x86: "▶",
}  # fmt: skip
_WEBDINGS = {
    0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼", 0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗", 0xC8: "☎",
}  # fmt: skip

_ROWS = (0x20, 0x40, 0x60, 0xA0, 0xC0, 0xE0)
_FONTS = {
    "symbol": {
        row + column: sign
        for number, row in enumerate(_ROWS)
        for column, sign in enumerate(_SYMBOL[32 * number : 32 * number + 32])
    },
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}
_PRIVATE = range(0xF000, 0xF100)  # where Word puts the characters of such fonts
_PRIVATE_CHARACTER = re.compile("[\uf000-\uf0ff]")
_UNKNOWN_SIGN = "\N{WHITE SQUARE}"


def sign_of(font: str, code: int) -> str:
    """Return the character that a font draws for a code, "□" where the font is known for signs but not this one."""
    signs = _FONTS.get(font.strip().lower())
    if signs is not None:
        return signs.get(code - _PRIVATE.start if code in _PRIVATE else code, _UNKNOWN_SIGN)
    if code in _PRIVATE:
        return _FONTS["symbol"].get(code - _PRIVATE.start, _UNKNOWN_SIGN)
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else _UNKNOWN_SIGN


def signs_in(font: str, text: str) -> str:
    """Return text with Word's private characters as what the font draws for them."""
    return _PRIVATE_CHARACTER.sub(lambda match: sign_of(font, ord(match[0])), text)
