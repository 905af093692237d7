"""The figures of a corpus that its card shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple

from aligner.types import THRESHOLDS, Corpus, Segment


class Figures(NamedTuple):
    """Counts of a corpus.

    kept : segments that are in it
    documents : rows of whole documents
    dropped : segments that are not in it, by reason
    above : by threshold, the number of kept segments of at least this confidence, and the share of them expected right
    licence : of the texts, "" if nobody has given one
    version : of aligner
    """

    kept: int
    documents: int
    dropped: Mapping[str, int]
    above: Mapping[float, tuple[int, float]]
    licence: str
    version: str


class SegmentCounts:
    """Counts of segments, which add up over the parts of a corpus.

    kept : segments that are in it
    dropped : segments that are not in it, by reason
    above : by threshold of `THRESHOLDS`, the number of kept segments of at least this confidence, and its sum over them
    """

    def __init__(self) -> None:
        self.kept = 0
        self.dropped = Counter[str]()
        self.above = [[0.0, 0.0] for _ in THRESHOLDS]

    def add(self, segment: Segment) -> None:
        """Count a segment."""
        if not segment.kept:
            self.dropped[segment.why_dropped] += 1
            return
        self.kept += 1
        for row, threshold in zip(self.above, THRESHOLDS, strict=True):
            if segment.confidence >= threshold:
                row[0] += 1
                row[1] += segment.confidence

    def figures(self, documents: int, signature: Mapping[str, object]) -> Figures:
        """Return the figures of a corpus of so many pairs of documents."""
        return Figures(
            kept=self.kept,
            documents=documents,
            dropped=dict(sorted(self.dropped.items())),
            above={
                threshold: (int(count), total / count)
                for threshold, (count, total) in zip(THRESHOLDS, self.above, strict=True)
                if count
            },
            licence=str(signature.get("licence", "")),
            version=str(signature.get("version", "")),
        )


def figures_of(corpus: Corpus) -> Figures:
    """Return the figures of a corpus; iterates its segments once."""
    counts = SegmentCounts()
    documents = 0
    for _, own in groupby(corpus.segments, key=lambda segment: segment.ids):
        documents += 1
        for segment in own:
            counts.add(segment)
    return counts.figures(documents, corpus.signature)
