"""Shards -> links: the documents of a shard and those around it that are copies of each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

import pyarrow as pa

from aligner.archive.shards import Shard
from aligner.archive.storage import Storage
from aligner.archive.tasks import FOLDER, Output
from aligner.archive.window import Reach, Texts, Window, opened, windows
from aligner.deduplication.link import Link, find_links
from aligner.deduplication.match import COPY_LEVELS, StoryMatch
from aligner.deduplication.record import Story
from aligner.pipeline.duplicates import copy_tasks, repeats

COMPARED_TOGETHER = 512  # stories that are looked for, whose texts and those of their candidates are read together
LINKS = pa.schema(
    [
        ("one", pa.int64()),
        ("other", pa.int64()),
        ("repeats", pa.bool_()),
        ("level", pa.string()),
        ("score", pa.float64()),
        ("one_coverage", pa.float64()),
        ("other_coverage", pa.float64()),
        ("similarity", pa.float64()),
        ("spans", pa.string()),
    ]
)


def find_copies(storage: Storage, shard: Shard, reach: Reach, near: float) -> Output:
    """Match the documents of a shard with those that may be copies of them, as `aligner.pipeline.duplicates` does.

    Parameters
    ----------
    near : share of common shingles from which a text may be dropped
    """
    texts = Texts(storage, [shard, *reach.others])
    found: dict[tuple[int, int], tuple[Link, bool]] = {}
    for window in windows(storage, shard, reach):
        for link, repeated in _copies_in(window, texts, near):
            found.setdefault(link[:2], (link, repeated))
    if not found:
        return Output(())
    table = _table(found[pair] for pair in sorted(found))
    return Output((storage.write(f"{FOLDER}/copies/{shard.name}.parquet", table),))


def _copies_in(window: Window, texts: Texts, near: float) -> Iterator[tuple[Link, bool]]:
    """Yield the copies in a window, and whether one may be dropped."""
    rows, numbers = window.rows(), window.numbers.tolist()
    tasks = copy_tasks(rows, near, window.own)
    for first in range(0, len(tasks), COMPARED_TOGETHER):
        some = tasks[first : first + COMPARED_TOGETHER]
        places = {place for task in some for place in (task.number, *task.candidates, *task.later)}
        stories = texts.stories([numbers[place] for place in places])
        read = partial(_story_at, stories=stories, numbers=numbers)
        for one, other, match in chain.from_iterable(find_links(some, partial(opened, read))):
            if match.level in COPY_LEVELS:
                yield _forward(numbers[one], numbers[other], match), repeats(rows[one], rows[other], near)


def _story_at(place: int, *, stories: Mapping[int, Story], numbers: Sequence[int]) -> Story | None:
    return stories.get(numbers[place])


def _forward(one: int, other: int, match: StoryMatch) -> Link:
    return (one, other, match) if one < other else (other, one, match.mirrored())


def _table(links: Iterable[tuple[Link, bool]]) -> pa.Table:
    rows = [
        {
            "one": one,
            "other": other,
            "repeats": repeated,
            "level": match.level,
            "score": match.score,
            "one_coverage": match.coverage[0],
            "other_coverage": match.coverage[1],
            "similarity": match.similarity,
            "spans": json.dumps(match.spans),
        }
        for (one, other, match), repeated in links
    ]
    return pa.Table.from_pylist(rows, LINKS)


def read_links(table: pa.Table) -> Iterable[tuple[tuple[int, int], StoryMatch]]:
    """Yield the links of a table."""
    for row in table.to_pylist():
        spans = tuple((tuple(one), tuple(other)) for one, other in json.loads(row["spans"]))
        coverage = row["one_coverage"], row["other_coverage"]
        match = StoryMatch(row["level"], row["score"], coverage, row["similarity"], spans)
        yield (row["one"], row["other"]), match
