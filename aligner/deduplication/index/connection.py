"""The SQLite file of an index: opened and checked, with transactions, and with errors of the package for its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from aligner.databases import (
    DAMAGE_ERRORS,
    LOCK_TIMEOUT_SECONDS,
    is_writable,
    open_read_only,
    require_short_path,
    transaction,
)
from aligner.deduplication.index.schema import ADDITIONS, MARK, VERSION, statements
from aligner.errors import InputError, OutputError

MAX_PARAMETERS = 500  # of a statement


def require_writable(path: Path) -> None:
    """Raise OutputError unless an index can be changed or made; its folder is created."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot open {path}: {error}; choose another place for the index") from error
    if not is_writable(path):
        raise OutputError(f"cannot change {path}: it may only be read; copy it to a place that you may write to")


class Connection:
    """An index on disk, created if it does not exist.

    Parameters
    ----------
    encoder : digest of the encoder whose vectors it holds
    dim : their length
    change : whether it may be changed, which needs a disk that can be written to

    Raises
    ------
    InputError
        When the file is damaged, no index, or holds vectors of another encoder.
    OutputError
        When it is to be changed and cannot be.
    """

    def __init__(self, path: Path, encoder: str, dim: int, *, change: bool = True) -> None:
        self.path, self.dim = path, dim
        require_short_path(path)
        if change:
            require_writable(path)
        writable = is_writable(path)
        try:
            if writable:
                self.db = sqlite3.connect(path, timeout=LOCK_TIMEOUT_SECONDS)
            else:
                self.db = open_read_only(path)
            self.db.isolation_level = None  # transactions are explicit
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"cannot open {path}: {error}; choose another place for the index") from error
        try:
            with self.guard():
                if writable:
                    self._create(encoder)
                self._check(encoder)
                if writable and change:
                    self._add_missing()
        except BaseException:
            self.db.close()
            raise

    def _create(self, encoder: str) -> None:
        if not self.db.execute("select count(*) from sqlite_master").fetchone()[0]:
            self.db.execute("pragma journal_mode = wal")
        self.db.execute("pragma synchronous = normal")
        with self.writing():
            if not self.db.execute("select count(*) from sqlite_master").fetchone()[0]:
                for statement in statements():
                    self.db.execute(statement)
                self.db.execute("insert into about values (?, ?, '')", (encoder, self.dim))

    def _add_missing(self) -> None:
        """Add what an index of an earlier version lacks."""
        find = "select sql from sqlite_master where type = ? and name = ?"
        for kind, name, statement in ADDITIONS:
            found = self.db.execute(find, (kind, name)).fetchone()
            # SQLite writes the first words in capitals.
            if not found or str(found[0]).casefold() != statement.casefold():
                with self.writing():
                    self.db.execute(f"drop {kind} if exists {name}")
                    self.db.execute(statement)

    def _check(self, encoder: str) -> None:
        mark, version = (self.db.execute(f"pragma {name}").fetchone()[0] for name in ("application_id", "user_version"))
        if mark != MARK:
            raise InputError(f"{self.path} is no index of aligner; give another file")
        if version != VERSION:
            raise InputError(
                f"{self.path} was made by another version of aligner; rebuild it with aligner index rebuild"
            )
        known = self.db.execute("select encoder, dim from about").fetchone()
        if known != (encoder, self.dim):
            raise InputError(
                f"{self.path} holds vectors of another encoder ({str(known and known[0])[:8]}, not {encoder[:8]});"
                " rebuild it with aligner index rebuild, or use that encoder"
            )

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Turn errors of SQLite into errors of the package."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise OutputError(f"cannot use {self.path}: {error}; is the disk full, or another run at work?") from error
        except DAMAGE_ERRORS as error:
            raise InputError(
                f"{self.path} is damaged or no index ({error}); rebuild it with aligner index rebuild"
            ) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Execute a block as one transaction."""
        with self.guard(), transaction(self.db):
            yield

    def compact(self) -> None:
        """Remove the space of deleted stories from the file."""
        with self.guard():
            self.db.execute("vacuum")
            self.db.execute("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def _all(self, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self.guard():
            return self.db.execute(statement, values).fetchall()

    def _among(self, statement: str, numbers: Sequence[int]) -> list[tuple]:  # type: ignore[type-arg]
        rows = []
        for start in range(0, len(numbers), MAX_PARAMETERS):
            part = numbers[start : start + MAX_PARAMETERS]
            rows += self._all(statement.replace("(?)", f"({', '.join('?' * len(part))})"), *part)
        return rows
