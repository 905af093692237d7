"""Equal numbers that both sides write in two ways: they are read alike, and others stay in doubt."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import CASES, read

from aligner.confidence import Context, score_segments
from aligner.confidence.same_values import write_alike
from aligner.types import Bead

BEAD = Bead((0, 1), (0, 1), 0.0)
ROWS = read(CASES / "confidence" / "same_values.jsonl")


def confidence(pair: tuple[str, str]) -> float:
    return score_segments(Context([BEAD], [pair]), prior=0.5).segments[0].confidence


@pytest.mark.parametrize("row", [row for row in ROWS if "alike" in row], ids=lambda row: row["en"])
def test_equal_numbers_are_written_in_figures(row: dict[str, Any]) -> None:
    found = write_alike((row["en"], row["fr"]))
    assert (found and list(found)) == row["alike"]


@pytest.mark.parametrize("row", [row for row in ROWS if "wrong" in row], ids=lambda row: row["en"])
def test_equal_numbers_raise_the_confidence_and_others_do_not(row: dict[str, Any]) -> None:
    right, wrong = (confidence((row["en"], row[name])) for name in ("fr", "wrong"))
    assert right > 0.5 > wrong
