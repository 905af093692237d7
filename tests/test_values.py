"""Canonical values: cases in tests/cases/values, and what holds for any text."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.dates import dates
from aligner.names import names, signature
from aligner.numbers import numbers, same
from aligner.types import SIDES, Side

CASES = Path(__file__).parent / "cases" / "values"
PIECES = st.sampled_from(
    [*"19 ,.-$€%:/'’\u00a0\u0663²Aé", "million ", "milliards ", "deux ", "et ", "vingt", "two", " and ", "hundred",
     "mille ", "XIXe ", " août ", " May ", "2021", "h", "pm", "th", "er ", "Paris ", " d’", "a-half", "\n"]
)  # fmt: skip


def cases(name: str) -> list[Any]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", cases("numbers"), ids=lambda case: case["text"][:30])
def test_numbers(case: dict[str, Any]) -> None:
    found = [(q.value, q.unit) for q in numbers(case["text"], case["side"])]
    assert found == [(Decimal(value), unit) for value, unit in case["values"]]


@pytest.mark.parametrize("case", cases("same"), ids=lambda case: f"{case['en']} {case['fr']}")
def test_same_quantity(case: dict[str, Any]) -> None:
    (one,), (two,) = numbers(case["en"], "en"), numbers(case["fr"], "fr")
    assert same(one, two) == same(two, one) == case["same"]


@pytest.mark.parametrize("case", cases("dates"), ids=lambda case: case["text"][:30])
def test_dates(case: dict[str, Any]) -> None:
    assert [[when.year, when.month, when.day] for when in dates(case["text"], case["side"])] == case["dates"]


@pytest.mark.parametrize("case", cases("names"), ids=lambda case: case["text"][:30])
def test_names(case: dict[str, Any]) -> None:
    assert [name.folded for name in names(case["text"], case["side"])] == case["names"]


@pytest.mark.parametrize("case", cases("signature"))
def test_signature_is_shared_by_translations(case: dict[str, Any]) -> None:
    assert signature(case["en"], "en") & signature(case["fr"], "fr") >= set(case["shared"])


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(SIDES))
def test_any_text_has_values_with_true_offsets(text: str, side: Side) -> None:
    spans = [(q.text, q.start, q.end) for q in numbers(text, side)]
    spans += [(when.text, when.start, when.end) for when in dates(text, side)]
    spans += [(name.text, name.start, name.end) for name in names(text, side)]
    assert all(found == text[start:end] for found, start, end in spans)
    assert all(mark[:2] in ("n:", "d:", "m:", "w:") for mark in signature(text, side))


@pytest.mark.parametrize("text", ["9" * 10**6, "deux " * 20_000, "1 234 " * 20_000, "A·b-" * 20_000, "$ " * 100_000])
def test_hostile_text_takes_no_long_time(text: str) -> None:
    for side in SIDES:
        signature(text, side)
