"""Stories in new words, order and sentences: their changed facts are found, and faithful ones are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.quality.fact_checks import SEVERE, Rewrite, check_copy, read_rewrites

CASES = Path(__file__).parents[1] / "cases" / "checking" / "retellings"
MIN_SEEN = 6  # of eight changed facts
RETELLINGS = read_rewrites(CASES)


@pytest.mark.parametrize("case", RETELLINGS, ids=lambda case: case.name)
def test_a_faithful_retelling_has_no_severe_findings(case: Rewrite) -> None:
    assert check_copy(case.faithful, case.original, []).stray == []


@pytest.mark.parametrize("case", RETELLINGS, ids=lambda case: case.name)
def test_changed_facts_of_a_retelling_are_severe(case: Rewrite) -> None:
    checked = check_copy(case.changed, case.original, case.planted, SEVERE)
    assert sum(outcome.severe for outcome in checked.outcomes) >= MIN_SEEN, checked.outcomes
    assert checked.stray == []
