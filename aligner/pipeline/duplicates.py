"""Find the copies among the documents of a run that are dropped before pairing.

Copies are matched, grouped and chosen as `aligner dedup` does it
(`aligner.deduplication`). Only exact and near copies in one language are
dropped, and only those that share enough shingles: a reworded copy or a part
of a longer story still has sentences that the other one has not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import starmap

import numpy as np

from aligner.deduplication.candidates import BLOCK_ROWS, rank_by_keys
from aligner.deduplication.families import Graph
from aligner.deduplication.group import find_groups, make_family
from aligner.deduplication.keep import make_member, rule_order
from aligner.deduplication.match import StoryMatch
from aligner.documents.search import band_keys, index_keys, scramble, shingle_shares
from aligner.types import Duplicate, Sketch

MAX_MATCHED = 2  # documents, those that share the most bands with one; others are matched when they are needed
DROPPED_LEVELS = ("exact", "near")
IdPair = tuple[str, str]
Match = Callable[[str, str], "StoryMatch | None"]
MatchAll = Callable[[Sequence[IdPair]], Iterable["StoryMatch | None"]]


def find_duplicates(
    sketches: Sequence[Sketch], near: float, match: Match, match_all: MatchAll | None = None
) -> list[Duplicate]:
    """Find exact and near copies, sorted by the kept and the dropped one.

    Each dropped copy matches the kept one itself, so copies do not chain.
    Documents that came aligned are never dropped.

    Parameters
    ----------
    near : share of common word 3-grams (Jaccard, estimated by MinHash) from which texts may be near copies
    match : matches two documents, given their ids
    match_all : matches many pairs, if there is a faster way than one by one
    """
    matches = _Matches(match, match_all)
    remaining = sorted(sketches, key=lambda sketch: sketch.id)
    duplicates: list[Duplicate] = []
    # Documents that are kept of two families, or that do not match the kept one of theirs, may still be copies.
    while copies := list(_copies(remaining, near, matches)):
        duplicates += copies
        dropped = {copy.dropped for copy in copies}
        remaining = [sketch for sketch in remaining if sketch.id not in dropped]
    return sorted(duplicates)


class _Matches:
    """The matches of pairs of documents, each computed once."""

    def __init__(self, match: Match, match_all: MatchAll | None) -> None:
        self._match, self._match_all = match, match_all
        self._known: dict[IdPair, StoryMatch | None] = {}

    def add(self, pairs: Sequence[IdPair]) -> None:
        """Match many pairs."""
        new = [pair for pair in pairs if pair not in self._known]
        self._known.update(
            zip(new, self._match_all(new) if self._match_all else starmap(self._match, new), strict=True)
        )

    def get(self, one: str, other: str) -> StoryMatch | None:
        """Return the match of two documents if it is of a level that is dropped."""
        if (one, other) not in self._known:
            self._known[one, other] = self._match(one, other)
        match = self._known[one, other]
        return match if match and match.level in DROPPED_LEVELS else None


def _copies(sketches: Sequence[Sketch], near: float, matches: _Matches) -> Iterator[Duplicate]:
    """Yield the copies that match the one that is kept of their family."""
    pairs = list(_candidates(sketches, near))
    matches.add([(sketches[one].id, sketches[other].id) for one, other in pairs])

    def compare(one: int, other: int) -> StoryMatch | None:
        if not _may_be_copies(sketches[one], sketches[other], near):
            return None
        return matches.get(sketches[one].id, sketches[other].id)

    links = {pair: match for pair in pairs if (match := compare(*pair))}
    graph = Graph(links, compare)
    members = {number: make_member(sketches[number]) for pair in links for number in pair}
    aligned = {sketch.id for sketch in sketches if sketch.aligned}
    for group in find_groups(members, graph):
        family = make_family(group, members, graph, rule_order())
        yield from (copy for copy in family.copies if copy.matched == copy.kept and copy.dropped not in aligned)


def _candidates(sketches: Sequence[Sketch], near: float) -> Iterator[tuple[int, int]]:
    """Yield pairs of documents, by number, that may be copies; documents of the same words only with the first one."""
    first: dict[tuple[str, str], int] = {}
    for number, sketch in enumerate(sketches):
        twin = first.setdefault((sketch.side, sketch.digest), number)
        if twin != number:
            yield twin, number
    unique = np.array(list(first.values()), np.int64)
    if not len(unique):
        return
    keys = scramble(band_keys(np.stack([sketches[number].shingles for number in unique])))
    index = index_keys(keys.copy())
    similar = {
        (int(max(pair)), int(min(pair)))
        for start in range(0, len(unique), BLOCK_ROWS)
        for query, rows in enumerate(rank_by_keys(keys[start : start + BLOCK_ROWS], index, MAX_MATCHED + 1), start)
        for pair in zip([unique[query]] * len(rows), unique[rows], strict=True)
    }
    # The pairs of one document are in sequence, so that it is read only once for all of them.
    for other, one in sorted(similar):
        if one != other and _may_be_copies(sketches[one], sketches[other], near):
            yield one, other


def _may_be_copies(one: Sketch, other: Sketch, near: float) -> bool:
    if one.side != other.side:
        return False
    share = float(shingle_shares(one.shingles[None], other.shingles[None])[0])
    return one.digest == other.digest or round(share, 4) >= near
