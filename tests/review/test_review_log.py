"""The log of decisions: others' logs are imported as a whole or not at all, and damage is a line."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from review_parts import cases, pair_of, serving, write_run
from test_review import ROWS, decide, open_folder

from aligner.errors import AlignerError, InputError, OutputError
from aligner.review.log import LOG_NAME, Log
from aligner.review.run_folder import RunFolder
from aligner.review.session import Session
from aligner.writers.locks import lock_folder

COLUMNS = ("at", "reviewer", "verb", "en_doc", "fr_doc", "unit", "body", "nonce")


def log_of(path: Path, *rows: dict[str, Any]) -> Path:
    """Write a log as another program might."""
    whole = dict(zip(COLUMNS, ("2024-05-01", "Ben", "accept", "x", "y", "u.0", "{}"), strict=False))
    insert = f"insert into decision ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"
    with sqlite3.connect(path) as db:
        db.execute(f"create table decision (id integer primary key, {', '.join(COLUMNS)})")
        for number, row in enumerate(rows):
            values = {**whole, "nonce": f"n{number}", **row}
            db.execute(insert, [values[column] for column in COLUMNS])
    return path


@pytest.mark.parametrize("case", cases("hostile_rows"), ids=lambda case: case["name"])
def test_of_a_damaged_log_nothing_is_imported(case: dict[str, Any], tmp_path: Path) -> None:
    row = {key: value for key, value in case.items() if key in COLUMNS}
    row |= {key[:-4]: bytes.fromhex(value) for key, value in case.items() if key.endswith("_hex")}
    row |= {key[:-7]: "x" * value for key, value in case.items() if key.endswith("_repeat")}
    row |= {key[:-6]: '{"a":' * value + "1" + "}" * value for key, value in case.items() if key.endswith("_depth")}
    other = log_of(tmp_path / "other.db", {}, row, {})
    good = log_of(tmp_path / "good.db", {"nonce": "g"})
    session = open_folder(write_run(tmp_path / "run", pair_of(ROWS)))
    for logs in ([other], [good, other], [other, good]):
        with pytest.raises(InputError, match=r"row 2 is damaged; give the review\.db of a copy") as caught:
            session.log.import_logs(logs)
        assert "\n" not in str(caught.value) and not session.log.rows()
    assert session.log.import_logs([good, good]) == [1, 0]


def test_an_import_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    other = log_of(tmp_path / "other.db", {}, {}, {"nonce": "last"})
    session = open_folder(write_run(tmp_path / "run", pair_of(ROWS)))
    full = "create temp trigger full before insert on decision when new.nonce = 'last'"
    full += " begin select raise(abort, 'full'); end"
    session.log.db.execute(full)
    with pytest.raises(OutputError, match="cannot write"):
        session.log.import_log(other)
    assert not session.log.rows()
    session.log.db.execute("drop trigger full")
    assert session.log.import_log(other) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "create view decision as with recursive n(i) as (select 1 union all select i + 1 from n) select i as id from n",
        "create table other (id)",
        "create table decision (id integer)",
        "create table decision (id, at, reviewer, verb, en_doc, fr_doc, unit, body, nonce)",
    ],
)
def test_a_database_that_is_no_log_is_a_line(statement: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute(statement)
        if statement.endswith("nonce)"):
            db.execute("insert into decision (id) values ('x')")
    session = open_folder(write_run(tmp_path / "run", pair_of(ROWS)))
    with pytest.raises(InputError, match=r"give the review\.db of a copy"):
        session.log.import_log(tmp_path / "other.db")


def test_a_damaged_log_of_ones_own_is_a_line(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "run", pair_of(ROWS))
    session = open_folder(folder)
    for number in range(4):
        decide(session, "accept", number)
    session.log.close()
    content = (folder / LOG_NAME).read_bytes()
    rng = random.Random(3)
    for _ in range(60):
        damaged = bytearray(content)
        for _ in range(rng.choice((1, 20))):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        for path in folder.glob(f"{LOG_NAME}*"):
            path.unlink()
        (folder / LOG_NAME).write_bytes(damaged)
        try:
            Session(RunFolder(folder), Log(folder)).log.close()
        except AlignerError as error:
            assert "\n" not in str(error)


def test_a_log_that_is_a_link_is_not_written(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "victim.db") as db:
        db.execute("create table mail (text)")
    before = (tmp_path / "victim.db").read_bytes()
    for number, make in enumerate((Path.symlink_to, Path.hardlink_to)):
        folder = write_run(tmp_path / f"run{number}", pair_of(ROWS))
        make(folder / LOG_NAME, tmp_path / "victim.db")
        with pytest.raises(OutputError, match="is a link"):
            open_folder(folder)
    assert (tmp_path / "victim.db").read_bytes() == before


def test_a_folder_is_held_by_a_review_or_a_run(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.en.txt").write_text("The mayor opened the bridge.")
    (tmp_path / "in" / "a.fr.txt").write_text("Le maire a ouvert le pont.")
    folder = write_run(tmp_path / "run", pair_of(ROWS))
    before = (folder / "segments.jsonl").read_bytes()
    with serving(folder) as server:
        for arguments in (("pair", "in", "-o", folder), ("review", folder, "--export", "tsv")):
            done = aligner(*arguments)
            assert done.returncode == 3 and done.stderr.count("\n") == 1 and not done.stdout
            assert "under review by another process" in done.stderr
        assert len(server.units()) == len(ROWS)
    assert (folder / "segments.jsonl").read_bytes() == before
    with lock_folder(folder, "run"):
        done = aligner("review", folder, "--port", 0, timeout=60)
        assert done.returncode == 3 and "another run is writing" in done.stderr and done.stderr.count("\n") == 1
    assert aligner("pair", "in", "-o", folder, "-q").returncode == 0
