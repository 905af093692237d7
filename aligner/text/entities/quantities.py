"""Find the numbers and dates of a text together, so that each digit is read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from aligner.languages import LANGUAGES
from aligner.text.entities.dates import find_dates
from aligner.text.entities.number_patterns import any_of_pattern
from aligner.text.entities.numbers import Quantity, find_numbers, lower_same_length
from aligner.types import Side, Span

_NUMERIC_DATE = re.compile(r"\d[/.-][01]?\d[/.-]")
# The text between the two parts of one measure.
_FEET_GAPS = ("", "-", " ", ", ", " and ")
_APOSTROPHES, _QUOTES = ("'", "’", "′"), ('"', "”", "″")
_HOURS_GAP = re.compile(r"[\s-]?h(?:ours?|eures?)?(?:,?\s(?:and|et)\s|,?\s|)")
_MINUTES_GAP = re.compile(r"[\s-]?m(?:in)?(?:utes?)?(?:,?\s(?:and|et)\s|,?\s|)")
_MINUTE_UNIT = re.compile(r"[\s-]?m(?:in)?(?:utes?)?(?!\w)")
_SECOND_UNIT = re.compile(r"[\s-]?s(?:ec)?(?:onde?s?)?(?!\w)")
MAX_PART_GAP = 14  # characters between the two parts of one measure


def find_quantities(text: str, side: Side, *, bare: bool = False) -> list[Quantity]:
    """Find the numbers of a text in order, combining those that form one quantity.

    A day and its month form a date; the parts of "6-foot-6", « 1 m 98 » and "2 hours and 5 minutes" form a measure.

    Parameters
    ----------
    text : str
        Any text.
    side : Side
        Its language.
    bare : bool
        Include large words without a count, such as "millions of people".
    """
    quantities = find_numbers(text, side, bare=bare)
    if not quantities:
        return quantities
    lowered = lower_same_length(text)
    if len(quantities) > 1:
        quantities = list(_combine(quantities, lowered))
    if any(1 <= q.value <= 31 for q in quantities) and (_months(side).search(lowered) or _NUMERIC_DATE.search(text)):
        return _with_dates(quantities, text, side)
    return quantities


def _combine(quantities: list[Quantity], lowered: str) -> Iterator[Quantity]:
    last = quantities[0]
    for quantity in quantities[1:]:
        combined = _combine_two(last, quantity, lowered) if quantity.start - last.end <= MAX_PART_GAP else None
        if not combined:
            yield last
        last = combined or quantity
    yield last


def _combine_two(one: Quantity, two: Quantity, lowered: str) -> Quantity | None:
    """Return one quantity for feet and inches, metres and centimetres, or two units of time; else None."""
    gap = lowered[one.end : two.start]
    if one.kind != "cardinal" or two.kind != "cardinal" or two.value >= 100:
        return None
    if one.unit == "ft" and two.unit in ("in", "") and gap in _FEET_GAPS and two.value < 12:
        value = one.value + two.value / 12
    elif (
        not one.unit
        and gap in _APOSTROPHES
        and one.value < 9
        and two.value < 12
        and lowered[two.end : two.end + 1] in _QUOTES
    ):
        value, one = one.value + two.value / 12, one._replace(unit="ft")
    elif one.unit == "m" and not two.unit and not gap.strip() and re.fullmatch(r"\d\d", two.text):
        value = one.value + two.value / 100
    elif (_HOURS_GAP.fullmatch(gap) and _MINUTE_UNIT.match(lowered, two.end)) or (
        _MINUTES_GAP.fullmatch(gap) and _SECOND_UNIT.match(lowered, two.end)
    ):
        value, one = one.value + two.value / 60, one._replace(kind="clock")
    else:
        return None
    return one._replace(value=value, end=two.end, text=one.text + gap + two.text)


def _with_dates(quantities: list[Quantity], text: str, side: Side) -> list[Quantity]:
    """Replace the numbers of dates by the dates; a year remains a number of its own."""
    from_dates, spans = dict[tuple[int, int, Decimal], Quantity](), list[Span]()
    for date in find_dates(text, side):
        if date.day is None and not date.text[:1].isdigit():
            continue  # « août 2021 »: the year is a number already
        if not spans or spans[-1] != (date.start, date.end):
            spans.append((date.start, date.end))
        if date.month and date.day:
            value = Decimal(100 * date.month + date.day)
            from_dates[date.start, date.end, value] = Quantity(value, "", date.start, date.end, date.text, "date")
        if date.year:
            start = text.find(str(date.year), date.start)
            year = Quantity(Decimal(date.year), "", start, start + 4, text[start : start + 4])
            from_dates[start, start + 4, Decimal(0)] = year
    rest = _outside(quantities, spans)
    return sorted([*rest, *from_dates.values()], key=lambda quantity: (quantity.start, quantity.end))


def _outside(quantities: list[Quantity], spans: list[Span]) -> Iterator[Quantity]:
    """Yield the quantities that overlap none of the spans; both are in order."""
    index = 0
    for quantity in quantities:
        while index < len(spans) and spans[index][1] <= quantity.start:
            index += 1
        if index == len(spans) or quantity.end <= spans[index][0]:
            yield quantity


@cache
def _months(side: Side) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of_pattern(LANGUAGES[side].months)}")
