"""A second look at the beads among which the search leaves a choice, and how likely each of them is.

Three things are known only now: how well the words cover each other, which is
too dear to be asked of every bead; how many sentences this very text leaves
untranslated, by which a null is priced; and how the odds of all ways compare.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.align.cost import Text
from aligner.align.evidence import Words, cover, evidence
from aligner.align.lattice import Doubles, Ints, Lattice
from aligner.settings import Evidence, Weights

BEAM = 8.0  # log-odds below the best way within which beads are looked at again
LONGEST = 40  # sentences of a stretch up to which its words are looked at: the work grows with their square
USUAL = 0.05  # share of a side's sentences that are nulls, for which `Evidence.null` holds
MOST = 0.5  # and the share from which on a null gets no cheaper: it takes a whole text for nothing to fit
FEW = 0.5  # sentences of either kind that are taken as seen before a text is looked at
ROUNDS = 4  # of estimating that share and pricing by it
COVER = slice(Evidence._fields.index("covered"), Evidence._fields.index("share") + 1)


class Choice:
    """The candidate beads (k, 4) of a text pair and the ways through them."""

    def __init__(self, en: Text, fr: Text, beads: Ints) -> None:
        self.beads, self.sizes = beads, np.array([len(en), len(fr)])
        self.lattice = Lattice(beads, (len(en), len(fr)))
        self.nulls: NDArray[np.bool_] = beads[:, 2:] == 0
        counts = np.bincount(self.lattice.stretch)
        self.is_open: NDArray[np.bool_] = counts[self.lattice.stretch] > 1  # all others are in every way
        self.open = np.flatnonzero(self.is_open)
        self.figures = evidence(en, fr, beads[self.open])
        self.told = np.zeros(len(self.open), bool)

    def read(self, words: Words, texts: tuple[Sequence[str], Sequence[str]]) -> None:
        """Look at the words of every stretch that is not too long; `texts` are all sentences."""
        spans = _spans(self.beads[self.open], self.lattice.stretch[self.open])
        needed = [sorted({at for rows, span in spans for at in range(*span[side])}) for side in (0, 1)]
        known = [
            dict(zip(at, words([side[i] for i in at]), strict=True)) for at, side in zip(needed, texts, strict=True)
        ]
        for rows, span in spans:
            local = self.beads[self.open[rows]] - np.array([span[0][0], span[1][0], 0, 0])
            full = np.flatnonzero(local[:, 2:].min(axis=1) > 0)
            sides = [[known[side][at] for at in range(*span[side])] for side in (0, 1)]
            if all(sides) and len(full):
                self.figures[rows[full], COVER] = cover(sides[0], sides[1], local[full])
            self.told[rows] = True

    def scores(self, weights: Weights) -> tuple[Doubles, Doubles]:
        """What each bead is worth, and how likely it is, a null being priced by this text's own share of nulls."""
        worth = np.zeros(len(self.beads))
        kinds = np.where(self.told[:, None], np.array(weights.words), np.array(weights.bare))
        worth[self.open] = (self.figures * kinds).sum(axis=1)
        seen = self.sizes * USUAL
        for _ in range(ROUNDS):
            scores = worth + self.priced(seen)
            chances, _ = self.lattice.posteriors(scores)
            seen = chances @ self.nulls[:, ::-1]
        return scores, chances

    def priced(self, nulls: Doubles) -> Doubles:
        """What a null is worth more, for each bead, when so many of each side's sentences are nulls."""
        rate = np.minimum((nulls + FEW) / (self.sizes + 2 * FEW), MOST)
        more = np.log(rate / (1 - rate)) - np.log(USUAL / (1 - USUAL))
        price: Doubles = (self.nulls[:, ::-1] * more).sum(axis=1)
        return price

    def told_nulls(self, chances: Doubles) -> Doubles:
        """The posteriors, those of nulls summed over the places at which a sentence may be left alone."""
        out = chances.copy()
        for side in (0, 1):
            rows = np.flatnonzero(self.nulls[:, 1 - side])
            at = self.beads[rows, side]
            out[rows] = np.minimum(np.bincount(at, chances[rows], self.sizes[side] + 1)[at], 1.0)
        return out


def _spans(beads: Ints, stretch: Ints) -> list[tuple[Ints, tuple[tuple[int, int], tuple[int, int]]]]:
    """Of each stretch that is not too long its beads' numbers and the sentences that it covers."""
    found = []
    order = np.argsort(stretch, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(stretch[order])) + 1):
        if len(rows):
            first, last = beads[rows, :2].min(axis=0).tolist(), (beads[rows, :2] + beads[rows, 2:]).max(axis=0).tolist()
            if max(last[0] - first[0], last[1] - first[1]) <= LONGEST:
                found.append((rows, ((first[0], last[0]), (first[1], last[1]))))
    return found
