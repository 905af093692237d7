"""Fit the confidence net: one hidden layer and a direct linear part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.model import MAX_ABS_Z
from aligner.types import Doubles, Floats

HIDDEN_UNITS = 24
FITS = 4  # from different starting points; their mean is one net with as many times the units
EPOCHS = 20  # at least
MIN_STEPS = 2500  # of few rows, which are then read more often
BATCH_SIZE = 1024
LEARNING_RATE = 0.01  # at the start; it falls to nothing
DECAYS = 0.9, 0.999  # of the means of the gradients and of their squares (Adam, Kingma and Ba 2015)
Parameters = list[Floats]  # hidden, shift, out, direct, bias


def fit_net(rows: Doubles, truth: Doubles, weights: Doubles, ridge: float, fits: int = FITS) -> dict[str, object]:
    """Fit several nets and return their mean as one net.

    Parameters
    ----------
    rows : (n, features)
    truth, weights : (n,)
    ridge : penalty on the squared parameters of the standardised features
    fits : how many nets

    Returns
    -------
    dict
        The parameters in the format of models/confidence/weights.json.
    """
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    inputs = np.clip((rows - mean) / scale, -MAX_ABS_Z, MAX_ABS_Z).astype(np.float32)
    goals, shares = truth.astype(np.float32), (weights / weights.mean()).astype(np.float32)
    nets = [_fit_one(inputs, goals, shares, ridge, seed) for seed in range(fits)]
    hidden, shift, out, direct, bias = zip(*nets, strict=True)
    tables = {
        "mean": mean, "scale": scale, "hidden": np.column_stack(hidden), "shift": np.concatenate(shift),
        "out": np.concatenate(out) / fits, "weights": np.mean(direct, axis=0),
    }  # fmt: skip
    parameters: dict[str, object] = {name: table.astype(float).round(5).tolist() for name, table in tables.items()}
    return {**parameters, "bias": round(float(np.mean(bias)), 5), "slope": 1.0, "offset": 0.0}


def _fit_one(inputs: Floats, goals: Floats, shares: Floats, ridge: float, seed: int) -> Parameters:
    """Minimise the weighted log loss with a ridge by Adam, starting from small random weights."""
    count = inputs.shape[1]
    rng = np.random.default_rng(seed)
    start = (
        rng.normal(0, 0.6 / np.sqrt(count), (count, HIDDEN_UNITS)), np.zeros(HIDDEN_UNITS),
        rng.normal(0, 0.3, HIDDEN_UNITS), np.zeros(count), np.zeros(1),
    )  # fmt: skip
    net: Parameters = [part.astype(np.float32) for part in start]
    first, second = ([np.zeros_like(part) for part in net] for _ in range(2))
    batches = -(-len(inputs) // BATCH_SIZE)
    epochs = max(EPOCHS, -(-MIN_STEPS // batches))
    steps = epochs * batches
    order = np.concatenate([rng.permutation(len(inputs)) for _ in range(epochs)])
    for step, batch in enumerate(np.array_split(order, steps), start=1):
        rate = LEARNING_RATE * (1 - step / (steps + 1))
        for number, slope in enumerate(_gradient(net, inputs[batch], goals[batch], shares[batch], ridge)):
            first[number] += (1 - DECAYS[0]) * (slope - first[number])
            second[number] += (1 - DECAYS[1]) * (slope**2 - second[number])
            pace = np.sqrt(second[number] / (1 - DECAYS[1] ** step)) + 1e-8
            net[number] -= (rate * first[number] / (1 - DECAYS[0] ** step) / pace).astype(np.float32)
    return net


def _gradient(net: Parameters, inputs: Floats, goals: Floats, shares: Floats, ridge: float) -> Parameters:
    hidden, shift, out, direct, bias = net
    inner = np.tanh(inputs @ hidden + shift)
    probability = 1 / (1 + np.exp(-(inner @ out + inputs @ direct + bias)))
    error: NDArray[np.float32] = shares * (probability - goals) / len(goals)
    inner_error = error[:, None] * out * (1 - inner**2)
    return [
        inputs.T @ inner_error + ridge * hidden, inner_error.sum(axis=0), inner.T @ error + ridge * out,
        inputs.T @ error + ridge * direct, error.sum(keepdims=True),
    ]  # fmt: skip
