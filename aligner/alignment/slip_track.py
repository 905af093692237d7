"""Follow a corpus through its slips: window by window, with a wide search where the track is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from aligner.alignment.blocks import longest_chain
from aligner.alignment.slip_evidence import Band
from aligner.alignment.slip_lines import Column
from aligner.alignment.slip_path import OffsetPaths, Step

REACH = 96  # offsets on both sides of the present one that are looked at
BLOCK_ROWS = 64  # after which the band is centred again
RIVAL_ROWS = 32  # lines before and after a block that are rivals of its lines
WINDOW_ROWS = 2048  # after which steps are decided
LOOKAHEAD_ROWS = 128  # at the end of a window, which are decided with the next one
ANCHOR_PAIRS, ANCHOR_ODDS = 5, 4.0  # pairs in a row, and the log-odds of each, that show that the track is right
MAX_BLIND_ROWS = 128  # without an anchor; after more of them the track may be lost
MIN_LOST_LINES = 16  # the same at the end of a corpus
PROBE_LINES = 128  # looked for among many on the other side
PROBE_STEP_LINES = 512  # from one try to the next
MAX_SEARCHED_LINES = 8192
MIN_PROBE_MARGIN = 0.1  # cosine beyond the second best of a line
MIN_FOUND, MIN_FOUND_SHARE = 6, 0.2  # of the probes, within `REACH` offsets
BACKWARD_LINES = 1024  # before the first place found that may belong to it


def follow(en: Column, fr: Column) -> Iterator[list[Step]]:
    """Yield the steps through a corpus in order, a window at a time; every line of both sides is in one."""
    i = j = 0
    while i < en.size:
        path = OffsetPaths(i, j - i, REACH)
        while path.row < min(en.size, i + WINDOW_ROWS):
            path.move(path.centre() - REACH)
            rows = min(BLOCK_ROWS, en.size - path.row)
            band = _band(en, fr, path.row, rows, path.low)
            path.extend(band.odds(), band.exchange_odds())
        is_last = path.row == en.size
        steps = path.steps(fr.size if is_last else None)
        decided = path.row if is_last else path.row - LOOKAHEAD_ROWS
        anchors = _anchors(steps, decided)
        lost = _lost_after(steps, anchors, (i, decided), MIN_LOST_LINES if is_last else MAX_BLIND_ROWS)
        after = _place_after(steps[:lost], i, j)
        found = None if lost is None else _search(en, fr, after, decided)
        if found:
            steps = [*steps[:lost], *((line, -1, 0.0) for line in range(after[0], found[0]))]
            steps += [(-1, line, 0.0) for line in range(after[1], found[1])]
        elif not is_last:
            steps = steps[: anchors[-1] if anchors else _steps_before(steps, decided)]
        yield steps
        i, j = found or _place_after(steps, i, j)
    if j < fr.size:
        yield [(-1, line, 0.0) for line in range(j, fr.size)]


def _band(en: Column, fr: Column, row: int, rows: int, low: int) -> Band:
    """Return the pairs of some English lines at the offsets from the lowest one."""
    first = row - RIVAL_ROWS
    size = rows + 2 * RIVAL_ROWS
    return Band(en.lines(first, first + size), fr.lines(first + low, first + low + size + 2 * REACH), RIVAL_ROWS)


def _anchors(steps: Sequence[Step], before: int) -> list[int]:
    """Return the numbers of steps after which the track is certainly right, of those before an English line."""
    good = 0
    numbers = []
    for number, (en, fr, odds) in enumerate(steps, 1):
        if en >= before:
            break
        good = good + 1 if min(en, fr) >= 0 and odds > ANCHOR_ODDS else 0
        if good >= ANCHOR_PAIRS:
            numbers.append(number)
    return numbers


def _lost_after(steps: Sequence[Step], anchors: Sequence[int], rows: tuple[int, int], at_end: int) -> int | None:
    """Return the number of the anchor before the first long part without one, None if there is no such part.

    Parameters
    ----------
    rows : pair of int
        The English lines of the steps.
    at_end : int
        How many lines at the end are such a part.
    """
    known = [rows[0], *(steps[number - 1][0] + 1 for number in anchors), rows[1]]
    for number, (one, other) in zip([0, *anchors], pairwise(known), strict=True):
        if other - one > (MAX_BLIND_ROWS if other < rows[1] else at_end):
            return number
    return None


def _steps_before(steps: Sequence[Step], row: int) -> int:
    return next((number for number, step in enumerate(steps) if step[0] >= row), len(steps))


def _place_after(steps: Sequence[Step], i: int, j: int) -> tuple[int, int]:
    return max((en + 1 for en, _, _ in steps), default=i), max(max((fr + 1 for _, fr, _ in steps), default=j), j)


def _search(en: Column, fr: Column, after: tuple[int, int], before: int) -> tuple[int, int] | None:
    """Return the next place where both sides run in parallel, if it is not near the present offset."""
    i, j = after
    for step in range(0, min(before - i, fr.size - j), PROBE_STEP_LINES):
        forward = _matches(en, fr, i + step, j + step)
        backward = [(one, other) for other, one in _matches(fr, en, j + step, i + step)]
        chain = longest_chain(sorted(forward if len(forward) >= len(backward) else backward))
        if chain:
            a, b = _first_dense(chain)
            return None if abs(b - a - (j - i)) < REACH // 2 else _extended_back(en, fr, after, (a, b))
    return None


def _first_dense(chain: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the first of three matches that are close to each other, else the first one."""
    close = (one for one, other in zip(chain, chain[2:], strict=False) if max(other[0] - one[0], other[1] - one[1]) < 5)
    return next(close, chain[0])


def _extended_back(en: Column, fr: Column, start: tuple[int, int], place: tuple[int, int]) -> tuple[int, int]:
    """Return a place at the same offset as `place`, so far back towards `start` as the pairs in between are likely."""
    (i, j), (a, b) = start, place
    back = min(a - i, b - j, BACKWARD_LINES)
    gains = np.cumsum(_band(en, fr, a - back, back, b - a - REACH).odds()[::-1, REACH]) if back else np.zeros(1)
    more = int(gains.argmax()) + 1 if gains.max() > 0 else 0
    return a - more, b - more


def _matches(one: Column, other: Column, i: int, j: int) -> list[tuple[int, int]]:
    """Return the clear matches of the next lines of a side on the other one, if many are at about one offset."""
    probes = one.lines(i, min(i + PROBE_LINES, one.size)).vectors
    cosines = probes @ other.lines(j, min(j + MAX_SEARCHED_LINES, other.size)).vectors.T
    if min(cosines.shape) < 2:
        return []
    best = cosines.argmax(axis=1)
    two = np.partition(cosines, -2, axis=1)[:, -2:]
    clear = np.flatnonzero(
        (two[:, 1] - two[:, 0] >= MIN_PROBE_MARGIN) & (cosines.argmax(axis=0)[best] == np.arange(len(best)))
    )
    offsets = best[clear] - clear
    near = np.abs(offsets[:, None] - offsets[None, :]) <= REACH // 2
    counts = near.sum(axis=1)
    if counts.max(initial=0) < max(MIN_FOUND, MIN_FOUND_SHARE * len(probes)):
        return []
    return [(i + int(row), j + int(best[row])) for row in clear[near[counts.argmax()]]]
