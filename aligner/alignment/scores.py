"""Scores of beads in the first pass: similarity, its margin over the neighbours, lengths and paragraphs.

The vector of several sentences is the weighted sum of their vectors. Therefore
the similarity of every bead follows from one matrix of sentence-by-sentence dot
products, by a summed-area table, and merged texts need not be encoded.
The margin over neighbouring sentences is Bertalign's idea (Liu & Zhu 2022);
the length term is a log-ratio, similar to Gale & Church's (1993).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from aligner.alignment.weights import AlignmentWeights
from aligner.types import Doubles, Floats, Ints, Span

Box = tuple[int, int, int, int]  # en from, en to, fr from, fr to

MAX_LENGTH_RATIO = 1.5  # of a translation and its source, in either direction
COUNTED_MARKS = "?!"  # marks that a translation is likely to share with its source
MAX_SIDE = 8  # most sentences of one side in a bead
SHAPES: tuple[tuple[int, int], ...] = tuple(
    (m, n)
    for m in range(1, MAX_SIDE + 1)
    for n in range(1, MAX_SIDE + 1)
    if min(m, n) == 1 or max(m, n) <= 4 or m + n <= 8
)
# Index of the first shape with 1, 2 ... MAX_SIDE English sentences; French sentences increase from there.
SHAPE_STARTS = [next(index for index, shape in enumerate(SHAPES) if shape[0] == m) for m in range(1, MAX_SIDE + 1)] + [
    len(SHAPES)
]


@dataclass(frozen=True, eq=False)
class TextArrays:
    """One side of a text pair as arrays over its n sentences.

    vectors : (n, d), each sentence's unit vector times its weight
    norms : (MAX_SIDE + 1, n + 1), `norms[m, i]` is the norm of the sum of sentences i-m..i
    ends : (n + 1,), characters before each sentence
    starts : (n + 1,), 1 where a paragraph begins with sentence i
    marks : (2, n + 1), question and exclamation marks before each sentence
    """

    vectors: Floats
    norms: Floats
    ends: Floats
    starts: Floats
    marks: Floats

    @property
    def sentence_count(self) -> int:
        """The number of sentences."""
        return int(self.vectors.shape[0])


def prepare_text(
    unit: Floats, texts: Sequence[str], paragraphs: Sequence[int] | None, weights: AlignmentWeights
) -> TextArrays:
    """Build the arrays of one side.

    Parameters
    ----------
    unit : (n, d)
        Unit vectors of the sentences.
    texts : n texts
    paragraphs : n paragraph numbers
        Without them, paragraphs are no evidence.
    """
    n = len(unit)
    sizes = np.maximum(np.array([len(text) for text in texts], np.float64), 1.0)
    # Longer sentences contribute more to a merged text; a mean weight of 1 keeps the sums small.
    scale = sizes**weights.size / max(float(np.mean(sizes**weights.size)), 1e-9) if n else sizes
    vectors = (unit * scale[:, None]).astype(np.float32)
    norms = np.ones((MAX_SIDE + 1, n + 1), np.float32)
    for m, squares in enumerate(_squares(vectors), 1):
        norms[m, m:] = np.sqrt(np.maximum(squares, 1e-12))
    starts = np.zeros(n + 1, np.float32)
    if paragraphs is not None and n:
        starts[:n] = np.diff(np.asarray(paragraphs), prepend=paragraphs[0] - 1) != 0
    ends, marks = np.zeros(n + 1, np.float32), np.zeros((len(COUNTED_MARKS), n + 1), np.float32)
    np.cumsum(sizes, out=ends[1:])
    for row, mark in zip(marks, COUNTED_MARKS, strict=True):
        np.cumsum([text.count(mark) for text in texts], out=row[1:])
    return TextArrays(vectors, norms, ends, starts, marks)


def _squares(vectors: Floats) -> Iterator[Doubles]:
    """Yield the squared norms of the sums of 1, 2 ... MAX_SIDE neighbours, computed from their dot products."""
    n = len(vectors)
    dots = [np.einsum("nd,nd->n", vectors[k:], vectors[: n - k]).astype(float) for k in range(min(MAX_SIDE, n))]
    total, added = np.zeros(n + 1), -dots[0] if n else np.zeros(0)  # the first sentence's square counts once
    for m in range(1, min(MAX_SIDE, n) + 1):
        # One more sentence in front adds its square and twice its products with those that follow.
        begins = n - m + 1
        added = added[:begins] + 2 * dots[m - 1]
        total = total[1:] + added
        yield total


def sum_vectors(text: TextArrays, begins: Ints, stops: Ints) -> Floats:
    """Sum the vectors of ranges of sentences, (k, d)."""
    out = np.zeros((len(begins), text.vectors.shape[1]), np.float32)
    for step in range(int((stops - begins).max(initial=0))):
        rows = np.flatnonzero(stops - begins > step)
        out[rows] += text.vectors[begins[rows] + step]
    return out


class Edge(NamedTuple):
    """One side of several boxes, cut from its `TextArrays` and padded to one size n.

    norms : (c, MAX_SIDE + 1, n + 1)
    halo : (c, MAX_SIDE + n + 2), norms of single sentences from one before the box to one after it
    ends, starts : (c, n + 1)
    """

    norms: Floats
    halo: Floats
    ends: Floats
    starts: Floats


class Grid(NamedTuple):
    """Several boxes of one text pair, with a halo of one sentence around each.

    dots : (c, MAX_SIDE + rows + 3, MAX_SIDE + columns + 3), summed-area tables with MAX_SIDE zero rows and columns
        first, so that entry MAX_SIDE + x is the sum over everything before sentence x - 1 of the box
    ratio : French characters per English character
    """

    dots: Doubles
    en: Edge
    fr: Edge
    ratio: float


def length_ratio(en: TextArrays, fr: TextArrays) -> float:
    """Return French characters per English one; more than MAX_LENGTH_RATIO is due to sentences that one side lacks."""
    ratio = float(fr.ends[-1]) / max(float(en.ends[-1]), 1.0)
    return min(max(ratio, 1 / MAX_LENGTH_RATIO), MAX_LENGTH_RATIO)


def cut_grid(en: TextArrays, fr: TextArrays, boxes: Sequence[Box]) -> Grid:
    """Cut boxes out of a text pair and build the summed-area tables of their dot products."""
    rows = max(i1 - i0 for i0, i1, _, _ in boxes)
    columns = max(j1 - j0 for _, _, j0, j1 in boxes)
    dots = np.zeros((len(boxes), MAX_SIDE + rows + 3, MAX_SIDE + columns + 3))
    n, m = en.sentence_count, fr.sentence_count
    for index, (i0, i1, j0, j1) in enumerate(boxes):
        a0, a1, b0, b1 = max(i0 - 1, 0), min(i1 + 1, n), max(j0 - 1, 0), min(j1 + 1, m)
        top, left = MAX_SIDE + 2 + a0 - i0, MAX_SIDE + 2 + b0 - j0
        dots[index, top : top + a1 - a0, left : left + b1 - b0] = en.vectors[a0:a1] @ fr.vectors[b0:b1].T
    np.cumsum(dots, axis=1, out=dots)
    np.cumsum(dots, axis=2, out=dots)
    ratio = length_ratio(en, fr)
    return Grid(dots, _cut(en, [box[0] for box in boxes], rows), _cut(fr, [box[2] for box in boxes], columns), ratio)


def _cut(text: TextArrays, begins: Sequence[int], size: int) -> Edge:
    first, count = np.array(begins)[:, None], text.sentence_count
    index = np.minimum(first + np.arange(size + 1), count)
    halo = np.ones((len(begins), MAX_SIDE + size + 2), np.float32)
    halo[:, MAX_SIDE:] = text.norms[1][np.minimum(first + np.arange(size + 2), count)]
    return Edge(np.moveaxis(text.norms[:, index], 0, 1), halo, text.ends[index], text.starts[index])


def score_beads(grid: Grid, first: int, last: int, weights: AlignmentWeights) -> Floats:
    """Score every bead whose last English sentence is `first`..`last` (exclusive), counted from 1.

    Returns
    -------
    (c, last - first, len(SHAPES), columns + 1) float32
        The score of the bead of each shape that ends before French sentence j. Cells whose bead would begin
        before its box are meaningless; the search never reaches them.
    """
    rows, width = np.arange(first, last), grid.fr.ends.shape[1]
    stripe = grid.dots[:, first : MAX_SIDE + last + 2]
    singles_en = _singles_en(stripe, grid, (first, last))
    size_en, start_en = _side_lengths(grid.en, rows, np.sqrt(grid.ratio))
    size_fr, start_fr = _side_lengths(grid.fr, np.arange(width), 1 / np.sqrt(grid.ratio))
    marked = bool(start_en.any() or start_fr.any())
    out = np.empty((len(grid.dots), len(rows), len(SHAPES), width), np.float32)
    for m, (begin, end) in enumerate(pairwise(SHAPE_STARTS), 1):
        n = end - begin
        block = (
            stripe[:, MAX_SIDE + 1 : MAX_SIDE + 1 + len(rows)]
            - stripe[:, MAX_SIDE + 1 - m : MAX_SIDE + 1 - m + len(rows)]
        )
        norm_en = grid.en.norms[:, m, first:last, None]
        singles_fr = ((block[:, :, 1:] - block[:, :, :-1]) / (norm_en * grid.fr.halo[:, None])).astype(np.float32)
        near = singles_fr[:, :, None, MAX_SIDE + 1 : MAX_SIDE + 1 + width] + _shifted(
            singles_fr, MAX_SIDE - 1, (n, width)
        )
        near += singles_en[:, MAX_SIDE + 1 : MAX_SIDE + 1 + len(rows), :n]
        near += singles_en[:, MAX_SIDE - m : MAX_SIDE - m + len(rows), :n]
        dot = block[:, :, None, MAX_SIDE + 1 : MAX_SIDE + 1 + width] - _shifted(block, MAX_SIDE, (n, width))
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


def _shifted(table: NDArray[Any], offset: int, shape: tuple[int, int]) -> NDArray[Any]:
    """Return windows of a table's last axis that begin at offset, offset - 1 ...: shape[0] of them, shape[1] long."""
    *outer, step = table.strides
    return as_strided(table[..., offset:], (*table.shape[:-1], *shape), (*outer, -step, step), writeable=False)


def _singles_en(stripe: Doubles, grid: Grid, span: Span) -> Floats:
    """Return the cosines of single English sentences and French blocks of 1, 2 ... MAX_SIDE that end before j."""
    width = grid.fr.ends.shape[1]
    block = stripe[:, :, None, MAX_SIDE + 1 : MAX_SIDE + 1 + width] - _shifted(stripe, MAX_SIDE, (MAX_SIDE, width))
    norms = grid.en.halo[:, span[0] : MAX_SIDE + span[1] + 1, None, None] * grid.fr.norms[:, None, 1:]
    similarity: Floats = ((block[:, 1:] - block[:, :-1]) / norms).astype(np.float32)
    return similarity


def _side_lengths(edge: Edge, stops: Ints, scale: float) -> tuple[Floats, Floats]:
    """Return log length and paragraph start of the 1, 2 ... MAX_SIDE sentences before each stop."""
    begins = np.maximum(stops - np.arange(1, MAX_SIDE + 1)[:, None], 0)
    lengths = (edge.ends[:, None, stops] - edge.ends[:, begins]) * scale
    return np.log(lengths + 10).astype(np.float32), edge.starts[:, begins]
