"""The numbers of a text's tokens, each word looked up once.

Texts repeat the same words, so what the tokenizer makes of a word is kept. A
text is split by a pattern as the tokenizer would split it, if it has none but
common characters; any other is left to the tokenizer itself.
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

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

REMEMBERED = 100_000  # words that are kept
_LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100)]))  # no soft hyphen
COMMON = f"{_LATIN}ŒœŸ‘’“”–—…€\u2009\u202f\n\t"
_MARKS = "".join(c for c in COMMON if c in string.punctuation or category(c)[0] == "P")
_COMMON = re.compile(f"[{re.escape(COMMON)}]*")
_WORD = re.compile(rf"[^\s{re.escape(_MARKS)}]+|[{re.escape(_MARKS)}]")
# Perhaps one number whose parts are put together, or a word too long to be kept.
_HARD = re.compile("\\d[ \u00a0\u202f\u2009,.]\\d{3}|\\S{64}")
Ids = tuple[int, ...]
Floats = NDArray[np.float32]
Found = TypeVar("Found")
Way = Callable[[Sequence[str]], Iterator[Found]]


class Split(NamedTuple):
    """Words of a text: where they begin and end in it (n,), and of each the numbers of its pieces."""

    starts: Sequence[int]
    ends: Sequence[int]
    ids: Sequence[Ids]


def word_rows(words: Sequence[Ids], rows: NDArray[np.int8], scale: Floats) -> Floats:
    """A vector for each word, the sum of its pieces' rows, each times its scale: (words, d)."""
    ids = np.array(list(chain.from_iterable(words)), np.intp)
    sizes = np.array(list(map(len, words)), np.int64)
    first = sizes.cumsum() - sizes
    vectors = rows[ids[first]] * scale[ids[first]][:, None]
    for more in range(1, int(sizes.max(initial=1))):  # few words have many; add.reduceat is slow on short runs
        rest = np.flatnonzero(sizes > more)
        some = ids[first[rest] + more]
        vectors[rest] += rows[some] * scale[some][:, None]
    return vectors


def ranges(first: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The whole numbers from each first one on, so many of each."""
    return np.arange(sizes.sum()) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)


class Pieces:
    """What a tokenizer makes of texts."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, Ids] = {}
        self._agreed = self._agrees()

    def _agrees(self) -> bool:
        """Whether the pattern splits as the tokenizer does, which another model's need not."""
        probe = " ".join(f"a{c}a {c} b{c}c 1{c}2" for c in COMMON)
        return list(self._quickly([probe])) == [self._tokenizer.encode(probe, add_special_tokens=False).ids]

    def ids(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """The pieces of each text."""
        return self._each(texts, self._quickly, self._slowly)

    def words(self, texts: Sequence[str]) -> Iterator[Split]:
        """The words of each text: runs of letters and figures, and single marks."""
        return self._each(texts, self._quick_words, self._slow_words)

    def _each(self, texts: Sequence[str], quick: Way[Found], slow: Way[Found]) -> Iterator[Found]:
        """Each text by the quick way if it can go, the others by the slow one; in their order."""
        easy = [self._agreed and _COMMON.fullmatch(text) is not None and not _HARD.search(text) for text in texts]
        found = quick(list(compress(texts, easy)))
        others = slow(list(compress(texts, map(not_, easy))))
        return (next(found if is_easy else others) for is_easy in easy)

    def _quickly(self, texts: Sequence[str]) -> Iterator[list[int]]:
        words = [_WORD.findall(text) for text in texts]
        known = self._learn(words)
        return (list(chain.from_iterable(map(known.__getitem__, some))) for some in words)

    def _quick_words(self, texts: Sequence[str]) -> Iterator[Split]:
        words, starts = [], []
        for text in texts:
            found = list(_WORD.finditer(text))
            words.append([match[0] for match in found])
            starts.append([match.start() for match in found])
        known = self._learn(words)
        for own, begins in zip(words, starts, strict=True):
            yield Split(begins, list(map(add, begins, map(len, own))), [known[word] for word in own])

    def _slowly(self, texts: Sequence[str]) -> Iterator[list[int]]:
        return (found.ids for found in self._for(texts).encode_batch_fast(texts, add_special_tokens=False))

    def _slow_words(self, texts: Sequence[str]) -> Iterator[Split]:
        return map(_words, texts, self._for(texts).encode_batch(texts, add_special_tokens=False))

    def _learn(self, texts: Sequence[Sequence[str]]) -> Mapping[str, Ids]:
        """The pieces of these words, and of some that were met before."""
        words = set(chain.from_iterable(texts))
        if len(self._known) > REMEMBERED:
            self._known = {}
        new = list(words.difference(self._known))
        found = self._tokenizer.encode_batch_fast(new, add_special_tokens=False)
        self._known.update(zip(new, (tuple(one.ids) for one in found), strict=True))
        return self._known

    def _for(self, texts: Sequence[str]) -> Tokenizer:
        """The tokenizer for these texts: to compose those that are composed, as nearly all are, would cost a third."""
        return self._tokenizer if all(is_normalized("NFC", text) for text in texts) else self._composing

    @cached_property
    def _composing(self) -> Tokenizer:
        from tokenizers import normalizers

        tokenizer: Tokenizer = type(self._tokenizer).from_str(self._tokenizer.to_str())
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), self._tokenizer.normalizer])
        return tokenizer


def _words(text: str, encoding: Encoding) -> Split:
    numbers: NDArray[np.int64] = np.array([-1, *encoding.word_ids, -1], np.int64)
    borders = numbers[1:] != numbers[:-1]
    first, last = np.flatnonzero(borders[:-1]).tolist(), np.flatnonzero(borders[1:]).tolist()
    spans, ids = encoding.offsets, encoding.ids
    ends = [_end(text, spans[at][1]) for at in last]
    own = [tuple(ids[begin : end + 1]) for begin, end in zip(first, last, strict=True)]
    return Split([spans[at][0] for at in first], ends, own)


def _end(text: str, end: int) -> int:
    """Where a token ends with its accents: the tokenizer drops them, and leaves one that comes last outside."""
    while end < len(text) and category(text[end]) == "Mn":
        end += 1
    return end
