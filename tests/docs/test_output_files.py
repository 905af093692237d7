"""The page on output files explains every key that a run writes."""

from __future__ import annotations

import json
import re

import pytest
from conftest import CASES, ROOT

PAGE = (ROOT / "docs/user/output-files.md").read_text("utf-8")
SECTIONS = dict(zip(*[iter(re.split(r"^## (.*)\n", PAGE, flags=re.MULTILINE)[1:])] * 2, strict=True))
GOLDEN = CASES / "writers" / "golden"


def section(name: str) -> str:
    return next(text for heading, text in SECTIONS.items() if name in heading.split(", "))


@pytest.mark.parametrize("name", ["documents", "pairs", "segments", "findings", "duplicates", "skipped"])
def test_keys_of_rows_are_explained(name: str) -> None:
    rows = [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text("utf-8").splitlines()]
    keys = {key for row in rows for key in row}
    text = PAGE if name == "skipped" else section(f"{name}.jsonl")
    assert keys and not {key for key in keys if f"`{key}`" not in text}


def test_keys_of_the_manifest_are_explained() -> None:
    keys = json.loads((GOLDEN / "manifest.json").read_text("utf-8"))
    assert not {key for key in keys if f"`{key}`" not in section("manifest.json")}
