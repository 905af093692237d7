"""Compare the new stories of an index with all others, and link the copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.index.serialize import open_stories
from aligner.deduplication.index.store import Store
from aligner.deduplication.link import Link, find_links, link_tasks
from aligner.documents.ingest import Progress

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
    lookup.save()
    tasks = link_tasks(twins, unique, lookup.candidates(rows, unique))
    links = find_links(tasks, partial(open_stories, store.path, store.dim), topic=topic, jobs=jobs)
    for number, batch in enumerate(_batches(links), 1):
        store.link(batch, ())
        progress("compare", min(number * BATCH_SIZE, len(tasks)), len(tasks))
    store.link((), numbers)


def _batches(links: Iterable[list[Link]]) -> Iterator[list[Link]]:
    remaining = iter(links)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield [link for story in batch for link in story]
