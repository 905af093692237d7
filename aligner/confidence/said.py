"""Which content words of a side the lexicon finds said on the other, and how many neither it nor the encoder does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.checks import Told
from aligner.confidence.cover import LOST
from aligner.lexicon import LITTLE, load_lexicon
from aligner.tokens import folded_words
from aligner.types import SIDES

FIGURES = (
    "said_en", "said_fr", "unsaid_en", "unsaid_fr", "run_en", "run_fr", "usual_en", "usual_fr", "odd_en", "odd_fr",
)  # fmt: skip
ODD = 0.1  # a translation less likely is an odd one: a synonym that no translator would take
USUAL = -1.5  # what most texts have
LEAST = 0.003  # probability below which a word is not less usual
READ = 5_000  # characters of a side that are looked at
MOST = 8  # unsaid words that count
FAR = 1 << 32  # characters from one text to the next, put one after another


class Said(NamedTuple):
    """What the lexicon finds of some pairs.

    Attributes
    ----------
    figures : (pairs, len(FIGURES))
    shares : for each side, word after word of all its texts, how probable the best translation is, nan where
        nothing can be said
    """

    figures: NDArray[np.float64]
    shares: tuple[NDArray[np.float32], NDArray[np.float32]]


def said(texts: Sequence[tuple[str, str]], told: Sequence[tuple[Told, Told]]) -> Said:
    """What the lexicon finds of each pair.

    The share of the known words that are said, how many are not, and the longest run of those; how
    probable the best translations are (mean logarithm), and how many of them are odd.
    """
    words = [(folded_words(en[:READ], "en"), folded_words(fr[:READ], "fr")) for en, fr in texts]
    coverage = load_lexicon().covered_folded([(en[0], fr[0]) for en, fr in words])
    figures = np.zeros((len(texts), len(FIGURES)))
    shares = []
    for side in range(len(SIDES)):
        figures[:, side::2], own = _side(
            [pair[side][1] for pair in words], [found[side] for found in coverage], [both[side] for both in told]
        )
        shares.append(own)
    return Said(figures, (shares[0], shares[1]))


def _side(
    starts: Sequence[Sequence[int]], covered: Sequence[NDArray[np.float32]], told: Sequence[Told]
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """The figures of one side, (pairs, 5), and its words' shares.

    Nothing can be said of a text without a word that can be looked up.
    """
    pairs = np.repeat(np.arange(len(starts)), [len(some) for some in starts])
    every = np.concatenate([np.zeros(0, np.float32), *covered])
    sizes = np.array([len(each.best) for each in told], np.intp)
    asked = np.flatnonzero(~np.isnan(every) & (sizes[pairs] > 0))
    pairs, every = pairs[asked], every[asked]
    begins = np.array(list(chain.from_iterable(starts)), np.int64)[asked]
    best = np.concatenate([np.zeros(0, np.float32), *(each.best for each in told)])
    shares = np.full(len(best), np.nan, np.float32)
    places = _places(told, sizes, pairs, begins)
    shares[places] = every
    unsaid = (every < LITTLE) & (best[places] < LOST)
    counts = np.bincount(pairs, minlength=len(starts))
    shown = np.bincount(pairs, every >= LITTLE, len(starts)) / np.maximum(counts, 1)
    usual = np.bincount(pairs, np.log(np.maximum(every, LEAST)), len(starts)) / np.maximum(counts, 1)
    odd = (every >= LITTLE) & (every < ODD)
    figures = np.column_stack([
        np.where(counts > 0, shown, 0.5),
        np.minimum(np.bincount(pairs, unsaid, len(starts)), MOST),
        np.minimum(_runs(pairs, unsaid, len(starts)), MOST),
        np.where(counts > 0, usual, USUAL),
        np.minimum(np.bincount(pairs, odd, len(starts)), MOST),
    ])  # fmt: skip
    return figures, shares


def _places(
    told: Sequence[Told], sizes: NDArray[np.intp], pairs: NDArray[np.intp], starts: NDArray[np.int64]
) -> NDArray[np.intp]:
    """Where in all likenesses, put one after another, those of the words stand that begin at `starts`."""
    own = [each.tokens.starts[:size] for each, size in zip(told, sizes.tolist(), strict=True)]
    keys = np.concatenate([np.zeros(0, np.int64), *own]) + np.repeat(np.arange(len(told)), sizes) * FAR
    ends = np.cumsum(sizes)[pairs]
    return np.asarray(np.minimum(np.searchsorted(keys, starts + pairs * FAR), ends - 1))


def _runs(pairs: NDArray[np.intp], unsaid: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
    """The most unsaid words in a row, of each pair."""
    longest = np.zeros(count, np.int64)
    places = np.flatnonzero(unsaid)
    breaks = np.flatnonzero((np.diff(places) > 1) | (np.diff(pairs[places]) > 0)) + 1
    bounds = np.concatenate([[0], breaks, [len(places)]])
    if len(places):
        np.maximum.at(longest, pairs[places[bounds[:-1]]], np.diff(bounds))
    return longest
