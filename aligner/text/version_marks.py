"""Read how a text marks which version of a story it is: slugs of its headline, times, datelines and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from aligner.languages import version_marks as table
from aligner.text.entities.moments.dates import find_dates
from aligner.text.entities.terms.find import find_terms
from aligner.types import Side, Span

MAX_HEADLINE_CHARS = 300
MAX_MARK_CHARS = 160  # of a line, its beginning, where a time of publication is sought
MAX_DATELINE_CHARS = 90
MAX_NOTE_CHARS = 600  # of a paragraph that is no more than a note of correction
MIN_LIVE_ENTRIES = 3  # lines that begin with a time, of a live blog
NOON_HOUR = 12
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]")
_HEAD = re.compile(r"\s*([^:–—\n-]{1,40}?)\s?(?:[:–—]|-+)\s*(?=\S)")
_TAIL = re.compile(r".*\S\s?(?:\s[-–—|]|[:,])\s?([^:–—|,\n]{2,40})\Z", re.DOTALL)
_CAPITALS = re.compile(
    r"\s*((?:\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH|er|e|E|ER)\s)?[A-ZÀ-Ü]{2,}(?:\s\d{1,2}(?=\s))?)\s+(?=\S)"
)
_DATELINE = re.compile(r"[^a-z\n]{2}[^\n]{0,80}?(?:\s(?:--?|–|—)\s|\)\s?[-–—:])")
_DIGIT = re.compile(r"\d")
_OPENING = re.compile(r"[(\[*_\s]+")


class Slug(NamedTuple):
    """What a headline shows of the version.

    series : "update", "lead", "wrapup", or "" for none
    number : of the version in its series, 0 for none, -1 for an urgent first report
    """

    series: str = ""
    number: int = 0
    corrected: bool = False


def read_slug(headline: str) -> Slug:
    """Return what the slugs of a headline show."""
    slug = Slug()
    for part, _ in _slug_parts(headline[:MAX_HEADLINE_CHARS]):
        slug = _joined(slug, part)
    return slug


def without_slugs(headline: str) -> str:
    """Return a headline with blanks in the place of its slugs."""
    for _, (start, end) in _slug_parts(headline[:MAX_HEADLINE_CHARS]):
        headline = headline[:start] + " " * (end - start) + headline[end:]
    return headline


def _slug_parts(headline: str) -> Iterator[tuple[Slug, Span]]:
    """Yield the slugs in brackets, at the beginning and at the end, with their places."""
    for bracket in _BRACKETS.finditer(headline):
        if slug := _slug(bracket[1], bracketed=True):
            yield slug, bracket.span()
    rest = _BRACKETS.sub(lambda found: " " * len(found[0]), headline)
    start = 0
    while found := _HEAD.match(rest, start) or (None if rest.isupper() else _CAPITALS.match(rest, start)):
        slug = _slug(found[1])
        if not slug:
            break
        yield slug, found.span()
        start = found.end()
    if (found := _TAIL.match(rest.rstrip(), start)) and (slug := _slug(found[1])):
        yield slug, found.span(1)


def _joined(one: Slug, two: Slug) -> Slug:
    series, number = (two.series, two.number) if two.series and not one.series else (one.series, one.number)
    return Slug(series, number or two.number, one.corrected or two.corrected)


def _slug(text: str, *, bracketed: bool = False) -> Slug | None:
    """Return what a part of a headline shows if it is a slug."""
    series, corrected, urgent, described = _slug_patterns()
    if corrected.fullmatch(text):
        return Slug(corrected=True)
    if urgent.fullmatch(text):
        return Slug(number=-1)
    if bracketed and described.fullmatch(text):
        return Slug("update", 1)
    match = series.fullmatch(text)
    if match is None or (match["lead"] and not (match["nth"] or match["n"] or bracketed or match["lead"].isupper())):
        return None
    name = next((name for name in table.SERIES if match[name]), "update")
    nth = match["nth"] or match["n"] or match["version"] or "1"
    number = table.ORDINAL_WORDS.get(nth.lower()) or int(re.sub(r"\D", "", nth))
    return Slug(name, number)


@cache
def _slug_patterns() -> tuple[re.Pattern[str], ...]:
    nth = rf"(?:(?P<nth>\d{{1,2}}{table.ORDINAL_ENDING}|{'|'.join(table.ORDINAL_WORDS)})\s)?"
    names = "|".join(rf"(?P<{name}>{words})" for name, words in table.SERIES.items())
    series = rf"{nth}(?:{names})(?:[ -]?(?:n[o°]\.?\s?)?(?P<n>\d{{1,2}}))?"
    series += rf"|(?:{table.NUMBERED_ONLY})\s?(?P<version>\d{{1,2}})"
    return tuple(
        re.compile(pattern, re.IGNORECASE) for pattern in (series, table.CORRECTED, table.URGENT, table.BRACKETED_ONLY)
    )


def read_moment(lines: Sequence[str], side: Side) -> str:
    """Return the latest time that the text gives for itself: when it was updated, else published, else its dateline.

    Parameters
    ----------
    lines : the first and last lines of a text

    Returns
    -------
    str
        MM-DDThh:mm, MM-DD, Thh:mm or, with the number of a weekday, WnThh:mm; "" without any.
    """
    heads = [head for line in lines if _DIGIT.search(head := line[:MAX_MARK_CHARS])]
    marked = [head for head in heads if _has_any(head, table.MOMENT_STEMS)]
    for pattern in _moment_patterns():
        moments = [moment for head in marked for match in pattern.finditer(head) if (moment := _moment(match, side))]
        if moments:
            return max(moments)
    return next((day for head in heads if (day := _dateline_day(head, side))), "")


def _has_any(text: str, stems: Sequence[str]) -> bool:
    lower = text.casefold()
    return any(stem in lower for stem in stems)


@cache
def _moment_patterns() -> tuple[re.Pattern[str], ...]:
    clock = rf"\b(?P<between>[^\n;|]{{0,40}}?){table.CLOCK}(?P<after>[^\n;|.]{{0,24}})"
    return tuple(re.compile(rf"\b(?:{words}){clock}", re.IGNORECASE) for words in (table.UPDATED, table.PUBLISHED))


def _moment(match: re.Match[str], side: Side) -> str:
    dates = find_dates(match["between"], side) or find_dates(match["after"], side)
    day = next((f"{date.month:02}-{date.day:02}" for date in dates if date.month and date.day), "")
    terms = find_terms(f"{match['between']} {match['after']}", side) if not day else []
    weekday = next((f"W{term.rows[0]}" for term in terms if term.kind == "weekday"), "")
    return f"{day or weekday}T{_clock(match)}"


def _clock(match: re.Match[str]) -> str:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % NOON_HOUR + NOON_HOUR * (match["half"].lower() == "p")
    return f"{hour:02}:{match['minute'] or '00'}"


def _dateline_day(line: str, side: Side) -> str:
    found = _DATELINE.match(line[:MAX_DATELINE_CHARS])
    dates = find_dates(found[0], side) if found else []
    return next((f"{date.month:02}-{date.day:02}" for date in dates if date.month and date.day), "")


def live_entries(text: str) -> int:
    """Return the number of entries of a live blog, lines that begin with a time, 0 if the text is none."""
    count = sum(1 for _ in _entry_pattern().finditer(text))
    return count if count >= MIN_LIVE_ENTRIES else 0


@cache
def _entry_pattern() -> re.Pattern[str]:
    return re.compile(rf"^[(\[*•\s]{{0,3}}{table.CLOCK}(?=[\s.:)\]–—-])", re.IGNORECASE | re.MULTILINE)


def is_correction_note(paragraph: str) -> bool:
    """Return whether a paragraph is a note that corrects an earlier version of its text."""
    if len(paragraph) > MAX_NOTE_CHARS or not _has_any(paragraph, table.CORRECTION_STEMS):
        return False
    line, phrase = _note_patterns()
    return bool(line.match(_OPENING.sub("", paragraph, count=1)) or phrase.search(paragraph))


def correction_notes(paragraphs: Iterable[str]) -> int:
    """Return how many paragraphs correct an earlier version of their text."""
    return sum(map(is_correction_note, paragraphs))


@cache
def _note_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(table.CORRECTION_LINES, re.IGNORECASE), re.compile(table.CORRECTION_PHRASES, re.IGNORECASE)
