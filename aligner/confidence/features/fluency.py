"""Fluency: how well the words of a text follow each other, whatever its subject.

Words belong to classes by their contexts (Brown et al. 1992). How often a class follows two others was counted in texts
written by people, so that « l'conte » and "are is time" are improbable. It is a trigram model of classes that backs off
to bigrams and unigrams (Witten and Bell 1991), made by scripts.training.fluency.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.confidence.features.word_errors import TokenTable
from aligner.encoders.tokenizer import PieceIds
from aligner.types import SIDES, Doubles, Floats, Ints
from aligner.weights import model_arrays, models_folder

KINDS = ("fluent", "halting", "strange", "lowest", "closing")
FEATURES = tuple(f"{kind}_{side}" for side in SIDES for kind in KINDS)
MAX_STRANGE_LOG_RATIO = -1.0  # logarithm below which a word is in a strange context
WINDOW_WORDS = 4  # words of a window


class Following(NamedTuple):
    """The model of one language; values are logarithms of probabilities, relative to those without any context.

    Attributes
    ----------
    classes : (2, pieces) class of words of one piece, and of longer words by their last piece; 0 for rare ones
    two : (n, n) of a class after another
    left : (n * n,) logarithm of the back-off weight of two classes
    keys, three : of a class after two others, by the number (first * n + second) * n + third, in order
    """

    classes: Ints
    two: Floats
    left: Floats
    keys: Ints
    three: Floats


class Fluency:
    """The models of both languages; `load_fluency` reads those of `models/fluency`.

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

    def ratios(self, kinds: Sequence[PieceIds], kind: Ints, sizes: Ints, side: int) -> tuple[Floats, Floats]:
        """Return how much more probable each word is because of the two before it, and the same for each text's end.

        Both are logarithms, (words,) and (texts,).

        Parameters
        ----------
        kinds : piece ids of each of the different words
        kind : (words,) index into `kinds`, text after text
        sizes : (texts,) words of each text
        side : 0 for English, 1 for French
        """
        following = self._sides[side]
        last = np.fromiter((word[-1] for word in kinds), np.int64, len(kinds))
        several = np.fromiter(map(len, kinds), np.int64, len(kinds)) > 1
        row, inside, ends = concatenate_with_boundaries(
            following.classes[several.astype(np.int64), last][kind], sizes, len(following.two) - 1
        )
        ratios = _ratios(following, row)
        return ratios[inside - 2], ratios[ends - 3]


def concatenate_with_boundaries(classes: Ints, sizes: Ints, edge: int) -> tuple[Ints, Ints, Ints]:
    """Concatenate the classes of texts, each text with two boundary classes before it and one after it.

    Parameters
    ----------
    classes : (words,)
    sizes : (texts,) words of each text
    edge : class of a boundary

    Returns
    -------
    row : (words + 3 * texts,)
    inside : (words,) places of the words in the row
    ends : (texts,) places after each text with its boundaries
    """
    ends = np.cumsum(sizes + 3)
    row = np.full(int(ends[-1]) if len(ends) else 0, edge)
    inside = np.arange(len(classes)) + 3 * np.repeat(np.arange(len(sizes)), sizes) + 2
    row[inside] = classes
    return row, inside, ends


def _ratios(following: Following, row: Ints) -> Floats:
    """Return the log-ratio of each class of a row but the first two."""
    count = len(following.two)
    before = row[:-2] * count + row[1:-1]
    keys = before * count + row[2:]
    index = np.minimum(np.searchsorted(following.keys, keys), len(following.keys) - 1)
    backed_off = following.left[before] + following.two[row[1:-1], row[2:]]
    return np.where(following.keys[index] == keys, following.three[index], backed_off)


def fluency_features(texts: TokenTable) -> Doubles:
    """Return the features of texts of one language, (texts, len(KINDS)).

    They are the mean log-ratio of the words, the same of negative ones only, the share of strange words, the mean of
    the worst window, and the log-ratio of the end.
    """
    features = np.zeros((len(texts.sizes), len(KINDS)))
    features[:, 4] = texts.ends
    full = np.flatnonzero(texts.sizes)
    if not len(full):
        return features
    starts, sizes = (np.cumsum(texts.sizes) - texts.sizes)[full], texts.sizes[full]
    ratios = texts.follows
    for column, values in enumerate((ratios, np.minimum(ratios, 0), ratios < MAX_STRANGE_LOG_RATIO)):
        features[full, column] = np.add.reduceat(values, starts, dtype=np.float64) / sizes
    features[full, 3] = np.minimum.reduceat(_window_means(ratios, starts, sizes), starts)
    # Rounded, so that the order of a sum, which depends on the other texts, does not change the result.
    return features.round(4)


def _window_means(ratios: Floats, starts: Ints, sizes: Ints) -> Doubles:
    """Return the mean of the window that ends at each word; a window is shorter only if its whole text is."""
    sums = np.append(0.0, np.cumsum(ratios, dtype=np.float64))
    begins, wanted = np.repeat(starts, sizes), np.repeat(np.minimum(WINDOW_WORDS, sizes), sizes)
    place = np.arange(len(ratios))
    first = place + 1 - wanted
    return np.where(first >= begins, (sums[place + 1] - sums[np.maximum(first, 0)]) / wanted, np.inf)


@cache
def load_fluency(path: Path | None = None) -> Fluency:
    """Read the model of `models/fluency`, or another one written by scripts.training.fluency."""
    return Fluency(path or models_folder() / "fluency" / "classes.npz")
