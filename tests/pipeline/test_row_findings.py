"""Findings of a list of pairs: a row shows only what its own texts show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, read

from aligner.detectors import DETECTORS, document_codes, load_rules
from aligner.pipeline.score import score_files

LISTS = read(CASES / "pipeline" / "score" / "lists.jsonl")


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case["why"])
def test_a_row_has_no_finding_of_another(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "memory.tsv"
    path.write_text("".join(f"{en}\t{fr}\n" for en, fr in case["rows"]), "utf-8")
    assert [row.findings for row in score_files([path], prior=0.5, findings=True)] == [()] * len(case["rows"])


def test_what_depends_on_a_document_is_known() -> None:
    rules = {rule.code for name in DETECTORS for rule in load_rules(name)}
    assert "provenance.missing" in document_codes() < rules
    assert "number.changed" not in document_codes()
