"""Fit the confidence net: one hidden layer and a direct linear part."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from aligner.confidence.model import MAX_ABS_Z
from aligner.types import Doubles

HIDDEN_UNITS = 24
MAX_ITERATIONS = 500
FITS = 3  # from different starting points; their mean is one net with three times the units


def fit_net(rows: Doubles, truth: Doubles, weights: Doubles, ridge: float) -> dict[str, object]:
    """Fit several nets and return their mean as one net.

    Parameters
    ----------
    rows : (n, features)
    truth, weights : (n,)
    ridge : penalty on the squared parameters of the standardised features

    Returns
    -------
    dict
        The parameters in the format of models/confidence/weights.json.
    """
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    inputs = np.clip((rows - mean) / scale, -MAX_ABS_Z, MAX_ABS_Z)
    fits = [_fit_one(inputs, truth, weights / weights.sum(), ridge, seed) for seed in range(FITS)]
    hidden, shift, out, direct, bias = zip(*fits, strict=True)
    tables = {
        "mean": mean, "scale": scale, "hidden": np.column_stack(hidden), "shift": np.concatenate(shift),
        "out": np.concatenate(out) / FITS, "weights": np.mean(direct, axis=0),
    }  # fmt: skip
    parameters: dict[str, object] = {name: table.round(5).tolist() for name, table in tables.items()}
    return {**parameters, "bias": round(float(np.mean(bias)), 5), "slope": 1.0, "offset": 0.0}


def _fit_one(inputs: Doubles, truth: Doubles, share: Doubles, ridge: float, seed: int) -> list[Doubles]:
    """Minimise the weighted log loss with a ridge by L-BFGS, starting from small random weights."""
    count = inputs.shape[1]
    rng = np.random.default_rng(seed)
    start = np.concatenate([
        rng.normal(0, 0.6 / np.sqrt(count), count * HIDDEN_UNITS), np.zeros(HIDDEN_UNITS),
        rng.normal(0, 0.3, HIDDEN_UNITS), np.zeros(count + 1),
    ])  # fmt: skip
    penalised = np.concatenate([
        np.ones(count * HIDDEN_UNITS), np.zeros(HIDDEN_UNITS), np.ones(HIDDEN_UNITS + count), [0.0],
    ])  # fmt: skip

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        hidden, shift, out, direct, bias = _split_parameters(flat, count)
        inner = np.tanh(inputs @ hidden + shift)
        probability = 1 / (1 + np.exp(-(inner @ out + inputs @ direct + bias)))
        value = -(share * (truth * np.log(probability + 1e-12) + (1 - truth) * np.log(1 - probability + 1e-12))).sum()
        error = share * (probability - truth)
        inner_error = error[:, None] * out * (1 - inner**2)
        gradient = np.concatenate([
            (inputs.T @ inner_error).ravel(), inner_error.sum(axis=0), inner.T @ error, inputs.T @ error,
            [error.sum()],
        ])  # fmt: skip
        return float(value + ridge * (penalised * flat**2).sum() / 2), gradient + ridge * penalised * flat

    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MAX_ITERATIONS})
    return _split_parameters(result.x, count)


def _split_parameters(flat: Doubles, count: int) -> list[Doubles]:
    sizes = np.cumsum([count * HIDDEN_UNITS, HIDDEN_UNITS, HIDDEN_UNITS, count])
    hidden, *rest = np.split(flat, sizes)
    return [hidden.reshape(count, HIDDEN_UNITS), *rest]
