"""Passages that a version has at another place: beads that cross the others, which a monotone search cannot see.

After the search, the stretches that it left untranslated on the two sides are
compared with each other. Where one of them translates another, beyond the
likeness of chance and as well as the text's other beads do, its beads are
sought as those of a whole text are, and flagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from aligner.alignment.scores import REACH, Floats, Text
from aligner.alignment.search import Range, search
from aligner.alignment.weights import AlignmentWeights
from aligner.types import Bead

MOST = 1000  # untranslated sentences of a side that are compared, the longest ones: it bounds time and memory
CLEAR = 0.1  # cosine by which a passage's beads together must beat the likest sentences elsewhere
LONG = 40  # characters of a passage: shorter ones resemble each other by chance
CHANCE = 3.0  # standard deviations above the mean cosine of sentences that have nothing to do with each other


class MovedPassage(NamedTuple):
    """A passage that stands elsewhere: its beads in order, and how much speaks for it."""

    beads: tuple[Bead, ...]
    weight: float


def with_moved(beads: Sequence[Bead], en: Text, fr: Text, weights: AlignmentWeights) -> list[Bead]:
    """Turn nulls that translate each other across other beads into beads flagged `moved`.

    Parameters
    ----------
    beads : monotone, in text order, each sentence in one

    Returns
    -------
    list of Bead
        In English order; a French null stands where it stood. Without `moved` ones, `beads` as they were.
    """
    crossing: list[Bead] = []
    for passage in sorted(_passages(beads, en, fr, weights), key=lambda each: (-each.weight, each.beads[0][:2])):
        if not any(_overlap(bead, other) for bead in passage.beads for other in crossing):
            crossing += passage.beads
    if not crossing:
        return list(beads)
    taken = {at for bead in crossing for at in range(*bead.en)}, {at for bead in crossing for at in range(*bead.fr)}
    rest = [bead for bead in beads if bead.en[0] not in taken[0] or bead.en[0] == bead.en[1]]
    rest = [bead for bead in rest if bead.fr[0] not in taken[1] or bead.fr[0] == bead.fr[1]]
    # A stable sort: at one English place what stood there first comes before what was moved there.
    return sorted([*rest, *crossing], key=lambda bead: bead.en[0])


def _overlap(one: Bead, other: Bead) -> bool:
    return (one.en[0] < other.en[1] and other.en[0] < one.en[1]) or (
        one.fr[0] < other.fr[1] and other.fr[0] < one.fr[1]
    )


def _passages(beads: Sequence[Bead], en: Text, fr: Text, weights: AlignmentWeights) -> Iterator[MovedPassage]:
    gaps = [_gaps(beads, side) for side in (0, 1)]
    picked = [_longest(gaps[side], text) for side, text in enumerate((en, fr))]
    scores = [bead.score for bead in beads if bead.en[0] < bead.en[1] and bead.fr[0] < bead.fr[1]]
    if not (len(picked[0]) and len(picked[1]) and scores):
        return
    likeness = _unit(en, picked[0]) @ _unit(fr, picked[1]).T
    least, level = np.quantile(scores, [0.05, 0.25]).tolist()
    if likeness.max() < level:
        return
    level = max(level, _chance(en, fr))
    seeds = [(picked[0][row], picked[1][column]) for row, column in _seeds(likeness, level)]
    # In one gap the search has seen both sides.
    for part in _together([(i, j) for i, j in seeds if gaps[0][i] != gaps[1][j]], gaps):
        box = (*_around([i for i, _ in part], gaps[0]), *_around([j for _, j in part], gaps[1]))
        for stretch in _stretches(search(en, fr, [box], weights), en, fr, (least, level)):
            weight = _weigh(stretch, en, fr)
            if weight:
                yield MovedPassage(tuple(stretch), weight)


def _gaps(beads: Sequence[Bead], side: int) -> dict[int, int]:
    """Each null sentence of a side, and how many full beads stand before it."""
    gaps = {}
    before = 0
    for bead in beads:
        if bead.en[0] < bead.en[1] and bead.fr[0] < bead.fr[1]:
            before += 1
        else:
            gaps.update(dict.fromkeys(range(*(bead.fr if side else bead.en)), before))
    return gaps


def _longest(gaps: dict[int, int], text: Text) -> list[int]:
    if len(gaps) <= MOST:
        return sorted(gaps)
    return sorted(sorted(gaps, key=lambda at: (text.ends[at] - text.ends[at + 1], at))[:MOST])


def _unit(text: Text, picked: Sequence[int]) -> Floats:
    unit: Floats = text.vectors[picked] / text.norms[1, 1:][picked, None]
    return unit


def _chance(en: Text, fr: Text) -> float:
    """The cosine that two sentences hardly reach by chance, told from sentences all over both texts."""
    some = [_unit(text, range(0, len(text), max(1, len(text) // 200))) for text in (en, fr)]
    values = some[0] @ some[1].T
    return float(np.median(values) + CHANCE * 1.4826 * np.median(np.abs(values - np.median(values))))


def _seeds(likeness: Floats, level: float) -> Iterator[tuple[int, int]]:
    """Sentences that are each other's best and likelier than `level`."""
    forth, back = likeness.argmax(axis=1), likeness.argmax(axis=0)
    rows = np.flatnonzero((back[forth] == np.arange(len(forth))) & (likeness.max(axis=1) >= level))
    yield from zip(rows.tolist(), forth[rows].tolist(), strict=True)


def _together(seeds: list[tuple[int, int]], gaps: list[dict[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Seeds of one gap that are hardly more than a bead from the next on both sides: the boxes are to be small."""
    part: list[tuple[int, int]] = []
    for i, j in seeds:
        near = part and i - part[-1][0] <= REACH and 0 < j - part[-1][1] <= REACH
        if part and not (near and (gaps[0][i], gaps[1][j]) == (gaps[0][part[-1][0]], gaps[1][part[-1][1]])):
            yield part
            part = []
        part.append((i, j))
    if part:
        yield part


def _around(places: list[int], gaps: dict[int, int]) -> Range:
    """From the first to the last of `places` and a bead further, within their gap."""
    gap = gaps[places[0]]
    first, last = places[0], places[-1] + 1
    for _ in range(REACH):
        first -= gaps.get(first - 1) == gap
        last += gaps.get(last) == gap
    return first, last


def _stretches(
    found: Sequence[tuple[Range, Range]], en: Text, fr: Text, limits: tuple[float, float]
) -> Iterator[list[Bead]]:
    """Rows of beads with at least the first of two cosines each, and the second once."""
    least, level = limits
    beads = [Bead(a, b, _cosine(en, fr, a, b), moved=True) for a, b in found]
    for good, row in groupby(beads, key=lambda bead: bead.score >= least):
        stretch = list(row)
        if good and max(bead.score for bead in stretch) >= level:
            yield stretch


def _sum(text: Text, span: Range) -> Floats:
    total: Floats = text.vectors[slice(*span)].sum(axis=0)
    return total / max(float(np.linalg.norm(total)), 1e-9)


def _cosine(en: Text, fr: Text, a: Range, b: Range) -> float:
    return round(float(_sum(en, a) @ _sum(fr, b)), 6) if a[0] < a[1] and b[0] < b[1] else 0.0


def _weigh(stretch: list[Bead], en: Text, fr: Text) -> float:
    """By how much a passage's beads beat what is likest to them elsewhere, added up; 0 where it is too short."""
    whole_en, whole_fr = (stretch[0].en[0], stretch[-1].en[1]), (stretch[0].fr[0], stretch[-1].fr[1])
    if min(_characters(en, whole_en), _characters(fr, whole_fr)) < LONG:
        return 0.0
    rivals = np.maximum(
        _rivals(en, [bead.en for bead in stretch], fr, whole_fr),
        _rivals(fr, [bead.fr for bead in stretch], en, whole_en),
    )
    clear = float((np.array([bead.score for bead in stretch]) - rivals).sum())
    return clear if clear >= CLEAR else 0.0


def _characters(text: Text, span: Range) -> float:
    return float(text.ends[span[1]] - text.ends[span[0]])


def _rivals(text: Text, spans: list[Range], other: Text, taken: Range) -> Floats:
    """How like each of the spans of a text is to the likest sentence of the other outside of `taken`."""
    merged = np.array([_sum(text, span) for span in spans])
    values = merged @ other.vectors.T / other.norms[1, 1:]
    values[:, slice(*taken)] = 0.0
    rivals: Floats = values.max(axis=1)
    return rivals
