"""Tables of the words of many texts, assembled from a cache of chunks.

Texts repeat themselves. What the encoder, the lexicon and the tables of a language know of a chunk, which is the text
between two spaces, is kept as rows of integers; the rows of many texts are put together with array operations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.static import MAX_TEXT_CHARS
from aligner.encoders.tokenizer import PieceIds, concatenated_ranges
from aligner.text.entities.numbers.find import may_contain_number
from aligner.text.words.chunks import ChunkReader
from aligner.text.words.interning import Ragged
from aligner.text.words.letters import MAX_READ_CHARS, LetterRuns
from aligner.types import SIDES, Ints, Side

MAX_CHUNKS, MAX_CHARACTERS = 100_000, 4_000_000  # in the cache, by language
BATCH_CHUNKS = 10_000  # new ones whose rows are in memory as lists
MAX_TOKENS, MAX_WORDS = 600, 400  # of a text that are read
_SPACE = np.array([chr(point).isspace() for point in range(0x3001)] + [False])
# A space between the digits of one number separates no chunks.
_GROUPED_DIGITS = re.compile("(\\d)[ \u00a0\u202f\u2009](?=\\d{3}(?!\\d))")
_JOINT = "\ue000"


class Words(NamedTuple):
    """The words of some texts as `tokens.tokenize` splits them, text after text; no numbers and no marks.

    Attributes
    ----------
    sizes, ends : (texts,) int
        Words of each text, and where the next text's begin.
    starts, stops : (words,) int
        Half-open offsets into the text.
    token : (words,) int
        The row of the word's first token in the table; -1 beyond the tokens that are read.
    kind : (words,) int
        Index into `WordTable.kinds`; -1 for a word in which no token begins.
    form : (words,) int
        Index into `forms`.
    forms : sequence of str
        Folded words; the list may grow when other texts are read.
    """

    sizes: Ints
    ends: Ints
    starts: Ints
    stops: Ints
    token: Ints
    kind: Ints
    form: Ints
    forms: Sequence[str]


class WordTable(NamedTuple):
    """The tokens of some texts of one side as the encoder splits them, text after text, at most `MAX_TOKENS` each.

    Attributes
    ----------
    sizes, ends : (texts,) int
        Tokens of each text, and where the next text's begin.
    starts, stops : (tokens,) int
        Half-open offsets into the text.
    kinds : sequence of tuple of int
        The different tokens and words, by the ids of their pieces.
    kind : (tokens,) int
        Index into `kinds`.
    entries : (tokens,) int
        Lexicon entry; -1 for none, and for function words.
    spellings : (tokens,) int
        Index into `spelt`, equal for tokens of the same letters without accents in either language; -1 for tokens
        that are not looked up.
    spelt : sequence of str
        The spellings.
    plain : (tokens,) int
        1 for a token in its dictionary form, else 0.
    letters : LetterRuns
        The runs of letters of the texts.
    may_contain_number, may_name : (texts,) bool
        Whether any number, and any name, may be found in each text.
    words : Words
        The words of the texts.
    """

    sizes: Ints
    ends: Ints
    starts: Ints
    stops: Ints
    kinds: Sequence[PieceIds]
    kind: Ints
    entries: Ints
    spellings: Ints
    spelt: Sequence[str]
    plain: Ints
    letters: LetterRuns
    may_contain_number: NDArray[np.bool_]
    may_name: NDArray[np.bool_]
    words: Words


def span_of(table: WordTable | Words, text: int) -> slice:
    """Return the rows of a text in a table."""
    end = int(table.ends[text])
    return slice(end - int(table.sizes[text]), end)


def places_of_words(table: WordTable) -> Ints:
    """Return for each token, (tokens,), the index of its word in its text; -1 for tokens outside words."""
    words, room = table.words, MAX_TEXT_CHARS + 1
    texts = np.arange(len(table.sizes))
    begins = np.repeat(texts, words.sizes) * room + words.starts
    text = np.repeat(texts, table.sizes)
    word = np.searchsorted(begins, text * room + table.starts, side="right") - 1
    first = (words.ends - words.sizes)[text]
    inside = (word >= first) & (table.starts < np.append(words.stops, 0)[word])
    return np.where(inside, word - first, -1)


class _Chunks(NamedTuple):
    """The chunks of some texts: the number of each in the cache, its text and offset, and how many texts there are."""

    numbers: Ints
    text: Ints
    places: Ints
    texts: int


class WordTableCache:
    """The chunks that were read so far; `load_word_table_cache` returns the one of this process, for all its threads.

    Parameters
    ----------
    max_chunks : int
        Chunks of a language from which the cache is emptied before the next texts.
    """

    def __init__(self, max_chunks: int = MAX_CHUNKS) -> None:
        self._lock = Lock()
        self._max_chunks = max_chunks
        self._clear()

    def _clear(self) -> None:
        self._known: dict[Side, dict[str, int]] = {side: {} for side in SIDES}
        self._tokens: dict[Side, Ragged] = {side: Ragged(6) for side in SIDES}
        self._words: dict[Side, Ragged] = {side: Ragged(5) for side in SIDES}
        self._letters: dict[Side, Ragged] = {side: Ragged(2) for side in SIDES}
        self._hints: dict[Side, Ragged] = {side: Ragged(2) for side in SIDES}
        self._reader = ChunkReader()
        self._characters = 0

    def read(self, pairs: Sequence[tuple[str, str]]) -> tuple[WordTable, WordTable]:
        """Return the tables of both sides of some pairs of texts."""
        return self.read_sides([en for en, _ in pairs], [fr for _, fr in pairs], SIDES)

    def read_sides(
        self, left: Sequence[str], right: Sequence[str], sides: tuple[Side, Side]
    ) -> tuple[WordTable, WordTable]:
        """Return the tables of some texts and of others, which may be of the same language."""
        with self._lock:
            if self._characters > MAX_CHARACTERS or max(map(len, self._known.values())) > self._max_chunks:
                self._clear()
            return self._read(left, sides[0]), self._read(right, sides[1])

    def _read(self, texts: Sequence[str], side: Side) -> WordTable:
        chunks = self._split(texts, side)
        sizes, rows = self._tokens[side].take(chunks.numbers)
        owner = np.repeat(chunks.text, sizes)
        counts = np.bincount(owner, minlength=len(texts))
        words = self._read_words(chunks, np.cumsum(sizes) - sizes, counts, side)
        start, end, kind, entry, spelling, plain = rows.T
        places = np.repeat(chunks.places, sizes)
        start, end = start + places, end + places
        beyond = start >= MAX_READ_CHARS
        entry[beyond] = spelling[beyond] = -1
        if counts.max(initial=0) > MAX_TOKENS:
            kept = concatenated_ranges(np.cumsum(counts) - counts, np.minimum(counts, MAX_TOKENS))
            start, end, kind, entry, spelling, plain = (
                column[kept] for column in (start, end, kind, entry, spelling, plain)
            )
            counts = np.minimum(counts, MAX_TOKENS)
        used, which = np.unique(np.concatenate([[-1], kind, words.kind]), return_inverse=True)
        kind, word_kind = which[1 : len(kind) + 1] - 1, which[len(kind) + 1 :] - 1
        kinds = [self._reader.kinds.order[number] for number in used[1:].tolist()]
        return WordTable(
            counts, np.cumsum(counts), start, end, kinds, kind, entry, spelling, self._reader.spellings.order, plain,
            self._read_letters(chunks, side), *self._read_hints(chunks, side), words._replace(kind=word_kind),
        )  # fmt: skip

    def _split(self, texts: Sequence[str], side: Side) -> _Chunks:
        """Split texts into chunks, and read those that are new."""
        row = _GROUPED_DIGITS.sub(rf"\1{_JOINT}", "\n".join(text[:MAX_TEXT_CHARS] for text in texts))
        chunks = row.split()
        known = self._known[side]
        self._learn(list(dict.fromkeys(chunk for chunk in chunks if chunk not in known)), side)
        numbers = np.fromiter(map(known.__getitem__, chunks), np.int64, len(chunks))
        begins = np.cumsum([0, *(min(len(text), MAX_TEXT_CHARS) + 1 for text in texts)])
        places = _chunk_starts(row)
        text = np.searchsorted(begins, places, side="right") - 1
        return _Chunks(numbers, text, places - begins[text], len(texts))

    def _read_words(self, chunks: _Chunks, first_token: Ints, tokens_of_text: Ints, side: Side) -> Words:
        sizes, rows = self._words[side].take(chunks.numbers)
        text = np.repeat(chunks.text, sizes)
        start, end, token, kind, form = rows.T
        places = np.repeat(chunks.places, sizes)
        start, end = start + places, end + places
        counts = np.bincount(text, minlength=chunks.texts)
        # The index of the first token within its text, then in the table, where long texts are cut.
        token = token + np.repeat(first_token, sizes) - (np.cumsum(tokens_of_text) - tokens_of_text)[text]
        cut = np.minimum(tokens_of_text, MAX_TOKENS)
        token = np.where(token < MAX_TOKENS, token + (np.cumsum(cut) - cut)[text], -1)
        if counts.max(initial=0) > MAX_WORDS:
            kept = concatenated_ranges(np.cumsum(counts) - counts, np.minimum(counts, MAX_WORDS))
            start, end, token, kind, form = (column[kept] for column in (start, end, token, kind, form))
            counts = np.minimum(counts, MAX_WORDS)
        return Words(counts, np.cumsum(counts), start, end, token, kind, form, self._reader.forms[side].order)

    def _read_letters(self, chunks: _Chunks, side: Side) -> LetterRuns:
        near = chunks.places < MAX_READ_CHARS
        runs, marked = self._letters[side].take(chunks.numbers[near])
        inside = np.repeat(chunks.text[near], runs)
        return LetterRuns(np.bincount(inside, minlength=chunks.texts), inside, *marked.T)

    def _read_hints(self, chunks: _Chunks, side: Side) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return whether each text may contain numbers and names, by the hints of its chunks."""
        _, (counted, named) = (column.T for column in self._hints[side].take(chunks.numbers))
        hints = np.zeros(chunks.texts, np.int64)
        np.bitwise_or.at(hints, chunks.text, counted)
        first = np.append(-1, chunks.text[:-1]) != chunks.text
        found = np.bincount(chunks.text, named, chunks.texts)
        found -= np.bincount(chunks.text[first], named[first] == 1, chunks.texts)
        return may_contain_number(hints), found > 0

    def _learn(self, chunks: Sequence[str], side: Side) -> None:
        """Read chunks that are not in the cache."""
        for first in range(0, len(chunks), BATCH_CHUNKS):
            self._learn_batch(chunks[first : first + BATCH_CHUNKS], side)

    def _learn_batch(self, chunks: Sequence[str], side: Side) -> None:
        rows = list(self._reader.read([chunk.replace(_JOINT, " ") for chunk in chunks], side))
        # Everything is added, or nothing, so that an error leaves the tables in step.
        self._tokens[side].extend([chunk.tokens for chunk in rows])
        self._words[side].extend([chunk.words for chunk in rows])
        self._hints[side].extend([(chunk.hints,) for chunk in rows])
        self._letters[side].extend([chunk.runs for chunk in rows])
        known = self._known[side]
        known.update(zip(chunks, range(len(known), len(known) + len(chunks)), strict=True))
        self._characters += sum(map(len, chunks))


def _chunk_starts(row: str) -> Ints:
    """Return where the chunks of a text begin."""
    points = np.frombuffer(row.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    gap = np.append(True, _SPACE[np.minimum(points, len(_SPACE) - 1)])
    return np.flatnonzero(gap[:-1] & ~gap[1:])


@cache
def load_word_table_cache() -> WordTableCache:
    """Return the cache of this process."""
    return WordTableCache()
