"""An index of stories that is kept: add, query, delete, expire, list, compact, make anew."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.deduplication.find import (
    TOGETHER,
    Copy,
    DedupResult,
    Progress,
    Signed,
    compare,
    find_families,
    group,
    index_task,
    ingest,
    open_index,
    overlap,
)
from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.index.rebuild import renew
from aligner.deduplication.index.serialize import read_story
from aligner.deduplication.index.store import Store
from aligner.deduplication.keep import order
from aligner.deduplication.match import match
from aligner.deduplication.record import Story
from aligner.errors import InputError
from aligner.parallel import run
from aligner.pipeline.prepare import Source, tasks
from aligner.readers import find
from aligner.types import Skipped

DAY = 86400  # seconds


class IndexRequest(NamedTuple):
    """What is to be done with an index; stories that are given are added unless it is a query.

    file : the index; without one the stories are compared with each other
    keep : rules of `dedup.keep` to ask first, with commas
    topic : tell of stories that are but on the same topic, too
    expire : days after which a story is taken out, None for never
    """

    file: Path | None = None
    keep: str = ""
    topic: bool = False
    query: bool = False
    delete: tuple[str, ...] = ()
    expire: float | None = None
    entries: bool = False
    compact: bool = False
    rebuild: bool = False

    def works(self) -> bool:
        """Whether there is something to do without stories."""
        return bool(self.delete or self.entries or self.compact or self.rebuild) or self.expire is not None


def run_request(
    paths: Sequence[Path],
    request: IndexRequest,
    *,
    jobs: int | None = 1,
    progress: Progress = lambda stage, done, total: None,
) -> DedupResult:
    """Group stories; of an index do all that is asked: make anew, delete, expire, add or query, compact, list.

    Raises
    ------
    InputError, OutputError, UnknownNameError
    """
    if request.file is None:
        if request.query or request.works():
            raise InputError("that is done with an index; say which one with --index")
        return find_families(paths, keep=request.keep, topic=request.topic, jobs=jobs, progress=progress)
    rules = order(request.keep)
    done = list(renew(request.file)) if request.rebuild else []
    if not (paths and not request.query) and not request.file.exists():
        raise InputError(f"there is no index {request.file}; add stories to make it")
    with open_index(request.file) as store:
        done += _taken_out(store, request)
        skipped: list[Skipped] = []
        sources = [Source(path.resolve().as_posix(), path) for _, path in find(paths, skipped.append)] if paths else []
        if request.query:
            found = _queried(store, sources, request.topic, skipped, jobs)
        else:
            before = store.count()
            ingest(store, sources, skipped, jobs, progress)
            compare(store, request.topic, jobs, progress)
            found = group(store, rules, [source.id for source in sources], shown=True)
            done += [f"{store.count() - before} added, {store.count()} in all"] if paths else []
        if request.compact:
            Lookup(store).save(always=True)
            store.compact()
            done.append("compacted")
        entries = tuple(store.entries()) if request.entries else ()
    return found._replace(skipped=tuple(skipped), entries=entries, done=tuple(done))


def _taken_out(store: Store, request: IndexRequest) -> Iterator[str]:
    if request.delete:
        gone = store.delete(request.delete)
        for id in sorted(set(request.delete) - set(gone)):
            raise InputError(f"no story {id!r} in {store.path}; see --list for those there are")
        yield f"{len(gone)} deleted"
    if request.expire is not None:
        yield f"{len(store.expire(time.time() - request.expire * DAY))} expired"


def _queried(
    store: Store, sources: Sequence[Source], topic: bool, skipped: list[Skipped], jobs: int | None
) -> DedupResult:
    """Stories of the index that each of these is a copy of; the index stays as it is."""
    lookup = Lookup(store)
    found: list[Copy] = []
    alone: list[str] = []
    every = (task for source in sources for task in tasks(source, skipped.append))
    for some in _batches(run(index_task, every, jobs), skipped):
        rows = np.array([story.row for story in some])
        others = dict(lookup.candidates(rows))
        for at, story in enumerate(some):
            numbers = dict.fromkeys([*store.twins(story), *others.get(at, ())])
            copies = list(_copies(store, story, numbers, topic))
            found += copies
            alone += [] if copies else [story.id]
    return DedupResult(related=tuple(found), alone=tuple(alone))


def _batches(ready: Iterable[Signed], skipped: list[Skipped]) -> Iterator[list[Story]]:
    some: list[Story] = []
    for _, items in ready:
        skipped += [item for item in items if isinstance(item, Skipped)]
        some += [item[0] for item in items if not isinstance(item, Skipped)]
        if len(some) >= TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _copies(store: Store, story: Story, numbers: Iterable[int], topic: bool) -> Iterator[Copy]:
    """What a story is a copy of, the surest first."""
    old = [read_story(store.db, number, store.dim) for number in numbers]
    matches = [(each, match(each, story, topic=topic)) for each in old if each and each.id != story.id]
    for each, found in sorted(matches, key=lambda pair: (-pair[1].score if pair[1] else 0, pair[0].id)):
        if found:
            shown = overlap([each, story], found.spans)
            yield Copy(
                each.id, story.id, found.level, found.score, each.id, found.told, found.spans, "in the index", shown
            )
