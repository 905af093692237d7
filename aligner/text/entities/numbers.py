"""Canonical values of the numbers in a text, from figures and from words, in either language.

One compiled pattern finds where a number may begin, another reads it there; what it
finds is turned into a value by the language's own separators and scales.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.languages import en, fr
from aligner.text.entities.number_words import spelled
from aligner.types import Side

Kind = Literal["cardinal", "ordinal", "approximate", "clock", "decade", "date", "bare"]
Bound = Literal["", "<", ">", "~"]
_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
# A longer run of figures is a code, not a quantity.
_LONGEST = 24
_FIGURES: dict[Side, str] = {
    "en": rf"\d{{1,3}}(?: 000)+(?!\d)|\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?"
    rf"|\d{{1,3}}(?:[{_SPACES[1:]}]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?",
    "fr": rf"[1-9]\d{{0,2}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:,\d+)?|[1-9]\d{{0,2}}(?:\.\d{{3}})+(?!\d)(?:,\d+)?"
    r"|[1-9]\d{0,2}(?:,\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?",
}
_CLOCK: dict[Side, str] = {
    "en": r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])(?:\.\s?m\b\.?|m\b)"
    r"|(?P<hour2>[012]?\d)(?::|(?=\d\d\s(?:gmt|utc)\b))(?P<minute2>[0-5]\d)(?P<minute3>)(?![\d:])",
    "fr": r"(?P<hour>[012]?\d)(?:\s?h|\s?heures|:)\s?(?P<minute>[0-5]\d)(?!\d)(?P<half>)"
    r"|(?P<hour2>[012]?\d)(?:\s?h(?!\w)(?P<minute2>)|(?P<minute3>[0-5]\d)(?=\s(?:gmt|utc|tu)\b))",
}
_DECADE: dict[Side, str] = {
    "en": r"(?:(?<=['’])|(?<=\bthe )|(?<=\b(?:mid|ate|rly)[\s-]))(?P<decade>\d0)s\b",
    "fr": r"(?:(?<=années )|(?<=années ['’]))(?P<decade>\d0)(?!\d)",
}
# A year of two figures, after an apostrophe that ends no word: "in '98".
_SHORT_YEAR = re.compile(r"(?:^|[^\w'’])['’]$")
_ROMAN = re.compile(r"[IVX](?<!\w[IVX])[IVX]*(?:(?:e|ème|er|th|st|nd|rd)(?!\w)|(?=\s(?:century|centuries|siècles?)\b))")
# Addresses and references to characters hold figures that are no numbers.
_NO_TEXT = re.compile(r"(?:https?://|www\.)\S+|&#\d+;")
_WORTH = {"I": 1, "V": 5, "X": 10}
_HALF = Decimal("0.5")
_RUN = re.compile(r"\w+|[^\w\s]")
_FIGURE = re.compile(r"\d")
_ROMAN_ALONE = re.compile(r"(?<!\w)[IVX]+(?!\w)")
_SURE, _ONE, _COUNTED = 1, 2, 4


class Quantity(NamedTuple):
    """A number and where it stands.

    `value` is in ones ("74,87 milliards" is 74870000000; a time of day is in
    hours, a day of a month is 100 times the month and the day); `unit` is "",
    "%", an ISO 4217 code or a unit of measure; `bound` is what a word before it
    makes of it: ">" at least or more than, "<" at most or less than, "~" about.
    `start` and `end` are half-open offsets, and `text` is what stands there.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    text: str
    kind: Kind = "cardinal"
    bound: Bound = ""


def numbers(text: str, side: Side, *, bare: bool = False) -> list[Quantity]:
    """The quantities of a text, in order; a lone "one", « un » or « une » is none.

    Never raises; time is linear in the length of the text.

    Parameters
    ----------
    bare : give large words that nothing counts, too ("millions of people"), as of the kind "bare"
    """
    low = lowered(text)
    if "//" in low or "&#" in low or "www." in low:
        low = _NO_TEXT.sub(lambda match: " " * len(match[0]), low)
    start, pattern = _patterns(side)
    found: list[Quantity] = []
    begin = start.search(low)
    while begin:
        match = pattern.match(low, begin.start())
        if match:
            found.extend(q for q in _read(match, text, side) if bare or q.kind != "bare")
        begin = start.search(low, max(begin.end(), match.end() if match else 0))
    romans = [_roman(match) for match in _ROMAN.finditer(text)]
    if romans:
        found = sorted([*found, *romans], key=lambda each: each.start)
    return list(_spread(low, found, side)) if found else found


def number_hint(stretch: str, side: Side) -> int:
    """What a stretch of text between spaces says of whether `numbers` may find any in its text: see `may_contain_number`."""
    if _FIGURE.search(stretch) or _ROMAN.search(stretch):
        return _SURE
    runs = {run.lower() for run in _RUN.findall(stretch)}
    sure, counted = _hints(side)
    if not runs.isdisjoint(sure):
        return _SURE
    one = not runs.isdisjoint(_TABLES[side].BARE_ONE) or _ROMAN_ALONE.search(stretch)
    return _ONE * bool(one) | _COUNTED * (not runs.isdisjoint(counted))


def may_contain_number(hints: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether texts may have numbers, by the hints of all their stretches put together with "or"."""
    return np.asarray((hints & _SURE > 0) | (hints & (_ONE | _COUNTED) == _ONE | _COUNTED))


@cache
def _hints(side: Side) -> tuple[frozenset[str], frozenset[str]]:
    """First runs of all words that may begin a number by themselves, and of what makes one of "one" or "X"."""
    tables = _TABLES[side]
    sure = {*_number_words(side) - tables.BARE_ONE, "half", "demi"}
    return _firsts(sure), _firsts({*tables.UNITS, "century", "centuries", "siècle", "siècles"})


def _firsts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(_RUN.findall(word.lower())[0] for word in words)


def _number_words(side: Side) -> set[str]:
    tables = _TABLES[side]
    return {*tables.CARDINALS, *tables.HUNDRED, *tables.SCALES, *tables.ORDINALS, *_rough(side)}


def _rough(side: Side) -> list[str]:
    words = _TABLES[side].APPROXIMATE
    return [*words, *(f"{word}s" for word in words)]


def lowered(text: str) -> str:
    """The text in lower case, each character in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, sharing their beginnings, which makes it several times faster.

    The longest word wins. One that ends in a letter must end there.
    """
    some = {word.lower() for word in words}
    letters = {word for word in some if word[-1:].isalnum()}
    parts = [rf"{_trie(letters)}(?!\w)"] * bool(letters) + [_trie(some - letters)] * bool(some - letters)
    return f"(?:{'|'.join(parts)})"


def _trie(words: set[str]) -> str:
    branches: dict[str, set[str]] = {}
    for word in words:
        if word:
            branches.setdefault(word[0], set()).add(word[1:])
    parts = [
        (r"\s" if first == " " else re.escape(first)) + ("" if rest == {""} else _trie(rest))
        for first, rest in sorted(branches.items())
    ]
    return f"(?:{'|'.join(parts)})" + ("?" if "" in words else "")


@cache
def _patterns(side: Side) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where a number may begin, and the number."""
    tables = _TABLES[side]
    large, every = any_of([*tables.HUNDRED, *tables.SCALES, *_rough(side)]), _number_words(side)
    units, signs = any_of(tables.UNITS), _trie(set(tables.SIGNS))
    ones, articles = any_of(tables.BARE_ONE), any_of(tables.ARTICLES)
    start = re.compile(
        rf"(?<!\w)(?:\d|{signs}\s?\d|(?!(?<=pour\s)cent|(?<=p\.\s)cent){any_of(every - tables.BARE_ONE)}"
        rf"|{tables.HALF_OF}|{articles}\s(?={large})|{ones}[\s-]+(?=(?:{large}|{units})))"
    )
    symbol = r"(?=\s?[€$£])" if side == "fr" else ""
    scale = rf"(?P<scale>{any_of({*tables.SCALES, *tables.LONE_SCALES})})"
    money = rf"(?P<money>{_trie(set(tables.MONEY_SCALES))})(?:(?!\w)|(?=[€$£])){symbol}"
    unit = rf"(?:\s?-?(?:of\s|de\s|d['’])?(?P<unit>{units}))?"
    between = rf"(?:\s{{1,2}}{tables.JOINER}\s{{1,2}}|-{tables.JOINER}-|[\s-]\s?)"
    word = any_of(every)
    pattern = re.compile(
        rf"{_CLOCK[side]}|{_DECADE[side]}"
        rf"|(?:(?P<sign>{signs})\s?)?(?P<figures>{_FIGURES[side]})"
        rf"(?:(?P<ordinal>{tables.ORDINAL_ENDINGS})(?!\w)|(?P<tens>s)(?!\w)"
        rf"|(?:[\s-]?(?:{scale}|{money}))?(?P<half1>{tables.AND_HALF})?{unit})"
        rf"|(?P<part>{tables.HALF_OF})?(?P<words>(?:{articles}\s(?={large}))?{word}(?:{between}{word})*)"
        rf"(?P<half2>{tables.AND_HALF})?{unit.replace('<unit>', '<unit2>')}"
    )
    return start, pattern


def _read(match: re.Match[str], text: str, side: Side) -> Iterator[Quantity]:
    """The quantities of one match: several where words do not make one number ("two, three")."""
    start, end, tables = match.start(), match.end(), _TABLES[side]
    if match["words"]:
        yield from _worded(match, text, side)
    elif match["figures"]:
        if len(match["figures"]) <= _LONGEST:
            unit = _unit(match["unit"], tables.UNITS) or _unit(match["sign"], tables.SIGNS)
            unit = unit or ("m" if match["money"] == "m" else "")  # "100m" without a currency: metres, or millions
            decade = match["tens"] and match["figures"][-1] == "0"
            kind: Kind = "ordinal" if match["ordinal"] else "decade" if decade else "cardinal"
            value, bound = _figures(match, side), _bound(match.string, start, side)
            yield Quantity(value, unit, start, end, text[start:end], kind, bound)
    elif match["decade"]:
        yield Quantity(Decimal(1900 + int(match["decade"])), "", start, end, text[start:end], "decade")
    else:
        hour = int(match["hour"] or match["hour2"])
        minute = int(match["minute"] or match["minute2"] or match["minute3"] or 0)
        if match["half"]:
            hour = hour % 12 + 12 * (match["half"] == "p")
        yield Quantity(Decimal(hour * 60 + minute) / 60, "", start, end, text[start:end], "clock")


def _figures(match: re.Match[str], side: Side) -> Decimal:
    figures = re.sub(rf"[{_SPACES}]", "", match["figures"])
    if side == "en":
        figures = figures.replace(",", "")
    elif figures.count(",") > 1 or re.fullmatch(r"[1-9]\d{0,2},000", figures):
        figures = figures.replace(",", "")  # English separators: « 15,000 » is no French decimal
    elif re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", figures):
        figures = figures.replace(".", "").replace(",", ".")
    value, scale = Decimal(figures.replace(",", ".")), match["scale"] or ""
    if len(figures) == 2 and _SHORT_YEAR.search(match.string, max(0, match.start() - 2), match.start()):
        return value + (2000 if value < 30 else 1900)
    value += _HALF if match["half1"] else 0
    if not scale and (match["sign"] or match["unit"]):
        scale = match["money"] or ""
    return value.scaleb(_power(scale, side)) if scale else value


def _unit(found: str | None, table: dict[str, str]) -> str:
    return table.get(re.sub(r"\s", " ", found), "") if found else ""


def _bound(low: str, start: int, side: Side) -> Bound:
    """What the three words before a number make of it."""
    before = low[max(0, start - 24) : start].replace("’", "'").split()[-3:]
    bounds: dict[str, Bound] = _TABLES[side].BOUNDS
    return next((bounds[words] for at in range(len(before)) if (words := " ".join(before[at:])) in bounds), "")


def _roman(match: re.Match[str]) -> Quantity:
    worths = [_WORTH[figure] for figure in match[0] if figure in _WORTH]
    value = sum(-one if one < after else one for one, after in zip(worths, [*worths[1:], 0], strict=True))
    return Quantity(Decimal(value), "", match.start(), match.end(), match[0], "ordinal")


def _worded(match: re.Match[str], text: str, side: Side) -> Iterator[Quantity]:
    at, part, tables = match.start("words"), match["part"], _TABLES[side]
    made = list(spelled(match["words"], tables))
    for number in made:
        last = number is made[-1]
        unit, half = (_unit(match["unit2"], tables.UNITS), match["half2"]) if last else ("", None)
        halved = bool(part) and number is made[0]
        bare = number.bare and not half and not halved
        if bare and number.last in tables.BARE_ONE and not unit:
            continue
        start = match.start() if halved else at + number.start
        end = match.end() if unit or half else at + number.end
        rough = number.last.removesuffix("s") in tables.APPROXIMATE
        kind: Kind = "ordinal" if number.last in tables.ORDINALS else "approximate" if rough else "cardinal"
        kind = "bare" if bare and number.last not in tables.BARE_ONE else kind
        value = (number.value + (_HALF if half else Decimal(0))) * (_HALF if halved else 1)
        yield Quantity(value, unit, start, end, text[start:end], kind, _bound(match.string, start, side))


def _spread(low: str, found: list[Quantity], side: Side) -> Iterator[Quantity]:
    """Give the first of a range the scale and unit of the second: "5 to 6 million dollars"."""
    for one, two in zip(found, [*found[1:], None], strict=False):
        if two is None or two.start - one.end > 8 or not _is_range(low, one, two, side):
            yield one
            continue
        scale = _scale(side).search(low, two.start, two.end)
        power = _power(scale[0], side) if scale and one.value < 1000 else 0
        plain = one.text[-1:].isdigit() or not _scale(side).search(low, one.start, one.end)
        value = one.value.scaleb(power) if plain else one.value
        yield one._replace(value=value, unit=one.unit or two.unit)


def _is_range(low: str, one: Quantity, two: Quantity, side: Side) -> bool:
    tables = _TABLES[side]
    if one.kind not in ("cardinal", "approximate") or two.kind != "cardinal" or one.unit not in ("", two.unit):
        return False
    gap = low[one.end : two.start].strip()
    if gap in ("-", "–") or gap in tables.RANGE:
        return True
    before, joiner = tables.BETWEEN
    return bool(gap == joiner and low[max(0, one.start - 10) : one.start].rstrip().endswith(before))


@cache
def _scale(side: Side) -> re.Pattern[str]:
    tables = _TABLES[side]
    alone = any_of({*tables.SCALES, *tables.LONE_SCALES})
    return re.compile(rf"{alone}|(?<=[\s\d]){_trie(set(tables.MONEY_SCALES))}(?=\s?[€$£])")


def _power(scale: str, side: Side) -> int:
    """Powers of ten of a word such as "billion" or « mille milliards »."""
    return _powers(side)[re.sub(r"\s", " ", scale)]


@cache
def _powers(side: Side) -> dict[str, int]:
    tables = _TABLES[side]
    return {**tables.MONEY_SCALES, **tables.LONE_SCALES, **tables.SCALES}
