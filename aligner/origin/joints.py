"""Divide a document into the parts that people made and those that machines or spinners made.

The evidence of short blocks is added up along the document; each joint costs a penalty, so that what varies by chance
makes no part. Where two blocks of different origin meet, the joint goes to where the evidence of the sentences after it
differs most from that of those before it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from aligner.origin.features import Basis
from aligner.types import Doubles, Side

BLOCK_UNITS = 5  # sentences or passages of a block, and least of a part
MIN_BLOCKS = 3  # of a document that may have parts
MAX_BLOCK_LOG_ODDS = 5.0  # to which the evidence of a block is clipped
Judge = Callable[[int, int], float]  # log-odds against people of the units from one to before another


class JointCost(NamedTuple):
    """What parts have to show before a document is divided.

    even : log-odds of a block that speaks for neither, next to others; those of whole documents are lowered until few
        people reach 0
    penalty : log-odds that a joint costs
    """

    even: float
    penalty: float


# Chosen on web texts and news by people, joined with translations by rules and spun versions of them, so that at most
# 3 % of documents by people are divided. Alone in English more of these would be than of joined ones.
JOINT_COSTS: dict[tuple[Basis, Side], JointCost] = {
    ("alone", "en"): JointCost(-1.0, 5.0), ("alone", "fr"): JointCost(-0.5, 3.0),
    ("across", "en"): JointCost(-1.3, 2.0), ("across", "fr"): JointCost(-0.5, 2.0),
    ("alike", "en"): JointCost(-0.4, 2.0), ("alike", "fr"): JointCost(-0.3, 2.0),
}  # fmt: skip


class Part(NamedTuple):
    """A half-open range of units, and whether a machine or a spinner made it."""

    start: int
    stop: int
    made: bool


class Division(NamedTuple):
    """The parts of a document, one after the other, and the log-odds that it has more than one origin."""

    parts: list[Part]
    log_odds: float


def divide(units: int, judge: Judge, basis: Basis, side: Side) -> Division | None:
    """Return the best division into parts of two origins, None for a document that is too short to have any."""
    if units < MIN_BLOCKS * BLOCK_UNITS:
        return None
    cost = JOINT_COSTS[basis, side]
    bounds = np.linspace(0, units, units // BLOCK_UNITS + 1).round().astype(int).tolist()
    blocks = np.array([judge(start, stop) for start, stop in pairwise(bounds)])
    evidence = (blocks - cost.even).clip(-MAX_BLOCK_LOG_ODDS, MAX_BLOCK_LOG_ODDS)
    path, score = _best_path(evidence, cost.penalty)
    log_odds = score - max(0.0, float(evidence.sum()))
    changes = [index for index in range(1, len(path)) if path[index] != path[index - 1]]
    starts = [0, *(bounds[index] for index in changes), units]
    if log_odds > 0:
        starts = _place_joints(starts, first_made=path[0], judge=judge)
    made = [path[index] for index in (0, *changes)]
    parts = [Part(start, stop, own) for (start, stop), own in zip(pairwise(starts), made, strict=True)]
    return Division(parts, log_odds)


def _best_path(evidence: Doubles, penalty: float) -> tuple[list[bool], float]:
    """Return which blocks are made in the best path with at least one joint, and its score.

    A path scores the evidence of the blocks that it calls made, less the penalty of each joint.
    """
    # By (made, joined): the best path up to here that ends so.
    best: dict[tuple[bool, bool], tuple[float, list[bool]]] = {
        (made, False): (float(made * evidence[0]), [made]) for made in (False, True)
    }
    for value in evidence[1:].tolist():
        grown: dict[tuple[bool, bool], tuple[float, list[bool]]] = {}
        for (before, joined), (score, path) in best.items():
            for made in (False, True):
                key = made, joined or made != before
                found = score + made * value - penalty * (made != before), [*path, made]
                grown[key] = max(grown.get(key, found), found)
        best = grown
    score, path = max(own for (_, joined), own in best.items() if joined)
    return path, score


def _place_joints(starts: list[int], *, first_made: bool, judge: Judge) -> list[int]:
    """Return the starts of the parts, and the end, with each joint at its best place within a block."""
    placed = list(starts)
    made = first_made
    for number in range(1, len(starts) - 1):
        made = not made
        least = max(placed[number - 1] + BLOCK_UNITS, placed[number] - BLOCK_UNITS)
        most = min(placed[number + 1] - BLOCK_UNITS, placed[number] + BLOCK_UNITS)
        sign = 1 if made else -1
        contrasts = {
            place: sign * (judge(place, place + BLOCK_UNITS) - judge(place - BLOCK_UNITS, place))
            for place in range(least, most + 1)
        }
        placed[number] = max(contrasts, key=contrasts.__getitem__, default=placed[number])
    return placed
