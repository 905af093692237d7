"""Weighted logistic regression on standardised features."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from aligner.origin.model import MAX_DEVIATIONS
from aligner.types import Doubles, Floats

MAX_ITERATIONS = 300
MAX_LOGIT = 30.0
MIN_SCALE = 1e-3  # of a feature that is nearly constant


def fit_logistic(
    rows: Floats | Doubles, truth: Doubles, weights: Doubles, ridge: float
) -> tuple[Doubles, Doubles, Doubles, float]:
    """Return the mean and scale of the features, their weights, and the bias."""
    weights = weights / weights.sum()
    mean = np.asarray(np.average(rows, 0, weights), np.float64)
    scale: Doubles = np.maximum(np.sqrt(np.average((rows - mean) ** 2, 0, weights)), MIN_SCALE)
    design = np.column_stack([((rows - mean) / scale).clip(-MAX_DEVIATIONS, MAX_DEVIATIONS), np.ones(len(rows))])

    def loss(beta: Doubles) -> tuple[float, Doubles]:
        logits = design @ beta
        probability = 1 / (1 + np.exp(-logits.clip(-MAX_LOGIT, MAX_LOGIT)))
        gradient = design.T @ (weights * (probability - truth))
        gradient[:-1] += 2 * ridge * beta[:-1]
        value = (weights * (np.logaddexp(0, logits) - truth * logits)).sum() + ridge * (beta[:-1] ** 2).sum()
        return float(value), gradient

    start = np.zeros(design.shape[1])
    beta = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MAX_ITERATIONS}).x
    return mean, scale, beta[:-1], float(beta[-1])
