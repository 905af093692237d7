"""Compressed files: gzip, bzip2, xz and zstd are read alike, and none is a way to fill memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, assert_quick_refusal

from aligner.errors import InputError
from aligner.readers import find_files, read, read_stream
from aligner.readers.bitext import read_pairs
from aligner.readers.files.capped import read_bytes
from aligner.readers.files.compressed import COMPRESSIONS, MAX_RATIO
from aligner.types import RawDocument

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd.compress,
}
PAIRS = "Prices rose again.\tLes prix ont encore augmenté.\nThe ferry is late.\tLe ferry est en retard.\n"
STORY = "The ferry to Lannevez is late again.\n\nNobody knows why.\n"


def test_each_format_is_tried() -> None:
    assert PACK.keys() == COMPRESSIONS.keys()


@pytest.mark.parametrize("suffix", PACK)
def test_a_corpus_is_read_as_if_it_were_not_compressed(suffix: str, tmp_path: Path) -> None:
    plain, packed = tmp_path / "m.tsv", tmp_path / f"M.TSV{suffix.upper()}"
    plain.write_text(PAIRS * 2, "utf-8")
    data = PACK[suffix](PAIRS.encode())
    packed.write_bytes(data + data + b"\0" * 8)  # in two parts, and padded
    assert list(read_pairs([packed])) == list(read_pairs([plain]))


@pytest.mark.parametrize("suffix", PACK)
def test_stories_are_found_and_read(suffix: str, tmp_path: Path) -> None:
    name = f"story.txt{suffix}"
    (tmp_path / name).write_bytes(PACK[suffix](STORY.encode()))
    assert [id for id, _ in find_files([tmp_path], print)] == [name]
    [story] = read(name, tmp_path / name)
    assert isinstance(story, RawDocument) and story.text.split() == STORY.split()
    [piped] = read_stream(io.BytesIO(PACK[suffix](STORY.encode())))
    assert isinstance(piped, RawDocument) and piped.text == story.text


@pytest.mark.parametrize("suffix", PACK)
@pytest.mark.parametrize("spoil", [lambda data: data[:-9], lambda data: b"plain", lambda data: data[:4] + b"x" * 40])
def test_damage_is_a_line(suffix: str, spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    name = f"story.txt{suffix}"
    (tmp_path / name).write_bytes(spoil(PACK[suffix](STORY.encode() * 50)))
    with pytest.raises(
        InputError, match=rf"story\.txt{suffix}: damaged (gzip|bz2|xz|zst) data \(.+\); fetch"
    ) as caught:
        list(read(name, tmp_path / name))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", PACK)
@pytest.mark.parametrize("name", ["bomb.txt", "bomb.html", "bomb.jsonl", "bomb.tmx", "bomb.docx"])
def test_a_bomb_is_refused(name: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}{suffix}"
    path.write_bytes(PACK[suffix](b"\n" * (16 << 20)))
    assert_quick_refusal(path, "like a bomb", 64 << 20)


def test_xz_data_that_need_much_memory_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv.xz"
    data = bytearray(lzma.compress(PAIRS.encode(), filters=[{"id": lzma.FILTER_LZMA2, "preset": 0}]))
    data[16] = 40  # a dictionary of 4 GiB, in the header of the block
    data[20:24] = zlib.crc32(data[12:20]).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"damaged xz data .*[Mm]emory"):
        list(read_pairs([path]))


@pytest.mark.parametrize("suffix", PACK)
def test_what_shrinks_as_texts_do_is_no_bomb(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"m.tsv{suffix}"
    lines = "".join(f"{number} boats were seen off Lannevez.\tOn a vu {number} bateaux.\n" for number in range(20_000))
    path.write_bytes(PACK[suffix](lines.encode()))
    assert len(lines) < MAX_RATIO * path.stat().st_size
    assert read_bytes("m", path).decode() == lines


@pytest.mark.parametrize("suffix", PACK)
def test_the_commands_read_them(suffix: str, aligner: Run, tmp_path: Path) -> None:
    (tmp_path / "m.tsv").write_text(PAIRS, "utf-8")
    (tmp_path / f"n.tsv{suffix}").write_bytes(PACK[suffix](PAIRS.encode()))
    assert (
        aligner("score", f"n.tsv{suffix}", "--no-findings").stdout == aligner("score", "m.tsv", "--no-findings").stdout
    )
