"""Judged pairs -> segments: those of the chosen pairs, each kept or with the reason why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
import pyarrow as pa

from aligner.archive.shards import Shard
from aligner.archive.storage import Storage
from aligner.archive.tasks import FOLDER, Output
from aligner.pipeline.select import repeated_text, select
from aligner.pipeline.stored_rows import parse_segments
from aligner.settings import Settings
from aligner.types import Ints, Segment

KEYS = pa.schema([("key", pa.int64()), ("number", pa.int64())])
REPEATS = pa.schema([("number", pa.int64())])


def key_segments(storage: Storage, shard: Shard, pairs: Sequence[int], number: int, settings: Settings) -> Output:
    """Write a key of each segment that would be kept, sorted: equal texts have equal keys.

    Parameters
    ----------
    pairs : rows of the chosen pairs among the judged ones of the shard
    number : of the shard in the order of the corpus

    Returns
    -------
    Output
        Its note has the number of segments that would be kept and that of all.
    """
    segments = [select(segment, settings) for _, segment in chosen_segments(storage, shard, pairs)]
    kept = [place for place, segment in enumerate(segments) if segment.kept]
    table = pa.table(
        [[_key(segments[place]) for place in kept], [(number << 32) + place for place in kept]], schema=KEYS
    ).sort_by([("key", "ascending"), ("number", "ascending")])
    return Output((storage.write(f"{FOLDER}/keys/{shard.name}.parquet", table),), [len(kept), len(segments)])


def find_repeats(storage: Storage, name: str, files: Sequence[str], low: int, high: int) -> Output:
    """Write the numbers of the segments that repeat an earlier one, sorted, for a range of keys."""
    tables = [storage.read_range(file, "key", low, high) for file in files]
    keys, numbers = (_joined(tables, column) for column in KEYS.names)
    inside = (keys >= low) & (keys < high)
    keys, numbers = keys[inside], numbers[inside]
    order = np.lexsort((numbers, keys))
    keys, numbers = keys[order], numbers[order]
    later = np.sort(numbers[1:][keys[1:] == keys[:-1]])
    return Output((storage.write(f"{FOLDER}/repeats/{name}.parquet", pa.table([later], schema=REPEATS)),))


def chosen_segments(
    storage: Storage, shard: Shard, pairs: Sequence[int]
) -> Iterator[tuple[dict[str, object], Segment]]:
    """Yield the segments of the chosen pairs of a shard, each with the row of its pair."""
    for row in storage.read(f"{FOLDER}/align/{shard.name}.parquet").take(pa.array(pairs, pa.int64())).to_pylist():
        yield from ((row, segment) for segment in parse_segments(row["segments"]))


def _joined(tables: Sequence[pa.Table], column: str) -> Ints:
    return np.concatenate([table.column(column).to_numpy() for table in tables] or [np.zeros(0, np.int64)])


def _key(segment: Segment) -> int:
    digest = blake2b(repeated_text(segment).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
