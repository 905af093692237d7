"""Pages that declare that a machine made them: the verdict follows them, and nothing else on a page counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import CASES

from aligner.checking.check import check_files

ROWS = [json.loads(line) for line in (CASES / "checking" / "declared.jsonl").read_text("utf-8").splitlines()]
STORY = (CASES / "checking" / "made" / "story1.en.txt").read_text("utf-8")


@pytest.mark.parametrize("row", ROWS, ids=[f"{number}-{row['mark'] or 'none'}" for number, row in enumerate(ROWS)])
def test_what_a_page_declares(row: dict[str, str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY.splitlines())
    page.write_text(row["page"].format(story=f"<article>{paragraphs}</article>"), "utf-8")
    (found,) = check_files([page]).results
    declared = found.verdict.reason.startswith("it declares it: ") and row["mark"] in found.verdict.reason
    assert declared == bool(row["mark"]), found.verdict
    assert ((found.verdict.machine_translation or 0) > 0.9) == bool(row["mark"])
