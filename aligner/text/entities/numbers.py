"""Find the numbers of a text, in digits and in words, with canonical values.

One compiled pattern finds where a number may begin, another parses it there; the separators and scales of the
language turn the match into a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.languages import LANGUAGES
from aligner.languages.language import Bound
from aligner.text.entities.number_patterns import (
    SPACES,
    all_number_words,
    number_patterns,
    scale_pattern,
    scale_power,
)
from aligner.text.entities.number_words import parse_number_words
from aligner.types import Ints, Side

Kind = Literal["cardinal", "ordinal", "approximate", "clock", "decade", "date", "bare"]
MAX_DIGITS = 24  # longer runs of digits and separators are codes, not quantities
MAX_RANGE_GAP = 8  # characters between the two numbers of a range
_YEAR_APOSTROPHE = re.compile(r"(?:^|[^\w'’])['’]$")  # before a year of two digits ("in '98"); it closes no word
_ROMAN = re.compile(r"[IVX](?<!\w[IVX])[IVX]*(?:(?:e|ème|er|th|st|nd|rd)(?!\w)|(?=\s(?:century|centuries|siècles?)\b))")
_NOT_PROSE = re.compile(r"(?:https?://|www\.)\S+|&#\d+;")  # addresses and character references contain digits
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_HALF = Decimal("0.5")
_WORD_OR_MARK = re.compile(r"\w+|[^\w\s]")
_DIGIT = re.compile(r"\d")
_ROMAN_ALONE = re.compile(r"(?<!\w)[IVX]+(?!\w)")
# Hints of a chunk: a number, a word for one, or a unit that makes "one" or "X" a number.
_HINT_NUMBER, _HINT_ONE, _HINT_UNIT = 1, 2, 4


class Quantity(NamedTuple):
    """A number of a text.

    Attributes
    ----------
    value : the number in ones; a time of day in hours; for a day of a month, 100 times the month plus the day
    unit : "", "%", an ISO 4217 code or a unit of measure
    start, end : half-open offsets
    text : the text between them
    kind : how the number is written
    bound : "<" at most or less than, ">" at least or more than, "~" about, according to the words before it
    """

    value: Decimal
    unit: str
    start: int
    end: int
    text: str
    kind: Kind = "cardinal"
    bound: Bound = ""


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
            quantities.extend(q for q in _read(match, text, side) if bare or q.kind != "bare")
        begin = start.search(lowered, max(begin.end(), match.end() if match else 0))
    romans = [_roman(match) for match in _ROMAN.finditer(text)]
    if romans:
        quantities = sorted([*quantities, *romans], key=lambda quantity: quantity.start)
    return list(_share_scales(lowered, quantities, side)) if quantities else quantities


def number_hint(chunk: str, side: Side) -> int:
    """Return a bit mask of what a chunk between spaces contributes to `may_contain_number`."""
    first_words, units = _hint_words(side)
    if chunk.isalpha() and chunk.islower():  # most chunks: nothing to split, no digit, no Roman numeral
        if chunk in first_words:
            return _HINT_NUMBER
        return _HINT_ONE * (chunk in LANGUAGES[side].bare_one) | _HINT_UNIT * (chunk in units)
    if _DIGIT.search(chunk) or _ROMAN.search(chunk):
        return _HINT_NUMBER
    words = {word.lower() for word in _WORD_OR_MARK.findall(chunk)}
    if not words.isdisjoint(first_words):
        return _HINT_NUMBER
    one = not words.isdisjoint(LANGUAGES[side].bare_one) or _ROMAN_ALONE.search(chunk)
    return _HINT_ONE * bool(one) | _HINT_UNIT * (not words.isdisjoint(units))


def may_contain_number(hints: Ints) -> NDArray[np.bool_]:
    """Return whether texts may contain numbers, from the hints of all their chunks combined with "or"."""
    return np.asarray((hints & _HINT_NUMBER > 0) | (hints & (_HINT_ONE | _HINT_UNIT) == _HINT_ONE | _HINT_UNIT))


@cache
def _hint_words(side: Side) -> tuple[frozenset[str], frozenset[str]]:
    """Return the first words of all that may begin a number by itself, and of all that makes "one" or "X" a number."""
    language = LANGUAGES[side]
    numbers = {*all_number_words(side) - language.bare_one, "half", "demi"}
    return _first_words(numbers), _first_words({*language.units, "century", "centuries", "siècle", "siècles"})


def _first_words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(_WORD_OR_MARK.findall(phrase.lower())[0] for phrase in phrases)


def lower_same_length(text: str) -> str:
    """Return the text in lower case with all characters at the same offsets."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def lower_as_ignorecase(text: str) -> str:
    """Return `lower_same_length` of a text, with plain letters for those that `re.IGNORECASE` takes for an i or s."""
    return lower_same_length(text).replace("İ", "i").replace("ı", "i").replace("ſ", "s")


def _read(match: re.Match[str], text: str, side: Side) -> Iterator[Quantity]:
    """Read the quantities of one match: several if its words are several numbers ("two, three")."""
    start, end, language = match.start(), match.end(), LANGUAGES[side]
    if match["words"]:
        yield from _read_words(match, text, side)
    elif match["figures"]:
        if len(match["figures"]) <= MAX_DIGITS:
            unit = _unit(match["unit"], language.units) or _unit(match["sign"], language.signs)
            unit = unit or ("m" if match["money"] == "m" else "")  # "100m" without a currency: metres or millions
            decade = match["tens"] and match["figures"][-1] == "0"
            kind: Kind = "ordinal" if match["ordinal"] else "decade" if decade else "cardinal"
            value, bound = _read_digits(match, side), _bound(match.string, start, side)
            yield Quantity(value, unit, start, end, text[start:end], kind, bound)
    elif match["decade"]:
        yield Quantity(Decimal(1900 + int(match["decade"])), "", start, end, text[start:end], "decade")
    else:
        hour = int(match["hour"] or match["hour2"])
        minute = int(match["minute"] or match["minute2"] or match["minute3"] or 0)
        if match["half"]:
            hour = hour % 12 + 12 * (match["half"] == "p")
        yield Quantity(Decimal(hour * 60 + minute) / 60, "", start, end, text[start:end], "clock")


def _read_digits(match: re.Match[str], side: Side) -> Decimal:
    digits = re.sub(rf"[{SPACES}]", "", match["figures"])
    if side == "en":
        digits = digits.replace(",", "")
    elif digits.count(",") > 1 or re.fullmatch(r"[1-9]\d{0,2},000", digits):
        digits = digits.replace(",", "")  # English separators: « 15,000 » is no French decimal
    elif re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "").replace(",", ".")
    value, scale = Decimal(digits.replace(",", ".")), match["scale"] or ""
    if len(digits) == 2 and _YEAR_APOSTROPHE.search(match.string, max(0, match.start() - 2), match.start()):
        return value + (2000 if value < 30 else 1900)
    value += _HALF if match["half1"] else 0
    if not scale and (match["sign"] or match["unit"]):
        scale = match["money"] or ""
    return value.scaleb(scale_power(scale, side)) if scale else value


def _unit(matched: str | None, table: dict[str, str]) -> str:
    return table.get(re.sub(r"\s", " ", matched), "") if matched else ""


def _bound(lowered: str, start: int, side: Side) -> Bound:
    """Return the bound that the three words before a number express."""
    before = lowered[max(0, start - 24) : start].replace("’", "'").split()[-3:]
    bounds = LANGUAGES[side].bounds
    return next((bounds[words] for first in range(len(before)) if (words := " ".join(before[first:])) in bounds), "")


def _roman(match: re.Match[str]) -> Quantity:
    values = [_ROMAN_VALUES[letter] for letter in match[0] if letter in _ROMAN_VALUES]
    value = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    return Quantity(Decimal(value), "", match.start(), match.end(), match[0], "ordinal")


def _read_words(match: re.Match[str], text: str, side: Side) -> Iterator[Quantity]:
    offset, part, language = match.start("words"), match["part"], LANGUAGES[side]
    numbers = list(parse_number_words(match["words"], language))
    for number in numbers:
        last = number is numbers[-1]
        unit, half = (_unit(match["unit2"], language.units), match["half2"]) if last else ("", None)
        halved = bool(part) and number is numbers[0]
        bare = number.bare and not half and not halved
        if bare and number.last in language.bare_one and not unit:
            continue
        start = match.start() if halved else offset + number.start
        end = match.end() if unit or half else offset + number.end
        approximate = number.last.removesuffix("s") in language.approximate
        kind: Kind = "ordinal" if number.last in language.ordinals else "approximate" if approximate else "cardinal"
        kind = "bare" if bare and number.last not in language.bare_one else kind
        value = (number.value + (_HALF if half else Decimal(0))) * (_HALF if halved else 1)
        yield Quantity(value, unit, start, end, text[start:end], kind, _bound(match.string, start, side))


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
