"""From figures to a probability: small models whose weights lie in `models/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.weights import models_folder

CEILING = 0.999  # no model trained on thousands of cases may claim more
FAR = 5.0  # standard deviations beyond which a figure says no more
Doubles = NDArray[np.float64]
_TABLES = ("mean", "scale", "hidden", "shift", "out", "weights")
_NUMBERS = ("bias", "slope", "offset")


def probability(logits: Doubles) -> Doubles:
    """Log-odds to 0..1, never the very ends."""
    clipped: Doubles = np.clip(1 / (1 + np.exp(-np.clip(logits, -30, 30))), 1 - CEILING, CEILING)
    return clipped


def log_odds(chance: Doubles | float) -> Doubles:
    """Probability to log-odds, the very ends within the ceiling."""
    clipped = np.clip(chance, 1 - CEILING, CEILING)
    return np.asarray(np.log(clipped / (1 - clipped)))


class Logistic(NamedTuple):
    """Weights of standardised features."""

    names: tuple[str, ...]
    mean: Doubles
    scale: Doubles
    weights: Doubles
    bias: float

    def probability(self, rows: Doubles) -> Doubles:
        """(n, features) to (n,) in 0..1."""
        return probability((rows - self.mean) / self.scale @ self.weights + self.bias)


class ConfidenceNet(NamedTuple):
    """One hidden layer beside a linear one, and Platt's two numbers that calibrate what comes of them."""

    names: tuple[str, ...]
    mean: Doubles
    scale: Doubles
    hidden: Doubles  # (features, units)
    shift: Doubles  # (units,)
    out: Doubles  # (units,)
    weights: Doubles  # (features,)
    bias: float
    slope: float = 1.0
    offset: float = 0.0

    def logits(self, rows: Doubles) -> Doubles:
        """(n, features) to (n,) log-odds, where right and wrong pairs are as many."""
        scaled = np.clip((rows - self.mean) / self.scale, -FAR, FAR)
        # einsum and no matrix product: a row must come out the same whatever rows stand beside it.
        inner = np.tanh(np.einsum("nf,fh->nh", scaled, self.hidden) + self.shift)
        raw = np.einsum("nh,h->n", inner, self.out) + np.einsum("nf,f->n", scaled, self.weights) + self.bias
        return np.asarray(self.slope * raw + self.offset)


class Model(NamedTuple):
    """The judgements: of a pair of texts, of a bead that alignment found, of a null, and of two documents."""

    segment: ConfidenceNet
    bead: Logistic
    null: Logistic
    pair: Logistic


@cache
def load_model(path: Path | None = None) -> Model:
    """Read `confidence.json` of `models/`, or another written by scripts.training.confidence."""
    data = json.loads((path or models_folder() / "confidence" / "weights.json").read_text(encoding="utf-8"))
    return Model(net(data["segment"]), *(logistic(data[name]) for name in Model._fields[1:]))


def logistic(data: Mapping[str, Any]) -> Logistic:
    """A logistic model from its plain data."""
    mean, scale, weights = (np.array(data[key], float) for key in ("mean", "scale", "weights"))
    return Logistic(tuple(data["names"]), mean, scale, weights, data["bias"])


def net(data: Mapping[str, Any]) -> ConfidenceNet:
    """A net from its plain data."""
    mean, scale, hidden, shift, out, weights = (np.array(data[key], float) for key in _TABLES)
    return ConfidenceNet(
        tuple(data["names"]), mean, scale, hidden, shift, out, weights, *(float(data[key]) for key in _NUMBERS)
    )
