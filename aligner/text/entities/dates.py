"""Find the dates of a text with a small grammar for each language.

General date parsers read « 30 août, 35 entreprises » as 2035. Here a year has four digits and is never inferred from
the current date.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from aligner.languages import LANGUAGES, Language
from aligner.text.entities.number_patterns import any_of_pattern
from aligner.text.entities.numbers import lower_as_ignorecase
from aligner.types import Side

_YEAR = r"(?:1[0-9]|20)\d\d(?!\d|[.,]\d)"
_ISO = r"(?P<iso>(?P<iso_year>(?:1[0-9]|20)\d\d)-(?P<iso_month>0[1-9]|1[0-2])-(?P<iso_day>0[1-9]|[12]\d|3[01]))(?!\d)"
_SLASHED = r"(?P<slashed>(?P<one>\d{1,2})(?P<mark>[/.])(?P<two>\d{1,2})(?P=mark)(?P<slashed_year>(?:19|20)\d\d))(?!\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"


class DateMention(NamedTuple):
    """A date of a text with its half-open offsets; parts that the text does not give are None."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    text: str


def find_dates(text: str, side: Side) -> list[DateMention]:
    """Find the dates of a text, in order: days, months and months of a year. Never raises.

    If both numbers around a slash may be the month, English gives the year
    alone, because both orders are in use; French puts the day first.
    """
    language = LANGUAGES[side]
    begin, pattern = _patterns(side)
    mentions, end = list[DateMention](), 0
    for start in (found.start() for found in begin.finditer(lower_as_ignorecase(text))):
        match = pattern.match(text, start) if start >= end else None
        if not match:
            continue
        end = match.end()
        if match["iso"]:
            mentions.append(_mention(match, int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])))
        elif match["slashed"]:
            mentions.append(_slashed_mention(match, side))
        else:
            mentions.extend(_month_name_mentions(match, text, language))
    return mentions


@cache
def _patterns(side: Side) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of where a date may begin in a text in lower case, and the pattern of a date."""
    language = LANGUAGES[side]
    month = "|".join(sorted(language.months, key=len, reverse=True))
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
    part = rf"(?P<part>(?:{language.month_parts})[\s-])?"
    begin = re.compile(rf"(?<![\w/-])(?:\d|{any_of_pattern({*language.months, *language.month_parts.split('|')})})")
    date = re.compile(rf"(?:{_ISO}|{_SLASHED}|{part}(?:{days})?{name}{after}{year})", re.IGNORECASE)
    return begin, date


def _mention(match: re.Match[str], year: int | None, month: int | None, day: int | None) -> DateMention:
    return DateMention(year, month, day, match.start(), match.end(), match[0])


def _slashed_mention(match: re.Match[str], side: Side) -> DateMention:
    one, two, year = int(match["one"]), int(match["two"]), int(match["slashed_year"])
    if two > 12 >= one and side == "en":
        one, two = two, one
    elif one <= 12 and two <= 12 and one != two and side == "en" and match["mark"] == "/":
        return _mention(match, year, None, None)
    if not (1 <= two <= 12 and 1 <= one <= 31):
        return _mention(match, year, None, None)
    return _mention(match, year, two, one)


def _month_name_mentions(match: re.Match[str], text: str, language: Language) -> list[DateMention]:
    """Return one date, or both ends of a range of days."""
    month = match["month"].lower()
    year = int(match["year"]) if match["year"] else None
    days = [int(re.sub(r"\D", "", day)) for day in match.group("first", "day", "after", "last") if day]
    if not days and year is None and not match["part"] and month in language.ambiguous_months:
        before = text[max(0, match.start() - 16) : match.start()].lower().split()
        if not before or before[-1] not in language.month_cues:
            return []
        if language.side == "en" and not match["month"][0].isupper():
            return []
    if not days:
        return [_mention(match, year, language.months[month], None)]
    return [_mention(match, year, language.months[month], day) for day in days]
