"""Logistic regression, and how well its probabilities tell right from wrong."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scripts.fitting.arrays import Rows


def fit(rows: Rows, truth: Rows, weights: Rows, ridge: float = 1.0) -> dict[str, object]:
    """Weighted logistic regression by Newton's method."""
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    design = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    beta = np.zeros(design.shape[1])
    penalty = np.full(design.shape[1], ridge)
    penalty[-1] = 0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (weights * (chance - truth)) + penalty * beta
        curvature = (design * (weights * chance * (1 - chance))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        beta -= step
        if np.abs(step).max() < 1e-8:
            break
    return {
        "mean": mean.round(6).tolist(),
        "scale": scale.round(6).tolist(),
        "weights": beta[:-1].round(5).tolist(),
        "bias": round(float(beta[-1]), 5),
    }


def ece(chance: Rows, truth: Rows, weights: Rows, bins: int = 15) -> float:
    """Expected calibration error over bins of equal mass."""
    order = np.argsort(chance)
    mass = np.cumsum(weights[order]) / weights.sum()
    error = 0.0
    for part in range(bins):
        inside = order[(mass > part / bins) & (mass <= (part + 1) / bins)]
        if len(inside):
            share = weights[inside].sum() / weights.sum()
            error += share * abs(
                np.average(chance[inside], weights=weights[inside]) - np.average(truth[inside], weights=weights[inside])
            )
    return float(error)


def auc(chance: Rows, truth: Rows) -> float:
    order = np.argsort(chance, kind="stable")
    ranks = np.empty(len(chance))
    ranks[order] = np.arange(1, len(chance) + 1)
    positive = truth > 0.5
    count = positive.sum()
    return float((ranks[positive].sum() - count * (count + 1) / 2) / (count * (len(truth) - count)))


def apply(model: dict[str, object], rows: Rows) -> Rows:
    mean, scale, weights = (np.array(model[key], float) for key in ("mean", "scale", "weights"))
    return np.asarray(1 / (1 + np.exp(-((rows - mean) / scale @ weights + float(str(model["bias"]))))))


def report(name: str, chance: Rows, truth: Rows, weights: Rows, labels: Sequence[str]) -> None:
    """Print how well one set of cases is told apart, and which wrong ones are caught at even odds."""
    kinds = np.array(labels)
    right = truth > 0.5
    print(f"{name}: AUC {auc(chance, truth):.4f} ECE {ece(chance, truth, weights):.4f}", end=" ")
    print(f"right kept {np.mean(chance[right] >= 0.5):.3f}, wrong caught", end="")
    for kind in sorted(set(kinds[~right])):
        print(f" {kind} {np.mean(chance[~right & (kinds == kind)] < 0.5):.3f}", end="")
    print(flush=True)
