"""The candidate beads of a text pair as a lattice: the best way through it, and how likely each bead is.

A way through is a chain of beads from the first sentences to the last. Nulls
of both sides between two beads stand in one order, English first, so that no
alignment is counted twice. Between places that every way passes, stretches
are independent of each other and are gone through all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]
NEVER = -1e30  # a logarithm of nothing that arithmetic leaves finite


class LatticeLayer(NamedTuple):
    """Links that end at one distance: their place among all, the nodes they come from, those they lead to.

    `begins` is where the links to each target begin.
    """

    links: slice
    sources: Ints
    targets: Ints
    begins: Ints


class Lattice:
    """Ways through candidate beads.

    Parameters
    ----------
    beads : (k, 4) int
        Sentences before the bead on the English and French side, and its own on each; some chain of
        them leads from (0, 0) to `ends`.
    ends : (int, int)
        Sentences of the two texts.

    Attributes
    ----------
    stretch : (k,) int
        Which stretch a bead is in. A bead alone in its stretch is in every way.
    """

    def __init__(self, beads: Ints, ends: tuple[int, int]) -> None:
        beads = np.vstack([beads, [[*ends, 1, 1]]])  # one bead more, so that every way ends at one node
        begin, stop = beads[:, :2].sum(axis=1), beads.sum(axis=1)
        wide = ends[1] + 2
        keys = beads[:, 0] * wide + beads[:, 1]
        places, at = np.unique(np.concatenate([keys, keys + beads[:, 2] * wide + beads[:, 3]]), return_inverse=True)
        source, target = at[: len(beads)], at[len(beads) :]
        french = beads[:, 2] == 0
        after = np.zeros(len(places), bool)  # places that a French null leads to
        after[target[french]] = True
        cuts, levels = _cuts(places // wide + places % wide, after, begin, stop)
        stretch = np.searchsorted(levels, begin, side="right") - 1
        self.stretch: Ints = stretch[:-1]
        # Nodes: of each place 0 is where any bead goes on, 1 comes after a French null, 2 ends a stretch.
        goal = 3 * target + np.where(cuts[target], 2, french)
        again = np.flatnonzero(after[source] & (beads[:, 3] > 0))
        self._bead = np.concatenate([np.arange(len(beads)), again])
        self._source = np.concatenate([3 * source, 3 * source[again] + 1])
        self._target = goal[self._bead]
        self._nodes = 3 * len(places)
        self._stretch = stretch[self._bead]
        self._starts, self._ends = 3 * np.flatnonzero(cuts)[:-1], 3 * np.flatnonzero(cuts)[1:] + 2
        # The way back is a second lattice of as many nodes, gone through along with the first.
        links = np.concatenate([self._bead, self._bead])
        sources = np.concatenate([self._source, self._target + self._nodes])
        targets = np.concatenate([self._target, self._source + self._nodes])
        distance = np.concatenate([(stop - levels[stretch])[self._bead], (levels[stretch + 1] - begin)[self._bead]])
        order = np.lexsort((targets, distance))
        self._order, self._links = order, links[order]
        self._steps = list(_steps(distance[order], sources[order], targets[order]))

    def posteriors(self, scores: Doubles) -> tuple[Doubles, float]:
        """How likely each bead is, (k,), and the logarithm of all ways' summed odds.

        The odds of a way are the exponential of its beads' summed `scores` (k,).
        """
        worth = np.append(scores, 0.0)
        sums = self._begun()
        links = worth[self._links]
        for step in self._steps:
            reached = sums[step.sources] + links[step.links]
            sums[step.targets] = np.logaddexp.reduceat(reached, step.begins)
        into, out = sums[: self._nodes], sums[self._nodes :]
        total = into[self._ends]
        whole = into[self._source] + worth[self._bead] + out[self._target] - total[self._stretch]
        chances = np.bincount(self._bead, np.exp(np.minimum(whole, 0.0)), len(worth))
        return np.minimum(chances[:-1], 1.0), float(total.sum())

    def _begun(self) -> Doubles:
        """Of both lattices' nodes, 0 where a stretch begins."""
        total = np.full(2 * self._nodes, NEVER)
        total[self._starts] = total[self._ends + self._nodes] = 0.0
        return total

    def best(self, scores: Doubles) -> Ints:
        """The beads of the best way, in order, as indices."""
        total, links = self._begun(), np.append(scores, 0.0)[self._links]
        came = np.full(len(total), -1)
        for step in self._steps:
            reached = total[step.sources] + links[step.links]
            top = np.maximum.reduceat(reached, step.begins)
            counts = np.diff(step.begins, append=len(reached))
            total[step.targets] = top
            best = np.where(reached >= np.repeat(top, counts), self._order[step.links], -1)
            came[step.targets] = np.maximum.reduceat(best, step.begins)
        back, beads, sources = came.tolist(), self._bead.tolist(), self._source.tolist()
        chosen: list[int] = []
        for start, end in zip(self._starts[::-1].tolist(), self._ends[::-1].tolist(), strict=True):
            node = end
            while node != start:
                chosen.append(beads[back[node]])
                node = sources[back[node]]
        return np.array(chosen[:0:-1], np.int64)  # all but the bead that was added


def _cuts(levels: Ints, after: NDArray[np.bool_], begin: Ints, stop: Ints) -> tuple[NDArray[np.bool_], Ints]:
    """Which places every way passes, and their levels: sentences of both sides before them, in rising order."""
    size = int(stop.max()) + 2
    over = np.bincount(begin + 1, minlength=size) - np.bincount(stop, minlength=size)
    alone = (np.cumsum(over) == 0) & (np.bincount(levels, minlength=size) == 1)
    cuts = alone[levels] & ~after
    return cuts, np.sort(levels[cuts])


def _steps(distance: Ints, sources: Ints, targets: Ints) -> Iterator[LatticeLayer]:
    """Cut links, sorted by distance and target, into steps."""
    far, last = np.diff(distance) != 0, len(distance)
    begins = np.concatenate([[0], np.flatnonzero(far | (np.diff(targets) != 0)) + 1])
    steps = np.concatenate([[0], np.flatnonzero(far) + 1, [last]])
    for (first, stop), (one, other) in zip(
        pairwise(steps.tolist()), pairwise(np.searchsorted(begins, steps).tolist()), strict=True
    ):
        here = begins[one:other]
        yield LatticeLayer(slice(first, stop), sources[first:stop], targets[here], here - first)
