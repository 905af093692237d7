"""What judged pairs show of thresholds that somebody chooses after having seen them.

The promise of a run is about the one threshold that its sequence of tests ends at. For any other one the error
probability is divided among a grid of thresholds (Bonferroni): with 90 % certainty all bounds of the grid hold at once,
so they hold for any choice. Between two of them, no more pairs are wrong than above the lower one, nor than
above the higher one and all pairs between.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from aligner.confidence.promise import JudgedSample, Threshold

SLIDER_STEPS = 100  # thresholds from 0 to 1 that a reader of the report can try
STEPS_PER_BOUND = 5  # of these: with more thresholds on the grid, each bound is weaker


def threshold_bounds(sample: JudgedSample) -> dict[str, float]:
    """Return the highest share of wrong pairs above each threshold of the slider, with 90 % certainty for all at once.

    Thresholds that no candidate reaches, or below those that candidates may have, are left out.
    """
    sizes = _sizes(sample)
    grid = {size: step for step, size in sizes.items() if not step % STEPS_PER_BOUND or step == min(sizes)}
    share = 1 / max(1, len(grid))
    most = {size: sample.most_wrong(Threshold(step / SLIDER_STEPS, size), share) for size, step in grid.items()}
    return {f"{step / SLIDER_STEPS:.2f}": round(_highest_wrong(size, most) / size, 4) for step, size in sizes.items()}


def _sizes(sample: JudgedSample) -> dict[int, int]:
    """Return how many candidates reach each step of the slider."""
    candidates = sample.candidates
    first = int(np.ceil(candidates.min_confidence * SLIDER_STEPS))
    steps = range(first, SLIDER_STEPS + 1)
    sizes = {step: int((candidates.confidences >= step / SLIDER_STEPS).sum()) for step in steps}
    return {step: size for step, size in sizes.items() if size}


def _highest_wrong(size: int, most: Mapping[int, int]) -> int:
    """Return how many of the first `size` candidates may be wrong, by those above the thresholds of the grid."""
    return min(size, *(wrong if size <= own else wrong + size - own for own, wrong in most.items()))
