"""Canonical values: cases in tests/cases/values, and what holds for any text."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.text.entities.compare import compare, same
from aligner.text.entities.dates import dates
from aligner.text.entities.names import names, signature
from aligner.text.entities.numbers import numbers
from aligner.text.entities.quantities import values
from aligner.types import SIDES, Side

CASES = ALL_CASES / "values"
PIECES = st.sampled_from(
    [*"19 ,.-$€%:/'’\u00a0\u0663²Aé", "million ", "milliards ", "deux ", "et ", "vingt", "two", " and ", "hundred",
     "mille ", "XIXe ", "half a ", "6-foot-6 ", "5'10\" ", "plus de ", "%", "pour cent", "03/04/2021", "9/11", "1 m 98",
     " août ", " May ", "2021", "h", "pm", "th", "er ", "Paris ", " d’", "a-half", "\n"]
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


@pytest.mark.parametrize("case", cases("bounds"), ids=lambda case: case["text"][:30])
def test_bounds(case: dict[str, Any]) -> None:
    assert [q.bound for q in numbers(case["text"], case["side"])] == case["bounds"]


@pytest.mark.parametrize("case", cases("together"), ids=lambda case: case["text"][:30])
def test_numbers_and_dates_together(case: dict[str, Any]) -> None:
    found = [(q.value, q.kind) for q in values(case["text"], case["side"], bare=True)]
    assert found == [(Decimal(value), kind) for value, kind in case["values"]]


@pytest.mark.parametrize("case", cases("compare"), ids=lambda case: f"{case['en']} {case['fr']}")
def test_what_the_other_side_lacks(case: dict[str, Any]) -> None:
    found = compare(case["en"], case["fr"])
    assert [q.text for q in found.only_one] == case["only_en"]
    assert [q.text for q in found.only_two] == case["only_fr"]
    turned = compare(case["fr"], case["en"], ("fr", "en"))
    assert (turned.only_two, turned.only_one) == (found.only_one, found.only_two)


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
    spans += [(q.text, q.start, q.end) for q in values(text, side, bare=True)]
    spans += [(when.text, when.start, when.end) for when in dates(text, side)]
    spans += [(name.text, name.start, name.end) for name in names(text, side)]
    assert all(found == text[start:end] for found, start, end in spans)
    assert all(mark[:2] in ("n:", "d:", "m:", "w:") for mark in signature(text, side))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES, max_size=40).map("".join), st.sampled_from(SIDES))
def test_a_text_lacks_nothing_of_itself(text: str, other: str, side: Side) -> None:
    own = compare(text, text, (side, side))
    assert not own.only_one and not own.only_two
    found = compare(text, other, (side, side))
    assert all(q.text == text[q.start : q.end] for q in found.only_one)
    assert all(q.text == other[q.start : q.end] for q in found.only_two)


@pytest.mark.parametrize("text", ["9" * 10**6, "deux " * 20_000, "1 234 " * 20_000, "A·b-" * 20_000, "$ " * 100_000,
                                  "1,2 3 " * 20_000, "IVe " * 20_000])  # fmt: skip
def test_hostile_text_takes_no_long_time(text: str) -> None:
    for side in SIDES:
        signature(text, side)
    compare(text, "5 % " * 10_000)
