"""How likely lines near each other on both sides of a corpus translate each other, in log-odds, many at a time.

A line is compared with its neighbours: what counts most is by how much a pair is more similar than the best other pair
of either line. So repeated and similar lines, which are no evidence, count as none.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.alignment.slip_lines import Lines
from aligner.types import Doubles, Floats
from aligner.weights import models_folder, numbers, reading_model

WEIGHTS_FILE = Path("alignment") / "slips.json"
MIN_DIFFERENCE = 1e-3  # of cosines; lines that differ by less are the same, and no rivals of each other
NO_RIVAL = -0.2  # cosine that counts as that of the best rival where there is none
WORST_PAIR, BEST_PAIR = -4.0, 12.0  # limits of log-odds, because neighbours are not independent
MIN_CHANGE = 0.05  # difference of the vectors of two lines below which they are the same
EXCHANGE_BASE, EXCHANGE_SLOPE = -8.0, 40.0  # log-odds of an exchange, by the agreement of two neighbours on both sides
BLANK_PAIR = 2.0  # log-odds of two blank lines
IMPOSSIBLE = -1e9  # log-odds of pairs with a line that does not exist


class SlipWeights(NamedTuple):
    """Weights of the evidence of a pair, in log-odds, fitted by `scripts.training.slips`."""

    cosine: float
    row_margin: float  # cosine beyond that of the best rival of the English line
    column_margin: float  # the same of the French line
    least_margin: float  # the smaller one of these
    length: float  # log-ratio of the lengths
    base: float


@cache
def load_weights() -> SlipWeights:
    """Load the weights of `models/alignment`, once.

    Raises
    ------
    ModelMissingError
        If the file is missing or damaged.
    """
    path = models_folder() / WEIGHTS_FILE
    with reading_model(f"no weights of slips in {path}", "scripts.training.slips"):
        fields = json.loads(path.read_text(encoding="utf-8"))
        numbers(list(fields.values()), len(SlipWeights._fields))
        return SlipWeights(**fields)


class Evidence(NamedTuple):
    """What shows whether lines translate each other, arrays of one shape; see `SlipWeights`."""

    cosine: Floats
    row_margin: Floats
    column_margin: Floats
    length: Floats

    def log_odds(self) -> Doubles:
        """Return the log-odds of the pairs."""
        weights = load_weights()
        odds: Doubles = (
            weights.base
            + weights.cosine * self.cosine
            + weights.row_margin * self.row_margin
            + weights.column_margin * self.column_margin
            + weights.least_margin * np.minimum(self.row_margin, self.column_margin)
            + weights.length * self.length
        ).astype(np.float64)
        return odds


class Band:
    """The pairs of each English line i with the French lines i to i + width - 1 of a rectangle.

    Parameters
    ----------
    en, fr : Lines
        The width is the difference of their numbers plus 1.
    margin : int
        English lines at both ends that are there as rivals only; they have no row in the results.
    """

    def __init__(self, en: Lines, fr: Lines, margin: int) -> None:
        self._en, self._fr = en, fr
        self._cosines = en.vectors @ fr.vectors.T
        self._inner = slice(margin, len(en.lengths) - margin)

    def evidence(self) -> Evidence:
        """Return the evidence of the pairs, (rows, width)."""
        own = self._of(self._cosines)
        rows, columns = _two_best(self._cosines), _two_best(self._cosines.T)
        return Evidence(
            own,
            _margin(own, *map(self._of_rows, rows)),
            _margin(own, *map(self._of_columns, columns)),
            np.abs(self._of_rows(self._en.lengths) - self._of_columns(self._fr.lengths)),
        )

    def odds(self) -> Doubles:
        """Return the log-odds of the pairs, (rows, width)."""
        odds = np.clip(self.evidence().log_odds(), WORST_PAIR, BEST_PAIR)
        words = self._of_rows(_has_words(self._en)) + self._of_columns(_has_words(self._fr))
        odds[words == 1] = WORST_PAIR
        odds[words == 0] = BLANK_PAIR
        odds[self._of_rows(self._en.exists) * self._of_columns(self._fr.exists) == 0] = IMPOSSIBLE
        return odds

    def exchange_odds(self) -> Doubles:
        """Return the log-odds that the lines of each pair changed places with those before them, (rows, width)."""
        agreement = self._of(_agreement(self._cosines, self._en, self._fr)).astype(np.float64)
        odds: Doubles = EXCHANGE_BASE - EXCHANGE_SLOPE * agreement
        return odds

    def _of(self, matrix: Floats) -> Floats:
        rows, columns = self._cosines.shape
        down, right = matrix.strides
        shape = (rows, columns - rows + 1)
        band = np.lib.stride_tricks.as_strided(matrix, shape, (down + right, right), writeable=False)
        inner: Floats = band[self._inner]
        return inner

    def _of_rows(self, values: Floats) -> Floats:
        return values[self._inner].reshape(-1, 1)

    def _of_columns(self, values: Floats) -> Floats:
        return self._of(np.broadcast_to(values, self._cosines.shape))


def _has_words(lines: Lines) -> Floats:
    """Return 1 for each line with words, and 0 for others."""
    return np.asarray(lines.vectors.any(axis=1), np.float32)


def _agreement(cosines: Floats, en: Lines, fr: Lines) -> Floats:
    """Return the cosine of the difference of each English line to the one before and that of each French line.

    It is clearly above 0 for lines in step, also in free translations, and below 0 for neighbours that changed places.
    """
    product = np.zeros_like(cosines)
    product[1:, 1:] = cosines[1:, 1:] + cosines[:-1, :-1] - cosines[:-1, 1:] - cosines[1:, :-1]
    differences = []
    for lines in (en, fr):
        size = np.full(len(lines.lengths), np.inf, np.float32)  # of equal neighbours, so that nothing is known of them
        size[1:] = np.linalg.norm(np.diff(lines.vectors, axis=0), axis=1)
        size[size < MIN_CHANGE] = np.inf
        differences.append(size)
    return product / (differences[0][:, None] * differences[1][None, :])


def pair_odds(en: Lines, fr: Lines, around: tuple[Lines, Lines]) -> float:
    """Return the log-odds of one pair, given the rivals of its lines: the English and the French lines around it."""
    own = en.vectors @ fr.vectors.T
    row_margin = _margin(own, *_two_best(np.hstack([own, en.vectors @ around[1].vectors.T])))
    column_margin = _margin(own, *_two_best(np.hstack([own, fr.vectors @ around[0].vectors.T])))
    return float(Evidence(own, row_margin, column_margin, np.abs(en.lengths - fr.lengths)).log_odds()[0, 0])


def _two_best(cosines: Floats) -> tuple[Floats, Floats]:
    """Return the best value of each row, and the best one that is not the same."""
    best = cosines.max(axis=1)
    second = np.where(cosines < best[:, None] - MIN_DIFFERENCE, cosines, NO_RIVAL).max(axis=1)
    return best, second


def _margin(own: Floats, best: Floats, second: Floats) -> Floats:
    return own - np.where(own >= best - MIN_DIFFERENCE, second, best)
