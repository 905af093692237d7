"""A cache of the vectors computed by models, in one SQLite file that all runs share.

Its folder is the value of the variable ALIGNER_CACHE; else `aligner` under
XDG_CACHE_HOME or the system's cache folder: `~/.cache` on Linux, `~/Library/Caches` on
macOS, `%LOCALAPPDATA%` on Windows. To clear the cache, remove the folder. It holds
hashes and numbers, no text.
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

from aligner.databases import DAMAGE_ERRORS
from aligner.types import Floats

Vectors = dict[bytes, Floats]
CACHE_FILE = "vectors.db"
MAX_BYTES = 4 << 30  # a million sentences in 1,024 dimensions
TRIMMED_PART = 16  # when the file is full, the oldest vectors are removed: one in so many
LOCK_TIMEOUT_SECONDS = 60  # to wait for another run that is writing
CREATE_TABLE = "create table if not exists vector (key blob primary key, row blob not null)"
SIZE_PRAGMAS = ("page_count", "freelist_count", "page_size")
DELETE_OLDEST = "delete from vector where rowid < (select min(rowid) + (max(rowid) - min(rowid)) / ? from vector)"
USE_ERRORS = (OSError, sqlite3.Error, *DAMAGE_ERRORS)
log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Return the folder of the cache."""
    if folder := os.environ.get("ALIGNER_CACHE"):
        return Path(folder).expanduser()
    if (base := Path(os.environ.get("XDG_CACHE_HOME", ""))).is_absolute():
        return base / "aligner"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or "~/AppData/Local", "aligner", "Cache").expanduser()
    return Path("~/Library/Caches" if sys.platform == "darwin" else "~/.cache", "aligner").expanduser()


class VectorCache:
    """Vectors by key, as exactly the float32 values that the model gave.

    float16 would take half the space, but then the run that fills the file and the runs
    that read it would give different results.

    If the file cannot be used, there is one warning and the run goes on without cache.
    The journal is SQLite's default one: writes are few and large, and unlike the
    write-ahead log it lets several processes create the file at the same time.

    Parameters
    ----------
    size : int
        Bytes from which on the oldest vectors are removed.
    """

    def __init__(self, path: Path, size: int = MAX_BYTES) -> None:
        self.path, self.size = path, size
        self._usable = True

    def get(self, keys: Iterable[bytes]) -> Vectors:
        """Return the vectors of those keys that are in the cache; damaged ones are removed from it."""
        vectors: Vectors = {}
        damaged = []
        if self._usable:
            try:
                with closing(self._connect()) as db:
                    for key in keys:
                        for (row,) in db.execute("select row from vector where key = ?", (key,)):
                            if (vector := _parse(row)) is None:
                                damaged.append(key)
                            else:
                                vectors[key] = vector
            except USE_ERRORS as error:
                self._give_up(error)
        self.remove(damaged)
        return vectors

    def remove(self, keys: Iterable[bytes]) -> None:
        """Remove vectors, so that `put` stores others."""
        rows = [(key,) for key in keys]
        if self._usable and rows:
            log.warning("%d damaged vectors in %s are computed again", len(rows), self.path)
            try:
                with closing(self._connect()) as db:
                    db.executemany("delete from vector where key = ?", rows)
            except USE_ERRORS as error:
                self._give_up(error)

    def put(self, vectors: Vectors) -> Vectors:
        """Store vectors and return those that are now stored: of two simultaneous runs, the first one's."""
        if self._usable:
            try:
                with closing(self._connect()) as db:
                    db.execute("begin immediate")
                    rows = ((key, vector.tobytes()) for key, vector in vectors.items())
                    db.executemany("insert or ignore into vector values (?, ?)", rows)
                    pages, spare, page = (db.execute(f"pragma {name}").fetchone()[0] for name in SIZE_PRAGMAS)
                    if (pages - spare) * page > self.size:
                        db.execute(DELETE_OLDEST, (TRIMMED_PART,))
                    db.execute("commit")
            except USE_ERRORS as error:
                self._give_up(error)
        return {**vectors, **self.get(vectors)}

    def _connect(self) -> sqlite3.Connection:
        """Open a connection for one call, so that any thread can make the call."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        db = sqlite3.connect(self.path, timeout=LOCK_TIMEOUT_SECONDS, isolation_level=None)
        db.execute(CREATE_TABLE)
        return db

    def _give_up(self, error: Exception) -> None:
        self._usable = False
        log.warning(
            "vectors are not cached: %s: %s; remove that file, or set ALIGNER_CACHE to a writable folder",
            self.path,
            error,
        )


def _parse(row: object) -> Floats | None:
    """Return the vector of a row, None if it is none."""
    if not isinstance(row, bytes) or not row or len(row) % np.float32().itemsize:
        return None
    vector: Floats = np.frombuffer(row, np.float32)
    return vector if np.isfinite(vector).all() else None
