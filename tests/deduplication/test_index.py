"""The index on disk: added to, asked, deleted from, killed, written by two, damaged, made anew."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, Run, read
from test_families import made

from aligner.deduplication.find import DedupResult, open_index
from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.manage import IndexRequest, run_request

COPIES = 8  # of each story


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three stories, each with copies of which ever more words are others."""
    folder = tmp_path_factory.mktemp("desk")
    for seed in ("002", "003", "004"):
        for at in range(COPIES):
            text = made({"seed": seed, "recipe": "words", "share": 0.02 * at})
            (folder / f"{seed}.{at}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of all of them."""
    file = tmp_path_factory.mktemp("whole") / "stories.db"
    run_request([desk], IndexRequest(file))
    return file


@pytest.fixture
def index(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "stories.db"))


def grouped(found: DedupResult) -> list[list[str]]:
    """Families by the names of their files."""
    families = [[family.kept, *(copy.dropped for copy in family.copies)] for family in found.families]
    return sorted(sorted(Path(id).name for id in family) for family in families)


def state(file: Path, desk: Path) -> list[list[str]]:
    """The families that an index tells of the stories of a folder."""
    return grouped(run_request([desk], IndexRequest(file)))


def ids(file: Path) -> list[str]:
    return [entry.id for entry in run_request([], IndexRequest(file, entries=True)).entries]


def dumped(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as db:
        return [line for line in db.iterdump() if "sqlite_sequence" not in line]


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(statement)


def test_families_of_an_index_are_those_of_its_stories(desk: Path, whole: Path) -> None:
    assert state(whole, desk) == grouped(run_request([desk], IndexRequest()))
    assert [len(family) for family in state(whole, desk)] == [COPIES] * 3


def test_the_same_folder_twice_changes_nothing(desk: Path, index: Path) -> None:
    before = dumped(index)
    assert run_request([desk], IndexRequest(index)).done == (f"0 added, {3 * COPIES} in all",)
    assert dumped(index) == before


def test_one_folder_after_the_other_is_as_both_at_once(desk: Path, whole: Path, tmp_path: Path) -> None:
    for path in sorted(desk.iterdir(), key=lambda path: path.name[::-1]):
        run_request([path], IndexRequest(tmp_path / "stories.db"))
    assert state(tmp_path / "stories.db", desk) == state(whole, desk)


def test_a_changed_file_takes_the_place_of_what_it_was(desk: Path, index: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(desk, tmp_path / "desk"))
    file = tmp_path / "other.db"
    run_request([folder], IndexRequest(file))
    shutil.copy(folder / "003.0.txt", folder / "002.1.txt")
    found = run_request([folder], IndexRequest(file))
    assert found.done == (f"0 added, {3 * COPIES} in all",)
    assert [len(family) for family in grouped(found)] == [COPIES - 1, COPIES + 1, COPIES]


def test_a_query_names_the_old_story_and_shows_the_overlap(index: Path, tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "new.txt").write_text(made({"seed": "003", "recipe": "reordered"}), "utf-8")
    before = dumped(index)
    rows = [json.loads(line) for line in aligner("dedup", "--index", index, "--query", "new.txt").stdout.splitlines()]
    assert {Path(row["kept"]).name for row in rows} == {f"003.{at}.txt" for at in range(COPIES)}
    best = rows[0]
    assert Path(best["dropped"]).name == "new.txt" and best["level"] == "near" and best["score"] > 0.9
    assert len(best["shown"]) == 2 and best["shown"][0][:40] == best["shown"][1][:40], "the same words on both sides"
    assert dumped(index) == before, "a query adds nothing"
    shown = aligner("dedup", "--index", index, "--query", "new.txt", "--format", "table").stdout
    assert "near of" in shown and "003.0.txt" in shown


def test_what_is_deleted_is_gone_and_may_come_again(desk: Path, index: Path) -> None:
    before = state(index, desk)
    first = (desk / "002.0.txt").as_posix()
    assert run_request([], IndexRequest(index, delete=(first,))).done == ("1 deleted",)
    assert first not in ids(index) and len(ids(index)) == 3 * COPIES - 1
    assert state(index, desk) == before and first in ids(index)


def test_a_twin_speaks_when_the_first_is_deleted(tmp_path: Path) -> None:
    text, file = made({"seed": "002"}), tmp_path / "stories.db"
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    paths = [tmp_path / f"{name}.txt" for name in "abc"]
    run_request(paths, IndexRequest(file))
    run_request([], IndexRequest(file, delete=(paths[0].as_posix(),)))
    copies = [copy for family in run_request(paths[1:], IndexRequest(file)).families for copy in family.copies]
    assert [(Path(copy.kept).name, Path(copy.dropped).name, copy.level) for copy in copies] == [
        ("b.txt", "c.txt", "exact")
    ]


def test_what_is_old_expires_and_does_not_come_back(desk: Path, index: Path) -> None:
    change(index, "update story set added = added - 10 * 86400 where id like '%002.%'")
    assert run_request([], IndexRequest(index, expire=20)).done == ("0 expired",)
    assert run_request([], IndexRequest(index, expire=5)).done == (f"{COPIES} expired",)
    assert len(state(index, desk)) == 2, "the folder that still holds them brings nothing back"


def test_compacting_gives_room_back(index: Path) -> None:
    run_request([], IndexRequest(index, delete=tuple(ids(index)[:-3])))
    before, left = index.stat().st_size, ids(index)
    assert "compacted" in run_request([], IndexRequest(index, compact=True)).done
    assert index.stat().st_size < before and ids(index) == left


def test_ways_to_look_up_may_be_lost(desk: Path, index: Path, tmp_path: Path, caplog: Any) -> None:
    with open_index(index) as store:
        Lookup(store).save(always=True)
    (folder,) = (tmp_path / "stories.db.lookup").iterdir()
    (tmp_path / "new.txt").write_text(made({"seed": "003", "recipe": "reordered"}), "utf-8")
    asked = [run_request([tmp_path / "new.txt"], IndexRequest(index, query=True))]
    (folder / "rows.npy").write_bytes((folder / "rows.npy").read_bytes()[:-8])
    asked.append(run_request([tmp_path / "new.txt"], IndexRequest(index, query=True)))
    assert "is lost (it is not whole)" in caplog.text
    shutil.rmtree(folder.parent)
    asked.append(run_request([tmp_path / "new.txt"], IndexRequest(index, query=True)))
    assert asked[0].related and asked == [asked[0]] * 3


@pytest.mark.parametrize("case", read(CASES / "dedup" / "damage.jsonl"), ids=lambda case: case["name"])
def test_a_damaged_index_is_said_and_made_anew_on_request_only(
    case: dict[str, Any], desk: Path, index: Path, aligner: Run
) -> None:
    damage(index, case)
    broken = index.read_bytes()
    done = aligner("dedup", "--index", index, desk)
    assert done.returncode == 3 and not done.stdout
    (line,) = done.stderr.splitlines()
    assert case["said"] in line and "--rebuild" in line
    assert index.read_bytes() == broken, "nothing is touched before somebody says so"
    done = aligner("dedup", "--index", index, "--rebuild")
    assert done.returncode == 0 and case["done"] in done.stderr
    assert index.with_name("stories.db.old").read_bytes() == broken, "the old one is kept"
    assert len(ids(index)) == (3 * COPIES if case["whole"] else 0)
    assert [len(family) for family in state(index, desk)] == [COPIES] * 3


def damage(index: Path, case: dict[str, Any]) -> None:
    if "sql" in case:
        change(index, case["sql"])
    size = index.stat().st_size
    with index.open("r+b") as file:
        if "text" in case:
            file.truncate(0)
            file.write(case["text"].encode())
        if "cut" in case:
            file.truncate(int(size * case["cut"]))
        if "from" in case:
            file.seek(int(size * case["from"]))
            file.write(np.random.default_rng(0).bytes(int(size * (case["to"] - case["from"]))))


def test_a_file_of_another_program_is_left_alone(tmp_path: Path, aligner: Run) -> None:
    change(tmp_path / "mail.db", "create table mail (text)")
    before = (tmp_path / "mail.db").read_bytes()
    for more in ((), ("--rebuild",)):
        done = aligner("dedup", "--index", "mail.db", CASES, *more)
        assert done.returncode == 3 and "give another" in done.stderr and len(done.stderr.splitlines()) == 1
    assert (tmp_path / "mail.db").read_bytes() == before and len([*tmp_path.iterdir()]) == 1


def test_there_is_no_index_to_ask(tmp_path: Path, aligner: Run) -> None:
    done = aligner("dedup", "--index", "none.db", "--list")
    assert (done.returncode, done.stderr) == (3, "aligner: there is no index none.db; add stories to make it\n")
    assert not (tmp_path / "none.db").exists()
    assert aligner("dedup", "--list").returncode == 2
    done = aligner("dedup", "--index", CASES.parent, "--list")
    assert done.returncode == 3 and len(done.stderr.splitlines()) == 1


def test_an_id_that_is_not_there(index: Path, aligner: Run) -> None:
    done = aligner("dedup", "--index", index, "--delete", "x")
    assert done.returncode == 3 and "no story 'x'" in done.stderr and len(ids(index)) == 3 * COPIES


def begin(file: Path, *paths: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "aligner", "dedup", "--index", str(file), "--jobs", "1", *map(str, paths)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=file.parent)


def test_a_process_may_be_killed_at_any_moment(desk: Path, whole: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    file = tmp_path / "stories.db"
    killed = 0
    for at, path in enumerate(sorted(desk.iterdir())):
        process = begin(file, path)
        while not file.exists() and process.poll() is None:
            time.sleep(0.005)
        # Some die while they load, others while they write; the index of the first ones is not yet whole.
        time.sleep(float(rng.uniform(0, 0.05 if at < 4 else 0.8)))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.communicate(timeout=60)
        if file.exists():
            with closing(sqlite3.connect(file)) as db:
                assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    assert killed > 3
    assert state(file, desk) == state(whole, desk)
    assert len(ids(file)) == 3 * COPIES


def test_two_processes_may_write(desk: Path, whole: Path, tmp_path: Path) -> None:
    file = tmp_path / "stories.db"
    paths = sorted(desk.iterdir())
    # Both begin the index, and some files are given to both.
    running = [begin(file, *some) for some in (paths[:16], paths[8:], paths[::2])]
    for process in running:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert state(file, desk) == state(whole, desk)
    assert ids(file) == ids(whole)


def test_a_large_file_is_taken_in_piece_by_piece(desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aligner.deduplication.find.TOGETHER", 5)
    file, index = tmp_path / "in.jsonl", IndexRequest(file=tmp_path / "large.db")
    texts = [path.read_text("utf-8") for path in sorted(desk.iterdir())]

    def write(some: list[str]) -> None:
        file.write_text("".join(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in enumerate(some)))

    write(texts)
    found = run_request([file], index)
    assert found.done == (f"{len(texts)} added, {len(texts)} in all",) and len(found.families) == 3
    assert run_request([file], index).done == (f"0 added, {len(texts)} in all",)
    write([*texts[:12], texts[0] + " Changed."])
    assert run_request([file], index).done == ("-11 added, 13 in all",)
    write(texts)
    assert run_request([file], index).done == (f"{len(texts) - 13} added, {len(texts)} in all",)
    stamps = "select id, stamp from source"
    with open_index(tmp_path / "large.db") as store:
        ((source, stamp),) = store.db.execute(stamps).fetchall()
        store.begin(source, [])  # as a run does that is then killed
        assert not store.has(source, stamp)
    run_request([file], index)
    with open_index(tmp_path / "large.db") as store:
        assert store.has(source, stamp) and store.count() == len(texts)
