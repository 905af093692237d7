"""Stories in new words, order and sentences: their changed facts are found, and faithful ones are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.checking.check import check_files
from aligner.detectors.facts import is_fact
from scripts.quality.fact_checks import SEVERE, Rewrite, check_copy, read_rewrites

CASES = Path(__file__).parents[1] / "cases" / "checking" / "rewrites"
MIN_SEEN = 6  # of eight changed facts
REWRITES = read_rewrites(CASES)


@pytest.mark.parametrize("case", REWRITES, ids=lambda case: case.name)
def test_a_faithful_rewrite_has_no_severe_findings(case: Rewrite) -> None:
    assert check_copy(case.faithful, case.original, []).stray == []


@pytest.mark.parametrize("case", REWRITES, ids=lambda case: case.name)
def test_changed_facts_of_a_rewrite_are_severe(case: Rewrite) -> None:
    checked = check_copy(case.changed, case.original, case.planted, SEVERE)
    assert sum(outcome.severe for outcome in checked.outcomes) >= MIN_SEEN, checked.outcomes
    assert checked.stray == []


@pytest.mark.parametrize("name", ["port", "vaccine"])
def test_of_two_copies_in_two_languages_each_change_is_reported_once(name: str, tmp_path: Path) -> None:
    case = next(case for case in REWRITES if case.name == name)
    files = [tmp_path / "first.txt", tmp_path / "second.txt"]
    for file, text in zip(files, (case.original, case.changed), strict=True):
        file.write_text(text, encoding="utf-8")
    first, second = (
        {(finding.start, finding.end): finding.evidence for finding in result.findings if is_fact(finding.code)}
        for result in check_files(files).results
    )
    assert len(first) + len(second) >= MIN_SEEN - 1
    for (start, end), evidence in first.items():
        mirror = second.get((int(str(evidence["start"])), int(str(evidence["end"]))), {})
        assert (mirror.get("start"), mirror.get("end")) != (start, end)
