"""The exact interval of a share that a random sample shows."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

STEPS = 40  # halvings: the ends are exact to more digits than a float shows


def exact_interval(count: int, size: int, certainty: float = 0.95) -> tuple[float, float]:
    """Return the interval of Clopper and Pearson (1934) of a share, of which `count` of `size` draws are an instance.

    For draws without replacement from a finite number of things, it is wider than it need be.
    """
    tail = (1 - certainty) / 2
    low = _highest(lambda share: 1 - _at_most(count - 1, size, share) <= tail) if count else 0.0
    high = _highest(lambda share: _at_most(count, size, share) >= tail) if count < size else 1.0
    return low, high


def _at_most(count: int, size: int, share: float) -> float:
    """Return the chance of at most `count` hits in `size` draws."""
    return sum(comb(size, hits) * share**hits * (1 - share) ** (size - hits) for hits in range(count + 1))


def _highest(holds: Callable[[float], bool]) -> float:
    """Return the highest share for which a condition holds that holds for all lower ones."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
