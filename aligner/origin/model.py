"""How a document was made, by what its words show: log-odds of machine translation and of spinning against people.

Each kind has a logistic model of its own against people, for each language and for each basis of comparison, so that
a maker of one kind does not change what is found of another; a third one separates the kinds. They are made
by scripts.training.origin.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from aligner.origin.features import ALONE_SIZE, SIZES, Basis
from aligner.origin.word_rows import ACROSS_COLUMNS
from aligner.types import SIDES, Doubles, Floats, Side
from aligner.weights import models_folder, numbers, reading_model

WORD_FEATURES = len(ACROSS_COLUMNS) + 12  # of `aligner.origin.odd_words`
MADE_KINDS = ("machine_translation", "spun")
COLUMNS = len(MADE_KINDS) + 1  # of the models of documents: each kind against people, spun against translated
MAX_DEVIATIONS = 4.0  # standard deviations to which a feature is clipped
DOCUMENTS_FILE, WORDS_FILE = "documents.json", "words.json"


class OriginWeights(NamedTuple):
    """Logistic models of several kinds of texts, or of words, in one language.

    mean, scale, weights : (features, kinds)
    bias : (kinds,)
    """

    mean: Doubles
    scale: Doubles
    weights: Doubles
    bias: Doubles

    def log_odds(self, features: Doubles | Floats) -> Doubles:
        """Return the log-odds of each kind, (n, kinds), for rows of features, (n, features)."""
        deviations = ((features[..., None] - self.mean) / self.scale).clip(-MAX_DEVIATIONS, MAX_DEVIATIONS)
        return np.asarray((deviations * self.weights).sum(axis=-2) + self.bias)


def join_evidence(compared: Doubles, alone: Doubles) -> Doubles:
    """Return the log-odds of a document next to another version, joined with those of the document alone.

    Their mean: what a comparison learnt of some makers may mislead it about others, which the text alone still shows.
    """
    return (compared + alone) / 2


def split_kinds(log_odds: Doubles) -> Doubles:
    """Return the log-odds of each kind against people that add up to those of any kind, (kinds,).

    Parameters
    ----------
    log_odds : (COLUMNS,)
    """
    made = np.logaddexp(log_odds[0], log_odds[1])
    return np.array([made - np.logaddexp(0, log_odds[2]), made - np.logaddexp(0, -log_odds[2])])


def origin_weights(data: Mapping[str, Any], features: int, kinds: int) -> OriginWeights:
    """Return weights from plain data.

    Raises
    ------
    ValueError
        When the data are of another version of the model.
    """
    mean, scale, weights = (numbers(data[name], features, kinds) for name in ("mean", "scale", "weights"))
    return OriginWeights(mean, scale, weights, numbers(data["bias"], kinds))


@cache
def load_origin_weights() -> dict[tuple[Basis, Side], OriginWeights]:
    """Read the weights of documents in `models/verdict`."""
    path = models_folder() / "verdict" / DOCUMENTS_FILE
    with reading_model(f"no weights in {path}", "scripts.training.origin"):
        data = json.loads(path.read_text(encoding="utf-8"))
        return {
            (basis, side): origin_weights(data[basis][side], size, COLUMNS)
            for basis, size in SIZES.items()
            for side in SIDES
        }


def compared_log_odds(features: Doubles, side: Side) -> Doubles:
    """Return how passages were made, (COLUMNS,), by their features next to the other language."""
    weights = load_origin_weights()
    alone = weights["alone", side].log_odds(features[:ALONE_SIZE])
    return join_evidence(weights["across", side].log_odds(features), alone)


@cache
def load_word_weights() -> dict[Side, OriginWeights]:
    """Read the weights of single words in `models/verdict`."""
    path = models_folder() / "verdict" / WORDS_FILE
    with reading_model(f"no weights in {path}", "scripts.training.origin"):
        data = json.loads(path.read_text(encoding="utf-8"))
        return {side: origin_weights(data[side], WORD_FEATURES, 1) for side in SIDES}
