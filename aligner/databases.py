"""SQLite files: whole transactions, and files that must not change, also on a disk that cannot be written to."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aligner.errors import InputError

# The messages of SQLite quote names from the file, and Python cannot decode those of a damaged one.
DAMAGE_ERRORS = (sqlite3.DatabaseError, UnicodeDecodeError)
MAX_PATH_BYTES = 500  # SQLite is built for 512, with the endings of its journals
LOCK_TIMEOUT_SECONDS = 60  # waited for another process that is writing


def has_short_path(path: Path) -> bool:
    """Return whether SQLite can open a file at this path, through whatever links it leads."""
    return len(os.fsencode(os.path.realpath(path))) <= MAX_PATH_BYTES


def require_short_path(path: Path) -> None:
    """Raise InputError if SQLite cannot open a file at this path."""
    if not has_short_path(path):
        raise InputError(f"cannot open {path}: its path has more than {MAX_PATH_BYTES} bytes; move it to a shorter one")


def is_writable(path: Path) -> bool:
    """Return whether a database can be opened for writing, which makes files next to it."""
    return os.access(path.parent, os.W_OK) and (os.access(path, os.W_OK) or not os.path.lexists(path))


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open a database for reading.

    In a folder that cannot be written to, SQLite cannot make the files by which processes share a database with a
    write-ahead log, and need not: nobody else writes it either.

    Raises
    ------
    InputError
        When changes are still in a write-ahead log that only a writer could merge.
    sqlite3.Error
    """
    require_short_path(path)
    uri = f"{Path(os.path.realpath(path)).as_uri()}?mode=ro"
    if not os.access(path.parent, os.W_OK):
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise InputError(
                f"cannot read {path} where it is: {log.name} holds changes of it; copy both to another disk"
            )
        uri += "&immutable=1"
    return sqlite3.connect(uri, uri=True, timeout=LOCK_TIMEOUT_SECONDS)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Execute a block as one transaction, of which all or nothing is kept; `db` must not begin any by itself."""
    db.execute("begin immediate")
    try:
        yield
        db.execute("commit")
    except BaseException:
        if db.in_transaction:
            db.execute("rollback")
        raise
