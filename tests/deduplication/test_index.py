"""The index on disk: added to, queried, deleted from, killed, written by two, damaged, rebuilt."""

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

from aligner.deduplication.add import StorySink, add_files, open_index
from aligner.deduplication.find import DedupResult, find_families, group_stories
from aligner.deduplication.index.link_new import link_copies
from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.keep import rule_order
from aligner.deduplication.manage import (
    add_stories,
    compact_index,
    delete_stories,
    expire_stories,
    list_stories,
    no_progress,
    query_index,
)
from aligner.documents.prepare import Source

COPIES = 8  # of each story


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of three stories, each with copies in which more and more words are replaced."""
    folder = tmp_path_factory.mktemp("desk")
    for seed in ("002", "003", "004"):
        for at in range(COPIES):
            text = made({"seed": seed, "recipe": "words", "share": 0.02 * at})
            (folder / f"{seed}.{at}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the index of all of them."""
    file = tmp_path_factory.mktemp("whole") / "stories.db"
    add_stories(file, [desk])
    return file


@pytest.fixture
def index(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "stories.db"))


def grouped(found: DedupResult) -> list[list[str]]:
    """Return the names of the files of each family."""
    families = [[family.kept, *(copy.dropped for copy in family.copies)] for family in found.families]
    return sorted(sorted(Path(id).name for id in family) for family in families)


def state(file: Path, desk: Path) -> list[list[str]]:
    """Return the families of the stories of a folder, as an index gives them."""
    return grouped(add_stories(file, [desk]))


def ids(file: Path) -> list[str]:
    return [entry.id for entry in list_stories(file)]


def dumped(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as db:
        return [line for line in db.iterdump() if "sqlite_sequence" not in line]


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(statement)


def test_families_of_an_index_are_those_of_its_stories(desk: Path, whole: Path) -> None:
    assert state(whole, desk) == grouped(find_families([desk]))
    assert [len(family) for family in state(whole, desk)] == [COPIES] * 3


def test_the_same_folder_twice_changes_nothing(desk: Path, index: Path) -> None:
    before = dumped(index)
    assert add_stories(index, [desk]).done == (f"0 added, {3 * COPIES} in all",)
    assert dumped(index) == before


def test_one_folder_after_the_other_is_as_both_at_once(desk: Path, whole: Path, tmp_path: Path) -> None:
    for path in sorted(desk.iterdir(), key=lambda path: path.name[::-1]):
        add_stories(tmp_path / "stories.db", [path])
    assert state(tmp_path / "stories.db", desk) == state(whole, desk)


def test_a_changed_file_takes_the_place_of_what_it_was(desk: Path, index: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(desk, tmp_path / "desk"))
    file = tmp_path / "other.db"
    add_stories(file, [folder])
    shutil.copy(folder / "003.0.txt", folder / "002.1.txt")
    found = add_stories(file, [folder])
    assert found.done == (f"0 added, {3 * COPIES} in all",)
    assert [len(family) for family in grouped(found)] == [COPIES - 1, COPIES + 1, COPIES]


def test_a_query_names_the_old_story_and_shows_the_overlap(index: Path, tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "new.txt").write_text(made({"seed": "003", "recipe": "reordered"}), "utf-8")
    before = dumped(index)
    done = aligner("index", "query", index, "new.txt")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {Path(row["kept"]).name for row in rows} == {f"003.{at}.txt" for at in range(COPIES)}
    best = rows[0]
    assert Path(best["dropped"]).name == "new.txt" and best["level"] == "near" and best["score"] > 0.9
    assert len(best["excerpts"]) == 2 and best["excerpts"][0][:40] == best["excerpts"][1][:40], (
        "the same words on both sides"
    )
    assert dumped(index) == before, "a query adds nothing"
    shown = aligner("index", "query", index, "new.txt", "--format", "table").stdout
    assert "near of" in shown and "003.0.txt" in shown


def test_what_is_deleted_is_gone_and_may_come_again(desk: Path, index: Path) -> None:
    before = state(index, desk)
    first = (desk / "002.0.txt").as_posix()
    assert delete_stories(index, [first]) == [first]
    assert first not in ids(index) and len(ids(index)) == 3 * COPIES - 1
    assert state(index, desk) == before and first in ids(index)


def test_a_twin_speaks_when_the_first_is_deleted(tmp_path: Path) -> None:
    text, file = made({"seed": "002"}), tmp_path / "stories.db"
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    paths = [tmp_path / f"{name}.txt" for name in "abc"]
    add_stories(file, paths)
    delete_stories(file, [paths[0].as_posix()])
    copies = [copy for family in add_stories(file, paths[1:]).families for copy in family.copies]
    assert [(Path(copy.kept).name, Path(copy.dropped).name, copy.how) for copy in copies] == [
        ("b.txt", "c.txt", "exact")
    ]


def test_what_is_old_expires_and_does_not_come_back(desk: Path, index: Path) -> None:
    change(index, "update story set added = added - 10 * 86400 where id like '%002.%'")
    assert not expire_stories(index, 20)
    assert len(expire_stories(index, 5)) == COPIES
    assert len(state(index, desk)) == 2, "the folder that still holds them brings nothing back"


def test_compacting_gives_room_back(index: Path) -> None:
    delete_stories(index, ids(index)[:-3])
    before, left = index.stat().st_size, ids(index)
    compact_index(index)
    assert index.stat().st_size < before and ids(index) == left


def test_ways_to_look_up_may_be_lost(desk: Path, index: Path, tmp_path: Path, caplog: Any) -> None:
    with open_index(index) as store:
        Lookup(store).save(always=True)
    (folder,) = (tmp_path / "stories.db.lookup").iterdir()
    (tmp_path / "new.txt").write_text(made({"seed": "003", "recipe": "reordered"}), "utf-8")
    asked = [query_index(index, [tmp_path / "new.txt"])]
    (folder / "rows.npy").write_bytes((folder / "rows.npy").read_bytes()[:-8])
    asked.append(query_index(index, [tmp_path / "new.txt"]))
    assert "is lost (it is incomplete)" in caplog.text
    shutil.rmtree(folder.parent)
    asked.append(query_index(index, [tmp_path / "new.txt"]))
    assert asked[0].related and asked == [asked[0]] * 3


@pytest.mark.parametrize("case", read(CASES / "deduplication" / "damage.jsonl"), ids=lambda case: case["name"])
def test_a_damaged_index_is_said_and_made_anew_on_request_only(
    case: dict[str, Any], desk: Path, index: Path, aligner: Run
) -> None:
    damage(index, case)
    broken = index.read_bytes()
    done = aligner("index", "add", index, desk)
    assert done.returncode == 3 and not done.stdout
    (line,) = done.stderr.splitlines()
    assert case["said"] in line and "aligner index rebuild" in line
    assert index.read_bytes() == broken, "nothing is touched before somebody says so"
    done = aligner("index", "rebuild", index)
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
    for arguments in (("add", "mail.db", CASES), ("rebuild", "mail.db"), ("list", "mail.db")):
        done = aligner("index", *arguments)
        assert done.returncode == 3 and "give another" in done.stderr and len(done.stderr.splitlines()) == 1
    assert (tmp_path / "mail.db").read_bytes() == before and len([*tmp_path.iterdir()]) == 1


def test_there_is_no_index_to_ask(tmp_path: Path, aligner: Run) -> None:
    for action in ("list", "compact", "rebuild", "delete x", "expire 5", f"query {CASES}"):
        name, *arguments = action.split()
        done = aligner("index", name, "none.db", *arguments)
        assert (done.returncode, done.stderr) == (3, "aligner: there is no index none.db; add stories to make it\n")
    assert not (tmp_path / "none.db").exists()
    assert aligner("index", "list").returncode == 2
    done = aligner("index", "list", CASES.parent)
    assert done.returncode == 3 and len(done.stderr.splitlines()) == 1


def test_an_id_that_is_not_there(index: Path, aligner: Run) -> None:
    done = aligner("index", "delete", index, "x")
    assert done.returncode == 3 and "no story 'x'" in done.stderr and len(ids(index)) == 3 * COPIES


def begin(file: Path, *paths: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "aligner", "index", "add", str(file), "--jobs", "1", *map(str, paths)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=file.parent)


def test_a_process_may_be_killed_at_any_moment(desk: Path, whole: Path, tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    file = tmp_path / "stories.db"
    killed = 0
    for at, path in enumerate(sorted(desk.iterdir())):
        process = begin(file, path)
        while not file.exists() and process.poll() is None:
            time.sleep(0.005)
        # Some are killed while they load, others while they write; the index of the first ones is not yet complete.
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
    # All of them create the index, and some files are given to several.
    running = [begin(file, *some) for some in (paths[:16], paths[8:], paths[::2])]
    for process in running:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert state(file, desk) == state(whole, desk)
    assert ids(file) == ids(whole)


def test_a_large_file_is_taken_in_piece_by_piece(desk: Path, tmp_path: Path) -> None:
    file, index = tmp_path / "in.jsonl", tmp_path / "large.db"
    texts = [path.read_text("utf-8") for path in sorted(desk.iterdir())]

    def write(some: list[str]) -> None:
        file.write_text("".join(json.dumps({"id": str(at), "text": text}) + "\n" for at, text in enumerate(some)))

    def add() -> tuple[int, DedupResult]:
        with open_index(index) as store:
            before = store.count()
            add_files([Source(file.as_posix(), file)], StorySink(store, batch_size=5), 1, no_progress)
            link_copies(store, False, 1, no_progress)
            return store.count() - before, group_stories(store, rule_order())

    write(texts)
    added, found = add()
    assert added == len(texts) and len(found.families) == 3
    assert add()[0] == 0
    write([*texts[:12], texts[0] + " Changed."])
    assert add()[0] == 13 - len(texts)
    write(texts)
    assert add()[0] == len(texts) - 13
    stamps = "select id, stamp from source"
    with open_index(index) as store:
        ((source, stamp),) = store.db.execute(stamps).fetchall()
        store.begin(source, [])  # as a run does that is then killed
        assert not store.has(source, stamp)
    add()
    with open_index(index) as store:
        assert store.has(source, stamp) and store.count() == len(texts)


def test_a_file_that_vanishes_is_skipped(desk: Path, tmp_path: Path) -> None:
    gone = Source("gone.txt", tmp_path / "gone.txt")
    sources = [gone, *(Source(path.name, path) for path in sorted(desk.iterdir())[:2])]
    with open_index(tmp_path / "stories.db") as store:
        for _ in range(2):
            sink = StorySink(store)
            add_files(sources, sink, 1, no_progress)
            assert [skipped.source for skipped in sink.skipped] == ["gone.txt"], "it is looked for again"
            assert store.count() == 2
