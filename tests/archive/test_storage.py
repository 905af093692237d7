"""Files are written whole, checked when they are read, and may be anywhere that fsspec reaches."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import archives
import pyarrow as pa
import pytest

from aligner.archive.parts import divide_files, remote_files
from aligner.archive.sources import find_archive_files
from aligner.archive.storage import DamagedShardError, Storage
from aligner.errors import InputError, OutputError, UsageError

TABLE = pa.table({"number": pa.array(range(2000), pa.int64()), "text": [f"text {n}" for n in range(2000)]})


def test_the_same_table_has_the_same_bytes(tmp_path: Path) -> None:
    records = [Storage(str(tmp_path)).write(f"a/{n}.parquet", TABLE) for n in range(2)]
    data = (tmp_path / "a/0.parquet").read_bytes()
    assert data == (tmp_path / "a/1.parquet").read_bytes()
    assert records[0]._replace(name="") == records[1]._replace(name="") == ("", 2000, len(data), crc32(data))
    assert Storage(str(tmp_path)).read("a/0.parquet") == TABLE


def test_a_range_reads_only_its_row_groups(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    storage.write("a.parquet", TABLE)
    values = storage.read_range("a.parquet", "number", 700, 800).column("number").to_pylist()
    assert values == list(range(512, 1024))
    assert storage.read_range("a.parquet", "number", 5000, 6000).num_rows == 0


@pytest.mark.parametrize("place", range(4, 9000, 700))
def test_each_damage_is_seen(place: int, tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    storage.write("a.parquet", TABLE)
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    data[place % len(data)] ^= 0xFF
    (tmp_path / "a.parquet").write_bytes(data)
    try:
        assert storage.read("a.parquet") == TABLE  # a byte that means nothing, such as one of the writer's name
    except DamagedShardError as error:
        assert error.name == "a.parquet" and "run the same command again" in str(error)


def test_a_file_that_cannot_be_written_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file")
    with pytest.raises(OutputError, match="cannot write"):
        Storage(str(tmp_path)).write("a/b.parquet", TABLE)


def test_a_run_reads_from_urls_and_writes_to_one(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    archives.write_stories(tmp_path, 12)
    memory = fsspec.filesystem("memory")
    memory.put(str(tmp_path / "in"), "/desk/stories", recursive=True)
    archives.run(tmp_path, tmp_path / "out")
    files, _ = find_archive_files(["memory://desk/stories"], "memory://desk/out")
    totals = archives.run_files(files, "memory://desk/out")
    assert totals.pairs > 3
    for folder in ("pairs", "duplicates"):
        here, there = (
            [len(Storage(root).read(name)) for name in Storage(root).names(folder)]
            for root in (str(tmp_path / "out"), "memory://desk/out")
        )
        assert here == there
    memory.cat_file("/desk/out/manifest.json")
    again, _ = find_archive_files(["memory://desk"], "memory://desk/out")
    assert [file.url for file in again] == [file.url for file in files]  # its own output is not read


@pytest.mark.parametrize("url", ["memory://nothing", "no-such-scheme://bucket"])
def test_a_url_without_files_is_refused(url: str) -> None:
    pytest.importorskip("fsspec")
    with pytest.raises(InputError):
        remote_files(url, "out")


def test_standard_input_is_refused() -> None:
    with pytest.raises(UsageError, match="folder instead of -"):
        find_archive_files(["-"], "out")


def test_a_new_file_changes_only_its_own_part(tmp_path: Path) -> None:
    for number in range(1200):
        (tmp_path / f"{number:04}.txt").write_text("x")
    before = {*divide_files(find_archive_files([str(tmp_path)], "out")[0])}
    (tmp_path / "0600a.txt").write_text("x")
    after = {*divide_files(find_archive_files([str(tmp_path)], "out")[0])}
    assert len(before) > 2 and len(before - after) == len(after - before) == 1
