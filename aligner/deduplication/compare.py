"""Compare two stories: features of copies that survive rewriting and translation.

The best match of each sentence on the other side shows how much of a text the
other one repeats; numbers and names show it for the texts as a whole.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.deduplication.record import Story
from aligner.documents.rare_words import rarity
from aligner.types import Floats, Ints

MAX_COLUMNS = 4096  # different words of two texts; more share columns
BACKGROUND_COSINE = 0.3  # of two unrelated sentences
PSEUDO_COUNT = 4.0  # sentences of background cosine that are added to those of a text
ITEM_PSEUDO_COUNT = 6.0  # of items, so that the overlap of few means little


class BestMatches(NamedTuple):
    """The best matches of a text's sentences in another text.

    share : of each sentence's characters in its text's
    best : similarity of each to its best match
    match : index of that sentence
    """

    share: Floats
    best: Floats
    match: Ints


class CopyFeatures(NamedTuple):
    """Features of two texts that may be copies, each 0 to 1.

    Each is the larger one of both directions, because one text may be a part of the other.
    """

    literal: float  # similarity of best matches by their words; 0 across languages
    meaning: float  # similarity of best matches by their vectors, above the background
    words: float  # share of the words of the text with fewer words, weighted by rarity; 0 across languages
    mutual: float  # share of sentences that are each other's best match
    order: float  # share of neighbouring sentences whose best matches are neighbours
    items: float  # share of the numbers and names of the text with fewer of them


class Comparison(NamedTuple):
    """The features of two texts, and the best matches of either's sentences in the other."""

    features: CopyFeatures
    one: BestMatches
    other: BestMatches


def compare_stories(one: Story, other: Story) -> Comparison:
    """Compare two stories; the features do not depend on their order."""
    similarity = meaning = _meaning(one.vectors, other.vectors)
    shares = [_shares(story) for story in (one, other)]
    literal = words = 0.0
    if one.side == other.side:
        by_words = _literal(one, other)
        literal, words = _larger_mean(shares, by_words), _words(one, other)
        similarity = np.maximum(meaning, by_words)
    sides = [
        BestMatches(share, table.max(axis=1), table.argmax(axis=1))
        for share, table in zip(shares, (similarity, similarity.T), strict=True)
    ]
    order, items = max(map(_order, sides)), _items(one, other)
    features = CopyFeatures(literal, _larger_mean(shares, meaning), words, _mutual(*sides), order, items)
    return Comparison(features, *sides)


def _larger_mean(shares: list[Floats], table: Floats) -> float:
    """Return the mean similarity of best matches, of the two directions the larger one."""
    return float(max(share @ side.max(axis=1) for share, side in zip(shares, (table, table.T), strict=True)))


def _mutual(one: BestMatches, other: BestMatches) -> float:
    both = [
        float(here.share @ (there.match[here.match] == np.arange(len(here.match))))
        for here, there in ((one, other), (other, one))
    ]
    return max(both)


def _order(side: BestMatches) -> float:
    return float((np.diff(side.match) == 1).mean()) if len(side.match) > 1 else 0.0


def _words(one: Story, other: Story) -> float:
    here, there = np.unique(one.words), np.unique(other.words)
    weights = [float((rarity(hashes) ** 2).sum()) for hashes in (here, there, np.intersect1d(here, there, True))]
    return weights[2] / max(min(weights[:2]), 1e-9)


def _items(one: Story, other: Story) -> float:
    a, b = ({*story.row["items"].tolist()} - {0} for story in (one, other))
    return len(a & b) / (min(len(a), len(b)) + ITEM_PSEUDO_COUNT)


def _shares(story: Story) -> Floats:
    lengths = np.array([len(text) for text in story.texts], np.float32)
    return np.asarray(lengths / lengths.sum(), np.float32)


def _meaning(one: NDArray[np.float16], other: NDArray[np.float16]) -> Floats:
    """Return cosines above those of the two sentences with the rest of the other text."""
    cosines = one.astype(np.float32) @ other.astype(np.float32).T
    rows, columns = (_background(table) for table in (cosines, cosines.T))
    background = (rows[:, None] + columns[None, :]) / 2
    return np.asarray(np.clip((cosines - background) / np.maximum(1 - background, 0.1), 0, 1), np.float32)


def _background(cosines: Floats) -> Floats:
    """Return the mean cosine of each row to all but its best match, drawn to BACKGROUND_COSINE in short texts."""
    rest = cosines.sum(axis=1) - cosines.max(axis=1)
    mean = (rest + PSEUDO_COUNT * BACKGROUND_COSINE) / (cosines.shape[1] - 1 + PSEUDO_COUNT)
    return np.asarray(mean, np.float32)


def _literal(one: Story, other: Story) -> Floats:
    """Return cosines of sentences by their words, weighted by rarity."""
    vocabulary, columns = np.unique(np.concatenate([one.words, other.words]), return_inverse=True)
    columns = columns % MAX_COLUMNS
    rows = []
    for side, part in ((one, columns[: len(one.words)]), (other, columns[len(one.words) :])):
        table = np.zeros((len(side.texts), min(len(vocabulary), MAX_COLUMNS)), np.float32)
        np.add.at(table, (np.repeat(np.arange(len(side.counts)), side.counts), part), rarity(side.words))
        rows.append(table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9))
    return np.asarray(np.clip(rows[0] @ rows[1].T, 0, 1), np.float32)
