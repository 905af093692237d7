"""The numbers and the dates of a text together, each figure read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from types import ModuleType

from aligner.languages import en, fr
from aligner.text.entities.dates import dates
from aligner.text.entities.numbers import Quantity, any_of, lowered, numbers
from aligner.types import Side

_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
_NUMERIC_DATE = re.compile(r"\d[/.-][01]?\d[/.-]")
# What stands between the two parts of one measure.
_FEET = ("", "-", " ", ", ", " and ")
_APOSTROPHES, _QUOTES = ("'", "’", "′"), ('"', "”", "″")
_HOURS = re.compile(r"[\s-]?h(?:ours?|eures?)?(?:,?\s(?:and|et)\s|,?\s|)")
_MINUTES = re.compile(r"[\s-]?m(?:in)?(?:utes?)?(?:,?\s(?:and|et)\s|,?\s|)")
_MINUTE = re.compile(r"[\s-]?m(?:in)?(?:utes?)?(?!\w)")
_SECOND = re.compile(r"[\s-]?s(?:ec)?(?:onde?s?)?(?!\w)")
_LONGEST = 14  # characters between the parts


def values(text: str, side: Side, *, bare: bool = False) -> list[Quantity]:
    """The numbers of a text in order, of which some are one.

    A day and its month are a date, and the parts of "6-foot-6", « 1 m 98 » or "2 hours and 5 minutes" a measure.

    Parameters
    ----------
    bare : give large words that nothing counts, too ("millions of people")
    """
    found = numbers(text, side, bare=bare)
    if not found:
        return found
    low = lowered(text)
    if len(found) > 1:
        found = list(_joined(found, low))
    if any(1 <= q.value <= 31 for q in found) and (_months(side).search(low) or _NUMERIC_DATE.search(text)):
        return _with_dates(found, text, side)
    return found


def _joined(found: list[Quantity], low: str) -> Iterator[Quantity]:
    held = found[0]
    for each in found[1:]:
        joined = _join(held, each, low) if each.start - held.end <= _LONGEST else None
        if not joined:
            yield held
        held = joined or each
    yield held


def _join(one: Quantity, two: Quantity, low: str) -> Quantity | None:
    """One quantity of two, if they are feet and inches, metres and centimetres, or two units of time."""
    gap = low[one.end : two.start]
    if one.kind != "cardinal" or two.kind != "cardinal" or two.value >= 100:
        return None
    if one.unit == "ft" and two.unit in ("in", "") and gap in _FEET and two.value < 12:
        value = one.value + two.value / 12
    elif (
        not one.unit
        and gap in _APOSTROPHES
        and one.value < 9
        and two.value < 12
        and low[two.end : two.end + 1] in _QUOTES
    ):
        value, one = one.value + two.value / 12, one._replace(unit="ft")
    elif one.unit == "m" and not two.unit and not gap.strip() and re.fullmatch(r"\d\d", two.text):
        value = one.value + two.value / 100
    elif (_HOURS.fullmatch(gap) and _MINUTE.match(low, two.end)) or (
        _MINUTES.fullmatch(gap) and _SECOND.match(low, two.end)
    ):
        value, one = one.value + two.value / 60, one._replace(kind="clock")
    else:
        return None
    return one._replace(value=value, end=two.end, text=one.text + gap + two.text)


def _with_dates(found: list[Quantity], text: str, side: Side) -> list[Quantity]:
    """Put days and their months in place of their figures; a year stays a number of its own."""
    made, spans = dict[tuple[int, int, Decimal], Quantity](), list[tuple[int, int]]()
    for when in dates(text, side):
        if when.day is None and not when.text[:1].isdigit():
            continue  # « août 2021 »: the year is a number already
        if not spans or spans[-1] != (when.start, when.end):
            spans.append((when.start, when.end))
        if when.month and when.day:
            value = Decimal(100 * when.month + when.day)
            made[when.start, when.end, value] = Quantity(value, "", when.start, when.end, when.text, "date")
        if when.year:
            at = text.find(str(when.year), when.start)
            made[at, at + 4, Decimal(0)] = Quantity(Decimal(when.year), "", at, at + 4, text[at : at + 4])
    rest = _outside(found, spans)
    return sorted([*rest, *made.values()], key=lambda each: (each.start, each.end))


def _outside(found: list[Quantity], spans: list[tuple[int, int]]) -> Iterator[Quantity]:
    """Those that overlap none of the spans; both come in order."""
    at = 0
    for each in found:
        while at < len(spans) and spans[at][1] <= each.start:
            at += 1
        if at == len(spans) or each.end <= spans[at][0]:
            yield each


@cache
def _months(side: Side) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(_TABLES[side].MONTHS)}")
