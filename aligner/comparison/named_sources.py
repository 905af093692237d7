"""Find where a report names the agency or the newspaper that it comes from: "she told Allied Wire"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.comparison.passage import Change
from aligner.languages.story_lines import SOURCE_AFTER, SOURCE_BEFORE, SOURCE_DETERMINERS
from aligner.text.story_parts import names_publisher, read_parts
from aligner.types import Document, Severity, Side, Span

_WORD = r"[A-ZÀ-Þ][\w&'’-]*"
_NAME = (
    rf"(?P<whole>(?:(?:{SOURCE_DETERMINERS})\s?){{0,4}}"
    rf"(?P<name>{_WORD}(?:\s(?:(?:de|du|des|of|the)\s|d['’])?{_WORD}){{0,4}}))"
)
_FRAMES: dict[Side, tuple[re.Pattern[str], re.Pattern[str]]] = {
    side: (
        re.compile(rf"(?<!\w)(?:{before})\s{_NAME}"),
        re.compile(rf"(?<!\w){_NAME}\s(?:{SOURCE_AFTER[side]})(?!\w)"),
    )
    for side, before in SOURCE_BEFORE.items()
}
_CAPITAL = re.compile(r"(?<!\w)[A-ZÀ-Þ]\w+")


class NamedSource(NamedTuple):
    """An agency or a newspaper that a report names: its name, and the offsets of this and of the whole phrase."""

    name: str
    span: Span
    phrase: Span


def named_sources(document: Document) -> Iterator[NamedSource]:
    """Yield the agencies and newspapers that the report of a document names as its sources."""
    parts = read_parts(document)
    if not parts.paragraphs:
        return
    signed = _signed(document)
    for frame in _FRAMES[document.side or "en"]:
        for match in frame.finditer(document.text, parts.lead[0], parts.paragraphs[-1][1]):
            if names_publisher(match["whole"]) or _has_words(signed, match["name"]):
                yield NamedSource(match["name"], match.span("whole"), match.span())


def with_named_sources(changes: Sequence[Change], here: Document, there: Document) -> list[Change]:
    """Return changes, those of a source that a report names as one each: a replaced or removed credit.

    A source that is in the lines of the other text is no addition. What names somebody else in the place of a source is
    left as it is.
    """
    rest = list(changes)
    for source in named_sources(there):
        own = [change for change in rest if _meet(change.there, source.span)]
        if not own or any(not _is_within(change.there, source.phrase) for change in own):
            continue
        start, end = min(change.here[0] for change in own), max(change.here[1] for change in own)
        new = here.text[start:end]
        named = _CAPITAL.search(new) is not None
        if not named or names_publisher(new):
            severity: Severity = "major" if named else "minor"
            rest = [change for change in rest if change not in own]
            rest.append(
                Change("credit.replaced" if new.strip() else "credit.removed", (start, end), source.span, severity)
            )
    lines = _signed(there)
    known = [source.phrase for source in named_sources(here) if _has_words(lines, source.name)]
    return [change for change in rest if _is_full(change) or not any(_is_within(change.here, span) for span in known)]


def _signed(document: Document) -> str:
    """Return the lines that sign a document."""
    return " ".join(document.text[slice(*line.span)] for line in read_parts(document).lines)


def _has_words(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _is_full(change: Change) -> bool:
    return change.there[0] < change.there[1]


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _is_within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
