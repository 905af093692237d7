"""Markdown is read without marks of notes and tasks, and in little time whatever its markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CASES, assert_linear_time
from conftest import read as read_cases

from aligner.readers import read
from aligner.types import RawDocument

ROWS = read_cases(CASES / "readers" / "markdown.jsonl")
BYTES = 200_000
REPEATED = (
    "[", "[a", "![", "*", "*a", "**a ", "_a ", ">", "> ", "- ", "`", "<", "&", "\\", "[a](b) ", "[a]: b\n",
    "[a](", "[](", "<!--", "1. ", "#", "a\n", "> a\n", "- a\n", "*[a*", "^[", "[^1]", "[^1]: a\n",
    "|a|b|\n|-|-|\n", "- [ ] ",
)  # fmt: skip


def story_of(text: str, folder: Path) -> RawDocument:
    path = folder / "story.md"
    path.write_text(text, "utf-8")
    (found,) = read("story.md", path)
    assert isinstance(found, RawDocument)
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["why"])
def test_markdown_gives_its_text_and_notes(row: dict[str, str], tmp_path: Path) -> None:
    story = story_of(row["markdown"], tmp_path)
    assert story.text.split("\n\n") == row["text"]
    assert story.meta.get("notes") == row.get("notes")


@pytest.mark.parametrize("repeated", REPEATED, ids=repr)
def test_any_markup_is_read_in_little_time_and_keeps_the_story(repeated: str, tmp_path: Path) -> None:
    def read_text(size: int) -> None:
        text = story_of("The pier is old.\n\n" + repeated * (size // len(repeated)) + "\n\nThe end.", tmp_path).text
        assert "The pier is old." in text

    assert_linear_time(read_text, BYTES)
