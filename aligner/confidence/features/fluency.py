"""How well the words of a text follow each other, whatever they say.

Words belong to classes by the company they keep (Brown et al. 1992), and how often a class follows two others was
counted in texts that people wrote; so « l'conte » and "are is time" show, in any subject. A model of three classes
with what is left over going to two and one (Witten and Bell 1991). Made by scripts.training.fluency.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.word_errors import TokenTable
from aligner.encoders.tokenizer import Ids
from aligner.types import SIDES
from aligner.weights import model_arrays, models_folder

KINDS = ("fluent", "halting", "strange", "lowest", "closing")
FIGURES = tuple(f"{kind}_{side}" for side in SIDES for kind in KINDS)
STRANGE = -1.0  # logarithm from which a word is oddly placed
STRETCH = 4  # words
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Following(NamedTuple):
    """What is known of one language; logarithms are of probabilities, against those without anything before.

    Attributes
    ----------
    classes : (2, pieces) of words of one piece, and of longer ones by their last; 0 for those hardly ever seen
    two : (n, n) of a class after another
    left : (n * n,) logarithm of what three leave to two
    keys, three : of a class after two others, by the number (first * n + second) * n + third, in order
    """

    classes: Ints
    two: Floats
    left: Floats
    keys: Ints
    three: Floats


class Fluency:
    """The model; `load_fluency` reads that of `models/fluency`.

    Raises
    ------
    ModelMissingError
        When the file holds no such model.
    """

    def __init__(self, path: Path) -> None:
        with model_arrays(path, f"no model in {path}", "scripts.training.fluency") as arrays:
            self._sides = [
                Following(
                    arrays[f"{side}.classes"].astype(np.int64),
                    arrays[f"{side}.two"].astype(np.float32),
                    arrays[f"{side}.left"].astype(np.float32),
                    arrays[f"{side}.keys"].astype(np.int64),
                    arrays[f"{side}.three"].astype(np.float32),
                )
                for side in SIDES
            ]

    def ratios(self, kinds: Sequence[Ids], kind: Ints, sizes: Ints, at: int) -> tuple[Floats, Floats]:
        """How much likelier each word is for the two before it: (words,) logarithms, and (texts,) of the end.

        Parameters
        ----------
        kinds : the different words of some texts, each by the numbers of its pieces
        kind : (words,) which of them each word is, text after text
        sizes : (texts,) words of each
        at : 0 for English, 1 for French
        """
        side = self._sides[at]
        last = np.fromiter((word[-1] for word in kinds), np.int64, len(kinds))
        several = np.fromiter(map(len, kinds), np.int64, len(kinds)) > 1
        row, inside, ends = concatenate_with_boundaries(
            side.classes[several.astype(np.int64), last][kind], sizes, len(side.two) - 1
        )
        found = _ratios(side, row)
        return found[inside - 2], found[ends - 3]


def concatenate_with_boundaries(classes: Ints, sizes: Ints, edge: int) -> tuple[Ints, Ints, Ints]:
    """Texts in a row, each with two edges before it and one after it; where its words stand, and where texts end."""
    ends = np.cumsum(sizes + 3)
    row = np.full(int(ends[-1]) if len(ends) else 0, edge)
    inside = np.arange(len(classes)) + 3 * np.repeat(np.arange(len(sizes)), sizes) + 2
    row[inside] = classes
    return row, inside, ends


def _ratios(side: Following, row: Ints) -> Floats:
    count = len(side.two)
    before = row[:-2] * count + row[1:-1]
    keys = before * count + row[2:]
    at = np.minimum(np.searchsorted(side.keys, keys), len(side.keys) - 1)
    return np.where(side.keys[at] == keys, side.three[at], side.left[before] + side.two[row[1:-1], row[2:]])


def fluency_features(texts: TokenTable) -> NDArray[np.float64]:
    """(texts, len(KINDS)): the figures of some texts of a language.

    The mean of the words and of what is below even; the share of strange words; the worst stretch; how it ends.
    """
    figures = np.zeros((len(texts.sizes), len(KINDS)))
    figures[:, 4] = texts.ends
    full = np.flatnonzero(texts.sizes)
    if not len(full):
        return figures
    starts, sizes = (np.cumsum(texts.sizes) - texts.sizes)[full], texts.sizes[full]
    each = texts.follows
    for column, values in enumerate((each, np.minimum(each, 0), each < STRANGE)):
        figures[full, column] = np.add.reduceat(values, starts, dtype=np.float64) / sizes
    figures[full, 3] = np.minimum.reduceat(_stretches(each, starts, sizes), starts)
    # Rounded, so that a sum taken in another order, beside other texts, comes out the same.
    return figures.round(4)


def _stretches(each: Floats, starts: Ints, sizes: Ints) -> NDArray[np.float64]:
    """The mean of each word and those before it in its text, of STRETCH; of fewer only where the text has no more."""
    sums = np.append(0.0, np.cumsum(each, dtype=np.float64))
    begins, wanted = np.repeat(starts, sizes), np.repeat(np.minimum(STRETCH, sizes), sizes)
    place = np.arange(len(each))
    first = place + 1 - wanted
    return np.where(first >= begins, (sums[place + 1] - sums[np.maximum(first, 0)]) / wanted, np.inf)


@cache
def load_fluency(path: Path | None = None) -> Fluency:
    """Read the one of `models/fluency`, or another written by scripts.training.fluency."""
    return Fluency(path or models_folder() / "fluency" / "classes.npz")
