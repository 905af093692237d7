"""Features of how a document was made: the means and the tails of what its words show.

A machine or a spinner makes many words a little odd, a free translator a few words very odd: the tenth and the
ninetieth percentiles separate them where a mean does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from aligner.origin.word_rows import (
    ACROSS_COLUMNS,
    ALIKE_COLUMNS,
    ALONE_COLUMNS,
    TextWords,
    WordRows,
    read_across,
    read_alike,
    read_alone,
)
from aligner.text.words.segment_words import PairWords
from aligner.types import SIDES, Doubles, Floats, Side

Basis = Literal["alone", "across", "alike"]
PERCENTILES = (10, 90)
LOW_PERCENTILES = (5, 25)  # of how well words follow each other
STRANGE_LOG_RATIO = -1.5  # of the fluency, below which a word is strange
RARE_LOG_FREQUENCY = 5.0  # of a word in the training texts
DEFAULT_FREQUENCIES = np.array([RARE_LOG_FREQUENCY])  # of a text without a word in lower case
ALONE_SIZE = (1 + len(PERCENTILES)) * len(ALONE_COLUMNS) + len(LOW_PERCENTILES) + 6
SIZES: dict[Basis, int] = {
    "alone": ALONE_SIZE,
    "across": ALONE_SIZE + 2 * (1 + len(PERCENTILES)) * len(ACROSS_COLUMNS) + 2,
    "alike": ALONE_SIZE + 2 * (1 + len(PERCENTILES)) * len(ALIKE_COLUMNS) + 1,
}


def alone_features(texts: Sequence[str], side: Side) -> Doubles:
    """Return the features of the sentences of a document."""
    return _alone(read_alone(texts, side))


def across_features(pair: PairWords, side: Side) -> Doubles:
    """Return the features of the passages of a document next to their counterparts in the other language.

    The first ALONE_SIZE are those of the document alone.

    Parameters
    ----------
    pair : the words of the passages in both languages
    side : of the document
    """
    words = read_across(pair)
    own, other = words.sides if side == SIDES[0] else words.sides[::-1]
    return np.concatenate([_alone(own.alone), *compare_rows(own.across, other.across), [words.cosines.mean()]])


def alike_features(here: Sequence[str], there: Sequence[str], side: Side) -> Doubles:
    """Return the features of the passages of a document next to their counterparts in the same language."""
    own, other = read_alike(here, there, side)
    return np.concatenate([alone_features(here, side), *compare_rows(own, other)])


def _alone(words: TextWords) -> Doubles:
    follows, frequencies = words.words.rows[:, 0], words.frequencies
    if not len(frequencies):
        frequencies = DEFAULT_FREQUENCIES
    rare = frequencies < RARE_LOG_FREQUENCY
    single = [(follows < STRANGE_LOG_RATIO).mean(), words.ends.mean(), (frequencies == 0).mean(), rare.mean()]
    return np.concatenate([
        pool(words.words.rows), np.percentile(follows, LOW_PERCENTILES), single, [frequencies.mean(), follows.std()],
    ])  # fmt: skip


def compare_rows(own: WordRows, other: WordRows) -> list[Doubles]:
    """Return the features of the words of passages and of their counterparts."""
    return [pool(own.rows), pool(other.rows), np.array([np.log(len(own.rows) / max(1, len(other.rows)))])]


def pool(rows: Floats) -> Doubles:
    """Return the mean and the percentiles of each column."""
    return np.concatenate([rows.mean(axis=0, dtype=np.float64), *np.percentile(rows, PERCENTILES, axis=0)])
