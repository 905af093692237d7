"""Find the segments in which words of closed classes may have replaced each other, by counts of their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np

from aligner.languages.inflection import FUNCTION_WORDS
from aligner.languages.term_tables import term_blocks
from aligner.text.entities.terms.find import term_entries
from aligner.text.words.interning import Interner, Ragged
from aligner.text.words.segment_words import PairWords
from aligner.text.words.word_table import Words
from aligner.types import Ints, Side


def segments_with_changes(pair: PairWords) -> list[int]:
    """Compare how often each value occurs on the two sides of each segment.

    A segment is returned if the first side has more of a value of a block, and the second more of another one, or if
    both sides have two countries, which may have changed places.
    """
    counted = [_values_of(words, side) for words, side in zip(pair.words, pair.sides, strict=True)]
    blocks, rows = len(term_blocks()), len(_ROW_NUMBERS)
    sign = np.repeat([1, -1], [len(segment) for segment, _ in counted])
    segment = np.concatenate([segment for segment, _ in counted])
    block, row, whole = np.concatenate([values for _, values in counted]).T
    keys, place = np.unique(segment * rows + row, return_inverse=True)
    surplus = np.bincount(place, weights=sign * whole, minlength=len(keys))[place]
    surplus = np.where(whole > 0, surplus, sign)  # a word of several values may have any
    groups = segment * blocks + block
    both = np.intersect1d(groups[surplus > 0], groups[surplus < 0]) // blocks
    countries = [np.bincount(found[values[:, 0] == blocks - 1], minlength=len(pair)) for found, values in counted]
    two_countries = np.flatnonzero((countries[0] > 1) & (countries[1] > 1))
    return [*map(int, np.union1d(both, two_countries))]


def _values_of(words: Words, side: Side) -> tuple[Ints, Ints]:
    """Return the segment of each value that a word of a side may have, and the value as `_TermRows.take` gives it."""
    sizes, values = _term_rows(side).take(words.forms, words.form)
    return np.repeat(np.repeat(np.arange(len(words.sizes)), words.sizes), sizes), values


class _TermRows:
    """The values that each word form of a language may have, alone or as the rarest word of a phrase.

    The list of forms only grows, so what was looked up is kept.
    """

    def __init__(self, side: Side) -> None:
        self._side = side
        self._reset(())

    def _reset(self, forms: Sequence[str]) -> None:
        self._forms, self._count, self._rows = forms, 0, Ragged(3)

    def take(self, forms: Sequence[str], items: Ints) -> tuple[Ints, Ints]:
        """Return how many values each item has, and these: block, row in all blocks, whether it is sure."""
        if self._forms is not forms:
            self._reset(forms)
        if self._count < len(forms):
            entries, phrases = term_entries(self._side), _phrases_by_word(self._side)
            self._rows.extend(
                [
                    _values(form, self._side) if form in entries or form in phrases else []
                    for form in forms[self._count :]
                ]
            )
            self._count = len(forms)
        return self._rows.take(items)


@cache
def _term_rows(side: Side) -> _TermRows:
    return _TermRows(side)


_ROW_NUMBERS: Interner[tuple[int, int]] = Interner()


def _values(form: str, side: Side) -> list[tuple[int, int, int]]:
    """Return the block and row of the terms that a word may be, and whether it is the same term wherever it is."""
    entries, phrases = term_entries(side).get(form, ()), _phrases_by_word(side).get(form, ())
    terms = {(meaning.block, meaning.rows) for entry in entries if not entry.rest for meaning in entry.meanings}
    terms.update(phrases)
    blocks = Counter(block for block, _ in terms)
    doubtful = {block for block, _ in phrases}  # the rest of the phrase may not be there
    return sorted(
        {
            (block, _ROW_NUMBERS[block, row], blocks[block] == 1 and block not in doubtful)
            for block, rows in terms
            for row in rows
        }
    )


@cache
def _phrases_by_word(side: Side) -> dict[str, set[tuple[int, tuple[int, ...]]]]:
    """Return the blocks and rows of the phrases of each word that is the rarest of one."""
    entries = term_entries(side)
    phrases = [
        ((first, *entry.rest), entry.meanings) for first, group in entries.items() for entry in group if entry.rest
    ]
    frequency = Counter(word for words, _ in phrases for word in words)
    for word in frequency:
        frequency[word] += sum(not entry.rest for entry in entries.get(word, ()))
    found: dict[str, set[tuple[int, tuple[int, ...]]]] = {}
    for words, meanings in phrases:
        word = min(words, key=lambda word: (word in FUNCTION_WORDS[side], frequency[word], -len(word)))
        found.setdefault(word, set()).update((meaning.block, meaning.rows) for meaning in meanings)
    return found
