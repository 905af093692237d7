"""Vectors of the different words of two texts, of which a long text has very many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from aligner.encoders import load_embedded
from aligner.encoders.tokenizer import PieceIds
from aligner.types import Floats, Ints

MAX_KEPT_KINDS = 1 << 15  # different words of a side whose vectors are kept: a kilobyte each


class VectorTable:
    """The vectors of some words.

    Attributes
    ----------
    rows : (kinds + 1, d) float32
        A vector for each word, not of unit length, and zeros as the last row, for the index -1.
    """

    def __init__(self, kinds: Sequence[PieceIds]) -> None:
        vectors = load_embedded().vectors(kinds)
        self.rows = np.zeros((len(vectors) + 1, vectors.shape[1]), np.float32)
        self.rows[:-1] = vectors

    @cached_property
    def lengths(self) -> Floats:
        """Length of each vector, (kinds + 1,)."""
        return np.asarray(np.sqrt(np.einsum("kd,kd->k", self.rows, self.rows)))

    @cached_property
    def units(self) -> Floats:
        """The vectors at unit length, (kinds + 1, d)."""
        lengths = np.linalg.norm(self.rows, axis=1, keepdims=True)
        return np.asarray(self.rows / np.maximum(lengths, np.float32(1e-9)))


class KindVectors:
    """The vectors of a text's different words: all of them if they are few, else those that are asked for.

    Parameters
    ----------
    kinds : sequence of tuple of int
        The different words, by the ids of their pieces.
    """

    def __init__(self, kinds: Sequence[PieceIds]) -> None:
        self._kinds = kinds

    def select(self, kind: Ints) -> tuple[VectorTable, Ints]:
        """Return a table that has the vectors of some words, and the row of each in it.

        Parameters
        ----------
        kind : array of int of any shape
            Indices of words; -1 for none.
        """
        if len(self._kinds) <= MAX_KEPT_KINDS:
            return self._all, kind
        used, row = np.unique(np.append(-1, kind), return_inverse=True)
        table = VectorTable([self._kinds[number] for number in used[1:].tolist()])
        return table, row[1:].reshape(kind.shape) - 1

    @cached_property
    def _all(self) -> VectorTable:
        return VectorTable(self._kinds)
