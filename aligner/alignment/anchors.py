"""Sentences that a person says belong together: fixed beads, and the boxes between them that are left to search."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from aligner.alignment.blocks import boxes
from aligner.alignment.lattice import Ints
from aligner.alignment.scores import Box, Text
from aligner.alignment.search import prune
from aligner.alignment.weights import AlignmentWeights
from aligner.errors import InputError

Anchor = tuple[int, int]
_LINE = re.compile(r"(\d{1,9})\s+(\d{1,9})", re.ASCII)


def read_anchors(lines: Iterable[str], name: str, sizes: tuple[int, int]) -> list[Anchor]:
    """Anchors of "english<TAB>french" lines: numbers of sentences, from 0; blank lines and # comments are passed over.

    Raises
    ------
    InputError
        For a line that is none, a sentence that is not there, or anchors that cross.
    """
    found: dict[Anchor, int] = {}
    for number, line in enumerate(lines, 1):
        line = line.partition("#")[0].strip()
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if not match:
            raise InputError(f"{name}: line {number} is to be two sentence numbers with a tab between, such as 3<TAB>4")
        anchor = int(match[1]), int(match[2])
        for side, at, size in zip(("English", "French"), anchor, sizes, strict=True):
            if at >= size:
                raise InputError(f"{name}: line {number}: there is no {side} sentence {at}; there are {size}, from 0")
        found.setdefault(anchor, number)
    for one, other in pairwise(sorted(found)):
        if other[1] < one[1]:
            raise InputError(f"{name}: lines {found[one]} and {found[other]} cross; leave one of them out")
    return sorted(found)


def rows_of(anchors: Sequence[Anchor]) -> Ints:
    """The beads (k, 4) that anchors make, sorted and not crossing: those that share a sentence are one."""
    beads: list[list[int]] = []
    for i, j in anchors:
        if beads and (i < beads[-1][0] + beads[-1][2] or j < beads[-1][1] + beads[-1][3]):
            a, c, _, _ = beads.pop()
            beads.append([a, c, i + 1 - a, j + 1 - c])
        else:
            beads.append([i, j, 1, 1])
    return np.array(beads, np.int64).reshape(-1, 4)


def candidates(en: Text, fr: Text, fixed: Ints, weights: AlignmentWeights, beam: float) -> Ints:
    """The beads (k, 4) of `prune`, and those that are fixed, of which each sentence is in no other.

    Parameters
    ----------
    fixed : (k, 4)
        Beads in order, within both texts.
    """
    found: list[Box] = []
    for i, a, j, c in gaps(fixed, (len(en), len(fr))):
        found += [(i + w, i + x, j + y, j + z) for w, x, y, z in boxes(_part(en, i, a), _part(fr, j, c))]
    rows = np.vstack([prune(en, fr, found, weights, beam)[0], fixed])
    return rows[np.lexsort(rows.T[::-1])]


def gaps(fixed: Ints, sizes: tuple[int, int]) -> list[Box]:
    """What lies between fixed beads, where there is anything."""
    found: list[Box] = []
    i = j = 0
    for a, c, m, n in [*fixed.tolist(), [*sizes, 0, 0]]:
        if i < a or j < c:
            found.append((i, a, j, c))
        i, j = a + m, c + n
    return found


def _part(text: Text, start: int, stop: int) -> Text:
    """Some sentences of a text, as far as cutting into boxes needs them."""
    return Text(
        vectors=text.vectors[start:stop],
        norms=text.norms[:, start : stop + 1],
        ends=text.ends[start : stop + 1],
        starts=text.starts[start : stop + 1],
        marks=text.marks[:, start : stop + 1],
    )
