"""Rebuild an index from its own texts, or as an empty one if they cannot be read; the old file is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from aligner.deduplication.index.schema import MARK, VERSION
from aligner.deduplication.index.serialize import read_story
from aligner.deduplication.index.store import Store
from aligner.deduplication.record import Story, row_type
from aligner.documents.sketch import mean_vector
from aligner.encoders import load_encoder
from aligner.errors import InputError, OutputError
from aligner.registry import Encoder


def replace_index(path: Path) -> Iterator[str]:
    """Replace an index by a new one, and yield what was done, in words.

    The old file is kept as ``NAME.old``. Nothing is taken from a damaged index,
    because a part of it would look like a complete index.

    Raises
    ------
    InputError
        When it is a database of another program.
    OutputError
    """
    if not path.exists():
        return
    if _of_others(path):
        raise InputError(f"{path} is a file of another program; give another one")
    fresh, old = (path.with_name(f"{path.name}.{end}") for end in ("new", "old"))
    _remove(fresh)
    encoder = load_encoder()
    store = Store(fresh, encoder.digest, encoder.dim)
    try:
        count = _copied(path, store, encoder)
    except (InputError, sqlite3.Error, ValueError) as error:
        store.close()
        _remove(fresh)
        count = None
        store = Store(fresh, encoder.digest, encoder.dim)
        yield f"{path} could not be read completely ({error}): the new index is empty, add the folders again"
    store.compact()
    store.close()
    try:
        _remove(old)
        for end in ("-wal", "-shm", ""):
            if (own := Path(f"{path}{end}")).exists():
                own.replace(f"{old}{end}")
        fresh.replace(path)
    except OSError as error:
        raise OutputError(f"cannot replace {path}: {error}; the new index is {fresh}") from error
    if count is not None:
        yield f"{count} stories in a new index; the old one is {old}"


def _of_others(path: Path) -> bool:
    """Return whether a file is the database of another program."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            return bool(db.execute("pragma application_id").fetchone()[0] != MARK and _tables(db))
    except sqlite3.Error:
        return False


def _tables(db: sqlite3.Connection) -> int:
    return int(db.execute("select count(*) from sqlite_master").fetchone()[0])


def _copied(path: Path, store: Store, encoder: Encoder) -> int:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        if db.execute("pragma user_version").fetchone()[0] != VERSION:
            raise InputError("it is not an index of this version")
        if db.execute("pragma integrity_check").fetchone()[0] != "ok":
            raise InputError("it is damaged")
        dim = db.execute("select dim from about").fetchone()[0]
        entries = db.execute("select number, source, stamp, artefacts, added from story order by number").fetchall()
        stamps = dict(db.execute("select id, stamp from source").fetchall())
        stories = (_encoded(read_story(db, number, dim), encoder) for number, *_ in entries)
        store.restore(zip(stories, (row[1:] for row in entries), strict=True), stamps)
    return len(entries)


def _encoded(story: Story | None, encoder: Encoder) -> Story:
    """Return a story with the vectors of another encoder."""
    if story is None:
        raise InputError("it changed in the meantime")
    vectors = encoder.encode(story.texts)
    row = np.zeros((), row_type(encoder.dim))
    for name in row.dtype.names or ():
        if name != "vector":
            row[name] = story.row[name]
    row["vector"] = mean_vector(vectors, [len(text) for text in story.texts])
    return story._replace(row=row[()], vectors=vectors.astype(np.float16))


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
