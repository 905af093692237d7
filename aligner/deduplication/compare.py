"""Evidence that two texts are copies of one story: what survives rewriting and translation.

Sentence by sentence, the best counterpart on the other side tells how much of
a text the other holds; numbers and names tell it of the texts as wholes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.deduplication.record import Floats, Story, rarity

COLUMNS = 4096  # different words of two texts that are told apart
USUAL = 0.3  # cosine of two sentences that have nothing to do with each other; it counts as much as so many others
FEW = 4.0
SMALL = 6.0  # items of a signature below which its overlap says little


class Beside(NamedTuple):
    """How the sentences of a text fare beside another text.

    share : of each sentence's characters in its text's
    best : of each, how like its best counterpart is
    at : and which that is
    """

    share: Floats
    best: Floats
    at: NDArray[np.int64]


class CopyFeatures(NamedTuple):
    """What speaks for two texts being copies, each 0 to 1: of two directions the greater, for one may be but a part."""

    literal: float  # likeness of best counterparts by their words; 0 across languages
    meaning: float  # and by their vectors, above what is usual
    words: float  # share of the words of the one that has fewer, rare ones above all; 0 across languages
    mutual: float  # share of sentences that are each other's best counterpart
    order: float  # share of neighbouring sentences whose counterparts are neighbours
    items: float  # share of the numbers and names of the one that has fewer


class Compared(NamedTuple):
    """Evidence, and how each side's sentences fare beside the other."""

    evidence: CopyFeatures
    one: Beside
    other: Beside


def compare(one: Story, other: Story) -> Compared:
    """Weigh two stories against each other; turned round, the sides of the outcome are."""
    alike = meaning = _meaning(one.vectors, other.vectors)
    shares = [_shares(each) for each in (one, other)]
    literal = words = 0.0
    if one.side == other.side:
        by_words = _literal(one, other)
        literal, words = _most(shares, by_words), _words(one, other)
        alike = np.maximum(meaning, by_words)
    sides = [
        Beside(share, table.max(axis=1), table.argmax(axis=1))
        for share, table in zip(shares, (alike, alike.T), strict=True)
    ]
    order, items = max(map(_order, sides)), _items(one, other)
    return Compared(CopyFeatures(literal, _most(shares, meaning), words, _mutual(*sides), order, items), *sides)


def _most(shares: list[Floats], table: Floats) -> float:
    return float(max(share @ side.max(axis=1) for share, side in zip(shares, (table, table.T), strict=True)))


def _mutual(one: Beside, other: Beside) -> float:
    both = [
        float(here.share @ (there.at[here.at] == np.arange(len(here.at))))
        for here, there in ((one, other), (other, one))
    ]
    return max(both)


def _order(side: Beside) -> float:
    return float((np.diff(side.at) == 1).mean()) if len(side.at) > 1 else 0.0


def _words(one: Story, other: Story) -> float:
    here, there = np.unique(one.words), np.unique(other.words)
    weights = [float((rarity(ids) ** 2).sum()) for ids in (here, there, np.intersect1d(here, there, True))]
    return weights[2] / max(min(weights[:2]), 1e-9)


def _items(one: Story, other: Story) -> float:
    a, b = ({*each.row["items"].tolist()} - {0} for each in (one, other))
    return len(a & b) / (min(len(a), len(b)) + SMALL)


def _shares(story: Story) -> Floats:
    lengths = np.array([len(text) for text in story.texts], np.float32)
    return np.asarray(lengths / lengths.sum(), np.float32)


def _meaning(one: NDArray[np.float16], other: NDArray[np.float16]) -> Floats:
    """Cosines above what the two sentences have with the rest of the other text."""
    cosines = one.astype(np.float32) @ other.astype(np.float32).T
    rows, columns = (_background(table) for table in (cosines, cosines.T))
    usual = (rows[:, None] + columns[None, :]) / 2
    return np.asarray(np.clip((cosines - usual) / np.maximum(1 - usual, 0.1), 0, 1), np.float32)


def _background(cosines: Floats) -> Floats:
    """Mean cosine of each row to all but its best, drawn to what is usual where there are few."""
    rest = cosines.sum(axis=1) - cosines.max(axis=1)
    return np.asarray((rest + FEW * USUAL) / (cosines.shape[1] - 1 + FEW), np.float32)


def _literal(one: Story, other: Story) -> Floats:
    """Cosines of sentences by their words, rare ones above all."""
    every, columns = np.unique(np.concatenate([one.words, other.words]), return_inverse=True)
    columns = columns % COLUMNS
    rows = []
    for side, part in ((one, columns[: len(one.words)]), (other, columns[len(one.words) :])):
        table = np.zeros((len(side.texts), min(len(every), COLUMNS)), np.float32)
        np.add.at(table, (np.repeat(np.arange(len(side.counts)), side.counts), part), rarity(side.words))
        rows.append(table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9))
    return np.asarray(np.clip(rows[0] @ rows[1].T, 0, 1), np.float32)
