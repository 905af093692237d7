"""Small models that turn features into probabilities; their weights are in `models/confidence`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from aligner.confidence.features.extract import FEATURES
from aligner.confidence.features.short import FEATURES as SHORT_FEATURES
from aligner.types import Doubles
from aligner.weights import models_folder, numbers, reading_model

MAX_PROBABILITY = 0.999  # a model trained on thousands of cases cannot be surer
MAX_ABS_Z = 5.0  # standard deviations to which features are clipped
MAX_SEGMENT_LOG_ODDS = 6.0  # log-odds that the net of short pairs reads are clipped to
SEGMENT_NAMES = tuple(name for name in FEATURES if name == "same_text" or name not in SHORT_FEATURES)
SHORT_NAMES = (*FEATURES, "segment")
_NUMBERS = ("bias", "slope", "offset")


def probability(logits: Doubles) -> Doubles:
    """Return the probability of log-odds, within `MAX_PROBABILITY`."""
    clipped: Doubles = np.clip(1 / (1 + np.exp(-np.clip(logits, -30, 30))), 1 - MAX_PROBABILITY, MAX_PROBABILITY)
    return clipped


def log_odds(probability: Doubles | float) -> Doubles:
    """Return the log-odds of a probability, which is first clipped to `MAX_PROBABILITY`."""
    clipped = np.clip(probability, 1 - MAX_PROBABILITY, MAX_PROBABILITY)
    return np.asarray(np.log(clipped / (1 - clipped)))


class Logistic(NamedTuple):
    """Logistic regression on standardised features."""

    names: tuple[str, ...]
    mean: Doubles
    scale: Doubles
    weights: Doubles
    bias: float

    def probability(self, rows: Doubles) -> Doubles:
        """Return the probability of each row of features, (n, features), as (n,)."""
        return probability((rows - self.mean) / self.scale @ self.weights + self.bias)


class ConfidenceNet(NamedTuple):
    """A net of one hidden and one linear layer, calibrated by the two parameters of Platt scaling."""

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
        """Return the log-odds of each row of features, (n, features), as (n,); right and wrong pairs count equally."""
        scaled = np.clip((rows - self.mean) / self.scale, -MAX_ABS_Z, MAX_ABS_Z)
        # einsum instead of a matrix product, so that the result of a row does not depend on the other rows.
        inner = np.tanh(np.einsum("nf,fh->nh", scaled, self.hidden) + self.shift)
        raw = np.einsum("nh,h->n", inner, self.out) + np.einsum("nf,f->n", scaled, self.weights) + self.bias
        return np.asarray(self.slope * raw + self.offset)


class ConfidenceModel(NamedTuple):
    """The models of a pair of texts, of a short pair, of a bead that alignment found, of a null, of two documents."""

    segment: ConfidenceNet
    short: ConfidenceNet
    bead: Logistic
    null: Logistic
    pair: Logistic

    def logits(self, rows: Doubles) -> Doubles:
        """Return the log-odds of pairs from their `FEATURES`, (n, len(FEATURES)), as (n,)."""
        logits = self.segment.logits(segment_rows(rows, self.segment.names))
        short = rows[:, FEATURES.index("short")] > 0
        if short.any():
            logits[short] = self.short.logits(short_rows(rows[short], logits[short], self.short.names))
        return logits


def segment_rows(rows: Doubles, names: Sequence[str] = SEGMENT_NAMES) -> Doubles:
    """Return the columns of `FEATURES` that the net of pairs of any length reads."""
    return rows[:, [FEATURES.index(name) for name in names]]


def short_rows(rows: Doubles, logits: Doubles, names: Sequence[str] = SHORT_NAMES) -> Doubles:
    """Return what the net of short pairs reads: the features, and the log-odds by the net of pairs of any length."""
    own = segment_rows(rows, names[:-1])
    return np.column_stack([own, np.clip(logits, -MAX_SEGMENT_LOG_ODDS, MAX_SEGMENT_LOG_ODDS)])


@cache
def load_model(path: Path | None = None) -> ConfidenceModel:
    """Read the model of `models/confidence`, or another one written by scripts.training.confidence."""
    path = path or models_folder() / "confidence" / "weights.json"
    with reading_model(f"no confidence model in {path}", "scripts.training.confidence"):
        data = json.loads(path.read_text(encoding="utf-8"))
        nets = parse_net(data["segment"]), parse_net(data["short"])
        return ConfidenceModel(*nets, *(parse_logistic(data[name]) for name in ConfidenceModel._fields[len(nets) :]))


def parse_logistic(data: Mapping[str, Any]) -> Logistic:
    """Return a logistic model from plain data."""
    names = tuple(data["names"])
    mean, scale, weights = (numbers(data[key], len(names)) for key in ("mean", "scale", "weights"))
    return Logistic(names, mean, scale, weights, float(data["bias"]))


def parse_net(data: Mapping[str, Any]) -> ConfidenceNet:
    """Return a net from plain data."""
    names, units = tuple(data["names"]), len(data["shift"])
    mean, scale, weights = (numbers(data[key], len(names)) for key in ("mean", "scale", "weights"))
    hidden = numbers(data["hidden"], len(names), units)
    shift, out = (numbers(data[key], units) for key in ("shift", "out"))
    return ConfidenceNet(names, mean, scale, hidden, shift, out, weights, *(float(data[key]) for key in _NUMBERS))
