"""Sentences that a person says belong together: fixed beads, and the boxes between them that are left to search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from aligner.align.anchors import boxes
from aligner.align.cost import Box, Text
from aligner.align.lattice import Ints
from aligner.align.search import Range, sift
from aligner.errors import CannotRead
from aligner.settings import Weights

Anchor = tuple[int, int]
_LINE = re.compile(r"(\d{1,9})\s+(\d{1,9})", re.ASCII)


def read_anchors(lines: Iterable[str], name: str, sizes: tuple[int, int]) -> list[Anchor]:
    """Anchors of "english<TAB>french" lines: numbers of sentences, from 0; blank lines and # comments are passed over.

    Raises
    ------
    CannotRead
        For a line that is none, a sentence that is not there, or anchors that cross.
    """
    found: dict[Anchor, int] = {}
    for number, line in enumerate(lines, 1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if not match:
            raise CannotRead(f"{name}: line {number} is to be two sentence numbers with a tab between, such as 3<TAB>4")
        anchor = int(match[1]), int(match[2])
        for side, at, size in zip(("English", "French"), anchor, sizes, strict=True):
            if at >= size:
                raise CannotRead(f"{name}: line {number}: there is no {side} sentence {at}; there are {size}, from 0")
        found.setdefault(anchor, number)
    for one, other in pairwise(sorted(found)):
        if other[1] < one[1]:
            raise CannotRead(f"{name}: lines {found[one]} and {found[other]} cross; leave one of them out")
    return sorted(found)


def candidates(en: Text, fr: Text, anchors: Sequence[Anchor], weights: Weights, beam: float) -> Ints:
    """The beads (k, 4) of `sift` with anchors kept: those that share a sentence are one bead, of nothing else.

    Parameters
    ----------
    anchors : sorted, not crossing, within both texts
    """
    fixed = _beads(anchors)
    gaps: list[Box] = []
    i = j = 0
    for (a, b), (c, d) in [*fixed, ((len(en), len(en)), (len(fr), len(fr)))]:
        gaps += [(i + w, i + x, j + y, j + z) for w, x, y, z in boxes(_part(en, i, a), _part(fr, j, c))]
        i, j = b, d
    rows = np.array([(a, c, b - a, d - c) for (a, b), (c, d) in fixed], np.int64).reshape(-1, 4)
    found = np.vstack([sift(en, fr, gaps, weights, beam)[0], rows])
    return found[np.lexsort(found.T[::-1])]


def _beads(anchors: Sequence[Anchor]) -> list[tuple[Range, Range]]:
    beads: list[tuple[Range, Range]] = []
    for i, j in anchors:
        if beads and (i < beads[-1][0][1] or j < beads[-1][1][1]):
            (a, _), (c, _) = beads.pop()
            beads.append(((a, i + 1), (c, j + 1)))
        else:
            beads.append(((i, i + 1), (j, j + 1)))
    return beads


def _part(text: Text, start: int, stop: int) -> Text:
    """Some sentences of a text, as far as cutting into boxes needs them."""
    return Text(
        vectors=text.vectors[start:stop],
        norms=text.norms[:, start : stop + 1],
        ends=text.ends[start : stop + 1],
        starts=text.starts[start : stop + 1],
    )
