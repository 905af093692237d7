"""Tests of numbers, dates and names: the cases in tests/cases/text/entities, and invariants for any text."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.text.entities.moments.dates import find_dates
from aligner.text.entities.names.find import find_names, signature_items
from aligner.text.entities.numbers.compare import compare_numbers, same_quantity
from aligner.text.entities.numbers.find import find_numbers
from aligner.text.entities.numbers.quantities import find_quantities
from aligner.types import SIDES, Side

CASES = ALL_CASES / "text" / "entities"
PIECES = st.sampled_from(
    [*"19 ,.-$€%:/'’\u00a0\u0663²Aé", "million ", "milliards ", "deux ", "et ", "vingt", "two", " and ", "hundred",
     "mille ", "XIXe ", "half a ", "6-foot-6 ", "5'10\" ", "plus de ", "%", "pour cent", "03/04/2021", "9/11", "1 m 98",
     " août ", " May ", "2021", "h", "pm", "th", "er ", "Paris ", " d’", "a-half", "\n"]
)  # fmt: skip


def cases(name: str) -> list[Any]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", cases("numbers"), ids=lambda case: case["text"][:30])
def test_numbers(case: dict[str, Any]) -> None:
    values = [(q.value, q.unit) for q in find_numbers(case["text"], case["side"])]
    assert values == [(Decimal(value), unit) for value, unit in case["values"]]


@pytest.mark.parametrize("case", cases("same"), ids=lambda case: f"{case['en']} {case['fr']}")
def test_same_quantity(case: dict[str, Any]) -> None:
    (one,), (two,) = find_numbers(case["en"], "en"), find_numbers(case["fr"], "fr")
    assert same_quantity(one, two) == same_quantity(two, one) == case["same"]


@pytest.mark.parametrize("case", cases("bounds"), ids=lambda case: case["text"][:30])
def test_bounds(case: dict[str, Any]) -> None:
    assert [q.bound for q in find_numbers(case["text"], case["side"])] == case["bounds"]


@pytest.mark.parametrize("case", cases("together"), ids=lambda case: case["text"][:30])
def test_numbers_and_dates_together(case: dict[str, Any]) -> None:
    values = [(q.value, q.kind) for q in find_quantities(case["text"], case["side"], bare=True)]
    assert values == [(Decimal(value), kind) for value, kind in case["values"]]


@pytest.mark.parametrize("case", cases("compare"), ids=lambda case: f"{case['en']} {case['fr']}")
def test_differences(case: dict[str, Any]) -> None:
    differences = compare_numbers(case["en"], case["fr"])
    assert [q.text for q in differences.only_one] == case["only_en"]
    assert [q.text for q in differences.only_two] == case["only_fr"]
    mirrored = compare_numbers(case["fr"], case["en"], ("fr", "en"))
    assert (mirrored.only_two, mirrored.only_one) == (differences.only_one, differences.only_two)


@pytest.mark.parametrize("case", cases("kinds"), ids=lambda case: f"{case['kind']} {case['en'][:30]} {case['same']}")
def test_changes_of_each_kind_are_seen_and_translations_are_not(case: dict[str, Any]) -> None:
    differences = compare_numbers(case["en"], case["fr"])
    assert (not any(differences.unmatched)) == case["same"], differences.unmatched


@pytest.mark.parametrize("case", cases("siblings"), ids=lambda case: case["en"])
def test_siblings_are_equal_only_to_their_own_translation(case: dict[str, Any]) -> None:
    for en, own in case["values"]:
        for _, fr in case["values"]:
            differences = compare_numbers(case["en"].format(en), case["fr"].format(fr))
            assert any(differences.unmatched) == (fr != own), (en, fr)


@pytest.mark.parametrize("case", cases("dates"), ids=lambda case: case["text"][:30])
def test_dates(case: dict[str, Any]) -> None:
    assert [[date.year, date.month, date.day] for date in find_dates(case["text"], case["side"])] == case["dates"]


@pytest.mark.parametrize("case", cases("names"), ids=lambda case: case["text"][:30])
def test_names(case: dict[str, Any]) -> None:
    assert [name.folded for name in find_names(case["text"], case["side"])] == case["names"]


@pytest.mark.parametrize("case", cases("signature"))
def test_signature_is_shared_by_translations(case: dict[str, Any]) -> None:
    assert signature_items(case["en"], "en") & signature_items(case["fr"], "fr") >= set(case["shared"])


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(SIDES))
def test_offsets_are_right_for_any_text(text: str, side: Side) -> None:
    spans = [(q.text, q.start, q.end) for q in find_numbers(text, side)]
    spans += [(q.text, q.start, q.end) for q in find_quantities(text, side, bare=True)]
    spans += [(date.text, date.start, date.end) for date in find_dates(text, side)]
    spans += [(name.text, name.start, name.end) for name in find_names(text, side)]
    assert all(covered == text[start:end] for covered, start, end in spans)
    assert all(item[:2] in ("n:", "d:", "m:", "w:") for item in signature_items(text, side))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES, max_size=40).map("".join), st.sampled_from(SIDES))
def test_a_text_has_no_differences_from_itself(text: str, other: str, side: Side) -> None:
    own = compare_numbers(text, text, (side, side))
    assert not own.only_one and not own.only_two
    differences = compare_numbers(text, other, (side, side))
    assert all(q.text == text[q.start : q.end] for q in differences.only_one)
    assert all(q.text == other[q.start : q.end] for q in differences.only_two)


@pytest.mark.parametrize("text", ["9" * 10**6, "deux " * 20_000, "1 234 " * 20_000, "A·b-" * 20_000, "$ " * 100_000,
                                  "1,2 3 " * 20_000, "IVe " * 20_000])  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    for side in SIDES:
        signature_items(text, side)
    compare_numbers(text, "5 % " * 10_000)
