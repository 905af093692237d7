"""The region of texts by their spelling, which is given only where it is clear."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import CASES, read

from aligner.languages.regions import regional_tag


@pytest.mark.parametrize("case", read(CASES / "text" / "regions.jsonl"), ids=lambda case: " ".join(case["texts"])[:40])
def test_the_region_is_that_of_the_words(case: dict[str, Any]) -> None:
    assert regional_tag(case["side"], case["texts"]) == case["tag"]
