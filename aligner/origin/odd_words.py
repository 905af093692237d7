"""Which words of a text no translator would choose, by what they show and by how the whole document was made.

The log-odds of the document raise or lower those of all its words smoothly: a word that is odd in a spun text may be a
free translation in another. The model is made by scripts.training.origin.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.origin.features import ALONE_SIZE, across_features, across_rows, alike_features, alone_features
from aligner.origin.model import MADE_KINDS, join_evidence, load_origin_weights, load_word_weights, split_kinds
from aligner.origin.word_rows import ACROSS_COLUMNS, MAX_CACHED_DOCUMENTS
from aligner.text.words.segment_words import SegmentWords
from aligner.text.words.tokens import Word
from aligner.types import Doubles, Floats, Side

MAX_PRIOR = 6.0  # to which the log-odds of a document are clipped
FAR_COSINE, NEAR_COSINE = 0.4, 0.6  # of a word with its counterpart
STRANGE_LOG_RATIO = -1.0  # of the fluency
DOUBTFUL_LOG_ODDS = -2.0  # of a word that replaced another, by the word error net
_COSINE, _UNLISTED, _FOLLOWS, _BOTH, _REPLACED = map(
    ACROSS_COLUMNS.index, ("cosine", "unlisted", "follows", "follows_both", "replaced")
)


class OddWords(NamedTuple):
    """The words of passages, passage after passage.

    document : (COLUMNS,) log-odds of how the document was made, see `aligner.origin.model`
    starts : per passage, where its words begin
    log_odds : per passage, how probably each word is wrong
    """

    document: Doubles
    starts: list[list[int]]
    log_odds: list[list[float]]

    def probability(self, kind: str) -> float:
        """Return the probability that the document was made in a way, against people."""
        return float(1 / (1 + np.exp(-split_kinds(self.document)[MADE_KINDS.index(kind)])))

    def log_odds_of_words(self, passages: Sequence[SegmentWords]) -> list[dict[int, float]]:
        """Return the log-odds of the words of passages by their indices: those of the worst of their tokens."""
        return [
            _by_word(words.here, starts, values)
            for words, starts, values in zip(passages, self.starts, self.log_odds, strict=True)
        ]


def _by_word(words: Sequence[Word], starts: Sequence[int], values: Sequence[float]) -> dict[int, float]:
    worst: dict[int, float] = {}
    begins = [word.start for word in words]
    for start, value in zip(starts, values, strict=True):
        index = bisect_right(begins, start) - 1
        if index >= 0 and start < words[index].end:
            worst[index] = max(value, worst.get(index, value))
    return worst


@lru_cache(MAX_CACHED_DOCUMENTS)
def find_odd_words(here: tuple[str, ...], there: tuple[str, ...], side: Side) -> OddWords:
    """Judge the words of passages of a document next to their counterparts in the other language."""
    document = across_log_odds(here, there, side)
    (own, _), _ = across_rows(here, there, side)
    log_odds = load_word_weights()[side].log_odds(word_features(own.rows, document[: len(MADE_KINDS)]))[:, 0]
    # A word is odd only as far as the document is: what is odd in a text by people is mostly a free translation.
    log_odds += min(0.0, float(np.logaddexp.reduce(split_kinds(document))))
    bounds = np.cumsum(own.sizes)[:-1]
    starts, values = (np.split(column, bounds) for column in (own.starts, log_odds))
    return OddWords(document, *([part.tolist() for part in parts] for parts in (starts, values)))


def alone_log_odds(texts: Sequence[str], side: Side) -> Doubles:
    """Return how the sentences of a document were made, (kinds,)."""
    return load_origin_weights()["alone", side].log_odds(alone_features(texts, side))


def alike_log_odds(here: Sequence[str], there: Sequence[str], side: Side) -> Doubles:
    """Return how passages of a document were made, (COLUMNS,), next to their counterparts in the same language."""
    return load_origin_weights()["alike", side].log_odds(alike_features(here, there, side))


def across_log_odds(here: Sequence[str], there: Sequence[str], side: Side) -> Doubles:
    """Return how passages of a document were made, (COLUMNS,), next to their counterparts in the other language."""
    features, weights = across_features(here, there, side), load_origin_weights()
    alone = weights["alone", side].log_odds(features[:ALONE_SIZE])
    return join_evidence(weights["across", side].log_odds(features), alone)


def word_features(rows: Floats, document: Doubles) -> Floats:
    """Return the features of words, (words, WORD_FEATURES), given the log-odds of their documents, (kinds,) or rows."""
    cosine, unlisted, follows, both, replaced = (
        rows[:, column] for column in (_COSINE, _UNLISTED, _FOLLOWS, _BOTH, _REPLACED)
    )
    kinds = np.broadcast_to(document.clip(-MAX_PRIOR, MAX_PRIOR), (len(rows), 2))
    prior = np.logaddexp.reduce(kinds, axis=1)
    far = cosine < FAR_COSINE
    columns: Sequence[NDArray[Any]] = [
        far, cosine > NEAR_COSINE, far * unlisted, np.minimum(follows - STRANGE_LOG_RATIO, 0),
        np.minimum(both - STRANGE_LOG_RATIO, 0), np.maximum(replaced - DOUBTFUL_LOG_ODDS, 0), np.maximum(replaced, 0),
        prior, prior * replaced, prior * cosine,
    ]  # fmt: skip
    return np.column_stack([rows, *columns, kinds]).astype(np.float32)
