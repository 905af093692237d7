"""An index on a disk that is read only, with damaged files next to it, shared by writers, and emptied."""

from __future__ import annotations

import json
import logging
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run

from aligner.deduplication.find import DedupResult
from aligner.deduplication.manage import add_stories, compact_index, delete_stories, list_stories, query_index
from aligner.errors import AlignerError, InputError, OutputError

STORIES = 60
LOOKUP_FLIPS = 60
INDEX_FLIPS = 40
WORDS = (ROOT / "models" / "lexicon" / "words.en.txt").read_text("utf-8").split()


def story(number: int) -> str:
    rng = random.Random(number)
    return " ".join("The " + " ".join(rng.choices(WORDS, k=9)) + " in the village." for _ in range(6))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an index of made stories, their lookup on disk, and a story to ask for."""
    folder = tmp_path_factory.mktemp("desk")
    rows = [json.dumps({"id": number, "text": story(number)}) for number in range(STORIES)]
    (folder / "wire.jsonl").write_text("\n".join(rows))
    (folder / "new.txt").write_text(story(7) + " It rained.")
    add_stories(folder / "desk.db", [folder / "wire.jsonl"])
    compact_index(folder / "desk.db")
    return folder


@pytest.fixture
def copy(desk: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(desk, tmp_path / "desk"))


def asked(folder: Path) -> DedupResult:
    return query_index(folder / "desk.db", [folder / "new.txt"])


def lookup_files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "desk.db.lookup").rglob("*") if path.is_file())


def test_flipped_bytes_of_the_lookup_are_noticed(copy: Path, caplog: pytest.LogCaptureFixture) -> None:
    expected, rng = asked(copy), random.Random(1)
    assert expected.related and not caplog.text
    files = lookup_files(copy)
    for number in range(LOOKUP_FLIPS):
        file = files[number % len(files)]
        whole = file.read_bytes()
        changed = bytearray(whole)
        changed[rng.randrange(min(len(whole), 128) if number % 2 else len(whole))] ^= 1 << rng.randrange(8)
        file.write_bytes(changed)
        caplog.clear()
        assert asked(copy) == expected
        assert caplog.text.count("is lost") == 1, file
        file.write_bytes(whole)


@pytest.mark.parametrize("name", ["numbers.npy", "rows.npy", "entries.npy", "means.npy", "en.faiss", "sums.json"])
@pytest.mark.parametrize(
    "content", [b"", b"\x93NUMPY\x01\x00v\x00{'descr': (((", b"[]", b'{"rows.npy": 5}', b"\x80\x04c"]
)
def test_a_file_of_the_lookup_may_hold_anything(name: str, content: bytes, copy: Path, caplog: Any) -> None:
    expected = asked(copy)
    (file,) = (file for file in lookup_files(copy) if file.name == name)
    file.write_bytes(content)
    assert asked(copy) == expected and caplog.text.count("will be rebuilt") == 1
    compact_index(copy / "desk.db")
    caplog.clear()
    assert asked(copy) == expected and not caplog.text


def test_a_lookup_that_is_a_link_is_not_followed(copy: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    shutil.move(copy / "desk.db.lookup", victim)
    (victim / "letters").mkdir()
    os.utime(victim / "letters", (0, 0))
    (copy / "desk.db.lookup").symlink_to(victim)
    before = sorted(path.name for path in victim.iterdir())
    compact_index(copy / "desk.db")
    delete_stories(copy / "desk.db", [entry.id for entry in list_stories(copy / "desk.db")])
    compact_index(copy / "desk.db")
    assert sorted(path.name for path in victim.iterdir()) == before


def test_only_what_it_made_is_removed_from_a_lookup(copy: Path) -> None:
    mine = copy / "desk.db.lookup" / "mine"
    mine.mkdir()
    os.utime(mine, (0, 0))
    compact_index(copy / "desk.db")
    assert mine.is_dir()


@pytest.mark.parametrize("seed", range(INDEX_FLIPS))
def test_a_damaged_index_is_a_line_or_the_right_answer(seed: int, desk: Path, tmp_path: Path) -> None:
    logging.disable(logging.CRITICAL)
    rng = random.Random(seed)
    content = bytearray((desk / "desk.db").read_bytes())
    if seed % 4 == 0:
        del content[rng.randrange(len(content)) :]
    for _ in range(rng.choice((1, 5, 50)) if content else 0):
        content[rng.randrange(len(content) if seed % 2 else min(len(content), 20_000))] = rng.randrange(256)
    file = tmp_path / "desk.db"
    file.write_bytes(content)
    shutil.copy(desk / "new.txt", tmp_path)
    expected = asked(desk)
    for attempt in (
        asked,
        lambda folder: list_stories(folder / "desk.db"),
        lambda folder: compact_index(folder / "desk.db"),
    ):
        try:
            answer = attempt(tmp_path)
            assert attempt is not asked or [copy.matched for copy in answer.related] in (
                [],
                [copy.matched for copy in expected.related],
            )
        except AlignerError as error:
            assert "\n" not in str(error) and ";" in str(error)
    logging.disable(logging.NOTSET)


def test_nothing_is_deleted_if_one_is_not_there(copy: Path, aligner: Run) -> None:
    file = copy / "desk.db"
    ids = [entry.id for entry in list_stories(file)]
    for wrong in ([ids[0], "none"], ["none", ids[0]], [ids[0], ids[0] + " "], [""]):
        done = aligner("index", "delete", file, *wrong)
        assert done.returncode == 3 and "nothing was deleted" in done.stderr and done.stderr.count("\n") == 1
    assert [entry.id for entry in list_stories(file)] == ids
    assert delete_stories(file, [ids[3], ids[3], ids[5]]) == [ids[3], ids[5]]
    assert len(list_stories(file)) == STORIES - 2


def test_an_empty_index_has_no_lookup(copy: Path) -> None:
    file = copy / "desk.db"
    assert lookup_files(copy)
    delete_stories(file, [entry.id for entry in list_stories(file)])
    compact_index(file)
    assert not (copy / "desk.db.lookup").exists() and file.stat().st_size < 100_000
    found = add_stories(file, [copy / "wire.jsonl"])
    assert found.done == (f"{STORIES} added, {STORIES} in all",) and len(found.alone) == STORIES


def test_each_writer_counts_its_own(tmp_path: Path) -> None:
    texts = [story(number) for number in range(24)]
    for number, text in enumerate(texts):
        (tmp_path / f"{number:02}.txt").write_text(text)
    paths = sorted(tmp_path.glob("*.txt"))
    command = [sys.executable, "-m", "aligner", "index", "add", "desk.db", "--jobs", "1"]
    running = [
        subprocess.Popen([*command, *some], cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        for some in (paths[:12], paths[6:18], paths[12:], paths[:3])
    ]
    counts = []
    for process in running:
        err = process.communicate(timeout=120)[1]
        counts += [int(number) for number in re.findall(r"(\d+) added", err)]
    assert len(counts) == len(running) and sum(counts) == len(paths) == len(list_stories(tmp_path / "desk.db"))


def mounted(folder: Path, *commands: list[object]) -> list[subprocess.CompletedProcess[str]]:
    """Run commands that see a folder as a disk that is read only."""
    mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" || exit 77; exec "$@"'
    results = []
    for command in commands:
        words = [
            "unshare",
            "--mount",
            "--map-root-user",
            "sh",
            "-c",
            mount,
            folder,
            sys.executable,
            "-m",
            "aligner",
            *command,
        ]
        done = subprocess.run(list(map(str, words)), capture_output=True, check=False, encoding="utf-8", timeout=60)
        if done.returncode in (1, 77):
            pytest.skip(f"may not mount here: {done.stderr.strip()}")
        results.append(done)
    return results


def test_a_disk_that_is_read_only_is_read(copy: Path) -> None:
    file = copy / "desk.db"
    expected = [entry.id for entry in list_stories(file)]
    listed, queried = mounted(copy, ["index", "list", file], ["index", "query", file, copy / "new.txt"])
    assert listed.returncode == queried.returncode == 0 and not listed.stderr, (listed.stderr, queried.stderr)
    assert [json.loads(line)["id"] for line in listed.stdout.splitlines()] == expected
    assert [json.loads(line)["kept"] for line in queried.stdout.splitlines()] == [
        copy_.kept for copy_ in asked(copy).related
    ]
    changes = (["add", file, copy / "new.txt"], ["delete", file, expected[0]], ["expire", file, 0], ["compact", file])
    for done in mounted(copy, *(["index", *change] for change in (*changes, ["rebuild", file]))):
        assert done.returncode == 3 and done.stderr.count("\n") == 1 and "it may only be read" in done.stderr
    new = mounted(copy, ["index", "add", copy / "other.db", copy / "new.txt"])[0]
    assert new.returncode == 3 and new.stderr.count("\n") == 1
    assert [entry.id for entry in list_stories(file)] == expected


def test_changes_that_a_killed_writer_left_are_not_overlooked(copy: Path) -> None:
    file = copy / "desk.db"
    with closing(sqlite3.connect(file)) as db:
        db.execute("pragma wal_autocheckpoint = 0")
        db.execute("update story set date = '2020-01-01'")
        db.commit()
        other = copy / "killed"
        other.mkdir()
        for end in ("", "-wal"):
            shutil.copy(f"{file}{end}", other / f"desk.db{end}")
    (done,) = mounted(other, ["index", "list", other / "desk.db"])
    assert done.returncode == 3 and "desk.db-wal holds changes" in done.stderr and done.stderr.count("\n") == 1


def test_a_place_that_cannot_be_is_a_line(copy: Path) -> None:
    (copy / "desk.db.new").mkdir()
    from aligner.deduplication.manage import rebuild_index

    with pytest.raises(OutputError, match="cannot replace"):
        rebuild_index(copy / "desk.db")
    long = copy / "/".join(["d" * 100] * 6) / "desk.db"
    long.parent.mkdir(parents=True)
    for file in (long, copy / ("n" * 300)):
        with pytest.raises((InputError, OutputError)) as caught:
            add_stories(file, [copy / "new.txt"])
        assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match="there is no index"):
        list_stories(copy / ("n" * 300))
