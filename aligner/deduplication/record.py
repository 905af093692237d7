"""Stories as they are compared: a row of fixed size to find a story by, and its sentences to compare it by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.documents.rare_words import MAX_RARE_WORDS, WORD_PATTERN, word_hash
from aligner.text.cleaning.edits import original_spans
from aligner.types import SIDES, Document, Side, Sketch, Span

MAX_SENTENCES = 1000  # of a story that are compared: the first chapters identify a book
ROW_ITEMS, ROW_HASHES = 32, 128  # items of the signature and MinHash values in a row

Rows = NDArray[Any]


class Story(NamedTuple):
    """The parts of a document that are needed to compare it.

    row : scalar of `row_type`
    texts : its first MAX_SENTENCES sentences
    spans : their ranges in the document as it was read
    words : (w,) uint32 hashes of their words, in running order
    counts : (n,) number of words of each sentence
    vectors : (n, d) float16 unit rows of the sentences
    """

    id: str
    side: Side
    date: str
    row: Any
    texts: tuple[str, ...]
    spans: tuple[Span, ...]
    words: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    vectors: NDArray[np.float16]

    def only(self, kept: NDArray[np.bool_]) -> Story:
        """Return the story without some sentences; its row stays that of the whole."""
        return self._replace(
            texts=tuple(text for text, is_kept in zip(self.texts, kept, strict=True) if is_kept),
            spans=tuple(span for span, is_kept in zip(self.spans, kept, strict=True) if is_kept),
            words=self.words[np.repeat(kept, self.counts)],
            counts=self.counts[kept],
            vectors=self.vectors[kept],
        )


def row_type(dim: int) -> np.dtype[Any]:
    """Return the type of the row by which a story is found; unused places are 0.

    Words and items are those with the lowest hashes (bottom-k sampling: what
    two stories share is in the samples of both or of neither).
    """
    return np.dtype(
        [
            ("side", "u1"), ("sentences", "u4"), ("characters", "u4"), ("digest", "u8"), ("shingles", "u4", ROW_HASHES),
            ("items", "u8", ROW_ITEMS), ("words", "u4", MAX_RARE_WORDS), ("vector", "f2", dim),
        ]
    )  # fmt: skip


def make_story(document: Document, vectors: NDArray[np.float16], sketch: Sketch) -> Story:
    """Extract from a prepared document what finding and comparing need."""
    sentences = document.sentences[:MAX_SENTENCES]
    spans = original_spans(document.steps, [(sentence.start, sentence.end) for sentence in sentences])
    split = [WORD_PATTERN.findall(sentence.text.casefold()) for sentence in sentences]
    hashes = np.array([word_hash(word) for words in split for word in words], np.uint32)
    counts = np.array([len(words) for words in split], np.uint32)
    texts = tuple(sentence.text for sentence in sentences)
    own_vectors = vectors[:MAX_SENTENCES]
    row = story_rows([sketch])[0]
    return Story(document.id, sketch.side, sketch.date, row, texts, tuple(spans), hashes, counts, own_vectors)


def story_rows(sketches: Sequence[Sketch]) -> Rows:
    """Return the rows by which stories are found; those of one encoder."""
    rows = np.zeros(len(sketches), row_type(len(sketches[0].vector) if sketches else 0))
    for row, sketch in zip(rows, sketches, strict=True):
        row["side"] = SIDES.index(sketch.side)
        row["sentences"], row["characters"] = sketch.sentences, sketch.characters
        row["digest"] = int(sketch.digest[:16], 16) if sketch.words > 1 else 0
        row["shingles"], row["vector"] = sketch.shingles, sketch.vector
        items = sorted(sketch.signature)[:ROW_ITEMS]
        row["items"][: len(items)] = items
        row["words"][: len(sketch.rare_words)] = sketch.rare_words
    return rows
