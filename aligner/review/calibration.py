"""Recalibrate the confidence of a corpus on the decisions of its reviewers (Platt scaling)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from aligner.confidence.logistic_fit import fit_with_prior
from aligner.confidence.model import log_odds, probability
from aligner.detectors.facts import weigh_facts, without_facts
from aligner.errors import InputError
from aligner.evaluation.confidence_metrics import calibration_error, reliability
from aligner.types import Doubles, Segment
from aligner.writers.atomic import open_atomic

CALIBRATION_NAME = "calibration.json"
MIN_DECISIONS = 20  # fewer do not determine the two parameters
MIN_PER_CLASS = 5  # of the decisions, both of right and of wrong segments
FOLDS = 5
PRIOR_STRENGTH = 1.0  # weight of the identity as a prior, in decisions


@dataclass(frozen=True, slots=True)
class Calibration:
    """A linear map of the log-odds of a confidence: `slope` times them, plus `offset`.

    before, after : calibration error (ECE, 15 bins of equal mass) on the decisions; `after` is
        cross-validated, each decision held out of the fit that it is measured on
    """

    slope: float = 1.0
    offset: float = 0.0
    decisions: int = 0
    before: float = 0.0
    after: float = 0.0

    @staticmethod
    def read(folder: Path) -> Calibration:
        """Return the calibration of a folder, or the identity if it has none; raise InputError if it is damaged."""
        path = folder / CALIBRATION_NAME
        try:
            return Calibration(**json.loads(path.read_bytes()))
        except FileNotFoundError:
            return Calibration()
        except (OSError, ValueError, TypeError) as error:
            raise InputError(f"cannot read {path}: it is damaged; remove it to go without calibration") from error

    def write(self, folder: Path) -> Path:
        """Write it to a folder, and return the path."""
        with open_atomic(folder / CALIBRATION_NAME) as handle:
            handle.write(json.dumps(asdict(self), indent=1) + "\n")
        return folder / CALIBRATION_NAME

    def adjust(self, segment: Segment) -> Segment:
        """Return the segment with its confidence calibrated; that of a null has another meaning and stays."""
        if not (self.decisions and segment.en_text and segment.fr_text):
            return segment
        plain = without_facts(segment)
        value = float(_calibrate(np.array([plain.confidence]), (self.slope, self.offset))[0])
        return weigh_facts(plain._replace(confidence=round(value, 4)))


def fit_calibration(confidences: Sequence[float], right: Sequence[bool]) -> Calibration:
    """Fit slope and offset to decisions (Platt 1999), and measure the calibration error before and after.

    Parameters
    ----------
    confidences : confidence of each segment, before any calibration of this kind
    right : whether a reviewer accepted the segment unchanged

    Raises
    ------
    InputError
        When there are too few decisions, or too few of either kind.
    """
    values, truth = np.asarray(confidences, float), np.asarray(right, float)
    if len(truth) < MIN_DECISIONS or min(truth.sum(), (1 - truth).sum()) < MIN_PER_CLASS:
        raise InputError(
            f"{int(truth.sum())} segments were accepted unchanged and {int((1 - truth).sum())} were not; "
            f"recalibration needs {MIN_DECISIONS} decisions, and {MIN_PER_CLASS} of either kind"
        )
    weights = np.ones(len(truth))
    held_out = np.empty(len(truth))
    for fold in range(FOLDS):
        inside = np.arange(len(truth)) % FOLDS == fold
        # Rounded as it is shown, so that a difference in the last bit does not split ties on some machines.
        held_out[inside] = _calibrate(values[inside], _platt(values[~inside], truth[~inside])).round(4)
    slope, offset = _platt(values, truth)
    return Calibration(
        round(slope, 6),
        round(offset, 6),
        len(truth),
        round(calibration_error(reliability(values, truth, weights)), 4),
        round(calibration_error(reliability(held_out, truth, weights)), 4),
    )


def _platt(confidences: Doubles, truth: Doubles) -> tuple[float, float]:
    """Return the slope and the offset of Platt scaling, with a prior on slope 1 and offset 0."""
    rows = np.column_stack([log_odds(confidences), np.ones(len(confidences))])
    slope, offset = fit_with_prior(rows, truth, np.array([1.0, 0.0]), strength=PRIOR_STRENGTH).tolist()
    # A slope above 0 keeps the order of the confidences.
    return max(slope, 0.05), offset


def _calibrate(confidences: Doubles, parameters: tuple[float, float]) -> Doubles:
    return probability(parameters[0] * log_odds(confidences) + parameters[1])
