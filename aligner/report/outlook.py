"""Table of confidence thresholds: how many segments each keeps, and the expected precision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from aligner.types import THRESHOLDS, Segment


class ThresholdRow(NamedTuple):
    """The number of segments that a threshold keeps, and the share of them expected to be correct."""

    threshold: float
    kept: int
    expected_precision: float


def is_in_question(segment: Segment) -> bool:
    """Return whether a threshold decides on a segment: it has both sides, and does not repeat one that is kept."""
    repeats = bool(segment.sources) and not segment.kept
    return bool(segment.en_text and segment.fr_text) and not repeats


def threshold_table(confidences: Sequence[float]) -> list[ThresholdRow]:
    """Compute the table of thresholds for the confidences of segments that are in question.

    Confidence is calibrated, so that the mean over the segments kept is their expected precision.
    """
    values = np.asarray(confidences, float)
    rows = [(threshold, values[values >= threshold]) for threshold in THRESHOLDS]
    return [ThresholdRow(threshold, len(kept), float(kept.mean())) for threshold, kept in rows if len(kept)]
