"""A second look at the beads among which the search leaves a choice, and how likely each of them is.

Three things are known only now: how well the words cover each other, which is
too dear to be asked of every bead; how many sentences this very text leaves
untranslated, by which a null is priced; and how the odds of all ways compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.coverage import coverage_features, stacked
from aligner.alignment.features import evidence
from aligner.alignment.lattice import Doubles, Ints, Lattice
from aligner.alignment.scores import Text
from aligner.alignment.weights import AlignmentWeights, BeadWeights
from aligner.encoders import Words

BEAM = 8.0  # log-odds below the best way within which beads are looked at again
LONGEST = 40  # sentences of a stretch up to which its words are looked at: the work grows with their square
BATCH = 64  # sentences of a side that are read at a time, or a stretch more
USUAL = 0.05  # share of a side's sentences that are nulls, for which `BeadWeights.null` holds
MOST = 0.5  # and the share from which on a null gets no cheaper: it takes a whole text for nothing to fit
FEW = 1.0  # sentences of either kind that are taken as seen before a text is looked at
ROUNDS = 4  # of estimating that share and pricing by it
COVER: Ints = np.array([BeadWeights._fields.index(name) for name in ("covered", "gain", "share", "own", "around")])


class SecondPass:
    """The candidate beads (k, 4), sorted, of a text pair and the ways through them."""

    def __init__(self, en: Text, fr: Text, beads: Ints) -> None:
        self.beads, self.sizes = beads, np.array([len(en), len(fr)])
        self.lattice = Lattice(beads, (len(en), len(fr)))
        self.nulls: NDArray[np.bool_] = beads[:, 2:] == 0
        stretch = self.lattice.stretch
        fork = (beads[1:, :2] == beads[:-1, :2]).all(axis=1)  # two beads that begin at one place
        self.is_open: NDArray[np.bool_] = np.isin(stretch, stretch[1:][fork])  # all others are in every way
        self.open = np.flatnonzero(self.is_open)
        self.figures = evidence(en, fr, beads[self.open])
        self.told = np.zeros(len(self.open), bool)

    def read(self, words: Words, texts: tuple[Sequence[str], Sequence[str]]) -> None:
        """Look at the words of every stretch that is not too long; `texts` are all sentences."""
        for rows, owner, spans in _batches(self.beads[self.open], self.lattice.stretch[self.open]):
            self.told[rows] = True
            places = [[at for span in spans[:, side].tolist() for at in range(*span)] for side in (0, 1)]
            if not all(places):
                continue
            sides = [stacked(words([some[at] for at in here])) for some, here in zip(texts, places, strict=True)]
            # Counted from the first sentence that is read: those of a stretch follow each other here, too.
            sizes = spans[:, :, 1] - spans[:, :, 0]
            begins = np.cumsum(sizes, axis=0) - sizes
            beads = self.beads[self.open[rows]]
            beads[:, :2] += (begins - spans[:, :, 0])[owner]
            near = np.stack([begins, begins + sizes], axis=2)
            self.figures[np.ix_(rows, COVER)] = coverage_features(sides[0], sides[1], near, beads, owner)

    def scores(self, weights: AlignmentWeights) -> tuple[Doubles, Doubles]:
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


def _batches(beads: Ints, stretch: Ints) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Stretches that are not too long, some at a time: numbers of their beads, whose they are, ranges of sentences."""
    if not len(beads):
        return
    order = np.argsort(stretch, kind="stable")
    first = np.flatnonzero(np.diff(stretch[order], prepend=-1))
    begins = np.minimum.reduceat(beads[order, :2], first)
    ends = np.maximum.reduceat(beads[order, :2] + beads[order, 2:], first)
    spans = np.stack([begins, ends], axis=2)
    sizes = (ends - begins).max(axis=1)
    short = np.flatnonzero(sizes <= LONGEST)
    for some in np.split(short, np.flatnonzero(np.diff(np.cumsum(sizes[short]) // BATCH)) + 1):
        of = np.repeat(np.arange(len(first)), np.diff(first, append=len(order)))
        chosen = np.flatnonzero(np.isin(of, some))
        yield order[chosen], np.searchsorted(some, of[chosen]), spans[some]
