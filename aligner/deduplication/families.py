"""Links between copies to families that do not chain.

A family is a star. In its centre is the story that most others are copies of;
its members are copies of the centre, or of a member that tells the same from
beginning to end (a copy re-worded twice is like the first re-wording only).
Two stories that one weak link joins stay two: such a link must be backed by
most of the family, and two families are one only if most of the smaller one
say so. What is but a part of a larger text, or holds it as a part, comes last
and alone, so that a round-up of many stories does not make one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from aligner.deduplication.match import PART, StoryMatch

SURE = 0.9  # probability of a link that needs no backing
COMPLETE = 0.7  # share of two texts that each tells of the other, if they tell the same from beginning to end
ASKED = 8  # members of a family that are asked about another
BACKING = 0.5  # more than this share of a family must back any other

Pair = tuple[int, int]
Links = Mapping[Pair, StoryMatch]
Compare = Callable[[int, int], "StoryMatch | None"]


class Graph:
    """Who is a copy of whom; pairs that nobody compared are compared when it matters.

    Parameters
    ----------
    links : matches by pair of numbers, the lesser first
    compare : judges two stories; without it what was not compared is no link
    """

    def __init__(self, links: Links, compare: Compare | None = None) -> None:
        self.known: dict[Pair, StoryMatch | None] = dict(links)
        self.near: dict[int, set[int]] = defaultdict(set)
        self.compare = compare
        for one, other in links:
            self.near[one].add(other)
            self.near[other].add(one)

    def link(self, one: int, other: int) -> StoryMatch | None:
        """The match of two stories, from the lesser number to the greater."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self.known:
            found = self.known[pair] = self.compare(*pair) if self.compare else None
            if found:
                self.near[one].add(other)
                self.near[other].add(one)
        return self.known[pair]


class Group:
    """A family in the making: its centre and, of its members, those that tell the same from beginning to end."""

    def __init__(self, centre: int) -> None:
        self.centre = centre
        self.members = [centre]
        self.complete = [centre]

    def add(self, other: int, found: StoryMatch | None) -> None:
        """Take in a copy; `found` is its match with the centre."""
        self.members.append(other)
        if _sure(found, COMPLETE):
            self.complete.append(other)


def families(sizes: Mapping[int, int], graph: Graph) -> list[list[int]]:
    """Group stories that are copies.

    Parameters
    ----------
    sizes : characters of each story that has a link, by number

    Returns
    -------
    list of families of two or more, each with its centre first, then by number; sorted
    """
    strength = {id: _strength(id, graph) for id in sizes}
    order = sorted(sizes, key=lambda id: (-strength[id], -sizes[id], id))
    home: dict[int, Group] = {}
    for id in order:
        if id not in home:
            _gather(Group(id), graph, home)
    _join(order, graph, home)
    _prefer(order, graph, home)
    _attach(order, graph, home)
    found = {group.centre: group.members for group in home.values()}
    return sorted([own, *sorted({*members} - {own})] for own, members in found.items() if len(members) > 1)


def _strength(id: int, graph: Graph) -> float:
    """How much others are copies of a story, from beginning to end."""
    linked = (graph.link(id, other) for other in sorted(graph.near[id]))
    return round(sum(found.alike * found.score * min(found.told) for found in linked if found), 6)


def _whole(found: StoryMatch | None, least: float = PART) -> bool:
    return found is not None and min(found.told) >= least


def _sure(found: StoryMatch | None, least: float = PART) -> bool:
    return found is not None and found.score >= SURE and _whole(found, least)


def _held(found: StoryMatch | None) -> bool:
    return found is not None and found.score >= SURE and max(found.told) >= COMPLETE


def _gather(group: Group, graph: Graph, home: dict[int, Group]) -> None:
    """Put all free stories that are copies of a centre into its family."""
    own = group.centre
    home[own] = group
    waiting = sorted(graph.near[own])
    while waiting:
        later: list[int] = []
        for other in waiting:
            if other in home:
                continue
            found = graph.link(own, other)
            if _sure(found) or (_whole(found) and _backed(other, group, graph)) or _reached(other, group, graph, _sure):
                home[other] = group
                group.add(other, found)
                if other == group.complete[-1]:
                    later += sorted(graph.near[other])
        waiting = later


def _backed(other: int, group: Group, graph: Graph) -> bool:
    asked = group.members[:ASKED]
    return sum(graph.link(other, member) is not None for member in asked) > BACKING * len(asked)


def _reached(id: int, group: Group, graph: Graph, kind: Callable[[StoryMatch | None], bool]) -> bool:
    """Whether a story has such a link to one that tells all of a family's story; of the links that are known."""
    return any(kind(graph.link(id, other)) for other in sorted(graph.near[id] & {*group.complete}))


def _join(order: Iterable[int], graph: Graph, home: dict[int, Group]) -> None:
    """Two families are one if most of the smaller one's stories are, beyond doubt, copies of the other's."""
    for id in order:
        group = home[id]
        if group.centre != id:
            continue
        near = {home[other].centre for member in group.complete for other in graph.near[member]} - {id}
        for centre in sorted(near):
            small, large = sorted((home[centre], home[id]), key=lambda one: (len(one.members), one.centre == id))
            asked = small.complete[:ASKED]
            hits = sum(_reached(one, large, graph, _sure) or _sure(graph.link(one, large.centre)) for one in asked)
            if small is not large and hits > BACKING * len(asked):
                large.members += small.members
                large.complete += small.complete
                home |= dict.fromkeys(small.members, large)


def _prefer(order: Iterable[int], graph: Graph, home: dict[int, Group]) -> None:
    """A member that tells but a part of its family's story, and all of another centre's, belongs there."""
    centres = {group.centre for group in home.values()}
    for id in order:
        if id in home[id].complete:
            continue
        linked = [(graph.link(id, other), other) for other in sorted(graph.near[id] & centres)]
        found = [(min(each.told), each.score, other) for each, other in linked if each and _sure(each, COMPLETE)]
        if found and (best := home[max(found)[2]]) is not home[id]:
            home[id].members.remove(id)
            best.add(id, graph.link(id, best.centre))
            home[id] = best


def _attach(order: Sequence[int], graph: Graph, home: dict[int, Group]) -> None:
    """Families join a larger one if the centre of one holds most of the other's.

    A story that has copies may hold many parts; one without is perhaps a
    round-up, and what it holds must hang together.
    """
    size = {group.centre: len(group.members) for group in home.values()}
    parts: dict[int, list[int]] = {centre: [] for centre in size}
    sure = {centre: _surest(centre, graph) for centre in size}
    place = {id: at for at, id in enumerate(order)}
    for own in sorted(size, key=lambda id: (size[id], -sure[id], -place[id])):
        group = home[own]
        if group.centre != own:
            continue
        near = {home[other].centre for member in group.members for other in graph.near[member]} - {own}
        held = []
        for other in sorted(near):
            loose = size[other] < 2 and parts[other] and not any(graph.link(own, part) for part in parts[other])
            if (
                len(home[other].members) >= len(group.members)
                and not loose
                and _reached(own, home[other], graph, _held)
            ):
                best = graph.link(own, other)
                held.append((*((max(best.told), best.score, best.alike) if best else (0.0, 0.0, 0.0)), -other))
        if held:
            into = home[-max(held)[-1]]
            into.members += group.members
            home |= dict.fromkeys(group.members, into)
            parts[into.centre] += [own, *parts.pop(own)]


def _surest(id: int, graph: Graph) -> float:
    return max((found.score for other in graph.near[id] if (found := graph.link(id, other))), default=0.0)
