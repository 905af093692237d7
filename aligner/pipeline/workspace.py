"""The intermediate results of a run, in one SQLite file of its output folder.

Texts and vectors are stored here between the stages, so that no stage holds a
corpus in memory, and a run that was interrupted can be continued. The file is
removed when the run is done.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np

from aligner.documents.prepare import Prepared, Source
from aligner.errors import InterruptedRunError, OutputError
from aligner.pipeline.stored_rows import (
    LAYOUT,
    document_text,
    parse_document,
    parse_segments,
    parse_sketch,
    segments_text,
    sketch_row,
)
from aligner.types import Document, DocumentPair, Segment, Sketch, Skipped
from aligner.writers.atomic import lock_file

NAME = ".aligner-work.db"
LOCK = ".aligner-work.lock"
COMMIT_EVERY = 64  # statements between commits: what a killed run has to repeat
TABLES = """
create table run (signature text);
create table source (id text primary key, stamp text);
create table document (
    id text primary key, source text, record text, vectors blob, sketch text, sketch_vector blob, sketch_shingles blob
);
create table skipped (source text, id text, reason text);
create index document_of on document (source);
create index skipped_of on skipped (source);
create table pair (en text, fr text, record text, segments text, primary key (en, fr));
"""


class Workspace:
    """The intermediate results of a folder; those of an earlier run with other settings are deleted.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    """

    def __init__(self, folder: Path, signature: str) -> None:
        self.path = folder / NAME
        self._pending = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock_path = folder / LOCK
            self._lock = _lock(self._lock_path)
        except OSError as error:
            raise self._refused(error) from error
        try:
            self._open(signature)
        except (OSError, sqlite3.Error) as error:
            self._release()
            raise self._refused(error) from error

    def _open(self, signature: str) -> None:
        try:
            self.db = sqlite3.connect(self.path)
            known = self.db.execute("select signature from run").fetchone()
        except sqlite3.DatabaseError:
            known = None
        signature += TABLES + LAYOUT  # results in other tables cannot be used either
        if known != (signature,):
            self.db.close()
            self._remove()
            self.db = sqlite3.connect(self.path)
            self.db.executescript("pragma journal_mode = wal; pragma synchronous = normal;" + TABLES)
            with self.db:
                self.db.execute("insert into run values (?)", (signature,))

    def _refused(self, error: Exception) -> OutputError:
        return OutputError(f"cannot write {self.path}: {error}; free some space or choose another output folder")

    def has_source(self, source: Source, stamp: str) -> bool:
        """Return whether a file with this stamp has been read to its end."""
        return bool(self.db.execute("select stamp from source where id = ?", (source.id,)).fetchone() == (stamp,))

    def begin_source(self, source: Source) -> None:
        """Delete what was read from a file before, and the judged pairs: their documents may have changed."""
        self.clear_pairs()
        for table in ("document", "skipped", "source"):
            self._do(f"delete from {table} where {'id' if table == 'source' else 'source'} = ?", source.id)

    def put(self, source: Source, item: Prepared | Skipped) -> None:
        """Store a document of a file, or a part of it that was left out."""
        if isinstance(item, Skipped):
            self._do("insert into skipped values (?, ?, ?)", source.id, *item)
            return
        row = (item.document.id, source.id, document_text(item.document), item.vectors.tobytes())
        statement = "insert or replace into document values (?, ?, ?, ?, ?, ?, ?)"
        self._do(statement, *row, *sketch_row(item.sketch))

    def end_source(self, source: Source, stamp: str) -> None:
        """Note that a file has been read to its end."""
        self._do("insert or replace into source values (?, ?)", source.id, stamp)

    def _do(self, statement: str, *values: object) -> None:
        try:
            self.db.execute(statement, values)
            self._pending += 1
            if self._pending >= COMMIT_EVERY:
                self.commit()
        except sqlite3.Error as error:
            raise self._refused(error) from error

    def prune_sources(self, sources: Sequence[Source]) -> None:
        """Delete what was read from files that are no longer in the input."""
        # A run that was interrupted may have left part of a file, which has no row in the table of sources yet.
        known = "select id from source union select source from document union select source from skipped"
        gone = {row[0] for row in self.db.execute(known)} - {source.id for source in sources}
        for id in sorted(gone):
            self.begin_source(Source(id, Path()))

    def sketches(self) -> list[Sketch]:
        """Return the sketches of all documents, sorted by id."""
        statement = "select sketch, sketch_vector, sketch_shingles from document order by id"
        return [parse_sketch(*row) for row in self.db.execute(statement)]

    def skipped(self) -> list[Skipped]:
        """Return all files and records that were left out, sorted by source."""
        return [Skipped(*row) for row in self.db.execute("select id, reason from skipped order by source, rowid")]

    def documents(self) -> Iterator[Document]:
        """Yield all documents, sorted by id."""
        for (record,) in self.db.execute("select record from document order by id"):
            yield parse_document(record)

    def has_pair(self, en: str, fr: str) -> bool:
        """Return whether a pair has been judged."""
        return self.db.execute("select 1 from pair where en = ? and fr = ?", (en, fr)).fetchone() is not None

    def put_pair(self, pair: DocumentPair, segments: Sequence[Segment]) -> None:
        """Store a judged pair with its segments."""
        record = json.dumps(pair._asdict())
        self._do("insert or replace into pair values (?, ?, ?, ?)", pair.en, pair.fr, record, segments_text(segments))

    def clear_pairs(self) -> None:
        """Delete all judged pairs."""
        self._do("delete from pair")

    def pairs(self) -> list[DocumentPair]:
        """Return all judged pairs, sorted by ids."""
        rows = self.db.execute("select record from pair order by en, fr")
        return [DocumentPair(**json.loads(record)) for (record,) in rows]

    def segments(self, en: str, fr: str) -> Iterator[Segment]:
        """Yield the segments of a judged pair."""
        row = self.db.execute("select segments from pair where en = ? and fr = ?", (en, fr)).fetchone()
        yield from parse_segments(row[0])

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

    def close(self, *, done: bool) -> None:
        """Close the file, and remove it when the run is done."""
        if not done:
            self.commit()
        self.db.close()
        if done:
            self._remove()
        self._release()

    def _release(self) -> None:
        self._lock_path.unlink(missing_ok=True)
        self._lock.close()

    def _remove(self) -> None:
        for path in (self.path, *(self.path.with_name(NAME + end) for end in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)


@contextmanager
def open_workspace(folder: Path, signature: str) -> Iterator[Workspace]:
    """Open the workspace of a folder for the duration of a run.

    Raises
    ------
    InterruptedRunError
        After an interrupt; the results so far are kept, as after any other failure.
    """
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
        work.close(done=done)


def _lock(path: Path) -> IO[str]:
    """Lock a folder: two runs that write the same files would mix them up."""
    handle = path.open("w")
    try:
        lock_file(handle)
    except BlockingIOError as error:
        handle.close()
        raise OutputError(
            f"another run is writing to {path.parent}; wait for it, or choose another folder with -o"
        ) from error
    return handle


@contextmanager
def open_read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file of a workspace in another process, which reads texts and vectors itself: sending them is slow."""
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        yield db
    finally:
        db.close()


def read_prepared(db: sqlite3.Connection, id: str) -> Prepared:
    """Read a document with its vectors and its sketch."""
    statement = "select record, vectors, sketch, sketch_vector, sketch_shingles from document where id = ?"
    record, vectors, *sketch = db.execute(statement, (id,)).fetchone()
    document = parse_document(record)
    rows = np.frombuffer(vectors, np.float16).reshape(len(document.sentences), -1)
    return Prepared(document, rows, parse_sketch(*sketch))
