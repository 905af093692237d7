"""Tab-separated lines under Bitextor's column names, as ParaCrawl, MaCoCu and HPLT publish their corpora."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from aligner.types import Corpus, Document, Segment, Span
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import decimal, one_line
from aligner.writers.murmur import murmur_hash
from aligner.writers.paired_documents import PairedDocuments, open_documents

COLUMNS = (
    "src_url",
    "trg_url",
    "src_text",
    "trg_text",
    "aligner_score",
    "src_paragraph_id",
    "trg_paragraph_id",
    "src_deferred_hash",
    "trg_deferred_hash",
)


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.bitextor.tsv``: a header, then urls, texts, confidence, places and hashes.

    A document without a URL is named by its id.
    """
    path = folder / "corpus.bitextor.tsv"
    with open_documents(corpus) as documents, open_atomic(path) as handle:
        places = lru_cache(maxsize=4)(lambda id: _places(documents.get(id)))
        handle.write("\t".join(COLUMNS) + "\n")
        for segment in corpus.segments:
            if segment.kept:
                handle.write("\t".join(map(one_line, _cells(segment, documents, places))) + "\n")
    return [path]


def _cells(segment: Segment, documents: PairedDocuments, places: Callable[[str], Sequence[str]]) -> Iterator[str]:
    sides = list(zip(segment.ids, segment.bead.spans, (segment.en_text, segment.fr_text), strict=True))
    yield from (documents.meta(id, "url") or id for id, _, _ in sides)
    yield from (text for _, _, text in sides)
    yield decimal(segment.confidence)
    yield from ("+".join(places(id)[slice(*span)]) for id, span, _ in sides)
    yield from (_hashes(documents.get(id), span, text) for id, span, text in sides)


def _places(document: Document | None) -> list[str]:
    """Return the place of each sentence: ``p3/12s1/2`` is the first of two in the third of twelve paragraphs."""
    sentences = document.sentences if document else ()
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph)]
    return [
        f"p{paragraph}/{len(paragraphs)}s{number}/{len(own)}"
        for paragraph, own in enumerate(paragraphs, 1)
        for number in range(1, len(own) + 1)
    ]


def _hashes(document: Document | None, span: Span, text: str) -> str:
    """Return the hashes of the sentences, joined as Bitextor joins them; of the text if there are no sentences."""
    sentences = [sentence.text for sentence in document.sentences[slice(*span)]] if document else []
    return "+".join(f"{murmur_hash(one_line(each).encode()):x}" for each in sentences or [text])
