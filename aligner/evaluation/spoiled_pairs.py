"""Fit what a chosen model adds to the confidence, on the right pairs of a corpus and on wrong ones made from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from aligner.confidence.chosen_model import ChosenModelLayer, chosen_features, standardised
from aligner.confidence.features.entities import common_names
from aligner.confidence.features.extract import FEATURES, Context, extract_features
from aligner.confidence.logistic_fit import fit_with_prior
from aligner.confidence.model import load_model
from aligner.encoders import load_embedded
from aligner.evaluation.confidence_metrics import RIGHT, Labels, auc, balance, case_bead
from aligner.evaluation.corruptions import (
    CORRUPTIONS,
    CorruptedPair,
    Pair,
    SentencePool,
    SourceDocument,
    corrupt_pairs,
)
from aligner.evaluation.fragments import FRAGMENTS
from aligner.types import Doubles, Floats, Ints

Encode = Callable[[Sequence[str]], Floats]
SPOILED = CORRUPTIONS | FRAGMENTS
CASES_PER_CORRUPTION = 60  # wanted; each costs the chosen model a text
FOLDS = 5
DECIMALS = 6  # of the numbers of a layer: the run that fits it and the runs that read it have the same ones
MIN_SCALE = 1e-4  # of a feature, so that one that is the same everywhere has no effect
SEED = 0


class SpoiledPairs(NamedTuple):
    """Right pairs and wrong ones.

    rows : (n, len(chosen_model.FEATURES))
    logits : (n,) log-odds without the chosen model
    corruptions : (n,) the name of the corruption of each pair, "right" for none
    sources : (n,) the number of the right pair that each was made from
    """

    rows: Doubles
    logits: Doubles
    corruptions: Labels
    sources: Ints


class FittedLayer(NamedTuple):
    """A layer, and the mean AUC over the corruptions, without a layer and with one that was fitted without them.

    gains : whether it orders pairs better, by more than chance, and is nearer to the truth
    """

    layer: ChosenModelLayer
    auc: float
    auc_with_model: float
    gains: bool


def spoil(documents: Sequence[Sequence[Pair]], encode: Encode) -> SpoiledPairs:
    """Spoil pairs in the ways of `SPOILED`, and compute what a model shows of the right and of the wrong ones.

    Parameters
    ----------
    documents : right pairs in running order, by document
    encode : the chosen model
    """
    rng = np.random.default_rng(SEED)
    pool = SentencePool([pair for document in documents for pair in document])
    share = CASES_PER_CORRUPTION / max(1, len(pool.pairs))
    cases = [
        list(corrupt_pairs(SourceDocument(document, pool), rng, share=share, corruptions=SPOILED))
        for document in documents
    ]
    # One call, because a transformer is fast only on many texts.
    texts = list(dict.fromkeys(text for document in cases for case in document for text in case.pair))
    vectors, places = encode(texts), {text: place for place, text in enumerate(texts)}

    def vectors_of(some: Sequence[Pair]) -> tuple[Floats, Floats]:
        left, right = (vectors[[places[pair[side]] for pair in some]] for side in (0, 1))
        return left, right

    parts = [_figures(*both, vectors_of) for both in zip(documents, cases, strict=True)]
    firsts = np.cumsum([0, *map(len, documents)])
    sources = [[first + case.position for case in some] for first, some in zip(firsts, cases, strict=False)]
    return SpoiledPairs(
        np.concatenate([rows for rows, _ in parts]),
        np.concatenate([logits for _, logits in parts]),
        np.array([case.corruption for some in cases for case in some]),
        np.concatenate(sources),
    )


def _figures(
    document: Sequence[Pair],
    cases: Sequence[CorruptedPair],
    vectors_of: Callable[[Sequence[Pair]], tuple[Floats, Floats]],
) -> tuple[Doubles, Doubles]:
    """Return the features of the chosen model, and the log-odds without it, of the pairs made from a document."""
    encode = load_embedded().encode
    english, french = ([pair[side] for pair in document] for side in (0, 1))
    texts = [case.pair for case in cases]
    beads = [case_bead(case, True, document) for case in cases]
    context = Context(beads, texts, common_names(english, french), (encode(english), encode(french)))
    rows = extract_features(context).rows
    rows[:, FEATURES.index("merged")] = 0
    chosen = context._replace(sentences=vectors_of(document))
    cosines = rows[:, FEATURES.index("cosine")]
    return chosen_features(chosen, vectors_of(texts), cosines), load_model().logits(rows)


def fit_layer(cases: SpoiledPairs) -> FittedLayer:
    """Fit a layer, and measure on each corruption a layer that was fitted without it.

    A fifth of the right pairs, with what was made from them, is likewise left out of the fit that it is measured on.
    """
    truth, weights = (cases.corruptions == RIGHT).astype(float), balance(cases.corruptions)
    unseen = [_measure(cases, truth, weights, name) for name in sorted(set(cases.corruptions.tolist()) - {RIGHT})]
    aucs, likelihoods = (np.array(column) for column in zip(*unseen, strict=True))
    gains, nearer = aucs[:, 1] - aucs[:, 0], likelihoods[:, 1] - likelihoods[:, 0]
    surely = gains.mean() > gains.std() / len(gains) ** 0.5  # the standard error
    before, after = aucs.mean(axis=0).round(4).tolist()
    return FittedLayer(_fit(cases, truth, weights), before, after, bool(surely and nearer.mean() > 0))


def _measure(
    cases: SpoiledPairs, truth: Doubles, weights: Doubles, corruption: str
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the AUC of a corruption without and with a layer that has not seen it, and the log-likelihood."""
    own = cases.corruptions == corruption
    judged = own | (truth > 0)
    adjusted = cases.logits.copy()
    for fold in range(FOLDS):
        held = cases.sources % FOLDS == fold
        layer = _fit(cases, truth, weights * ~(held | own))
        adjusted[held] = layer.adjust(cases.logits[held], cases.rows[held])
    both = cases.logits[judged], adjusted[judged]
    right = truth[judged]
    halves = np.where(right > 0, 0.5 / right.sum(), 0.5 / own.sum())
    aucs, likelihoods = ([measure(logits, right, halves) for logits in both] for measure in (auc, _log_likelihood))
    return (aucs[0], aucs[1]), (likelihoods[0], likelihoods[1])


def _fit(cases: SpoiledPairs, truth: Doubles, weights: Doubles) -> ChosenModelLayer:
    mean = np.average(cases.rows, axis=0, weights=weights)
    scale = np.maximum(np.sqrt(np.average((cases.rows - mean) ** 2, axis=0, weights=weights)), MIN_SCALE)
    mean, scale = mean.round(DECIMALS), scale.round(DECIMALS)
    rows = standardised(cases.rows, mean, scale)
    own = np.zeros(len(mean))
    used = np.ones(len(mean), bool)
    while used.any():
        fitted = fit_with_prior(rows[:, used], truth, np.zeros(used.sum()), known=cases.logits, weights=weights)
        if (fitted >= 0).all():
            own[used] = fitted
            break
        used[used] = fitted >= 0  # a higher cosine is evidence for no wrong pair; the others take its place
    return ChosenModelLayer(mean, scale, own.round(DECIMALS))


def _log_likelihood(logits: Doubles, truth: Doubles, weights: Doubles) -> float:
    return float(np.average(truth * logits - np.logaddexp(0, logits), weights=weights))
