"""The index on disk: one SQLite file with what is compared of each story, and the matches of copies.

Every change is a transaction of the write-ahead log, so that a process may be
killed at any moment and several may write. A story that was added but not yet
compared when its process was killed is marked, and the next process compares
it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aligner.deduplication.index.connection import Connection
from aligner.deduplication.index.serialize import DAMAGED, pack, read_match, read_story_rows
from aligner.deduplication.match import StoryMatch
from aligner.deduplication.record import Rows, Story
from aligner.errors import InputError
from aligner.types import Side

# Of stories with the same words the first represents all.
_IS_FIRST_TWIN = (
    "(digest = 0 or number = (select min(number) from story as twin"
    " where twin.digest = story.digest and twin.side = story.side))"
)
LARGEST_NUMBER = (1 << 63) - 1  # of SQLite
STORY_COLUMNS = "id, side, date, digest, stamp, source, artefacts, added, compared, row, texts, arrays, sum"


class File(NamedTuple):
    """A file that was read.

    stamp : size and time of change of the file
    stories : stories with the digests of their texts and the number of their artefacts
    before : digests, by id, of the stories that were added while the file was being read
    """

    source: str
    stamp: str
    stories: list[tuple[Story, str, int]]
    before: dict[str, str] = {}  # noqa: RUF012


class Entry(NamedTuple):
    """A story of the index without its text."""

    number: int
    id: str
    side: Side
    date: str
    added: float
    characters: int
    sentences: int
    artefacts: int


class Store(Connection):
    """The stories of an index and their matches.

    Attributes
    ----------
    added : number of stories that this process has added and that replace no others
    """

    added = 0

    def has(self, source: str, stamp: str) -> bool:
        """Return whether a file with this stamp has been added as a whole."""
        with self.guard():
            return bool(self.db.execute("select stamp from source where id = ?", (source,)).fetchone() == (stamp,))

    def add(self, files: Iterable[File], now: float | None = None) -> None:
        """Add files with all their stories, which replace their earlier stories.

        A story whose text has not changed stays as it is.
        """
        now = time.time() if now is None else now
        with self.writing():
            for source, stamp, stories, before in files:
                self.db.execute("insert or replace into source values (?, ?)", (source, stamp))
                known = dict(self.db.execute("select id, stamp from story where source = ?", (source,)))
                gone = known.keys() - before.keys() - {story.id for story, *_ in stories}
                self.db.executemany("delete from story where id = ?", [(id,) for id in sorted(gone)])
                self._insert(source, [item for item in stories if known.get(item[0].id) != item[1]], now)

    def begin(self, source: str, stories: Sequence[tuple[Story, str, int]]) -> None:
        """Add some stories of a large file, which counts as not read until `add` has added the rest."""
        with self.writing():
            self.db.execute("insert or replace into source values (?, '')", (source,))
            find = "select 1 from story where id = ? and source = ? and stamp = ?"
            fresh = [item for item in stories if not self.db.execute(find, (item[0].id, source, item[1])).fetchone()]
            self._insert(source, fresh, time.time())

    def restore(self, stories: Iterable[tuple[Story, tuple[str, str, int, float]]], stamps: Mapping[str, str]) -> None:
        """Add the contents of another index: stories with their source, digest, artefacts and time; stamps of files."""
        with self.writing():
            for story, (source, stamp, artefacts, added) in stories:
                self._insert(source, [(story, stamp, artefacts)], added)
            self.db.executemany("insert into source values (?, ?)", stamps.items())

    def _insert(self, source: str, stories: Iterable[tuple[Story, str, int]], now: float) -> None:
        for story, stamp, artefacts in stories:
            replaced = self.db.execute("delete from story where id = ?", (story.id,)).rowcount
            self.added += not replaced
            digest = int(np.uint64(story.row["digest"]).astype(np.int64))
            values = (story.id, story.side, story.date, digest, stamp, source, artefacts, now, 0, *pack(story))
            self.db.execute(f"insert into story ({STORY_COLUMNS}) values ({', '.join('?' * len(values))})", values)

    def waiting(self) -> list[int]:
        """Return the numbers of the stories that have not been compared yet."""
        return [row[0] for row in self._all("select number from story where not compared order by number")]

    def rows(
        self, above: int = 0, end: int | None = None, *, limit: int = -1, only: Sequence[int] | None = None
    ) -> tuple[list[int], Rows]:
        """Return the numbers and rows of stories, in order of their numbers.

        Parameters
        ----------
        above, end : range of numbers, without and with its limit; None for no end
        limit : the most stories that are returned, -1 for all
        only : numbers of the stories, instead of a range; none of them is left out for its words
        """
        if only is None:
            last = LARGEST_NUMBER if end is None else end
            statement = (
                f"select number, row from story where number > ? and number <= ? and {_IS_FIRST_TWIN}"
                " order by number limit ?"
            )
            stories = self._all(statement, above, last, limit)
        else:
            stories = self._among("select number, row from story where number in (?) order by number", only)
        return [number for number, _ in stories], read_story_rows([row for _, row in stories], self.dim)

    def count_range(self, above: int, end: int | None = None, *, limit: int) -> int:
        """Return the number of stories in a range of numbers, `limit` if there are more."""
        statement = "select count(*) from (select 1 from story where number > ? and number <= ? limit ?)"
        return int(self._all(statement, above, LARGEST_NUMBER if end is None else end, limit)[0][0])

    def same(self, number: int) -> int | None:
        """Return the first story of the same words, if it is another one."""
        statement = (
            "select min(other.number) from story join story as other on other.digest = story.digest"
            " and other.side = story.side where story.number = ? and story.digest != 0"
        )
        first = self._all(statement, number)[0][0]
        return None if first in (None, number) else int(first)

    def twins(self, story: Story) -> list[int]:
        """Return the number of the first story of the same words as a new one, if there is one."""
        digest = int(np.uint64(story.row["digest"]).astype(np.int64))
        statement = "select min(number) from story where digest = ? and digest != 0 and side = ?"
        return [row[0] for row in self._all(statement, digest, story.side) if row[0] is not None]

    def count(self) -> int:
        """Return the number of stories."""
        return int(self._all("select count(*) from story")[0][0])

    def link(self, matches: Iterable[tuple[int, int, StoryMatch]], compared: Iterable[int]) -> None:
        """Store matches, with the smaller number first, and mark stories as compared."""
        with self.writing():
            # A story may have been deleted meanwhile.
            self.db.executemany(
                "insert or replace into link select ?1, ?2, ?3 where"
                " (select count(*) from story where number in (?1, ?2)) = 2",
                [(one, other, json.dumps(match)) for one, other, match in matches],
            )
            self.db.executemany("update story set compared = 1 where number = ?", [(number,) for number in compared])

    def links(self, numbers: Sequence[int]) -> dict[tuple[int, int], StoryMatch]:
        """Return the matches of some stories and of all stories that are linked to them directly or indirectly."""
        links: dict[tuple[int, int], StoryMatch] = {}
        seen: set[int] = set()
        new = set(numbers)
        while new:
            seen |= new
            for column in ("one", "other"):
                for one, other, record in self._among(f"select * from link where {column} in (?)", sorted(new)):
                    links[one, other] = read_match(record)
            new = {number for pair in links for number in pair} - seen
        return links

    def entries(self, numbers: Sequence[int] | None = None) -> Iterator[Entry]:
        """Yield all or some stories without their texts, sorted by id."""
        chosen = "" if numbers is None else "where number in (?)"
        statement = f"select number, id, side, date, added, row, artefacts from story {chosen} order by id"
        rows = self._all(statement) if numbers is None else self._among(statement, numbers)
        for number, id, side, date, added, row, artefacts in rows:
            fields = read_story_rows([row], self.dim)[0]
            if (*map(type, (id, side, date, added, artefacts)),) != (str, str, str, float, int):
                raise InputError(DAMAGED.format(f"at story {number}"))
            yield Entry(number, id, side, date, added, int(fields["characters"]), int(fields["sentences"]), artefacts)

    def numbers(self, sources: Sequence[str]) -> list[int]:
        """Return the numbers of the stories of some files."""
        statement = "select number from story where source = ?"
        return sorted(row[0] for source in sources for row in self._all(statement, source))

    def delete(self, ids: Iterable[str]) -> list[str]:
        """Delete stories, and return their ids.

        Raises
        ------
        InputError
            When one does not exist; none is deleted then.
        """
        gone = list(dict.fromkeys(ids))
        with self.writing():
            for id in gone:
                # A story deleted by hand may be added again, an expired one may not.
                self.db.execute("delete from source where id in (select source from story where id = ?)", (id,))
                if not self.db.execute("delete from story where id = ?", (id,)).rowcount:
                    raise InputError(
                        f"no story {id!r} in {self.path}; nothing was deleted, aligner index list shows all"
                    )
        return gone

    def expire(self, before: float) -> list[str]:
        """Delete the stories added before a time, and return their ids."""
        with self.writing():
            gone = [row[0] for row in self.db.execute("select id from story where added < ? order by id", (before,))]
            self.db.execute("delete from story where added < ?", (before,))
        return gone

    def shards(self) -> str:
        """Return the list of the shards; see `aligner.deduplication.index.shards`."""
        with self.guard():
            return str(self.db.execute("select base from about").fetchone()[0])

    def put_shards(self, text: str) -> None:
        """Replace the list of the shards, within a transaction."""
        self.db.execute("update about set base = ?", (text,))
