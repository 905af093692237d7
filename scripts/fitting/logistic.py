"""Logistic regression, and metrics of its probabilities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.evaluation.confidence_metrics import auc, calibration_error, reliability
from aligner.types import Doubles

MAX_ITERATIONS = 50
MAX_STEP = 1e-8  # of a coefficient, at which the fit has converged


def fit_logistic(rows: Doubles, truth: Doubles, weights: Doubles, ridge: float = 1.0) -> dict[str, object]:
    """Fit a weighted logistic regression by Newton's method.

    Parameters
    ----------
    rows : (n, features)
    truth, weights : (n,)
    ridge : penalty on the squared weights of the standardised features; the bias is free

    Returns
    -------
    dict
        `mean`, `scale` and `weights` of each feature, and `bias`.
    """
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    design = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    beta = np.zeros(design.shape[1])
    penalty = np.full(design.shape[1], ridge)
    penalty[-1] = 0
    for _ in range(MAX_ITERATIONS):
        probability = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (weights * (probability - truth)) + penalty * beta
        curvature = (design * (weights * probability * (1 - probability))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        beta -= step
        if np.abs(step).max() < MAX_STEP:
            break
    return {
        "mean": mean.round(6).tolist(),
        "scale": scale.round(6).tolist(),
        "weights": beta[:-1].round(5).tolist(),
        "bias": round(float(beta[-1]), 5),
    }


def predict(model: dict[str, object], rows: Doubles) -> Doubles:
    """Return the probabilities that a model of `fit_logistic` gives to rows, (n,)."""
    mean, scale, weights = (np.array(model[key], float) for key in ("mean", "scale", "weights"))
    return np.asarray(1 / (1 + np.exp(-((rows - mean) / scale @ weights + float(str(model["bias"]))))))


def print_metrics(name: str, probability: Doubles, truth: Doubles, weights: Doubles, labels: Sequence[str]) -> None:
    """Print AUC and calibration error of one set of cases, and recall at even odds by label."""
    kinds = np.array(labels)
    right = truth > 0.5
    error = calibration_error(reliability(probability, truth, weights))
    print(f"{name}: AUC {auc(probability, truth):.4f} ECE {error:.4f}", end=" ")
    print(f"right kept {np.mean(probability[right] >= 0.5):.3f}, wrong caught", end="")
    for kind in sorted(set(kinds[~right])):
        print(f" {kind} {np.mean(probability[~right & (kinds == kind)] < 0.5):.3f}", end="")
    print(flush=True)
