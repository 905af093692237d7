"""A data set as Hugging Face keeps it, which `datasets.load_dataset` reads from the folder. It needs pyarrow."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa

from aligner.errors import OutputError
from aligner.types import Corpus, Segment
from aligner.writers.atomic import advise, open_atomic
from aligner.writers.escaping import valid
from aligner.writers.folders import files_of, open_folder
from aligner.writers.hugging_face import card, croissant
from aligner.writers.hugging_face.documents import DOCUMENT_SCHEMA, document_rows
from aligner.writers.hugging_face.figures import figures_of
from aligner.writers.hugging_face.parts import Part
from aligner.writers.manifest import file_digest
from aligner.writers.paired_documents import PairedDocuments, open_documents
from aligner.writers.parquet import ABOUT, TEXTS, DocumentMeta, Row, about, write_rows
from aligner.writers.translation_units import segment_id

log = logging.getLogger(__name__)
SCHEMA = pa.schema([("id", pa.string()), ("translation", pa.struct(TEXTS)), *ABOUT])
SEGMENTS = Part("segments", "data", SCHEMA, 500_000)
DOCUMENTS = Part("documents", "documents", DOCUMENT_SCHEMA, 50_000, 10)
PARTS = (SEGMENTS, DOCUMENTS)
_FILES = ("README.md", "croissant.json", "data/*.parquet", "documents/*.parquet")


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write ``hf/``: the kept segments, whole documents with their alignment, a card, and Croissant metadata.

    A README.md around it makes `load_dataset` read it from `folder`, too, where there are files of other formats.
    """
    place = folder / "hf"
    with open_folder(place, _FILES) as part, open_documents(corpus) as documents:
        figures = figures_of(corpus)
        _write_shards(part, SEGMENTS, _segment_rows(corpus, documents), figures.kept)
        _write_shards(part, DOCUMENTS, document_rows(corpus, documents), figures.documents)
        digests = {file.relative_to(part).as_posix(): file_digest(file) for file in sorted(part.rglob("*.parquet"))}
        (part / "README.md").write_bytes(card.text(figures, PARTS, digests).encode())
        (part / "croissant.json").write_bytes(croissant.text(part, figures, PARTS, digests).encode())
    pointer = _write_pointer(folder / "README.md", card.pointer(figures, PARTS, digests, place.name))
    return [*pointer, *files_of(place, _FILES)]


def _write_pointer(path: Path, text: str) -> list[Path]:
    """Write a file, unless there is one that somebody else has written."""
    head = card.POINTER_HEAD.encode()
    try:
        with path.open("rb") as file:
            is_foreign = file.read(len(head)) != head
        if is_foreign:
            log.warning("%s stays as it is; load the data set from %s", path, path.parent / "hf")
            return []
    except FileNotFoundError:
        pass
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}; {advise(error)}") from error
    with open_atomic(path) as handle:
        handle.write(text)
    return [path]


def _write_shards(place: Path, part: Part, rows: Iterator[Row], count: int) -> None:
    """Write `count` rows into files under the names that the Hub gives them; at least one."""
    (place / part.folder).mkdir()
    files = max(1, -(-count // part.max_rows))
    for number in range(files):
        name = f"train-{number:05}-of-{files:05}.parquet"
        with (place / part.folder / name).open("wb") as file:
            write_rows(file, part.schema, islice(rows, part.max_rows), part.at_a_time)


def _segment_rows(corpus: Corpus, documents: PairedDocuments) -> Iterator[Row]:
    return (segment_row(segment, documents) for segment in corpus.segments if segment.kept)


def segment_row(segment: Segment, documents: DocumentMeta) -> Row:
    """Return the row of a segment."""
    texts = {"en": valid(segment.en_text), "fr": valid(segment.fr_text)}
    return {"id": segment_id(segment), "translation": texts} | about(segment, documents)
