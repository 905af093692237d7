"""The candidate beads of a text pair as a lattice: best alignment and posterior probability of each bead.

An alignment is a path of beads from the first sentences to the last. Nulls of
both sides between two beads are ordered, English first, so that no alignment
is counted twice. Segments, the parts between places that every path passes,
are independent of each other and processed all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.types import Doubles, Ints

LOG_ZERO = -1e30  # logarithm of zero, finite so that differences are defined


class LatticeLayer(NamedTuple):
    """Links whose targets have one distance from the start of their segment.

    links : their slice of all links
    sources : the node each link comes from
    targets : the nodes they lead to, each once
    begins : the first link to each target
    """

    links: slice
    sources: Ints
    targets: Ints
    begins: Ints


class Lattice:
    """The paths through candidate beads.

    Parameters
    ----------
    beads : (k, 4) int
        Sentences before the bead on the English and French side, and its own on each; some path of
        beads leads from (0, 0) to `ends`.
    ends : (int, int)
        Numbers of sentences of the two texts.

    Attributes
    ----------
    segment : (k,) int
        The segment of each bead. A bead alone in its segment is part of every path.
    """

    def __init__(self, beads: Ints, ends: tuple[int, int]) -> None:
        beads = np.vstack([beads, [[*ends, 1, 1]]])  # an extra bead, so that every path ends at one node
        begin, stop = beads[:, :2].sum(axis=1), beads.sum(axis=1)
        width = ends[1] + 2
        keys = beads[:, 0] * width + beads[:, 1]
        places, inverse = np.unique(
            np.concatenate([keys, keys + beads[:, 2] * width + beads[:, 3]]), return_inverse=True
        )
        source, target = inverse[: len(beads)], inverse[len(beads) :]
        french = beads[:, 2] == 0
        after = np.zeros(len(places), bool)  # places that a French null leads to
        after[target[french]] = True
        cuts, levels = _cuts(places // width + places % width, after, begin, stop)
        segment = np.searchsorted(levels, begin, side="right") - 1
        self.segment: Ints = segment[:-1]
        # Each place has three nodes: 0 before any bead, 1 after a French null, 2 at the end of a segment.
        goal = 3 * target + np.where(cuts[target], 2, french)
        doubled = np.flatnonzero(after[source] & (beads[:, 3] > 0))
        self._bead = np.concatenate([np.arange(len(beads)), doubled])
        self._source = np.concatenate([3 * source, 3 * source[doubled] + 1])
        self._target = goal[self._bead]
        self._nodes = 3 * len(places)
        self._segment = segment[self._bead]
        self._starts, self._ends = 3 * np.flatnonzero(cuts)[:-1], 3 * np.flatnonzero(cuts)[1:] + 2
        # The backward pass is a second lattice with as many nodes, processed together with the first.
        links = np.concatenate([self._bead, self._bead])
        sources = np.concatenate([self._source, self._target + self._nodes])
        targets = np.concatenate([self._target, self._source + self._nodes])
        distance = np.concatenate([(stop - levels[segment])[self._bead], (levels[segment + 1] - begin)[self._bead]])
        order = np.lexsort((targets, distance))
        self._order, self._links = order, links[order]
        self._layers = list(_layers(distance[order], sources[order], targets[order]))

    def posteriors(self, scores: Doubles) -> tuple[Doubles, float]:
        """Compute the posterior of each bead, (k,), and the logarithm of the summed odds of all paths.

        The odds of a path are the exponential of the sum of its beads' `scores` (k,).
        """
        values = np.append(scores, 0.0)
        sums = self._initial_totals()
        links = values[self._links]
        for layer in self._layers:
            reached = sums[layer.sources] + links[layer.links]
            sums[layer.targets] = np.logaddexp.reduceat(reached, layer.begins)
        forward, backward = sums[: self._nodes], sums[self._nodes :]
        total = forward[self._ends]
        log_posteriors = forward[self._source] + values[self._bead] + backward[self._target] - total[self._segment]
        posteriors = np.bincount(self._bead, np.exp(np.minimum(log_posteriors, 0.0)), len(values))
        return np.minimum(posteriors[:-1], 1.0), float(total.sum())

    def _initial_totals(self) -> Doubles:
        """Return a log total for each node of both lattices: 0 where a segment begins, else LOG_ZERO."""
        total = np.full(2 * self._nodes, LOG_ZERO)
        total[self._starts] = total[self._ends + self._nodes] = 0.0
        return total

    def best(self, scores: Doubles) -> Ints:
        """Return the indices of the beads of the best path, in order."""
        total, links = self._initial_totals(), np.append(scores, 0.0)[self._links]
        arrival = np.full(len(total), -1)
        for layer in self._layers:
            reached = total[layer.sources] + links[layer.links]
            top = np.maximum.reduceat(reached, layer.begins)
            counts = np.diff(layer.begins, append=len(reached))
            total[layer.targets] = top
            best = np.where(reached >= np.repeat(top, counts), self._order[layer.links], -1)
            arrival[layer.targets] = np.maximum.reduceat(best, layer.begins)
        back, beads, sources = arrival.tolist(), self._bead.tolist(), self._source.tolist()
        chosen: list[int] = []
        for start, end in zip(self._starts[::-1].tolist(), self._ends[::-1].tolist(), strict=True):
            node = end
            while node != start:
                chosen.append(beads[back[node]])
                node = sources[back[node]]
        return np.array(chosen[:0:-1], np.int64)  # without the extra bead


def _cuts(levels: Ints, after: NDArray[np.bool_], begin: Ints, stop: Ints) -> tuple[NDArray[np.bool_], Ints]:
    """Return whether every path passes each place, and the levels (sentences of both sides before) of those places."""
    size = int(stop.max()) + 2
    crossing = np.bincount(begin + 1, minlength=size) - np.bincount(stop, minlength=size)
    alone = (np.cumsum(crossing) == 0) & (np.bincount(levels, minlength=size) == 1)
    cuts = alone[levels] & ~after
    return cuts, np.sort(levels[cuts])


def _layers(distance: Ints, sources: Ints, targets: Ints) -> Iterator[LatticeLayer]:
    """Split links, sorted by distance and target, into layers."""
    far, last = np.diff(distance) != 0, len(distance)
    begins = np.concatenate([[0], np.flatnonzero(far | (np.diff(targets) != 0)) + 1])
    layers = np.concatenate([[0], np.flatnonzero(far) + 1, [last]])
    for (first, stop), (one, other) in zip(
        pairwise(layers.tolist()), pairwise(np.searchsorted(begins, layers).tolist()), strict=True
    ):
        here = begins[one:other]
        yield LatticeLayer(slice(first, stop), sources[first:stop], targets[here], here - first)
