"""Lexicon coverage: how many content words have a known translation on the other side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.coverage import MIN_COUNTERPART_COSINE
from aligner.text.words.lexicon import MIN_TRANSLATION_PROBABILITY, LexiconQuery
from aligner.text.words.word_shares import token_probabilities
from aligner.text.words.word_table import WordTable
from aligner.types import Doubles, Floats, Ints

FEATURES = (
    "said_en", "said_fr", "unsaid_en", "unsaid_fr", "run_en", "run_fr", "usual_en", "usual_fr", "odd_en", "odd_fr",
    "plain_en", "plain_fr",
)  # fmt: skip
MAX_ODD_PROBABILITY = 0.1  # a less probable translation is odd: a synonym that no translator would choose
MEAN_LOG_PROBABILITY = -1.5  # of the translations in most texts
MIN_PROBABILITY = 0.003  # probability to which those of translations are raised
PRIOR_LEMMA_SHARE = 0.65  # share of words in their dictionary form
PSEUDO_COUNT = 2.0  # words that the prior share counts for
MAX_WORDS = 8  # to which numbers of words are capped


class LexicalMatch(NamedTuple):
    """The lexicon coverage of pairs of texts.

    Attributes
    ----------
    features : (pairs, len(FEATURES))
    shares : per side, (words,), probability of the best translation of each word, nan for those that are not looked up
    """

    features: Doubles
    shares: tuple[Floats, Floats]


def lexical_features(en: WordTable, fr: WordTable, best: tuple[Floats, Floats]) -> LexicalMatch:
    """Compute the lexicon coverage of each pair.

    For each side, the features are the share of known words that are covered, the number of uncovered words and of the
    longest run of them, the mean log probability of the best translations, the number of odd ones, and the share of
    words in their dictionary form, which is high if a spinner took them from a dictionary.

    Parameters
    ----------
    best : cosine of each side's words with their best match on the other side
    """
    sides = LexiconQuery(en.entries, en.spellings, en.sizes), LexiconQuery(fr.entries, fr.spellings, fr.sizes)
    shares = token_probabilities(en, fr)
    features = np.zeros((len(en.sizes), len(FEATURES)))
    for index, (side, own) in enumerate(zip(sides, (en, fr), strict=True)):
        features[:, index::2] = _side_features(side, shares[index], best[index], own.plain)
    return LexicalMatch(features, shares)


def _side_features(side: LexiconQuery, shares: Floats, best: Floats, plain: Ints) -> Doubles:
    """Return the features of one side, (pairs, 6); those of a text without known words are neutral."""
    known = np.flatnonzero(~np.isnan(shares))
    pair, count = side.pair, len(side.sizes)
    pairs, probabilities = pair[known], shares[known]
    uncovered = (probabilities < MIN_TRANSLATION_PROBABILITY) & (best[known] < MIN_COUNTERPART_COSINE)
    counts = np.bincount(pairs, minlength=count)
    covered = np.bincount(pairs, probabilities >= MIN_TRANSLATION_PROBABILITY, count) / np.maximum(counts, 1)
    log_probabilities = np.log(np.maximum(probabilities, MIN_PROBABILITY))
    mean_log_probability = np.bincount(pairs, log_probabilities, count) / np.maximum(counts, 1)
    odd = (probabilities >= MIN_TRANSLATION_PROBABILITY) & (probabilities < MAX_ODD_PROBABILITY)
    has_entry = side.entries >= 0
    words = np.bincount(pair[has_entry], minlength=count) + PSEUDO_COUNT
    lemmas = np.bincount(pair[has_entry], plain[has_entry], count) + PSEUDO_COUNT * PRIOR_LEMMA_SHARE
    return np.column_stack([
        np.where(counts > 0, covered, 0.5),
        np.minimum(np.bincount(pairs, uncovered, count), MAX_WORDS),
        np.minimum(_longest_runs(pairs, uncovered, count), MAX_WORDS),
        np.where(counts > 0, mean_log_probability, MEAN_LOG_PROBABILITY),
        np.minimum(np.bincount(pairs, odd, count), MAX_WORDS),
        lemmas / words,
    ])  # fmt: skip


def _longest_runs(pairs: NDArray[np.intp], uncovered: NDArray[np.bool_], count: int) -> Ints:
    """Return the length of each pair's longest run of uncovered words, (count,)."""
    longest = np.zeros(count, np.int64)
    places = np.flatnonzero(uncovered)
    breaks = np.flatnonzero((np.diff(places) > 1) | (np.diff(pairs[places]) > 0)) + 1
    bounds = np.concatenate([[0], breaks, [len(places)]])
    if len(places):
        np.maximum.at(longest, pairs[places[bounds[:-1]]], np.diff(bounds))
    return longest
