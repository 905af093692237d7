"""The figures of a corpus that its card shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple

from aligner.types import THRESHOLDS, Corpus


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


def figures_of(corpus: Corpus) -> Figures:
    """Return the figures of a corpus; iterates its segments once."""
    dropped = Counter[str]()
    counts = Counter[float]()
    sums = dict.fromkeys(THRESHOLDS, 0.0)
    kept = documents = 0
    for _, own in groupby(corpus.segments, key=lambda segment: segment.ids):
        documents += 1
        for segment in own:
            if not segment.kept:
                dropped[segment.why_dropped] += 1
                continue
            kept += 1
            for threshold in THRESHOLDS:
                if segment.confidence >= threshold:
                    counts[threshold] += 1
                    sums[threshold] += segment.confidence
    return Figures(
        kept=kept,
        documents=documents,
        dropped=dict(sorted(dropped.items())),
        above={each: (counts[each], sums[each] / counts[each]) for each in THRESHOLDS if counts[each]},
        licence=str(corpus.signature.get("licence", "")),
        version=str(corpus.signature.get("version", "")),
    )
