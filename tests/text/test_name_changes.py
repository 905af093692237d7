"""Tests of names that one passage exchanged for others: the cases in tests/cases/text/entities/names/changes.jsonl."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import assert_linear_time
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.text.entities.names.changes import find_name_changes
from aligner.types import SIDES, Span

LINES = (ALL_CASES / "text" / "entities" / "name_changes.jsonl").read_text("utf-8").splitlines()
CASES: list[dict[str, Any]] = [json.loads(line) for line in LINES]
PIECES = st.sampled_from(
    [*" .,-’'\"", "Paris", "Lyon ", "Smith", "Ann ", "Brown ", "University of ", "l’université de ", "WHO ", "OMS ",
     "(NYN) ", "the ", "d’", "1984 ", "Élisabeth ", "XIV ", "\n", "’s ", "𝔸lpha ", "Ōsaka ", "St. "]
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_names_that_were_exchanged(case: dict[str, Any]) -> None:
    changes = find_name_changes((case["en"], case["fr"]), SIDES)
    found = [[case["en"][slice(*en)], case["fr"][slice(*fr)]] for en, fr in (change.names for change in changes)]
    assert sorted(found) == sorted(case["changes"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_both_sides_see_the_same(case: dict[str, Any]) -> None:
    forth = find_name_changes((case["en"], case["fr"]), SIDES)
    back = find_name_changes((case["fr"], case["en"]), SIDES[::-1])
    assert back == [change.mirrored for change in forth]


def test_the_exchanged_word_is_located_within_the_name() -> None:
    texts = "She met Ann Smith of Leeds.", "Elle a rencontré Ann Brown, de Leeds."
    (change,) = find_name_changes(texts, SIDES)
    assert [text[slice(*span)] for text, span in zip(texts, change.words, strict=True)] == ["Smith", "Brown"]


def within(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] < inner[1] <= outer[1]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=30).map("".join))
def test_spans_are_within_the_texts_and_a_text_has_all_its_own_names(en: str, fr: str) -> None:
    for change in find_name_changes((en, fr), SIDES):
        for text, words, name in zip((en, fr), change.words, change.names, strict=True):
            assert within((0, len(text)), name) and within(name, words)
    assert not find_name_changes((en, en), SIDES)


def test_a_hostile_passage_takes_no_long_time() -> None:
    def find_changes(size: int) -> None:
        en, fr = (" ".join(f"Name{letter}{number}" for number in range(size)) for letter in ("A", "B"))
        letters = " ".join(chr(65 + number % 26) + chr(97 + number // 26 % 26) * 5 for number in range(size))
        find_name_changes((en, fr), SIDES)
        find_name_changes((letters, letters[::-1].title()), SIDES)

    assert_linear_time(find_changes, 4000)
