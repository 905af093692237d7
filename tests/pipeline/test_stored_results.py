"""Results that a workspace keeps: found again by what they depend on, deleted when no run asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.pipeline.stored_results import StoredResults
from aligner.pipeline.workspace import open_workspace


def remembered(folder: Path, kind: str, values: dict[str, str]) -> list[str]:
    """Return the keys of the texts that had to be made."""
    made: list[str] = []
    with open_workspace(folder, "signature") as work:
        results = StoredResults(work, kind)
        for key, text in values.items():

            def make(key: str = key, text: str = text) -> str:
                made.append(key)
                return text

            assert results.remember(("of", key), make) == text
        results.prune()
    return made


@pytest.mark.parametrize("text", ["", "<p>\0</p>", "Zoë’s \U0001f600", "a lone \ud83d", "line\nline" * 5000])
def test_a_text_is_made_once(text: str, tmp_path: Path) -> None:
    assert remembered(tmp_path, "sections", {"a": text}) == ["a"]
    assert remembered(tmp_path, "sections", {"a": text}) == []


def test_what_no_run_asks_for_is_deleted_among_its_kind(tmp_path: Path) -> None:
    assert remembered(tmp_path, "sections", {"a": "1", "b": "2"}) == ["a", "b"]
    assert remembered(tmp_path, "links", {"a": "3"}) == ["a"]
    assert remembered(tmp_path, "sections", {"b": "2"}) == []
    assert remembered(tmp_path, "sections", {"a": "1", "b": "2"}) == ["a"]
    assert remembered(tmp_path, "links", {"a": "3"}) == []
