"""Fit the small net of the confidence: one hidden layer beside a linear one."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from aligner.confidence.model import FAR
from scripts.fitting.arrays import Rows

UNITS = 16
RIDGE = 7e-4
STEPS = 400
NETS = 3  # of different beginnings, whose mean is one net of three times the units


def fit_net(rows: Rows, truth: Rows, weights: Rows) -> dict[str, object]:
    """The mean of several fits, as one net.

    Parameters
    ----------
    rows : (n, features)
    truth, weights : (n,)
    """
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    inputs = np.clip((rows - mean) / scale, -FAR, FAR)
    fits = [_fit(inputs, truth, weights / weights.sum(), seed) for seed in range(NETS)]
    hidden, shift, out, direct, bias = zip(*fits, strict=True)
    tables = {
        "mean": mean, "scale": scale, "hidden": np.column_stack(hidden), "shift": np.concatenate(shift),
        "out": np.concatenate(out) / NETS, "weights": np.mean(direct, axis=0),
    }  # fmt: skip
    plain: dict[str, object] = {name: table.round(5).tolist() for name, table in tables.items()}
    return {**plain, "bias": round(float(np.mean(bias)), 5), "slope": 1.0, "offset": 0.0}


def _fit(inputs: Rows, truth: Rows, share: Rows, seed: int) -> list[Rows]:
    """Weighted log loss and a ridge, brought down by L-BFGS from small random weights."""
    count = inputs.shape[1]
    rng = np.random.default_rng(seed)
    start = np.concatenate([
        rng.normal(0, 0.6 / np.sqrt(count), count * UNITS), np.zeros(UNITS), rng.normal(0, 0.3, UNITS),
        np.zeros(count + 1),
    ])  # fmt: skip
    free = np.concatenate([np.ones(count * UNITS), np.zeros(UNITS), np.ones(UNITS + count), [0.0]])

    def loss(flat: Rows) -> tuple[float, Rows]:
        hidden, shift, out, direct, bias = _parts(flat, count)
        inner = np.tanh(inputs @ hidden + shift)
        chance = 1 / (1 + np.exp(-(inner @ out + inputs @ direct + bias)))
        value = -(share * (truth * np.log(chance + 1e-12) + (1 - truth) * np.log(1 - chance + 1e-12))).sum()
        back = share * (chance - truth)
        through = back[:, None] * out * (1 - inner**2)
        slope = np.concatenate([
            (inputs.T @ through).ravel(), through.sum(axis=0), inner.T @ back, inputs.T @ back, [back.sum()],
        ])  # fmt: skip
        return float(value + RIDGE * (free * flat**2).sum() / 2), slope + RIDGE * free * flat

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return _parts(found.x, count)


def _parts(flat: Rows, count: int) -> list[Rows]:
    sizes = np.cumsum([count * UNITS, UNITS, UNITS, count])
    hidden, *rest = np.split(flat, sizes)
    return [hidden.reshape(count, UNITS), *rest]
