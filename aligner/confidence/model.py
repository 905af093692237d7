"""From figures to a probability: a logistic model whose weights lie in `models/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders import models_folder

CEILING = 0.999  # no model trained on thousands of cases may claim more


class Logistic(NamedTuple):
    """Weights of standardised features."""

    names: tuple[str, ...]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float

    def probability(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, features) to (n,) in 0..1."""
        logits = (rows - self.mean) / self.scale @ self.weights + self.bias
        clipped: NDArray[np.float64] = np.clip(1 / (1 + np.exp(-np.clip(logits, -30, 30))), 1 - CEILING, CEILING)
        return clipped


class Model(NamedTuple):
    """The judgements: of a segment, of a sentence left untranslated, and of two documents."""

    segment: Logistic
    null: Logistic
    pair: Logistic


@cache
def load_model(path: Path | None = None) -> Model:
    """Read `confidence.json` of `models/`, or another written by scripts/train_confidence.py."""
    data = json.loads((path or models_folder() / "confidence.json").read_text(encoding="utf-8"))
    return Model(*(_logistic(data[name]) for name in Model._fields))


def _logistic(data: Mapping[str, Any]) -> Logistic:
    mean, scale, weights = (np.array(data[key], float) for key in ("mean", "scale", "weights"))
    return Logistic(tuple(data["names"]), mean, scale, weights, data["bias"])
