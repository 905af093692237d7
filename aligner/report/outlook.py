"""Table of confidence thresholds: how many segments each keeps, and the expected precision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from aligner.confidence.threshold_bounds import SLIDER_STEPS
from aligner.types import THRESHOLDS, Corpus, Segment


class ThresholdRow(NamedTuple):
    """The number of segments that a threshold keeps, and the share of them expected to be correct."""

    threshold: float
    kept: int
    expected_precision: float


def is_in_question(segment: Segment) -> bool:
    """Return whether a threshold decides on a segment: it has both sides, and does not repeat one that is kept."""
    repeats = bool(segment.sources) and not segment.kept
    return bool(segment.en_text and segment.fr_text) and not repeats


def threshold_table(confidences: Sequence[float], thresholds: Iterable[float] = THRESHOLDS) -> list[ThresholdRow]:
    """Compute the table of thresholds for the confidences of segments that are in question; empty rows are left out.

    Confidence is calibrated, so that the mean over the segments kept is their expected precision.
    """
    values = np.asarray(confidences, float)
    rows = [(threshold, values[values >= threshold]) for threshold in thresholds]
    return [ThresholdRow(threshold, len(kept), float(kept.mean())) for threshold, kept in rows if len(kept)]


class Outlook(NamedTuple):
    """What thresholds that a reader of the report can try keep of the segments in question.

    own : the row of the threshold of the run, None if there is none
    steps : the rows of all thresholds of the slider that keep any
    bounds : for each of these, the highest share of wrong ones that judged pairs allow, None where that is not known
    """

    own: ThresholdRow | None
    steps: tuple[ThresholdRow, ...]
    bounds: tuple[float | None, ...] = ()


def look_out(confidences: Sequence[float], corpus: Corpus) -> Outlook:
    """Compute what the threshold of the run and those of the slider keep."""
    steps = threshold_table(confidences, (step / SLIDER_STEPS for step in range(SLIDER_STEPS + 1)))
    known = corpus.promise.bounds if corpus.promise else {}
    bounds = tuple(known.get(f"{row.threshold:.2f}") for row in steps) if known else ()
    threshold = corpus.promise.threshold if corpus.promise else corpus.signature.get("min_confidence")
    if not isinstance(threshold, int | float):
        return Outlook(None, tuple(steps), bounds)
    own = threshold_table(confidences, [threshold]) or [ThresholdRow(threshold, 0, 1.0)]
    return Outlook(own[0], tuple(steps), bounds)
