"""Sorted runs -> shards: each shard takes its documents from all runs that have some of its days."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from aligner.archive.columns import in_order
from aligner.archive.shards import Shard
from aligner.archive.storage import Storage
from aligner.archive.tasks import FOLDER, Output

TEXTS = ["id", "record"]


def gather(storage: Storage, shard: Shard, runs: Sequence[str], first_day: int = 0) -> Output:
    """Write the sketches and the texts of a shard, in the order of their places.

    Parameters
    ----------
    runs : names of the files
    first_day : as it is stored, before which texts are left out
    """
    low, high = shard.places
    low = max(low, first_day << 32)
    tables = [_own(storage.read_range(run, "place", low, high), shard, low, high) for run in runs]
    table = in_order(pa.concat_tables(tables))
    return Output(
        (
            storage.write(sketch_file(shard), table.drop_columns(["record"])),
            storage.write(text_file(shard), table.select(TEXTS)),
        )
    )


def sketch_file(shard: Shard) -> str:
    """Return the name of the file of a shard's sketches."""
    return f"{FOLDER}/gather/{shard.name}-sketches.parquet"


def text_file(shard: Shard) -> str:
    """Return the name of the file of a shard's texts."""
    return f"{FOLDER}/gather/{shard.name}-texts.parquet"


def _own(table: pa.Table, shard: Shard, low: int, high: int) -> pa.Table:
    """Return the documents of the shard among some: of a cell with several buckets, those with its hashes."""
    places = table.column("place").to_numpy()
    first, end = shard.hashes
    hashes = places & 0xFFFFFFFF
    return table.filter(pa.array((places >= low) & (places < high) & (hashes >= first) & (hashes < end)))
