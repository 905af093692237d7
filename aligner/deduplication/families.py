"""Group copies into families that do not chain.

A family is a star. Its centre is the story that most others are copies of;
its members are copies of the centre, or of a complete member, which repeats
the centre from beginning to end (a copy that was reworded twice resembles only
the first rewording). One weak link does not join two stories: most of the
family must back it, and two families are merged only if most of the smaller
one is linked to the larger. A story that is only a part of a larger text, or
contains another one, is attached last and alone, so that a round-up of many
stories does not merge them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from aligner.deduplication.graph import Graph
from aligner.deduplication.match import MIN_COVERAGE, StoryMatch

MIN_SURE_PROBABILITY = 0.9  # of a link that needs no backing
MIN_COMPLETE_COVERAGE = 0.7  # of both texts, if each repeats the other from beginning to end
MAX_ASKED = 8  # members of a family that are compared with another story
MIN_BACKING_SHARE = 0.5  # of a family: more must back a weak link


class GrowingFamily:
    """A family while it is built: its centre, its members, and which of them are complete."""

    def __init__(self, centre: int) -> None:
        self.centre = centre
        self.members = [centre]
        self.complete = [centre]

    def add(self, other: int, match: StoryMatch | None) -> None:
        """Add a copy; `match` is its match with the centre."""
        self.members.append(other)
        if _is_sure(match, MIN_COMPLETE_COVERAGE):
            self.complete.append(other)

    def remove(self, other: int) -> None:
        """Remove a copy."""
        for copies in (self.members, self.complete):
            if other in copies:
                copies.remove(other)


def group_families(sizes: Mapping[int, int], graph: Graph) -> list[list[int]]:
    """Group stories that are copies.

    Parameters
    ----------
    sizes : characters of each story that has a link or is repeated word for word, by number

    Returns
    -------
    list of families of two or more, each with its centre first, then by number; sorted
    """
    strength = {id: _strength(id, graph) for id in sizes}
    order = sorted(sizes, key=lambda id: (-strength[id], -sizes[id], id))
    home: dict[int, GrowingFamily] = {}
    for id in order:
        if id not in home:
            _gather(GrowingFamily(id), graph, home)
    _merge(order, graph, home)
    _move_members(order, graph, home)
    _attach(order, graph, home)
    members = {
        family.centre: [*family.members, *(twin for id in family.members for twin in graph.twins.get(id, ()))]
        for family in home.values()
    }
    return sorted([centre, *sorted({*own} - {centre})] for centre, own in members.items() if len(own) > 1)


def _strength(id: int, graph: Graph) -> float:
    """Sum up the similarity of a story to its copies, high if they are complete copies."""
    linked = (graph.link(id, other) for other in sorted(graph.near[id]))
    repeated = sum(match.similarity * match.score * min(match.coverage) for match in linked if match)
    return round(repeated + len(graph.twins.get(id, ())), 6)


def _is_whole(match: StoryMatch | None, coverage: float = MIN_COVERAGE) -> bool:
    return match is not None and min(match.coverage) >= coverage


def _is_sure(match: StoryMatch | None, coverage: float = MIN_COVERAGE) -> bool:
    return match is not None and match.score >= MIN_SURE_PROBABILITY and _is_whole(match, coverage)


def _is_contained(match: StoryMatch | None) -> bool:
    return match is not None and match.score >= MIN_SURE_PROBABILITY and max(match.coverage) >= MIN_COMPLETE_COVERAGE


def _gather(family: GrowingFamily, graph: Graph, home: dict[int, GrowingFamily]) -> None:
    """Add all stories without a family that are copies of the centre or of a complete member."""
    centre = family.centre
    home[centre] = family
    waiting = sorted(graph.near[centre])
    while waiting:
        later: list[int] = []
        for other in waiting:
            if other in home:
                continue
            match = graph.link(centre, other)
            if (
                _is_sure(match)
                or (_is_whole(match) and _is_backed(other, family, graph))
                or _is_linked(other, family, graph, _is_sure)
            ):
                home[other] = family
                family.add(other, match)
                if other == family.complete[-1]:
                    later += sorted(graph.near[other])
        waiting = later


def _is_backed(other: int, family: GrowingFamily, graph: Graph) -> bool:
    asked = family.members[:MAX_ASKED]
    return sum(graph.link(other, member) is not None for member in asked) > MIN_BACKING_SHARE * len(asked)


def _is_linked(id: int, family: GrowingFamily, graph: Graph, kind: Callable[[StoryMatch | None], bool]) -> bool:
    """Return whether a story has a known link of a kind to a complete member of a family."""
    return any(kind(graph.link(id, other)) for other in sorted(graph.near[id] & {*family.complete}))


def _merge(order: Iterable[int], graph: Graph, home: dict[int, GrowingFamily]) -> None:
    """Merge two families if most stories of the smaller one are surely copies of those of the other."""
    for id in order:
        family = home[id]
        if family.centre != id:
            continue
        near = {home[other].centre for member in family.complete for other in graph.near[member]} - {id}
        for centre in sorted(near):
            small, large = sorted((home[centre], home[id]), key=lambda one: (len(one.members), one.centre == id))
            asked = small.complete[:MAX_ASKED]
            hits = sum(
                _is_linked(one, large, graph, _is_sure) or _is_sure(graph.link(one, large.centre)) for one in asked
            )
            if small is not large and hits > MIN_BACKING_SHARE * len(asked):
                large.members += small.members
                large.complete += small.complete
                home |= dict.fromkeys(small.members, large)


def _move_members(order: Iterable[int], graph: Graph, home: dict[int, GrowingFamily]) -> None:
    """Move members to the family whose centre they repeat from beginning to end, and repeat best."""
    centres = {family.centre for family in home.values()}
    for id in order:
        if id in centres:
            continue
        linked = [(graph.link(id, other), other) for other in sorted(graph.near[id] & centres)]
        complete = [
            (_repetition(match), match.score, other)
            for match, other in linked
            if match and _is_sure(match, MIN_COMPLETE_COVERAGE)
        ]
        own = graph.link(id, home[id].centre) if id in home[id].complete else None
        if complete and max(complete)[0] > _repetition(own) and (best := home[max(complete)[2]]) is not home[id]:
            home[id].remove(id)
            best.add(id, graph.link(id, best.centre))
            home[id] = best


def _repetition(match: StoryMatch | None) -> float:
    """Return how much two stories repeat of each other, and how literally."""
    return min(match.coverage) * match.similarity if match else 0.0


def _attach(order: Sequence[int], graph: Graph, home: dict[int, GrowingFamily]) -> None:
    """Attach families to a larger one if the centre of one contains most of the other's.

    A story that has copies may contain many parts; one without may be a
    round-up, and its parts must be linked to each other.
    """
    size = {family.centre: len(family.members) for family in home.values()}
    parts: dict[int, list[int]] = {centre: [] for centre in size}
    best_score = {centre: _best_score(centre, graph) for centre in size}
    rank = {id: number for number, id in enumerate(order)}
    for own in sorted(size, key=lambda id: (size[id], -best_score[id], -rank[id])):
        family = home[own]
        if family.centre != own:
            continue
        near = {home[other].centre for member in family.members for other in graph.near[member]} - {own}
        containers = []
        for other in sorted(near):
            loose = size[other] < 2 and parts[other] and not any(graph.link(own, part) for part in parts[other])
            if (
                len(home[other].members) >= len(family.members)
                and not loose
                and _is_linked(own, home[other], graph, _is_contained)
            ):
                best = graph.link(own, other)
                values = (max(best.coverage), best.score, best.similarity) if best else (0.0, 0.0, 0.0)
                containers.append((*values, -other))
        if containers:
            into = home[-max(containers)[-1]]
            into.members += family.members
            home |= dict.fromkeys(family.members, into)
            parts[into.centre] += [own, *parts.pop(own)]


def _best_score(id: int, graph: Graph) -> float:
    return max((match.score for other in graph.near[id] if (match := graph.link(id, other))), default=0.0)
