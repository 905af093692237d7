"""Documents, segments and sketches as the workspace stores them: rows of values without their names, fast to parse."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import Any, AnyStr

import numpy as np
from numpy.typing import NDArray

from aligner.documents.prepare import Prepared
from aligner.types import (
    Bead,
    Document,
    Finding,
    Reason,
    Segment,
    SegmentLocation,
    Sentence,
    SideSpan,
    Sketch,
    Step,
)
from aligner.types.units import Code, SourceText, SourceUnit, unit_of, unit_record

PART_SIZE = 1 << 20  # characters of a document, or numbers of its vectors, in one value
PART_SENTENCES = 1 << 16  # whose numbers are written at a time
_LAID_OUT = (Sentence, Step, Sketch, Bead, Finding, SideSpan, Reason, Segment, Code, SourceText, SourceUnit)
LAYOUT = str([kind._fields for kind in _LAID_OUT])


def document_text(document: Document) -> Iterator[str]:
    """Yield the pieces of a document as JSON: of a very long text it would be several copies."""
    yield json.dumps((document.id, ""), ensure_ascii=False)[:-2]
    for first in range(0, len(document.text), PART_SIZE):
        yield json.dumps(document.text[first : first + PART_SIZE], ensure_ascii=False)[1:-1]
    yield json.dumps(("", document.side, document.language_confidence, ""), ensure_ascii=False)[2:-2]
    for first in range(0, len(document.sentences), PART_SENTENCES):
        part = document.sentences[first : first + PART_SENTENCES]
        yield array("q", (number for sentence in part for number in sentence[1:4])).tobytes().hex()
    rest = _other_texts(document), _units(document), document.steps, dict(document.meta), document.aligned
    yield json.dumps(("", *rest), ensure_ascii=False)[2:]


def parse_document(text: str) -> Document:
    """Return the document of a text that `document_text` made."""
    id, content, side, confidence, numbers, others, units, steps, meta, aligned = json.loads(text)
    offsets = array("q", bytes.fromhex(numbers))
    rows = zip(offsets[::3], offsets[1::3], offsets[2::3], strict=True)
    sentences = [Sentence(content[start:end], start, end, paragraph) for start, end, paragraph in rows]
    for index, own in others.items():
        sentences[int(index)] = sentences[int(index)]._replace(text=own)
    for index, unit in units.items():
        sentences[int(index)] = sentences[int(index)]._replace(unit=unit_of(unit))
    return Document(id, content, side, confidence, tuple(sentences), tuple(starmap(Step, steps)), meta, aligned)


def _other_texts(document: Document) -> dict[int, str]:
    """Return the texts of sentences that are not what the document has in their place, by index."""
    text = document.text
    return {
        index: sentence.text
        for index, sentence in enumerate(document.sentences)
        if sentence.text != text[sentence.start : sentence.end]
    }


def _units(document: Document) -> dict[int, dict[str, Any]]:
    """Return the units of the sentences that have one, by index."""
    sentences = enumerate(document.sentences)
    return {index: unit_record(sentence.unit) for index, sentence in sentences if sentence.unit}


def segments_text(segments: Sequence[Segment]) -> str:
    """Return segments as JSON."""
    rows = ((*segment[:-1], unit_record(segment.unit) if segment.unit else None) for segment in segments)
    return json.dumps(list(rows), ensure_ascii=False)


def parse_segments(text: str) -> Iterator[Segment]:
    """Yield the segments of a text that `segments_text` made."""
    return starmap(_segment, json.loads(text))


def _segment(
    en_doc: str,
    fr_doc: str,
    bead: list[Any],
    en_text: str,
    fr_text: str,
    confidence: float,
    reasons: list[Any],
    findings: list[Any],
    kept: bool,
    why_dropped: str,
    sources: list[Any],
    reviewed_by: list[str],
    unit: dict[str, Any] | None,
) -> Segment:
    en, fr, *scores = bead
    return Segment(
        en_doc,
        fr_doc,
        Bead((en[0], en[1]), (fr[0], fr[1]), *scores),
        en_text,
        fr_text,
        confidence,
        tuple(Reason(code, text, tuple(starmap(SideSpan, spots))) for code, text, spots in reasons),
        tuple(starmap(Finding, findings)),
        kept,
        why_dropped,
        tuple(SegmentLocation(ids[0], ids[1], tuple(ids[2]), tuple(ids[3])) for ids in sources),
        tuple(reviewed_by),
        unit_of(unit) if unit else None,
    )


SKETCH_ARRAYS = {"vector": np.float32, "shingles": np.uint32, "rare_words": np.uint32}
SKETCH_COLUMNS = "sketch, sketch_vector, sketch_shingles, sketch_words"
SketchRow = tuple[str, bytes, bytes, bytes]


def sketch_row(sketch: Sketch) -> SketchRow:
    """Return a sketch as JSON, and its vector, shingles and rare words as bytes."""
    plain = sketch._asdict() | dict.fromkeys(SKETCH_ARRAYS) | {"signature": sorted(sketch.signature)}
    vector, shingles, rare_words = (getattr(sketch, name).tobytes() for name in SKETCH_ARRAYS)
    return json.dumps(plain), vector, shingles, rare_words


def parse_sketch(text: str, *arrays: bytes) -> Sketch:
    """Return the sketch of a row that `sketch_row` made."""
    plain = json.loads(text)
    plain["signature"] = frozenset(plain["signature"])
    for (name, kind), values in zip(SKETCH_ARRAYS.items(), arrays, strict=True):
        plain[name] = np.frombuffer(values, kind)
    return Sketch(**plain)


def split_text(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the parts in which a text is stored: of one long value SQLite makes several copies."""
    held = ""
    for piece in pieces:
        held += piece
        while len(held) > PART_SIZE:
            yield held[:PART_SIZE]
            held = held[PART_SIZE:]
    yield held


def split_vectors(flat: NDArray[np.float16]) -> Iterator[bytes]:
    """Yield the parts in which vectors, (n,), are stored."""
    for first in range(0, max(len(flat), 1), PART_SIZE):
        yield flat[first : first + PART_SIZE].tobytes()


def value_parts(db: sqlite3.Connection, document: str, what: str, first: AnyStr) -> Iterator[AnyStr]:
    """Yield the parts of a text or of vectors, given the first one; the table "more" has the others."""
    yield first
    if len(first) >= PART_SIZE:
        statement = "select data from more where document = ? and what = ? order by part"
        yield from (data for (data,) in db.execute(statement, (document, what)))


def read_numbered_id(db: sqlite3.Connection, number: int) -> str:
    """Return the id of a document, given its number."""
    return str(db.execute("select document from numbered where number = ?", (number,)).fetchone()[0])


def read_document(db: sqlite3.Connection, id: str) -> Document:
    """Read a document without its vectors."""
    (record,) = db.execute("select record from document where id = ?", (id,)).fetchone()
    return parse_document("".join(value_parts(db, id, "text", record)))


def read_prepared(db: sqlite3.Connection, id: str) -> Prepared:
    """Read a document with its vectors and its sketch."""
    statement = f"select record, vectors, {SKETCH_COLUMNS} from document where id = ?"
    record, vectors, *sketch = db.execute(statement, (id,)).fetchone()
    document = parse_document("".join(value_parts(db, id, "text", record)))
    vectors = b"".join(value_parts(db, id, "vectors", vectors))
    rows = np.frombuffer(vectors, np.float16).reshape(len(document.sentences), -1)
    return Prepared(document, rows, parse_sketch(*sketch))
