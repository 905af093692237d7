"""What cleaning changed, as hits: cleaning already found these artefacts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from aligner.detectors.view import Range
from aligner.text.cleaning.clean import original_spans, undo
from aligner.types import Document, Step


class Change(NamedTuple):
    """Steps side by side: where they stand in the text as read, what stands there, and what came of it."""

    start: int
    end: int
    before: str
    after: str
    names: tuple[str, ...]


def changes(document: Document, family: str) -> list[Change]:
    """The changes whose name begins with `family`, those within one word as one."""
    steps = document.steps
    chosen = [number for number, step in enumerate(steps) if step.name.startswith(family)]
    if not chosen:
        return []
    text = undo(document.text, steps)
    placed = sorted((span, steps[number]) for number, span in zip(chosen, _places(steps, chosen), strict=True))
    return list(_joined(text, placed))


def _places(steps: Sequence[Step], chosen: Sequence[int]) -> Iterator[Range]:
    """Where each step's `before` stands in the text as read."""
    runs = [
        0,
        *(at for at, (one, two) in enumerate(pairwise(steps), 1) if two.at < one.at + len(one.after)),
        len(steps),
    ]
    for first, last in pairwise(runs):
        shift, spans = 0, list[Range]()
        for number in range(first, last):
            step = steps[number]
            spans.append((step.at - shift, step.at - shift + len(step.before)))
            shift += len(step.after) - len(step.before)
        wanted = [spans[number - first] for number in chosen if first <= number < last]
        yield from original_spans(steps[:first], wanted)


def _joined(text: str, placed: Sequence[tuple[Range, Step]]) -> Iterator[Change]:
    last: Change | None = None
    for (start, end), step in placed:
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
