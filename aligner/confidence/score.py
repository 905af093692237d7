"""Score pairs of texts: the probability that they are full translations of each other, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.chosen_model import ChosenModelEvidence
from aligner.confidence.context_reader import load_context_reader
from aligner.confidence.features.entities import EntityDifferences
from aligner.confidence.features.extract import FEATURES, Context, SegmentFeatures, extract_features
from aligner.confidence.model import load_model, log_odds, probability
from aligner.confidence.reasons import reasons
from aligner.confidence.same_values import write_alike
from aligner.messages import message
from aligner.text.words.segment_words import PairWords
from aligner.types import DOUBT_THRESHOLD, NOT_TRANSLATED, Bead, Doubles, Reason

BEAD_FEATURES = ("logit", "posterior", "around", "merged", "text")
NULL_FEATURES = ("rival", "posterior", "around", "text", "alone")
MAX_DOUBTFUL_LOG_ODDS = 3.0  # of a pair that is read again if it writes its numbers in two ways: a probability of 0.95
MAX_NEIGHBOUR_LOG_ODDS = 6.0  # log-odds to which those of neighbours are clipped


class ScoredSegment(NamedTuple):
    """A pair of texts with its score.

    confidence : probability that the pair is right, or of a null that nothing translates it
    reasons : why the pair is doubtful, none for one that is not
    differences : numbers and names of each side that the other lacks
    cosine : cosine of the vectors of both texts
    """

    confidence: float
    reasons: tuple[Reason, ...]
    differences: EntityDifferences
    cosine: float


class Scores(NamedTuple):
    """The scored segments of a text, and their words."""

    segments: list[ScoredSegment]
    words: PairWords


def score_segments(
    context: Context,
    *,
    prior: float | None = None,
    chosen: ChosenModelEvidence | None = None,
    read_again: bool = False,
) -> Scores:
    """Score beads.

    Parameters
    ----------
    prior : float, optional
        Share of pairs of this kind that are right. Without it the beads are taken to be the result of an alignment,
        whose posteriors and neighbours are better evidence.
    chosen : ChosenModelEvidence, optional
        What a model that was chosen instead of the embedded encoder adds.
    read_again : bool
        Whether the second reader reads doubtful pairs.

    Raises
    ------
    ModelMissingError
        When the second reader is not installed.
    """
    features = extract_features(context)
    logits = _pair_logits(context, features, chosen, read_again=read_again)
    probabilities = _probabilities(context, features, prior, logits)
    cosines = features.rows[:, FEATURES.index("cosine")].round(4).tolist()
    confidences = probabilities.round(4).tolist()
    not_translated = Reason(NOT_TRANSLATED.code, message("not translated"))
    all_reasons = [
        (not_translated,) if not all(pair) else own_reasons if confidence < DOUBT_THRESHOLD else ()
        for pair, confidence, own_reasons in zip(
            context.texts, confidences, reasons(context.texts, features), strict=True
        )
    ]
    segments = list(map(ScoredSegment, confidences, all_reasons, features.differences, cosines))
    return Scores(segments, features.tables.pair_words(context.texts, features.word_errors))


def _with_numbers_alike(context: Context, features: SegmentFeatures, logits: Doubles) -> Doubles:
    """Raise the log-odds of doubtful pairs that write equal numbers in two ways to those with both written alike."""
    alike: dict[int, tuple[str, str]] = {}
    for index in np.flatnonzero(logits < MAX_DOUBTFUL_LOG_ODDS).tolist():
        own = features.differences[index]
        if own.numbers_shared and not any(own.numbers) and (pair := write_alike(context.texts[index])):
            alike[index] = pair
    if not alike:
        return logits
    chosen = list(alike)
    again = context._replace(beads=[context.beads[index] for index in chosen], texts=list(alike.values()))
    rows = extract_features(again).rows
    # Without the sentences around, the neighbours of a pair are the other pairs.
    rival, margin, cosine = (FEATURES.index(name) for name in ("rival", "margin", "cosine"))
    rows[:, rival] = features.rows[chosen, rival]
    rows[:, margin] = rows[:, cosine] - rows[:, rival]
    raised = logits.copy()
    raised[chosen] = np.maximum(logits[chosen], load_model().logits(rows))
    return raised


def _pair_logits(
    context: Context, features: SegmentFeatures, chosen: ChosenModelEvidence | None, *, read_again: bool
) -> Doubles:
    """Return the log-odds of each pair of texts, whatever is around it."""
    logits = _with_numbers_alike(context, features, load_model().logits(features.rows))
    if read_again:
        logits = load_context_reader().adjust(context.texts, logits)
    if chosen is not None:
        logits = chosen.adjust(context, logits, features.rows[:, FEATURES.index("cosine")])
    return logits


def _probabilities(context: Context, features: SegmentFeatures, prior: float | None, logits: Doubles) -> Doubles:
    model = load_model()
    full = np.array([all(pair) for pair in context.texts], bool)
    logits = np.where(full, logits, 0.0)
    if prior is not None:
        return probability(logits + log_odds(prior))
    beads, nulls = context_features(context.beads, features.rows, logits, full)
    return np.where(full, model.bead.probability(beads), model.null.probability(nulls))


def context_features(
    beads: Sequence[Bead], rows: Doubles, logits: Doubles, full: NDArray[np.bool_]
) -> tuple[Doubles, Doubles]:
    """Return the features `BEAD_FEATURES` and `NULL_FEATURES` of each bead, which add what the alignment shows.

    Parameters
    ----------
    rows : (beads, len(FEATURES))
    logits : (beads,) log-odds of each pair of texts
    full : (beads,) whether a bead has a text on both sides
    """
    posterior = log_odds(np.array([bead.posterior for bead in beads]))
    near = np.clip(logits, -MAX_NEIGHBOUR_LOG_ODDS, MAX_NEIGHBOUR_LOG_ODDS)
    around = np.convolve(np.pad(near, 1), [0.5, 0.0, 0.5], mode="valid") if len(near) else near
    merged, rival = rows[:, FEATURES.index("merged")], rows[:, FEATURES.index("rival")]
    ones = np.ones(len(beads))
    text = ones * (near[full].mean() if full.any() else 0.0)  # translations are free throughout a text
    alone = ones * (1 - full.mean() if len(full) else 0.0)
    return (
        np.column_stack([logits, posterior, around, merged, text]),
        np.column_stack([rival, posterior, around, text, alone]),
    )
