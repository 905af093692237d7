"""Compare the lines that sign two versions of a story: bylines, credits, datelines and signatures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from aligner.languages.story_lines import GENERAL_WORDS
from aligner.text.entities.names.find import fold_name
from aligner.text.story_parts import (
    LineKind,
    StoryParts,
    author_of,
    introduces_author,
    names_publisher,
    names_workers,
    without_stamp,
)
from aligner.types import Severity, Span

_WORD = re.compile(r"[^\W_]+")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_NAME_WORDS = (2, 3)  # of a person
_SOURCED = frozenset({"credit", "dateline"})


class StoryLine:
    """A line with its words, its offsets, and whether it is below the report."""

    def __init__(self, kind: LineKind, text: str, span: Span, *, closing: bool) -> None:
        self.kind, self.text, self.span, self.closing = kind, text, span, closing

    @cached_property
    def signed(self) -> str:
        """The line without a date, and with single spaces."""
        return " ".join(without_stamp(self.text).split())

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words, folded."""
        return tuple(_WORD.findall(fold_name(self.text)))

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of whom the line names: the author or the source; of a dateline, what is in brackets."""
        text = self.text
        if self.kind == "byline":
            text = author_of(text)
        elif self.kind == "dateline":
            bracket = _BRACKETED.search(text)
            text = bracket[1] if bracket else ""
        return frozenset(word for word in _WORD.findall(fold_name(text)) if not word.isdigit()) - GENERAL_WORDS

    @property
    def is_author(self) -> bool:
        """Whether the line names an author."""
        return self.kind == "byline" and bool(self.names)

    @property
    def is_above(self) -> bool:
        """Whether the line is above the report, on a line of its own."""
        return not self.closing and self.kind in ("byline", "credit")


class LineChange(NamedTuple):
    """A line that was removed, replaced or added: its code, and the lines of both versions."""

    code: str
    here: StoryLine | None
    there: StoryLine | None
    severity: Severity


def lines_of(text: str, parts: StoryParts) -> list[StoryLine]:
    """Return the lines of a text with their words."""
    return [StoryLine(kind, text[slice(*span)], span, closing=span[0] > parts.lead[0]) for kind, span in parts.lines]


def line_changes(
    here: Sequence[StoryLine], there: Sequence[StoryLine], sources: Sequence[StoryLine] = (), *, across: bool = False
) -> Iterator[LineChange]:
    """Yield what became of the lines of another version; equal ones are no change.

    Parameters
    ----------
    sources : those that only the report here names, which may be in the place of a line there
    across : for versions in two languages, of whose lines only the names are compared
    """
    ours, theirs = _resolved(here), _resolved(there)
    if across:
        ours, theirs = ([line for line in lines if line.names] for lines in (ours, theirs))
        _pair(ours, theirs, lambda one, two: not one.names.isdisjoint(two.names))
    _pair(ours, theirs, lambda one, two: one.signed == two.signed)
    pairs = _pair(ours, theirs, lambda one, two: one.is_author and two.is_author)
    above = [sum(line.is_above for line in lines) for lines in (ours, theirs)]
    if above[0] == above[1]:
        pairs += _pair(ours, theirs, lambda one, two: one.is_above and two.is_above)
    pairs += _pair(ours, theirs, lambda one, two: one.kind == two.kind and one.closing == two.closing)
    pairs += _pair(ours, theirs, lambda one, two: not (one.names or {*one.words}).isdisjoint(two.names))
    # The desk, a column or a newspaper may be where the other version names the author, and a source anywhere.
    pairs += _pair(ours, theirs, lambda one, two: one.is_above and two.is_above and not one.is_author)
    pairs += _pair(ours, theirs, lambda one, two: one.kind == two.kind or {one.kind, two.kind} <= _SOURCED)
    pairs += [(one, two) for two in theirs if (one := _shared_line(two, [one for one, _ in pairs])) is not None]
    pairs += _pair(ours, theirs, lambda one, two: one.closing and two.closing)
    theirs = [line for line in theirs if all(line is not two for _, two in pairs)]
    pairs += _pair([*sources], theirs, lambda one, two: bool(two.names) and two.names <= one.names)
    for one, two in pairs:
        yield LineChange(f"{_family(two, one)}.replaced", one, two, _severity(one, two))
    yield from (LineChange(f"{_family(line)}.removed", None, line, "minor") for line in theirs)
    yield from (LineChange(f"{_family(line)}.added", line, None, "minor") for line in ours)


def _resolved(lines: Sequence[StoryLine]) -> list[StoryLine]:
    """Return lines, a name alone as that of a source where another line introduces the author."""
    known = any(line.kind == "byline" and introduces_author(line.text) for line in lines)
    return [
        StoryLine("credit", line.text, line.span, closing=line.closing)
        if known and line.kind == "byline" and not introduces_author(line.text)
        else line
        for line in lines
    ]


def _shared_line(two: StoryLine, replacing: Sequence[StoryLine]) -> StoryLine | None:
    """Return a line above a report that is in the place of two: "Newsroom, with Allied Wire"."""
    above = [one for one in replacing if one.is_above and two.is_above]
    return next((one for one in above if not one.is_author or not one.names.isdisjoint(two.names)), None)


def _pair(
    ours: list[StoryLine], theirs: list[StoryLine], belong: Callable[[StoryLine, StoryLine], bool]
) -> list[tuple[StoryLine, StoryLine]]:
    """Return the lines that belong together, and take them out of both lists."""
    pairs = []
    for two in list(theirs):
        one = next((line for line in ours if belong(line, two)), None)
        if one is not None:
            pairs.append((one, two))
            ours.remove(one)
            theirs.remove(two)
    return pairs


def _family(line: StoryLine, other: StoryLine | None = None) -> str:
    """Return "byline" for the line of an author; one of a few capitals is a name if another author is in its place."""
    is_name = line.text.isupper() and len(line.text.split()) in _NAME_WORDS and not names_publisher(line.text)
    return "byline" if line.kind == "byline" or (is_name and other and other.is_author) else "credit"


def _severity(one: StoryLine, two: StoryLine) -> Severity:
    """Return "major" if a line names another author or another source."""
    if two.kind == "byline":
        other = one.is_author and two.is_author
    else:
        other = (
            two.kind in _SOURCED and one.kind != "signature" and not any(names_workers(own.text) for own in (one, two))
        )
        other = other and bool(two.names) and (one.kind != "dateline" or "(" in one.text)
    return "major" if other and two.names.isdisjoint(one.words) else "minor"
