"""Sketches: summaries of documents, of fixed size, by which copies and versions are searched."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.documents.rare_words import MAX_RARE_WORDS, WORD_PATTERN, sample_rare_words, word_hash
from aligner.documents.story_time import read_time
from aligner.text.blocks import text_blocks
from aligner.text.cleaning.clean import is_artefact
from aligner.text.entities.names.find import signature_items
from aligner.types import Document, Floats, Side, Sketch

MAX_ITEMS = 400  # of a signature: a sample that identifies a long story as well as all items would
PERMUTATIONS = 128  # of MinHash
BLOCK_WORDS, BLOCK_ROWS = 50_000, 20_000  # words and vectors that are read at a time


class _WordSummary(NamedTuple):
    """The SHA-256 of the words of a text, the MinHash of all three neighbours, their number and the rare ones."""

    digest: str
    shingles: NDArray[np.uint32]
    words: int
    rare_words: NDArray[np.uint32]


def make_sketch(document: Document, side: Side, vectors: NDArray[np.floating[Any]]) -> Sketch:
    """Summarise a segmented document.

    Parameters
    ----------
    vectors : (sentences, d)
        Unit rows of its sentences.
    """
    read = _read_words(document.text)
    return Sketch(
        document.id,
        side,
        len(document.sentences),
        len(document.text),
        str(read_time(document, side)),
        document.aligned,
        mean_vector(vectors, [len(sentence.text) for sentence in document.sentences]),
        frozenset(sorted(map(_hash, _items(document.text, side)))[:MAX_ITEMS]),
        read.shingles,
        read.digest,
        read.words,
        read.rare_words,
        sum(map(is_artefact, document.steps)),
    )


def mean_vector(vectors: NDArray[np.floating[Any]], lengths: Sequence[int]) -> Floats:
    """Return the mean of sentence vectors, (d,) of length one; longer sentences have a higher weight."""
    weights = np.sqrt(np.array(lengths, np.float32))[:, None]
    mean = np.zeros(vectors.shape[1], np.float32)
    for first in range(0, len(vectors), BLOCK_ROWS):
        rows = slice(first, first + BLOCK_ROWS)
        mean += (vectors[rows] * weights[rows]).sum(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def _items(text: str, side: Side) -> set[str]:
    """Return the items of a text, read in blocks of whole lines."""
    return {item for block in text_blocks(text, "\n") for item in signature_items(block, side)}


def _hash(item: str) -> int:
    return int.from_bytes(hashlib.blake2b(item.encode(), digest_size=8).digest(), "big") >> 1


def _read_words(text: str) -> _WordSummary:
    """Read the words of a text in blocks, never listing all."""
    from rensa import RMinHash

    digest, minhash = hashlib.sha256(), RMinHash(num_perm=PERMUTATIONS, seed=1)
    words = (match[0] for block in text_blocks(text) for match in WORD_PATTERN.finditer(block.casefold()))
    count, last, rare = 0, list[str](), np.zeros(0, np.uint32)
    while block := list(islice(words, BLOCK_WORDS)):
        digest.update((" " * bool(count) + " ".join(block)).encode())
        near = [*last, *block]
        minhash.update(list(map(" ".join, zip(near, near[1:], near[2:], strict=False))))
        sample = sample_rare_words(np.array(list(map(word_hash, {*block})), np.uint32))
        rare = np.union1d(rare, sample)[:MAX_RARE_WORDS]
        count, last = count + len(block), near[-2:]
    shingles = minhash.digest() if count > 2 else [0] * PERMUTATIONS
    return _WordSummary(digest.hexdigest(), np.array(shingles, np.uint32), count, rare)
