"""The lines that sign a story, in the text as read: cleaning has removed some of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aligner.comparison.named_sources import named_sources
from aligner.comparison.story_lines import StoryLine
from aligner.detectors.cleaning_changes import changes
from aligner.detectors.document_facts import DocumentFacts
from aligner.text.cleaning.edits import original_spans
from aligner.text.story_parts import LineKind, line_kind, read_parts

_KINDS: dict[str, LineKind] = {
    "boilerplate.byline": "byline", "boilerplate.credit": "credit", "boilerplate.dateline": "dateline",
    "boilerplate.source": "credit",
}  # fmt: skip


class LinesAsRead(NamedTuple):
    """The lines of a story in order, the offsets before and after its report, and the sources that it names itself."""

    lines: list[StoryLine]
    ends: tuple[int, int]
    sources: Sequence[StoryLine] = ()


def lines_as_read(facts: DocumentFacts) -> LinesAsRead:
    """Return the bylines, credits, datelines and signatures of a document, with offsets into the text as read."""
    parts, text = read_parts(facts.document), facts.text_as_read
    if not parts.paragraphs:
        return LinesAsRead([], (0, len(text)))
    wanted = [*(line.span for line in parts.lines), (parts.lead[0], parts.paragraphs[-1][1])]
    named = [source.phrase for source in named_sources(facts.document)]
    spans = original_spans(facts.document.steps, [*named, *wanted])
    begin, end = spans.pop()
    sources = [StoryLine("credit", text[slice(*span)], span, closing=False) for span in spans[: len(named)]]
    lines = [
        StoryLine(line.kind, text[slice(*span)], span, closing=span[0] > begin)
        for line, span in zip(parts.lines, spans[len(named) :], strict=True)
    ]
    for change in changes(facts.document, "boilerplate."):
        bare = change.before.strip()
        kind = next((_KINDS[name] for name in change.names if name in _KINDS), None) or line_kind(bare)
        if kind and bare:
            start = change.start + change.before.index(bare)
            closing = start >= end
            if closing or start <= begin:
                own = (closing and line_kind(bare)) or kind
                lines.append(StoryLine(own, bare, (start, start + len(bare)), closing=closing))
    return LinesAsRead(sorted(lines, key=lambda line: line.span), (begin, end), sources)
