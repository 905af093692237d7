"""Exact and near copies by sketches alone, as the straight line drops them before it pairs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np

from aligner.types import Duplicate, Sketch

NOTHING = hashlib.sha256(b"").hexdigest()  # digest of a text without a word, which is nobody's copy
BANDS = 32  # of 4 MinHash values: texts that share .6 of their shingles meet in one with probability .99


def duplicates(sketches: Sequence[Sketch], near: float) -> list[Duplicate]:
    """Find exact and near copies.

    The copy kept is the earliest by date where dates are known, then the
    longest, then the first by id. Every dropped copy resembles the kept one
    itself, so copies never chain into one another.

    Parameters
    ----------
    near : float
        Share of common word 3-grams (Jaccard, estimated by MinHash) from which a text is a near copy.
    """
    kept: dict[str, Sketch] = {}
    bands: dict[tuple[object, ...], list[Sketch]] = {}
    found: list[Duplicate] = []
    for sketch in sorted(sketches, key=lambda s: (s.date or "9999", -s.characters, s.id)):
        keys = list(_keys(sketch))
        match = None if sketch.aligned else _best(sketch, (other for key in keys for other in bands.get(key, ())))
        if match and match[0] >= near:
            score, other = match
            exact = sketch.digest == other.digest
            found.append(Duplicate(other.id, sketch.id, 1.0 if exact else score, "exact" if exact else "near"))
            continue
        kept[sketch.id] = sketch
        for key in keys:
            bands.setdefault(key, []).append(sketch)
    return sorted(found, key=lambda duplicate: (duplicate.kept, duplicate.dropped))


def _keys(sketch: Sketch) -> Iterable[tuple[object, ...]]:
    if sketch.digest != NOTHING:
        yield sketch.side, sketch.digest
    if sketch.shingles.any():
        rows = sketch.shingles.reshape(BANDS, -1)
        yield from ((sketch.side, band, *row) for band, row in enumerate(rows.tolist()))


def _best(sketch: Sketch, others: Iterable[Sketch]) -> tuple[float, Sketch] | None:
    """The most similar of other sketches, ties to the first."""
    best: tuple[float, Sketch] | None = None
    seen: set[str] = set()
    for other in others:
        if other.id in seen:
            continue
        seen.add(other.id)
        same = sketch.digest == other.digest
        score = 1.0 if same else round(float(np.mean(sketch.shingles == other.shingles)), 4)
        if best is None or score > best[0]:
            best = score, other
    return best
