"""Apply edits to a text, record them as steps, and replay or undo the steps.

Steps come in runs from left to right, one run for each pass of cleaning. Each run rebuilds the text once, so 100,000
steps cost one copy of the text instead of 100,000.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aligner.types import Ints, Span, Step


class Replacement(NamedTuple):
    """Replace text[start:end] by `after`; `name` is that of the step."""

    start: int
    end: int
    after: str
    name: str


def apply_edits(text: str, edits: Iterable[Replacement]) -> tuple[str, list[Step]]:
    """Apply edits that go from left to right without overlap, and return the new text and the steps."""
    pieces: list[str] = []
    steps: list[Step] = []
    done, shift = 0, 0
    for start, end, after, name in edits:
        steps.append(Step(name, text[start:end], after, start + shift))
        pieces += (text[done:start], after)
        shift += len(after) - (end - start)
        done = end
    return "".join((*pieces, text[done:])), steps


def replay(text: str, steps: Sequence[Step]) -> str:
    """Return the cleaned text, given the text as read.

    Raises
    ------
    ValueError
        When the steps do not belong to this text.
    """
    for run in _runs(steps):
        edits, shift = [], 0
        for step in run:
            start = step.at - shift
            edits.append(Replacement(start, start + len(step.before), step.after, step.name))
            shift += len(step.after) - len(step.before)
        text = _apply_checked(text, edits, [step.before for step in run])
    return text


def undo(text: str, steps: Sequence[Step]) -> str:
    """Return the text exactly as read, given the cleaned text.

    Raises
    ------
    ValueError
        When the steps do not lead to this text.
    """
    for run in reversed(list(_runs(steps))):
        # Later steps of a run change only text to the right of `at`, so `at` is valid in the text after the run.
        edits = [Replacement(step.at, step.at + len(step.after), step.before, step.name) for step in run]
        text = _apply_checked(text, edits, [step.after for step in run])
    return text


def original_span(steps: Sequence[Step], start: int, end: int) -> Span:
    """Return the span in the text as read of text[start:end] of the cleaned text (see `original_spans`)."""
    return original_spans(steps, [(start, end)])[0]


def original_spans(steps: Sequence[Step], spans: Sequence[Span]) -> list[Span]:
    """Map many half-open spans of the cleaned text to the text as read.

    A span that no step touched maps to the same characters. A start or end inside a
    replacement moves outwards to include all of the replaced text. Text that was
    removed next to a span is outside, text that was removed within it is inside.
    """
    return _map(reversed(list(_runs(steps))), spans, back=True)


def cleaned_spans(steps: Sequence[Step], spans: Sequence[Span]) -> list[Span]:
    """Map many half-open spans of the text as read to the cleaned text, the inverse of `original_spans`."""
    return _map(_runs(steps), spans, back=False)


def _runs(steps: Sequence[Step]) -> Iterator[Sequence[Step]]:
    """Split steps into the longest runs in which every step begins at or after the end of the previous one."""
    first, last_end = 0, 0
    for index, step in enumerate(steps):
        if step.at < last_end:
            yield steps[first:index]
            first = index
        last_end = step.at + len(step.after)
    if first < len(steps):
        yield steps[first:]


def _apply_checked(text: str, edits: Sequence[Replacement], expected: Sequence[str]) -> str:
    for edit, before in zip(edits, expected, strict=True):
        if text[edit.start : edit.end] != before:
            raise ValueError(f"step {edit.name!r} does not fit this text: no {before!r} at {edit.start}")
    return apply_edits(text, edits)[0]


def _map(runs: Iterable[Sequence[Step]], spans: Sequence[Span], *, back: bool) -> list[Span]:
    import numpy as np

    if not spans:
        return []
    table = np.array(spans, dtype=np.int64)
    starts, ends = table[:, 0], table[:, 1]
    for run in runs:
        source, target = _changed_spans(run, back=back)
        starts = _move_starts(starts, source, target)
        ends = np.maximum(starts, _move_ends(ends, source, target))
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _changed_spans(run: Sequence[Step], *, back: bool) -> tuple[Ints, Ints]:
    """Return the starts and ends of the changes of a run, (n, 2), in the text we map from and the one we map to."""
    import numpy as np

    start = np.array([step.at for step in run], dtype=np.int64)
    before = np.array([len(step.before) for step in run], dtype=np.int64)
    after = np.array([len(step.after) for step in run], dtype=np.int64)
    growth = np.cumsum(after - before) - (after - before)
    cleaned = np.stack([start, start + after], axis=1)
    original = np.stack([start - growth, start - growth + before], axis=1)
    return (cleaned, original) if back else (original, cleaned)


def _move_starts(places: Ints, source: Ints, target: Ints) -> Ints:
    """Map starts: after text that was removed there, and to the left edge of a replacement."""
    import numpy as np

    passed = np.searchsorted(source[:, 1], places, side="right")
    moved: Ints = places + np.append(0, target[:, 1] - source[:, 1])[passed]
    inside = places > np.append(source[:, 0], np.iinfo(np.int64).max)[passed]
    return np.where(inside, np.append(target[:, 0], 0)[passed], moved)


def _move_ends(places: Ints, source: Ints, target: Ints) -> Ints:
    """Map ends: before text that was removed there, and to the right edge of a replacement."""
    import numpy as np

    passed = np.searchsorted(source[:, 0], places, side="left")
    beyond = np.maximum(places - np.append(0, source[:, 1])[passed], 0)
    moved: Ints = np.append(0, target[:, 1])[passed] + beyond
    return moved
