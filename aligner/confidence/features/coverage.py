"""How well the words of two texts tell each other, from the encoder's vectors of words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.word_table import WordTable
from aligner.encoders import load_embedded

FIGURES = (
    "covered_en", "covered_fr", "worst_en", "worst_fr", "lost_en", "lost_fr", "disorder", "linked", "jumps",
)  # fmt: skip
ROOM = 1 << 18  # numbers of a batch of padded texts
PART = 3  # a stretch is this part of a text
SHORTEST = 3  # words of a stretch
LOST = 0.4  # cosine below which no word of the other side is a counterpart
JUMP = 6  # words over which a step is no longer
FIRM = 0.45  # and above which two words that are each other's best are linked
Floats = NDArray[np.float32]
Places = NDArray[np.int64]


class Coverage(NamedTuple):
    """What the words of some pairs tell.

    Attributes
    ----------
    figures : (pairs, len(FIGURES))
        Of each side: the share of its words that the other side covers, the
        least such share of a stretch of a third of it, and how many words have no
        counterpart, in terms of words of common weight. `disorder` is the share
        of pairs of links that cross, `linked` the share of words that are
        linked.
    sums : for each side, (pairs, d), the vectors of its words together
    best : for each side, (words,), the likeness of each word to the other side's likest
    place : for each side, (words,), which word of the other text that is
    """

    figures: NDArray[np.float64]
    sums: tuple[Floats, Floats]
    best: tuple[Floats, Floats]
    place: tuple[Places, Places]


def coverage_features(en: WordTable, fr: WordTable) -> Coverage:
    """Compare the words of pairs of texts.

    Notes
    -----
    A word counts by the length of its vector, so that frequent words count
    little, and is covered as far as the square of its cosine to the likest word
    of the other side (as BERTScore recalls words, Zhang et al. 2020).
    """
    every = en, fr
    tables = [_Table.of(side) for side in every]
    count = len(en.sizes)
    figures = np.zeros((count, len(FIGURES)))
    sums = [np.zeros((count, table.vectors.shape[1]), np.float32) for table in tables]
    best = [np.zeros(len(side.kind), np.float32) for side in every]
    place = [np.zeros(len(side.kind), np.int64) for side in every]
    for group in _groups(en.sizes, fr.sizes):
        left, right = (table.padded(group) for table in tables)
        alike = left.vectors @ right.vectors.transpose(0, 2, 1)
        alike *= (1 / np.maximum(left.heavy, 1e-9))[:, :, None]
        alike *= (1 / np.maximum(right.heavy, 1e-9))[:, None]
        # Rounded, so that of two equal words the first is the likest, whatever texts stand beside.
        np.maximum(alike, 0.0, out=alike).round(4, out=alike)
        places = alike.argmax(axis=2), alike.argmax(axis=1)
        tops = (
            np.take_along_axis(alike, places[0][:, :, None], 2)[:, :, 0],
            np.take_along_axis(alike, places[1][:, None], 1)[:, 0],
        )
        rows = [_share(top, side.heavy, side.sizes) for top, side in zip(tops, (left, right), strict=True)]
        figures[group, :6] = np.stack(rows, axis=2).reshape(len(group), 6)
        figures[group, 6:] = _order(*places, tops[0], np.minimum(left.sizes, right.sizes))
        for at, side in enumerate((left, right)):
            sums[at][group] = side.vectors.sum(axis=1)
            best[at][side.words] = tops[at][side.inside]
            place[at][side.words] = places[at][side.inside]
    for at in (0, 1):  # a text without a counterpart has a vector all the same
        lone = np.flatnonzero((every[at].sizes > 0) & (every[1 - at].sizes == 0))
        for text in lone.tolist():
            sums[at][text] = tables[at].padded(np.array([text])).vectors[0].sum(axis=0)
    return Coverage(figures, (sums[0], sums[1]), (best[0], best[1]), (place[0], place[1]))


class _Padded(NamedTuple):
    """Some texts side by side: vectors of their words (k, n, d), how long those are (k, n), words of each (k,).

    What is beyond a text's words is zero; `inside` (k, n) tells where it is not, `words` which words stand there.
    """

    vectors: Floats
    heavy: Floats
    sizes: Places
    inside: NDArray[np.bool_]
    words: Places


class _Table(NamedTuple):
    """The vectors of the different words of some texts, one of nothing last, and how long each is."""

    vectors: Floats
    heavy: Floats
    kind: Places
    sizes: Places
    first: Places

    @classmethod
    def of(cls, side: WordTable) -> _Table:
        vectors = load_embedded().vectors(side.kinds)
        vectors = np.concatenate([vectors, np.zeros((1, vectors.shape[1]), np.float32)])
        heavy = np.sqrt(np.einsum("kd,kd->k", vectors, vectors))
        return cls(vectors, heavy, side.kind, side.sizes, side.ends - side.sizes)

    def padded(self, group: Places) -> _Padded:
        sizes = self.sizes[group]
        place = np.arange(sizes.max())
        inside = place < sizes[:, None]
        words = (self.first[group][:, None] + place)[inside]
        kind = np.full(inside.shape, len(self.vectors) - 1)
        kind[inside] = self.kind[words]
        return _Padded(self.vectors[kind], self.heavy[kind], sizes, inside, words)


def _groups(en: Places, fr: Places) -> Iterator[Places]:
    """Texts of like length together, as many as there is room for."""
    longest = np.maximum(en, fr)
    group = list[int]()
    for at in np.argsort(longest, kind="stable").tolist():
        size = int(longest[at])
        if group and (len(group) + 1) * size * max(size, 256) > ROOM:
            yield np.array(group)
            group = []
        if en[at] and fr[at]:
            group.append(at)
    if group:
        yield np.array(group)


def _share(top: Floats, heavy: Floats, sizes: Places) -> NDArray[np.float64]:
    """(k, 3): covered share of one side, of its worst stretch, and the words without a counterpart."""
    whole = np.maximum(heavy.sum(axis=1, dtype=np.float64), 1e-9)
    told = (heavy * top**2).cumsum(axis=1, dtype=np.float64)
    mass = heavy.cumsum(axis=1, dtype=np.float64)
    width = np.minimum(np.maximum(SHORTEST, -(-sizes // PART)), sizes)
    ends = np.arange(1, top.shape[1] + 1)
    begins = ends[None, :] - width[:, None]
    inside = (begins >= 0) & (ends[None, :] <= sizes[:, None])
    before = np.maximum(begins - 1, 0)
    first = begins <= 0
    part_told = told - np.where(first, 0.0, np.take_along_axis(told, before, axis=1))
    part_mass = mass - np.where(first, 0.0, np.take_along_axis(mass, before, axis=1))
    worst = np.where(inside, part_told / np.maximum(part_mass, 1e-9), 1.0).min(axis=1)
    common = whole / sizes
    lost = (np.where(top < LOST, heavy, 0.0).sum(axis=1) / common).clip(0, 8)
    return np.column_stack([told[:, -1] / whole, worst, lost])


def _order(place: Places, back: Places, top: Floats, fewer: NDArray[np.intp]) -> NDArray[np.float64]:
    """(k, 3): links that cross, links, and steps.

    The share of pairs of links that cross; links for each word of the shorter side; how far the
    counterpart of the next word is from where it would be if the order were kept.
    """
    rows = np.arange(place.shape[1])
    linked = (np.take_along_axis(back, place, axis=1) == rows) & (top > FIRM)
    both = linked[:, :, None] & linked[:, None, :] & (rows[:, None] < rows)
    crossed = both & (place[:, :, None] > place[:, None, :])
    counts = both.sum(axis=(1, 2))
    next_to = linked[:, :-1] & linked[:, 1:]
    steps = np.abs(np.diff(place, axis=1) - 1)
    jumps = np.where(next_to, np.minimum(steps, JUMP), 0).sum(axis=1) / np.maximum(next_to.sum(axis=1), 1)
    return np.column_stack([crossed.sum(axis=(1, 2)) / np.maximum(counts, 1), linked.sum(axis=1) / fewer, jumps])
