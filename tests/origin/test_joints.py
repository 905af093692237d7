"""The parts of a document, by the evidence of its units."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from conftest import CASES
from conftest import read as read_cases

from aligner.origin.joints import divide


@pytest.mark.parametrize("case", read_cases(CASES / "origin" / "joints.jsonl"), ids=lambda case: case["why"])
def test_parts(case: dict[str, Any]) -> None:
    units = case["units"]
    found = divide(len(units), lambda start, stop: float(np.mean(units[start:stop])), case["basis"], case["side"])
    if case["parts"] is None:
        assert found is None
        return
    assert found is not None and (found.log_odds > 0) == bool(case["parts"])
    if case["parts"]:
        assert [list(part) for part in found.parts] == case["parts"]
    bounds = [part.start for part in found.parts[1:]]
    assert bounds == [part.stop for part in found.parts[:-1]] and found.parts[-1].stop == len(units)
