"""Find the numbers of a text, in digits and in words, with canonical values.

One compiled pattern finds where a number may begin, another parses it there; the separators and scales of the
language turn the match into a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache

import numpy as np
from numpy.typing import NDArray

from aligner.languages import LANGUAGES
from aligner.languages.numbers import NUMBER_TABLES
from aligner.languages.times import ANNIVERSARIES, NOON
from aligner.text.entities.numbers.patterns import (
    begins_number,
    counted_by_article,
    counted_by_one,
    number_patterns,
    scale_pattern,
    scale_power,
)
from aligner.text.entities.numbers.quantity import Quantity as Quantity
from aligner.text.entities.numbers.readers import read_match
from aligner.types import Ints, Side

_OF = frozenset({" of ", " de ", " d'", " d’"})
MAX_RANGE_GAP = 8  # characters between the two numbers of a range
_ROMAN = re.compile(
    r"[IVXL](?:(?<!\w[IVXL])|(?<=\bWW[IVXL]))[IVXL]*"
    r"(?:(?P<ending>(?:e|ème|er|re|ère|th|st|nd|rd)(?!\w)|(?=\s(?:century|centuries|siècles?)\b))|(?![\w'’]))"
)
_VALID_ROMAN = re.compile(r"(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_NOT_PROSE = re.compile(r"(?:https?://|www\.)\S+|&#\d+;")  # addresses and character references contain digits
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_DIGIT = re.compile(r"\d|[¼-¾⅓-⅞]")
_ROMAN_ALONE = re.compile(r"(?<!\w)[IVXL](?!\w)")
_LETTERS_BEFORE = re.compile(r"(\w+)\s$")
WEAK_KINDS = ("bare", "group")  # words that only a comparison of two texts takes for numbers
# Hints of a chunk: a number; "one", an article, a letter that may be a Roman numeral, each with what makes it a number.
_HINT_NUMBER = 1
_HINT_ONE, _HINT_COUNTED_BY_ONE, _HINT_ARTICLE, _HINT_COUNTED_BY_ARTICLE, _HINT_ROMAN, _HINT_NUMBERED = (
    1 << bit for bit in range(1, 7)
)
_HINT_PAIRS = (
    _HINT_ONE | _HINT_COUNTED_BY_ONE, _HINT_ARTICLE | _HINT_COUNTED_BY_ARTICLE, _HINT_ROMAN | _HINT_NUMBERED,
)  # fmt: skip


def find_numbers(text: str, side: Side, *, bare: bool = False) -> list[Quantity]:
    """Find the numbers of a text, in order, except a lone "one", « un » or « une ».

    Never raises; the time is linear in the length of the text.

    Parameters
    ----------
    text : str
        Any text.
    side : Side
        Its language.
    bare : bool
        Include large words without a count, such as "millions of people", with the kind "bare".
    """
    lowered = lower_same_length(text)
    if "//" in lowered or "&#" in lowered or "www." in lowered:
        lowered = _NOT_PROSE.sub(lambda match: " " * len(match[0]), lowered)
    start, pattern = number_patterns(side)
    quantities: list[Quantity] = []
    begin = start.search(lowered)
    while begin:
        match = pattern.match(lowered, begin.start())
        if match:
            quantities.extend(q for q in read_match(match, text, side) if bare or q.kind not in WEAK_KINDS)
        begin = start.search(lowered, max(begin.end(), match.end() if match else 0))
    romans = [roman for match in _ROMAN.finditer(text) if (roman := _roman(match, side))]
    if romans:
        quantities = sorted([*quantities, *romans], key=lambda quantity: quantity.start)
    if len(quantities) > 1:
        return list(_share_scales(lowered, list(_multiplied(text, quantities)), side))
    return quantities


def number_hint(chunk: str, side: Side) -> int:
    """Return a bit mask of what a chunk between spaces contributes to `may_contain_number`."""
    table = _hint_words(side)
    if chunk.isalpha() and chunk.islower():  # most chunks: nothing to split, no digit, no Roman numeral
        return table.get(chunk, 0)
    if _DIGIT.search(chunk) or any(_may_be_roman(match) for match in _ROMAN.finditer(chunk)):
        return _HINT_NUMBER
    hint = _HINT_ROMAN if _ROMAN_ALONE.search(chunk) else 0
    for word in _WORD_OR_MARK.findall(chunk.lower()):
        hint |= table.get(word, 0)
    return hint


def may_contain_number(hints: Ints) -> NDArray[np.bool_]:
    """Return whether texts may contain numbers, from the hints of all their chunks combined with "or"."""
    found = hints & _HINT_NUMBER > 0
    for both in _HINT_PAIRS:
        found |= hints & both == both
    return np.asarray(found)


@cache
def _hint_words(side: Side) -> dict[str, int]:
    """Return the hints of the first words of numbers, and of what makes "one", an article or "X" a number."""
    language, hints = LANGUAGES[side], dict[str, int]()
    letters = {sign for sign in language.signs if sign[-1].isalpha()}
    parts = NUMBER_TABLES[side].parts if side == "fr" else ()  # « plus du tiers »
    hinting = (
        (_HINT_NUMBER, {*begins_number(side), *letters, *NOON[side], *ANNIVERSARIES[side], *parts}),
        (_HINT_ONE, language.bare_one),
        (_HINT_COUNTED_BY_ONE, {unit for unit in counted_by_one(side) if not unit.startswith("pour ")}),
        (_HINT_ROMAN, language.bare_one),
        (_HINT_NUMBERED, {*NUMBER_TABLES[side].numbered, "century", "centuries", "siècle", "siècles"}),
        (_HINT_ARTICLE, language.articles),
        (_HINT_COUNTED_BY_ARTICLE, counted_by_article(side)),
    )
    for hint, phrases in hinting:
        for word in _first_words(phrases):
            hints[word] = hints.get(word, 0) | hint
    return hints


def _first_words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(_WORD_OR_MARK.findall(phrase.lower())[0] for phrase in phrases)


def lower_same_length(text: str) -> str:
    """Return the text in lower case with all characters at the same offsets."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def lower_as_ignorecase(text: str) -> str:
    """Return `lower_same_length` of a text, with plain letters for those that `re.IGNORECASE` takes for an i or s."""
    return lower_same_length(text).replace("İ", "i").replace("ı", "i").replace("ſ", "s")


def _may_be_roman(match: re.Match[str]) -> bool:
    """Return whether a match in a chunk may be a Roman numeral of more than one letter."""
    return len(match[0]) > 1 and not (match[0][0] == "L" and match["ending"])


def _roman(match: re.Match[str], side: Side) -> Quantity | None:
    """Return a Roman numeral of a century or of something numbered; one letter alone needs a noun before it."""
    letters = match[0].removesuffix(match["ending"] or "")
    if not _VALID_ROMAN.fullmatch(letters) or (match["ending"] and "L" in letters):
        return None
    if match["ending"] is None and len(letters) == 1 and not match.string.startswith("WW", max(0, match.start() - 2)):
        noun = _LETTERS_BEFORE.search(match.string, max(0, match.start() - 20), match.start())
        if not noun or not noun[1][0].isupper() or noun[1].lower() not in NUMBER_TABLES[side].numbered:
            return None
    values = [_ROMAN_VALUES[letter] for letter in letters]
    value = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    return Quantity(Decimal(value), "", match.start(), match.end(), match[0], "ordinal")


def _multiplied(text: str, quantities: list[Quantity]) -> Iterator[Quantity]:
    """Yield the quantities with "tens of thousands" as one."""
    last: Quantity | None = None
    for quantity in quantities:
        if last and last.kind == quantity.kind == "bare" and text[last.end : quantity.start] in _OF:
            both = text[last.start : quantity.end]
            quantity = quantity._replace(value=last.value * quantity.value, start=last.start, text=both)
        elif last:
            yield last
        last = quantity
    if last:
        yield last


def _share_scales(lowered: str, quantities: list[Quantity], side: Side) -> Iterator[Quantity]:
    """Give the first number of a range the scale and unit of the second: "5 to 6 million dollars"."""
    for one, two in zip(quantities, [*quantities[1:], None], strict=False):
        if two is None or two.start - one.end > MAX_RANGE_GAP or not _is_range(lowered, one, two, side):
            yield one
            continue
        scale = scale_pattern(side).search(lowered, two.start, two.end)
        power = scale_power(scale[0], side) if scale and one.value < 1000 else 0
        unscaled = one.text[-1:].isdigit() or not scale_pattern(side).search(lowered, one.start, one.end)
        value = one.value.scaleb(power) if unscaled else one.value
        yield one._replace(value=value, unit=one.unit or two.unit)


def _is_range(lowered: str, one: Quantity, two: Quantity, side: Side) -> bool:
    language = LANGUAGES[side]
    if one.kind not in ("cardinal", "approximate") or two.kind != "cardinal" or one.unit not in ("", two.unit):
        return False
    gap = lowered[one.end : two.start].strip()
    if gap in ("-", "–") or gap in language.range_words:
        return True
    before, joiner = language.between
    return bool(gap == joiner and lowered[max(0, one.start - 10) : one.start].rstrip().endswith(before))
