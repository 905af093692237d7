"""A document's sketch: the fixed-size record that duplicates and pairing work on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime, timezone

import numpy as np
from numpy.typing import NDArray

from aligner.text.entities.dates import dates
from aligner.text.entities.names import signature
from aligner.types import Document, Side, Sketch

MOST = 400  # items of a signature: a long story is told by these as well as by all
PERMUTATIONS = 128
WORD = re.compile(r"\w+")
DATED = ("date", "timestamp")  # what tells when a copy was published; a dateline is the same in all of them
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?)?(Z|[+-]\d\d:?\d\d)?")  # IPTC's norm


def sketch(document: Document, side: Side, vectors: NDArray[np.float32]) -> Sketch:
    """Sum a segmented document up.

    Parameters
    ----------
    vectors : (sentences, d) float32
        Unit rows of its sentences.
    """
    words = WORD.findall(document.text.casefold())
    return Sketch(
        document.id,
        side,
        len(document.sentences),
        len(document.text),
        published(document, side),
        document.aligned,
        mean_vector(vectors, [len(sentence.text) for sentence in document.sentences]),
        frozenset(sorted(_hash(item) for item in signature(document.text, side))[:MOST]),
        _minhash(words),
        hashlib.sha256(" ".join(words).encode()).hexdigest(),
    )


def published(document: Document, side: Side) -> str:
    """When a document was published, YYYY-MM-DD or YYYY-MM-DDThh:mm in UTC, so that dates sort; "" if it tells none."""
    for told in (document.meta.get(name, "").strip() for name in DATED):
        if found := _moment(COMPACT.sub(_spread, told)):
            return found
        for when in dates(told, side):
            if when.year and when.month and when.day:
                return f"{when.year:04}-{when.month:02}-{when.day:02}"
    return ""


def _spread(match: re.Match[str]) -> str:
    year, month, day, hour, minute, zone = match.groups(default="")
    return f"{year}-{month}-{day}" + (f"T{hour}:{minute}{zone}" if hour else "")


def _moment(text: str) -> str:
    """A date of ISO 8601."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text.removesuffix("Z") + "+00:00" * text.endswith("Z"))
        moment = moment.astimezone(timezone.utc) if moment.tzinfo else moment
        return moment.isoformat(timespec="minutes")[:16]
    except (ValueError, OverflowError):
        return ""


def mean_vector(vectors: NDArray[np.float32], lengths: Sequence[int]) -> NDArray[np.float32]:
    """The mean of sentences' unit rows, (d,) of length one; a longer sentence counts more."""
    mean = (vectors * np.sqrt(np.array(lengths, np.float32))[:, None]).sum(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


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
