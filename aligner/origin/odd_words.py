"""Which words of a text no translator would choose, by what they show and by how the whole document was made.

The log-odds of the document raise or lower those of all its words smoothly: a word that is odd in a spun text may be a
free translation in another. The model is made by scripts.training.origin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.word_errors import word_positions
from aligner.origin.features import across_features, alike_features, alone_features
from aligner.origin.model import MADE_KINDS, compared_log_odds, load_origin_weights, load_word_weights, split_kinds
from aligner.origin.word_rows import ACROSS_COLUMNS, read_across
from aligner.text.words.once_per_pair import once_per_pair
from aligner.text.words.segment_words import PairWords
from aligner.types import SIDES, Doubles, Floats, Ints, Side

MAX_PRIOR = 6.0  # to which the log-odds of a document are clipped
FAR_COSINE, NEAR_COSINE = 0.4, 0.6  # of a word with its counterpart
STRANGE_LOG_RATIO = -1.0  # of the fluency
DOUBTFUL_LOG_ODDS = -2.0  # of a word that replaced another, by the word error net
_COSINE, _UNLISTED, _FOLLOWS, _BOTH, _REPLACED = map(
    ACROSS_COLUMNS.index, ("cosine", "unlisted", "follows", "follows_both", "replaced")
)


class OddWords(NamedTuple):
    """The tokens of passages of a document, passage after passage.

    document : (COLUMNS,) log-odds of how the document was made, see `aligner.origin.model`
    passages : (tokens,) index of the passage of each token, among those with a text on both sides
    places : (tokens,) index of its word in the passage, -1 for numbers and marks
    log_odds : (tokens,) how probably each is wrong
    """

    document: Doubles
    passages: Ints
    places: Ints
    log_odds: Doubles

    def probability(self, kind: str) -> float:
        """Return the probability that the document was made in a way, against people."""
        return float(1 / (1 + np.exp(-split_kinds(self.document)[MADE_KINDS.index(kind)])))

    def above(self, log_odds: float) -> dict[int, list[int]]:
        """Return the indices of the words that are wrong with some log-odds or more, by the index of their passage."""
        found: dict[int, list[int]] = {}
        chosen = (self.log_odds >= log_odds) & (self.places >= 0)
        for passage, place in zip(self.passages[chosen].tolist(), self.places[chosen].tolist(), strict=True):
            words = found.setdefault(passage, [])
            if place not in words[-1:]:
                words.append(place)
        return found


@once_per_pair
def find_odd_words(pair: PairWords, side: Side) -> OddWords:
    """Judge the words of the passages of a document next to their counterparts in the other language.

    Parameters
    ----------
    pair : the words of the passages in both languages
    side : of the document
    """
    document = compared_log_odds(across_features(pair, side), side)
    own = read_across(pair).sides[SIDES.index(side)]
    rows = word_features(own.across.rows, document[: len(MADE_KINDS)])
    log_odds = load_word_weights()[side].log_odds(rows)[:, 0]
    # A word is odd only as far as the document is: what is odd in a text by people is mostly a free translation.
    log_odds += min(0.0, float(np.logaddexp.reduce(split_kinds(document))))
    return OddWords(document, word_positions(own.across.sizes)[0], own.place, log_odds)


def alone_log_odds(texts: Sequence[str], side: Side) -> Doubles:
    """Return how the sentences of a document were made, (kinds,)."""
    return load_origin_weights()["alone", side].log_odds(alone_features(texts, side))


def alike_log_odds(here: Sequence[str], there: Sequence[str], side: Side) -> Doubles:
    """Return how passages of a document were made, (COLUMNS,), next to their counterparts in the same language."""
    return load_origin_weights()["alike", side].log_odds(alike_features(here, there, side))


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
