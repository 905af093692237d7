"""The index on disk: one SQLite file that holds what of each story is compared, and which are copies.

Every change is a transaction of the write-ahead log, so that a process may be
killed at any moment and several may write. A story that was added but not yet
compared when its process died is marked, and compared by whoever comes next.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.deduplication.index.schema import MARK, VERSION, statements
from aligner.deduplication.index.serialize import pack, read_match, read_rows
from aligner.deduplication.match import StoryMatch
from aligner.deduplication.record import Rows, Story
from aligner.errors import InputError, OutputError
from aligner.types import Side

PATIENCE = 60  # seconds to wait for another process that is writing
# Of stories with the same words the first speaks for all.
FIRST = (
    "(digest = 0 or number = (select min(number) from story as twin"
    " where twin.digest = story.digest and twin.side = story.side))"
)
TOLD = "id, side, date, digest, stamp, source, artefacts, added, compared, row, texts, arrays, sum"


class File(NamedTuple):
    """A file that was read: its stamp, and its stories with theirs and the number of their artefacts.

    `before` are the stamps, by id, of stories of it that were taken in while it was being read.
    """

    source: str
    stamp: str
    stories: list[tuple[Story, str, int]]
    before: dict[str, str] = {}  # noqa: RUF012


class Entry(NamedTuple):
    """A story of the index, in short."""

    number: int
    id: str
    side: Side
    date: str
    added: float
    characters: int
    sentences: int
    artefacts: int


class Store:
    """Open an index, or begin one.

    Parameters
    ----------
    encoder : digest of the encoder whose vectors it holds
    dim : their length

    Raises
    ------
    InputError
        When the file is damaged, no index, or holds vectors of another encoder.
    """

    def __init__(self, path: Path, encoder: str, dim: int) -> None:
        self.path, self.dim = path, dim
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"cannot open {path}: {error}; choose another place for the index") from error
        try:
            with self.guard():
                self._open(encoder)
        except BaseException:
            self.db.close()
            raise

    def _open(self, encoder: str) -> None:
        if not self.db.execute("select count(*) from sqlite_master").fetchone()[0]:
            self.db.execute("pragma journal_mode = wal")
        self.db.execute("pragma synchronous = normal")
        with self.writing():
            if not self.db.execute("select count(*) from sqlite_master").fetchone()[0]:
                for statement in statements():
                    self.db.execute(statement)
                self.db.execute("insert into about values (?, ?, '')", (encoder, self.dim))
        mark, version = (self.db.execute(f"pragma {name}").fetchone()[0] for name in ("application_id", "user_version"))
        if mark != MARK:
            raise InputError(f"{self.path} is no index of aligner; give another file to --index")
        if version != VERSION:
            raise InputError(f"{self.path} was made by another version of aligner; make it anew with --rebuild")
        known = self.db.execute("select encoder, dim from about").fetchone()
        if known != (encoder, self.dim):
            raise InputError(
                f"{self.path} holds vectors of another encoder ({str(known and known[0])[:8]}, not {encoder[:8]});"
                " make it anew with --rebuild, or use that encoder"
            )

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Say what a failure of SQLite means."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise OutputError(f"cannot use {self.path}: {error}; is the disk full, or another run at work?") from error
        except sqlite3.DatabaseError as error:
            raise InputError(f"{self.path} is damaged or no index ({error}); make it anew with --rebuild") from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Do all of a block, or nothing of it."""
        with self.guard():
            self.db.execute("begin immediate")
            try:
                yield
                self.db.execute("commit")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("rollback")
                raise

    def has(self, source: str, stamp: str) -> bool:
        """Whether this very file has been taken in."""
        with self.guard():
            return bool(self.db.execute("select stamp from source where id = ?", (source,)).fetchone() == (stamp,))

    def add(self, files: Iterable[File], now: float | None = None) -> None:
        """Take in files with all their stories, in the place of what they gave before.

        A story whose text has not changed stays as it is.
        """
        now = time.time() if now is None else now
        with self.writing():
            for source, stamp, stories, before in files:
                self.db.execute("insert or replace into source values (?, ?)", (source, stamp))
                known = dict(self.db.execute("select id, stamp from story where source = ?", (source,)))
                fresh = before | {story.id: own for story, own, _ in stories}
                gone = [id for id, own in known.items() if fresh.get(id) != own]
                self.db.executemany("delete from story where id = ?", [(id,) for id in gone])
                self._insert(source, [each for each in stories if known.get(each[0].id) != each[1]], now)

    def begin(self, source: str, stories: Sequence[tuple[Story, str, int]]) -> None:
        """Take in some stories of a large file; until `add` has taken the rest, it counts as not read."""
        with self.writing():
            self.db.execute("insert or replace into source values (?, '')", (source,))
            find = "select 1 from story where id = ? and source = ? and stamp = ?"
            fresh = [each for each in stories if not self.db.execute(find, (each[0].id, source, each[1])).fetchone()]
            self._insert(source, fresh, time.time())

    def restore(self, stories: Iterable[tuple[Story, tuple[str, str, int, float]]], stamps: Mapping[str, str]) -> None:
        """Take in what another index held: stories with their source, stamp, artefacts and time; stamps of files."""
        with self.writing():
            for story, (source, stamp, artefacts, added) in stories:
                self._insert(source, [(story, stamp, artefacts)], added)
            self.db.executemany("insert into source values (?, ?)", stamps.items())

    def _insert(self, source: str, stories: Iterable[tuple[Story, str, int]], now: float) -> None:
        for story, stamp, artefacts in stories:
            self.db.execute("delete from story where id = ?", (story.id,))
            digest = int(np.uint64(story.row["digest"]).astype(np.int64))
            told = (story.id, story.side, story.date, digest, stamp, source, artefacts, now, 0)
            values = (*told, *pack(story))
            self.db.execute(f"insert into story ({TOLD}) values ({', '.join('?' * len(values))})", values)

    def waiting(self) -> list[int]:
        """Stories that are yet to be compared."""
        with self.guard():
            return [row[0] for row in self.db.execute("select number from story where not compared order by number")]

    def rows(self, above: int = 0, only: Sequence[int] | None = None) -> tuple[list[int], Rows]:
        """Numbers and rows of the stories whose numbers are greater, or of those asked for."""
        if only is None:
            found = self._all(f"select number, row from story where number > ? and {FIRST} order by number", above)
        else:
            found = self._among("select number, row from story where number in (?) order by number", only)
        return [number for number, _ in found], read_rows([row for _, row in found], self.dim)

    def same(self, number: int) -> int | None:
        """The first other story of the same words, if there is one before it."""
        statement = (
            "select min(other.number) from story join story as other on other.digest = story.digest"
            " and other.side = story.side where story.number = ? and story.digest != 0"
        )
        with self.guard():
            first = self.db.execute(statement, (number,)).fetchone()[0]
        return None if first in (None, number) else int(first)

    def twins(self, story: Story) -> list[int]:
        """The first story of these words, if there is one."""
        digest = int(np.uint64(story.row["digest"]).astype(np.int64))
        statement = "select min(number) from story where digest = ? and digest != 0 and side = ?"
        return [row[0] for row in self._all(statement, digest, story.side) if row[0] is not None]

    def count(self) -> int:
        """How many stories there are."""
        return int(self._all("select count(*) from story")[0][0])

    def link(self, matches: Iterable[tuple[int, int, StoryMatch]], compared: Iterable[int]) -> None:
        """Keep matches (lesser number first), and that these stories have been compared."""
        with self.writing():
            # A story may have been deleted meanwhile.
            self.db.executemany(
                "insert or replace into link select ?1, ?2, ?3 where"
                " (select count(*) from story where number in (?1, ?2)) = 2",
                [(one, other, json.dumps(match)) for one, other, match in matches],
            )
            self.db.executemany("update story set compared = 1 where number = ?", [(number,) for number in compared])

    def links(self, numbers: Sequence[int]) -> dict[tuple[int, int], StoryMatch]:
        """All matches of these stories and of the stories they lead to."""
        found: dict[tuple[int, int], StoryMatch] = {}
        seen: set[int] = set()
        new = set(numbers)
        while new:
            seen |= new
            for column in ("one", "other"):
                for one, other, record in self._among(f"select * from link where {column} in (?)", sorted(new)):
                    found[one, other] = read_match(record)
            new = {number for pair in found for number in pair} - seen
        return found

    def entries(self, numbers: Sequence[int] | None = None) -> Iterator[Entry]:
        """Stories in short, by id."""
        statement = "select number, id, side, date, added, row, artefacts from story"
        rows = (
            self._all(f"{statement} order by id")
            if numbers is None
            else self._among(f"{statement} where number in (?) order by id", numbers)
        )
        for number, id, side, date, added, row, artefacts in rows:
            told = read_rows([row], self.dim)[0]
            yield Entry(number, id, side, date, added, int(told["characters"]), int(told["sentences"]), artefacts)

    def numbers(self, sources: Sequence[str]) -> list[int]:
        """The stories of these files."""
        found = []
        for source in sources:
            found += [row[0] for row in self._all("select number from story where source = ?", source)]
        return sorted(found)

    def delete(self, ids: Iterable[str]) -> list[str]:
        """Take stories out by id; gives the ids that were there."""
        gone = []
        with self.writing():
            for id in ids:
                # What is taken out by hand may be put in again; what expired may not.
                self.db.execute("delete from source where id in (select source from story where id = ?)", (id,))
                if self.db.execute("delete from story where id = ?", (id,)).rowcount:
                    gone.append(id)
        return gone

    def expire(self, before: float) -> list[str]:
        """Take out what was added before a time; gives their ids."""
        with self.writing():
            gone = [row[0] for row in self.db.execute("select id from story where added < ? order by id", (before,))]
            self.db.execute("delete from story where added < ?", (before,))
        return gone

    def base(self, name: str | None = None) -> str:
        """The name of the folder of what was looked up last, or set it."""
        if name is not None:
            with self.writing():
                self.db.execute("update about set base = ?", (name,))
            return name
        with self.guard():
            return str(self.db.execute("select base from about").fetchone()[0])

    def compact(self) -> None:
        """Give the room of deleted stories back."""
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
        found = []
        for start in range(0, len(numbers), 500):
            some = numbers[start : start + 500]
            found += self._all(statement.replace("(?)", f"({', '.join('?' * len(some))})"), *some)
        return found
