"""Rebuild an index from its own texts, or as an empty one if they cannot be read; the old file is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np

from aligner.databases import DAMAGE_ERRORS, open_read_only
from aligner.deduplication.index.connection import require_writable
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
        When it cannot be replaced; it is unchanged then, or kept as ``NAME.old``.
    """
    if _of_others(path):
        raise InputError(f"{path} is a file of another program; give another one")
    require_writable(path)
    fresh, old = (path.with_name(f"{path.name}.{end}") for end in ("new", "old"))
    try:
        note = _fill(fresh, path)
        _remove(old)
        for end in ("-wal", "-shm", ""):
            if (own := Path(f"{path}{end}")).exists():
                own.replace(f"{old}{end}")
        fresh.replace(path)
    except OSError as error:
        raise OutputError(f"cannot replace {path}: {error}; the new index is {fresh}") from error
    yield f"{note}; the old one is {old}"


def _fill(fresh: Path, path: Path) -> str:
    """Make a new index with the stories of another one, if they can be read; return what was done, in words."""
    _remove(fresh)
    encoder = load_encoder()
    try:
        with closing(Store(fresh, encoder.digest, encoder.dim)) as store:
            count = _copied(path, store, encoder)
            store.compact()
        return f"{count} stories in a new index"
    except (InputError, *DAMAGE_ERRORS, ValueError, TypeError) as error:
        reason = error
    _remove(fresh)
    Store(fresh, encoder.digest, encoder.dim).close()
    return f"{path} could not be read completely ({reason}): the new index is empty, add the folders again"


def _of_others(path: Path) -> bool:
    """Return whether a file is the database of another program."""
    try:
        with closing(open_read_only(path)) as db:
            return bool(db.execute("pragma application_id").fetchone()[0] != MARK and _tables(db))
    except DAMAGE_ERRORS:
        return False


def _tables(db: sqlite3.Connection) -> int:
    return int(db.execute("select count(*) from sqlite_master").fetchone()[0])


def _copied(path: Path, store: Store, encoder: Encoder) -> int:
    with closing(open_read_only(path)) as db:
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
