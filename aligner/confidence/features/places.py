"""Words that may have changed places: two links that cross, each of which would fit among the neighbours of the other.

Word orders differ between languages, but a word moves together with those around it. If two names or figures change
places in one text, their counterparts are far from those of their neighbours, and near to those of each other's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.word_errors import word_positions
from aligner.text.words.word_table import WordTable
from aligner.types import Doubles, Floats, Ints

FEATURES = ("exchanged_names", "exchanged_words")
MIN_LINK_COSINE = 0.4  # of two words that are each other's best match, and are linked
MIN_NAME_COSINE, MIN_WORD_COSINE = 0.5, 0.6  # of links that may have changed places
MAX_STEPS = 10  # links of the same sort from one to the other
NEIGHBOURS = np.array([-3, -2, -1, 1, 2, 3])  # links around a link
MAX_NEIGHBOURS = 4  # of those, the nearest
MAX_NEIGHBOUR_WORDS = 6  # words to a neighbour
MAX_DISTANCE_WORDS = 12  # to which distances between counterparts are clipped
_MARKED = np.array([chr(point).isupper() or chr(point).isdigit() for point in range(0x250)] + [False])


class PlacedWords(NamedTuple):
    """The words of one side of pairs, text after text.

    Attributes
    ----------
    sizes : (pairs,) words of each text
    place, top : (words,) index of the best match in the other text, and the cosine with it
    marked : (words,) whether a word begins with a capital or a digit
    """

    sizes: Ints
    place: Ints
    top: Floats
    marked: NDArray[np.bool_]


class _Links(NamedTuple):
    """Words of the English texts that are linked: text, index, and index of the counterpart."""

    text: Ints
    word: Ints
    place: Ints


def marked_words(texts: Sequence[str], words: WordTable) -> NDArray[np.bool_]:
    """Return whether each word of texts begins with a capital or a digit, (words,)."""
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.array([len(text) for text in texts], np.int64)
    begins = np.repeat(np.cumsum(lengths) - lengths, words.sizes)
    return _MARKED[np.minimum(points[begins + words.starts], len(_MARKED) - 1)]


def place_features(en: PlacedWords, fr: PlacedWords) -> Doubles:
    """Return how many words nearer to their neighbours' counterparts two words are in each other's place, at most.

    The columns are for names and figures, and for words of any kind, (pairs, len(FEATURES)).
    """
    text, index = word_positions(en.sizes)
    there = (np.cumsum(fr.sizes) - fr.sizes)[text] + en.place
    there[fr.sizes[text] == 0] = len(fr.place)
    linked = (np.append(fr.place, -1)[there] == index) & (en.top > MIN_LINK_COSINE)
    marked = en.marked | np.append(fr.marked, False)[there]
    links = _Links(text[linked], index[linked], en.place[linked])
    top = en.top[linked]
    chosen = marked[linked] & (top > MIN_NAME_COSINE), top > MIN_WORD_COSINE
    return np.column_stack([_best_exchange(links, np.flatnonzero(own), len(en.sizes)) for own in chosen]).round(3)


def _best_exchange(links: _Links, chosen: Ints, texts: int) -> Doubles:
    """Return the greatest gain of each text if two of the chosen links change places, 0 for none."""
    best = np.zeros(texts)
    for step in range(1, MAX_STEPS + 1):
        one, two = chosen[:-step], chosen[step:]
        crossing = (links.text[one] == links.text[two]) & (links.place[one] > links.place[two])
        one, two = one[crossing], two[crossing]
        gain = _gain(links, one, two) + _gain(links, two, one)
        np.maximum.at(best, links.text[one], gain)
    return best


def _gain(links: _Links, own: Ints, other: Ints) -> Doubles:
    """Return how much nearer the counterparts of `other` are to those of the neighbours of `own` than its own are."""
    near = own[:, None] + NEIGHBOURS
    inside = (near >= 0) & (near < len(links.text))
    near = np.where(inside, near, 0)
    words = np.abs(links.word[near] - links.word[own][:, None])
    usable = inside & (links.text[near] == links.text[own][:, None]) & (near != other[:, None])
    usable &= words <= MAX_NEIGHBOUR_WORDS
    order = np.argsort(np.where(usable, words, MAX_NEIGHBOUR_WORDS + 1), axis=1, kind="stable")[:, :MAX_NEIGHBOURS]
    usable, near = np.take_along_axis(usable, order, 1), np.take_along_axis(near, order, 1)
    now, then = (
        np.minimum(np.abs(links.place[near] - links.place[link][:, None]), MAX_DISTANCE_WORDS) for link in (own, other)
    )
    count = usable.sum(axis=1)
    return np.where(count > 0, ((now - then) * usable).sum(axis=1) / np.maximum(count, 1), -MAX_DISTANCE_WORDS)
