"""The shards of an index: added to at the end, dropped at the beginning, lost, damaged, and of an earlier version."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from test_index_faults import story

from aligner.deduplication.add import open_index
from aligner.deduplication.find import DedupResult
from aligner.deduplication.index import lookup
from aligner.deduplication.index.lookup import Lookup
from aligner.deduplication.manage import add_stories, compact_index, delete_stories, expire_stories, query_index

BATCH, BATCHES = 12, 5
EARLIER = """
drop trigger gone;
drop index added_of;
create trigger gone after delete on story begin
    update about set base = '' where old.digest != 0 and exists (select 1 from story where digest = old.digest);
end;
update about set base = substr(base, 1, 16);
"""


def add(folder: Path, batch: int) -> None:
    file = folder / f"{batch}.jsonl"
    numbers = range(batch * BATCH, (batch + 1) * BATCH)
    file.write_text("\n".join(json.dumps({"id": f"s{number}", "text": story(number)}) for number in numbers))
    add_stories(folder / "desk.db", [file])


def ask(folder: Path, numbers: Sequence[int] = range(0, BATCH * BATCHES, 7)) -> DedupResult:
    for number in numbers:
        (folder / f"new{number:02}.txt").write_text(story(number) + " It rained.")
    return query_index(folder / "desk.db", [folder / f"new{number:02}.txt" for number in numbers])


def change(folder: Path, script: str) -> None:
    with closing(sqlite3.connect(folder / "desk.db")) as db:
        db.executescript(script)


def shards(folder: Path) -> dict[str, int]:
    """Return the folders that an index refers to, with the last number of each."""
    with closing(sqlite3.connect(folder / "desk.db")) as db:
        (text,) = db.execute("select base from about").fetchone()
    found = {name: int(end) for name, end in re.findall(r"([0-9a-f]{16}):\d+-(\d+)", text)}
    assert sorted(found) == sorted(path.name for path in (folder / "desk.db.lookup").iterdir()), "and no others"
    return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with an index of small shards."""
    monkeypatch.setattr(lookup, "MIN_UNSAVED", 4)
    monkeypatch.setattr(lookup, "SHARD_STORIES", 20)
    for batch in range(BATCHES):
        add(tmp_path, batch)
    return tmp_path


def test_full_shards_stay_when_stories_are_added(desk: Path) -> None:
    before = shards(desk)
    assert [*before.values()] == [20, 40, 60]
    answer = ask(desk)
    assert len(answer.related) == 9 and not answer.alone
    add(desk, BATCHES)
    assert [*shards(desk).items()][:3] == [*before.items()] and [*shards(desk).values()][3:] == [72]
    add(desk, BATCHES + 1)
    assert [*shards(desk).items()][:3] == [*before.items()] and [*shards(desk).values()][3:] == [80, 84]
    assert ask(desk) == answer


def test_shards_of_what_expired_are_dropped(desk: Path) -> None:
    before = shards(desk)
    change(desk, "update story set added = added - 10 * 86400 where number <= 25")
    assert len(expire_stories(desk / "desk.db", 5)) == 25
    assert [*shards(desk).items()] == [*before.items()][1:]
    answer = ask(desk)
    assert {Path(copy.dropped).name for copy in answer.related} == {
        f"new{number:02}.txt" for number in range(28, 60, 7)
    }
    delete_stories(desk / "desk.db", [f"{(desk / '3.jsonl').as_posix()}#s{number}" for number in range(40, 48)])
    assert [*shards(desk).items()] == [*before.items()][1:], "one in which a story is left stays"


def test_a_twin_is_found_when_the_first_story_is_deleted(desk: Path) -> None:
    (desk / "twin.jsonl").write_text("\n".join(json.dumps({"id": f"t{number}", "text": story(7)}) for number in (1, 2)))
    add_stories(desk / "desk.db", [desk / "twin.jsonl"])
    before = shards(desk)
    for gone, left in (("0.jsonl#s7", "twin.jsonl#t1"), ("twin.jsonl#t1", "twin.jsonl#t2")):
        delete_stories(desk / "desk.db", [(desk / gone).as_posix()])
        assert shards(desk) == before, "no shard is written anew"
        assert [Path(copy.kept).name for copy in ask(desk, [7]).related] == [left]
    compact_index(desk / "desk.db")
    assert [Path(copy.kept).name for copy in ask(desk, [7]).related] == ["twin.jsonl#t2"]
    delete_stories(desk / "desk.db", [(desk / "twin.jsonl#t2").as_posix()])
    assert not ask(desk, [7]).related


@pytest.mark.parametrize("place", range(3))
def test_a_lost_shard_is_made_again(place: int, desk: Path, caplog: pytest.LogCaptureFixture) -> None:
    before, answer = shards(desk), ask(desk)
    file = desk / "desk.db.lookup" / [*before][place] / "entries.npy"
    file.write_bytes(file.read_bytes()[:-8])
    assert ask(desk) == answer and caplog.text.count("is lost") == 1
    add(desk, BATCHES)
    caplog.clear()
    assert ask(desk) == answer and not caplog.text
    after = shards(desk)
    assert [*after.items()][:place] == [*before.items()][:place] and [*after.values()] == [20, 40, 60, 72]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "{}",
        "{}:0-20",
        "{}:0-20 +999 +7",
        "{0}:0-10 {1}:20-40 {2}:40-60",
        "{0}:0-10 {1}:10-40",
        "{1}:20-40 {0}:0-20",
        "{0}:0-90",
        "{1}:20-40",
        "{0}:0--1",
        "{0}:20-0",
    ],
)
def test_the_list_of_shards_may_say_anything(text: str, desk: Path) -> None:
    names, answer = [*shards(desk)], ask(desk)
    change(desk, f"update about set base = '{text.format(*names)}'")
    assert ask(desk) == answer
    add(desk, BATCHES)
    assert ask(desk) == answer


def test_an_index_of_an_earlier_version_is_brought_up_to_date(desk: Path, caplog: pytest.LogCaptureFixture) -> None:
    answer = ask(desk)
    change(desk, EARLIER)
    assert ask(desk) == answer, "it may be asked as it is"
    add(desk, BATCHES)
    assert ask(desk) == answer and not caplog.text
    with closing(sqlite3.connect(desk / "desk.db")) as db:
        names = {name for (name,) in db.execute("select name from sqlite_master")}
        (trigger,) = db.execute("select sql from sqlite_master where name = 'gone'").fetchone()
    assert "added_of" in names and "base ||" in trigger


def test_of_two_processes_that_save_one_wins(desk: Path, monkeypatch: Any) -> None:
    answer = ask(desk)
    monkeypatch.setattr(lookup, "MIN_UNSAVED", 100)
    add(desk, BATCHES)
    with open_index(desk / "desk.db") as one, open_index(desk / "desk.db") as other:
        first, second = Lookup(one), Lookup(other)
        first.save(always=True)
        saved = shards(desk)
        for folder in (desk / "desk.db.lookup").iterdir():
            os.utime(folder, (0, 0))  # long ago
        second.save(always=True)
        assert shards(desk) == saved and [*saved.values()] == [20, 40, 60, 72]
    assert ask(desk) == answer
