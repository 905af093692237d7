"""Two texts of sentences to beads."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.align.anchors import boxes
from aligner.align.cost import Floats, Text, prepare
from aligner.align.search import search
from aligner.settings import Weights
from aligner.types import Bead, Sentence

__all__ = ["align", "beads_of"]


def align(
    en: Sequence[Sentence], fr: Sequence[Sentence], vectors: tuple[Floats, Floats], weights: Weights | None = None
) -> list[Bead]:
    """Align the sentences of two versions of a text.

    Parameters
    ----------
    en, fr : sequences of Sentence
        Paragraph numbers are soft evidence when both sides have several paragraphs.
    vectors : pair of (n, d) float32
        Unit rows, one a sentence.

    Returns
    -------
    list of Bead
        Monotone; every sentence is in exactly one. `score` is the cosine of the two
        sides' summed vectors, 0 for a null.
    """
    weights = weights or Weights()
    use = all(side and side[0].paragraph != side[-1].paragraph for side in (en, fr))
    left, right = (
        prepare(unit, [len(s.text) for s in side], [s.paragraph for s in side] if use else None, weights)
        for unit, side in zip(vectors, (en, fr), strict=True)
    )
    found = search(left, right, boxes(left, right), weights)
    return [Bead(a, b, score) for (a, b), score in zip(found, _cosines(left, right, found), strict=True)]


def _cosines(en: Text, fr: Text, found: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[float]:
    sums = []
    for side, text in enumerate((en, fr)):
        total = np.vstack([np.zeros((1, text.vectors.shape[1])), np.cumsum(text.vectors, axis=0, dtype=np.float64)])
        stops: NDArray[np.int64] = np.array([bead[side] for bead in found], np.int64).reshape(-1, 2)
        rows = total[stops[:, 1]] - total[stops[:, 0]]
        sums.append(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))
    return [float(value) for value in np.round((sums[0] * sums[1]).sum(axis=1), 6)]


def beads_of(bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The sentence indices on each side of a bead."""
    return tuple(range(*bead.en)), tuple(range(*bead.fr))


class _Callable(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> list[Bead]:
        return align(*arguments, **options)


# Once imported, this package hides the function of its name in `from aligner import align`: so it is that, too.
sys.modules[__name__].__class__ = _Callable
