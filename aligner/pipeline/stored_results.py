"""Results that a workspace keeps under a digest of all that they depend on: the next run need not make them."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from hashlib import blake2b

from aligner.pipeline.stored_pairs import Database

COMPRESSION = 1  # the fastest level: HTML takes a fifth


class StoredResults:
    """Results of one kind; those that a run has not asked for are deleted at its end."""

    def __init__(self, work: Database, kind: str) -> None:
        self._work, self._kind = work, kind
        self._used: set[str] = set()

    def find(self, key: str) -> str | None:
        """Return the result under a key."""
        self._used.add(key)
        statement = "select data from result where kind = ? and key = ?"
        row = self._work.db.execute(statement, (self._kind, key)).fetchone()
        return None if row is None else zlib.decompress(row[0]).decode("utf-8", "surrogatepass")

    def put(self, key: str, text: str) -> None:
        """Store a result."""
        data = zlib.compress(text.encode("utf-8", "surrogatepass"), COMPRESSION)
        self._work.insert("result", self._kind, key, data)

    def remember(self, dependencies: object, make: Callable[[], str]) -> str:
        """Return the result of a function, given all that it depends on."""
        key = key_of(dependencies)
        found = self.find(key)
        if found is None:
            self.put(key, found := make())
        return found

    def prune(self) -> None:
        """Delete the results that this run has not asked for."""
        known = {key for (key,) in self._work.db.execute("select key from result where kind = ?", (self._kind,))}
        for key in sorted(known - self._used):
            self._work.do("delete from result where kind = ? and key = ?", self._kind, key)


def key_of(dependencies: object) -> str:
    """Return a digest of plain values."""
    return blake2b(repr(dependencies).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
