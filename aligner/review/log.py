"""The log of decisions: an append-only table in one SQLite file in the folder of the run."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from aligner.databases import DAMAGE_ERRORS, open_read_only, require_short_path, transaction
from aligner.errors import ConflictError, InputError, OutputError
from aligner.review.decision import REDO, UNDO, Decision, clean_name
from aligner.writers.locks import require_plain_file

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
MAX_TIME_CHARS = 40
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
        require_plain_file(self.path)
        require_short_path(self.path)
        try:
            # A row is on the disk before its reviewer sees the decision carried out.
            self.db = sqlite3.connect(self.path, isolation_level=None)
            self.db.executescript("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;")
            self._prepare()
        except sqlite3.OperationalError as error:
            raise self._cannot_write(error) from error
        except DAMAGE_ERRORS as error:
            raise InputError(f"cannot read {self.path}: {error}; move it away to start a new one") from error

    def _prepare(self) -> None:
        with transaction(self.db):  # fails here if the file is read-only, not at the first decision
            version = self.db.execute("pragma user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                raise InputError(f"cannot read {self.path}: a later version of aligner wrote it; update aligner")
            if not version:
                self.db.execute(SCHEMA)
                self.db.execute(f"pragma user_version = {SCHEMA_VERSION}")

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
        with self._reading():
            row = self.db.execute(f"select {COLUMNS} from decision where nonce = ?", (nonce,)).fetchone()
            return _decision(row) if row else None

    def rows(self) -> list[Decision]:
        """Return all rows in their order."""
        with self._reading():
            return [_decision(row) for row in self.db.execute(f"select {COLUMNS} from decision order by id")]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError) as error:
            raise InputError(f"cannot read {self.path}: {error}; move it away to start a new one") from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Add all rows of a block, or none of them."""
        try:
            with transaction(self.db):
                yield
        except sqlite3.Error as error:
            raise self._cannot_write(error) from error

    def import_log(self, other: Path) -> int:
        """Add the rows of another log, and return how many were new; see `import_logs`."""
        return self.import_logs([other])[0]

    def import_logs(self, others: Sequence[Path]) -> list[int]:
        """Add the rows of other logs, such as a colleague's on a copy of the folder.

        Returns
        -------
        list of int
            How many rows of each were new.

        Raises
        ------
        InputError
            When one is not a log, or a row of it is damaged; nothing is added then.
        OutputError
            When the log cannot be written; nothing is added then either.
        """
        logs = [read_log(other) for other in others]
        with self.writing():
            return [sum(self._import(rows)) for rows in logs]

    def _import(self, rows: Sequence[tuple[Decision, str]]) -> Iterator[bool]:
        """Add those rows of another log that are new, and yield for each whether it was."""
        nonces = {decision.id: nonce for decision, nonce in rows}
        for decision, nonce in rows:
            is_new = self.find_nonce(nonce) is None
            if is_new and decision.verb in (UNDO, REDO):
                target = self.find_nonce(nonces.get(decision.body["target"], ""))
                decision = decision._replace(body={"target": target.id if target else 0})
            if is_new:
                self.add(decision, nonce)
            yield is_new

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def read_log(path: Path) -> list[tuple[Decision, str]]:
    """Return the decisions of another log with their nonces, by time; raise InputError if one of them is damaged."""
    advice = f"give the {LOG_NAME} of a copy of this folder"
    if not os.path.isfile(path):  # noqa: PTH113 (that of Path raises errors for long names)
        raise InputError(f"{path}: there is no such file; {advice}")
    try:
        with closing(open_read_only(path)) as db:
            kinds = db.execute("select type from sqlite_master where name = 'decision'").fetchall()
            if kinds != [("table",)]:  # a view could have rows without end
                raise InputError(f"cannot read {path}: it is no log of decisions; {advice}")
            rows = db.execute(f"select {COLUMNS}, nonce from decision order by at, id").fetchall()
        return [(_decision(row[:-1]), _nonce(row)) for row in rows]
    except (sqlite3.Error, ValueError) as error:
        raise InputError(f"cannot read {path}: {error}; {advice}") from error


def _decision(row: tuple[Any, ...]) -> Decision:
    """Return the decision of a row; raise ValueError if it is none that this program writes."""
    id, *texts = row
    damaged = ValueError(f"row {id if type(id) is int else 'without number'} is damaged")
    if type(id) is not int or not all(isinstance(text, str) for text in texts) or len(texts[-1]) > MAX_BODY_CHARS:
        raise damaged
    time, reviewer, verb, en_doc, fr_doc, unit, text = texts
    try:
        body = json.loads(text)
        known_name = clean_name(reviewer) == reviewer
    except (ValueError, RecursionError, ConflictError) as error:
        raise damaged from error
    if not isinstance(body, dict) or not known_name or len(time) > MAX_TIME_CHARS:
        raise damaged
    if verb in (UNDO, REDO) and type(body.get("target")) is not int:
        raise damaged
    return Decision(id, time, reviewer, verb, en_doc, fr_doc, unit, body)


def _nonce(row: tuple[Any, ...]) -> str:
    nonce = row[-1]
    if not isinstance(nonce, str) or not nonce:
        raise ValueError(f"row {row[0]} is damaged")
    return nonce
