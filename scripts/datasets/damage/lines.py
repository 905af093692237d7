"""Makers that pair a text with other lines, or with more or fewer lines than belong to it."""

from __future__ import annotations

import re

import numpy as np

from aligner.encoders import load_embedded
from aligner.evaluation.corruptions import Pair, SentencePool, SourceDocument, with_side
from aligner.types import SIDES, Floats
from scripts.datasets.damage.texts import content_words, draw

NEAREST = 8  # lines that resemble one most
MAX_SAME_COSINE = 0.93  # from which two lines of one language may have the same meaning
MIN_WORDS = 8  # of a text that is divided
_BREAK = re.compile(r"(?<=[,;:–—])\s|\s(?=(?:and|but|or|which|that|who|et|mais|ou|qui|que|dont|car)\s)")
_VECTORS: dict[int, tuple[SentencePool, tuple[Floats, Floats]]] = {}


def similar_line(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace one side by one of the most similar lines of the corpus."""
    side, pair, pool = int(rng.integers(2)), source.pairs[index], source.pool
    own = load_embedded().encode([pair[side]])[0]
    cosines = _pool_vectors(pool)[side] @ own
    cosines[cosines > MAX_SAME_COSINE] = -1
    nearest = np.argpartition(-cosines, NEAREST)[:NEAREST] if len(cosines) > NEAREST else np.arange(len(cosines))
    return with_side(side, pair, pool.pairs[int(draw(nearest.tolist(), rng))][side])


def _pool_vectors(pool: SentencePool) -> tuple[Floats, Floats]:
    if id(pool) not in _VECTORS:
        left, right = (load_embedded().encode([pair[side] for pair in pool.pairs]) for side in (0, 1))
        _VECTORS[id(pool)] = pool, (left, right)
    return _VECTORS[id(pool)][1]


def line_more(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Add the whole line before or after to one side, as an aligner does that merges too much."""
    side, pair, after = int(rng.integers(2)), source.pairs[index], bool(rng.integers(2))
    place = index + (1 if after else -1)
    if not 0 <= place < len(source.pairs):
        return None
    other = source.pairs[place][side]
    if not content_words(other, SIDES[side]):
        return None
    return with_side(side, pair, f"{pair[side]} {other}" if after else f"{other} {pair[side]}")


def lines_apart(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Pair two lines with one and a half of the other side: the boundary is in another place."""
    if index + 1 >= len(source.pairs):
        return None
    side = int(rng.integers(2))
    one, two = source.pairs[index], source.pairs[index + 1]
    head = _divided(two[1 - side], rng)[0]
    if not head:
        return None
    texts = [f"{one[side]} {two[side]}", f"{one[1 - side]} {head}"]
    return (texts[0], texts[1]) if side == 0 else (texts[1], texts[0])


def half_line(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Leave one side of a divided line, before or after a natural break: partial translations, bad segmentation."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    parts = _divided(pair[side], rng)
    return with_side(side, pair, draw(parts, rng)) if parts[0] else None


def halves_crossed(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Pair the first half of a line with the second half of its translation, or the reverse."""
    pair, first = source.pairs[index], int(rng.integers(2))
    en, fr = _divided(pair[0], rng), _divided(pair[1], rng)
    return (en[first], fr[1 - first]) if en[0] and fr[0] else None


def _divided(text: str, rng: np.random.Generator) -> tuple[str, str]:
    """Divide a text near its middle at a natural break, or else between two words; "" if it is short."""
    words = text.split()
    if len(words) < MIN_WORDS:
        return "", ""
    low, high = len(text) // 4, 3 * len(text) // 4
    breaks = [match.start() for match in _BREAK.finditer(text, low, high)] or [
        match.start() for match in re.finditer(r"\s", text[low:high])
    ]
    if not breaks:
        return "", ""
    place = draw(breaks, rng)
    place += 0 if place >= low else low
    return text[:place].strip(), text[place:].strip()
