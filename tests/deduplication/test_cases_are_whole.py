"""The hand-written stories about republication, versions and templates: every span and label is real."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, read

FOLDER = CASES / "deduplication"
REPUBLICATIONS, VERSIONS, TEMPLATES = (FOLDER / name for name in ("republications", "versions", "templates"))
# Which of the two spans a kind of change has: in the original, in the copy.
CHANGES = {
    "credit_removed": (True, False),
    "credit_replaced": (True, True),
    "byline_replaced": (True, True),
    "headline_rewritten": (True, True),
    "lead_rewritten": (True, True),
    "paragraph_moved": (True, True),
    "paragraph_dropped": (True, False),
    "paragraph_added": (False, True),
    "sentence_dropped": (True, False),
    "sentence_added": (False, True),
    "quotation_shortened": (True, True),
    "spelling_edited": (True, True),
    "style_edited": (True, True),
    "fact_changed": (True, True),
}
PAIRS = read(REPUBLICATIONS / "pairs.jsonl")
DIFFERENCES = {"added": (False, True), "removed": (True, False), "changed": (True, True)}
ROLES = {"first", "newer version", "correction", "follow-up", "roundup", "live blog", "same topic"}
STORIES = sorted(path.stem for path in VERSIONS.glob("*.jsonl"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


def written(folder: Path) -> set[str]:
    """Return the names of the stories in a folder."""
    return {path.name for path in folder.glob("*.txt")}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['id']}-{pair['genre']}")
def test_republications(pair: dict[str, Any]) -> None:
    original, copy = (
        (REPUBLICATIONS / f"{pair['id']}.{which}.txt").read_text("utf-8") for which in ("original", "copy")
    )
    for row in rows(REPUBLICATIONS / f"{pair['id']}.changes.tsv"):
        assert row["severity"] in ("minor", "major"), row
        assert (bool(row["original"]), bool(row["copy"])) == CHANGES[row["kind"]], row
        assert row["original"] != row["copy"] or row["kind"] == "paragraph_moved", row
        assert not row["original"] or original.count(row["original"]) == 1, row
        assert not row["copy"] or copy.count(row["copy"]) == 1, row
    for quotation in pair.get("shared", []):
        assert original.count(quotation) == copy.count(quotation) == 1, quotation
    assert 0 <= pair["from_original"] <= min(pair["copy_sentences"], pair["original_sentences"])


@pytest.mark.parametrize("number", STORIES)
def test_versions(number: str) -> None:
    versions = {version["id"]: version for version in read(VERSIONS / f"{number}.jsonl")}
    texts = {id: (VERSIONS / version["file"]).read_text("utf-8") for id, version in versions.items()}
    for id, version in versions.items():
        assert version["what"] in ROLES, id
        assert version["file"].endswith(".fr.txt") == (version["language"] == "fr"), id
        assert texts[id].startswith(version["title"] + "\n\n"), id
        assert {version.get("of", id), *version.get("contains", [])} <= set(versions), id
        assert all(texts[id].count(span) == 1 for span in version.get("background", [])), id
    for row in rows(VERSIONS / f"{number}.changes.tsv"):
        assert row["kind"] in ("fact", "wording", "order"), row
        assert (bool(row["old"]), bool(row["new"])) == DIFFERENCES[row["what"]], row
        assert not row["old"] or texts[f"{number}.{row['from']}"].count(row["old"]) == 1, row
        assert not row["new"] or texts[f"{number}.{row['to']}"].count(row["new"]) == 1, row


def test_templates() -> None:
    stories = {story["id"]: story for story in read(TEMPLATES / "stories.jsonl")}
    for id, story in stories.items():
        assert story["label"] in ("template", "copy"), id
        assert ("of" in story) == (story["label"] == "copy"), id
        assert stories[story.get("of", id)]["family"] == story["family"], id


def test_no_story_is_without_a_label() -> None:
    assert written(REPUBLICATIONS) == {f"{pair['id']}.{which}.txt" for pair in PAIRS for which in ("original", "copy")}
    assert written(VERSIONS) == {row["file"] for number in STORIES for row in read(VERSIONS / f"{number}.jsonl")}
    assert written(TEMPLATES) == {story["file"] for story in read(TEMPLATES / "stories.jsonl")}
