"""Which numbers and dates of a text another version of it lacks, with what a translator may make of them.

Equal values are matched first, then what differs as translations do: measures of two
systems, clocks of 12 and 24 hours, decades, lengths of time, rough numbers. What is left
is held against words that stand for numbers ("both", « quinzaine ») and against what the
text repeats in other units.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import NamedTuple

from aligner.languages import en, fr
from aligner.text.entities.numbers import Quantity, lowered
from aligner.text.entities.quantities import values
from aligner.text.entities.units import same_dimension, same_measure, same_time
from aligner.types import Side

_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
_ROUGH = Decimal("0.2")  # how far "a dozen" may be from « une dizaine »
_SMALL = 12  # up to here a number in words is as often another word on the other side
_LARGE = 100  # from here on words that nothing counts are compared with each other: "thousands of years"
_YEARS = (1000, 2100)
_MOST = 10_000  # comparisons of leftovers; a text with more is no prose
_CURRENCY = re.compile(r"[A-Z]{3}")
_WORD = re.compile(r"[^\W\d_]+|[¼½¾]")
_SHORT = re.compile(r"\d([mk])\Z", re.IGNORECASE)  # "5m people", "10k"
_LETTERS = re.compile(r"\b([A-Z]+)-\Z")
_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}(?!\d)")  # thousands in one language, a fraction in the other
# Units that stand for each other beside the same value.
_ALIKE = ({"GBP", "lb"}, {"°", "°C"}, {"°", "°F"}, {"t", "ton"}, {"%", "pt"})


class Compared(NamedTuple):
    """The numbers of either text that the other lacks, and how many they share."""

    only_one: tuple[Quantity, ...]
    only_two: tuple[Quantity, ...]
    shared: int


NOTHING = Compared((), (), 0)


class _Text(NamedTuple):
    text: str
    side: Side
    found: list[Quantity]


def compare(one: str, two: str, sides: tuple[Side, Side] = ("en", "fr")) -> Compared:
    """Match the numbers and dates of two texts that should say the same.

    A small number in words is read but not missed, nor is a number that its
    own text repeats, or gives in another system of measures.
    """
    left = _Text(one, sides[0], values(one, sides[0], bare=True))
    right = _Text(two, sides[1], values(two, sides[1], bare=True))
    if not left.found and not right.found:
        return NOTHING
    lost, extra = unmatched(left.found, right.found)
    lost, extra = _unpaired(lost, extra, lambda a, b: same_time(a, one, b, two))
    shared = len(left.found) - len(lost)
    return Compared(tuple(_missed(lost, left, right, extra)), tuple(_missed(extra, right, left, lost)), shared)


def unmatched(left: Sequence[Quantity], right: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """The numbers of each side that the other lacks, each counted as often as it stands there."""
    return _unpaired(*_without_twins(left, right), same)


def same(one: Quantity, two: Quantity) -> bool:
    """Whether two quantities agree: equal, or what a translator may make of one another."""
    if "bare" in (one.kind, two.kind):
        # "Thousands of miles" are « des milliers de kilomètres ».
        return one.value == two.value and (_agree(one, two) or same_dimension(one, two))
    if one.value == two.value and _agree(one, two):
        return True
    return any(
        rule(a, b)
        for rule in (same_measure, _same_moment, _same_years, _about_same, _same_figures)
        for a, b in ((one, two), (two, one))
    )


def _without_twins(left: Sequence[Quantity], right: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """What is left when equal values are taken away, in time linear in both."""
    twins: dict[Decimal, dict[tuple[str, str], list[int]]] = {}
    for at, each in enumerate(right):
        twins.setdefault(each.value, {}).setdefault((each.unit, each.bound), []).append(at)
    lost, taken = [], set[int]()
    for one in left:
        fits = [at for at in twins.get(one.value, {}).values() if at and _agree(one, right[at[-1]])]
        if fits:
            taken.add(min(fits, key=lambda at: right[at[-1]].unit != one.unit).pop())
        else:
            lost.append(one)
    return lost, [each for at, each in enumerate(right) if at not in taken]


def _unpaired(
    left: list[Quantity], right: list[Quantity], fits: Callable[[Quantity, Quantity], bool]
) -> tuple[list[Quantity], list[Quantity]]:
    if not left or not right or len(left) * len(right) > _MOST:
        return left, right
    rest, lost = list(right), []
    for one in left:
        at = next((at for at, two in enumerate(rest) if fits(one, two)), None)
        if at is None:
            lost.append(one)
        else:
            del rest[at]
    return lost, rest


def _agree(one: Quantity, two: Quantity) -> bool:
    """Whether units and bounds of two equal values may stand for each other; a lost per cent sign may not."""
    if one.bound != two.bound and one.bound + two.bound in ("<>", "><"):
        return False
    a, b = one.unit, two.unit
    if a == b or {a, b} in _ALIKE:
        return True
    if "%" in (a, b):
        return False
    if not a or not b:
        return True
    if _CURRENCY.fullmatch(a) and _CURRENCY.fullmatch(b):  # a dollar may be anyone's, and ¥ is two
        return ("USD" in (a, b) and a[-1] == b[-1] == "D") or "¥" in one.text + two.text
    return a.startswith(b) or b.startswith(a)


def _same_moment(one: Quantity, two: Quantity) -> bool:
    """A time of day by 12 and 24 hours, or with a point for the minutes; a date and its day alone."""
    if one.kind == "date":
        return two.kind in ("cardinal", "ordinal") and not two.unit and one.value % 100 == two.value
    if one.kind != "clock" or two.unit or two.kind not in ("cardinal", "clock"):
        return False
    hour, minutes = divmod(two.value, 1)
    times = [two.value] if two.kind == "clock" else [two.value, hour + minutes * 100 / 60]
    return any((one.value - time) % 12 == 0 for time in times)


def _same_years(one: Quantity, two: Quantity) -> bool:
    """The '90s and the 1990s, 1998 and '98, the 1800s and the 19th century."""
    if one.unit or one.value < 1000 or "clock" in (one.kind, two.kind) or two.unit[:1] not in ("", "°"):
        return False
    if one.kind == "decade" and two.kind == "ordinal":
        return one.value // 100 + 1 == two.value
    return sum(map(str.isdigit, two.text)) < 3 and one.value - two.value in (1800, 1900, 2000)


def _about_same(one: Quantity, two: Quantity) -> bool:
    return one.kind == "approximate" and abs(one.value - two.value) <= _ROUGH * one.value


def _same_figures(one: Quantity, two: Quantity) -> bool:
    """A million that looks like a metre, and thousands that look like a fraction."""
    if one.unit in ("m", "") and (short := _SHORT.search(one.text)):
        return one.value.scaleb(6 if short[1] in "mM" else 3) == two.value
    a, b = _GROUP.match(one.text), _GROUP.match(two.text)
    return bool(a and b and a[0].replace(",", ".") == b[0].replace(",", ".")) and _agree(one, two)


def _missed(lost: list[Quantity], mine: _Text, other: _Text, extra: list[Quantity]) -> Iterator[Quantity]:
    """Those of my lost numbers that nothing else accounts for; `extra` is what the other side has too much."""
    if len(lost) * (len(mine.found) + len(other.found)) > _MOST:
        yield from (each for each in lost if each.kind != "bare")
        return
    if not lost:
        return
    words, bare = _loose_values(other), any(q.kind == "bare" and q.value >= _LARGE for q in extra)
    said, units = {q.value: q for q in other.found}, {q.unit for q in extra}
    years = any(_YEARS[0] <= q.value < _YEARS[1] for q in extra)
    gone = {q.start for q in lost}
    told = [q for q in mine.found if q.unit and q.start not in gone][:_SMALL]
    for one in lost:
        if one.kind == "bare":
            if bare and one.value >= _LARGE:
                yield one
        elif not _counts(one) or (one.value in said and same(one, said[one.value])):
            continue  # of no weight, or said again
        elif one.unit and one.unit not in units and any(same_measure(one, each) for each in told):
            continue  # 100 feet (30 m)
        elif (
            _in_a_name(one, mine, other)
            or _in_a_slashed_date(one, mine, other)
            or (not years and _completes_a_date(one, mine))
        ):
            continue  # G-8, 9/11, le 11 septembre 2001
        elif words[one.value]:
            words[one.value] -= 1
        else:
            yield one


def _counts(quantity: Quantity) -> bool:
    """Whether a number is one that a translation keeps."""
    if quantity.value > _SMALL:
        return True
    return any(c.isdigit() for c in quantity.text) and (quantity.value != 1 or bool(quantity.unit))


def _completes_a_date(one: Quantity, mine: _Text) -> bool:
    """Whether it is the year after a day and a month."""
    return _YEARS[0] <= one.value < _YEARS[1] and any(
        each.kind == "date" and each.start < one.start < each.end for each in mine.found
    )


def _in_a_name(one: Quantity, mine: _Text, other: _Text) -> bool:
    """Whether it belongs to a name of letters and figures that the other side writes without a hyphen."""
    letters = _LETTERS.search(mine.text[max(0, one.start - 6) : one.start])
    return letters is not None and f"{letters[1]}{one.text}" in other.text


def _in_a_slashed_date(one: Quantity, mine: _Text, other: _Text) -> bool:
    """Whether one side says the day and month in words, and the other by two numbers in either order."""
    named, text = (
        ([one], other.text) if one.kind == "date" else (other.found, mine.text[max(0, one.start - 3) : one.end + 3])
    )
    days = [divmod(int(each.value), 100) for each in named if each.kind == "date"]
    return any(re.search(rf"\b(?:0?{month}/0?{day}|0?{day}/0?{month})\b", text) for month, day in days[:_SMALL])


def _loose_values(text: _Text) -> Counter[Decimal]:
    """How many words of a text may stand for each value."""
    table = _loose(text.side)
    return Counter(value for word in _WORD.findall(lowered(text.text)) if word in table for value in table[word])


@cache
def _loose(side: Side) -> dict[str, tuple[Decimal, ...]]:
    return {word: tuple(map(Decimal, meant.split())) for word, meant in _TABLES[side].LOOSE.items()}
