"""When a version of a story was published and which version it is, from its metadata, headline, datelines and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timezone
from itertools import chain
from typing import NamedTuple, TypeVar

from aligner.text.entities.moments.dates import find_dates
from aligner.text.version_marks import Slug, correction_notes, live_entries, read_moment, read_slug
from aligner.types import Document, Side

DATE_FIELDS = ("date", "timestamp")  # the time of publication; a dateline is the same in all copies of a story
UPDATE_FIELD = "updated"
LIVE = "live"  # the series of a live blog, which has an entry more each time
MAX_EDGE_LINES = 4  # at the beginning and at the end of a text, where it gives its time and corrections
MAX_NEAR_MONTHS = 6  # between two days without a year: more is the turn of a year
MARK_STEPS = ("boilerplate.timestamp", "boilerplate.dateline")  # of cleaning, which removes such lines
DAY_CHARS = 10  # of YYYY-MM-DD
WEEK_DAYS = 7
Value = TypeVar("Value", int, str)
_COMPACT_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?)?(Z|[+-]\d\d:?\d\d)?")  # IPTC's norm


class StoryTime(NamedTuple):
    """When a version was published, and which version it is.

    Attributes
    ----------
    published : YYYY-MM-DD or YYYY-MM-DDThh:mm in UTC, "" if the metadata hold none
    updated : the same of this version, if the metadata give it as well
    moment : the time that the text gives for itself: see `aligner.text.version_marks.read_moment`
    series, number : the slug of the headline, see `aligner.text.version_marks.Slug`; of a live blog, its entries
    corrections : the number of its notes of correction
    """

    published: str = ""
    updated: str = ""
    moment: str = ""
    series: str = ""
    number: int = 0
    corrections: int = 0

    @property
    def latest(self) -> str:
        """The time of this version as far as the metadata give it."""
        return self.updated or self.published

    def __str__(self) -> str:
        """Return the time on one line, as `parse_time` reads it; without marks it is the date of publication alone."""
        rest = zip(self._fields[1:], self[1:], strict=True)
        return " ".join([self.published, *(f"{name}={value}" for name, value in rest if value)])


def parse_time(line: str) -> StoryTime:
    """Return the time that a line describes; what it does not know is left out."""
    published, *rest = line.split(" ")
    values = dict(part.split("=", 1) for part in rest if "=" in part)
    updated, moment, series, number, corrections = (values.get(name, "") for name in StoryTime._fields[1:])
    return StoryTime(published, updated, moment, series, int(number or 0), int(corrections or 0))


def publication_day(line: str) -> int | None:
    """Return the ordinal of the day of publication that a line gives, None if it gives none."""
    published = parse_time(line).published
    return date.fromisoformat(published[:DAY_CHARS]).toordinal() if published else None


def days_apart(one: str, other: str) -> int:
    """Return the days between the publications that two lines give, 0 if either gives none."""
    days = [day for day in map(publication_day, (one, other)) if day is not None]
    return max(days) - min(days) if len(days) == 2 else 0


def read_time(document: Document, side: Side) -> StoryTime:
    """Read the time of a cleaned document."""
    first, last = _edges(document.text)
    headline, *rest = [*first, ""]
    slugs = [read_slug(line) for line in dict.fromkeys((document.meta.get("title", ""), headline)) if line]
    removed = [step.before.strip() for step in document.steps if step.name in MARK_STEPS]
    entries = live_entries(document.text)
    slugs += [Slug(LIVE, entries)] if entries else []
    notes = correction_notes(filter(None, chain(rest, last)))
    return StoryTime(
        publication_time(document, side),
        _time_of(document.meta.get(UPDATE_FIELD, ""), side),
        read_moment([*removed, *first, *last], side),
        next((slug.series for slug in slugs if slug.series), ""),
        next((slug.number for slug in slugs if slug.number), 0),
        max(notes, int(any(slug.corrected for slug in slugs))),
    )


def _edges(text: str) -> tuple[list[str], list[str]]:
    """Return the first lines of a text that are not blank, and the last ones."""
    first = list(_lines(text, 0))
    end, last = len(text), list[str]()
    while end > 0 and len(last) < MAX_EDGE_LINES:
        start = text.rfind("\n", 0, end) + 1
        last += [line] if (line := text[start:end].strip()) else []
        end = start - 1
    return first, [line for line in reversed(last) if line not in first]


def _lines(text: str, start: int) -> Iterator[str]:
    count = 0
    while start < len(text) and count < MAX_EDGE_LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if line := text[start:end].strip():
            count += 1
            yield line
        start = end + 1


def publication_time(document: Document, side: Side) -> str:
    """Return the time of publication in an order that sorts, "" if the metadata hold none.

    Returns
    -------
    str
        YYYY-MM-DD or YYYY-MM-DDThh:mm in UTC.
    """
    return next(filter(None, (_time_of(document.meta.get(name, ""), side) for name in DATE_FIELDS)), "")


def _time_of(value: str, side: Side) -> str:
    """Return the time that a value of the metadata gives."""
    value = value.strip()
    if time := _iso_time(_COMPACT_DATE.sub(_with_separators, value)):
        return time
    for mention in find_dates(value, side):
        if mention.year and mention.month and mention.day and not mention.ambiguous:
            return f"{mention.year:04}-{mention.month:02}-{mention.day:02}"
    return ""


def _with_separators(match: re.Match[str]) -> str:
    year, month, day, hour, minute, zone = match.groups(default="")
    return f"{year}-{month}-{day}" + (f"T{hour}:{minute}{zone}" if hour else "")


def _iso_time(text: str) -> str:
    """Parse a date or time of ISO 8601; "" if it is none."""
    try:
        if len(text) == DAY_CHARS:
            return date.fromisoformat(text).isoformat()
        time = datetime.fromisoformat(text.removesuffix("Z") + "+00:00" * text.endswith("Z"))
        time = time.astimezone(timezone.utc) if time.tzinfo else time
        return time.isoformat(timespec="minutes")[:16]
    except (ValueError, OverflowError):
        return ""


def compare_times(one: StoryTime, other: StoryTime) -> int:
    """Return 1 if the first of two versions of a story is the later one, -1 if the other is, 0 if nothing shows it.

    Times of the metadata come first, then those of the texts, the numbers of their slugs and their notes of correction.
    """
    signs = (
        _compare_dates(one.latest, other.latest),
        _compare_moments(one.moment, other.moment),
        _compare_slugs(one, other),
        _sign(one.corrections, other.corrections),
    )
    return next(filter(None, signs), 0)


def _sign(one: Value, other: Value) -> int:
    return (one > other) - (one < other)


def _compare_dates(one: str, other: str) -> int:
    """Compare two dates, to the day if one of them has no hour."""
    if not (one and other):
        return 0
    size = None if len(one) == len(other) else DAY_CHARS
    return _sign(one[:size], other[:size])


def _compare_moments(one: str, other: str) -> int:
    """Compare two times that texts give for themselves: by the day if both have one, then by the clock."""
    (day, _, clock), (other_day, _, other_clock) = one.partition("T"), other.partition("T")
    weekdays = day[:1] == "W", other_day[:1] == "W"
    if weekdays[0] != weekdays[1]:
        return 0
    if all(weekdays) and day != other_day:
        return 1 if (int(day[1:]) - int(other_day[1:])) % WEEK_DAYS <= WEEK_DAYS // 2 else -1
    if day and other_day and day != other_day:
        far = abs(int(day[:2]) - int(other_day[:2])) > MAX_NEAR_MONTHS
        return -_sign(day, other_day) if far else _sign(day, other_day)
    return _sign(clock, other_clock) if clock and other_clock else 0


def _compare_slugs(one: StoryTime, other: StoryTime) -> int:
    """Compare the numbers of two versions: of one series, or with none.

    A correction without a number may be one of any version.
    """
    low, high = sorted((one, other), key=lambda time: time.number)
    if (one.series and other.series and one.series != other.series) or (
        not low.number and low.corrections > high.corrections
    ):
        return 0
    return _sign(one.number, other.number)
