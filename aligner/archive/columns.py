"""Documents as columns: a record of fixed size to find each by, and its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from aligner.archive.shards import day_of, place_of
from aligner.deduplication.record import ROW_HASHES, ROW_ITEMS, Rows, row_type
from aligner.documents.prepare import Prepared
from aligner.documents.rare_words import MAX_RARE_WORDS
from aligner.documents.story_time import parse_time
from aligner.pipeline.stored_rows import document_text
from aligner.types import SIDES, Floats, Ints, Sketch

MAX_ITEMS = 64  # of a signature, those with the lowest hashes: a short story has fewer
_FIXED = {
    "shingles": (np.uint32, ROW_HASHES),
    "items": (np.uint64, MAX_ITEMS),
    "rare_words": (np.uint32, MAX_RARE_WORDS),
}


def document_table(documents: Sequence[Prepared]) -> pa.Table:
    """Return documents as a table, in the order of their places."""
    sketches = [item.sketch for item in documents]
    days = [day_of(parse_time(sketch.date).published) for sketch in sketches]
    # Two texts that came aligned belong into one shard: they have one date, and one hash.
    keys = [min(sketch.id, sketch.aligned or sketch.id) for sketch in sketches]
    table = pa.table(
        {
            "place": pa.array([place_of(*pair) for pair in zip(days, keys, strict=True)], pa.int64()),
            "id": [sketch.id for sketch in sketches],
            "side": pa.array([SIDES.index(sketch.side) for sketch in sketches], pa.uint8()),
            "sentences": pa.array([sketch.sentences for sketch in sketches], pa.uint32()),
            "characters": pa.array([sketch.characters for sketch in sketches], pa.uint32()),
            "words": pa.array([sketch.words for sketch in sketches], pa.uint32()),
            "artefacts": pa.array([sketch.artefacts for sketch in sketches], pa.uint32()),
            "date": [sketch.date for sketch in sketches],
            "aligned": pa.array([sketch.aligned for sketch in sketches], pa.string()),
            "digest": pa.array([int(sketch.digest[:16], 16) for sketch in sketches], pa.uint64()),
            "vector": _blocks(_quantised([sketch.vector for sketch in sketches])),
            "shingles": _blocks(_padded([sketch.shingles for sketch in sketches], *_FIXED["shingles"])),
            "items": _blocks(_padded([sorted(sketch.signature)[:MAX_ITEMS] for sketch in sketches], *_FIXED["items"])),
            "rare_words": _blocks(_padded([sketch.rare_words for sketch in sketches], *_FIXED["rare_words"])),
            "record": ["".join(document_text(item.document)) for item in documents],
        }
    )
    return in_order(table)


def in_order(table: pa.Table) -> pa.Table:
    """Return a table of documents sorted by place and id."""
    return table.sort_by([("place", "ascending"), ("id", "ascending")])


def _quantised(vectors: Sequence[Floats]) -> NDArray[np.int8]:
    """Return vectors as int8: their direction is all that counts."""
    table = np.stack(vectors)
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-9)
    return np.asarray(np.rint(table * (127 / scale)), np.int8)


def _padded(values: Iterable[Iterable[int]], kind: Any, size: int) -> NDArray[Any]:
    table = np.zeros((len(rows := [np.asarray(row, kind) for row in values]), size), kind)
    for place, row in enumerate(rows):
        table[place, : len(row)] = row
    return table


def _blocks(table: NDArray[Any]) -> pa.Array:
    """Return the rows of an array as a column of binary values of one size."""
    width = table.shape[1] * table.dtype.itemsize
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), len(table), [None, pa.py_buffer(table.tobytes())])


def _array(table: pa.Table, name: str, kind: Any) -> NDArray[Any]:
    column = table.column(name)
    flat = np.frombuffer(b"".join(column.to_pylist()), kind)
    return flat.reshape(len(column), column.type.byte_width // np.dtype(kind).itemsize)


def vectors_of(table: pa.Table) -> Floats:
    """Return the unit rows of a table of sketches."""
    rows = _array(table, "vector", np.int8).astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def sketch_rows(table: pa.Table) -> Rows:
    """Return the rows by which copies are found, see `aligner.deduplication.record`."""
    vectors = vectors_of(table)
    rows = np.zeros(len(table), row_type(vectors.shape[1] if len(table) else 0))
    for name in ("side", "sentences", "characters", "digest"):
        rows[name] = table.column(name).to_numpy()
    rows["digest"][table.column("words").to_numpy() <= 1] = 0
    rows["shingles"], rows["vector"] = _array(table, "shingles", np.uint32), vectors
    rows["items"] = _array(table, "items", np.uint64)[:, :ROW_ITEMS]
    rows["words"] = _array(table, "rare_words", np.uint32)
    return rows


def sketches(table: pa.Table) -> list[Sketch]:
    """Return the sketches of a table."""
    vectors, shingles = vectors_of(table), _array(table, "shingles", np.uint32)
    items, rare = _array(table, "items", np.uint64), _array(table, "rare_words", np.uint32)
    names = ("id", "side", "sentences", "characters", "date", "aligned", "digest", "words", "artefacts")
    plain = zip(*(table.column(name).to_pylist() for name in names), strict=True)
    return [
        Sketch(
            id,
            SIDES[side],
            sentences,
            characters,
            date,
            aligned,
            vectors[row],
            frozenset(filter(None, items[row].tolist())),
            shingles[row],
            f"{digest:016x}",
            words,
            rare[row][rare[row] > 0],
            artefacts,
        )
        for row, (id, side, sentences, characters, date, aligned, digest, words, artefacts) in enumerate(plain)
    ]


def take(table: pa.Table, rows: Ints | Sequence[int]) -> pa.Table:
    """Return some rows of a table."""
    return table.take(pa.array(np.asarray(rows, np.int64)))
