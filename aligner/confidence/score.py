"""A probability for each pair of texts that they are full translations of each other, with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.entities import EntityDifferences
from aligner.confidence.features.extract import NAMES, Context, SegmentFeatures, features
from aligner.confidence.model import load_model, log_odds, probability
from aligner.confidence.reasons import reasons
from aligner.types import NOT_TRANSLATED, Bead, Reason

BEAD_NAMES = ("logit", "posterior", "around", "merged", "text")
NULL_NAMES = ("rival", "posterior", "around", "text", "alone")
FAR = 6.0  # log-odds beyond which a neighbour says no more
Doubles = NDArray[np.float64]


class ScoredSegment(NamedTuple):
    """How likely a pair of texts is right, or a null that nothing translates it; why it is doubted; what was found.

    `cosine` is that of the two texts' vectors.
    """

    confidence: float
    reasons: tuple[Reason, ...]
    checks: EntityDifferences
    cosine: float


def score_segments(context: Context, *, prior: float | None = None) -> list[ScoredSegment]:
    """Weigh beads.

    Parameters
    ----------
    prior : float, optional
        Share of pairs of this kind that are right, before they are looked at.
        Without it the beads are taken for what an alignment found, whose
        posteriors and neighbours say more than any share.
    """
    figures = features(context)
    chances = _chances(context, figures, prior)
    cosines = figures.rows[:, NAMES.index("cosine")].round(4).tolist()
    why = [
        some if all(pair) else (NOT_TRANSLATED,)
        for pair, some in zip(context.texts, reasons(context.texts, figures), strict=True)
    ]
    return list(map(ScoredSegment, chances.round(4).tolist(), why, figures.checks, cosines))


def _chances(context: Context, figures: SegmentFeatures, prior: float | None) -> Doubles:
    model = load_model()
    full = np.array([all(pair) for pair in context.texts], bool)
    logits = np.where(full, model.segment.logits(figures.rows), 0.0)
    if prior is not None:
        return probability(logits + log_odds(prior))
    beads, nulls = bead_figures(context.beads, figures.rows, logits, full)
    return np.where(full, model.bead.probability(beads), model.null.probability(nulls))


def bead_figures(
    beads: Sequence[Bead], rows: Doubles, logits: Doubles, full: NDArray[np.bool_]
) -> tuple[Doubles, Doubles]:
    """What the alignment adds: of each bead the figures `BEAD_NAMES`, and `NULL_NAMES` of those that are nulls."""
    posterior = log_odds(np.array([bead.posterior for bead in beads]))
    near = np.clip(logits, -FAR, FAR)
    around = np.convolve(np.pad(near, 1), [0.5, 0.0, 0.5], mode="valid") if len(near) else near
    merged, rival = rows[:, NAMES.index("merged")], rows[:, NAMES.index("rival")]
    every = np.ones(len(beads))
    text = every * (near[full].mean() if full.any() else 0.0)  # a free translation is one throughout
    alone = every * (1 - full.mean() if len(full) else 0.0)
    return (
        np.column_stack([logits, posterior, around, merged, text]),
        np.column_stack([rival, posterior, around, text, alone]),
    )
