"""Word-level quality estimation: words that are replaced, negated, out of order or without a counterpart.

A small net reads each word with its neighbours and the words around its best match, as vectors of its own. It was
trained to detect words that replaced those of a translation (replaced token detection, Clark et al. 2020) given the
other language (as in the predictor-estimator of Kim et al. 2017). Its hidden layer is pooled to score the pair. The net
is made by scripts.training.word_errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.tokenizer import PieceIds, sum_piece_rows
from aligner.types import Doubles, Floats, Ints
from aligner.weights import model_arrays, models_folder

KINDS = ("replaced", "denied", "disordered", "uncovered")  # kinds of errors of a word
SIDE_FEATURES = tuple(f"{what}_{kind}_{side}" for kind in KINDS for what in ("sum", "top") for side in ("en", "fr"))
FEATURES = (*(f"pair_{kind}" for kind in (*KINDS, "wrong")), *SIDE_FEATURES)
OWN_WINDOW = np.arange(-3, 4)  # a word and its neighbours
MATCH_WINDOW = np.arange(-2, 3)  # its best match and the neighbours of that
BORDER_ROWS = 3  # empty rows before and after each text
SCALARS = 14  # numbers that the net reads of each word, besides the vectors
MIN_PROBABILITY = 0.003  # probability to which those of translations are raised
MEAN_LOG_PROBABILITY = -1.5  # of the translations in most texts
FOLLOWING_WORDS = 3  # log-ratios that depend on a word: its own, and those of the two words after it
MAX_LOG_RATIO = 6.0  # to which log-ratios of the fluency are clipped
MIN_LOG_ODDS = -12.0  # of a text without words
BATCH_SIZE = 1024  # words that are scored at a time
MAX_INPUT_PAIRS = 4096  # pairs whose words are in memory as the net reads them


class TokenTable(NamedTuple):
    """The words of one side of pairs, text after text.

    Attributes
    ----------
    kinds : piece ids of each of the different words
    kind : (words,) index into `kinds`
    sizes : (pairs,) words of each text
    place : (words,) index of the best match in the other side's text, 0 if that has no words
    top : (words,) cosine with the best match
    share : (words,) probability of the best translation by the lexicon, nan if it is unknown
    follows : (words,) log-ratio of the fluency
    ends : (pairs,) log-ratio of the end of the text
    """

    kinds: Sequence[PieceIds]
    kind: Ints
    sizes: Ints
    place: Ints
    top: Floats
    share: Floats
    follows: Floats
    ends: Floats

    def pairs(self, pairs: slice) -> TokenTable:
        """Return the words of a range of pairs."""
        bounds = np.append(0, np.cumsum(self.sizes))
        words = slice(int(bounds[pairs.start or 0]), int(bounds[min(pairs.stop, len(self.sizes))]))
        return TokenTable(
            self.kinds, self.kind[words], self.sizes[pairs], self.place[words], self.top[words], self.share[words],
            self.follows[words], self.ends[pairs],
        )  # fmt: skip


class NetInput(NamedTuple):
    """The input of the net for each word of a side.

    Attributes
    ----------
    own : (words, len(OWN_WINDOW)) rows of the bordered table of its side
    there : (words, len(MATCH_WINDOW) + 2) rows of that of the other side
    scalars : (words, SCALARS)
    """

    own: Ints
    there: Ints
    scalars: Floats

    def words(self, rows: slice) -> NetInput:
        """Return the input for some of the words."""
        return NetInput(self.own[rows], self.there[rows], self.scalars[rows])


class _BorderedTable(NamedTuple):
    """The words of both sides of pairs, text after text, with empty rows around each text.

    Attributes
    ----------
    vectors : (kinds + 1, d) of the different words, after a row of zeros
    places : (rows,) index into `vectors`
    """

    vectors: Floats
    places: NDArray[np.int32]


class WordErrorScores(NamedTuple):
    """The scores of pairs and of their words.

    Attributes
    ----------
    features : (pairs, len(FEATURES))
        Log-odds of each kind of error in the pair, and for each kind and side the logarithm of the expected number of
        wrong words, and the log-odds of the worst one.
    words : per side, (words, len(KINDS)), log-odds of each word
    """

    features: Doubles
    words: tuple[Floats, Floats]


def bordered(sizes: Ints) -> tuple[Ints, int]:
    """Return where each text begins in a table with empty rows around every text, and the number of its rows."""
    ends = np.cumsum(sizes + 2 * BORDER_ROWS)
    return ends - sizes - BORDER_ROWS, int(ends[-1]) if len(ends) else 0


def word_positions(sizes: Ints) -> tuple[Ints, Ints]:
    """Return for each word the index of its text, and its index in the text."""
    text = np.repeat(np.arange(len(sizes)), sizes)
    return text, np.arange(len(text)) - (np.cumsum(sizes) - sizes)[text]


def net_input(own: TokenTable, other: TokenTable) -> NetInput:
    """Return the input of the net for the words of one side."""
    text, index = word_positions(own.sizes)
    size, size_there = own.sizes[text], other.sizes[text]
    begins, begins_there = bordered(own.sizes)[0][text], bordered(other.sizes)[0][text]
    first, last = index == 0, index == size - 1
    # The places that the matches of the previous and of the next word imply.
    after = np.where(first, 0, np.roll(own.place, 1) + 1)
    before = np.where(last, size_there - 1, np.roll(own.place, -1) - 1)
    there = np.column_stack([own.place[:, None] + MATCH_WINDOW, after, before]) + begins_there[:, None]
    scalars = np.empty((len(text), SCALARS), np.float32)
    for number, column in enumerate(_scalars(own, other, text, index)):
        scalars[:, number] = column
    return NetInput(begins[:, None] + index[:, None] + OWN_WINDOW, there, scalars)


def _net_inputs(own: TokenTable, other: TokenTable) -> Iterator[NetInput]:
    """Yield the input of the net in batches of `BATCH_SIZE` words, never that of many pairs at once."""
    begins, begins_there = bordered(own.sizes)[0], bordered(other.sizes)[0]
    rest = net_input(own.pairs(slice(0)), other.pairs(slice(0)))
    for first in range(0, len(own.sizes), MAX_INPUT_PAIRS):
        pairs = slice(first, first + MAX_INPUT_PAIRS)
        part = net_input(own.pairs(pairs), other.pairs(pairs))
        offset, offset_there = begins[first] - BORDER_ROWS, begins_there[first] - BORDER_ROWS
        joined = NetInput(
            np.concatenate([rest.own, part.own + offset]),
            np.concatenate([rest.there, part.there + offset_there]),
            np.concatenate([rest.scalars, part.scalars]),
        )
        last = first + MAX_INPUT_PAIRS >= len(own.sizes)
        end = len(joined.own) if last else len(joined.own) // BATCH_SIZE * BATCH_SIZE
        for start in range(0, end, BATCH_SIZE):
            yield joined.words(slice(start, min(start + BATCH_SIZE, end)))
        rest = joined.words(slice(end, None))


def _scalars(own: TokenTable, other: TokenTable, text: Ints, index: Ints) -> Iterator[NDArray[Any]]:
    """Yield the `SCALARS` numbers of each word, one column at a time: of a long text all of them would fill memory.

    Parameters
    ----------
    text, index : (words,) index of each word's text, and its own in the text
    """
    size, size_there = own.sizes[text], other.sizes[text]
    partner = (np.cumsum(other.sizes) - other.sizes)[text] + own.place
    # A word has no partner if the other text is empty.
    partner[size_there == 0] = len(other.place)
    yield own.top
    yield np.append(other.place, -1)[partner] == index
    for share in (own.share, np.append(other.share, np.float32(np.nan))[partner]):
        yield ~np.isnan(share)
        yield _relative_log(share)
    yield np.where(index == 0, 1, np.roll(own.top, 1))
    yield np.where(index == size - 1, 1, np.roll(own.top, -1))
    yield 4 * np.abs(index / np.maximum(size, 1) - own.place / np.maximum(size_there, 1))
    yield np.log(size / 10)
    yield np.log(size / np.maximum(size_there, 1))
    for words in range(FOLLOWING_WORDS):
        yield _following_ratio(own.follows, size - 1 - index, words)


def _following_ratio(follows: Floats, left: Ints, words: int) -> Doubles:
    """Return the scaled log-ratio of the word so many places later, 0 after the end of the text.

    Parameters
    ----------
    left : (words,) words that follow in the text
    """
    return np.where(left >= words, np.roll(follows, -words), 0).clip(-MAX_LOG_RATIO, MAX_LOG_RATIO) / 2


def _relative_log(share: Floats) -> Doubles:
    """Return the logarithm of probabilities relative to the mean one, 0 for unknown ones."""
    known = np.nan_to_num(share, nan=0.0)
    return np.where(np.isnan(share), 0.0, np.log(np.maximum(known, MIN_PROBABILITY)) - MEAN_LOG_PROBABILITY)


class WordErrorNet:
    """The net with its weights; `load_net` reads those of `models/word_errors`.

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
        """Number of pieces that it knows, which are those of the encoder."""
        return len(self._rows)

    def score(self, en: TokenTable, fr: TokenTable) -> WordErrorScores:
        """Score pairs and their words."""
        table = self._table(en, fr)
        sizes, begins = (en.sizes, fr.sizes), (0, bordered(en.sizes)[1])
        log_odds, pooled = list[Floats](), list[Floats]()
        for side, (own, other) in enumerate(((en, fr), (fr, en))):
            hidden = np.empty((len(own.kind), self._layers["word.weight"].shape[1]), np.float32)
            for number, batch in enumerate(_net_inputs(own, other)):
                rows = slice(number * BATCH_SIZE, (number + 1) * BATCH_SIZE)
                hidden[rows] = self._hidden_layer(table, batch, side, begins)
            log_odds.append(self._layer("word_out", hidden))
            mean = _reduce(np.add, hidden, own.sizes, 0) / _at_least_one(own.sizes)
            pooled += [_reduce(np.maximum, hidden, own.sizes, 0), mean]
            del hidden  # by far the largest array, and the other side's is next
        pair = self._layer("pair_out", np.maximum(self._layer("pair", np.concatenate(pooled, axis=1)), 0))
        sums = [
            np.log1p(_reduce(np.add, np.logaddexp(0, words), own, 0))
            for words, own in zip(log_odds, sizes, strict=True)
        ]
        tops = [_reduce(np.maximum, words, own, MIN_LOG_ODDS) for words, own in zip(log_odds, sizes, strict=True)]
        by_side = np.stack([*sums, *tops], axis=2).reshape(len(pair), len(SIDE_FEATURES))
        # Rounded, so that the order of a sum, which depends on the other texts, does not change the result.
        features = np.column_stack([pair, by_side]).astype(np.float64).round(4)
        return WordErrorScores(features, (log_odds[0], log_odds[1]))

    def _table(self, en: TokenTable, fr: TokenTable) -> _BorderedTable:
        """Return the words of both sides, the English ones first, with empty rows around each text."""
        vectors, places = [np.zeros((1, self._rows.shape[1]), np.float32)], []
        for side in (en, fr):
            begins, count = bordered(side.sizes)
            text, index = word_positions(side.sizes)
            own = np.zeros(count, np.int32)
            own[begins[text] + index] = side.kind + sum(map(len, vectors))
            places.append(own)
            vectors.append(sum_piece_rows(side.kinds, self._rows, self._scale))
        return _BorderedTable(np.concatenate(vectors), np.concatenate(places))

    def _hidden_layer(self, table: _BorderedTable, batch: NetInput, side: int, begins: tuple[int, int]) -> Floats:
        """Return the hidden layer for some words of a side, (words, units).

        Parameters
        ----------
        begins : the first rows of both sides in the table
        """
        places = np.concatenate([batch.own + begins[side], batch.there + begins[1 - side]], axis=1)
        near, own = np.split(self._layers["see.weight"], [places.shape[1] * table.vectors.shape[1]])
        inner = table.vectors[table.places[places]].reshape(-1, len(near)) @ near
        inner += batch.scalars @ own
        inner += self._layers["see.bias"] + self._sides[side]
        return np.maximum(self._layer("word", np.maximum(inner, 0, out=inner)), 0)

    def _layer(self, name: str, rows: Floats) -> Floats:
        return np.asarray(rows @ self._layers[f"{name}.weight"] + self._layers[f"{name}.bias"])


def _reduce(by: np.ufunc, words: Floats, sizes: Ints, empty: float) -> Floats:
    """Reduce the words of each text, (words, n), to (texts, n); a text without words gets `empty`."""
    reduced = np.full((len(sizes), words.shape[1]), empty, np.float32)
    full = np.flatnonzero(sizes)
    if len(full):
        reduced[full] = by.reduceat(words, (np.cumsum(sizes) - sizes)[full], axis=0)
    return reduced


def _at_least_one(sizes: Ints) -> Floats:
    return np.maximum(sizes, 1)[:, None].astype(np.float32)


@cache
def load_net(path: Path | None = None) -> WordErrorNet:
    """Read the net of `models/word_errors`, or another one written by scripts.training.word_errors."""
    return WordErrorNet(path or models_folder() / "word_errors" / "net.npz")
