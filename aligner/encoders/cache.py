"""Vectors that a model has computed before, in one SQLite file that all runs share.

It lies in the folder of the variable ALIGNER_CACHE; else in `aligner` below
XDG_CACHE_HOME or where the system keeps such things: `~/.cache` on Linux,
`~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows. Remove the folder to
clear it. It holds hashes and numbers, no text.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = dict[bytes, NDArray[np.float32]]
NAME = "vectors.db"
SIZE = 4 << 30  # bytes: a million sentences in 1,024 dimensions
SHARE = 16  # one part in so many, the oldest, goes when the file is full
PATIENCE = 60  # seconds to wait for another run that is writing
TABLE = "create table if not exists vector (key blob primary key, row blob not null)"
PRAGMAS = ("page_count", "freelist_count", "page_size")
TRIM = "delete from vector where rowid < (select min(rowid) + (max(rowid) - min(rowid)) / ? from vector)"
log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Where vectors are kept between runs."""
    if given := os.environ.get("ALIGNER_CACHE"):
        return Path(given).expanduser()
    if (base := Path(os.environ.get("XDG_CACHE_HOME", ""))).is_absolute():
        return base / "aligner"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or "~/AppData/Local", "aligner", "Cache").expanduser()
    return Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache", "aligner").expanduser()


class VectorCache:
    """Vectors by key, as float32: the very bytes that the model gave.

    float16 would take half the room, but then the run that fills the file and
    the runs that read it would print different figures.

    A cache that cannot be used is said once and done without. The journal is
    SQLite's plain one: writes are few and large, and unlike the write-ahead
    log it lets several processes create the file at once.

    Parameters
    ----------
    size : bytes that the file may take; beyond, the oldest vectors go
    """

    def __init__(self, path: Path, size: int = SIZE) -> None:
        self.path, self.size = path, size
        self._usable = True

    def get(self, keys: Iterable[bytes]) -> Vectors:
        """The vectors that are known."""
        found: Vectors = {}
        if self._usable:
            try:
                with closing(self._connect()) as db:
                    for key in keys:
                        for (row,) in db.execute("select row from vector where key = ?", (key,)):
                            found[key] = np.frombuffer(row, np.float32)
            except (OSError, sqlite3.Error) as error:
                self._give_up(error)
        return found

    def put(self, vectors: Vectors) -> Vectors:
        """Keep vectors, and give what is kept under their keys: of two runs side by side, the first one's."""
        if self._usable:
            try:
                with closing(self._connect()) as db:
                    db.execute("begin immediate")
                    rows = ((key, vector.tobytes()) for key, vector in vectors.items())
                    db.executemany("insert or ignore into vector values (?, ?)", rows)
                    pages, spare, page = (db.execute(f"pragma {name}").fetchone()[0] for name in PRAGMAS)
                    if (pages - spare) * page > self.size:
                        db.execute(TRIM, (SHARE,))
                    db.execute("commit")
            except (OSError, sqlite3.Error) as error:
                self._give_up(error)
        return {**vectors, **self.get(vectors)}

    def _connect(self) -> sqlite3.Connection:
        """A connection of one call's own: any thread may make it."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        db.execute(TABLE)
        return db

    def _give_up(self, error: Exception) -> None:
        self._usable = False
        log.warning(
            "vectors are not kept: %s: %s; remove that file, or set ALIGNER_CACHE to a folder that can be written",
            self.path,
            error,
        )
