"""Raised and lowered text -> plain characters: 10⁶, m², 1er; the mark of a note is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_TRADE_MARKS = {"tm": "™", "sm": "℠", "r": "®"}

_FIGURES = re.compile(r"[+\-−]?\d{1,6}[+\-−]?")
_MARKS = re.compile(r"[\d\s,;*†‡§¶#·–-]*[*†‡§¶#\d][\d\s,;*†‡§¶#·–-]*|[\s,;–-]+")  # "2", "1, 3", "*"
_BRACKETED = re.compile(r"\[.*\]|\(\s*(?:\d{1,3}|[a-z*†‡])\s*\)|(?:\d{1,3}|[a-z])\)", re.DOTALL)
_EXPONENT = re.compile(r"[0-9A-Za-z+\-−=()]+")

# What a raised figure belongs to, rather than being the mark of a note.
_UNITS = frozenset(
    ("m", "km", "hm", "dam", "dm", "cm", "mm", "µm", "nm", "ft", "in", "yd", "mi", "s", "ms", "kg", "ha", "mc")
)
_ONE_LETTER_WORDS = frozenset("aàyoI")
_NUMBER = re.compile(r"\d\Z")
_YEAR = re.compile(r"(?<![\d.,])[12]\d{3}\Z")
_WORD = re.compile(r"[^\W\d_]+\Z")

# The raised letters of ordinals and abbreviations: 21st, XXIe, Mme, no, Cie.
# fmt: off
_ENDINGS = frozenset((
    "st", "nd", "rd", "th", "e", "er", "ers", "re", "res", "ere", "ère", "ères", "es", "eme", "ème", "emes", "èmes",
    "ieme", "ième", "d", "de", "nde", "s", "t", "r", "o", "os", "a", "as", "me", "mes", "lle", "lles", "gr", "grs",
    "ie", "ies", "te", "ve", "al", "el", "dt",
))
# fmt: on
_ONE_LETTER_BASE = re.compile(r"(?:\d|\b[IVXLCDM]+|\b[A-Za-z]{1,2})\Z")
_ALPHANUMERIC = re.compile(r"[^\W_]\Z")
_FRACTION = re.compile(r"(\d?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)[/\N{FRACTION SLASH}](?=\d)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

CONTEXT_CHARS = 40  # of the text before, enough to judge by


def raise_figures(name: str, text: str, before: Sequence[str], *, note: bool = False, exponent: bool = False) -> str:
    """Return what the text of a <sup> or <sub> adds to the pieces of text before it; see `raised` and `lowered`."""
    # A piece may be empty, so more than one is joined.
    context = "".join(before[-CONTEXT_CHARS:])[-CONTEXT_CHARS:]
    return lowered(text, context) if name == "sub" else raised(text, context, note=note, exponent=exponent)


def raised(text: str, before: str, *, note: bool = False, exponent: bool = False) -> str:
    """Return raised text as it continues `before` in plain text.

    Figures become superscripts, ordinals and abbreviations are continued as they are, and
    other words are kept apart by a blank.

    Parameters
    ----------
    before : str
        The text before it; only the last `CONTEXT_CHARS` characters matter.
    note : bool
        It leads to a note, whose mark is left out.
    exponent : bool
        It is part of a formula, so no mark of a note.

    Returns
    -------
    str
        "" for the mark of a note.
    """
    plain = " ".join(text.split())
    before = before[-CONTEXT_CHARS:]
    if not plain:
        return text[:1] and " "
    if exponent:
        return _exponent(plain)
    if note or _BRACKETED.fullmatch(plain):
        return ""
    if _FIGURES.fullmatch(plain) and _bears_exponent(plain, before):
        return plain.translate(_SUPERSCRIPTS)
    if _MARKS.fullmatch(plain):
        return "" if before.strip() else plain
    return _letters(plain, before)


def lowered(text: str, before: str) -> str:
    """Return lowered text as it continues `before` in plain text: H2O; several words are kept apart by a blank."""
    plain = " ".join(text.split())
    return _apart(plain, before) if " " in plain else plain or (text[:1] and " ")


def join_fractions(text: str) -> str:
    """Return text with fractions of a raised and a lowered figure in plain figures: ``3¹/2`` is ``3 1/2``."""
    return _FRACTION.sub(lambda match: f"{match[1]}{match[1] and ' '}{match[2].translate(_DIGITS)}/", text)


def _exponent(plain: str) -> str:
    if _EXPONENT.fullmatch(plain) and not set(plain) - {chr(code) for code in _SUPERSCRIPTS}:
        return plain.translate(_SUPERSCRIPTS)
    return f"^{plain}" if len(plain) == 1 else f"^({plain})"


def _bears_exponent(figures: str, before: str) -> bool:
    """Return whether raised figures after `before` are an exponent, a charge or a fraction, no mark of a note."""
    if not before or before[-1].isspace() or not figures.isdigit():
        return True
    if _NUMBER.search(before):
        return not _YEAR.search(before)
    word = _WORD.search(before)
    if word:
        return word[0] in _UNITS or (len(word[0]) == 1 and word[0] not in _ONE_LETTER_WORDS)
    return before[-1] in ")]/⁄⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻−-"


def _letters(plain: str, before: str) -> str:
    folded = plain.casefold()
    if folded in _TRADE_MARKS and (plain.isupper() or len(plain) > 1):
        return _TRADE_MARKS[folded]
    if folded == "n" and _NUMBER.search(before):
        return "ⁿ"
    if not plain[0].isalnum() or not _ALPHANUMERIC.search(before):
        return plain
    if len(plain) == 1:
        if folded in _ENDINGS and _ONE_LETTER_BASE.search(before):
            return plain
        return "" if plain.islower() and _WORD.search(before) else _apart(plain, before)
    return plain if folded in _ENDINGS else _apart(plain, before)


def _apart(plain: str, before: str) -> str:
    return f" {plain}" if _ALPHANUMERIC.search(before) else plain
