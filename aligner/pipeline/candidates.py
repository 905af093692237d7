"""Candidates: for every document the few of the other language that might tell its story.

Works on sketches alone. Vectors find what is on one subject; numbers, dates
and names, rare ones above all, tell which text on that subject it is
(they alone find 99 % of news translations).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.types import Sketch

NEAREST = 8  # neighbours by vector, and by signature
COMMON = 50  # a signature item in more documents than this tells nothing apart
LEAD = 0.12  # by which a best candidate must beat the second to need no second look
SECOND = 2  # candidates that are looked at when the best does not lead


class Proposal(NamedTuple):
    """A pair worth aligning: cosine of the vectors, overlap of the signatures, lead over the next best."""

    en: str
    fr: str
    cosine: float
    shared: float
    lead: float


def propose(sketches: Sequence[Sketch]) -> list[Proposal]:
    """Give the pairs worth aligning, sorted by id.

    Each document names its best candidate, and the next too where the best
    does not clearly lead.
    """
    en, fr = ([s for s in sketches if s.side == side and not s.aligned] for side in ("en", "fr"))
    if not (en and fr):
        return []
    table = _rank(en, fr)
    rows: dict[int, list[tuple[float, int]]] = defaultdict(list)
    columns: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (i, j), (cosine, shared) in table.items():
        rows[i].append((cosine + shared, j))
        columns[j].append((cosine + shared, i))
    chosen: dict[tuple[int, int], float] = {}
    for i, ranked in rows.items():
        for j, lead in _front(ranked):
            chosen[i, j] = lead
    for j, ranked in columns.items():
        for i, lead in _front(ranked):
            chosen[i, j] = min(lead, chosen.get((i, j), lead))
    return sorted(Proposal(en[i].id, fr[j].id, *table[i, j], lead) for (i, j), lead in chosen.items())


def _front(ranked: list[tuple[float, int]]) -> Iterable[tuple[int, float]]:
    order = sorted(ranked, key=lambda entry: (-entry[0], entry[1]))
    second = order[1][0] if len(order) > 1 else 0.0
    clear = order[0][0] - second >= LEAD
    for score, other in order[: 1 if clear else SECOND]:
        yield other, round(score - (second if other == order[0][1] else order[0][0]), 6)


def _rank(en: list[Sketch], fr: list[Sketch]) -> dict[tuple[int, int], tuple[float, float]]:
    vectors_en, vectors_fr = _centred(en, fr)
    pairs = set(_nearest(vectors_en, vectors_fr))
    pairs |= {(i, j) for j, i in _nearest(vectors_fr, vectors_en)}
    weights = _rarity([*en, *fr])
    sizes = [[sqrt(sum(weights[item] ** 2 for item in s.signature)) for s in side] for side in (en, fr)]
    pairs |= _sharing(en, fr, weights)
    ranked = {}
    for i, j in sorted(pairs):
        common = sum(weights[item] ** 2 for item in sorted(en[i].signature & fr[j].signature))
        shared = common / max(sizes[0][i] * sizes[1][j], 1e-9)
        ranked[i, j] = (round(float(vectors_en[i] @ vectors_fr[j]), 6), round(shared, 6))
    return ranked


def _centred(en: list[Sketch], fr: list[Sketch]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Unit rows less what a whole side has in common, which is most of a law's or a desk's vector.

    The mean of few documents is mostly those documents: it counts by n / (n + 20).
    """
    sides = []
    for side in (en, fr):
        rows = np.stack([sketch.vector for sketch in side])
        rows = rows - rows.mean(axis=0) * (len(rows) / (len(rows) + 20))
        sides.append(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))
    return sides[0].astype(np.float32), sides[1].astype(np.float32)


def _nearest(queries: NDArray[np.float32], among: NDArray[np.float32]) -> Iterable[tuple[int, int]]:
    import faiss

    index = faiss.IndexFlatIP(among.shape[1])
    index.add(among)
    _, neighbours = index.search(queries, min(NEAREST, len(among)))
    for i, row in enumerate(neighbours.tolist()):
        yield from ((i, j) for j in row if j >= 0)


def _rarity(sketches: list[Sketch]) -> dict[int, float]:
    counts = Counter(item for sketch in sketches for item in sketch.signature)
    return {item: log((len(sketches) + 1) / count) for item, count in counts.items()}


def _sharing(en: list[Sketch], fr: list[Sketch], weights: dict[int, float]) -> set[tuple[int, int]]:
    """Pairs that share the most weight of rare items."""
    holders: dict[int, list[int]] = defaultdict(list)
    for j, sketch in enumerate(fr):
        for item in sketch.signature:
            holders[item].append(j)
    pairs = set()
    for i, sketch in enumerate(en):
        weight: dict[int, float] = defaultdict(float)
        for item in sorted(sketch.signature):
            if len(holders.get(item, ())) <= COMMON:
                for j in holders.get(item, ()):
                    weight[j] += weights[item]
        best = sorted(weight.items(), key=lambda entry: (-entry[1], entry[0]))[:NEAREST]
        pairs |= {(i, j) for j, _ in best}
    return pairs
