"""How much of each side's words the other side of a bead covers.

It tells a sentence that belongs to a bead from one that was only appended to
it. Words are compared only within a stretch, the sentences among which there
is a choice; many stretches are gone through at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from aligner.alignment.lattice import Doubles, Ints
from aligner.alignment.scores import Floats

if TYPE_CHECKING:
    from aligner.encoders.static import Tokens


AROUND = 2  # sentences to each side of a null's place that may cover its words


class WordBlock(NamedTuple):
    """The words of some sentences: unit vectors (w, d), their weights (w,), and where each sentence's begin.

    `mass` (n + 1,) is the weight of the words up to each sentence. A sentence has one word of nothing more,
    so that none is empty.
    """

    units: Floats
    weights: Doubles
    starts: Ints
    mass: Doubles

    def words(self, span: Ints) -> slice:
        """The words of a range of sentences."""
        begin, end = span.tolist()
        return slice(int(self.starts[begin]), int(self.starts[end]) if end < len(self.starts) else len(self.units))


def stacked(texts: Iterable[Tokens]) -> WordBlock:
    """Put the words of sentences together."""
    rows: list[Floats] = []
    for tokens in texts:
        rows += [tokens.vectors, np.zeros((1, tokens.vectors.shape[1]), np.float32)]
    sizes = [len(one) + 1 for one in rows[::2]]
    vectors = np.concatenate(rows)
    weights = np.linalg.norm(vectors, axis=1)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    mass = np.concatenate([[0.0], np.add.reduceat(weights.astype(float), starts).cumsum()])
    return WordBlock(vectors / np.maximum(weights, 1e-9)[:, None], weights.astype(float), starts, mass)


def coverage_features(en: WordBlock, fr: WordBlock, stretches: Ints, beads: Ints, owner: Ints) -> Doubles:
    """How well the words of beads are covered: (k, 5), `covered` to `around` of `Evidence`; a null has the last alone.

    A word is covered by the likest word of the other side, as far as the square of their cosine; it counts
    by its vector's length, so that frequent words count little.

    Parameters
    ----------
    stretches : (s, 2, 2)
        The range of sentences of each stretch, by side.
    beads : (k, 4)
        Beads, each within its stretch.
    owner : (k,)
        Which stretch that is.
    """
    full = beads[:, 2:].min(axis=1) > 0
    sums = _covered(en, fr, stretches, np.maximum(beads[:, 2:].max(axis=0), 2 * AROUND).tolist())
    out = np.zeros((len(beads), 5))
    out[full, :4] = _full(sums, (en.mass, fr.mass), beads[full], stretches[owner[full]])
    for mine, mass in ((0, en.mass), (1, fr.mass)):
        rows = np.flatnonzero(beads[:, 3 - mine] == 0)
        at, border, span = beads[rows, mine], beads[rows, 1 - mine], stretches[owner[rows], 1 - mine]
        begin, end = np.maximum(border - AROUND, span[:, 0]), np.minimum(border + AROUND, span[:, 1])
        table, place = sums[mine], begin - span[:, 0]
        gained = table[end - begin, at + 1, place] - table[end - begin, at, place]
        out[rows, 4] = gained / np.maximum(mass[at + 1] - mass[at], 1e-9)
    return out


def _full(sums: tuple[Doubles, Doubles], masses: tuple[Doubles, Doubles], beads: Ints, spans: Ints) -> Doubles:
    """`covered`, `gain`, `share` and `own` of beads with both sides; `spans` (k, 2, 2) are their stretches."""
    covered = []
    least, share, own = (np.full(len(beads), np.inf) for _ in range(3))
    for mine in (0, 1):
        mass, other, table = masses[mine], masses[1 - mine], sums[mine]
        i, j = beads[:, mine], beads[:, 1 - mine]
        m, n = beads[:, 2 + mine], beads[:, 3 - mine]
        place = j - spans[:, 1 - mine, 0]
        whole, all_words = table[n, i + m, place] - table[n, i, place], np.maximum(mass[i + m] - mass[i], 1e-9)
        covered.append(whole / all_words)
        for first in (0, 1):
            # What the words of this side lose when the other lacks its first or last sentence.
            at = place + first * (n > 1)
            gain = whole - (table[n - 1, i + m, at] - table[n - 1, i, at])
            dropped = np.where(first, j, j + n - 1)
            weight = np.maximum(other[dropped + 1] - other[dropped], 1e-9)
            least = np.where(n > 1, np.minimum(least, gain / all_words), least)
            share = np.where(n > 1, np.minimum(share, gain / weight), share)
            # And what is covered of this side's first or last sentence itself.
            at = np.where(first, i, i + m - 1)
            weight = np.maximum(mass[at + 1] - mass[at], 1e-9)
            own = np.where(m > 1, np.minimum(own, (table[n, at + 1, place] - table[n, at, place]) / weight), own)
    merged = beads[:, 2:].sum(axis=1) > 2
    return np.column_stack([np.minimum(*covered), *(np.where(merged, each, 0.0) for each in (least, share, own))])


def _covered(en: WordBlock, fr: WordBlock, stretches: Ints, most: Sequence[int]) -> tuple[Doubles, Doubles]:
    """For each side `sums[n, i, j]`: covered weight of its first i sentences by the other's n from j on.

    j is counted within the stretch; only differences between two i of that stretch have a meaning.
    """
    widths = (stretches[:, :, 1] - stretches[:, :, 0]).max(axis=0)
    best = np.zeros((len(en.units), widths[1])), np.zeros((len(fr.units), widths[0]))
    for span in stretches[(stretches[:, :, 0] < stretches[:, :, 1]).all(axis=1)]:
        rows, columns = en.words(span[0]), fr.words(span[1])
        alike = en.units[rows] @ fr.units[columns].T
        into = fr.starts[slice(*span[1])] - columns.start
        best[0][rows, : len(into)] = np.maximum.reduceat(alike, into, axis=1)
        into = en.starts[slice(*span[0])] - rows.start
        best[1][columns, : len(into)] = np.maximum.reduceat(alike, into, axis=0).T
    return _sums(best[0], en, most[1]), _sums(best[1], fr, most[0])


def _sums(best: Doubles, mine: WordBlock, most: int) -> Doubles:
    window = best = np.maximum(best, 0.0) ** 2 * mine.weights[:, None]
    sums = np.zeros((most + 1, len(mine.starts) + 1, best.shape[1] + 1))
    for n in range(1, min(most, best.shape[1]) + 1):
        if n > 1:
            window = np.maximum(window[:, :-1], best[:, n - 1 :])
        sums[n, 1:, : window.shape[1]] = np.add.reduceat(window, mine.starts, axis=0).cumsum(axis=0)
    return sums
