"""A document's sketch: the fixed-size record that duplicates and pairing work on."""

from __future__ import annotations

import hashlib
import re

import numpy as np
from numpy.typing import NDArray

from aligner.names import signature
from aligner.types import Document, Side, Sketch

MOST = 400  # items of a signature: a long story is told by these as well as by all
PERMUTATIONS = 128
WORD = re.compile(r"\w+")


def sketch(document: Document, side: Side, vectors: NDArray[np.float32]) -> Sketch:
    """Sum a segmented document up.

    Parameters
    ----------
    vectors : (sentences, d) float32
        Unit rows of its sentences.
    """
    words = WORD.findall(document.text.casefold())
    lengths = np.array([len(sentence.text) for sentence in document.sentences], np.float32)
    mean = (vectors * np.sqrt(lengths)[:, None]).sum(axis=0) if len(vectors) else np.zeros(vectors.shape[1])
    return Sketch(
        document.id,
        side,
        len(document.sentences),
        len(document.text),
        document.meta.get("date", ""),
        document.aligned,
        (mean / max(float(np.linalg.norm(mean)), 1e-9)).astype(np.float32),
        frozenset(sorted(_hash(item) for item in signature(document.text, side))[:MOST]),
        _minhash(words),
        hashlib.sha256(" ".join(words).encode()).hexdigest(),
    )


def _hash(item: str) -> int:
    return int.from_bytes(hashlib.blake2b(item.encode(), digest_size=8).digest(), "big") >> 1


def _minhash(words: list[str]) -> NDArray[np.uint32]:
    from rensa import RMinHash

    shingles = {" ".join(words[at : at + 3]) for at in range(len(words) - 2)}
    if not shingles:
        return np.zeros(PERMUTATIONS, np.uint32)
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=1)
    minhash.update(sorted(shingles))
    return np.array(minhash.digest(), np.uint32)
