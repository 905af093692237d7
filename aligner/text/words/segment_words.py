"""The words of aligned segments, matched with each other: read once for each pair of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from aligner.encoders import load_embedded
from aligner.text.words.kind_vectors import KindVectors
from aligner.text.words.lexicon import MIN_TRANSLATION_PROBABILITY
from aligner.text.words.tokens import Word
from aligner.text.words.word_alignment import linked_words
from aligner.text.words.word_evidence import WordEvidence
from aligner.text.words.word_marks import WordMarks, capitals_of
from aligner.text.words.word_shares import by_word, equal_stems, token_probabilities
from aligner.text.words.word_table import Words, WordTable, load_word_table_cache, span_of
from aligner.types import Doubles, Floats, Ints, Side

MIN_WORD_COSINE = 0.55  # cosine of two words from which they count as translations of each other
BATCH_SIZE = 64  # segments whose word vectors are gathered at a time
Links = dict[int, int]
Moves = Mapping[int, tuple[Sequence[int], Sequence[int]]]


class PairWords:
    """The words of all segments of two texts.

    Parameters
    ----------
    texts : pair of sequences of str
        The texts of each segment, by side.
    sides : pair of Side
        Their languages, which may be the same.
    tables : pair of WordTable
        The words of these texts.
    vectors : pair of KindVectors
        The vectors of the tables' `kinds`.
    evidence : WordEvidence, optional
        What is known about the tokens of texts in two languages.
    """

    def __init__(
        self,
        texts: tuple[Sequence[str], Sequence[str]],
        sides: tuple[Side, Side],
        tables: tuple[WordTable, WordTable],
        vectors: tuple[KindVectors, KindVectors],
        evidence: WordEvidence | None = None,
    ) -> None:
        self.texts, self.sides, self._vectors = texts, sides, vectors
        self.tables, self.evidence = tables, evidence
        self.words: tuple[Words, Words] = (tables[0].words, tables[1].words)
        if sides[0] == sides[1]:
            self._shares = equal_stems(tables, sides[0])
        else:
            known = (evidence.sides[0].share, evidence.sides[1].share) if evidence else token_probabilities(*tables)
            self._shares = by_word(known[0], self.words[0]), by_word(known[1], self.words[1])
        self._segments: dict[int, SegmentWords] = {}

    def __len__(self) -> int:
        """Return the number of segments."""
        return len(self.texts[0])

    def __getitem__(self, index: int) -> SegmentWords:
        """Return the words of a segment, seen from the first side."""
        if index not in self._segments:
            self._segments[index] = SegmentWords(self, index)
        return self._segments[index]

    def moved(self, passages: tuple[Sequence[str], Sequence[str]], moves: tuple[Moves, Moves]) -> PairWords:
        """Return the same words in other texts, which differ in the space between sentences only.

        Parameters
        ----------
        passages : pair of sequences of str
            The other texts.
        moves : pair of mappings of int to pair of sequences of int
            By segment, the offsets from which words move, and by how much.
        """
        other = copy(self)
        other.texts, other._segments = passages, {}
        other.words = _moved(self.words[0], moves[0]), _moved(self.words[1], moves[1])
        return other

    @cached_property
    def known(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Per side, (words,): whether a word is a content word that can be looked up."""
        return ~np.isnan(self._shares[0]), ~np.isnan(self._shares[1])

    @cached_property
    def uncovered(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Per side, (words,): whether no word of the other side translates a known word."""
        return self._uncovered(0), self._uncovered(1)

    def _uncovered(self, side: int) -> NDArray[np.bool_]:
        own, other = self.words[side], self.words[1 - side]
        out = np.asarray(self._shares[side] <= MIN_TRANSLATION_PROBABILITY)
        for first in range(0, len(self), BATCH_SIZE):
            last = min(first + BATCH_SIZE, len(self)) - 1
            span, span_there = _rows_from(own, first, last), _rows_from(other, first, last)
            doubtful = span.start + np.flatnonzero(out[span])
            rows = self._units(side, own.kind[doubtful])
            columns = self._units(1 - side, other.kind[span_there])
            segments = np.searchsorted(own.ends, doubtful, side="right")
            bounds = [0, *(np.flatnonzero(np.diff(segments)) + 1).tolist(), len(doubtful)]
            for begin, end in pairwise(bounds if len(doubtful) else ()):
                there = span_of(other, int(segments[begin]))
                there = slice(there.start - span_there.start, there.stop - span_there.start)
                cosines = rows[begin:end] @ columns[there].T
                out[doubtful[begin:end]] = cosines.max(axis=1, initial=0) < MIN_WORD_COSINE
        return out

    def _units(self, side: int, kind: Ints) -> Floats:
        table, rows = self._vectors[side].select(kind)
        return np.asarray(table.units[rows])

    def counts(self, marks: NDArray[np.bool_], side: int) -> Ints:
        """Return how many words of a side, (words,), are marked in each segment, (segments,)."""
        own = self.words[side]
        total = np.append(0, np.cumsum(marks, dtype=np.int64))
        return np.asarray(total[own.ends] - total[own.ends - own.sizes])

    def marked(self, marks: WordMarks) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return for each segment, (segments,), whether any word has a mark, by side."""
        left, right = (
            self.counts(marks.of(words, side), index) > 0
            for index, (words, side) in enumerate(zip(self.words, self.sides, strict=True))
        )
        return left, right

    @cached_property
    def coverages(self) -> tuple[Doubles, Doubles]:
        """Per side, (segments,): share of the known words that the other side translates, 1 if none is known."""
        known, uncovered = (
            [self.counts(marks[side], side) for side in (0, 1)] for marks in (self.known, self.uncovered)
        )
        return 1 - uncovered[0] / np.maximum(1, known[0]), 1 - uncovered[1] / np.maximum(1, known[1])

    @cached_property
    def capitals(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Per side, (words,): whether a word begins with a capital."""
        return capitals_of(self.texts[0], self.words[0]), capitals_of(self.texts[1], self.words[1])

    @cached_property
    def common_runs(self) -> Ints:
        """Count the runs of letters of each segment's first side that the second side has too, (segments,)."""
        left, right = self.tables[0].letters, self.tables[1].letters
        room = 1 + max(int(side.numbers.max(initial=0)) for side in (left, right))
        common = np.isin(left.text * room + left.numbers, right.text * room + right.numbers)
        return np.bincount(left.text[common], minlength=len(self))

    def links(self, index: int) -> Links:
        """Return the index of the second side's word by that of the first side's, for words linked to each other."""
        (left, here), (right, there) = (
            own.select(words.kind[span_of(words, index)]) for own, words in zip(self._vectors, self.words, strict=True)
        )
        return linked_words(left.rows[here], right.rows[there])


class SegmentWords:
    """The words of one segment, seen from one of its sides.

    Attributes
    ----------
    here, there : sequence of Word
        Its own words and those of the other side, at their offsets in the segment's texts.
    uncovered_here, uncovered_there : frozenset of int
        Indices of content words that no word of the other side translates.
    known_here : frozenset of int
        Indices of content words that can be looked up, covered or not.
    links, content_links : dict of int to int
        Index of the other side's word by that of this side's, for words, or content words, linked to each other.
    """

    def __init__(self, pair: PairWords, index: int, side: int = 0) -> None:
        self._pair, self._index, self._side = pair, index, side

    @property
    def text(self) -> str:
        """The segment's text on this side."""
        return self._pair.texts[self._side][self._index]

    @property
    def side(self) -> Side:
        """The language of this side."""
        return self._pair.sides[self._side]

    @cached_property
    def folded(self) -> list[str]:
        """The folded words of this side, which is all that most tests need."""
        words = self._pair.words[self._side]
        return [*map(words.forms.__getitem__, words.form[span_of(words, self._index)].tolist())]

    @property
    def starts(self) -> Sequence[int]:
        """Where the words of this side begin in its text."""
        words = self._pair.words[self._side]
        return words.starts[span_of(words, self._index)].tolist()  # type: ignore[no-any-return]

    @cached_property
    def here(self) -> Sequence[Word]:
        """The words of this side."""
        return self._read()

    @cached_property
    def there(self) -> Sequence[Word]:
        """The words of the other side."""
        return self.mirrored.here

    @cached_property
    def mirrored(self) -> SegmentWords:
        """The same segment seen from the other side."""
        other = SegmentWords(self._pair, self._index, 1 - self._side)
        other.__dict__["mirrored"] = self
        return other

    @cached_property
    def known_here(self) -> frozenset[int]:
        """Indices of words here that can be looked up."""
        return self._marked(self._pair.known[self._side])

    @cached_property
    def uncovered_here(self) -> frozenset[int]:
        """Indices of words here that no word of the other side translates."""
        return self._marked(self._pair.uncovered[self._side])

    @property
    def uncovered_there(self) -> frozenset[int]:
        """Indices of the other side's words that no word here translates."""
        return self.mirrored.uncovered_here

    @property
    def coverage(self) -> float:
        """Share of the known words here that the other side translates; 1 if none is known."""
        return 1 - len(self.uncovered_here) / max(1, len(self.known_here))

    @cached_property
    def links(self) -> Links:
        """Links from words here to words of the other side; computed when asked for, since most segments need none."""
        if self._side:
            return {two: one for one, two in self.mirrored.links.items()}
        return self._pair.links(self._index)

    @cached_property
    def content_links(self) -> Links:
        """Links between content words; an auxiliary may be linked to any word that is left over."""
        known_there = self.mirrored.known_here
        return {one: two for one, two in self.links.items() if one in self.known_here and two in known_there}

    def marked(self, marks: WordMarks) -> list[int]:
        """Return the indices of the words here that have a mark."""
        words = self._pair.words[self._side]
        found = np.flatnonzero(marks.of(words, self.side, span_of(words, self._index)))
        return found.tolist()

    def _marked(self, marks: NDArray[np.bool_]) -> frozenset[int]:
        return frozenset(np.flatnonzero(marks[span_of(self._pair.words[self._side], self._index)]).tolist())

    def _read(self) -> Sequence[Word]:
        text, words = self.text, self._pair.words[self._side]
        span = span_of(words, self._index)
        starts, stops = words.starts[span].tolist(), words.stops[span].tolist()
        texts = [text[start:stop] for start, stop in zip(starts, stops, strict=True)]
        return [*map(Word, texts, self.folded, starts, stops)]


def read_pair_words(here: Sequence[str], there: Sequence[str], sides: tuple[Side, Side]) -> PairWords:
    """Read the words of segments, `here[i]` aligned with `there[i]`."""
    tables = load_word_table_cache().read_sides(here, there, sides)
    vectors = KindVectors(tables[0].kinds), KindVectors(tables[1].kinds)
    return PairWords((here, there), sides, tables, vectors)


def word_vectors(tables: tuple[WordTable, WordTable]) -> tuple[Floats, Floats]:
    """Return a vector for each of the `kinds` of two tables, (kinds, d); not of unit length."""
    left, right = (load_embedded().vectors(table.kinds) for table in tables)
    return left, right


def _rows_from(table: Words, first: int, last: int) -> slice:
    """Return the rows of the texts from the first to the last."""
    return slice(int(table.ends[first] - table.sizes[first]), int(table.ends[last]))


def _moved(words: Words, moves: Moves) -> Words:
    if not moves:
        return words
    starts, stops = words.starts.copy(), words.stops.copy()
    for segment, (offsets, by) in moves.items():
        span = span_of(words, segment)
        shift = np.asarray(by)[np.searchsorted(offsets, starts[span], side="right") - 1]
        starts[span] += shift
        stops[span] += shift
    return words._replace(starts=starts, stops=stops)
