"""Files that declare that a machine made their text, in each format, and files that only resemble these."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES
from conftest import read as read_cases

from aligner.checking.check import check_files
from aligner.readers import read
from aligner.readers.declarations.terms import PART_FIELD, WHOLE_FIELD
from aligner.types import RawDocument

ROWS = read_cases(CASES / "checking" / "declared.jsonl")
STORY = (CASES / "checking" / "made" / "story1.en.txt").read_text("utf-8").splitlines()
MARKUP = "".join(f"<p>{line}</p>" for line in STORY)
JSON_STORY = json.dumps("\n".join(STORY), ensure_ascii=False)
STORIES = {  # the story as each format writes it
    ".html": f"<article>{MARKUP}</article>", ".xml": MARKUP, ".nitf": MARKUP, ".md": "\n\n".join(STORY),
    ".json": JSON_STORY, ".jsonl": JSON_STORY, ".csv": '"' + " ".join(STORY).replace('"', '""') + '"',
}  # fmt: skip
VERDICTS = {WHOLE_FIELD: "machine_translation", PART_FIELD: "mixed"}


def write(row: dict[str, Any], folder: Path) -> Path:
    path = folder / row["file"]
    path.write_text(row["text"].replace("{story}", STORIES[path.suffix]), "utf-8")
    return path


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"].replace(" ", "-"))
def test_what_a_file_declares(row: dict[str, Any], tmp_path: Path) -> None:
    (found,) = read(row["file"], write(row, tmp_path))
    assert isinstance(found, RawDocument) and "coal-fired" in found.text
    declared = {field: found.meta[field] for field in VERDICTS if field in found.meta}
    assert list(declared) == [row["field"]] * bool(row["field"])
    assert row["mark"] in "".join(declared.values())


@pytest.mark.parametrize("field", VERDICTS)
def test_the_verdict_follows_a_declaration(field: str, tmp_path: Path) -> None:
    row = next(row for row in ROWS if row["field"] == field)
    verdict = check_files([write(row, tmp_path)]).results[0].verdict
    assert verdict.reason.startswith("it declares it: ") and row["mark"] in verdict.reason
    assert getattr(verdict, VERDICTS[field]) > 0.9
