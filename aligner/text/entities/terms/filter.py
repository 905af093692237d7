"""Find the segments in which words of closed classes may have replaced each other, by counts of their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from aligner.languages.term_tables import term_blocks
from aligner.text.entities.terms.find import Entry, term_lookups
from aligner.text.words.interning import Interner, Ragged
from aligner.text.words.segment_words import PairWords
from aligner.text.words.word_table import Words
from aligner.types import Ints, Side

MAX_SWAPPED_WORDS = 25  # words of a sentence whose two countries may have changed places
_BEGINS, _CONTINUES = 1, 2  # marks of the first and of the second words of phrases


def segments_with_changes(pair: PairWords) -> list[int]:
    """Compare how often each value occurs on the two sides of each segment.

    A segment is returned if the first side has more of a value of a block, and the second more of another one, unless
    all words of the block may have one value; or if both sides are short and have two countries, which may have changed
    places.
    """
    counted = [_values_of(words, side) for words, side in zip(pair.words, pair.sides, strict=True)]
    blocks, rows = len(term_blocks()), len(_ROW_NUMBERS)
    sign = np.repeat([1, -1], [len(values) for values in counted])
    segment, block, row, choices, sure = np.concatenate(counted).T
    keys, place = np.unique(segment * rows + row, return_inverse=True)
    surplus = np.bincount(place, weights=sign * sure, minlength=len(keys))[place]
    surplus = np.where(sure > 0, surplus, sign)  # a word that is in doubt may have any value, or none
    groups, group = np.unique(segment * blocks + block, return_inverse=True)
    terms = np.bincount(group, weights=1 / choices, minlength=len(groups)).round()
    in_all = group[np.bincount(place, minlength=len(keys))[place] == terms[group]]
    both = np.setdiff1d(np.intersect1d(group[surplus > 0], group[surplus < 0]), in_all)
    countries = [np.bincount(values[values[:, 1] == blocks - 1, 0], minlength=len(pair)) for values in counted]
    short = np.maximum(pair.words[0].sizes, pair.words[1].sizes) <= MAX_SWAPPED_WORDS
    two_countries = np.flatnonzero((countries[0] > 1) & (countries[1] > 1) & short)
    return [*map(int, np.union1d(groups[both] // blocks, two_countries))]


def _values_of(words: Words, side: Side) -> Ints:
    """Return the values that the words and phrases of a side may have, (values, 5).

    Each is a segment, a block, a row in all blocks, how many values of the block the word may have, and whether it
    surely has this one, as no phrase covers it.
    """
    singles, marks = _term_rows(side).read(words.forms)
    segment = np.repeat(np.arange(len(words.sizes)), words.sizes)
    sizes, values = singles.take(words.form)
    phrases = [*_phrases(words, marks[words.form], segment, side)]
    covered = np.zeros(len(segment), np.int64)
    covered[[at + word for at, entry in phrases for word in range(1 + len(entry.rest))]] = 1
    sure = (values[:, 2] == 1) & (np.repeat(covered, sizes) == 0)
    rows = [(segment[at], *value, 0) for at, entry in phrases for value in _values([entry])]
    return np.concatenate(
        [np.column_stack([np.repeat(segment, sizes), values, sure]), np.array(rows, np.int64).reshape(-1, 5)]
    )


def _phrases(words: Words, marks: Ints, segment: Ints, side: Side) -> Iterator[tuple[int, Entry]]:
    """Yield the phrases that the words of a side may be, whatever their capitals, with the index of the first word."""
    (_, phrases), forms, form = term_lookups(side), words.forms, words.form
    begin = (marks[:-1] & _BEGINS > 0) & (marks[1:] & _CONTINUES > 0) & (segment[:-1] == segment[1:])
    for at in np.flatnonzero(begin).tolist():
        for entry in phrases[forms[form[at]]].get(forms[form[at + 1]], ()):
            last = at + len(entry.rest)
            if last < len(form) and entry.rest == tuple(forms[number] for number in form[at + 1 : last + 1].tolist()):
                yield at, entry


class _TermRows:
    """The values that each word form of a language may have, and its marks as a part of phrases.

    The list of forms only grows, so what was looked up is kept.
    """

    def __init__(self, side: Side) -> None:
        self._side = side
        self._reset(())

    def _reset(self, forms: Sequence[str]) -> None:
        self._forms, self._values, self._marks = forms, Ragged(3), np.zeros(0, np.int64)

    def read(self, forms: Sequence[str]) -> tuple[Ragged, Ints]:
        """Return the values of each form, see `_values`, and its marks."""
        if self._forms is not forms:
            self._reset(forms)
        if len(self._marks) < len(forms):
            alone, _ = term_lookups(self._side)
            marks, new = _phrase_marks(self._side), forms[len(self._marks) :]
            self._values.extend([_values(alone[form]) if form in alone else () for form in new])
            self._marks = np.append(self._marks, [marks.get(form, 0) for form in new])
        return self._values, self._marks


@cache
def _term_rows(side: Side) -> _TermRows:
    return _TermRows(side)


_ROW_NUMBERS: Interner[tuple[int, int]] = Interner()


def _values(entries: Sequence[Entry]) -> list[tuple[int, int, int]]:
    """Return the values that a word may have: block, row in all blocks, how many there are of the block."""
    meanings = (meaning for entry in entries for meaning in entry.meanings)
    values = {(meaning.block, _ROW_NUMBERS[meaning.block, row]) for meaning in meanings for row in meaning.rows}
    blocks = Counter(block for block, _ in values)
    return [(block, row, blocks[block]) for block, row in sorted(values)]


@cache
def _phrase_marks(side: Side) -> dict[str, int]:
    """Return the marks of the words that phrases begin with, and of those that may come next."""
    _, phrases = term_lookups(side)
    marks = dict.fromkeys(phrases, _BEGINS)
    for seconds in phrases.values():
        for word in seconds:
            marks[word] = marks.get(word, 0) | _CONTINUES
    return marks
