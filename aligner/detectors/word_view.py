"""Queries of detectors on the words of matches: words of a table, capitalised names and coverage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from aligner.detectors.kept_order import keeps_order
from aligner.detectors.view import AlignedPassage, View
from aligner.encoders import encode_words
from aligner.languages.offices import RowsByWord
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.segment_words import SegmentWords
from aligner.text.words.tokens import Word
from aligner.text.words.word_marks import WordMarks
from aligner.types import Doubles, Side, Span

MIN_KNOWN_WORDS = 25  # content words needed to judge how a text was made
MAX_SPUN_COVERAGE = 0.64  # coverage below which words were changed one by one; human translators reach 0.67
MAX_REWRITTEN_COVERAGE = 0.45  # the same for the whole text, which an editor rewrites too
WINDOW = 4  # matches to each side that count as the surrounding text
MIN_COSINE = 0.25  # cosine below which two texts may differ in meaning; spinning lowers it a lot
MIN_MEAN_COSINE = 0.4  # the same for the mean of all matches
MAX_TRANSLATIONS = 6  # usual translations of a word that are considered
ARTICLES = frozenset({"the", "le", "la", "les"})  # capitalised because they begin a sentence, not a name
IndicesByRow = dict[int, list[int]]


class WordFilter:
    """Find the matches in which a side has any word that passes a test.

    Parameters
    ----------
    test : callable
        Returns the test of a folded word, given its language.
    """

    def __init__(self, test: Callable[[Side], Callable[[str], bool]]) -> None:
        self._marks = WordMarks(test)

    @classmethod
    def of(cls, lookup: RowsByWord) -> WordFilter:
        """Return the filter for the words of a table."""
        return cls(lambda side: lookup[side].__contains__)

    def matches(self, view: View) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return for each match whether the document's side, and the other version's, has such a word."""
        assert view.pair is not None, "only views of two versions are filtered"
        first, second = view.pair.marked(self._marks)
        return (second, first) if view.mirrored else (first, second)


def selected(view: View, chosen: NDArray[np.bool_]) -> Iterator[tuple[int, AlignedPassage, SegmentWords]]:
    """Yield the matches with a text on both sides that are chosen, (matches,), with their indices and words."""
    for index in view.full_indices:
        if chosen[index]:
            yield index, view.matches[index], view.words(index)


@lru_cache(maxsize=1 << 14)
def kinship(word: str, other: str, side: Side) -> float:
    """Return the best cosine of a word of `side` with the usual translations of a word of the other language, or 0."""
    usual = [name for name, _ in load_lexicon().translations(other, "fr" if side == "en" else "en", MAX_TRANSLATIONS)]
    if not usual:
        return 0.0
    vectors = encode_words([word, *usual])
    return float((vectors[1:] @ vectors[0]).max())


def relatedness(words: SegmentWords, index: int) -> float:
    """Return the best cosine of a word and its usual translations with the words of the other side."""
    word, other = words.here[index].folded, words.mirrored
    if not other.here:
        return 1.0
    usual = [name for name, _ in load_lexicon().translations(word, words.side, MAX_TRANSLATIONS)]
    vectors = encode_words([word, *usual, *other.folded])
    return float((vectors[: 1 + len(usual)] @ vectors[1 + len(usual) :].T).max())


def uncovered_on_both_sides(view: View, min_coverage: float) -> NDArray[np.bool_]:
    """Return for each match with a text on both sides whether both have uncovered words and enough are covered."""
    assert view.pair is not None, "only views of two versions have words"
    known, uncovered = _counts(view)
    there = view.pair.counts(view.pair.uncovered[1 - view.mirrored], 1 - view.mirrored)[
        np.array(view.full_indices, np.intp)
    ]
    chosen: NDArray[np.bool_] = (uncovered > 0) & (there > 0) & (1 - uncovered / np.maximum(1, known) >= min_coverage)
    return chosen


def _counts(view: View) -> tuple[Doubles, Doubles]:
    """Return the numbers of known and of uncovered words of each match with a text on both sides."""
    assert view.pair is not None, "only views of two versions have words"
    side = int(view.mirrored)
    known, uncovered = view.pair.counts(view.pair.known[side], side), view.pair.counts(view.pair.uncovered[side], side)
    full = np.array(view.full_indices, np.intp)
    return known[full].astype(np.float64), uncovered[full].astype(np.float64)


def local_coverages(view: View) -> list[float]:
    """Return for each match of two versions in one language the coverage of the text around, 1 if it is too short.

    It is 1, too, if the text was not changed word by word but rewritten with other sentences.
    """
    cosines = np.array([view.matches[index].cosine for index in view.full_indices], np.float64)
    similar = cosines >= MIN_COSINE
    known, uncovered = (count * similar for count in _counts(view))
    if (
        known.sum() < MIN_KNOWN_WORDS
        or cosines[similar].mean() < MIN_MEAN_COSINE
        or 1 - uncovered.sum() / known.sum() >= MAX_REWRITTEN_COVERAGE
        or not keeps_order(view)
    ):
        return [1.0] * len(similar)
    coverages = []
    for index, counts in enumerate(similar):
        near = slice(max(0, index - WINDOW), index + WINDOW + 1)
        enough = counts and 2 * similar[near].sum() > len(similar[near]) and known[near].sum() >= MIN_KNOWN_WORDS
        coverages.append(1 - float(uncovered[near].sum() / known[near].sum()) if enough else 1.0)
    return coverages


def capitalised_run(words: Sequence[Word], index: int, text: str) -> Span:
    """Return the indices of the first and the last of the capitalised words around a word, including itself."""
    first = last = index
    while first and words[first - 1].text[0].isupper() and words[first - 1].folded not in ARTICLES:
        if text[words[first - 1].end : words[first].start] != " ":
            break
        first -= 1
    while last + 1 < len(words) and words[last + 1].text[0].isupper():
        if text[words[last].end : words[last + 1].start] != " ":
            break
        last += 1
    return first, last


def rows_named(folded: Sequence[str], rows: RowsByWord, side: Side) -> IndicesByRow:
    """Return the rows of a table that have a word in a text, with the indices of their words."""
    named: IndicesByRow = {}
    table = rows[side]
    for index, word in enumerate(folded):
        for number in table.get(word, ()):
            named.setdefault(number, []).append(index)
    return named
