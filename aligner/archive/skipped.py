"""What was left out of a run, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from aligner.archive.storage import FileRecord, Storage
from aligner.types import Skipped

SCHEMA = pa.schema([("source", pa.string()), ("reason", pa.string())])


def write_skipped(storage: Storage, name: str, skipped: Sequence[Skipped]) -> list[FileRecord]:
    """Write files, records or pairs that were left out, if there are any."""
    if not skipped:
        return []
    table = pa.Table.from_pylist([item._asdict() for item in skipped], SCHEMA)
    return [storage.write(f"skipped/{name}.parquet", table)]
