"""Find the dates of a text with a small grammar for each language.

General date parsers read « 30 août, 35 entreprises » as 2035. Here a year has four digits and is never inferred from
the current date.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from aligner.languages import LANGUAGES, Language
from aligner.languages.times import DAY_ORDINALS, NAMED_DAYS
from aligner.text.entities.numbers.find import lower_as_ignorecase
from aligner.text.entities.numbers.patterns import any_of_pattern
from aligner.text.entities.numbers.quantity import Quantity
from aligner.types import Side

EITHER_ORDER = "?"  # the unit of a date in figures whose day may be its month
_YEAR = r"(?:1[0-9]|20)\d\d(?!\d|[.,]\d)"
_ISO = (
    r"(?P<iso>(?P<iso_year>(?:1[0-9]|20)\d\d)(?P<iso_mark>[-/])(?P<iso_month>0[1-9]|1[0-2])(?P=iso_mark)"
    r"(?P<iso_day>0[1-9]|[12]\d|3[01]))(?!\d)"
)
_FIGURES = (
    r"(?P<figures>(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})(?P=mark)(?P<figures_year>(?:19|20)\d\d|(?<=/)\d\d))"
    r"(?![\d/-]|[.,:]\d)|(?P<attack>9/11)(?![\d/])"  # « le 11-Septembre »
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"


class DateMention(NamedTuple):
    """A date of a text with its half-open offsets; parts that the text does not give are None.

    Attributes
    ----------
    ambiguous : whether the day may be the month, because both orders of figures are in use
    """

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    text: str
    ambiguous: bool = False


def find_dates(text: str, side: Side) -> list[DateMention]:
    """Find the dates of a text, in order: days, months and months of a year. Never raises.

    If both numbers around a slash may be the month, an English date has the month first and is ambiguous; French puts
    the day first.
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
        elif match["attack"]:
            mentions.append(_mention(match, None, 9, 11))
        elif match["figures"]:
            mentions.append(_figures_mention(match, side))
        else:
            mentions.extend(_month_name_mentions(match, text, language))
    return mentions


def same_date(one: Quantity, two: Quantity) -> bool:
    """Return whether two dates, or a date and a number, may be the same day."""
    if one.kind != "date":
        return False
    if two.kind != "date":
        return two.kind in ("cardinal", "ordinal") and not two.unit and one.value % 100 == two.value
    month, day = divmod(one.value, 100)
    return one.value == two.value or (EITHER_ORDER in (one.unit, two.unit) and two.value == 100 * day + month)


def names_day(text: str, date: Quantity, side: Side) -> bool:
    """Return whether a text gives a date by the name of the day: "Bastille Day"."""
    lowered = text.lower()
    return any(date.value == day and name in lowered for name, day in NAMED_DAYS[side].items())


@cache
def _patterns(side: Side) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of where a date may begin in a text in lower case, and the pattern of a date."""
    language = LANGUAGES[side]
    month = "|".join(sorted(language.months, key=len, reverse=True))
    name = rf"(?P<month>{month})(?!\w)(?:\.(?=,?\s\d))?"
    words = any_of_pattern(DAY_ORDINALS[side])
    if side == "en":
        day, until = rf"{_DAY}(?:st|nd|rd|th)?", r"(?:\s?[-–]\s?|\sto\s|\sand\s)"
        word = rf"(?<!\ba\s)(?<!\bone\s)(?P<word>{words})\s(?:day\s)?of\s"
        days = rf"(?:(?:(?P<first>{day}){until})?(?P<day>{day})\s(?:(?:day\s)?of\s)?|{word})"
        after = rf"(?:,?\s(?:the\s)?(?P<after>{day}(?!\d|[.,:]\d|\w))(?:{until}(?P<last>{day})(?!\d|[.,:]\d|\w))?)?"
        year = rf"(?:,?\s(?:of\s)?(?P<year>{_YEAR}))?"
    else:
        day, until = rf"(?:1er|{_DAY})", r"(?:\s?[-–]\s?|\sau\s|\set\s)"
        days = rf"(?:(?:(?P<first>{day}){until})?(?P<day>{day})[\s-]|(?<=\ble\s)(?P<word>{words})[\s-])"
        after, year = r"(?P<after>(?!))?(?P<last>(?!))?", rf"(?:\s(?P<year>{_YEAR}))?"
    part = rf"(?P<part>(?:{language.month_parts})[\s-])?"
    first_words = {*language.months, *language.month_parts.split("|"), *DAY_ORDINALS[side]}
    begin = re.compile(rf"(?<![\w/-])(?<!\d[.,])(?:\d|{any_of_pattern(first_words)})")
    date = re.compile(rf"(?:{_ISO}|{_FIGURES}|{part}(?:{days})?{name}{after}{year})", re.IGNORECASE)
    return begin, date


def _mention(match: re.Match[str], year: int | None, month: int | None, day: int | None) -> DateMention:
    return DateMention(year, month, day, match.start(), match.end(), match[0])


def _figures_mention(match: re.Match[str], side: Side) -> DateMention:
    month, day, year = int(match["one"]), int(match["two"]), int(match["figures_year"])
    year += 0 if year > 99 else 2000 if year < 50 else 1900
    if month > 12 or (day <= 12 and side == "fr") or (day <= 12 and match["mark"] != "/"):
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return _mention(match, year, None, None)
    return _mention(match, year, month, day)._replace(ambiguous=side == "en" and day <= 12 and day != month)


def _month_name_mentions(match: re.Match[str], text: str, language: Language) -> list[DateMention]:
    """Return one date, or both ends of a range of days."""
    month = match["month"].lower()
    year = int(match["year"]) if match["year"] else None
    days = [int(re.sub(r"\D", "", day)) for day in match.group("first", "day", "after", "last") if day]
    if match["word"]:
        days.append(DAY_ORDINALS[language.side][re.sub(r"\s", " ", match["word"].lower())])
    if not days and year is None and not match["part"] and month in language.ambiguous_months:
        before = text[max(0, match.start() - 16) : match.start()].lower().split()
        if not before or before[-1] not in language.month_cues:
            return []
        if language.side == "en" and not match["month"][0].isupper():
            return []
    if not days:
        return [_mention(match, year, language.months[month], None)]
    return [_mention(match, year, language.months[month], day) for day in days]
