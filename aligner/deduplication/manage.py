"""Manage an index of stories on disk: add, query, delete, expire, list, compact, rebuild."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.deduplication.add import BATCH_SIZE, Indexed, StorySink, add_files, index_task, open_index
from aligner.deduplication.find import DedupResult, group_stories, quote_overlap
from aligner.deduplication.group import make_duplicate
from aligner.deduplication.index.link_new import link_copies
from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.index.rebuild import replace_index
from aligner.deduplication.index.serialize import read_story
from aligner.deduplication.index.shards import drop_empty_shards
from aligner.deduplication.index.store import Entry, Store
from aligner.deduplication.keep import rule_order
from aligner.deduplication.match import match_among
from aligner.deduplication.record import Story
from aligner.documents.ingest import Progress
from aligner.documents.prepare import Source, tasks
from aligner.errors import InputError, UsageError
from aligner.parallel import parallel_map
from aligner.readers import find_files
from aligner.readers.files.capped import STDIN
from aligner.readers.files.discover import check_found, distinct_ids, show_path
from aligner.types import Duplicate, Skipped

SECONDS_PER_DAY = 86400


class AddOptions(NamedTuple):
    """Options of `add_stories`.

    keep : rules of `aligner.deduplication.keep` to apply first, separated by commas
    topic : also report stories of the same template or topic that are not copies
    expire : remove stories added longer ago than this many days first; None for none
    """

    keep: str = ""
    topic: bool = False
    expire: float | None = None


def no_progress(stage: str, done: int, total: int) -> None:
    """Ignore the progress of a stage."""


def add_stories(
    file: Path,
    paths: Sequence[Path],
    options: AddOptions | None = None,
    *,
    jobs: int | None = 1,
    progress: Progress = no_progress,
) -> DedupResult:
    """Add the stories of files to an index, made if it does not exist, and group them into families.

    Files that have not changed since they were last added are not read again.

    Raises
    ------
    InputError, OutputError, UnknownNameError, UsageError
    """
    options = options or AddOptions()
    rules = rule_order(options.keep)
    if STDIN in paths:
        raise UsageError("standard input has no name to be found under later; save it to a file")
    skipped: list[Skipped] = []
    done = []
    with open_index(file) as store:
        if options.expire is not None:
            done.append(f"{len(_expire(store, options.expire))} expired")
        sources = _sources(paths, skipped)
        sink = StorySink(store)
        add_files(sources, sink, jobs, progress)
        link_copies(store, options.topic, jobs, progress)
        result = group_stories(store, rules, [source.id for source in sources], excerpts=True)
        done.append(f"{store.added} added, {store.count()} in all")
    return result._replace(skipped=(*skipped, *sink.skipped), done=tuple(done))


def query_index(file: Path, paths: Sequence[Path], *, topic: bool = False, jobs: int | None = 1) -> DedupResult:
    """Find the stories of an index that each story of some files is a copy of; the index does not change.

    Parameters
    ----------
    topic : also report stories of the same template or topic that are not copies

    Returns
    -------
    DedupResult
        The copies, the best match of each story first, are in `related`.

    Raises
    ------
    InputError, OutputError
    """
    skipped: list[Skipped] = []
    copies: list[Duplicate] = []
    alone: list[str] = []
    with _existing_index(file, change=False) as store:
        lookup = Lookup(store)
        sources = _sources(paths, skipped)
        documents = (task for source in sources for task in tasks(source, skipped.append))
        for batch in _batches(parallel_map(index_task, documents, jobs), skipped):
            found = lookup.candidates(np.array([story.row for story in batch]))
            candidates = {own.row: own.numbers for own in found}
            for index, story in enumerate(batch):
                numbers = dict.fromkeys([*store.twins(story), *candidates.get(index, ())])
                own_copies = list(_copies(store, story, numbers, topic))
                copies += own_copies
                alone += [] if own_copies else [story.id]
    return DedupResult(related=tuple(copies), alone=tuple(alone), skipped=tuple(skipped))


def delete_stories(file: Path, ids: Sequence[str]) -> list[str]:
    """Delete stories from an index, and return their ids.

    Raises
    ------
    InputError
        When one of the stories or the index does not exist; nothing is deleted then.
    OutputError
    """
    with _existing_index(file) as store:
        deleted = store.delete(ids)
        drop_empty_shards(store)
        link_copies(store, False, 1, no_progress)
    return deleted


def expire_stories(file: Path, days: float) -> list[str]:
    """Delete the stories that were added to an index more than `days` ago, and return their ids.

    Raises
    ------
    InputError, OutputError
    """
    with _existing_index(file) as store:
        expired = _expire(store, days)
        link_copies(store, False, 1, no_progress)
    return expired


def list_stories(file: Path) -> list[Entry]:
    """Return the stories of an index, sorted by id.

    Raises
    ------
    InputError, OutputError
    """
    with _existing_index(file, change=False) as store:
        return list(store.entries())


def compact_index(file: Path) -> None:
    """Shrink the file of an index to the space that its stories need.

    Raises
    ------
    InputError, OutputError
    """
    with _existing_index(file) as store:
        Lookup(store).save(always=True)
        store.compact()


def rebuild_index(file: Path, *, jobs: int | None = 1, progress: Progress = no_progress) -> list[str]:
    """Replace an index by a new one with the same stories, or an empty one if they cannot be read.

    Returns
    -------
    list of str
        What was done, in words. The old file is kept as ``NAME.old``.

    Raises
    ------
    InputError, OutputError
    """
    _require_index(file)
    notes = list(replace_index(file))
    with _existing_index(file) as store:
        link_copies(store, False, jobs, progress)
    return notes


def _require_index(file: Path) -> None:
    if not os.path.exists(file):  # noqa: PTH110 (that of Path raises errors for long names)
        raise InputError(f"there is no index {file}; add stories to make it")


@contextmanager
def _existing_index(file: Path, *, change: bool = True) -> Iterator[Store]:
    _require_index(file)
    with open_index(file, change=change) as store:
        yield store


def _sources(paths: Sequence[Path], skipped: list[Skipped]) -> list[Source]:
    files = [path for _, path in find_files(paths, skipped.append)]
    check_found(paths, files, skipped)
    ids = distinct_ids([show_path(path if path == STDIN else path.resolve()) for path in files])
    return [Source(id, path) for id, path in zip(ids, files, strict=True)]


def _expire(store: Store, days: float) -> list[str]:
    expired = store.expire(time.time() - days * SECONDS_PER_DAY)
    drop_empty_shards(store)
    return expired


def _batches(prepared: Iterable[Indexed], skipped: list[Skipped]) -> Iterator[list[Story]]:
    batch: list[Story] = []
    for _, items in prepared:
        skipped += [item for item in items if isinstance(item, Skipped)]
        batch += [item[0] for item in items if not isinstance(item, Skipped)]
        if len(batch) >= BATCH_SIZE:
            yield batch
            batch = []
    if batch:
        yield batch


def _copies(store: Store, story: Story, numbers: Iterable[int], topic: bool) -> Iterator[Duplicate]:
    """Yield the stories of the index that a story is a copy of, the best match first."""
    old = [read_story(store.db, number, store.dim) for number in numbers]
    others = [other for other in old if other and other.id != story.id]
    matches = [(match_among(story, other, lambda: others, topic=topic), other) for other in others]
    pairs = [(match.mirrored(), other) for match, other in matches if match]
    for match, other in sorted(pairs, key=lambda pair: (-pair[0].score, pair[1].id)):
        yield quote_overlap(make_duplicate(other.id, story.id, other.id, match, "in the index"), other, story)
