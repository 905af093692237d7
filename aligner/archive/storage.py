"""Parquet files under one folder or URL: written whole or not at all, and never read with an error in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import fs

from aligner.errors import InputError, OutputError, PackageMissingError, message_of
from aligner.writers.atomic import advise, open_atomic

GROUP_ROWS = 512  # of a row group, the least that is read of a file


class DamagedShardError(InputError):
    """A file of the run that is damaged or gone.

    Attributes
    ----------
    name : of the file, relative to the folder of the run
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        """Return what happened and what to do."""
        return f"the shard {self.name} is damaged or gone; run the same command again: only what it needs is done anew"


class FileRecord(NamedTuple):
    """What is known of a file of the run.

    name : relative to the folder of the run
    rows, size : number of its rows and of its bytes
    crc : CRC-32 of its bytes
    """

    name: str
    rows: int
    size: int
    crc: int


class Storage(NamedTuple):
    """The files of a run, read and written by workers on any machine that reaches their folder or URL."""

    root: str

    def write(self, name: str, table: pa.Table) -> FileRecord:
        """Write a table to a file; the same table and version of pyarrow give equal bytes.

        Raises
        ------
        OutputError
            When it cannot be written; there is no file then.
        """
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd", row_group_size=GROUP_ROWS, write_page_checksum=True)
        data = sink.getvalue()
        self.write_bytes(name, data)
        return FileRecord(name, table.num_rows, data.size, crc32(data))

    def write_bytes(self, name: str, data: Any) -> None:
        """Write a whole file."""
        place = self.path(name)
        try:
            if self._is_local():
                with open_atomic(Path(place)) as handle:
                    handle.buffer.write(data)
                return
            with self._files().open_output_stream(place) as stream:  # object stores show a file when it is complete
                stream.write(data)
        except OSError as error:
            raise OutputError(f"cannot write {self.root}/{name}: {error.strerror or error}; {advise(error)}") from error

    def read_bytes(self, name: str) -> bytes | None:
        """Return the content of a file, None if there is none."""
        try:
            with self._files().open_input_stream(self.path(name)) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            return None

    def read(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Read a table.

        Raises
        ------
        DamagedShardError
        """
        return self._read(name, columns, None)

    def read_range(self, name: str, column: str, low: int, high: int) -> pa.Table:
        """Read the row groups of a table that may have values of a column from `low` to below `high`."""
        return self._read(name, None, (column, low, high))

    def _read(self, name: str, columns: Sequence[str] | None, within: tuple[str, int, int] | None) -> pa.Table:
        try:
            with self._files().open_input_file(self.path(name)) as file:
                table = pq.ParquetFile(file, page_checksum_verification=True)
                groups = [*range(table.num_row_groups)]
                if within:
                    groups = [group for group in groups if _overlaps(table, group, *within)]
                return table.read_row_groups(groups, columns)
        except FileNotFoundError as error:
            raise DamagedShardError(name) from error
        except (pa.ArrowException, OSError, ValueError) as error:
            if getattr(error, "errno", None):
                raise InputError(f"cannot read {self.root}/{name}: {message_of(error)}") from error
            raise DamagedShardError(name) from error

    def state(self, name: str) -> tuple[int, int] | None:
        """Return the size of a file and when it was changed, in nanoseconds, 0 if unknown; None if there is none."""
        (info,) = self._files().get_file_info([self.path(name)])
        return None if info.type == fs.FileType.NotFound else (info.size, info.mtime_ns or 0)

    def crc(self, name: str) -> int:
        """Return the CRC-32 of a file."""
        return crc32(self.read_bytes(name) or b"")

    def remove(self, name: str) -> None:
        """Remove a file, if there is one."""
        if self.state(name):
            self._files().delete_file(self.path(name))

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder, sorted."""
        selector = fs.FileSelector(self.path(folder), allow_not_found=True)
        return sorted(f"{folder}/{info.base_name}" for info in self._files().get_file_info(selector) if info.is_file)

    def path(self, name: str) -> str:
        """Return the path of a file as its file system knows it."""
        return f"{_file_system(self.root)[1]}/{name}" if name else _file_system(self.root)[1]

    def _files(self) -> fs.FileSystem:
        return _file_system(self.root)[0]

    def _is_local(self) -> bool:
        return isinstance(self._files(), fs.LocalFileSystem)


@cache
def _file_system(root: str) -> tuple[fs.FileSystem, str]:
    """Return a file system and the path of the root in it."""
    if "://" not in root:
        return fs.LocalFileSystem(), root
    found, path = open_url(root)
    return fs.PyFileSystem(fs.FSSpecHandler(found)), path


def open_url(url: str) -> tuple[Any, str]:
    """Return the fsspec file system of a URL, and its path there.

    Raises
    ------
    InputError
        When nothing that is installed knows such URLs.
    PackageMissingError
        When fsspec is not installed.
    """
    try:
        from fsspec.core import url_to_fs
    except ModuleNotFoundError as error:
        raise PackageMissingError(f"{url} needs fsspec: python -m pip install 'news-aligner[archive]'") from error
    try:
        found, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(f"{url}: {message_of(error)}") from error
    return found, str(path)


def _overlaps(table: Any, group: int, column: str, low: int, high: int) -> bool:
    chunk = table.metadata.row_group(group).column(table.schema_arrow.get_field_index(column))
    values = chunk.statistics  # None if there are no rows
    return values is not None and bool(values.min < high and values.max >= low)
