"""How far the confidence can be trusted: right pairs and what recipes make of them, weighed and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.entities import common_names
from aligner.confidence.features.extract import NAMES, Context, features
from aligner.confidence.model import load_model, log_odds, probability
from aligner.encoders import load_embedded
from aligner.evaluation.corruptions import SourceDocument, cases
from aligner.types import Bead

RIGHT = "right"
BINS = 15  # of equal mass, for the calibration error
KEPT = 0.95  # of the right pairs, at the threshold at which recipes are counted
LENGTHS = (20, 60, 150)  # characters of the English at which classes of length end
ELSEWHERE = 0.4  # of the documents are put among lines from anywhere, as in a corpus that was shuffled
KNOWN = 0.5  # of the documents are part of more, where their names are found again
Doubles = NDArray[np.float64]
Labels = NDArray[np.str_]


class Cases(NamedTuple):
    """Pairs and their figures.

    Attributes
    ----------
    rows : (n, len(NAMES))
    recipes : (n,) what made each pair, "right" for nothing
    lengths : (n,) characters of the English
    """

    rows: Doubles
    recipes: Labels
    lengths: NDArray[np.int64]


class Bin(NamedTuple):
    """Of the pairs of one bin: their share of all, what is said of them, and what is true."""

    share: float
    said: float
    true: float


def corrupt(sources: Iterable[SourceDocument], rng: np.random.Generator, *, share: float) -> Cases:
    """The right pairs of some documents, and of a share of them what each recipe makes, with their figures."""
    found = [_of(source, rng, share) for source in sources]
    rows, recipes, lengths = (np.concatenate([each[part] for each in found]) for part in range(3))
    return Cases(rows, recipes, lengths)


def _of(source: SourceDocument, rng: np.random.Generator, share: float) -> Cases:
    pairs = list(source.pairs)
    every = list(cases(source, rng, share=share))
    among = pairs
    if rng.random() < ELSEWHERE:
        among = [source.corpus.pairs[at] for at in rng.integers(len(source.corpus.pairs), size=len(pairs))]
    beads = []
    for case in every:
        # Where the French of another line stands in its document, this line's own French is a neighbour.
        away = among is pairs and case.recipe in ("neighbour", "random")
        beads.append(Bead((case.at, case.at + 1), (case.at, case.at if away else case.at + 1), 0.0))
    encode = load_embedded().encode
    left, right = (encode([pair[side] for pair in among]) for side in (0, 1))
    # That both sides spell a name alike is known from other sentences, as in a long text or corpus, or it is not.
    least = 1 if rng.random() < KNOWN else 2
    kept = common_names((pair[0] for pair in pairs), (pair[1] for pair in pairs), least=least)
    texts = [case.pair for case in every]
    rows = features(Context(beads, texts, kept, (left, right))).rows
    rows[:, NAMES.index("merged")] = 0
    return Cases(rows, np.array([case.recipe for case in every]), np.array([len(text) for text, _ in texts]))


def chances(rows: Doubles, prior: float = 0.5) -> Doubles:
    """What the model says of pairs by their figures."""
    return probability(load_model().segment.logits(rows) + log_odds(prior))


def balance(recipes: Labels, prior: float = 0.5) -> Doubles:
    """Weights by which `prior` of the pairs are right and all recipes count alike; their mean is one."""
    right = recipes == RIGHT
    weights = np.where(right, prior / max(1, right.sum()), 0.0)
    kinds = sorted(set(recipes[~right].tolist()))
    for kind in kinds:
        chosen = recipes == kind
        weights[chosen] = (1 - prior) / len(kinds) / chosen.sum()
    return np.asarray(weights * len(recipes))


def auc(chance: Doubles, truth: Doubles, weights: Doubles) -> float:
    """Chance that a right pair stands above a wrong one; ties count half."""
    values, at = np.unique(chance, return_inverse=True)
    right = np.bincount(at, weights * truth, len(values))
    wrong = np.bincount(at, weights * (1 - truth), len(values))
    below = np.cumsum(wrong) - wrong / 2
    return float((right * below).sum() / max(right.sum() * wrong.sum(), 1e-12))


def average_precision(chance: Doubles, truth: Doubles, weights: Doubles) -> float:
    """Mean precision over the right pairs, best first."""
    order = np.argsort(-chance, kind="stable")
    right, mass = np.cumsum((weights * truth)[order]), np.cumsum(weights[order])
    return float(((weights * truth)[order] * right / mass).sum() / max(right[-1], 1e-12))


def reliability(chance: Doubles, truth: Doubles, weights: Doubles) -> list[Bin]:
    """Bins of equal mass, from the least to the most confident."""
    order = np.argsort(chance, kind="stable")
    place = np.minimum((np.cumsum(weights[order]) / weights.sum() * BINS - 1e-9).astype(int), BINS - 1)
    bins = []
    for number in range(BINS):
        inside = order[place == number]
        if mass := float(weights[inside].sum()):
            said, true = (float(np.average(values[inside], weights=weights[inside])) for values in (chance, truth))
            bins.append(Bin(mass / float(weights.sum()), said, true))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of what is said from what is true (ECE, Naeini et al. 2015)."""
    return sum(each.share * abs(each.said - each.true) for each in bins)


def brier(chance: Doubles, truth: Doubles, weights: Doubles) -> float:
    """Mean squared distance of what is said from what is true."""
    return float(np.average((chance - truth) ** 2, weights=weights))


def recall_by_corruption(chance: Doubles, recipes: Labels) -> dict[str, tuple[float, float]]:
    """Of each recipe the share of its pairs below the threshold that keeps 95 % of the right ones, and its AUC."""
    right = recipes == RIGHT
    threshold = float(np.quantile(chance[right], 1 - KEPT))
    found = {}
    for kind in sorted(set(recipes[~right].tolist())):
        both = right | (recipes == kind)
        found[kind] = (
            float(np.mean(chance[recipes == kind] < threshold)),
            auc(chance[both], right[both].astype(float), np.ones(int(both.sum()))),
        )
    return found
