"""The candidate beads of a text pair as a lattice: the best way through it, and how likely each bead is.

A way through is a chain of beads from the first sentences to the last. Nulls
of both sides between two beads stand in one order, English first, so that no
alignment is counted twice. Between places that every way passes, stretches
are independent of each other and are gone through all at once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]
NEVER = -1e30  # a logarithm of nothing that arithmetic leaves finite


class Step(NamedTuple):
    """Links that end (or begin) at one distance: their numbers, their nodes, and where each node's links begin."""

    links: Ints
    nodes: Ints
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
        zero = levels[stretch]
        self._forth = _steps((stop - zero)[self._bead], self._target)
        self._back = _steps(-(begin - zero)[self._bead], self._source)

    def posteriors(self, scores: Doubles) -> tuple[Doubles, float]:
        """How likely each bead is, (k,), and the logarithm of all ways' summed odds.

        The odds of a way are the exponential of its beads' summed `scores` (k,).
        """
        links = np.append(scores, 0.0)[self._bead]
        into = self._sums(self._forth, self._starts, self._source, links)
        out = self._sums(self._back, self._ends, self._target, links)
        total = into[self._ends]
        chance = np.exp(np.minimum(into[self._source] + links + out[self._target] - total[self._stretch], 0.0))
        return np.minimum(np.bincount(self._bead, chance, len(scores) + 1)[:-1], 1.0), float(total.sum())

    def _sums(self, steps: list[Step], starts: Ints, before: Ints, links: Doubles) -> Doubles:
        """Logarithm of the summed odds of all ways between the starts of the stretches and each node."""
        total = np.full(self._nodes, NEVER)
        total[starts] = 0.0
        for step in steps:
            reached = total[before[step.links]] + links[step.links]
            top = np.maximum.reduceat(reached, step.begins)
            counts = np.diff(step.begins, append=len(reached))
            odds = np.add.reduceat(np.exp(reached - np.repeat(top, counts)), step.begins)
            total[step.nodes] = top + np.log(odds)
        return total

    def best(self, scores: Doubles) -> Ints:
        """The beads of the best way, in order, as indices."""
        links = np.append(scores, 0.0)[self._bead]
        total = np.full(self._nodes, NEVER)
        total[self._starts] = 0.0
        came = np.full(self._nodes, -1)
        for step in self._forth:
            reached = total[self._source[step.links]] + links[step.links]
            top = np.maximum.reduceat(reached, step.begins)
            counts = np.diff(step.begins, append=len(reached))
            total[step.nodes] = top
            came[step.nodes] = np.maximum.reduceat(
                np.where(reached >= np.repeat(top, counts), step.links, -1), step.begins
            )
        chosen: list[int] = []
        for start, end in zip(self._starts[::-1].tolist(), self._ends[::-1].tolist(), strict=True):
            node = end
            while node != start:
                link = came[node]
                chosen.append(int(self._bead[link]))
                node = int(self._source[link])
        return np.array(chosen[:0:-1], np.int64)  # all but the bead that was added


def _cuts(levels: Ints, after: NDArray[np.bool_], begin: Ints, stop: Ints) -> tuple[NDArray[np.bool_], Ints]:
    """Which places every way passes, and their levels: sentences of both sides before them, in rising order."""
    size = int(stop.max()) + 2
    over = np.bincount(begin + 1, minlength=size) - np.bincount(stop, minlength=size)
    alone = (np.cumsum(over) == 0) & (np.bincount(levels, minlength=size) == 1)
    cuts = alone[levels] & ~after
    return cuts, np.sort(levels[cuts])


def _steps(distance: Ints, nodes: Ints) -> list[Step]:
    order = np.lexsort((nodes, distance))
    found = []
    for links in np.split(order, np.flatnonzero(np.diff(distance[order])) + 1):
        here = nodes[links]
        begins = np.concatenate([[0], np.flatnonzero(np.diff(here)) + 1])
        found.append(Step(links, here[begins], begins))
    return found
