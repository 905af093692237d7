"""Families of copies with the one that is kept and what is known of each of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from aligner.deduplication.families import group_families
from aligner.deduplication.graph import Graph
from aligner.deduplication.keep import Member, choose_kept
from aligner.deduplication.match import EXACT, StoryMatch
from aligner.types import DocumentSpan, Duplicate, Span

Members = Mapping[int, Member]


class Family(NamedTuple):
    """Stories that are copies of one: the one that is kept, the reason, and the others.

    chains : ids of the versions in each language, from the oldest to the newest, where their order is known
    """

    kept: str
    why: str
    copies: tuple[Duplicate, ...]
    chains: tuple[tuple[str, ...], ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the row of ``families.jsonl``."""
        members = [self.kept, *(copy.dropped for copy in self.copies)]
        return {"kept": self.kept, "why": self.why, "members": members, "chains": list(map(list, self.chains))}


def find_groups(members: Members, graph: Graph) -> list[list[int]]:
    """Group the stories that have a link; see `group_families`."""
    return group_families({number: members[number].characters for number in sorted({*graph.near, *graph.twins})}, graph)


def make_family(group: Sequence[int], members: Members, graph: Graph, rules: tuple[str, ...]) -> Family:
    """Choose the story of a group that is kept, and describe the others.

    Parameters
    ----------
    group : numbers of the stories, the centre first
    members : stories by number
    rules : names of the rules of `aligner.deduplication.keep`, in order
    """
    best, why = choose_kept(mark_central(group, members, graph).values(), rules)
    kept = next(number for number in group if members[number].id == best.id)
    copies = []
    for number in group:
        if number != kept:
            matched, match = _matched(number, kept, group, graph)
            match = match if matched < number else match.mirrored()
            copies.append(make_duplicate(best.id, members[number].id, members[matched].id, match, why))
    return Family(best.id, why, tuple(sorted(copies, key=lambda copy: copy.dropped)))


def mark_central(group: Sequence[int], members: Members, graph: Graph) -> dict[int, Member]:
    """Return the stories of a group, its centre marked, and those of the same words."""
    if len(group) == 2:  # either is a copy of the other
        return {number: members[number] for number in group}
    matches = {number: graph.link(group[0], number) for number in group[1:]}
    same = {group[0], *(number for number, match in matches.items() if match and match.level == EXACT)}
    return {number: members[number]._replace(central=number in same) for number in group}


def make_duplicate(kept: str, dropped: str, matched: str, match: StoryMatch, why: str) -> Duplicate:
    """Describe a copy; `match` is that of the matched story with the dropped one."""
    spans = tuple(_document_spans(matched, dropped, match.spans))
    return Duplicate(kept, dropped, match.score, match.level, spans, matched, match.coverage, why)


def _document_spans(
    matched: str, dropped: str, spans: Sequence[tuple[Span, Span]]
) -> Iterator[tuple[DocumentSpan, DocumentSpan]]:
    for here, there in spans:
        yield DocumentSpan(matched, *here), DocumentSpan(dropped, *there)


def _matched(number: int, kept: int, group: Sequence[int], graph: Graph) -> tuple[int, StoryMatch]:
    """Return the story to compare a copy with: the kept one, else the centre, else its best match in the family."""
    for other in (kept, group[0]):
        match = graph.link(other, number) if other != number else None
        if match:
            return other, match
    linked = ((other, graph.known.get((min(other, number), max(other, number)))) for other in group)
    return max(((other, match) for other, match in linked if match), key=lambda pair: (pair[1].score, -pair[0]))
