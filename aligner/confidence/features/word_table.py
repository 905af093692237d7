"""What is known of the words of texts, each stretch between two spaces looked into once.

Texts repeat themselves. What the encoder, the lexicon and the tables of a language say of a stretch is kept as rows of
numbers, and what is known of a text is put together from its stretches, so many texts at a time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import chain
from threading import Lock
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.surface import READ, Letters, letters
from aligner.encoders import load_embedded
from aligner.encoders.static import LONGEST
from aligner.encoders.tokenizer import Ids, Split, ranges
from aligner.text.entities import names, numbers
from aligner.text.entities.numbers import may_contain_number
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import folded_words
from aligner.types import SIDES, Side

REMEMBERED = 100_000  # stretches that are kept
KEPT = 4_000_000  # characters of them
MOST = 600  # words of a text that are looked at
_SPACE = np.array([chr(point).isspace() for point in range(0x3001)] + [False])
# A space between the figures of one number is none.
_GROUPED = re.compile("(\\d)[ \u00a0\u202f\u2009](?=\\d{3}(?!\\d))")
_JOINT = "\ue000"
Ints = NDArray[np.int64]
Key = TypeVar("Key")


class WordTable(NamedTuple):
    """The words and marks of some texts of a language, text after text; of each text `MOST` at most.

    Attributes
    ----------
    sizes, ends : (texts,) words of each, and where the next one's begin
    starts, stops : (words,) half-open offsets into the text
    kinds : each different word, by the numbers of its pieces
    kind : (words,) which of them
    entries : (words,) of the lexicon; -1 for a word that has none, or that says nothing by itself
    spellings : (words,) equal for words that are spelt alike, but for accents, in whichever language; -1 for those
        that are not looked up
    spelt : the spellings by their numbers
    plain : (words,) 1 for one that stands as in a dictionary, 0 for one that is inflected, or has no entry
    letters : the runs of letters of the texts
    may_contain_number, may_name : (texts,) whether any number, and any name, may be found in each
    """

    sizes: Ints
    ends: Ints
    starts: Ints
    stops: Ints
    kinds: Sequence[Ids]
    kind: Ints
    entries: Ints
    spellings: Ints
    spelt: Sequence[str]
    plain: Ints
    letters: Letters
    may_contain_number: NDArray[np.bool_]
    may_name: NDArray[np.bool_]


class Interner(dict[Key, int]):
    """Numbers of things, given in the order in which they are asked for; `order` has the things."""

    def __init__(self) -> None:
        self.order = list[Key]()

    def __missing__(self, key: Key) -> int:
        number = self[key] = len(self.order)
        self.order.append(key)
        return number


class Ragged:
    """Rows of whole numbers, some for each of a growing number of items."""

    def __init__(self, width: int) -> None:
        self._rows = np.zeros((0, width), np.int32)
        self._ends = np.zeros(1, np.int64)
        self._size = 0

    def extend(self, items: Sequence[Sequence[Sequence[int]]]) -> None:
        """Take in more items."""
        rows, begin, old = list(chain.from_iterable(items)), int(self._ends[self._size]), self._size
        self._size += len(items)
        self._rows = _with_room(self._rows, begin + len(rows))
        self._ends = _with_room(self._ends, self._size + 1)
        if rows:
            self._rows[begin : begin + len(rows)] = rows
        self._ends[old + 1 : self._size + 1] = begin + np.cumsum(list(map(len, items)))

    def take(self, items: Ints) -> tuple[Ints, Ints]:
        """How many rows each of some items has, (items,), and the rows, item after item."""
        first = self._ends[items]
        sizes = self._ends[items + 1] - first
        return sizes, self._rows[ranges(first, sizes)].astype(np.int64, order="F")


def _with_room(held: NDArray[Any], size: int) -> NDArray[Any]:
    more = max(size, 2 * len(held)) - len(held)
    return held if size <= len(held) else np.concatenate([held, np.zeros((more, *held.shape[1:]), held.dtype)])


class WordTableCache:
    """What was met so far; `load_word_table_cache` gives the one of this process, for all its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._encoder, self._lexicon = load_embedded(), load_lexicon()
        self._forget()

    def _forget(self) -> None:
        self._known: dict[Side, dict[str, int]] = {side: {} for side in SIDES}
        self._words: dict[Side, Ragged] = {side: Ragged(6) for side in SIDES}
        self._letters: dict[Side, Ragged] = {side: Ragged(2) for side in SIDES}
        self._hints: dict[Side, Ragged] = {side: Ragged(2) for side in SIDES}
        self._kinds, self._spellings, self._runs = Interner[Ids](), Interner[str](), Interner[str]()
        self._characters = 0

    def read(self, pairs: Sequence[tuple[str, str]]) -> tuple[WordTable, WordTable]:
        """The words of both sides of some pairs."""
        with self._lock:
            if self._characters > KEPT or max(map(len, self._known.values())) > REMEMBERED:
                self._forget()
            return self._read([en for en, _ in pairs], "en"), self._read([fr for _, fr in pairs], "fr")

    def _read(self, texts: Sequence[str], side: Side) -> WordTable:
        row = _GROUPED.sub(rf"\1{_JOINT}", "\n".join(text[:LONGEST] for text in texts))
        stretches = row.split()
        known = self._known[side]
        self._learn(list(dict.fromkeys(each for each in stretches if each not in known)), side)
        numbers = np.fromiter(map(known.__getitem__, stretches), np.int64, len(stretches))
        begins = np.cumsum([0, *(min(len(text), LONGEST) + 1 for text in texts)])
        places = _starts(row)
        text = np.searchsorted(begins, places, side="right") - 1
        places -= begins[text]
        sizes, rows = self._words[side].take(numbers)
        owner = np.repeat(text, sizes)
        counts = np.bincount(owner, minlength=len(texts))
        start, end, kind, entry, spelling, plain = rows.T
        start, end = start + np.repeat(places, sizes), end + np.repeat(places, sizes)
        beyond = start >= READ
        entry[beyond] = spelling[beyond] = -1
        if counts.max(initial=0) > MOST:
            kept = ranges(np.cumsum(counts) - counts, np.minimum(counts, MOST))
            start, end, kind, entry, spelling, plain = (
                each[kept] for each in (start, end, kind, entry, spelling, plain)
            )
            counts = np.minimum(counts, MOST)
        used, which = np.unique(kind, return_inverse=True)
        near = places < READ
        runs, marked = self._letters[side].take(numbers[near])
        inside = np.repeat(text[near], runs)
        kinds = [self._kinds.order[at] for at in used.tolist()]
        return WordTable(
            counts, np.cumsum(counts), start, end, kinds, which, entry, spelling, self._spellings.order, plain,
            Letters(np.bincount(inside, minlength=len(texts)), inside, *marked.T),
            *self._hinted(numbers, text, len(texts), side),
        )  # fmt: skip

    def _hinted(self, numbers: Ints, text: Ints, count: int, side: Side) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Whether each text may have numbers and names, by what its stretches hint at."""
        _, (counted, named) = (each.T for each in self._hints[side].take(numbers))
        hints = np.zeros(count, np.int64)
        np.bitwise_or.at(hints, text, counted)
        first = np.append(-1, text[:-1]) != text
        names = np.bincount(text, named, count) - np.bincount(text[first], named[first] == 1, count)
        return may_contain_number(hints), names > 0

    def _learn(self, stretches: Sequence[str], side: Side) -> None:
        """Look into stretches that were not met before."""
        plain = [each.replace(_JOINT, " ") for each in stretches]
        words = [self._rows(*each, side) for each in zip(plain, self._encoder.words(plain), strict=True)]
        hints = [[(numbers.number_hint(each, side), names.name_hint(each))] for each in plain]
        runs = [[(self._runs[word], marks) for word, marks in letters(each, side)] for each in plain]
        # All is known of them, or nothing.
        self._words[side].extend(words)
        self._hints[side].extend(hints)
        self._letters[side].extend(runs)
        known = self._known[side]
        known.update(zip(stretches, range(len(known), len(known) + len(stretches)), strict=True))
        self._characters += sum(map(len, stretches))

    def _rows(self, stretch: str, split: Split, side: Side) -> list[list[int]]:
        """Of each word of a stretch where it begins and ends, its kind, its entry, its spelling, and if it is plain."""
        rows = [
            [start, end, self._kinds[ids], -1, -1, 0]
            for start, end, ids in zip(split.starts, split.ends, split.ids, strict=True)
        ]
        if rows:
            for word, start in zip(*folded_words(stretch, side), strict=True):
                entry, bare = self._lexicon.look_up(word, side)
                if bare:
                    plain = entry >= 0 and self._lexicon.name(entry, side) == word
                    at = min(bisect_left(split.starts, start), len(rows) - 1)
                    rows[at][3:] = entry, self._spellings[bare], plain
        return rows


def _starts(row: str) -> Ints:
    """Where the stretches of a text begin."""
    points = np.frombuffer(row.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    gap = np.append(True, _SPACE[np.minimum(points, len(_SPACE) - 1)])
    return np.flatnonzero(gap[:-1] & ~gap[1:])


@cache
def load_word_table_cache() -> WordTableCache:
    """The one of this process."""
    return WordTableCache()
