"""Compare the new stories of an index with all others, and link the copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from aligner.databases import open_read_only
from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.index.serialize import read_story
from aligner.deduplication.index.store import Store
from aligner.deduplication.match import StoryMatch, match_stories
from aligner.documents.ingest import Progress
from aligner.parallel import parallel_map

Link = tuple[int, int, StoryMatch]
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
    items = [(number, [first]) for number, first in sorted(twins.items())]
    items += [(unique[index], others) for index, others in lookup.candidates(rows, unique)]
    match = partial(_match_with, path=store.path, dim=store.dim, topic=topic)
    for number, batch in enumerate(_batches(parallel_map(match, items, jobs)), 1):
        store.link(batch, ())
        progress("compare", min(number * BATCH_SIZE, len(items)), len(items))
    store.link((), numbers)
    lookup.save()


def _batches(links: Iterable[list[Link]]) -> Iterator[list[Link]]:
    remaining = iter(links)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield [link for story in batch for link in story]


def _match_with(item: tuple[int, list[int]], *, path: Path, dim: int, topic: bool) -> list[Link]:
    """Match a story with others; this may be another process, which reads the texts itself: sending them is slow."""
    number, others = item
    with closing(open_read_only(path)) as db:
        own = read_story(db, number, dim)
        links = []
        for other in others if own else ():
            story = read_story(db, other, dim)
            match = match_stories(own, story, topic=topic) if own and story else None
            if match:
                links.append((number, other, match) if number < other else (other, number, match.mirrored()))
    return links
