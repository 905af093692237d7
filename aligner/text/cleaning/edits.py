"""Edits, the steps that record them, and the way back.

Steps come in runs that go from left to right (one run for each pass of cleaning).
Within a run a whole text is rebuilt at once, so 100,000 steps cost one copy and not 100,000.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aligner.types import Step

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

Range = tuple[int, int]


class Replacement(NamedTuple):
    """Put `after` in the place of text[start:end]."""

    start: int
    end: int
    after: str
    name: str


def take(text: str, edits: Iterable[Replacement]) -> tuple[str, list[Step]]:
    """Apply edits that go from left to right without overlap; offsets are into `text` as given."""
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
    """The cleaned text, from the text as read.

    Raises
    ------
    ValueError
        The steps were not taken on this text.
    """
    for run in _runs(steps):
        edits, shift = [], 0
        for name, before, after, at in run:
            edits.append(Replacement(at - shift, at - shift + len(before), after, name))
            shift += len(after) - len(before)
        text = _swap(text, edits, [step.before for step in run])
    return text


def undo(text: str, steps: Sequence[Step]) -> str:
    """The text exactly as read, from the cleaned text.

    Raises
    ------
    ValueError
        The steps do not lead to this text.
    """
    for run in reversed(list(_runs(steps))):
        # What stands right of a step moves nothing left of it: `at` still holds when the run is over.
        edits = [Replacement(at, at + len(after), before, name) for name, before, after, at in run]
        text = _swap(text, edits, [step.after for step in run])
    return text


def original_span(steps: Sequence[Step], start: int, end: int) -> Range:
    """Where text[start:end] of the cleaned text stands in the text as read (see `original_spans`)."""
    return original_spans(steps, [(start, end)])[0]


def original_spans(steps: Sequence[Step], spans: Sequence[Range]) -> list[Range]:
    """Map many half-open spans of the cleaned text to the text as read.

    A span that no step touched maps to the same characters. An end that falls inside
    a replacement moves outwards to hold all that was replaced; what was removed just
    outside a span stays outside, and what was removed within it is within.
    """
    return _map(reversed(list(_runs(steps))), spans, back=True)


def cleaned_spans(steps: Sequence[Step], spans: Sequence[Range]) -> list[Range]:
    """Map many half-open spans of the text as read to the cleaned text: `original_spans` the other way."""
    return _map(_runs(steps), spans, back=False)


def _runs(steps: Sequence[Step]) -> Iterator[Sequence[Step]]:
    """Longest stretches in which every step begins where the one before it ends, or right of it."""
    first, reached = 0, 0
    for index, step in enumerate(steps):
        if step.at < reached:
            yield steps[first:index]
            first = index
        reached = step.at + len(step.after)
    if first < len(steps):
        yield steps[first:]


def _swap(text: str, edits: Sequence[Replacement], expected: Sequence[str]) -> str:
    for edit, there in zip(edits, expected, strict=True):
        if text[edit.start : edit.end] != there:
            raise ValueError(f"step {edit.name!r} does not fit this text: no {there!r} at {edit.start}")
    return take(text, edits)[0]


def _map(runs: Iterable[Sequence[Step]], spans: Sequence[Range], *, back: bool) -> list[Range]:
    import numpy as np

    if not spans:
        return []
    table = np.array(spans, dtype=np.int64)
    starts, ends = table[:, 0], table[:, 1]
    for run in runs:
        source, target = _ranges(run, back=back)
        starts = _move_starts(starts, source, target)
        ends = np.maximum(starts, _move_ends(ends, source, target))
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _ranges(run: Sequence[Step], *, back: bool) -> tuple[Places, Places]:
    """(n, 2) starts and ends of what the run changed: where we come from, where we go to."""
    import numpy as np

    at = np.array([step.at for step in run], dtype=np.int64)
    before = np.array([len(step.before) for step in run], dtype=np.int64)
    after = np.array([len(step.after) for step in run], dtype=np.int64)
    grown = np.cumsum(after - before) - (after - before)
    cleaned = np.stack([at, at + after], axis=1)
    original = np.stack([at - grown, at - grown + before], axis=1)
    return (cleaned, original) if back else (original, cleaned)


def _move_starts(places: Places, source: Places, target: Places) -> Places:
    """A start belongs to what follows it: it goes right of what was removed there, else to the left edge."""
    import numpy as np

    passed = np.searchsorted(source[:, 1], places, side="right")
    moved: Places = places + np.append(0, target[:, 1] - source[:, 1])[passed]
    inside = places > np.append(source[:, 0], np.iinfo(np.int64).max)[passed]
    return np.where(inside, np.append(target[:, 0], 0)[passed], moved)


def _move_ends(places: Places, source: Places, target: Places) -> Places:
    """An end belongs to what goes before it: it stays left of what was removed there, else goes to the right edge."""
    import numpy as np

    passed = np.searchsorted(source[:, 0], places, side="left")
    beyond = np.maximum(places - np.append(0, source[:, 1])[passed], 0)
    moved: Places = np.append(0, target[:, 1])[passed] + beyond
    return moved
