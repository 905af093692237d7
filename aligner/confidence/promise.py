"""A promise on precision: at most a given share of the kept pairs is wrong, with 90 % certainty.

Thresholds of confidence are tested in a fixed order, from high to low, until one fails (learn then test, Angelopoulos
et al. 2021). Above a threshold that passes, fewer pairs than promised are wrong, unless something happened whose chance
is at most 10 %. The test is exact for pairs that are drawn from this corpus without replacement, and it may be repeated
as answers come in, because its limits are those of a sequential test. The order of the draw depends on the ids of the
pairs only: for each threshold, the first pairs above it in that order are a random sample of all pairs above it, each
of equal weight. Pairs are asked for in this order among those above one threshold, which moves with the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from hashlib import blake2b
from itertools import takewhile
from typing import NamedTuple

import numpy as np

from aligner.confidence.sequential_test import CERTAINTY, Flags, Looks, is_below
from aligner.types import Doubles, Ints, Promise

SEED = 1  # of the order in which pairs are asked for
MAX_EXPECTED = 1.6  # times the promised share: as many wrong pairs the model may expect among those that are asked for
# Where a sequence of tests starts, as a share of these pairs, and its share of the error probability. The second one is
# walked where the first one fails at once.
SEQUENCES = ((0.6, 0.85), (0.35, 0.15))
SEQUENCE_STEPS = 24  # thresholds to a number of pairs equal to that of those that are asked for
MIN_GIVEN_UP_WRONG = 3.0  # as many wrong pairs are expected before a threshold with more of them is given up
MIN_ASKED_SHARE = 0.5  # of the candidates: the model may expect too many wrong pairs
MIN_ASKED_WRONG = 4.0  # as many wrong pairs are expected among the fewest pairs that are asked for
MIN_JUDGED_WRONG = 3.0  # as many wrong pairs are expected among the fewest answers that can show anything
MIN_ANSWERED_SHARE = 0.5  # of the pairs that were drawn, where the answers are those to a sample
OWN_CALIBRATION, JUDGED_PAIRS = "own calibration", "judged pairs"


class Candidate(NamedTuple):
    """A pair of texts that is kept or not by its confidence."""

    id: str
    confidence: float


class Threshold(NamedTuple):
    """A confidence, and how many candidates reach it."""

    confidence: float
    size: int


class Candidates:
    """The distinct candidates of a corpus, by falling confidence, and the thresholds that are tested.

    Attributes
    ----------
    ids : in this order
    confidences : (n,), falling
    order : (n,), indices of the candidates in the order in which they are drawn
    """

    def __init__(self, candidates: Iterable[Candidate], at_most_wrong: float, min_confidence: float) -> None:
        highest: dict[str, float] = {}
        for id, confidence in candidates:
            if confidence >= min_confidence:
                highest[id] = max(confidence, highest.get(id, 0.0))
        self.ids = sorted(highest, key=lambda id: (-highest[id], id))
        self.confidences: Doubles = np.array([highest[id] for id in self.ids], float)
        draws = np.array([_draw(id) for id in self.ids], np.uint64)
        self.order: Ints = np.argsort(draws, kind="stable")
        self.at_most_wrong, self.min_confidence = at_most_wrong, min_confidence

    def expected_wrong(self) -> Doubles:
        """Return the share of wrong pairs that the model expects among the first one, the first two and so on."""
        return np.cumsum(1 - self.confidences) / np.arange(1, len(self.ids) + 1)

    def asked(self) -> int:
        """Return the number of candidates, from the top, among which pairs are asked for first."""
        expected = np.flatnonzero(self.expected_wrong() <= MAX_EXPECTED * self.at_most_wrong)
        fewest = int(np.ceil(max(MIN_ASKED_WRONG / self.at_most_wrong, MIN_ASKED_SHARE * len(self.ids))))
        return min(len(self.ids), max(fewest, int(expected[-1]) + 1 if len(expected) else 0))

    def thresholds(self) -> list[Threshold]:
        """Return the thresholds in the order in which they are tested; they depend on no answer."""
        asked = self.asked()
        step = max(1.0, asked / SEQUENCE_STEPS)
        places = np.arange(max(1.0, min(SEQUENCES)[0] * asked), len(self.ids) + step, step)
        chosen = np.unique(np.minimum(np.ceil(places), len(self.ids)).astype(int)) if self.ids else places[:0]
        values = dict.fromkeys(float(self.confidences[place - 1]) for place in chosen)
        counts = len(self.ids) - np.searchsorted(self.confidences[::-1], list(values), side="left")
        return [Threshold(value, int(count)) for value, count in zip(values, counts, strict=True)]


def _draw(id: str) -> int:
    return int.from_bytes(blake2b(id.encode(), digest_size=8, salt=SEED.to_bytes(8, "little")).digest(), "little")


class JudgedSample:
    """The answers on some of the candidates.

    Parameters
    ----------
    right : whether a pair is right, by its id; other ids do no harm
    """

    def __init__(self, candidates: Candidates, right: Mapping[str, bool]) -> None:
        self.candidates = candidates
        self.right = right
        self.thresholds = candidates.thresholds()
        self._drawn = [candidates.ids[index] for index in candidates.order]
        # A pair that was drawn and not answered counts as wrong, so that leaving out doubtful ones helps nobody.
        self._wrong: Flags = np.array([not right.get(id, False) for id in self._drawn], bool)
        self._answered: Flags = np.array([id in right for id in self._drawn], bool)

    @property
    def judged(self) -> int:
        """The number of candidates that are judged."""
        return int(self._answered.sum())

    @property
    def is_enough(self) -> bool:
        """Whether the first pairs of the draw were answered, in a number that can show something."""
        answered = np.cumsum(self._answered[self.candidates.order < self.candidates.asked()])
        dense = np.flatnonzero(answered >= MIN_ANSWERED_SHARE * np.arange(1, len(answered) + 1))
        fewest = min(len(answered), MIN_JUDGED_WRONG / self.candidates.at_most_wrong)
        return bool(len(dense) and answered[dense[-1]] >= fewest)

    def answers(self, count: int) -> Flags:
        """Return which of the first `count` candidates are wrong, in the order of the draw, to the last judged one."""
        own = self.candidates.order < count
        answered, wrong = self._answered[own], self._wrong[own]
        judged = np.flatnonzero(answered)
        return wrong[: judged[-1] + 1 if len(judged) else 0]

    def lowest(self) -> Threshold | None:
        """Return the last threshold before the first that fails its test, or None if no test is passed."""
        asked = self.candidates.asked()
        for start, error_share in SEQUENCES:
            own = (threshold for threshold in self.thresholds if threshold.size >= start * asked)
            passed = list(takewhile(partial(self._passes, error_share=error_share), own))
            if passed:
                return passed[-1]
        return None

    def _passes(self, threshold: Threshold, error_share: float) -> bool:
        """Return whether the answers show that no more pairs than promised are wrong above a threshold."""
        share, size = self.candidates.at_most_wrong, threshold.size
        return is_below(self.answers(size), size, int(share * size) + 1, Looks(share, error_share))

    def bound(self, threshold: Threshold) -> float:
        """Return the highest share of wrong pairs above a threshold that its answers allow, with 90 % certainty."""
        return self.most_wrong(threshold) / max(1, threshold.size)

    def most_wrong(self, threshold: Threshold, error_share: float = 1.0) -> int:
        """Return the most wrong pairs above a threshold that its answers allow.

        Parameters
        ----------
        error_share : of the error probability of 10 % that this may spend
        """
        answers, count = self.answers(threshold.size), threshold.size
        looks = Looks(self.candidates.at_most_wrong, error_share)
        low, high = 0, count  # the wrong pairs are not shown to be fewer than `low`, or to be at most `high`
        while low < high:
            middle = (low + high) // 2
            if is_below(answers, count, middle + 1, looks):
                high = middle
            else:
                low = middle + 1
        return high

    def next_ids(self) -> list[str]:
        """Return the ids of the pairs to ask for next, in their order; none if every pair can be kept."""
        target = self._target()
        if target is None:
            return []
        own = self.candidates.order < target.size
        return [self._drawn[place] for place in np.flatnonzero(own & ~self._answered)]

    def _target(self) -> Threshold | None:
        """Return the threshold that the next answers are for: the lowest that is asked for and not given up."""
        lowest = self.lowest()
        open_ones = [own for own in self.thresholds if lowest is None or own.size > lowest.size]
        if not open_ones:
            return None
        asked = self.candidates.asked()
        while asked < open_ones[0].size:
            asked *= 2  # all of these can be kept
        wanted = [own for own in open_ones if own.size <= asked and not self._is_given_up(own)]
        return wanted[-1] if wanted else open_ones[0]

    def _is_given_up(self, threshold: Threshold) -> bool:
        own = self._answered & (self.candidates.order < threshold.size)
        expected = self.candidates.at_most_wrong * own.sum()
        return bool(MIN_GIVEN_UP_WRONG <= expected < (own & self._wrong).sum())


def make_promise(sample: JudgedSample) -> Promise:
    """Return what can be promised on the answers or, if these are too few, on the calibrated confidence.

    No pair is kept if nothing can be promised.
    """
    by_judged, candidates = sample.is_enough, sample.candidates
    found = sample.lowest() if by_judged else _lowest_expected(candidates)
    bound = sample.bound(found) if found and by_judged else None
    kept = found.size if found else 0
    return Promise(
        alpha=candidates.at_most_wrong,
        certainty=CERTAINTY if by_judged else 0.0,
        judged=sample.judged,
        candidates=len(candidates.ids),
        threshold=found.confidence if found else None,
        kept=kept,
        expected_wrong=round(float(candidates.expected_wrong()[kept - 1]), 4) if kept else 0.0,
        bound=None if bound is None else round(bound, 4),
        basis=JUDGED_PAIRS if by_judged else OWN_CALIBRATION,
        seed=SEED,
    )


def _lowest_expected(candidates: Candidates) -> Threshold | None:
    """Return the lowest threshold above which the confidence expects no more wrong pairs than promised."""
    ends = np.flatnonzero(np.append(np.diff(candidates.confidences) < 0, bool(candidates.ids)))
    fits = ends[candidates.expected_wrong()[ends] <= candidates.at_most_wrong]
    return Threshold(float(candidates.confidences[fits[-1]]), int(fits[-1]) + 1) if len(fits) else None
