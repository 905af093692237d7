"""The word for the probabilities of a document, and why, by what it was compared with."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import CASES
from conftest import read as read_cases

from aligner.verdict.labels import choose_label, explain


@pytest.mark.parametrize("case", read_cases(CASES / "verdict" / "labels.jsonl"), ids=lambda case: case["why"])
def test_label_and_reason(case: dict[str, Any]) -> None:
    label = choose_label(case["shares"], case["basis"], case["side"])
    assert label == case["label"]
    reason = explain(label, case["shares"], "" if case["basis"] == "alone" else "story.txt")
    assert case["reason"] in reason and "{" not in reason
