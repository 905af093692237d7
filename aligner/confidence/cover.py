"""How well the words of two texts tell each other, from the encoder's vectors of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.static import Tokens

FIGURES = (
    "covered_en", "covered_fr", "worst_en", "worst_fr", "lost_en", "lost_fr", "disorder", "linked", "jumps",
)  # fmt: skip
MOST = 600  # words of a side that are looked at
ROOM = 1 << 18  # numbers of a batch of padded texts
PART = 3  # a stretch is this part of a text
SHORTEST = 3  # words of a stretch
LOST = 0.4  # cosine below which no word of the other side is a counterpart
JUMP = 6  # words over which a step is no longer
FIRM = 0.45  # and above which two words that are each other's best are linked
Floats = NDArray[np.float32]
Places = NDArray[np.int64]


class Cover(NamedTuple):
    """What the words of some pairs tell.

    Attributes
    ----------
    figures : (pairs, len(FIGURES))
        Of each side: the share of its words that the other side covers, the
        least such share of a stretch of a third of it, and how many words have no
        counterpart, in terms of words of common weight. `disorder` is the share
        of pairs of links that cross, `linked` the share of words that are
        linked.
    best : per pair, the likeness of each English and of each French word to the other side's likest
    place : per pair, which word that is
    """

    figures: NDArray[np.float64]
    best: list[tuple[Floats, Floats]]
    place: list[tuple[Places, Places]]


def cover(en: Sequence[Tokens], fr: Sequence[Tokens]) -> Cover:
    """Compare the words of pairs of texts.

    Notes
    -----
    A word counts by the length of its vector, so that frequent words count
    little, and is covered as far as the square of its cosine to the likest word
    of the other side (as BERTScore recalls words, Zhang et al. 2020).
    """
    figures = np.zeros((len(en), len(FIGURES)))
    counts = [(min(len(a.vectors), MOST), min(len(b.vectors), MOST)) for a, b in zip(en, fr, strict=True)]
    best: list[tuple[Floats, Floats]] = [(np.zeros(m, np.float32), np.zeros(n, np.float32)) for m, n in counts]
    place: list[tuple[Places, Places]] = [(np.zeros(m, np.int64), np.zeros(n, np.int64)) for m, n in counts]
    for group in _groups(counts):
        sides = [_padded([texts[at].vectors[:MOST] for at in group]) for texts in (en, fr)]
        (left, heavy_en, sizes_en), (right, heavy_fr, sizes_fr) = sides
        # Rounded, so that of two equal words the first is the likest, whatever texts stand beside.
        alike = np.maximum(left @ right.transpose(0, 2, 1), 0.0).round(4)
        places = alike.argmax(axis=2), alike.argmax(axis=1)
        tops = (
            np.take_along_axis(alike, places[0][:, :, None], 2)[:, :, 0],
            np.take_along_axis(alike, places[1][:, None], 1)[:, 0],
        )
        rows = [
            _share(top, heavy, sizes)
            for top, heavy, sizes in zip(tops, (heavy_en, heavy_fr), (sizes_en, sizes_fr), strict=True)
        ]
        figures[group, :6] = np.stack(rows, axis=2).reshape(len(group), 6)
        figures[group, 6:] = _order(*places, tops[0], np.minimum(sizes_en, sizes_fr))
        for row, at in enumerate(group):
            m, n = counts[at]
            best[at] = tops[0][row, :m], tops[1][row, :n]
            place[at] = places[0][row, :m], places[1][row, :n]
    return Cover(figures, best, place)


def _groups(sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Texts of like length together, as many as there is room for."""
    group: list[int] = []
    longest = 0
    for at in sorted((at for at, size in enumerate(sizes) if min(size)), key=lambda at: (max(sizes[at]), at)):
        longest = max(sizes[at])
        if group and (len(group) + 1) * longest * max(longest, 256) > ROOM:
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _padded(vectors: Sequence[Floats]) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Unit vectors (k, n, d), their lengths (k, n), and how many words each text has; what is beyond is zero."""
    sizes = np.array([len(rows) for rows in vectors], np.intp)
    table = np.zeros((len(vectors), int(sizes.max()), vectors[0].shape[1]), np.float32)
    for row, own in enumerate(vectors):
        table[row, : len(own)] = own
    heavy = np.sqrt(np.einsum("knd,knd->kn", table, table))
    table /= np.maximum(heavy, 1e-9)[:, :, None]
    return table, heavy, sizes


def _share(top: Floats, heavy: Floats, sizes: NDArray[np.intp]) -> NDArray[np.float64]:
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
