"""Dates in a text, by a grammar of our own in each language.

A general parser reads « 30 août, 35 entreprises » as 2035; here a year has four
figures and is never filled in from today.
"""

from __future__ import annotations

import re
from functools import cache
from types import ModuleType
from typing import NamedTuple

from aligner.languages import en, fr
from aligner.types import Side

_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
_YEAR = r"(?:1[0-9]|20)\d\d(?!\d|[.,]\d)"
_ISO = r"(?P<iso>(?P<iso_year>(?:1[0-9]|20)\d\d)-(?P<iso_month>0[1-9]|1[0-2])-(?P<iso_day>0[1-9]|[12]\d|3[01]))(?!\d)"
_SLASHED = r"(?P<slashed>(?P<one>\d{1,2})(?P<mark>[/.])(?P<two>\d{1,2})(?P=mark)(?P<slashed_year>(?:19|20)\d\d))(?!\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"


class When(NamedTuple):
    """A date and where it stands; what the text does not say is None. Offsets are half-open."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    text: str


def dates(text: str, side: Side) -> list[When]:
    """The dates of a text, in order: days, months and months of a year; never raises.

    Two numbers around a slash that may each be the month give the year alone in
    English, where both orders are in use; French puts the day first.
    """
    tables = _TABLES[side]
    found = []
    for match in _pattern(side).finditer(text):
        if match["iso"]:
            found.append(_when(match, int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])))
        elif match["slashed"]:
            found.append(_slashed(match, side))
        else:
            found.extend(_named(match, text, tables))
    return found


@cache
def _pattern(side: Side) -> re.Pattern[str]:
    tables = _TABLES[side]
    month = "|".join(sorted(tables.MONTHS, key=len, reverse=True))
    name = rf"(?P<month>{month})(?!\w)(?:\.(?=,?\s\d))?"
    if side == "en":
        day, until = rf"{_DAY}(?:st|nd|rd|th)?", r"(?:\s?[-–]\s?|\sto\s|\sand\s)"
        days = rf"(?:(?P<first>{day}){until})?(?P<day>{day})\s(?:of\s)?"
        after = rf"(?:\s(?P<after>{day}(?!\d|[.,:]\d|\w))(?:{until}(?P<last>{day})(?!\d|[.,:]\d|\w))?)?"
        year = rf"(?:,?\s(?:of\s)?(?P<year>{_YEAR}))?"
    else:
        day, until = rf"(?:1er|{_DAY})", r"(?:\s?[-–]\s?|\sau\s|\set\s)"
        days = rf"(?:(?P<first>{day}){until})?(?P<day>{day})\s"
        after, year = r"(?P<after>(?!))?(?P<last>(?!))?", rf"(?:\s(?P<year>{_YEAR}))?"
    part = rf"(?P<part>(?:{tables.PART_OF_MONTH})[\s-])?"
    return re.compile(rf"(?<![\w/-])(?:{_ISO}|{_SLASHED}|{part}(?:{days})?{name}{after}{year})", re.IGNORECASE)


def _when(match: re.Match[str], year: int | None, month: int | None, day: int | None) -> When:
    return When(year, month, day, match.start(), match.end(), match[0])


def _slashed(match: re.Match[str], side: Side) -> When:
    one, two, year = int(match["one"]), int(match["two"]), int(match["slashed_year"])
    if two > 12 >= one and side == "en":
        one, two = two, one
    elif one <= 12 and two <= 12 and one != two and side == "en" and match["mark"] == "/":
        return _when(match, year, None, None)
    if not (1 <= two <= 12 and 1 <= one <= 31):
        return _when(match, year, None, None)
    return _when(match, year, two, one)


def _named(match: re.Match[str], text: str, tables: ModuleType) -> list[When]:
    """One date, or the two ends of a range of days."""
    month = match["month"].lower()
    year = int(match["year"]) if match["year"] else None
    days = [int(re.sub(r"\D", "", day)) for day in match.group("first", "day", "after", "last") if day]
    if not days and year is None and not match["part"] and month in tables.DOUBTFUL_MONTHS:
        before = text[max(0, match.start() - 16) : match.start()].lower().split()
        if not before or before[-1] not in tables.MONTH_CUES or (tables is en and not match["month"][0].isupper()):
            return []
    if not days:
        return [_when(match, year, tables.MONTHS[month], None)]
    return [_when(match, year, tables.MONTHS[month], day) for day in days]
