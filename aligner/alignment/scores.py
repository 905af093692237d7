"""What a bead is worth: similarity, its margin over the neighbours, lengths and paragraphs.

Vectors add: the vector of several sentences is the weighted sum of theirs. So
every bead's similarity follows from one matrix of sentence-by-sentence dot
products, by a summed-area table, and no merged text is ever encoded again.
The margin over neighbouring sentences is Bertalign's idea (Liu & Zhu 2022),
the length term a log-ratio kin to Gale & Church's (1993).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from aligner.alignment.weights import AlignmentWeights

Floats = NDArray[np.float32]
Box = tuple[int, int, int, int]  # en from, en to, fr from, fr to

EXPANSION = 1.5  # most that a translation is longer or shorter than its text
MARKS = "?!"  # what a translation asks and calls out, its text does too
REACH = 8  # most sentences of one side in a bead
SHAPES: tuple[tuple[int, int], ...] = tuple(
    (m, n) for m in range(1, REACH + 1) for n in range(1, REACH + 1) if min(m, n) == 1 or max(m, n) <= 4 or m + n <= 8
)
# Where the shapes of 1, 2 ... REACH English sentences begin: with one French sentence, then with two, and so on.
FIRST = [next(at for at, shape in enumerate(SHAPES) if shape[0] == m) for m in range(1, REACH + 1)] + [len(SHAPES)]


class Text(NamedTuple):
    """One side, ready to align: n sentences.

    vectors : (n, d), each sentence's unit vector times its weight
    norms : (REACH + 1, n + 1), `norms[m, i]` the length of the sum of sentences i-m..i
    ends : (n + 1,), characters up to each sentence
    starts : (n + 1,), 1 where a paragraph begins before sentence i
    marks : (2, n + 1), question and exclamation marks up to each sentence
    """

    vectors: Floats
    norms: Floats
    ends: Floats
    starts: Floats
    marks: Floats

    def __len__(self) -> int:  # number of sentences, not of fields
        return int(self.vectors.shape[0])


def prepare(unit: Floats, texts: Sequence[str], paragraphs: Sequence[int] | None, weights: AlignmentWeights) -> Text:
    """Make a `Text` of (n, d) unit vectors, the sentences and their paragraph numbers.

    Without paragraph numbers, paragraphs say nothing.
    """
    n = len(unit)
    sizes = np.maximum(np.array([len(text) for text in texts], np.float64), 1.0)
    # Longer sentences say more of a merged text; the mean of 1 keeps sums small.
    scale = sizes**weights.size / max(float(np.mean(sizes**weights.size)), 1e-9) if n else sizes
    vectors = (unit * scale[:, None]).astype(np.float32)
    norms = np.ones((REACH + 1, n + 1), np.float32)
    for m, squares in enumerate(_squares(vectors), 1):
        norms[m, m:] = np.sqrt(np.maximum(squares, 1e-12))
    starts = np.zeros(n + 1, np.float32)
    if paragraphs is not None and n:
        starts[:n] = np.diff(np.asarray(paragraphs), prepend=paragraphs[0] - 1) != 0
    ends, marks = np.zeros(n + 1, np.float32), np.zeros((len(MARKS), n + 1), np.float32)
    np.cumsum(sizes, out=ends[1:])
    for row, mark in zip(marks, MARKS, strict=True):
        np.cumsum([text.count(mark) for text in texts], out=row[1:])
    return Text(vectors, norms, ends, starts, marks)


def _squares(vectors: Floats) -> Iterator[NDArray[np.float64]]:
    """Squared lengths of the sums of 1, 2 ... REACH neighbours, from their dot products."""
    n = len(vectors)
    dots = [np.einsum("nd,nd->n", vectors[k:], vectors[: n - k]).astype(float) for k in range(min(REACH, n))]
    whole, more = np.zeros(n + 1), -dots[0] if n else np.zeros(0)  # the first sentence's square counts once
    for m in range(1, min(REACH, n) + 1):
        # One sentence more, the first: its square, and twice its products with those that follow.
        begins = n - m + 1
        more = more[:begins] + 2 * dots[m - 1]
        whole = whole[1:] + more
        yield whole


def summed(text: Text, begins: NDArray[np.int64], stops: NDArray[np.int64]) -> Floats:
    """Sums of the vectors of some ranges of sentences, (k, d)."""
    out = np.zeros((len(begins), text.vectors.shape[1]), np.float32)
    for step in range(int((stops - begins).max(initial=0))):
        rows = np.flatnonzero(stops - begins > step)
        out[rows] += text.vectors[begins[rows] + step]
    return out


class Edge(NamedTuple):
    """One side of several boxes, cut from its `Text` and padded to one size n.

    `norms` is (c, REACH + 1, n + 1); `ends` and `starts` are (c, n + 1). `halo` is
    (c, REACH + n + 2): the norms of single sentences from one before the box to one after it.
    """

    norms: Floats
    halo: Floats
    ends: Floats
    starts: Floats


class Grid(NamedTuple):
    """Several boxes of one text pair, with a halo of one sentence around each.

    `dots` is (c, REACH + rows + 3, REACH + columns + 3): summed-area tables, REACH zero rows and columns first, so
    that entry REACH + x sums everything before sentence x - 1 of the box. `ratio` is French characters per English.
    """

    dots: NDArray[np.float64]
    en: Edge
    fr: Edge
    ratio: float


def expansion(en: Text, fr: Text) -> float:
    """French characters per English one; what is beyond EXPANSION comes of sentences that one side lacks."""
    ratio = float(fr.ends[-1]) / max(float(en.ends[-1]), 1.0)
    return min(max(ratio, 1 / EXPANSION), EXPANSION)


def grid(en: Text, fr: Text, boxes: Sequence[Box]) -> Grid:
    """Cut boxes out of a text pair and sum their dot products."""
    rows = max(i1 - i0 for i0, i1, _, _ in boxes)
    columns = max(j1 - j0 for _, _, j0, j1 in boxes)
    dots = np.zeros((len(boxes), REACH + rows + 3, REACH + columns + 3))
    for at, (i0, i1, j0, j1) in enumerate(boxes):
        a0, a1, b0, b1 = max(i0 - 1, 0), min(i1 + 1, len(en)), max(j0 - 1, 0), min(j1 + 1, len(fr))
        top, left = REACH + 2 + a0 - i0, REACH + 2 + b0 - j0
        dots[at, top : top + a1 - a0, left : left + b1 - b0] = en.vectors[a0:a1] @ fr.vectors[b0:b1].T
    np.cumsum(dots, axis=1, out=dots)
    np.cumsum(dots, axis=2, out=dots)
    ratio = expansion(en, fr)
    return Grid(dots, _cut(en, [box[0] for box in boxes], rows), _cut(fr, [box[2] for box in boxes], columns), ratio)


def _cut(text: Text, begins: Sequence[int], size: int) -> Edge:
    first = np.array(begins)[:, None]
    at = np.minimum(first + np.arange(size + 1), len(text))
    halo = np.ones((len(begins), REACH + size + 2), np.float32)
    halo[:, REACH:] = text.norms[1][np.minimum(first + np.arange(size + 2), len(text))]
    return Edge(np.moveaxis(text.norms[:, at], 0, 1), halo, text.ends[at], text.starts[at])


def scores(grid: Grid, first: int, last: int, weights: AlignmentWeights) -> Floats:
    """Score every bead whose last English sentence is `first`..`last` (exclusive), counted from 1.

    Returns
    -------
    (c, last - first, len(SHAPES), columns + 1) float32
        For the bead of each shape that ends before French sentence j. Cells whose bead would begin
        before its box hold numbers without meaning; the search never comes from there.
    """
    rows, width = np.arange(first, last), grid.fr.ends.shape[1]
    stripe = grid.dots[:, first : REACH + last + 2]
    singles_en = _singles_en(stripe, grid, (first, last))
    size_en, start_en = _measures(grid.en, rows, np.sqrt(grid.ratio))
    size_fr, start_fr = _measures(grid.fr, np.arange(width), 1 / np.sqrt(grid.ratio))
    marked = bool(start_en.any() or start_fr.any())
    out = np.empty((len(grid.dots), len(rows), len(SHAPES), width), np.float32)
    for m, (begin, end) in enumerate(pairwise(FIRST), 1):
        n = end - begin
        block = stripe[:, REACH + 1 : REACH + 1 + len(rows)] - stripe[:, REACH + 1 - m : REACH + 1 - m + len(rows)]
        norm_en = grid.en.norms[:, m, first:last, None]
        singles_fr = ((block[:, :, 1:] - block[:, :, :-1]) / (norm_en * grid.fr.halo[:, None])).astype(np.float32)
        near = singles_fr[:, :, None, REACH + 1 : REACH + 1 + width] + _shifted(singles_fr, REACH - 1, (n, width))
        near += singles_en[:, REACH + 1 : REACH + 1 + len(rows), :n]
        near += singles_en[:, REACH - m : REACH - m + len(rows), :n]
        dot = block[:, :, None, REACH + 1 : REACH + 1 + width] - _shifted(block, REACH, (n, width))
        value: Floats = np.divide(dot, norm_en[..., None] * grid.fr.norms[:, None, 1 : n + 1], dtype=np.float32)
        value *= weights.likeness
        near *= weights.margin / 4
        value -= near
        value -= weights.length * np.abs(size_fr[:, None, :n] - size_en[:, m - 1, :, None, None])
        if marked:
            value -= weights.start * np.abs(start_fr[:, None, :n] - start_en[:, m - 1, :, None, None])
        merged = np.arange(m, m + n, dtype=np.float32)[:, None]
        value -= weights.merge * (merged - 1) + weights.base
        np.multiply(value, ((merged + 1) / 2) ** weights.growth, out=out[:, :, begin:end])
    return out


def _shifted(table: NDArray[Any], at: int, shape: tuple[int, int]) -> NDArray[Any]:
    """The stretches of a table's last axis that begin at `at`, at - 1, at - 2 ...: shape[0] of them, shape[1] long."""
    *whole, step = table.strides
    return as_strided(table[..., at:], (*table.shape[:-1], *shape), (*whole, -step, step), writeable=False)


def _singles_en(stripe: NDArray[np.float64], grid: Grid, span: tuple[int, int]) -> Floats:
    """How like each single English sentence is to the French blocks of 1, 2 ... REACH that end before j."""
    width = grid.fr.ends.shape[1]
    block = stripe[:, :, None, REACH + 1 : REACH + 1 + width] - _shifted(stripe, REACH, (REACH, width))
    norms = grid.en.halo[:, span[0] : REACH + span[1] + 1, None, None] * grid.fr.norms[:, None, 1:]
    similarity: Floats = ((block[:, 1:] - block[:, :-1]) / norms).astype(np.float32)
    return similarity


def _measures(edge: Edge, stops: NDArray[np.int64], scale: float) -> tuple[Floats, Floats]:
    """Logarithm of the length, and whether a paragraph begins, of the 1, 2 ... REACH sentences before each stop."""
    begins = np.maximum(stops - np.arange(1, REACH + 1)[:, None], 0)
    lengths = (edge.ends[:, None, stops] - edge.ends[:, begins]) * scale
    return np.log(lengths + 10).astype(np.float32), edge.starts[:, begins]
