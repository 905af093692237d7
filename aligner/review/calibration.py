"""What the decisions on a corpus say of its confidence: Platt's two numbers fitted anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.model import log_odds, probability
from aligner.errors import InputError
from aligner.evaluation.confidence_metrics import calibration_error, reliability
from aligner.types import Segment
from aligner.writers.atomic import atomic

NAME = "calibration.json"
FEWEST = 20  # decisions from which two numbers can be told
EACH = 5  # of either kind, at least
FOLDS = 5
STRENGTH = 1.0  # of the pull towards what the confidence said: worth that many decisions
STEPS = 50
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The log-odds of a confidence become `slope` times them, and `offset`.

    before, after : calibration error (ECE, 15 bins of equal mass) on the decisions; `after` is that of
        decisions each of which was left out of its own fit
    """

    slope: float = 1.0
    offset: float = 0.0
    decisions: int = 0
    before: float = 0.0
    after: float = 0.0

    @staticmethod
    def read(folder: Path) -> Calibration:
        """That of a folder, or the one that changes nothing; InputError when it is damaged."""
        path = folder / NAME
        try:
            return Calibration(**json.loads(path.read_bytes()))
        except FileNotFoundError:
            return Calibration()
        except (OSError, ValueError, TypeError) as error:
            raise InputError(f"cannot read {path}: it is damaged; remove it to do without") from error

    def write(self, folder: Path) -> Path:
        """Write it into a folder."""
        with atomic(folder / NAME) as handle:
            handle.write(json.dumps(asdict(self), indent=1) + "\n")
        return folder / NAME

    def adjust(self, segment: Segment) -> Segment:
        """The segment with its confidence calibrated; that of a null is on another thing and stays."""
        if not (self.decisions and segment.en_text and segment.fr_text):
            return segment
        value = float(_apply(np.array([segment.confidence]), (self.slope, self.offset))[0])
        return segment._replace(confidence=round(value, 4))


def fit(confidences: Sequence[float], right: Sequence[bool]) -> Calibration:
    """Fit the two numbers on decisions (Platt 1999), and measure what that gains.

    Parameters
    ----------
    confidences : what was said of each segment, before any calibration of this kind
    right : whether a person accepted it as it stood

    Raises
    ------
    InputError
        When there are too few decisions, or all are alike.
    """
    chance, truth = np.asarray(confidences, float), np.asarray(right, float)
    if len(truth) < FEWEST or min(truth.sum(), (1 - truth).sum()) < EACH:
        raise InputError(
            f"{int(truth.sum())} segments were accepted as they stood and {int((1 - truth).sum())} were not; "
            f"to recalibrate takes {FEWEST} decisions, and {EACH} of either kind"
        )
    weights = np.ones(len(truth))
    held_out = np.empty(len(truth))
    for fold in range(FOLDS):
        inside = np.arange(len(truth)) % FOLDS == fold
        # Rounded as people see it: what differs by a last bit alone is one confidence, on every machine.
        held_out[inside] = _apply(chance[inside], _platt(chance[~inside], truth[~inside])).round(4)
    slope, offset = _platt(chance, truth)
    return Calibration(
        round(slope, 6),
        round(offset, 6),
        len(truth),
        round(calibration_error(reliability(chance, truth, weights)), 4),
        round(calibration_error(reliability(held_out, truth, weights)), 4),
    )


def _platt(chance: Doubles, truth: Doubles) -> tuple[float, float]:
    """Newton's method on the log-loss, pulled towards slope 1 and offset 0 so that few decisions change little."""
    rows = np.column_stack([log_odds(chance), np.ones(len(chance))])
    start = values = np.array([1.0, 0.0])

    def loss(at: Doubles) -> float:
        odds = rows @ at
        return float((np.logaddexp(0, odds) - truth * odds).sum() + STRENGTH * ((at - start) ** 2).sum() / 2)

    for _ in range(STEPS):
        said = 1 / (1 + np.exp(-np.clip(rows @ values, -30, 30)))
        slope = rows.T @ (said - truth) + STRENGTH * (values - start)
        curve = (rows * (said * (1 - said))[:, None]).T @ rows + STRENGTH * np.eye(2)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while size > 1e-6 and loss(values - size * step) > loss(values):  # a whole step may go too far
            size /= 2
        values = values - size * step
        if np.abs(step).max() < 1e-9:
            break
    # Decisions never turn the order of the confidence round.
    return max(float(values[0]), 0.05), float(values[1])


def _apply(chance: Doubles, numbers: tuple[float, float]) -> Doubles:
    return probability(numbers[0] * log_odds(chance) + numbers[1])
