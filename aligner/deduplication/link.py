"""Compare the new stories of an index with all others, and link the copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

from aligner.databases import open_read_only
from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.index.serialize import read_story
from aligner.deduplication.index.store import Store
from aligner.deduplication.match import StoryMatch, match_among
from aligner.deduplication.record import Story
from aligner.documents.ingest import Progress
from aligner.parallel import parallel_map

Link = tuple[int, int, StoryMatch]
LinkTask = tuple[int, list[int], list[int]]  # a story, its candidates, and later stories whose candidate it is
MAX_LATER = 8  # stories read that may show what is boilerplate in an earlier one
MAX_CACHED_STORIES = 32  # in memory
BATCH_SIZE = 256  # compared stories whose links are written in a transaction


def link_copies(store: Store, topic: bool, jobs: int | None, progress: Progress) -> None:
    """Link all stories that have not been compared yet with their copies.

    Parameters
    ----------
    topic : also link stories of the same template or topic that are not copies
    """
    numbers = store.waiting()
    if not numbers:
        return
    twins = {number: first for number in numbers if (first := store.same(number)) is not None}
    unique, rows = store.rows(only=[number for number in numbers if number not in twins])
    lookup = Lookup(store)
    candidates = {unique[index]: others for index, others in lookup.candidates(rows, unique)}
    twin_items: list[LinkTask] = [(number, [first], []) for number, first in sorted(twins.items())]
    items = twin_items + _with_later(candidates)
    match = partial(_match_with, path=store.path, dim=store.dim, topic=topic)
    for number, batch in enumerate(_batches(parallel_map(match, items, jobs)), 1):
        store.link(batch, ())
        progress("compare", min(number * BATCH_SIZE, len(items)), len(items))
    store.link((), numbers)
    lookup.save()


def _with_later(candidates: Mapping[int, list[int]]) -> list[LinkTask]:
    """Return each story with its candidates, and with the later stories whose candidate it is."""
    later: dict[int, list[int]] = defaultdict(list)
    for number, others in candidates.items():
        for other in others:
            later[other].append(number)
    return [(number, others, later[number][:MAX_LATER]) for number, others in candidates.items()]


def _batches(links: Iterable[list[Link]]) -> Iterator[list[Link]]:
    remaining = iter(links)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield [link for story in batch for link in story]


def _match_with(item: LinkTask, *, path: Path, dim: int, topic: bool) -> list[Link]:
    """Match a story with others; this may be another process, which reads the texts itself: sending them is slow."""
    number, others, later = item
    with closing(open_read_only(path)) as db:
        read = lru_cache(MAX_CACHED_STORIES)(partial(read_story, db, dim=dim))
        own = read(number)
        links = []
        for other in others if own else ():
            story = read(other)
            around = partial(_read_all, read, [near for near in (*others, *later) if near != other])
            match = match_among(own, story, around, topic=topic) if own and story else None
            if match:
                links.append((number, other, match) if number < other else (other, number, match.mirrored()))
    return links


def _read_all(read: Callable[[int], Story | None], numbers: Iterable[int]) -> list[Story]:
    return [story for number in numbers if (story := read(number))]
