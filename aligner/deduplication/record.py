"""A story as duplicates are judged: a row of fixed size to find it by, and its sentences to compare it by."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from aligner.text.cleaning.edits import original_spans
from aligner.types import SIDES, Document, Side, Sketch
from aligner.weights import models_folder

MOST = 1000  # sentences of a story that are compared: a book's first chapters tell it
WORDS, ITEMS, HASHES = 96, 32, 128  # words, items of the signature and MinHash values in a row
TELLING = 5.0  # rarity from which a word is worth looking up: not "government", but "bridge"
BITS = 16  # of a word's hash by which its rarity is looked up
WORD = re.compile(r"\w+")
MIX = np.uint32(0x9E3779B1)  # CRCs of like words are alike in their first bits: this scatters them

Floats = NDArray[np.float32]
Rows = NDArray[Any]


class Story(NamedTuple):
    """What of a document is kept to compare it.

    row : scalar of `row_type`
    texts : its sentences, the first MOST
    spans : where they stand in the document as it was read
    words : (w,) uint32 hashes of their words, in running order
    counts : (n,) how many words each sentence has
    vectors : (n, d) float16 unit rows of the sentences
    """

    id: str
    side: Side
    date: str
    row: Any
    texts: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    words: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    vectors: NDArray[np.float16]


def row_type(dim: int) -> np.dtype[Any]:
    """The record by which candidates are found; unused places are 0.

    Words and items are those of the lowest hashes (bottom-k sampling: two
    stories sample what they share alike).
    """
    return np.dtype(
        [
            ("side", "u1"), ("sentences", "u4"), ("characters", "u4"), ("digest", "u8"), ("shingles", "u4", HASHES),
            ("items", "u8", ITEMS), ("words", "u4", WORDS), ("vector", "f2", dim),
        ]
    )  # fmt: skip


def story(document: Document, vectors: NDArray[np.float16], sketch: Sketch) -> Story:
    """Take of a prepared document what finding and comparing need."""
    sentences = document.sentences[:MOST]
    spans = original_spans(document.steps, [(each.start, each.end) for each in sentences])
    split = [WORD.findall(each.text.casefold()) for each in sentences]
    ids = np.array([word_hash(word) for found in split for word in found], np.uint32)
    counts = np.array([len(found) for found in split], np.uint32)
    texts = tuple(each.text for each in sentences)
    row = _row(sketch, ids)
    return Story(document.id, sketch.side, sketch.date, row, texts, tuple(spans), ids, counts, vectors[:MOST])


def _row(sketch: Sketch, ids: NDArray[np.uint32]) -> Any:
    row = np.zeros((), row_type(len(sketch.vector)))
    row["side"] = SIDES.index(sketch.side)
    row["sentences"], row["characters"] = sketch.sentences, sketch.characters
    row["digest"] = int(sketch.digest[:16], 16) if len(ids) > 1 else 0
    row["shingles"], row["vector"] = sketch.shingles, sketch.vector
    items = sorted(sketch.signature)[:ITEMS]
    row["items"][: len(items)] = items
    telling = np.unique(ids[rarity(ids) >= TELLING] * MIX)[:WORDS]
    row["words"][: len(telling)] = telling
    return row[()]


def word_hash(word: str) -> int:
    """Hash of a word in lower case, 32 bits."""
    return crc32(word.encode("utf-8", "replace"))


def rarity(ids: NDArray[np.uint32]) -> Floats:
    """How rare words are: log-odds of meeting them in a sentence, the commonest at .5 (scripts.training.families)."""
    return np.asarray(_table()[ids >> np.uint32(32 - BITS)], np.float32)


@cache
def _table() -> Floats:
    table = np.load(models_folder() / "families" / "rarity.npy", allow_pickle=False)
    return np.asarray(table / 16, np.float32)
