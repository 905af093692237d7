"""A cache whose rows or file are damaged: nothing of it is used, and the run goes on."""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from conftest import TEXTS

from aligner.encoders import load_encoder
from aligner.encoders.cache import CACHE_FILE, VectorCache

GOOD = np.linspace(-1, 1, 8, dtype=np.float32)
FILES = 40


def put(path: Path, row: object) -> None:
    """Put a row into a cache as damage would."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("update vector set row = ? where key = ?", (row, b"damaged"))


@pytest.mark.parametrize(
    "row",
    [
        b"", b"a", b"abc", "text", "", 5, 0.5, GOOD.tobytes()[:-1], GOOD.tobytes() + b"\0",
        np.float32("nan").tobytes() * 8, np.float32("-inf").tobytes() * 8, GOOD.tobytes()[:28] + b"\0\0\xc0\x7f",
    ],
    ids=repr,
)  # fmt: skip
def test_a_row_that_is_no_vector_is_computed_again(
    row: object, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / CACHE_FILE
    VectorCache(path).put({b"damaged": GOOD, b"good": GOOD})
    put(path, row)
    assert list(VectorCache(path).get([b"damaged", b"good"])) == [b"good"]
    assert (
        len(caplog.records) == 1 and "1 damaged vectors" in caplog.text and "\n" not in caplog.records[0].getMessage()
    )
    stored = VectorCache(path).put({b"damaged": GOOD})
    assert np.array_equal(stored[b"damaged"], GOOD)
    assert np.array_equal(VectorCache(path).get([b"damaged"])[b"damaged"], GOOD)


@pytest.mark.parametrize("length", [1, 16, 33])
def test_vectors_of_another_length_are_not_those_of_the_model(
    length: int, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path))
    expected = load_encoder(str(tiny)).encode(TEXTS)
    with closing(sqlite3.connect(tmp_path / CACHE_FILE)) as db, db:
        wrong = np.ones(length, np.float32).tobytes()
        db.execute("update vector set row = ? where rowid = (select min(rowid) from vector)", (wrong,))
    assert np.array_equal(load_encoder(str(tiny)).encode(TEXTS), expected)
    with closing(sqlite3.connect(tmp_path / CACHE_FILE)) as db, db:
        db.execute("update vector set row = ?", (wrong,))
    assert np.array_equal(load_encoder(str(tiny)).encode([*TEXTS, "One more."])[:-1], expected)


@pytest.mark.parametrize("seed", range(FILES))
def test_any_bytes_of_a_file_are_a_warning_at_most(seed: int, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / CACHE_FILE
    keys = [f"{number}".encode() for number in range(50)]
    VectorCache(path).put({key: np.full(64, number, np.float32) for number, key in enumerate(keys)})
    rng, content = random.Random(seed), bytearray(path.read_bytes())
    if seed % 3 == 0:
        del content[rng.randrange(len(content)) :]
    for _ in range(rng.choice((1, 10, 200))):
        if content:
            content[rng.randrange(len(content) if seed % 2 else min(len(content), 200))] = rng.randrange(256)
    path.write_bytes(content)
    cache = VectorCache(path)
    found = cache.get(keys)
    assert all(row.dtype == np.float32 and np.isfinite(row).all() for row in found.values())
    new = {key: np.zeros(64, np.float32) for key in keys}
    assert cache.put(new).keys() == new.keys()
    assert len(caplog.records) <= 3 and not any("\n" in record.getMessage() for record in caplog.records)


def test_a_pipe_a_link_to_nothing_and_a_long_path_are_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere" / "file")
    for path in (tmp_path / "pipe", tmp_path / "link", tmp_path / "/".join(["d" * 100] * 6), tmp_path / ("n" * 300)):
        caplog.clear()
        cache = VectorCache(path)
        assert not cache.get([b"a"]) and cache.put({b"a": GOOD}).keys() == {b"a"}
        assert [record.getMessage().count("set ALIGNER_CACHE") for record in caplog.records] == [1]
