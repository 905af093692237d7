"""Which content words of a side the lexicon finds said on the other, and how many neither it nor the encoder does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.coverage import LOST
from aligner.confidence.features.word_table import WordTable
from aligner.text.words.lexicon import LITTLE, LexiconQuery, load_lexicon

FIGURES = (
    "said_en", "said_fr", "unsaid_en", "unsaid_fr", "run_en", "run_fr", "usual_en", "usual_fr", "odd_en", "odd_fr",
    "plain_en", "plain_fr",
)  # fmt: skip
ODD = 0.1  # a translation less likely is an odd one: a synonym that no translator would take
USUAL = -1.5  # what most texts have
LEAST = 0.003  # probability below which a word is not less usual
PLAIN, FORMS = 0.65, 2.0  # share of words in their dictionary form, and how many words that is worth
MOST = 8  # unsaid words that count
Floats = NDArray[np.float32]


class LexicalMatch(NamedTuple):
    """What the lexicon finds of some pairs.

    Attributes
    ----------
    figures : (pairs, len(FIGURES))
    shares : for each side, (words,), how probable the best translation of each is, nan where nothing can be said
    """

    figures: NDArray[np.float64]
    shares: tuple[Floats, Floats]


def lexical_features(en: WordTable, fr: WordTable, best: tuple[Floats, Floats]) -> LexicalMatch:
    """What the lexicon finds of each pair.

    The share of the known words that are said, how many are not, and the longest run of those; how
    probable the best translations are (mean logarithm), how many of them are odd; and how many of the known words
    stand as in a dictionary, as those do that a spinner took from one.

    Parameters
    ----------
    best : likeness of each side's words to the likest of the other side
    """
    sides = LexiconQuery(en.entries, en.spellings, en.sizes), LexiconQuery(fr.entries, fr.spellings, fr.sizes)
    shares = load_lexicon().shares(*sides, en.spelt)
    figures = np.zeros((len(en.sizes), len(FIGURES)))
    for at, (side, own) in enumerate(zip(sides, (en, fr), strict=True)):
        figures[:, at::2] = _side(side, shares[at], best[at], own.plain)
    return LexicalMatch(figures, shares)


def _side(side: LexiconQuery, shares: Floats, best: Floats, plain: NDArray[np.int64]) -> NDArray[np.float64]:
    """The figures of one side, (pairs, 6).

    Nothing can be said of a text without a word that can be looked up.
    """
    asked = np.flatnonzero(~np.isnan(shares))
    pair, count = side.pair, len(side.sizes)
    pairs, every = pair[asked], shares[asked]
    unsaid = (every < LITTLE) & (best[asked] < LOST)
    counts = np.bincount(pairs, minlength=count)
    shown = np.bincount(pairs, every >= LITTLE, count) / np.maximum(counts, 1)
    usual = np.bincount(pairs, np.log(np.maximum(every, LEAST)), count) / np.maximum(counts, 1)
    odd = (every >= LITTLE) & (every < ODD)
    known = side.entries >= 0
    forms = np.bincount(pair[known], minlength=count) + FORMS
    bare = np.bincount(pair[known], plain[known], count) + FORMS * PLAIN
    return np.column_stack([
        np.where(counts > 0, shown, 0.5),
        np.minimum(np.bincount(pairs, unsaid, count), MOST),
        np.minimum(_runs(pairs, unsaid, count), MOST),
        np.where(counts > 0, usual, USUAL),
        np.minimum(np.bincount(pairs, odd, count), MOST),
        bare / forms,
    ])  # fmt: skip


def _runs(pairs: NDArray[np.intp], unsaid: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
    """The most unsaid words in a row, of each pair."""
    longest = np.zeros(count, np.int64)
    places = np.flatnonzero(unsaid)
    breaks = np.flatnonzero((np.diff(places) > 1) | (np.diff(pairs[places]) > 0)) + 1
    bounds = np.concatenate([[0], breaks, [len(places)]])
    if len(places):
        np.maximum.at(longest, pairs[places[bounds[:-1]]], np.diff(bounds))
    return longest
