"""Propose pairs of documents that were published within some days of each other.

Stories of the same template, or on the same subject, months apart are no candidates then. The calendar is cut into
spans with many documents each, and a span is searched with the days around it, so that the work grows with the number
of documents and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.documents.story_time import publication_day
from aligner.pipeline.candidates import Proposal, Similarities, best_pairs, similar_pairs
from aligner.types import Sketch

MIN_SPAN = 2000  # documents; with fewer, too little shows which numbers and names are rare


class _Span(NamedTuple):
    """Documents of some days in a row that propose, and those that they are compared with, themselves included."""

    own: set[str]
    around: list[Sketch]


def propose_within(sketches: Sequence[Sketch], days: int) -> list[Proposal]:
    """Return the pairs worth aligning that were published at most some days apart, sorted by id.

    A document without a date may be a version of any other one.
    """
    found: Similarities = {}
    dates = {sketch.id: publication_day(sketch.date) for sketch in sketches}
    for own, around in _spans(sketches, dates, days):
        for pair, similarity in similar_pairs(around, own).items():
            en, fr = (dates[id] for id in pair)
            if en is None or fr is None or abs(en - fr) <= days:
                found.setdefault(pair, similarity)
    return best_pairs(found)


def _spans(sketches: Sequence[Sketch], dates: dict[str, int | None], days: int) -> Iterator[_Span]:
    """Yield the spans of the calendar, the documents without a date last."""
    undated = [sketch for sketch in sketches if dates[sketch.id] is None]
    dated = sorted((day, place) for place, sketch in enumerate(sketches) if (day := dates[sketch.id]) is not None)
    size = max(MIN_SPAN, len(undated))
    start = 0
    while start < len(dated):
        last = dated[min(start + size, len(dated)) - 1][0]
        end = bisect_right(dated, (last, len(sketches)))
        first = bisect_left(dated, (dated[start][0] - days, 0))
        beyond = bisect_right(dated, (last + days, len(sketches)))
        around = [sketches[place] for _, place in sorted(dated[first:beyond], key=lambda entry: entry[1])]
        yield _Span({sketches[place].id for _, place in dated[start:end]}, [*around, *undated])
        start = end
    if undated:
        yield _Span({sketch.id for sketch in undated}, list(sketches))
