"""The intermediate results of a run, in one SQLite file of its output folder.

Texts and vectors are stored here between the stages, so that no stage holds a
corpus in memory, and a run that was interrupted can be continued. When the run
is done the file stays, so that the next one into the folder does only what is
new.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, AnyStr
from zlib import crc32

from aligner.databases import DAMAGE_ERRORS, has_short_path
from aligner.documents.prepare import Prepared, Source
from aligner.encoders.cache import cache_folder
from aligner.errors import InterruptedRunError, OutputError
from aligner.pipeline.stored_pairs import StoredPairs
from aligner.pipeline.stored_rows import (
    LAYOUT,
    SKETCH_COLUMNS,
    document_text,
    parse_document,
    parse_sketch,
    sketch_row,
    split_text,
    split_vectors,
    value_parts,
)
from aligner.types import Document, Sketch, Skipped
from aligner.writers.folders import make_folder
from aligner.writers.locks import lock_folder, require_plain_file

NAME = ".aligner-work.db"
COMMIT_EVERY = 64  # statements between commits: what a killed run has to repeat
TABLES = """
create table run (signature text);
create table source (id text primary key, stamp text, sum integer);
create table document (
    id text primary key, source text, record text, vectors blob, sketch text, sketch_vector blob, sketch_shingles blob,
    sketch_words blob, sum integer
);
create table more (document text, what text, part integer, data, sum integer, primary key (document, what, part));
create table numbered (number integer primary key, document text);
create table skipped (source text, id text, reason text, sum integer);
create index document_of on document (source);
create index skipped_of on skipped (source);
create table pair (
    en text, fr text, record text, same_event real, examined integer, basis text, segments text, sum integer,
    primary key (en, fr)
);
create table result (kind text, key text, data blob, sum integer, primary key (kind, key));
"""
SUMMED_TABLES = ("source", "document", "more", "skipped", "pair", "result")  # each row has the checksum of its values
log = logging.getLogger(__name__)


class Workspace:
    """The intermediate results of a folder; those of an earlier run with other settings are deleted.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    """

    def __init__(self, folder: Path, signature: str) -> None:
        self.path = _place(folder)
        self._pending = 0
        self.judged = StoredPairs(self)
        require_plain_file(self.path)
        try:
            self._open(signature)
        except (OSError, sqlite3.Error) as error:
            raise self._refused(error) from error

    def _open(self, signature: str) -> None:
        signature += TABLES + LAYOUT  # results in other tables cannot be used either
        self.db = sqlite3.connect(self.path)
        if not self._is_usable(signature):
            self.db.close()
            self._remove()
            self.db = sqlite3.connect(self.path)
            self.db.executescript("pragma journal_mode = wal; pragma synchronous = normal;" + TABLES)
            with self.db:
                self.db.execute("insert into run values (?)", (signature,))

    def _is_usable(self, signature: str) -> bool:
        """Return whether the file has the results of a run with the same settings."""
        known = False
        try:
            known = self.db.execute("select signature from run").fetchone() == (signature,)
            rows = (row for table in SUMMED_TABLES for row in self.db.execute(f"select * from {table}"))
            if known and self.db.execute("pragma quick_check(1)").fetchone() == ("ok",) and all(map(_is_whole, rows)):
                return True
        except DAMAGE_ERRORS:
            pass  # no file, or any other
        if known:
            log.warning("%s is damaged: what it kept of an earlier run is done again", self.path)
        return False

    def _refused(self, error: Exception) -> OutputError:
        return OutputError(f"cannot write {self.path}: {error}; free some space or choose another output folder")

    def has_source(self, source: Source, stamp: str) -> bool:
        """Return whether a file with this stamp has been read to its end."""
        return bool(self.db.execute("select stamp from source where id = ?", (source.id,)).fetchone() == (stamp,))

    def begin_source(self, source: Source) -> None:
        """Delete what was read from a file before, and the judged pairs of its documents."""
        own = "in (select id from document where source = ?)"
        self.do(f"delete from pair where en {own} or fr {own}", source.id, source.id)
        self.do("delete from more where document in (select id from document where source = ?)", source.id)
        for table in ("document", "skipped", "source"):
            self.do(f"delete from {table} where {'id' if table == 'source' else 'source'} = ?", source.id)

    def put(self, source: Source, item: Prepared | Skipped) -> None:
        """Store a document of a file, or a part of it that was left out."""
        if isinstance(item, Skipped):
            self.insert("skipped", source.id, *item)
            return
        id, source_id, flat = item.document.id, source.id, item.vectors.reshape(-1)
        text = self._put_parts(id, "text", split_text(document_text(item.document)))
        vectors = self._put_parts(id, "vectors", split_vectors(flat))
        self.insert("document", id, source_id, text, vectors, *sketch_row(item.sketch))

    def _put_parts(self, id: str, what: str, values: Iterator[AnyStr]) -> AnyStr:
        """Return the first part of a text or of vectors, after storing the others."""
        first = next(values)
        for number, value in enumerate(values, 1):
            self.insert("more", id, what, number, value)
        return first

    def end_source(self, source: Source, stamp: str) -> None:
        """Note that a file has been read to its end."""
        self.do("delete from source where id = ?", source.id)
        self.insert("source", source.id, stamp)

    def insert(self, table: str, *values: str | bytes | float) -> None:
        """Insert a row, with its checksum, into one of `SUMMED_TABLES`."""
        self.do(f"insert into {table} values ({'?, ' * len(values)}?)", *values, _checksum(values))

    def do(self, statement: str, *values: object) -> None:
        """Run a statement that changes the file."""
        self._do_all(statement, [values])

    def _do_all(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement with the values of each row."""
        try:
            self.db.executemany(statement, rows)
            self._pending += 1
            if self._pending >= COMMIT_EVERY:
                self.commit()
        except sqlite3.IntegrityError:
            raise  # two documents of one id, which readers and sources prevent
        except sqlite3.Error as error:
            raise self._refused(error) from error

    def prune_sources(self, sources: Sequence[Source]) -> None:
        """Delete what was read from files that are no longer in the input."""
        # A run that was interrupted may have left part of a file, which has no row in the table of sources yet.
        known = "select id from source union select source from document union select source from skipped"
        gone = {row[0] for row in self.db.execute(known)} - {source.id for source in sources}
        for id in sorted(gone):
            self.begin_source(Source(id, Path()))

    def number_documents(self, sources: Sequence[Source]) -> list[str]:
        """Store the numbers of the documents, in the order of their files and then as read, and return their ids."""
        places = {source.id: place for place, source in enumerate(sources)}
        rows = self.db.execute("select source, id from document order by rowid").fetchall()
        ids = [id for _, id in sorted(rows, key=lambda row: places[row[0]])]
        self.do("delete from numbered")
        self._do_all("insert into numbered values (?, ?)", enumerate(ids))
        self.commit()
        return ids

    def sketches(self) -> list[Sketch]:
        """Return the sketches of all documents, sorted by id."""
        statement = f"select {SKETCH_COLUMNS} from document order by id"
        return [parse_sketch(*row) for row in self.db.execute(statement)]

    def skipped(self) -> list[Skipped]:
        """Return all files and records that were left out, sorted by source."""
        return [Skipped(*row) for row in self.db.execute("select id, reason from skipped order by source, rowid")]

    def documents(self) -> Iterator[Document]:
        """Yield all documents, sorted by id."""
        for id, record in self.db.execute("select id, record from document order by id"):
            yield parse_document("".join(value_parts(self.db, id, "text", record)))

    def progress(self) -> str:
        """Describe what has been done."""
        files, pairs = (self.db.execute(f"select count(*) from {table}").fetchone()[0] for table in ("source", "pair"))
        return f"{files} files read and {pairs} pairs aligned are kept"

    def commit(self) -> None:
        """Write everything so far to disk."""
        try:
            self.db.commit()
        except sqlite3.Error as error:
            raise self._refused(error) from error
        self._pending = 0

    def close(self, *, forget: bool) -> None:
        """Close the file, or remove it."""
        if not forget:
            self.commit()
        self.db.close()
        if forget:
            self._remove()

    def _remove(self) -> None:
        for end in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)


def _checksum(values: Iterable[str | bytes | float]) -> int:
    total = 0
    for value in values:
        total = crc32(value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass"), total)
    return total


def _is_whole(row: tuple[Any, ...]) -> bool:
    return bool(_checksum(row[:-1]) == row[-1])


def _place(folder: Path) -> Path:
    """Return the path of the file: in the folder, or in the cache if SQLite cannot open so long a path."""
    if has_short_path(folder / NAME):
        return folder / NAME
    cache = cache_folder()
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {cache}/: {error.strerror or error}; set ALIGNER_CACHE") from error
    return cache / f"work-{sha256(os.fsencode(folder.resolve())).hexdigest()[:16]}.db"


@contextmanager
def open_workspace(folder: Path, signature: str, *, forget: bool = False) -> Iterator[Workspace]:
    """Open the workspace of a folder, which no other process may use meanwhile, for the duration of a run.

    Parameters
    ----------
    forget : remove it when the run is done

    Raises
    ------
    BusyError
        When another run writes to the folder, or it is under review.
    InterruptedRunError
        After an interrupt; the results so far are kept, as after any other failure.
    OutputError
        When the folder cannot be written.
    """
    make_folder(folder)
    with lock_folder(folder, "run"):
        work = Workspace(folder, signature)
        done = False
        try:
            yield work
            done = True
        except KeyboardInterrupt as stop:
            raise InterruptedRunError(
                f"stopped; {work.progress()} in {folder}; run the same command again to continue"
            ) from stop
        finally:
            # In the cache nobody would find it to delete it.
            work.close(forget=done and (forget or work.path.parent != folder))
