"""Links -> the copies that are dropped, group by group."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pyarrow as pa

from aligner.archive.shards import Shard
from aligner.archive.stages.copies import read_links
from aligner.archive.storage import Storage
from aligner.archive.tasks import Output
from aligner.archive.window import Texts, opened
from aligner.deduplication.record import Story
from aligner.pipeline.duplicates import DropOptions, drop_copies
from aligner.types import Duplicate

DUPLICATES = pa.schema(
    [
        ("kept", pa.string()),
        ("dropped", pa.string()),
        ("level", pa.string()),
        ("score", pa.float64()),
        ("kept_coverage", pa.float64()),
        ("dropped_coverage", pa.float64()),
        ("why", pa.string()),
        ("dropped_number", pa.int64()),
    ]
)


def drop(
    storage: Storage,
    name: str,
    groups: Sequence[Sequence[int]],
    files: Sequence[str],
    shards: Sequence[Shard],
    options: DropOptions,
) -> Output:
    """Choose the copies that are dropped.

    Parameters
    ----------
    name : of the file to write
    groups : numbers of the documents that are linked, directly or not
    files : names of the files of their links
    shards : of their documents
    """
    wanted = {number for group in groups for number in group}
    links = {pair: match for file in files for pair, match in read_links(storage.read(file)) if pair[0] in wanted}
    texts = Texts(storage, shards)
    sketches = dict(sorted(texts.sketches([*wanted])))
    stories: dict[int, Story] = {}

    def read(number: int) -> Story:
        if number not in stories:
            stories.update(texts.stories([number]))
        return stories[number]

    copies = drop_copies(sketches, links, partial(opened, read), options)
    if not copies:
        return Output(())
    numbers = {sketch.id: number for number, sketch in sketches.items()}
    table = pa.Table.from_pylist([_row(copy, numbers[copy.dropped]) for copy in copies], DUPLICATES)
    return Output((storage.write(f"duplicates/{name}.parquet", table),))


def _row(copy: Duplicate, number: int) -> dict[str, object]:
    return {
        "kept": copy.kept,
        "dropped": copy.dropped,
        "level": copy.how,
        "score": copy.score,
        "kept_coverage": copy.coverage[0],
        "dropped_coverage": copy.coverage[1],
        "why": copy.why,
        "dropped_number": number,
    }
