"""Sentences that stories on different subjects share do not make them copies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, read

from aligner.deduplication.find import find_families

CREDITS = {"en": "Reporting by the night desk.", "fr": "Avec le service de nuit."}


def families(folder: Path, texts: dict[str, str], jobs: int = 1) -> list[set[str]]:
    path = folder / "stories.jsonl"
    path.write_text("\n".join(json.dumps({"id": id, "text": text}) for id, text in texts.items()), encoding="utf-8")
    found = find_families([path], jobs=jobs)
    groups = [{family.kept, *(copy.dropped for copy in family.copies)} for family in found.families]
    return [{id.partition("#")[2] for id in group} for group in groups]


@pytest.mark.parametrize("case", read(CASES / "deduplication" / "boilerplate.jsonl"), ids=lambda case: case["name"])
def test_stories_with_the_same_boilerplate_stay_apart(case: dict[str, Any], tmp_path: Path) -> None:
    texts = {f"s{number}": f"{body}\n\n{case['shared']}" for number, body in enumerate(case["bodies"])}
    assert families(tmp_path, texts) == families(tmp_path, texts, jobs=2) == []
    texts["copy"] = f"{texts['s1']}\n\n{CREDITS[case['side']]}"
    assert families(tmp_path, texts) == [{"s1", "copy"}]


@pytest.mark.parametrize("case", read(CASES / "deduplication" / "boilerplate.jsonl"), ids=lambda case: case["name"])
def test_many_copies_of_one_text_are_no_boilerplate(case: dict[str, Any], tmp_path: Path) -> None:
    whole = f"{case['bodies'][0]}\n\n{case['shared']}"
    titles = [body.partition("\n")[0] for body in case["bodies"]]
    texts = {f"s{number}": whole.replace(titles[0], title) for number, title in enumerate(titles)}
    assert families(tmp_path, texts) == [{*texts}]
