"""A file or a document of it to documents ready to pair: cleaned, segmented, encoded and summed up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders import Encoder, load_encoder
from aligner.errors import InputError
from aligner.pipeline.sketch import sketch
from aligner.readers import MANY, read
from aligner.readers.discover import suffix_of
from aligner.text.cleaning.clean import clean
from aligner.text.identify import assign_side
from aligner.text.segment import segment
from aligner.types import Document, Sketch, Skipped


class Source(NamedTuple):
    """A file to read: its id, where it lies, and its side."""

    id: str
    path: Path
    side: str = ""  # "" tells the side by the language


class Prepared(NamedTuple):
    """A document ready to be paired and aligned; vectors are (sentences, d) float16."""

    document: Document
    vectors: NDArray[np.float16]
    sketch: Sketch


Encode = Callable[[list[str]], NDArray[np.float32]]
Divided = tuple[Source, list[Document | Skipped]]
Ready = tuple[Source, list[Prepared | Skipped]]
MOST_TOLD = 1000  # records of one file that are named when they cannot be read
TOGETHER = 1_000_000  # characters that are encoded in one call: enough for batches of one length, few enough to hold


def unit(vectors: NDArray[np.float16]) -> NDArray[np.float32]:
    """The vectors of a `Prepared` as unit rows again: float16 rounds their lengths, too."""
    rows = vectors.astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


class Task(NamedTuple):
    """What one process does at a time: a document that was read, or a whole file that is yet to be read."""

    source: Source
    document: Document | None = None


def tasks(source: Source, skip: Callable[[Skipped], None]) -> Iterator[Task]:
    """Split a file into tasks: files of many documents are read here, document by document."""
    if suffix_of(source.path.name) not in MANY:
        yield Task(source)
        return
    for found in _read(source):
        if isinstance(found, Skipped):
            skip(found)
        else:
            yield Task(source, found)


def prepare(task: Task) -> Ready:
    """Do a task with the embedded encoder; nothing is raised for a file that cannot be read."""
    return next(encode_together([divide(task)], load_encoder().encode))


def divide(task: Task) -> Divided:
    """Do what a task needs before its sentences are encoded; nothing is raised for a file that cannot be read."""
    source = task.source
    found = [task.document] if task.document is not None else _read(source)
    return source, [item if isinstance(item, Skipped) else _sentences(item, source.side) for item in found]


def encode_together(divided: Iterable[Divided], encode: Encode) -> Iterator[Ready]:
    """Encode the sentences of many tasks in one call: a transformer is fast on batches of like length only."""
    coming = iter(divided)
    while waiting := list(_some(coming)):
        documents = [item for _, found in waiting for item in found if isinstance(item, Document)]
        texts = [sentence.text for document in documents for sentence in document.sentences]
        ends = np.cumsum([len(document.sentences) for document in documents])
        parts = iter(np.split(encode(texts), ends) if texts else ())
        for source, found in waiting:
            yield source, [item if isinstance(item, Skipped) else _ready(item, next(parts)) for item in found]


def _some(divided: Iterator[Divided]) -> Iterator[Divided]:
    """As many as are encoded in one call."""
    size = 0
    for source, found in divided:
        yield source, found
        size += sum(len(item.text) for item in found if isinstance(item, Document))
        if size >= TOGETHER:
            return


def _read(source: Source) -> Iterator[Document | Skipped]:
    """The documents of a file, and a skipped row for what cannot be read, of which only so many are told."""
    left_out = 0
    try:
        for found in read(source.id, source.path):
            left_out += isinstance(found, Skipped)
            if isinstance(found, Document) or left_out <= MOST_TOLD:
                yield found
    except InputError as error:
        yield Skipped(source.id, str(error).removeprefix(f"{source.id}: "))
    if left_out > MOST_TOLD:
        yield Skipped(source.id, f"{left_out - MOST_TOLD} more records were left out; is this what its suffix says?")


def make_ready(document: Document, side: str, model: Encoder) -> Prepared | Skipped:
    """Clean, tell the side, segment, encode and sum up one document."""
    told = _sentences(document, side)
    if isinstance(told, Skipped):
        return told
    return _ready(told, model.encode([sentence.text for sentence in told.sentences]))


def _sentences(document: Document, side: str) -> Document | Skipped:
    """Clean, tell the side and segment."""
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    document = clean(replace(document, meta={**document.meta, "sha256": digest}))
    if side in ("en", "fr"):
        told: Document | Skipped = replace(document, side="en" if side == "en" else "fr", language_confidence=1.0)
    else:
        told = assign_side(document)
    if isinstance(told, Skipped):
        return told
    told = segment(told)
    return told if told.sentences else Skipped(told.id, "no sentence is left after cleaning")


def _ready(document: Document, vectors: NDArray[np.float32]) -> Prepared:
    return Prepared(document, vectors.astype(np.float16), sketch(document, document.side or "en", vectors))
