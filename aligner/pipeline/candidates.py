"""Find for every document the few of the other language that may be versions of its story.

Works on sketches alone. Vectors find what is on the same subject; numbers,
dates and names, rare ones above all, identify the text on that subject (they
alone find 99 % of news translations).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log, sqrt
from typing import NamedTuple

import numpy as np

from aligner.documents.search import (
    MAX_HOLDERS,
    Keys,
    centre,
    exact_index,
    index_keys,
    nearest,
    rank_rows,
    scramble,
    shrunk_mean,
)
from aligner.types import Doubles, Floats, Sketch

NEIGHBOURS = 8  # by vector, and by signature
MIN_LEAD = 0.12  # of the best candidate over the second, if it alone is proposed
MAX_PROPOSED = 2  # candidates of a document, if the best one has no such lead
BLOCK_DOCUMENTS = 64  # whose signatures are searched at a time


class Proposal(NamedTuple):
    """A pair worth aligning: cosine of the vectors, overlap of the signatures, lead over the next best."""

    en: str
    fr: str
    cosine: float
    shared: float
    lead: float


def propose(sketches: Sequence[Sketch]) -> list[Proposal]:
    """Return the pairs worth aligning, sorted by id.

    Each document proposes its best candidate, and also the next one if the best
    has no clear lead.
    """
    en, fr = ([s for s in sketches if s.side == side and not s.aligned] for side in ("en", "fr"))
    if not (en and fr):
        return []
    table = _similarities(en, fr)
    rows: dict[int, list[tuple[float, int]]] = defaultdict(list)
    columns: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (i, j), (cosine, shared) in table.items():
        rows[i].append((cosine + shared, j))
        columns[j].append((cosine + shared, i))
    leads: dict[tuple[int, int], float] = {}
    for i, ranked in rows.items():
        for j, lead in _best(ranked):
            leads[i, j] = lead
    for j, ranked in columns.items():
        for i, lead in _best(ranked):
            leads[i, j] = min(lead, leads.get((i, j), lead))
    return sorted(Proposal(en[i].id, fr[j].id, *table[i, j], lead) for (i, j), lead in leads.items())


def _best(ranked: list[tuple[float, int]]) -> Iterator[tuple[int, float]]:
    """Yield the candidates that a document proposes, with their leads."""
    order = sorted(ranked, key=lambda entry: (-entry[0], entry[1]))
    best, second = order[0], order[1][0] if len(order) > 1 else 0.0
    clear = best[0] - second >= MIN_LEAD
    for score, other in order[: 1 if clear else MAX_PROPOSED]:
        yield other, round(score - (second if other == best[1] else best[0]), 6)


def _similarities(en: list[Sketch], fr: list[Sketch]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the cosine and the overlap of the signatures of all candidates."""
    vectors_en, vectors_fr = (_centred(side) for side in (en, fr))
    pairs = set(_nearest(vectors_en, vectors_fr))
    pairs |= {(i, j) for j, i in _nearest(vectors_fr, vectors_en)}
    weights = _rarity([*en, *fr])
    pairs |= set(_sharing(en, fr, weights))
    sizes = [[sqrt(sum(weights[item] ** 2 for item in s.signature)) for s in side] for side in (en, fr)]
    similarities = {}
    for i, j in sorted(pairs):
        common = sum(weights[item] ** 2 for item in sorted(en[i].signature & fr[j].signature))
        shared = common / max(sizes[0][i] * sizes[1][j], 1e-9)
        similarities[i, j] = (round(float(vectors_en[i] @ vectors_fr[j]), 6), round(shared, 6))
    return similarities


def _centred(side: list[Sketch]) -> Floats:
    vectors = np.stack([sketch.vector for sketch in side])
    return centre(vectors, shrunk_mean(vectors))


def _nearest(queries: Floats, vectors: Floats) -> Iterable[tuple[int, int]]:
    pairs = nearest(exact_index(vectors), queries, min(NEIGHBOURS, len(vectors)))
    return zip(*(side.tolist() for side in pairs), strict=True)


def _rarity(sketches: list[Sketch]) -> dict[int, float]:
    counts = Counter(item for sketch in sketches for item in sketch.signature)
    return {item: log((len(sketches) + 1) / count) for item, count in counts.items()}


def _sharing(en: list[Sketch], fr: list[Sketch], weights: dict[int, float]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share the most weight of rare items."""
    index = index_keys(_item_keys(fr, weights)[0])
    for start in range(0, len(en), BLOCK_DOCUMENTS):
        keys, key_weights = _item_keys(en[start : start + BLOCK_DOCUMENTS], weights)
        begins, counts = index.find(keys)
        used = np.where(counts <= MAX_HOLDERS, counts, 0)
        for i, rows in enumerate(rank_rows(index, begins, used, key_weights, NEIGHBOURS), start):
            yield from ((i, j) for j in rows.tolist())


def _item_keys(sketches: list[Sketch], weights: dict[int, float]) -> tuple[Keys, Doubles]:
    """Return the signatures of documents as rows of keys, 0 where there is none, and the weights of the items."""
    shape = len(sketches), max((len(sketch.signature) for sketch in sketches), default=0)
    keys, key_weights = np.zeros(shape, np.uint64), np.zeros(shape)
    for row, sketch in enumerate(sketches):
        items = sorted(sketch.signature)
        keys[row, : len(items)] = items
        key_weights[row, : len(items)] = [weights[item] for item in items]
    return scramble(keys), key_weights
