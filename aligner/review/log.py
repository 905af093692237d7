"""The log of decisions: an append-only table in one SQLite file in the folder of the run."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from aligner.errors import InputError, OutputError
from aligner.review.decision import REDO, UNDO, Decision

LOG_NAME = "review.db"
SCHEMA_VERSION = 1  # a log of a later version is refused
SCHEMA = """
create table decision (
    id integer primary key autoincrement,
    at text not null,
    reviewer text not null,
    verb text not null,
    en_doc text not null,
    fr_doc text not null,
    unit text not null,
    body text not null,
    nonce text not null unique
)
"""
COLUMNS = "id, at, reviewer, verb, en_doc, fr_doc, unit, body"
INSERT = f"insert or ignore into decision ({COLUMNS.removeprefix('id, ')}, nonce) values (?, ?, ?, ?, ?, ?, ?, ?)"
MAX_BODY_CHARS = 1 << 26  # characters of a body; one that realigns a book has a few million


class Log:
    """Open the log of a folder, or create one.

    Raises
    ------
    InputError
        When the file is damaged, or was written by a later version.
    OutputError
        When the file cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOG_NAME
        try:
            # A row is on the disk before its reviewer sees the decision carried out.
            self.db = sqlite3.connect(self.path, isolation_level=None)
            self.db.executescript("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;")
            self._prepare()
        except sqlite3.OperationalError as error:
            raise self._cannot_write(error) from error
        except sqlite3.DatabaseError as error:
            raise InputError(f"cannot read {self.path}: {error}; move it away to start a new one") from error

    def _prepare(self) -> None:
        self.db.execute("begin immediate")  # fails here if the file is read-only, not at the first decision
        version = self.db.execute("pragma user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise InputError(f"cannot read {self.path}: a later version of aligner wrote it; update aligner")
        if not version:
            self.db.execute(SCHEMA)
            self.db.execute(f"pragma user_version = {SCHEMA_VERSION}")
        self.db.execute("commit")

    def _cannot_write(self, error: Exception) -> OutputError:
        return OutputError(f"cannot write {self.path}: {error}; review a copy of the folder that you may write to")

    def add(self, decision: Decision, nonce: str) -> Decision:
        """Add a row, unless a row with this `nonce` exists: then it was sent twice.

        Returns
        -------
        Decision
            The row with its id and time.
        """
        time = decision.time or datetime.now(timezone.utc).isoformat(timespec="seconds")
        body = json.dumps(decision.body, ensure_ascii=False)
        row = (time, *decision[2:7], body, nonce)
        try:
            self.db.execute(INSERT, row)
        except sqlite3.Error as error:
            raise self._cannot_write(error) from error
        return self.find_nonce(nonce) or decision

    def find_nonce(self, nonce: str) -> Decision | None:
        """Return the row with a nonce, if there is one."""
        row = self.db.execute(f"select {COLUMNS} from decision where nonce = ?", (nonce,)).fetchone()
        return _decision(row) if row else None

    def rows(self) -> list[Decision]:
        """Return all rows in their order."""
        try:
            return [_decision(row) for row in self.db.execute(f"select {COLUMNS} from decision order by id")]
        except (sqlite3.DatabaseError, ValueError) as error:
            raise InputError(f"cannot read {self.path}: {error}; move it away to start a new one") from error

    def import_log(self, other: Path) -> int:
        """Add the rows of another log, such as a colleague's on a copy of the folder, and return how many were new.

        Raises
        ------
        InputError
            When `other` is not a log.
        """
        if not other.is_file():
            raise InputError(f"{other}: there is no such file; give the {LOG_NAME} of a copy of this folder")
        try:
            with closing(sqlite3.connect(f"{other.resolve().as_uri()}?mode=ro", uri=True)) as db:
                rows = db.execute(f"select {COLUMNS}, nonce from decision order by at, id").fetchall()
        except sqlite3.Error as error:
            raise InputError(f"{other}: {error}; give the {LOG_NAME} of a copy of this folder") from error
        nonces = {number: nonce for number, *_, nonce in rows}
        new = 0
        for *row, nonce in rows:
            decision = _decision(tuple(row))
            if self.find_nonce(nonce):
                continue
            if decision.verb in (UNDO, REDO):
                target = self.find_nonce(nonces.get(decision.body.get("target", 0), ""))
                decision = decision._replace(body={"target": target.id if target else 0})
            self.add(decision, nonce)
            new += 1
        return new

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def _decision(row: tuple[Any, ...]) -> Decision:
    body = json.loads(row[7]) if len(row[7]) <= MAX_BODY_CHARS else None
    if not isinstance(body, dict):
        raise ValueError(f"row {row[0]} is damaged")
    return Decision._make((*row[:7], body))
