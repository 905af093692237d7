"""An index made anew: from its own texts where all can be read, else empty; the old file is kept aside."""

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
from aligner.encoders import Encoder, load_encoder
from aligner.errors import InputError, OutputError
from aligner.pipeline.sketch import mean_vector


def renew(path: Path) -> Iterator[str]:
    """Put a new index in the place of one; gives what was done, in words.

    The old one is left beside it as ``NAME.old``. A damaged one gives nothing:
    half of an index would look like a whole one.

    Raises
    ------
    InputError
        When it is a database of another program.
    OutputError
    """
    if not path.exists():
        return
    if _of_others(path):
        raise InputError(f"{path} is a file of another program; give another one to --index")
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
        yield f"{path} could not be read whole ({error}): the new index is empty, add the folders again"
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
    """Whether it is a database, and none of ours."""
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
            raise InputError("it is no index of this version")
        if db.execute("pragma integrity_check").fetchone()[0] != "ok":
            raise InputError("it is damaged")
        dim = db.execute("select dim from about").fetchone()[0]
        told = db.execute("select number, source, stamp, artefacts, added from story order by number").fetchall()
        stamps = dict(db.execute("select id, stamp from source").fetchall())
        stories = (_encoded(read_story(db, number, dim), encoder) for number, *_ in told)
        store.restore(zip(stories, (row[1:] for row in told), strict=True), stamps)
    return len(told)


def _encoded(story: Story | None, encoder: Encoder) -> Story:
    """The story with the vectors of another encoder."""
    if story is None:
        raise InputError("it changed meanwhile")
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
