"""The judged pairs of a workspace, with their segments."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from aligner.pipeline.judge import JudgedPair
from aligner.pipeline.stored_rows import parse_segments, segments_text
from aligner.types import DocumentPair, Segment


class StoredPair(NamedTuple):
    """A judged pair without its segments; the rest as in `JudgedPair`."""

    pair: DocumentPair
    same_event: float
    examined: bool


class Database(Protocol):
    """What stores the pairs."""

    db: sqlite3.Connection

    def do(self, statement: str, *values: object) -> None:
        """Run a statement that changes the file."""

    def insert(self, table: str, *values: str | bytes | float) -> None:
        """Insert a row with its checksum."""


class StoredPairs:
    """The judged pairs of a workspace."""

    def __init__(self, work: Database) -> None:
        self._work = work

    def find(self, en: str, fr: str, basis: str) -> StoredPair | None:
        """Return a pair that was judged on some basis: what it depends on besides both documents and the settings."""
        statement = "select record, same_event, examined from pair where en = ? and fr = ? and basis = ?"
        row = self._work.db.execute(statement, (en, fr, basis)).fetchone()
        return None if row is None else StoredPair(DocumentPair(**json.loads(row[0])), row[1], bool(row[2]))

    def put(self, judged: JudgedPair, basis: str) -> None:
        """Store a pair with its segments."""
        pair, segments, same_event, examined = judged
        self._delete(pair.en, pair.fr)
        record = json.dumps(pair._asdict())
        self._work.insert("pair", pair.en, pair.fr, record, same_event, int(examined), basis, segments_text(segments))

    def update(self, pair: DocumentPair) -> None:
        """Store a pair whose segments stay as they are."""
        statement = "select same_event, examined, basis, segments from pair where en = ? and fr = ?"
        rest = self._work.db.execute(statement, (pair.en, pair.fr)).fetchone()
        self._delete(pair.en, pair.fr)
        self._work.insert("pair", pair.en, pair.fr, json.dumps(pair._asdict()), *rest)

    def prune(self, proposed: Iterable[tuple[str, str]]) -> None:
        """Delete the pairs that are no longer proposed."""
        gone = set(self._work.db.execute("select en, fr from pair")) - set(proposed)
        for ids in sorted(gone):
            self._delete(*ids)

    def _delete(self, en: str, fr: str) -> None:
        self._work.do("delete from pair where en = ? and fr = ?", en, fr)

    def __iter__(self) -> Iterator[DocumentPair]:
        """Yield all pairs, sorted by ids."""
        for (record,) in self._work.db.execute("select record from pair order by en, fr"):
            yield DocumentPair(**json.loads(record))

    def segments(self, en: str, fr: str) -> Iterator[Segment]:
        """Yield the segments of a pair."""
        row = self._work.db.execute("select segments from pair where en = ? and fr = ?", (en, fr)).fetchone()
        yield from parse_segments(row[0])
