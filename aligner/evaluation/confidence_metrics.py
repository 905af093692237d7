"""Metrics of the confidence on correct pairs and on corruptions of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.entities import common_names
from aligner.confidence.features.extract import FEATURES, Context, extract_features
from aligner.confidence.model import load_model, log_odds, probability
from aligner.encoders import load_embedded
from aligner.evaluation.corruptions import (
    CORRUPTIONS,
    CorruptedPair,
    Corruption,
    Pair,
    SourceDocument,
    corrupt_pairs,
)
from aligner.types import Bead, Doubles, Ints, Span

RIGHT = "right"
CALIBRATION_BINS = 15  # of equal mass
KEPT_RIGHT_SHARE = 0.95  # share of correct pairs kept by the threshold at which corruptions are counted
LENGTH_EDGES = (20, 60, 150)  # characters of the English text that separate the length classes
SHUFFLED_SHARE = 0.4  # share of documents that get random lines as neighbours, as in a shuffled corpus
LINE_RUNS = (0, 1), (-1, 0), (1, 2), (-1, 1), (0, 2), (0, 3)  # lines that a made pair may consist of
KNOWN_NAMES_SHARE = 0.5  # share of documents whose names are known from elsewhere, as in a large corpus
Labels = NDArray[np.str_]


class Cases(NamedTuple):
    """Correct and corrupted pairs.

    rows : (n, len(FEATURES)), features
    corruptions : (n,), the name of the corruption of each pair, "right" for none
    lengths : (n,), characters of the English text
    texts : (n, 2), both texts
    """

    rows: Doubles
    corruptions: Labels
    lengths: Ints
    texts: NDArray[np.object_]

    def select(self, chosen: NDArray[np.bool_]) -> Cases:
        """Return some of the cases."""
        return Cases(self.rows[chosen], self.corruptions[chosen], self.lengths[chosen], self.texts[chosen])


class Bin(NamedTuple):
    """A bin of the reliability diagram: its share of all pairs, mean confidence, and share of correct pairs."""

    share: float
    confidence: float
    accuracy: float


def corrupt(
    sources: Iterable[SourceDocument],
    rng: np.random.Generator,
    *,
    share: float,
    corruptions: Mapping[str, Corruption] = CORRUPTIONS,
) -> Cases:
    """Compute the features of correct pairs and of their corruptions.

    Parameters
    ----------
    share : float
        Share of the pairs to which each corruption is applied.
    """
    documents = [_corrupt_document(source, rng, share, corruptions) for source in sources]
    return Cases(*(np.concatenate([cases[field] for cases in documents]) for field in range(len(Cases._fields))))


def _corrupt_document(
    source: SourceDocument, rng: np.random.Generator, share: float, corruptions: Mapping[str, Corruption]
) -> Cases:
    pairs = list(source.pairs)
    cases = list(corrupt_pairs(source, rng, share=share, corruptions=corruptions))
    context = pairs
    if rng.random() < SHUFFLED_SHARE:
        context = [source.pool.pairs[index] for index in rng.integers(len(source.pool.pairs), size=len(pairs))]
    beads = [case_bead(case, context is pairs, pairs) for case in cases]
    encode = load_embedded().encode
    left, right = (encode([pair[side] for pair in context]) for side in (0, 1))
    # Other sentences of a long text or corpus may show that both sides spell a name alike.
    min_texts = 1 if rng.random() < KNOWN_NAMES_SHARE else 2
    known_names = common_names((pair[0] for pair in pairs), (pair[1] for pair in pairs), min_texts=min_texts)
    texts = [case.pair for case in cases]
    rows = extract_features(Context(beads, texts, known_names, (left, right))).rows
    rows[:, FEATURES.index("merged")] = 0
    labels, lengths = np.array([case.corruption for case in cases]), np.array([len(text) for text, _ in texts])
    return Cases(rows, labels, lengths, np.array(texts, object).reshape(-1, 2))


def case_bead(case: CorruptedPair, in_context: bool, pairs: Sequence[Pair]) -> Bead:
    """Return the lines that a case consists of; none of the French ones for a line from elsewhere.

    Parameters
    ----------
    in_context : whether the lines around it are those of its document
    """
    own = case.position, case.position + 1
    if not in_context:
        return Bead(own, own, 0.0)
    en, fr = (_lines_of(text, [pair[side] for pair in pairs], case.position) for side, text in enumerate(case.pair))
    return Bead(en, (case.position, case.position) if case.corruption == "random" else fr, 0.0)


def _lines_of(text: str, lines: Sequence[str], position: int) -> Span:
    """Return which of the lines around a position a text consists of, or else the one at the position."""
    for before, after in LINE_RUNS:
        start, stop = position + before, position + after
        if start >= 0 and stop <= len(lines) and " ".join(lines[start:stop]) == text:
            return start, stop
    return position, position + 1


def probabilities(rows: Doubles, prior: float = 0.5) -> Doubles:
    """Return the probability that pairs are correct, from their features."""
    return probability(load_model().logits(rows) + log_odds(prior))


def balance(corruptions: Labels, prior: float = 0.5) -> Doubles:
    """Return weights of mean one by which `prior` of the pairs are correct and all corruptions have equal shares."""
    right = corruptions == RIGHT
    weights = np.where(right, prior / max(1, right.sum()), 0.0)
    kinds = sorted(set(corruptions[~right].tolist()))
    for kind in kinds:
        chosen = corruptions == kind
        weights[chosen] = (1 - prior) / len(kinds) / chosen.sum()
    return np.asarray(weights * len(corruptions))


def auc(confidence: Doubles, truth: Doubles, weights: Doubles | None = None) -> float:
    """Compute the probability that a correct pair has a higher confidence than a wrong one; ties count half."""
    weights = np.ones(len(truth)) if weights is None else weights
    values, index = np.unique(confidence, return_inverse=True)
    right = np.bincount(index, weights * truth, len(values))
    wrong = np.bincount(index, weights * (1 - truth), len(values))
    below = np.cumsum(wrong) - wrong / 2
    return float((right * below).sum() / max(right.sum() * wrong.sum(), 1e-12))


def average_precision(confidence: Doubles, truth: Doubles, weights: Doubles) -> float:
    """Compute the mean precision at the ranks of the correct pairs."""
    order = np.argsort(-confidence, kind="stable")
    right, mass = np.cumsum((weights * truth)[order]), np.cumsum(weights[order])
    return float(((weights * truth)[order] * right / mass).sum() / max(right[-1], 1e-12))


def reliability(confidence: Doubles, truth: Doubles, weights: Doubles) -> list[Bin]:
    """Divide pairs into bins of equal mass, by rising confidence."""
    order = np.argsort(confidence, kind="stable")
    bin_of = np.minimum(
        (np.cumsum(weights[order]) / weights.sum() * CALIBRATION_BINS - 1e-9).astype(int), CALIBRATION_BINS - 1
    )
    bins = []
    for number in range(CALIBRATION_BINS):
        inside = order[bin_of == number]
        if mass := float(weights[inside].sum()):
            means = [float(np.average(values[inside], weights=weights[inside])) for values in (confidence, truth)]
            bins.append(Bin(mass / float(weights.sum()), means[0], means[1]))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """Compute the expected calibration error (ECE, Naeini et al. 2015)."""
    return sum(point.share * abs(point.confidence - point.accuracy) for point in bins)


def brier(confidence: Doubles, truth: Doubles, weights: Doubles) -> float:
    """Compute the Brier score, the mean squared error of the confidence."""
    return float(np.average((confidence - truth) ** 2, weights=weights))


def recall_by_corruption(confidence: Doubles, corruptions: Labels) -> dict[str, tuple[float, float]]:
    """Return the recall and the AUC of each corruption.

    Recall is the share of corrupted pairs below the threshold that keeps 95 % of the correct ones.
    """
    right = corruptions == RIGHT
    threshold = float(np.quantile(confidence[right], 1 - KEPT_RIGHT_SHARE))
    rates = {}
    for kind in sorted(set(corruptions[~right].tolist())):
        both = right | (corruptions == kind)
        rates[kind] = (
            float(np.mean(confidence[corruptions == kind] < threshold)),
            auc(confidence[both], right[both].astype(float)),
        )
    return rates
