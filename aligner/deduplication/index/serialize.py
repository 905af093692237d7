"""Serialize stories and matches for the index, and check them when they are read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import cast
from zlib import crc32

import numpy as np

from aligner.databases import open_read_only
from aligner.deduplication.match import StoryMatch
from aligner.deduplication.record import Rows, Story, row_type
from aligner.errors import InputError

COLUMNS = "id, side, date, row, texts, arrays, sum"
DAMAGED = "the index is damaged ({}); rebuild it with aligner index rebuild"


def pack(story: Story) -> tuple[bytes, str, bytes, int]:
    """Return the columns row, texts, arrays and sum of a story."""
    spans = np.array(story.spans, np.uint32).reshape(-1, 2)
    arrays = b"".join(part.tobytes() for part in (spans, story.counts, story.words, story.vectors))
    parts = story.row.tobytes(), json.dumps(story.texts), arrays
    return (*parts, _sum(*parts))


def read_story(db: sqlite3.Connection, number: int, dim: int) -> Story | None:
    """Read a story; None if it has been deleted.

    Raises
    ------
    InputError
        When it is damaged.
    """
    try:
        values = db.execute(f"select {COLUMNS} from story where number = ?", (number,)).fetchone()
        if values is None:
            return None
        id, side, date, row, texts, arrays, total = values
        if _sum(row, texts, arrays) != total:
            raise InputError(DAMAGED.format(f"at {id!r}"))
    except (sqlite3.DatabaseError, TypeError, AttributeError, ValueError) as error:  # values of other types included
        raise InputError(DAMAGED.format(error)) from error
    sentences = tuple(json.loads(texts))
    spans, counts, words, vectors = _parts(arrays, len(sentences), dim)
    places = cast("tuple[tuple[int, int], ...]", tuple(map(tuple, spans.tolist())))
    return Story(id, side, date, np.frombuffer(row, row_type(dim))[0], sentences, places, words, counts, vectors)


@contextmanager
def open_stories(path: Path, dim: int) -> Iterator[Callable[[int], Story | None]]:
    """Open the stories of an index, to be read by number."""
    with closing(open_read_only(path)) as db:
        yield partial(read_story, db, dim=dim)


def _parts(blob: bytes, sentences: int, dim: int) -> tuple[Rows, Rows, Rows, Rows]:
    ends = 8 * sentences, 12 * sentences, len(blob) - 2 * dim * sentences
    return (
        np.frombuffer(blob[: ends[0]], np.uint32).reshape(-1, 2),
        np.frombuffer(blob[ends[0] : ends[1]], np.uint32),
        np.frombuffer(blob[ends[1] : ends[2]], np.uint32),
        np.frombuffer(blob[ends[2] :], np.float16).reshape(-1, dim),
    )


def _sum(row: bytes, texts: str, arrays: bytes) -> int:
    return crc32(arrays, crc32(texts.encode(), crc32(row)))


def read_story_rows(rows: Sequence[bytes], dim: int) -> Rows:
    """Read the rows of stories.

    Raises
    ------
    InputError
    """
    kind = row_type(dim)
    if any(not isinstance(row, bytes) or len(row) != kind.itemsize for row in rows):
        raise InputError(DAMAGED.format("a row has another length"))
    return np.frombuffer(b"".join(rows), kind)


def read_match(record: str) -> StoryMatch:
    """Read a match.

    Raises
    ------
    InputError
    """
    try:
        level, score, coverage, similarity, spans = json.loads(record)
        pairs = tuple(((a[0], a[1]), (b[0], b[1])) for a, b in spans)
        shares = float(coverage[0]), float(coverage[1])
        return StoryMatch(str(level), float(score), shares, float(similarity), pairs)
    except (ValueError, TypeError, IndexError, KeyError, RecursionError) as error:
        raise InputError(DAMAGED.format("at a link")) from error
