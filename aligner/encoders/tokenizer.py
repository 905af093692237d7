"""Tokenize texts into piece ids, looking up each distinct word once.

Texts repeat the same words, so the pieces of each word are kept. A text of common
characters is split into words by a pattern, in the same way as the tokenizer splits it;
all other texts are left to the tokenizer.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress
from operator import add, not_
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from unicodedata import category, is_normalized

import numpy as np
from numpy.typing import NDArray

from aligner.types import Floats, Ints

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MAX_CACHED_WORDS = 100_000
MAX_SINGLE_WORDS = 64  # new words that are encoded one by one: waking the threads of a batch costs more
_LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100)]))  # no soft hyphen
COMMON_CHARACTERS = f"{_LATIN}ŒœŸ‘’“”–—…€\u2009\u202f\n\t"
_PUNCTUATION = "".join(c for c in COMMON_CHARACTERS if c in string.punctuation or category(c)[0] == "P")
_COMMON_TEXT = re.compile(f"[{re.escape(COMMON_CHARACTERS)}]*")
_WORD_OR_MARK = re.compile(rf"[^\s{re.escape(_PUNCTUATION)}]+|[{re.escape(_PUNCTUATION)}]")
# A number in several parts, which the tokenizer may join, or a word too long to be kept.
_NUMBER_OR_LONG_WORD = re.compile("\\d[ \u00a0\u202f\u2009,.]\\d{3}|\\S{64}")
PieceIds = tuple[int, ...]
Result = TypeVar("Result")
Method = Callable[[Sequence[str]], Iterator[Result]]


class WordSplit(NamedTuple):
    """The words of a text: start and end offsets, and the piece ids of each word."""

    starts: Sequence[int]
    ends: Sequence[int]
    ids: Sequence[PieceIds]


def sum_piece_rows(words: Sequence[PieceIds], rows: NDArray[np.int8], scale: Floats) -> Floats:
    """Return a vector for each word, the sum of its pieces' rows times their scales: (words, d)."""
    ids = np.array(list(chain.from_iterable(words)), np.intp)
    sizes = np.array(list(map(len, words)), np.int64)
    first = sizes.cumsum() - sizes
    vectors = rows[ids[first]] * scale[ids[first]][:, None]
    for position in range(1, int(sizes.max(initial=1))):  # few words have many; add.reduceat is slow on short runs
        rest = np.flatnonzero(sizes > position)
        pieces = ids[first[rest] + position]
        vectors[rest] += rows[pieces] * scale[pieces][:, None]
    return vectors


def concatenated_ranges(first: Ints, sizes: Ints) -> Ints:
    """Concatenate ranges of integers, given the first integer and the size of each."""
    return np.arange(sizes.sum()) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)


class CachedTokenizer:
    """A tokenizer that keeps the pieces of the words it has met.

    Parameters
    ----------
    fast : bool
        Split texts of common characters by the pattern, if it agrees with the tokenizer.
    """

    def __init__(self, tokenizer: Tokenizer, *, fast: bool = True) -> None:
        self._tokenizer = tokenizer
        self._cache: dict[str, PieceIds] = {}
        self.fast = fast and self._pattern_agrees()

    @property
    def cached_words(self) -> int:
        """Number of words whose pieces are kept."""
        return len(self._cache)

    def ids(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Yield the piece ids of each text."""
        return self._dispatch(texts, self._fast_ids, self._slow_ids)

    def words(self, texts: Sequence[str]) -> Iterator[WordSplit]:
        """Yield the words of each text: runs of letters and digits, and single marks."""
        return self._dispatch(texts, self._fast_words, self._slow_words)

    def word_ids(self, words: Sequence[str]) -> list[PieceIds]:
        """Return the piece ids of single words of common letters, which the tokenizer does not split further."""
        if not self.fast:
            return [tuple(chain.from_iterable(split.ids)) for split in self.words(words)]
        pieces = self._look_up([words])
        return [pieces[word] for word in words]

    def _pattern_agrees(self) -> bool:
        """Return whether the pattern splits as the tokenizer does, which is not so for every model."""
        probe = " ".join(f"a{c}a {c} b{c}c 1{c}2" for c in COMMON_CHARACTERS)
        return list(self._fast_ids([probe])) == [self._tokenizer.encode(probe, add_special_tokens=False).ids]

    def _dispatch(self, texts: Sequence[str], fast: Method[Result], slow: Method[Result]) -> Iterator[Result]:
        """Yield the results of all texts in order, by the fast method where it is safe."""
        easy = [
            self.fast and _COMMON_TEXT.fullmatch(text) is not None and not _NUMBER_OR_LONG_WORD.search(text)
            for text in texts
        ]
        if all(easy):  # the tokenizer costs something even for no text
            return fast(texts)
        fast_results = fast(list(compress(texts, easy)))
        slow_results = slow(list(compress(texts, map(not_, easy))))
        return (next(fast_results if is_easy else slow_results) for is_easy in easy)

    def _fast_ids(self, texts: Sequence[str]) -> Iterator[list[int]]:
        words = [_WORD_OR_MARK.findall(text) for text in texts]
        pieces = self._look_up(words)
        return (list(chain.from_iterable(map(pieces.__getitem__, own))) for own in words)

    def _fast_words(self, texts: Sequence[str]) -> Iterator[WordSplit]:
        words, starts = [], []
        for text in texts:
            matches = list(_WORD_OR_MARK.finditer(text))
            words.append([match[0] for match in matches])
            starts.append([match.start() for match in matches])
        pieces = self._look_up(words)
        for own, own_starts in zip(words, starts, strict=True):
            own_ends = list(map(add, own_starts, map(len, own)))
            yield WordSplit(own_starts, own_ends, [pieces[word] for word in own])

    def _slow_ids(self, texts: Sequence[str]) -> Iterator[list[int]]:
        encodings = self._tokenizer_for(texts).encode_batch_fast(texts, add_special_tokens=False)
        return (encoding.ids for encoding in encodings)

    def _slow_words(self, texts: Sequence[str]) -> Iterator[WordSplit]:
        return map(_word_split, texts, self._tokenizer_for(texts).encode_batch(texts, add_special_tokens=False))

    def _look_up(self, texts: Sequence[Sequence[str]]) -> Mapping[str, PieceIds]:
        """Return the cache, with the pieces of these words added."""
        words = set(chain.from_iterable(texts))
        if len(self._cache) > MAX_CACHED_WORDS:
            self._cache = {}
        new = list(words.difference(self._cache))
        if len(new) <= MAX_SINGLE_WORDS:
            encodings = [self._tokenizer.encode(word, add_special_tokens=False) for word in new]
        else:
            encodings = self._tokenizer.encode_batch_fast(new, add_special_tokens=False)
        if new:
            self._cache.update(zip(new, (tuple(encoding.ids) for encoding in encodings), strict=True))
        return self._cache

    def _tokenizer_for(self, texts: Sequence[str]) -> Tokenizer:
        """Return the tokenizer for texts; composing those that are in NFC, as nearly all are, would cost a third."""
        return self._tokenizer if all(is_normalized("NFC", text) for text in texts) else self._composing_tokenizer

    @cached_property
    def _composing_tokenizer(self) -> Tokenizer:
        from tokenizers import normalizers

        tokenizer: Tokenizer = type(self._tokenizer).from_str(self._tokenizer.to_str())
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), self._tokenizer.normalizer])
        return tokenizer


def _word_split(text: str, encoding: Encoding) -> WordSplit:
    numbers: Ints = np.array([-1, *encoding.word_ids, -1], np.int64)
    borders = numbers[1:] != numbers[:-1]
    first, last = np.flatnonzero(borders[:-1]).tolist(), np.flatnonzero(borders[1:]).tolist()
    spans, ids = encoding.offsets, encoding.ids
    ends = [_end_with_accents(text, spans[index][1]) for index in last]
    pieces = [tuple(ids[begin : end + 1]) for begin, end in zip(first, last, strict=True)]
    return WordSplit([spans[index][0] for index in first], ends, pieces)


def _end_with_accents(text: str, end: int) -> int:
    """Return the end of a token with its combining accents: the tokenizer drops them, so a last one is outside."""
    while end < len(text) and category(text[end]) == "Mn":
        end += 1
    return end
