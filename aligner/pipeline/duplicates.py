"""Find the copies among the documents of a run that are dropped before pairing.

Copies are searched, matched, grouped and chosen by the same functions as in
`aligner dedup` (`aligner.deduplication`). Only exact and near copies in one
language are dropped, and only those that share enough shingles: a reworded copy
or a part of a longer story still has sentences that the other one has not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from aligner.deduplication.graph import Graph, Links, Pair
from aligner.deduplication.group import Members, find_groups, make_duplicate, mark_central
from aligner.deduplication.keep import LATEST, choose_kept, make_member, rule_order
from aligner.deduplication.link import (
    FindLinks,
    LinkTask,
    OpenStories,
    cached,
    find_links,
    link_tasks,
    match_numbers,
)
from aligner.deduplication.match import COPY_LEVELS, EXACT, NEAR, StoryMatch
from aligner.deduplication.record import Rows, story_rows
from aligner.deduplication.search import find_candidates, make_part
from aligner.deduplication.versions import VersionFinder
from aligner.documents.ingest import Progress
from aligner.documents.search import shingle_shares
from aligner.documents.story_time import days_apart
from aligner.types import Duplicate, Sketch

DROPPED_LEVELS = (EXACT, NEAR)
Row = Any  # scalar of `aligner.deduplication.record.row_type`


class DropOptions(NamedTuple):
    """Which copies are dropped.

    near : share of common word 3-grams (Jaccard, estimated by MinHash) from which texts may be near copies
    keep : rules of `aligner.deduplication.keep` to apply first, separated by commas
    window : days up to which the dates of near copies differ, None for any; equal texts are copies at any time
    """

    near: float
    keep: str = ""
    window: int | None = None


def find_duplicates(
    sketches: Sequence[Sketch],
    open_stories: OpenStories,
    options: DropOptions,
    link: FindLinks | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> list[Duplicate]:
    """Find exact and near copies, sorted by the kept and the dropped one.

    Each dropped copy matches the kept one itself, so copies do not chain.
    Documents that came aligned are never dropped.

    Parameters
    ----------
    sketches : of all documents, in the order in which they were read; their places are the numbers of the stories
    open_stories : opens the stories to be read by number; picklable
    link : yields the matches of each task, as `find_links` does
    """
    rows = story_rows(sketches)
    tasks = copy_tasks(rows, options.near)
    link = link or partial(find_links, open_stories=open_stories)
    links: dict[Pair, StoryMatch] = {}
    for done, own in enumerate(link(tasks), 1):
        links |= {(one, other): match for one, other, match in own if match.level in COPY_LEVELS}
        progress("compare", done, len(tasks))
    return drop_copies(dict(enumerate(sketches)), links, open_stories, options)


def drop_copies(
    sketches: Mapping[int, Sketch], links: Links, open_stories: OpenStories, options: DropOptions
) -> list[Duplicate]:
    """Choose which of linked stories are dropped, sorted by the kept and the dropped one.

    Parameters
    ----------
    sketches : of all stories with a link, by number
    links : matches that are copies
    """
    rules = rule_order(options.keep)
    rows = dict(zip(sketches, story_rows([*sketches.values()]), strict=True))
    members = {number: make_member(sketch) for number, sketch in sketches.items()}
    with open_stories() as uncached:
        read = cached(uncached)
        graph = Graph(links, partial(match_numbers, read))
        finder = VersionFinder(members, read)

        def is_beyond(one: int, two: int) -> bool:
            return options.window is not None and days_apart(sketches[one].date, sketches[two].date) > options.window

        def match(kept: int, other: int) -> StoryMatch | None:
            if sketches[other].aligned or not repeats(rows[kept], rows[other], options.near):
                return None
            found = graph.link(kept, other)
            if found is None or found.level not in DROPPED_LEVELS:
                return None
            if found.level == NEAR and is_beyond(kept, other):
                return None
            return found if kept < other else found.mirrored()

        duplicates: list[Duplicate] = []
        # Documents that are kept of two families may still be copies of each other.
        while copies := [
            copy
            for group in find_groups(members, graph)
            for copy in _copies(
                mark_central(group, finder.ranked(group) if LATEST in rules else members, graph), rules, match
            )
        ]:
            duplicates += (copy for *_, copy in copies)
            for number, kept, copy in copies:
                graph.remove(number, kept if copy.how == EXACT else None)
    return sorted(duplicates)


def copy_tasks(rows: Rows, near: float, own: int | None = None) -> list[LinkTask]:
    """Return what is compared: stories in one language, of all families that a copy may be dropped from.

    Parameters
    ----------
    own : number of rows, the first ones, that are compared with each other and with the rest; None for all
    """
    own = len(rows) if own is None else own
    first: dict[tuple[int, int], int] = {}
    twins: dict[int, int] = {}
    for number, words in enumerate(zip(rows["side"].tolist(), rows["digest"].tolist(), strict=True)):
        same = first.setdefault(words, number) if words[1] else number
        if same != number:
            twins[number] = same
    unique = [number for number in range(len(rows)) if number not in twins]
    asked = [number for number in unique if number < own]
    parts = [make_part(unique, rows[unique])] if asked else []
    candidates = find_candidates(parts, rows[asked], asked, across=False)
    tasks = link_tasks({twin: number for twin, number in twins.items() if number < own}, asked, candidates)
    pairs = [(task.number, other) for task in tasks for other in task.candidates]
    component = connected(len(rows), pairs)
    wanted = {component[one] for one, other in pairs if repeats(rows[one], rows[other], near)}
    return [task for task in tasks if component[task.number] in wanted]


def connected(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each number the smallest one that it is connected with."""
    parents = list(range(count))

    def smallest(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    for one, other in pairs:
        first, second = sorted((smallest(one), smallest(other)))
        parents[second] = first
    return list(map(smallest, range(count)))


def repeats(one: Row, other: Row, near: float) -> bool:
    """Return whether two stories have the same words or enough shingles in common, by their rows."""
    share = float(shingle_shares(one["shingles"][None], other["shingles"][None])[0])
    return bool((one["digest"] and one["digest"] == other["digest"]) or round(share, 4) >= near)


def _copies(
    members: Members, rules: tuple[str, ...], match: Callable[[int, int], StoryMatch | None]
) -> Iterator[tuple[int, int, Duplicate]]:
    """Yield the copies of a group that are dropped: those of the kept one, then of the next best.

    Each comes with its number and that of the kept one.

    Parameters
    ----------
    match : matches the kept story with another one if that may be dropped
    """
    waiting = dict(members)
    while len(waiting) > 1:
        best, why = choose_kept(waiting.values(), rules)
        kept = next(number for number, member in waiting.items() if member.id == best.id)
        del waiting[kept]
        for number in [*waiting]:
            if found := match(kept, number):
                yield number, kept, make_duplicate(best.id, waiting.pop(number).id, best.id, found, why)
