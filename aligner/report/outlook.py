"""What each confidence threshold would keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.95)


class ThresholdRow(NamedTuple):
    """What a threshold of confidence would keep: how many segments, and the share of them that should be right."""

    threshold: float
    kept: int
    right: float


def threshold_table(confidences: Sequence[float]) -> list[ThresholdRow]:
    """What other thresholds would keep of segments with both sides; their mean confidence is the share right."""
    values = np.asarray(confidences, float)
    rows = [(threshold, values[values >= threshold]) for threshold in THRESHOLDS]
    return [ThresholdRow(threshold, len(kept), float(kept.mean())) for threshold, kept in rows if len(kept)]
