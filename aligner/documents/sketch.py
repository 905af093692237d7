"""Sketches: summaries of documents, of fixed size, by which copies and versions are searched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime, timezone
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.text.blocks import text_blocks
from aligner.text.cleaning.clean import is_artefact
from aligner.text.entities.moments.dates import find_dates
from aligner.text.entities.names.find import signature_items
from aligner.types import Document, Floats, Side, Sketch

MAX_ITEMS = 400  # of a signature: a sample that identifies a long story as well as all items would
PERMUTATIONS = 128  # of MinHash
BLOCK_WORDS, BLOCK_ROWS = 50_000, 20_000  # words and vectors that are read at a time
DATE_FIELDS = ("date", "timestamp")  # the time of publication; a dateline is the same in all copies of a story
_WORD = re.compile(r"\w+")
_COMPACT_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?)?(Z|[+-]\d\d:?\d\d)?")  # IPTC's norm


def make_sketch(document: Document, side: Side, vectors: NDArray[np.floating[Any]]) -> Sketch:
    """Summarise a segmented document.

    Parameters
    ----------
    vectors : (sentences, d)
        Unit rows of its sentences.
    """
    digest, shingles = _read_words(document.text)
    return Sketch(
        document.id,
        side,
        len(document.sentences),
        len(document.text),
        publication_time(document, side),
        document.aligned,
        mean_vector(vectors, [len(sentence.text) for sentence in document.sentences]),
        frozenset(sorted(map(_hash, _items(document.text, side)))[:MAX_ITEMS]),
        shingles,
        digest,
        sum(map(is_artefact, document.steps)),
    )


def publication_time(document: Document, side: Side) -> str:
    """Return the time of publication in an order that sorts, "" if the metadata hold none.

    Returns
    -------
    str
        YYYY-MM-DD or YYYY-MM-DDThh:mm in UTC.
    """
    for value in (document.meta.get(name, "").strip() for name in DATE_FIELDS):
        if time := _iso_time(_COMPACT_DATE.sub(_with_separators, value)):
            return time
        for mention in find_dates(value, side):
            if mention.year and mention.month and mention.day and not mention.ambiguous:
                return f"{mention.year:04}-{mention.month:02}-{mention.day:02}"
    return ""


def _with_separators(match: re.Match[str]) -> str:
    year, month, day, hour, minute, zone = match.groups(default="")
    return f"{year}-{month}-{day}" + (f"T{hour}:{minute}{zone}" if hour else "")


def _iso_time(text: str) -> str:
    """Parse a date or time of ISO 8601; "" if it is none."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
        time = datetime.fromisoformat(text.removesuffix("Z") + "+00:00" * text.endswith("Z"))
        time = time.astimezone(timezone.utc) if time.tzinfo else time
        return time.isoformat(timespec="minutes")[:16]
    except (ValueError, OverflowError):
        return ""


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


def _read_words(text: str) -> tuple[str, NDArray[np.uint32]]:
    """Return the SHA-256 of the words of a text, and the MinHash of all three neighbours, never listing all words."""
    from rensa import RMinHash

    digest, minhash = hashlib.sha256(), RMinHash(num_perm=PERMUTATIONS, seed=1)
    words = (match[0] for block in text_blocks(text) for match in _WORD.finditer(block.casefold()))
    count, last = 0, list[str]()
    while block := list(islice(words, BLOCK_WORDS)):
        digest.update((" " * bool(count) + " ".join(block)).encode())
        near = [*last, *block]
        minhash.update(list(map(" ".join, zip(near, near[1:], near[2:], strict=False))))
        count, last = count + len(block), near[-2:]
    shingles = minhash.digest() if count > 2 else [0] * PERMUTATIONS
    return digest.hexdigest(), np.array(shingles, np.uint32)
