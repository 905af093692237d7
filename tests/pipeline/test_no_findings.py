"""Without findings a run keeps the same segments with the same confidence."""

from __future__ import annotations

from pathlib import Path

from aligner.detectors.facts import changed_facts
from aligner.pipeline.pair import pair
from aligner.settings import Settings


def test_only_changes_of_fact_are_sought(seeds: Path, tmp_path: Path) -> None:
    plain = list(pair(seeds, tmp_path / "run", Settings(findings=False)).segments)
    found = list(pair(seeds, tmp_path / "run").segments)
    assert [segment[:6] for segment in plain] == [segment[:6] for segment in found]
    assert [segment.why_dropped for segment in plain] == [segment.why_dropped for segment in found]
    counts = [sum(len(segment.findings) for segment in run) for run in (plain, found)]
    assert 0 < counts[0] < counts[1]
    facts = [[finding for segment in run for finding in changed_facts(segment)] for run in (plain, found)]
    assert facts[0] == facts[1] != []
