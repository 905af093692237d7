"""Anchors: sentences that a person has linked, as fixed beads, and the boxes to search between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from aligner.alignment.blocks import split_into_boxes
from aligner.alignment.scores import Box, TextArrays
from aligner.alignment.search import prune
from aligner.alignment.weights import AlignmentWeights
from aligner.errors import InputError
from aligner.types import Ints

Anchor = tuple[int, int]
_ANCHOR_LINE = re.compile(r"(\d{1,9})\s+(\d{1,9})", re.ASCII)


def read_anchors(lines: Iterable[str], name: str, sizes: tuple[int, int]) -> list[Anchor]:
    """Read anchors from "english<TAB>french" lines of sentence numbers, from 0, without blank lines and # comments.

    Raises
    ------
    InputError
        For a malformed line, a sentence that does not exist, or anchors that cross.
    """
    line_numbers: dict[Anchor, int] = {}
    for number, line in enumerate(lines, 1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        match = _ANCHOR_LINE.fullmatch(line)
        if not match:
            raise InputError(f"{name}: line {number} must be two sentence numbers separated by a tab, such as 3<TAB>4")
        anchor = int(match[1]), int(match[2])
        for side, sentence, size in zip(("English", "French"), anchor, sizes, strict=True):
            if sentence >= size:
                raise InputError(
                    f"{name}: line {number}: there is no {side} sentence {sentence}; there are {size}, from 0"
                )
        line_numbers.setdefault(anchor, number)
    for one, other in pairwise(sorted(line_numbers)):
        if other[1] < one[1]:
            raise InputError(
                f"{name}: lines {line_numbers[one]} and {line_numbers[other]} cross; leave one of them out"
            )
    return sorted(line_numbers)


def anchor_beads(anchors: Sequence[Anchor]) -> Ints:
    """Return the beads (k, 4) of sorted anchors that do not cross: anchors that share a sentence are one bead."""
    beads: list[list[int]] = []
    for i, j in anchors:
        if beads and (i < beads[-1][0] + beads[-1][2] or j < beads[-1][1] + beads[-1][3]):
            a, c, _, _ = beads.pop()
            beads.append([a, c, i + 1 - a, j + 1 - c])
        else:
            beads.append([i, j, 1, 1])
    return np.array(beads, np.int64).reshape(-1, 4)


def candidate_beads(en: TextArrays, fr: TextArrays, fixed: Ints, weights: AlignmentWeights, beam: float) -> Ints:
    """Return the beads (k, 4) of `prune` between the fixed beads, and the fixed beads.

    Parameters
    ----------
    fixed : (k, 4)
        Beads in order, within both texts; their sentences are in no other bead.
    """
    boxes: list[Box] = []
    for i, a, j, c in gaps_between(fixed, (en.sentence_count, fr.sentence_count)):
        boxes += [
            (i + w, i + x, j + y, j + z) for w, x, y, z in split_into_boxes(_cut_text(en, i, a), _cut_text(fr, j, c))
        ]
    rows = np.vstack([prune(en, fr, boxes, weights, beam)[0], fixed])
    return rows[np.lexsort(rows.T[::-1])]


def gaps_between(fixed: Ints, sizes: tuple[int, int]) -> list[Box]:
    """Return the boxes between fixed beads that are not empty."""
    gaps: list[Box] = []
    i = j = 0
    for a, c, m, n in [*fixed.tolist(), [*sizes, 0, 0]]:
        if i < a or j < c:
            gaps.append((i, a, j, c))
        i, j = a + m, c + n
    return gaps


def _cut_text(text: TextArrays, start: int, stop: int) -> TextArrays:
    """Cut consecutive sentences out of a text, as far as `split_into_boxes` needs them."""
    return TextArrays(
        vectors=text.vectors[start:stop],
        norms=text.norms[:, start : stop + 1],
        ends=text.ends[start : stop + 1],
        starts=text.starts[start : stop + 1],
        marks=text.marks[:, start : stop + 1],
    )
