"""What speaks for a bead, looked at more closely than every bead can be: figures for a few candidates.

The search weighs all beads by what tables give it. Where that leaves a choice,
these figures decide: how like the two sides are, the weakest of the sentences
that could be dropped, lengths, paragraphs, and how much of each side's words
the other side covers, which tells a sentence that belongs to a bead from one
that was only appended to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from aligner.align.cost import REACH, Floats, Text, expansion, summed
from aligner.align.lattice import Doubles, Ints
from aligner.settings import Evidence

if TYPE_CHECKING:
    from aligner.encoders.static import Tokens

ROWS = 4096  # beads whose vectors are held at a time
NEAR = 3  # sentences to each side of a null among which it may have a likeness
USUAL = 80  # characters of a sentence
SPREAD = 6.8  # variance of a length in characters, for each character (Gale & Church 1993)
FAR = 25.0  # a squared deviation in lengths beyond which more says no more


class Words(Protocol):
    """Vectors of the words of each text, as `StaticEncoder.encode_tokens` gives them."""

    def __call__(self, texts: Sequence[str]) -> Iterable[Tokens]: ...


def evidence(en: Text, fr: Text, beads: Ints) -> Doubles:
    """Figures of beads (k, 4): (k, len(Evidence._fields)), those of words left at 0; a null has the last three only."""
    out = np.zeros((len(beads), len(Evidence._fields)))
    full = np.flatnonzero(beads[:, 2:].min(axis=1, initial=1) > 0)
    for at in range(0, len(full), ROWS):
        rows = full[at : at + ROWS]
        begins, sizes = beads[rows, :2], beads[rows, 2:]
        out[rows] = _figures((en, fr), begins, begins + sizes)
    for mine, other in ((en, fr), (fr, en)):
        side = int(mine is fr)
        rows = np.flatnonzero(beads[:, 3 - side] == 0)
        unit = mine.vectors[beads[rows, side]] / mine.norms[1, beads[rows, side] + 1, None]
        nearest = np.zeros(len(mine))  # by sentence: in which order nulls stand must not matter
        for step in range(-NEAR, NEAR):
            np.maximum.at(nearest, beads[rows, side], _cosines(other, beads[rows, 1 - side] + step, unit))
        long = np.log((mine.ends[beads[rows, side] + 1] - mine.ends[beads[rows, side]] + 10) / (USUAL + 10))
        out[rows, -3:] = np.column_stack([np.ones(len(rows)), nearest[beads[rows, side]], long])
    return out


def _figures(texts: tuple[Text, Text], begins: Ints, stops: Ints) -> Doubles:
    sizes = stops - begins
    blocks = [_unit(summed(text, begins[:, at], stops[:, at])) for at, text in enumerate(texts)]
    near = np.zeros(len(begins))
    for at, text in enumerate(texts):
        other = blocks[1 - at]
        for place in (begins[:, at] - 1, stops[:, at]):
            near += _cosines(text, place, other)
    merged = sizes.sum(axis=1) - 2
    half = np.sqrt(expansion(*texts))
    long_en = (texts[0].ends[stops[:, 0]] - texts[0].ends[begins[:, 0]]) * half
    long_fr = (texts[1].ends[stops[:, 1]] - texts[1].ends[begins[:, 1]]) / half
    starts, ends = ([t.starts[place[:, at]] for at, t in enumerate(texts)] for place in (begins, stops))
    figures = {
        "likeness": np.einsum("kd,kd->k", *blocks),
        "margin": near / 4,
        "length": np.abs(np.log((long_fr + 10) / (long_en + 10))),
        "deviation": np.minimum((long_fr - long_en) ** 2 / (SPREAD * (long_fr + long_en + 20)), FAR),
        "merge": merged,
        "both": sizes.min(axis=1) - 1,
        "single": merged == 0,
        "base": np.ones(len(sizes)),
        "start": np.abs(starts[0] - starts[1]),
        "end": np.abs(ends[0] - ends[1]),
    }
    nothing = np.zeros(len(sizes))
    return np.column_stack([figures.get(name, nothing) for name in Evidence._fields])


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return unit


def _cosines(text: Text, places: Ints, blocks: Floats) -> Doubles:
    """Likeness of single sentences to blocks; 0 where there is no such sentence."""
    there = (places >= 0) & (places < len(text))
    if not len(text):
        return np.zeros(len(places))
    at = np.clip(places, 0, len(text) - 1)
    cosines: Doubles = np.einsum("kd,kd->k", text.vectors[at], blocks) / text.norms[1, at + 1]
    return np.where(there, cosines, 0.0)


def cover(en: Sequence[Tokens], fr: Sequence[Tokens], beads: Ints) -> Doubles:
    """How well the words of beads are covered: (k, 3), `covered`, `gain` and `share` of `Evidence`.

    A word is covered by the likest word of the other side, as far as the square of their cosine; it counts
    by its vector's length, so that frequent words count little.

    Parameters
    ----------
    en, fr : sequences of Tokens
        The words of a stretch's sentences.
    beads : (k, 4)
        Beads of the stretch, counted from its beginning.
    """
    words = [_stacked(side) for side in (en, fr)]
    alike = words[0][0] @ words[1][0].T
    out, least, share = [], np.full(len(beads), np.inf), np.full(len(beads), np.inf)
    masses = [np.concatenate([[0.0], np.add.reduceat(weights, starts).cumsum()]) for _, weights, starts in words]
    for mine, table in ((0, alike), (1, alike.T)):
        i, j = beads[:, mine], beads[:, 1 - mine]
        m, n = beads[:, 2 + mine], beads[:, 3 - mine]
        sums = _sums(table, words[mine], words[1 - mine][2])
        whole, mass = sums[n, i + m, j] - sums[n, i, j], np.maximum(masses[mine][i + m] - masses[mine][i], 1e-9)
        out.append(whole / mass)
        several = n > 1
        for first in (0, 1):  # what the words of this side lose when the other lacks its first or last sentence
            rest = sums[n - 1, i + m, j + first * several] - sums[n - 1, i, j + first * several]
            dropped = np.where(first, j, j + n - 1)
            least = np.where(several, np.minimum(least, (whole - rest) / mass), least)
            own = np.maximum(masses[1 - mine][dropped + 1] - masses[1 - mine][dropped], 1e-9)
            share = np.where(several, np.minimum(share, (whole - rest) / own), share)
    merged = beads[:, 2:].sum(axis=1) > 2
    return np.column_stack([
        np.minimum(*out), np.where(merged, least, 0.0), np.where(merged, share, 0.0),
    ])  # fmt: skip


def _stacked(side: Sequence[Tokens]) -> tuple[Floats, Doubles, NDArray[np.intp]]:
    """Unit vectors of all words, their weights, and where each sentence's begin; a sentence has one of nothing more."""
    counts = [len(tokens.vectors) + 1 for tokens in side]
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    rows = np.zeros((sum(counts), side[0].vectors.shape[1]), np.float32)
    for start, tokens in zip(starts, side, strict=True):
        rows[start : start + len(tokens.vectors)] = tokens.vectors
    weights = np.linalg.norm(rows, axis=1)
    return rows / np.maximum(weights, 1e-9)[:, None], weights.astype(float), starts


def _sums(alike: Floats, mine: tuple[Floats, Doubles, NDArray[np.intp]], theirs: NDArray[np.intp]) -> Doubles:
    """`sums[n, i, j]`: covered weight of this side's first i sentences by the other's n from j on."""
    best = np.maximum(np.maximum.reduceat(alike, theirs, axis=1), 0.0).astype(float) ** 2 * mine[1][:, None]
    sums = np.zeros((REACH + 1, len(mine[2]) + 1, best.shape[1] + 1))
    window = best
    for n in range(1, min(REACH, best.shape[1]) + 1):
        if n > 1:
            window = np.maximum(window[:, :-1], best[:, n - 1 :])
        sums[n, 1:, : window.shape[1]] = np.add.reduceat(window, mine[2], axis=0).cumsum(axis=0)
    return sums
