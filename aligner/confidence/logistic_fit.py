"""Fit the few parameters of a logistic model to little data, with a prior on them."""

from __future__ import annotations

import numpy as np

from aligner.types import Doubles

MAX_NEWTON_STEPS = 50
MIN_STEP = 1e-9  # of a parameter, below which the fit has converged
MIN_STEP_SHARE = 1e-6  # of a Newton step that overshoots


def fit_with_prior(
    rows: Doubles,
    truth: Doubles,
    prior: Doubles,
    *,
    known: Doubles | float = 0.0,
    weights: Doubles | float = 1.0,
    strength: float = 1.0,
) -> Doubles:
    """Minimise the log-loss by Newton's method, with a normal prior on the parameters.

    The prior keeps the effect of few cases small.

    Parameters
    ----------
    rows : (n, parameters)
    truth : (n,)
    prior : (parameters,) the most likely values before any case is seen
    known : (n,) log-odds that the model adds to
    weights : (n,) of the cases
    strength : weight of the prior, in cases
    """
    values = prior

    def loss(candidate: Doubles) -> float:
        odds = known + rows @ candidate
        penalty = strength * ((candidate - prior) ** 2).sum() / 2
        return float((weights * (np.logaddexp(0, odds) - truth * odds)).sum() + penalty)

    for _ in range(MAX_NEWTON_STEPS):
        predicted = 1 / (1 + np.exp(-np.clip(known + rows @ values, -30, 30)))
        gradient = rows.T @ (weights * (predicted - truth)) + strength * (values - prior)
        curvature = (rows * (weights * predicted * (1 - predicted))[:, None]).T @ rows + strength * np.eye(len(prior))
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        while size > MIN_STEP_SHARE and loss(values - size * step) > loss(values):  # a full step may overshoot
            size /= 2
        values = values - size * step
        if np.abs(step).max() < MIN_STEP:
            break
    return values
