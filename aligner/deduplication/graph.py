"""The matches among stories; those of the same words are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from aligner.deduplication.match import EXACT, StoryMatch

Pair = tuple[int, int]
Links = Mapping[Pair, StoryMatch]
Compare = Callable[[int, int], "StoryMatch | None"]


class Graph:
    """The matches among stories; pairs that were not compared are compared when they are needed.

    Parameters
    ----------
    links : matches by pair of numbers, the smaller one first
    compare : matches two stories; without it pairs that were not compared have no link

    Attributes
    ----------
    near : the stories that are linked with each story, as far as is known; not those of the same words
    twins : of each story that others repeat word for word, these others, which have no links of their own
    """

    def __init__(self, links: Links, compare: Compare | None = None) -> None:
        self.known: dict[Pair, StoryMatch | None] = dict(links)
        self.near: dict[int, set[int]] = defaultdict(set)
        self.twins: dict[int, list[int]] = defaultdict(list)
        self.compare = compare
        first: dict[int, int] = {}
        for one, other in sorted(pair for pair, match in links.items() if match.level == EXACT):
            first.setdefault(other, first.get(one, one))
        for twin, number in first.items():
            self.twins[number].append(twin)
        for pair in links:
            self._join(*(first.get(number, number) for number in pair))

    def link(self, one: int, other: int) -> StoryMatch | None:
        """Return the match of two stories, from the smaller number to the larger."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self.known:
            match = self.known[pair] = self.compare(*pair) if self.compare else None
            if match:
                self._join(*pair)
        return self.known[pair]

    def _join(self, one: int, other: int) -> None:
        if one != other:
            self.near[one].add(other)
            self.near[other].add(one)

    def remove(self, number: int, heir: int | None = None) -> None:
        """Remove a story.

        Parameters
        ----------
        heir : a story of the same words, which gets its links
        """
        others, twins = self.near.pop(number, ()), self.twins.pop(number, ())
        for other in others:
            self.near[other].discard(number)
        for own in self.twins.values():
            if number in own:
                own.remove(number)
        if heir is not None:
            for other in others:
                self._join(heir, other)
            self.twins[heir] += [twin for twin in twins if twin != heir]
