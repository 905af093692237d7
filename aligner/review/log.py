"""The log of decisions: rows that are only ever added, in one SQLite file of the run's folder."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from aligner.errors import InputError, OutputError
from aligner.review.decision import REDO, UNDO, Decision

NAME = "review.db"
VERSION = 1  # of the table; a later one is refused, not guessed at
TABLE = """
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
LONGEST = 1 << 26  # characters of a body; one that aligns a book anew has a few million


class Log:
    """Open the log of a folder, or begin one.

    Raises
    ------
    InputError
        When the file is damaged, or of a later version.
    OutputError
        When the folder or disk refuses.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        try:
            # A row is on the disk before its reviewer sees it done.
            self.db = sqlite3.connect(self.path, isolation_level=None)
            self.db.executescript("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;")
            self._prepare()
        except sqlite3.OperationalError as error:
            raise self._refused(error) from error
        except sqlite3.DatabaseError as error:
            raise InputError(f"cannot read {self.path}: {error}; move it away to begin anew") from error

    def _prepare(self) -> None:
        self.db.execute("begin immediate")  # refused here, and not at the first decision, where nobody may write
        version = self.db.execute("pragma user_version").fetchone()[0]
        if version > VERSION:
            raise InputError(f"cannot read {self.path}: a later version of aligner wrote it; update aligner")
        if not version:
            self.db.execute(TABLE)
            self.db.execute(f"pragma user_version = {VERSION}")
        self.db.execute("commit")

    def _refused(self, error: Exception) -> OutputError:
        return OutputError(f"cannot write {self.path}: {error}; review a copy of the folder that you may write to")

    def add(self, decision: Decision, nonce: str) -> Decision:
        """Add a row; one whose `nonce` is known was sent twice and is not added again.

        Returns
        -------
        Decision
            With its number and its time.
        """
        at = decision.at or datetime.now(timezone.utc).isoformat(timespec="seconds")
        body = json.dumps(decision.body, ensure_ascii=False)
        row = (at, *decision[2:7], body, nonce)
        try:
            self.db.execute(INSERT, row)
        except sqlite3.Error as error:
            raise self._refused(error) from error
        return self.known(nonce) or decision

    def known(self, nonce: str) -> Decision | None:
        """The row of that nonce."""
        row = self.db.execute(f"select {COLUMNS} from decision where nonce = ?", (nonce,)).fetchone()
        return _decision(row) if row else None

    def rows(self) -> list[Decision]:
        """All rows in their order."""
        try:
            return [_decision(row) for row in self.db.execute(f"select {COLUMNS} from decision order by id")]
        except (sqlite3.DatabaseError, ValueError) as error:
            raise InputError(f"cannot read {self.path}: {error}; move it away to begin anew") from error

    def take(self, other: Path) -> int:
        """Add the rows of another log, such as a colleague's on a copy of the folder; returns how many were new."""
        if not other.is_file():
            raise InputError(f"{other}: there is no such file; give the {NAME} of a copy of this folder")
        try:
            with closing(sqlite3.connect(f"{other.resolve().as_uri()}?mode=ro", uri=True)) as db:
                rows = db.execute(f"select {COLUMNS}, nonce from decision order by at, id").fetchall()
        except sqlite3.Error as error:
            raise InputError(f"{other}: {error}; give the {NAME} of a copy of this folder") from error
        nonces = {number: nonce for number, *_, nonce in rows}
        new = 0
        for *row, nonce in rows:
            decision = _decision(tuple(row))
            if self.known(nonce):
                continue
            if decision.verb in (UNDO, REDO):
                target = self.known(nonces.get(decision.body.get("target", 0), ""))
                decision = decision._replace(body={"target": target.id if target else 0})
            self.add(decision, nonce)
            new += 1
        return new

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def _decision(row: tuple[Any, ...]) -> Decision:
    body = json.loads(row[7]) if len(row[7]) <= LONGEST else None
    if not isinstance(body, dict):
        raise ValueError(f"row {row[0]} is damaged")
    return Decision._make((*row[:7], body))
