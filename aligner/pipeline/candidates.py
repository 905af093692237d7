"""Find for every document the few of the other language that may be versions of its story.

Works on sketches alone. Vectors find what is on the same subject; numbers,
dates and names, rare ones above all, identify the text on that subject (they
alone find 99 % of news translations).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
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
from aligner.types import Doubles, Floats, Ints, Sketch

NEIGHBOURS = 8  # by vector, and by signature
MIN_LEAD = 0.12  # of the best candidate over the second, if it alone is proposed
MAX_PROPOSED = 2  # candidates of a document, if the best one has no such lead
BLOCK_DOCUMENTS = 64  # whose signatures are searched at a time


Similarities = dict[tuple[str, str], tuple[float, float]]  # cosine and shared items of an English and a French document


class Proposal(NamedTuple):
    """A pair worth aligning: cosine of the vectors, overlap of the signatures, lead over the next best."""

    en: str
    fr: str
    cosine: float
    shared: float
    lead: float


def aligned_pairs(sketches: Sequence[Sketch]) -> Iterator[Proposal]:
    """Yield the pairs that came aligned: translation memories and two-column files."""
    sides = {sketch.id: sketch.side for sketch in sketches}
    for sketch in sketches:
        # If the partner was left out or is not French, this is a text like any other.
        if sketch.side == "en" and sketch.aligned and sides.get(sketch.aligned) == "fr":
            yield Proposal(sketch.id, sketch.aligned, 1.0, 1.0, 1.0)


def propose(sketches: Sequence[Sketch]) -> list[Proposal]:
    """Return the pairs worth aligning, sorted by id.

    Each document proposes its best candidate, and also the next one if the best
    has no clear lead.
    """
    return best_pairs(similar_pairs(sketches))


def best_pairs(similarities: Similarities, proposers: Container[str] | None = None) -> list[Proposal]:
    """Return the pairs that documents propose, sorted by id.

    Parameters
    ----------
    similarities : of all candidates
    proposers : ids of the documents that propose, None for all
    """
    ranked: dict[tuple[int, str], list[tuple[float, str]]] = defaultdict(list)
    for pair, (cosine, shared) in similarities.items():
        for side, (own, other) in enumerate((pair, pair[::-1])):
            if proposers is None or own in proposers:
                ranked[side, own].append((cosine + shared, other))
    leads: dict[tuple[str, str], float] = {}
    for (side, own), candidates in ranked.items():
        for other, lead in _best(candidates):
            pair = (other, own) if side else (own, other)
            leads[pair] = min(lead, leads.get(pair, lead))
    return sorted(Proposal(*pair, *similarities[pair], lead) for pair, lead in leads.items())


def similar_pairs(sketches: Sequence[Sketch], proposers: Container[str] | None = None) -> Similarities:
    """Return the cosine and the overlap of the signatures of the candidates of each document.

    Parameters
    ----------
    proposers : ids of the documents that candidates are sought for, None for all
    """
    en, fr = ([s for s in sketches if s.side == side and not s.aligned] for side in ("en", "fr"))
    if not (en and fr):
        return {}
    table = _similarities(en, fr, _places_of(en, proposers), _places_of(fr, proposers))
    return {(en[i].id, fr[j].id): similarity for (i, j), similarity in table.items()}


def _places_of(side: list[Sketch], ids: Container[str] | None) -> Ints:
    """Return the places of the documents with these ids."""
    return np.array([place for place, sketch in enumerate(side) if ids is None or sketch.id in ids], np.int64)


def _best(ranked: list[tuple[float, str]]) -> Iterator[tuple[str, float]]:
    """Yield the candidates that a document proposes, with their leads."""
    order = sorted(ranked, key=lambda entry: (-entry[0], entry[1]))
    best, second = order[0], order[1][0] if len(order) > 1 else 0.0
    clear = best[0] - second >= MIN_LEAD
    for score, other in order[: 1 if clear else MAX_PROPOSED]:
        yield other, round(score - (second if other == best[1] else best[0]), 6)


def _similarities(
    en: list[Sketch], fr: list[Sketch], own_en: Ints, own_fr: Ints
) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the cosine and the overlap of the signatures of all candidates of the documents in these places."""
    vectors_en, vectors_fr = (_centred(side) for side in (en, fr))
    pairs = set(_nearest(vectors_en, own_en, vectors_fr))
    pairs |= {(i, j) for j, i in _nearest(vectors_fr, own_fr, vectors_en)}
    weights = _rarity([*en, *fr])
    proposing_en, proposing_fr = ({*own.tolist()} for own in (own_en, own_fr))
    pairs |= {(i, j) for i, j in _sharing(en, fr, weights) if i in proposing_en or j in proposing_fr}
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


def _nearest(vectors: Floats, own: Ints, others: Floats) -> Iterable[tuple[int, int]]:
    """Yield the places of documents among `own` with those of the documents most similar to them."""
    queries, found = nearest(exact_index(others), vectors[own], min(NEIGHBOURS, len(others)))
    return zip(own[queries].tolist(), found.tolist(), strict=True)


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
