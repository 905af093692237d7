"""Whole documents with their alignment, under the names of DocHPLT: all sentences in order, also those without a match.

A sentence that nothing translates is in a link whose other side is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import pyarrow as pa

from aligner.types import Corpus, Document, Segment, Span
from aligner.writers.escaping import valid
from aligner.writers.paired_documents import PairedDocuments
from aligner.writers.parquet import Row

_STRINGS = pa.list_(pa.string())
_DOCUMENT = pa.struct([("ids", _STRINGS), ("sentences", _STRINGS), ("paragraphs", pa.list_(pa.int32()))])
_LINK = pa.struct(
    [("src", _STRINGS), ("tgt", _STRINGS), ("aligner-score", pa.float64()), ("kept", pa.bool_()), ("moved", pa.bool_())]
)
DOCUMENT_SCHEMA = pa.schema(
    [
        ("src_doc_id", pa.string()),
        ("tgt_doc_id", pa.string()),
        ("lang_pair", pa.string()),
        ("confidence", pa.float64()),
        ("src_doc", _DOCUMENT),
        ("tgt_doc", _DOCUMENT),
        ("alignment", pa.list_(_LINK)),
        *((f"{side}_{key}", pa.string()) for key in ("title", "url", "date") for side in ("src", "tgt")),
    ]
)


def document_rows(corpus: Corpus, documents: PairedDocuments) -> Iterator[Row]:
    """Yield a row for each pair of documents, with all of its segments, kept or not."""
    confidence = {pair.ids: round(pair.confidence, 4) for pair in corpus.pairs}
    for (en, fr), segments in groupby(corpus.segments, key=lambda segment: segment.ids):
        yield {
            "src_doc_id": valid(en),
            "tgt_doc_id": valid(fr),
            "lang_pair": "en-fr",
            "confidence": confidence.get((en, fr)),
            "src_doc": _document(documents.get(en)),
            "tgt_doc": _document(documents.get(fr)),
            "alignment": list(_links(segments)),
        } | {
            f"{side}_{key}": documents.meta(id, key)
            for key in ("title", "url", "date")
            for side, id in (("src", en), ("tgt", fr))
        }


def _document(document: Document | None) -> Row | None:
    if document is None:
        return None
    return {
        "ids": [_id(number) for number in range(len(document.sentences))],
        "sentences": [valid(sentence.text) for sentence in document.sentences],
        "paragraphs": [sentence.paragraph for sentence in document.sentences],
    }


def _links(segments: Iterable[Segment]) -> Iterator[Row]:
    for segment in segments:
        yield {
            "src": _ids(segment.bead.en),
            "tgt": _ids(segment.bead.fr),
            "aligner-score": round(segment.confidence, 4),
            "kept": segment.kept,
            "moved": segment.bead.moved,
        }


def _ids(span: Span) -> list[str]:
    return [_id(number) for number in range(*span)]


def _id(number: int) -> str:
    return f"s{number + 1}"
