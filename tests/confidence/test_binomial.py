"""The exact interval of a share: known ones, and how often it holds the true share."""

from __future__ import annotations

from math import comb
from typing import Any

import pytest
from conftest import CASES
from conftest import read as read_cases

from aligner.confidence.binomial import exact_interval


@pytest.mark.parametrize("case", read_cases(CASES / "confidence" / "intervals.jsonl"), ids=lambda case: case["why"])
def test_known_intervals(case: dict[str, Any]) -> None:
    assert exact_interval(case["count"], case["size"]) == pytest.approx((case["low"], case["high"]), abs=1e-5)


@pytest.mark.parametrize("share", [0.005, 0.03, 0.1, 0.5, 0.97])
def test_the_interval_holds_the_share_as_often_as_it_promises(share: float) -> None:
    size = 40
    held = sum(
        comb(size, count) * share**count * (1 - share) ** (size - count)
        for count in range(size + 1)
        if exact_interval(count, size)[0] <= share <= exact_interval(count, size)[1]
    )
    assert held >= 0.95


def test_more_certainty_is_a_wider_interval() -> None:
    assert exact_interval(3, 50, 0.99)[0] < exact_interval(3, 50)[0] < exact_interval(3, 50)[1]
    assert exact_interval(3, 50)[1] < exact_interval(3, 50, 0.99)[1]
