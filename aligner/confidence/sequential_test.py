"""A sequential test of the number of wrong pairs, exact for pairs that are drawn without replacement.

The answers may be looked at again and again while they come in: the error probability is spent look by look, as Lan and
DeMets (1983) do it, on limits that are computed with the hypergeometric distribution.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.types import Doubles

Flags = NDArray[np.bool_]
CERTAINTY = 0.9
WRONG_BETWEEN_LOOKS = 0.5  # pairs that are wrong between two looks at the answers, if the share is as promised
HALF_SPENT_WRONG = 4.0  # as many wrong pairs are expected when half of the error probability is spent


class Looks(NamedTuple):
    """When the answers are looked at, and which share of the error probability is spent on it."""

    promised: float
    error_share: float = 1.0

    @property
    def step(self) -> int:
        """The answers between two looks."""
        return max(1, round(WRONG_BETWEEN_LOOKS / self.promised))

    def spent(self, look: int) -> float:
        """Return the error probability that may be spent until a look."""
        expected = look * self.step * self.promised
        return self.error_share * (1 - CERTAINTY) * expected / (expected + HALF_SPENT_WRONG)


def is_below(answers: Flags, count: int, too_many: int, looks: Looks) -> bool:
    """Return whether answers show that fewer than `too_many` of `count` pairs are wrong.

    Parameters
    ----------
    answers : of pairs drawn without replacement, whether each is wrong
    """
    if too_many > count:
        return True
    ends = np.minimum(np.arange(looks.step, count + looks.step, looks.step), count)
    ends = ends[ends <= len(answers)]
    found = np.cumsum(answers)[ends - 1]
    if (found * count > ends * too_many).all():  # no limit is above the expected number
        return False
    return bool((found <= boundaries(count, too_many, looks, len(ends))).any())


@lru_cache(maxsize=20_000)
def boundaries(count: int, wrong: int, looks: Looks, number: int) -> tuple[int, ...]:
    """Return for each look the most wrong answers that reject the hypothesis that `wrong` of `count` pairs are wrong.

    If they are, the chance to have at most so many at any look, in draws without replacement, is at most what may be
    spent: it is computed exactly, look by look. With more wrong pairs it is lower.

    Parameters
    ----------
    number : of looks
    """
    limits: list[int] = []
    most = int(number * looks.step * wrong / count) + 2  # no limit is above the expected number
    chances = np.zeros(most)  # of 0, 1, … wrong answers, without having been at a limit before
    chances[0] = 1.0
    spent = 0.0
    for look in range(1, number + 1):
        drawn = (look - 1) * looks.step
        size = min(looks.step, count - drawn)
        chances = _draw_more(chances, count - drawn, wrong, size)
        limit = int(np.searchsorted(np.cumsum(chances), looks.spent(look) - spent, side="right")) - 1
        if drawn + size == count:
            limit = wrong - 1  # all are judged
        limits.append(limit)
        spent += float(chances[: limit + 1].sum())
        chances[: limit + 1] = 0.0
    return tuple(limits)


def _draw_more(chances: Doubles, left: int, wrong: int, size: int) -> Doubles:
    """Return the chances of 0, 1, … wrong answers after `size` more draws.

    Parameters
    ----------
    chances : before these draws
    left : pairs that are not drawn yet
    wrong : wrong pairs, those that were drawn among them
    """
    logs = _log_factorials(1 << left.bit_length())
    before, more = np.arange(len(chances))[:, None], np.arange(size + 1)
    wrong_left = np.clip(wrong - before, 0, left)
    right_left = left - wrong_left
    is_possible = (more <= wrong_left) & (size - more <= right_left)
    ways = logs[size] - logs[more] - logs[size - more] - logs[left] + logs[left - size]
    ways = ways + logs[wrong_left] - logs[np.maximum(wrong_left - more, 0)]
    ways += logs[right_left] - logs[np.maximum(right_left - (size - more), 0)]
    steps = np.where(is_possible, np.exp(ways), 0.0) * chances[:, None]
    after = np.zeros(len(chances))
    for added in range(min(size + 1, len(chances))):
        after[added:] += steps[: len(chances) - added, added]
    return after


@lru_cache(maxsize=4)
def _log_factorials(size: int) -> Doubles:
    """Return the logarithms of the factorials of the numbers below `size`."""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, size)))])
