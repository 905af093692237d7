"""Word coverage between the two sides of a bead.

Coverage distinguishes a sentence that belongs to a bead from one that was only
appended to it. Words are compared only within a lattice segment, a range of
sentences with more than one candidate alignment; many segments are processed
in one array operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from aligner.types import Doubles, Floats, Ints

if TYPE_CHECKING:
    from aligner.encoders.static import Tokens


NULL_WINDOW = 2  # sentences on each side of a null's position that may cover its words


class WordBlock(NamedTuple):
    """The words of consecutive sentences: unit vectors (w, d), weights (w,), and the first word of each sentence.

    `mass` (n + 1,) is the cumulated weight of the words before each sentence. Every sentence ends with a word
    of weight 0, so that none is empty.
    """

    units: Floats
    weights: Doubles
    starts: Ints
    mass: Doubles

    def word_slice(self, span: Ints) -> slice:
        """Return the slice of the words of a range of sentences."""
        begin, end = span.tolist()
        return slice(int(self.starts[begin]), int(self.starts[end]) if end < len(self.starts) else len(self.units))


class CoverageFeatures(NamedTuple):
    """Coverage of beads, (k,) each; the fields are those of the same name in `BeadWeights`.

    A null has only `around`, a bead with two sides all the others.
    """

    covered: Doubles
    gain: Doubles
    share: Doubles
    own: Doubles
    around: Doubles


def stack_words(sentences: Iterable[Tokens]) -> WordBlock:
    """Concatenate the words of sentences."""
    rows: list[Floats] = []
    for tokens in sentences:
        rows += [tokens.vectors, np.zeros((1, tokens.vectors.shape[1]), np.float32)]
    sizes = [len(vectors) + 1 for vectors in rows[::2]]
    vectors = np.concatenate(rows)
    weights = np.linalg.norm(vectors, axis=1)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    mass = np.concatenate([[0.0], np.add.reduceat(weights.astype(float), starts).cumsum()])
    return WordBlock(vectors / np.maximum(weights, 1e-9)[:, None], weights.astype(float), starts, mass)


def bead_coverage(en: WordBlock, fr: WordBlock, segments: Ints, beads: Ints, owner: Ints) -> CoverageFeatures:
    """Compute the word coverage of beads.

    A word is covered to the degree of its squared cosine with its best match on the other side. It is
    weighted by the norm of its vector, so that frequent words count little.

    Parameters
    ----------
    segments : (s, 2, 2)
        The range of sentences of each segment, by side.
    beads : (k, 4)
        Beads, each within its segment.
    owner : (k,)
        The segment of each bead.
    """
    full = beads[:, 2:].min(axis=1) > 0
    sums = _covered_weights(en, fr, segments, np.maximum(beads[:, 2:].max(axis=0), 2 * NULL_WINDOW).tolist())
    features = CoverageFeatures(*np.zeros((5, len(beads))))
    for column, values in zip(
        features[:4], _two_sided(sums, (en.mass, fr.mass), beads[full], segments[owner[full]]), strict=True
    ):
        column[full] = values
    for own, mass in ((0, en.mass), (1, fr.mass)):
        rows = np.flatnonzero(beads[:, 3 - own] == 0)
        index, border, span = beads[rows, own], beads[rows, 1 - own], segments[owner[rows], 1 - own]
        begin, end = np.maximum(border - NULL_WINDOW, span[:, 0]), np.minimum(border + NULL_WINDOW, span[:, 1])
        table, place = sums[own], begin - span[:, 0]
        gained = table[end - begin, index + 1, place] - table[end - begin, index, place]
        features.around[rows] = gained / np.maximum(mass[index + 1] - mass[index], 1e-9)
    return features


def _two_sided(
    sums: tuple[Doubles, Doubles], masses: tuple[Doubles, Doubles], beads: Ints, spans: Ints
) -> tuple[Doubles, Doubles, Doubles, Doubles]:
    """Compute `covered`, `gain`, `share` and `own` of beads with two sides; `spans` (k, 2, 2) are their segments."""
    covered = []
    gain, share, own = (np.full(len(beads), np.inf) for _ in range(3))
    for side in (0, 1):
        mass, other, table = masses[side], masses[1 - side], sums[side]
        i, j = beads[:, side], beads[:, 1 - side]
        m, n = beads[:, 2 + side], beads[:, 3 - side]
        place = j - spans[:, 1 - side, 0]
        whole, all_words = table[n, i + m, place] - table[n, i, place], np.maximum(mass[i + m] - mass[i], 1e-9)
        covered.append(whole / all_words)
        for first in (0, 1):
            # The coverage that this side loses without the first or last sentence of the other.
            index = place + first * (n > 1)
            loss = whole - (table[n - 1, i + m, index] - table[n - 1, i, index])
            dropped = np.where(first, j, j + n - 1)
            weight = np.maximum(other[dropped + 1] - other[dropped], 1e-9)
            gain = np.where(n > 1, np.minimum(gain, loss / all_words), gain)
            share = np.where(n > 1, np.minimum(share, loss / weight), share)
            # The coverage of this side's own first or last sentence.
            index = np.where(first, i, i + m - 1)
            weight = np.maximum(mass[index + 1] - mass[index], 1e-9)
            part = (table[n, index + 1, place] - table[n, index, place]) / weight
            own = np.where(m > 1, np.minimum(own, part), own)
    merged = beads[:, 2:].sum(axis=1) > 2
    gain, share, own = (np.where(merged, values, 0.0) for values in (gain, share, own))
    return np.minimum(*covered), gain, share, own


def _covered_weights(en: WordBlock, fr: WordBlock, segments: Ints, max_sizes: Sequence[int]) -> tuple[Doubles, Doubles]:
    """Return per side `sums[n, i, j]`: covered weight of its first i sentences by the other's n sentences from j on.

    j is counted within the segment; only differences between two i of that segment are meaningful.
    """
    widths = (segments[:, :, 1] - segments[:, :, 0]).max(axis=0)
    best = np.zeros((len(en.units), widths[1])), np.zeros((len(fr.units), widths[0]))
    for span in segments[(segments[:, :, 0] < segments[:, :, 1]).all(axis=1)]:
        rows, columns = en.word_slice(span[0]), fr.word_slice(span[1])
        cosines = en.units[rows] @ fr.units[columns].T
        starts = fr.starts[slice(*span[1])] - columns.start
        best[0][rows, : len(starts)] = np.maximum.reduceat(cosines, starts, axis=1)
        starts = en.starts[slice(*span[0])] - rows.start
        best[1][columns, : len(starts)] = np.maximum.reduceat(cosines, starts, axis=0).T
    return _window_sums(best[0], en, max_sizes[1]), _window_sums(best[1], fr, max_sizes[0])


def _window_sums(best: Doubles, block: WordBlock, max_size: int) -> Doubles:
    window = best = np.maximum(best, 0.0) ** 2 * block.weights[:, None]
    sums = np.zeros((max_size + 1, len(block.starts) + 1, best.shape[1] + 1))
    for n in range(1, min(max_size, best.shape[1]) + 1):
        if n > 1:
            window = np.maximum(window[:, :-1], best[:, n - 1 :])
        sums[n, 1:, : window.shape[1]] = np.add.reduceat(window, block.starts, axis=0).cumsum(axis=0)
    return sums
