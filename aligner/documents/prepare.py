"""Turn files into prepared documents: read, cleaned, segmented, encoded and sketched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from aligner.documents.sketch import make_sketch
from aligner.encoders import load_encoder
from aligner.errors import AlignerError, FaultError, InputError, error_line
from aligner.readers import MULTI_DOCUMENT_SUFFIXES, read
from aligner.readers.files.capped import STDIN
from aligner.readers.files.discover import suffix_of
from aligner.registry import Encoder
from aligner.text.cleaning.clean import clean
from aligner.text.identify import assign_side
from aligner.text.segment import segment
from aligner.types import Document, Floats, RawDocument, Sketch, Skipped


class Source(NamedTuple):
    """A file to read.

    side : "en", "fr", or "" to identify the language
    stdin_format : suffix of the format of standard input, if `path` is "-"; "" if its first bytes show it
    """

    id: str
    path: Path
    side: str = ""
    stdin_format: str = ""


class Prepared(NamedTuple):
    """A document ready to be paired and aligned; vectors are (sentences, d) float16."""

    document: Document
    vectors: NDArray[np.float16]
    sketch: Sketch


Result = TypeVar("Result")
Encode = Callable[[list[str]], Floats]
Vectors = NDArray[np.floating[Any]]  # (sentences, d) unit rows, float32 or as they are stored
Divided = tuple[Source, list[Document | Skipped]]
Ready = tuple[Source, list[Prepared | Skipped]]
MAX_REPORTED = 1000  # unreadable records of a file that are reported one by one
MAX_ENCODED_TEXTS = 10_000  # in one call; fewer than a story has that is no book
MIN_ENCODED_CHARS = 1_000_000  # of one call of the encoder: enough for batches of one length, few enough to hold


def unit_rows(vectors: NDArray[np.float16]) -> Floats:
    """Return the vectors of a `Prepared` as unit rows again: rounding to float16 changes their lengths."""
    rows = vectors.astype(np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


class Task(NamedTuple):
    """The work of one process at a time: a document, or a file that it reads itself."""

    source: Source
    document: RawDocument | None = None


def tasks(source: Source, skip: Callable[[Skipped], None]) -> Iterator[Task]:
    """Split a file into tasks; standard input and files of many documents are read here, document by document.

    Parameters
    ----------
    skip : called with each record that cannot be read

    Raises
    ------
    InputError
        When standard input cannot be read; for a file, its task reports that.
    """
    if source.path == STDIN:
        documents = read(source.id, source.path, suffix=source.stdin_format)
    elif suffix_of(source.path.name) in MULTI_DOCUMENT_SUFFIXES:
        documents = _read(source)
    else:
        yield Task(source)
        return
    for document in documents:
        if isinstance(document, Skipped):
            skip(document)
        else:
            yield Task(source, document)


def prepare(task: Task) -> Ready:
    """Do a task with the embedded encoder; a file that cannot be read gives Skipped and raises nothing."""
    return next(encode_together([divide(task)], load_encoder().encode))


def divide(task: Task) -> Divided:
    """Read, clean and segment the documents of a task; a file that cannot be read gives Skipped and raises nothing."""
    source = task.source
    documents = [task.document] if task.document is not None else _read(source)
    return source, [item if isinstance(item, Skipped) else _segmented(item, source.side) for item in documents]


def encode_together(divided: Iterable[Divided], encode: Encode) -> Iterator[Ready]:
    """Encode the sentences of many tasks in one call: a transformer is fast only on batches of similar length."""
    remaining = iter(divided)
    while batch := list(_batch(remaining)):
        documents = [item for _, items in batch for item in items if isinstance(item, Document)]
        texts = [sentence.text for document in documents for sentence in document.sentences]
        ends = np.cumsum([len(document.sentences) for document in documents])
        parts = iter(np.split(_encoded(texts, encode), ends) if texts else ())
        for source, items in batch:
            yield source, [item if isinstance(item, Skipped) else _prepared(item, next(parts)) for item in items]


def _encoded(texts: list[str], encode: Encode) -> Vectors:
    """Return the vectors of texts; of many, as they will be stored, because their float32 would fill memory."""
    if len(texts) <= MAX_ENCODED_TEXTS:
        return encode(texts)
    first = encode(texts[:MAX_ENCODED_TEXTS])
    vectors = np.empty((len(texts), first.shape[1]), np.float16)
    vectors[:MAX_ENCODED_TEXTS] = first
    for start in range(MAX_ENCODED_TEXTS, len(texts), MAX_ENCODED_TEXTS):
        block = slice(start, start + MAX_ENCODED_TEXTS)
        vectors[block] = encode(texts[block])
    return vectors


def _batch(divided: Iterator[Divided]) -> Iterator[Divided]:
    """Yield as many tasks as are encoded in one call."""
    size = 0
    for source, items in divided:
        yield source, items
        size += sum(len(item.text) for item in items if isinstance(item, Document))
        if size >= MIN_ENCODED_CHARS:
            return


def _read(source: Source) -> Iterator[RawDocument | Skipped]:
    """Yield the documents of a file, and a row for each of the first MAX_REPORTED records that cannot be read."""
    left_out = 0
    try:
        for item in read(source.id, source.path):
            left_out += isinstance(item, Skipped)
            if isinstance(item, RawDocument) or left_out <= MAX_REPORTED:
                yield item
    except InputError as error:
        yield Skipped(source.id, str(error).removeprefix(f"{source.id}: "))
    if left_out > MAX_REPORTED:
        number = left_out - MAX_REPORTED
        yield Skipped(source.id, f"{number} more records were left out; does the suffix of the file name its format?")


def make_ready(document: RawDocument, side: str, model: Encoder) -> Prepared | Skipped:
    """Clean, identify, segment, encode and sketch one document.

    Parameters
    ----------
    side : "en", "fr", or "" to identify the language
    """
    item = _segmented(document, side)
    if isinstance(item, Skipped):
        return item
    return _prepared(item, _encoded([sentence.text for sentence in item.sentences], model.encode))


def attempt(id: str, function: Callable[[], Result]) -> Result | Skipped:
    """Return the result of a function about one document, or the fault of ours that makes it fail as a reason.

    Errors that a user can fix, such as a missing model, concern all documents and are raised.
    """
    try:
        return _guarded(function)
    except FaultError as error:
        return Skipped(id, str(error))


def _guarded(function: Callable[[], Result]) -> Result:
    try:
        return function()
    except AlignerError:
        raise
    except Exception as error:
        raise FaultError(error_line(error)) from error


def _segmented(document: RawDocument, side: str) -> Document | Skipped:
    return attempt(document.id, lambda: _segment(document, side))


def _segment(document: RawDocument, side: str) -> Document | Skipped:
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    document = clean(replace(document, meta={**document.meta, "sha256": digest}))
    if side in ("en", "fr"):
        item: Document | Skipped = document.on_side("en" if side == "en" else "fr", 1.0)
    else:
        item = assign_side(document)
    if isinstance(item, Skipped):
        return item
    item = segment(item)
    return item if item.sentences else Skipped(item.id, "no sentence is left after cleaning")


def _prepared(document: Document, vectors: Vectors) -> Prepared | Skipped:
    def prepared() -> Prepared:
        sketch = make_sketch(document, document.side, vectors)
        return Prepared(document, vectors.astype(np.float16, copy=False), sketch)

    return attempt(document.id, prepared)
