"""Tests of times, dates, periods, phone numbers and codes: pairs of both languages, and what each finder reads."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from conftest import CASES as ALL_CASES

from aligner.text.entities.numbers.compare import compare_numbers
from aligner.text.entities.numbers.quantities import find_quantities
from aligner.types import Side

CASES = ALL_CASES / "text" / "moments"
PAIRS = [line.split("\t") for line in (CASES / "pairs.tsv").read_text(encoding="utf-8").splitlines()]
READINGS = [json.loads(line) for line in (CASES / "readings.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("english", "french", "verdict", "kind"), PAIRS)
def test_a_changed_moment_or_code_is_seen_and_no_other(english: str, french: str, verdict: str, kind: str) -> None:
    differences = compare_numbers(english, french)
    wrong = verdict == "wrong"
    assert (bool(differences.only_one), bool(differences.only_two)) == (wrong, wrong), (kind, differences)


@pytest.mark.parametrize("text", [text for pair in PAIRS for text in pair[:2]])
def test_a_text_equals_itself(text: str) -> None:
    side: Side = "en" if any(text == pair[0] for pair in PAIRS) else "fr"
    assert not any(compare_numbers(text, text, (side, side)).unmatched)


@pytest.mark.parametrize("case", READINGS, ids=lambda case: case["text"][:40])
def test_readings(case: dict[str, Any]) -> None:
    found = find_quantities(case["text"], case["side"])
    read = [[q.text, q.kind, q.unit, None if q.kind == "code" else q.value] for q in found]
    assert read == [
        [text, kind, unit, None if value is None else Decimal(value)] for text, kind, unit, value in case["found"]
    ]


@pytest.mark.parametrize(
    "text", ["06 12 " * 2_000, "at 9 to " * 2_000, "+1" * 5_000, "A1-" * 3_000, "1:2" * 3_000, "'9" * 5_000,
             "call 1 " * 2_000, "le 3-" * 2_000, "9h " * 3_000, "24/7" * 2_000]
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    find_quantities(text, "en")
    find_quantities(text, "fr")


@pytest.mark.parametrize(
    ("side", "one", "two", "same"),
    [
        ("en", "It opens at 7.30pm.", "It opens at half past seven.", True),
        ("en", "It opens at 7.30pm.", "It opens at 8.30pm.", False),
        ("en", "It opens at noon.", "It opens at midnight.", False),
        ("en", "Dial 604-555-0147.", "Dial (604) 555-0147.", True),
        ("en", "Flight QX318 left.", "Flight QX381 left.", False),
        ("fr", "Il ouvre à 19 h 30.", "Il ouvre à sept heures et demie.", True),
        ("fr", "Il ouvre à 19 h 30.", "Il ouvre à 19 h 40.", False),
        ("fr", "Les ventes du T3 ont baissé.", "Les ventes du troisième trimestre ont baissé.", True),
        ("fr", "Les ventes du T3 ont baissé.", "Les ventes du T2 ont baissé.", False),
    ],
)
def test_two_texts_of_one_language(side: Side, one: str, two: str, same: bool) -> None:
    differences = compare_numbers(one, two, (side, side))
    assert (not differences.only_one and not differences.only_two) == same
