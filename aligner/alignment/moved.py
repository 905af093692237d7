"""Find passages that a version has in another place: beads that cross others, which a monotone search cannot find.

After the search, the sentences that it left untranslated on the two sides are
compared with each other. Where a passage translates another one, with a
similarity above chance and as high as that of the text's other beads, it is
aligned like a whole text and its beads are flagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np

from aligner.alignment.scores import MAX_SIDE, TextArrays
from aligner.alignment.search import search
from aligner.alignment.weights import AlignmentWeights
from aligner.types import Bead, Floats, Span

MAX_SENTENCES = 1000  # longest untranslated sentences of a side that are compared; it bounds time and memory
MIN_PASSAGE_MARGIN = 0.1  # summed cosine by which a passage's beads must exceed their best match elsewhere
MIN_PASSAGE_CHARS = 40  # shorter passages resemble each other by chance
CHANCE_DEVIATIONS = 3.0  # standard deviations above the mean cosine of unrelated sentences


class MovedPassage(NamedTuple):
    """A moved passage: its beads in order, and the cosine by which they exceed their rivals."""

    beads: tuple[Bead, ...]
    margin: float


def link_moved(beads: Sequence[Bead], en: TextArrays, fr: TextArrays, weights: AlignmentWeights) -> list[Bead]:
    """Turn nulls that translate each other across other beads into beads flagged `moved`.

    Parameters
    ----------
    beads : monotone, in text order, each sentence in one

    Returns
    -------
    list of Bead
        In English order; French nulls keep their position. Equal to `beads` if no passage was moved.
    """
    crossing: list[Bead] = []
    for passage in sorted(
        _passages(beads, en, fr, weights), key=lambda passage: (-passage.margin, passage.beads[0].spans)
    ):
        if not any(_overlap(bead, other) for bead in passage.beads for other in crossing):
            crossing += passage.beads
    if not crossing:
        return list(beads)
    taken = [{index for bead in crossing for index in range(*bead.spans[side])} for side in (0, 1)]
    rest = [bead for bead in beads if bead.en[0] not in taken[0] or bead.en[0] == bead.en[1]]
    rest = [bead for bead in rest if bead.fr[0] not in taken[1] or bead.fr[0] == bead.fr[1]]
    # The sort is stable: at one English position, what was already there precedes what was moved there.
    return sorted([*rest, *crossing], key=lambda bead: bead.en[0])


def _overlap(one: Bead, other: Bead) -> bool:
    return (one.en[0] < other.en[1] and other.en[0] < one.en[1]) or (
        one.fr[0] < other.fr[1] and other.fr[0] < one.fr[1]
    )


def _passages(
    beads: Sequence[Bead], en: TextArrays, fr: TextArrays, weights: AlignmentWeights
) -> Iterator[MovedPassage]:
    gaps = [_gaps(beads, side) for side in (0, 1)]
    picked = [_longest(gaps[side], text) for side, text in enumerate((en, fr))]
    scores = [bead.score for bead in beads if bead.en[0] < bead.en[1] and bead.fr[0] < bead.fr[1]]
    if not (len(picked[0]) and len(picked[1]) and scores):
        return
    cosines = _unit(en, picked[0]) @ _unit(fr, picked[1]).T
    min_score, level = np.quantile(scores, [0.05, 0.25]).tolist()
    if cosines.max() < level:
        return
    level = max(level, _chance_level(en, fr))
    seeds = [(picked[0][row], picked[1][column]) for row, column in _seeds(cosines, level)]
    # The search has already compared the two sides of a single gap.
    for group in _group_seeds([(i, j) for i, j in seeds if gaps[0][i] != gaps[1][j]], gaps):
        box = (*_widen([i for i, _ in group], gaps[0]), *_widen([j for _, j in group], gaps[1]))
        for passage in _good_runs(search(en, fr, [box], weights), en, fr, (min_score, level)):
            margin = _margin(passage, en, fr)
            if margin:
                yield MovedPassage(tuple(passage), margin)


def _gaps(beads: Sequence[Bead], side: int) -> dict[int, int]:
    """Return the null sentences of a side with the number of full beads before each."""
    gaps = {}
    before = 0
    for bead in beads:
        if bead.en[0] < bead.en[1] and bead.fr[0] < bead.fr[1]:
            before += 1
        else:
            gaps.update(dict.fromkeys(range(*(bead.fr if side else bead.en)), before))
    return gaps


def _longest(gaps: dict[int, int], text: TextArrays) -> list[int]:
    if len(gaps) <= MAX_SENTENCES:
        return sorted(gaps)
    return sorted(sorted(gaps, key=lambda index: (text.ends[index] - text.ends[index + 1], index))[:MAX_SENTENCES])


def _unit(text: TextArrays, picked: Sequence[int]) -> Floats:
    unit: Floats = text.vectors[picked] / text.norms[1, 1:][picked, None]
    return unit


def _chance_level(en: TextArrays, fr: TextArrays) -> float:
    """Estimate the cosine that unrelated sentences rarely reach, from sentences sampled across both texts."""
    counts = en.sentence_count, fr.sentence_count
    samples = [_unit(text, range(0, n, max(1, n // 200))) for text, n in zip((en, fr), counts, strict=True)]
    values = samples[0] @ samples[1].T
    return float(np.median(values) + CHANCE_DEVIATIONS * 1.4826 * np.median(np.abs(values - np.median(values))))


def _seeds(cosines: Floats, level: float) -> Iterator[tuple[int, int]]:
    """Yield sentences that are each other's best match with a cosine of at least `level`."""
    forward, backward = cosines.argmax(axis=1), cosines.argmax(axis=0)
    rows = np.flatnonzero((backward[forward] == np.arange(len(forward))) & (cosines.max(axis=1) >= level))
    yield from zip(rows.tolist(), forward[rows].tolist(), strict=True)


def _group_seeds(seeds: list[tuple[int, int]], gaps: list[dict[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Group seeds of one gap that are at most a bead apart on both sides, so that boxes are small."""
    group: list[tuple[int, int]] = []
    for i, j in seeds:
        near = group and i - group[-1][0] <= MAX_SIDE and 0 < j - group[-1][1] <= MAX_SIDE
        if group and not (near and (gaps[0][i], gaps[1][j]) == (gaps[0][group[-1][0]], gaps[1][group[-1][1]])):
            yield group
            group = []
        group.append((i, j))
    if group:
        yield group


def _widen(places: list[int], gaps: dict[int, int]) -> Span:
    """Return the span from the first to the last of `places` and a bead further, within their gap."""
    gap = gaps[places[0]]
    first, last = places[0], places[-1] + 1
    for _ in range(MAX_SIDE):
        first -= gaps.get(first - 1) == gap
        last += gaps.get(last) == gap
    return first, last


def _good_runs(
    spans: Sequence[tuple[Span, Span]], en: TextArrays, fr: TextArrays, limits: tuple[float, float]
) -> Iterator[list[Bead]]:
    """Yield runs of beads of which each reaches the first of two cosines, and one reaches the second."""
    min_score, level = limits
    beads = [Bead(a, b, _cosine(en, fr, a, b), moved=True) for a, b in spans]
    for good, members in groupby(beads, key=lambda bead: bead.score >= min_score):
        run = list(members)
        if good and max(bead.score for bead in run) >= level:
            yield run


def _summed_unit(text: TextArrays, span: Span) -> Floats:
    total: Floats = text.vectors[slice(*span)].sum(axis=0)
    return total / max(float(np.linalg.norm(total)), 1e-9)


def _cosine(en: TextArrays, fr: TextArrays, a: Span, b: Span) -> float:
    return round(float(_summed_unit(en, a) @ _summed_unit(fr, b)), 6) if a[0] < a[1] and b[0] < b[1] else 0.0


def _margin(passage: list[Bead], en: TextArrays, fr: TextArrays) -> float:
    """Sum the cosines by which a passage's beads exceed their best match elsewhere; 0 if it is too short or unclear."""
    whole_en, whole_fr = (passage[0].en[0], passage[-1].en[1]), (passage[0].fr[0], passage[-1].fr[1])
    if min(_characters(en, whole_en), _characters(fr, whole_fr)) < MIN_PASSAGE_CHARS:
        return 0.0
    rivals = np.maximum(
        _rivals(en, [bead.en for bead in passage], fr, whole_fr),
        _rivals(fr, [bead.fr for bead in passage], en, whole_en),
    )
    margin = float((np.array([bead.score for bead in passage]) - rivals).sum())
    return margin if margin >= MIN_PASSAGE_MARGIN else 0.0


def _characters(text: TextArrays, span: Span) -> float:
    return float(text.ends[span[1]] - text.ends[span[0]])


def _rivals(text: TextArrays, spans: list[Span], other: TextArrays, taken: Span) -> Floats:
    """Return the cosine of each span of a text and its best match among the other text's sentences outside `taken`."""
    merged = np.array([_summed_unit(text, span) for span in spans])
    values = merged @ other.vectors.T / other.norms[1, 1:]
    values[:, slice(*taken)] = 0.0
    rivals: Floats = values.max(axis=1)
    return rivals
