"""Changes made by cleaning, located in the text as read: some artefacts are found by cleaning already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from aligner.text.cleaning.edits import original_spans, undo
from aligner.types import Document, Span, Step


class Change(NamedTuple):
    """Adjacent cleaning steps as one change.

    start, end : half-open offsets into the text as read
    before, after : the text there, and what cleaning made of it
    names : the names of the steps
    """

    start: int
    end: int
    before: str
    after: str
    names: tuple[str, ...]


def changes(document: Document, family: str) -> list[Change]:
    """Return the changes made by steps whose name begins with `family`, those within one word merged."""
    steps = document.steps
    chosen = [number for number, step in enumerate(steps) if step.name.startswith(family)]
    if not chosen:
        return []
    text = undo(document.text, steps)
    located = sorted((span, steps[number]) for number, span in zip(chosen, _locate(steps, chosen), strict=True))
    return list(_merge_within_words(text, located))


def _locate(steps: Sequence[Step], chosen: Sequence[int]) -> Iterator[Span]:
    """Yield the span of each chosen step's `before` in the text as read.

    Steps are taken in runs of ascending offsets, since a run needs only one walk through the earlier steps.
    """
    descents = (number for number, (one, two) in enumerate(pairwise(steps), 1) if two.at < one.at + len(one.after))
    for first, last in pairwise([0, *descents, len(steps)]):
        shift, spans = 0, list[Span]()
        for number in range(first, last):
            step = steps[number]
            spans.append((step.at - shift, step.at - shift + len(step.before)))
            shift += len(step.after) - len(step.before)
        wanted = [spans[number - first] for number in chosen if first <= number < last]
        yield from original_spans(steps[:first], wanted)


def _merge_within_words(text: str, located: Sequence[tuple[Span, Step]]) -> Iterator[Change]:
    """Yield steps as changes, those with no space between them as one."""
    last: Change | None = None
    for (start, end), step in located:
        if last and not any(map(str.isspace, text[last.end : start])):
            end, names = max(end, last.end), (*last.names, step.name)
            after = last.after + text[last.end : start] + step.after
            last = Change(last.start, end, text[last.start : end], after, names)
            continue
        if last:
            yield last
        last = Change(start, end, text[start:end], step.after, (step.name,))
    if last:
        yield last
