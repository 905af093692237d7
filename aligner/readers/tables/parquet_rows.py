"""The rows of a Parquet file as plain data, under caps."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from typing import IO, Any

from aligner.errors import InputError, PackageMissingError, message_of
from aligner.readers.files.capped import read_chunks
from aligner.readers.files.compressed import MAX_RATIO, compression_of

_ROWS_AT_A_TIME = 500
_MIN_BOMB_BYTES = 64 << 20  # to which a file may expand however small it is


def parquet_rows(id: str, path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file, one at a time; dates become texts, and what JSON has no form for is left out.

    Raises
    ------
    InputError
        While iterating, when the file is damaged or missing, or expands like a bomb.
    PackageMissingError
        When pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError as error:
        raise PackageMissingError(f"{id}: Parquet needs the package pyarrow: python -m pip install pyarrow") from error
    try:
        with _seekable(id, path) as file, ParquetFile(file) as table:
            _check_size(id, table.metadata, file.seek(0, os.SEEK_END))
            for batch in table.iter_batches(_ROWS_AT_A_TIME):
                for row in batch.to_pylist():
                    yield {key: _plain(value) for key, value in row.items()}
    except OSError as error:
        if error.errno is None:
            raise InputError(f"{id}: damaged Parquet data ({message_of(error)}); fetch it again") from error
        raise InputError(f"{id}: {error.strerror}; check that the file exists and that you may read it") from error
    except (pa.ArrowException, ValueError) as error:
        raise InputError(f"{id}: damaged Parquet data ({message_of(error)}); fetch it again") from error


@contextmanager
def _seekable(id: str, path: Path) -> Iterator[IO[bytes]]:
    """Open a file, or what a compressed one expands to: the rows are found from the end."""
    with tempfile.TemporaryFile() if compression_of(path.name) else path.open("rb") as file:
        if compression_of(path.name):
            file.writelines(read_chunks(id, path))
        yield file


def _check_size(id: str, metadata: Any, packed: int) -> None:
    size = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if size > max(_MIN_BOMB_BYTES, MAX_RATIO * packed):
        raise InputError(f"{id}: expands over {MAX_RATIO} times, like a bomb; unpack it yourself if you trust it")


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return None
