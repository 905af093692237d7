"""Which words of two texts are suspect: replaced, denied, out of order, or without a counterpart.

A small net sees each word with its neighbours, and the words around its likeliest counterpart, as vectors of its own;
it has learnt to tell the words of translations from those that were put in their place (replaced token detection,
Clark et al. 2020, with the other language beside it, as estimators of quality read it: Kim et al. 2017). What it makes
of the words is pooled into what it says of the pair. Made by scripts.training.word_errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.tokenizer import Ids, word_rows
from aligner.weights import model_arrays, models_folder

KINDS = ("replaced", "denied", "disordered", "uncovered")  # what may have been done to a word
SIDED = tuple(f"{what}_{kind}_{side}" for kind in KINDS for what in ("sum", "top") for side in ("en", "fr"))
FIGURES = (*(f"pair_{kind}" for kind in (*KINDS, "wrong")), *SIDED)
OWN = np.arange(-3, 4)  # the word and its neighbours
THERE = np.arange(-2, 3)  # its counterpart and that one's
EDGE = 3  # places of nothing on each side of a text
SCALARS = 14
LEAST = 0.003  # probability of a translation below which it is not less usual
USUAL = -1.5  # logarithm of what most translations have
FOLLOWED = 3  # words whose place a word decides: its own, and the two after it
STEEP = 6.0  # logarithm beyond which a word follows no better and no worse
FLOOR = -12.0  # log-odds that no word is below
TOGETHER = 1024  # words that are weighed at a time
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class TokenTable(NamedTuple):
    """The words of one side of some pairs, text after text.

    Attributes
    ----------
    kinds : the different words, each by the numbers of its pieces
    kind : (words,) which of them each word is
    sizes : (pairs,) words of each text
    place : (words,) which word of the other side's text is likest, 0 where that has none
    top : (words,) how like that is
    share : (words,) probability by the lexicon that the other side says it, nan where nothing is known
    follows : (words,) logarithm of how much likelier it is for the two words before it
    ends : (pairs,) the same of the end of the text
    """

    kinds: Sequence[Ids]
    kind: Ints
    sizes: Ints
    place: Ints
    top: Floats
    share: Floats
    follows: Floats
    ends: Floats


class NetInput(NamedTuple):
    """What the net is shown of each word: rows of the bordered tables of both sides, and figures of its own."""

    own: Ints  # (words, len(OWN))
    there: Ints  # (words, len(THERE) + 2)
    scalars: Floats  # (words, SCALARS)


class WordErrorScores(NamedTuple):
    """What came of it.

    Attributes
    ----------
    figures : (pairs, len(FIGURES))
        Log-odds of what may have been done to the pair, and for each kind and
        side how many words are suspect (logarithm) and the log-odds of the worst.
    words : for each side, (words, len(KINDS)), the log-odds of its words
    """

    figures: NDArray[np.float64]
    words: tuple[Floats, Floats]


def bordered(sizes: Ints) -> tuple[Ints, int]:
    """Where each text begins in a table with `EDGE` empty rows around every text, and how many rows that has."""
    ends = np.cumsum(sizes + 2 * EDGE)
    return ends - sizes - EDGE, int(ends[-1]) if len(ends) else 0


def numbered(sizes: Ints) -> tuple[Ints, Ints]:
    """Of each word which text it stands in, and its number there."""
    text = np.repeat(np.arange(len(sizes)), sizes)
    return text, np.arange(len(text)) - (np.cumsum(sizes) - sizes)[text]


def net_input(own: TokenTable, other: TokenTable) -> NetInput:
    """What is shown of the words of one side."""
    text, at = numbered(own.sizes)
    size, size_there = own.sizes[text], other.sizes[text]
    begins, begins_there = bordered(own.sizes)[0][text], bordered(other.sizes)[0][text]
    first, last = at == 0, at == size - 1
    # Where it ought to be by what stands before it, and by what follows.
    after = np.where(first, 0, np.roll(own.place, 1) + 1)
    before = np.where(last, size_there - 1, np.roll(own.place, -1) - 1)
    there = np.column_stack([own.place[:, None] + THERE, after, before]) + begins_there[:, None]
    partner = (np.cumsum(other.sizes) - other.sizes)[text] + own.place
    # Where the other text is empty there is no partner.
    lone = size_there == 0
    partner[lone] = len(other.place)
    back, share_there = np.append(other.place, -1)[partner], np.append(other.share, np.float32(np.nan))[partner]
    scalars = np.column_stack([
        own.top, back == at,
        ~np.isnan(own.share), _usual(own.share), ~np.isnan(share_there), _usual(share_there),
        np.where(first, 1, np.roll(own.top, 1)), np.where(last, 1, np.roll(own.top, -1)),
        4 * np.abs(at / np.maximum(size, 1) - own.place / np.maximum(size_there, 1)),
        np.log(size / 10), np.log(size / np.maximum(size_there, 1)),
        *(_later(own.follows, size - 1 - at, words) for words in range(FOLLOWED)),
    ]).astype(np.float32)  # fmt: skip
    return NetInput(begins[:, None] + at[:, None] + OWN, there, scalars)


def _later(follows: Floats, left: Ints, words: int) -> NDArray[np.float64]:
    """How well the word so many places on follows; even where the text has ended."""
    return np.where(left >= words, np.roll(follows, -words), 0).clip(-STEEP, STEEP) / 2


def _usual(share: Floats) -> NDArray[np.float64]:
    known = np.nan_to_num(share, nan=0.0)
    return np.where(np.isnan(share), 0.0, np.log(np.maximum(known, LEAST)) - USUAL)


class WordErrorNet:
    """The weights; `load_net` reads those of `models/word_errors`.

    Raises
    ------
    ModelMissingError
        When the file holds no such net.
    """

    def __init__(self, path: Path) -> None:
        with model_arrays(path, f"no net in {path}", "scripts.training.word_errors") as arrays:
            self._rows, self._scale = arrays["rows"], arrays["scale"].astype(np.float32)
            self._layers = {name: arrays[name].astype(np.float32) for name in arrays if "." in name}
            self._sides = arrays["sides"].astype(np.float32)

    @property
    def vocabulary(self) -> int:
        """How many pieces it knows: those of the encoder."""
        return len(self._rows)

    def weigh(self, en: TokenTable, fr: TokenTable) -> WordErrorScores:
        """Weigh the words of some pairs."""
        tables = [self._table(side) for side in (en, fr)]
        table = np.concatenate(tables)
        begins = 0, len(tables[0])
        found = [
            self._words(table, net_input(own, other), at, begins)
            for at, (own, other) in enumerate(((en, fr), (fr, en)))
        ]  # fmt: skip
        odds = [self._layer("word_out", hidden) for hidden in found]
        sizes = en.sizes, fr.sizes
        pooled = [
            pool
            for hidden, own in zip(found, sizes, strict=True)
            for pool in (_reduced(np.maximum, hidden, own, 0), _reduced(np.add, hidden, own, 0) / _some(own))
        ]
        pair = self._layer("pair_out", np.maximum(self._layer("pair", np.concatenate(pooled, axis=1)), 0))
        sums = [
            np.log1p(_reduced(np.add, np.logaddexp(0, each), own, 0)) for each, own in zip(odds, sizes, strict=True)
        ]
        tops = [_reduced(np.maximum, each, own, FLOOR) for each, own in zip(odds, sizes, strict=True)]
        sided = np.stack([*sums, *tops], axis=2).reshape(len(pair), len(SIDED))
        # Rounded, so that a sum taken in another order, beside other texts, comes out the same.
        return WordErrorScores(np.column_stack([pair, sided]).astype(np.float64).round(4), (odds[0], odds[1]))

    def _table(self, side: TokenTable) -> Floats:
        """Vectors of the words, with nothing around each text."""
        begins, count = bordered(side.sizes)
        table = np.zeros((count, self._rows.shape[1]), np.float32)
        text, at = numbered(side.sizes)
        table[begins[text] + at] = word_rows(side.kinds, self._rows, self._scale)[side.kind]
        return table

    def _words(self, table: Floats, shown: NetInput, at: int, begins: tuple[int, int]) -> Floats:
        """What the net makes of each word of a side, (words, units)."""
        places = np.concatenate([shown.own + begins[at], shown.there + begins[1 - at]], axis=1)
        near, own = np.split(self._layers["see.weight"], [places.shape[1] * table.shape[1]])
        hidden = np.empty((len(places), self._layers["word.weight"].shape[1]), np.float32)
        for first in range(0, len(hidden), TOGETHER):
            rows = slice(first, first + TOGETHER)
            inner = table[places[rows]].reshape(-1, len(near)) @ near
            inner += shown.scalars[rows] @ own
            inner += self._layers["see.bias"] + self._sides[at]
            hidden[rows] = np.maximum(self._layer("word", np.maximum(inner, 0, out=inner)), 0)
        return hidden

    def _layer(self, name: str, rows: Floats) -> Floats:
        return np.asarray(rows @ self._layers[f"{name}.weight"] + self._layers[f"{name}.bias"])


def _reduced(by: np.ufunc, words: Floats, sizes: Ints, empty: float) -> Floats:
    """(texts, n): the words of each text taken together; `empty` for a text without any."""
    found = np.full((len(sizes), words.shape[1]), empty, np.float32)
    full = np.flatnonzero(sizes)
    if len(full):
        found[full] = by.reduceat(words, (np.cumsum(sizes) - sizes)[full], axis=0)
    return found


def _some(sizes: Ints) -> NDArray[np.float32]:
    return np.maximum(sizes, 1)[:, None].astype(np.float32)


@cache
def load_net(path: Path | None = None) -> WordErrorNet:
    """Read the one of `models/word_errors`, or another written by scripts.training.word_errors."""
    return WordErrorNet(path or models_folder() / "word_errors" / "net.npz")
