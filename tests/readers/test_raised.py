"""Raised text is continued in plain characters, and the mark of a note is left out."""

from __future__ import annotations

import csv

import pytest
from conftest import CASES

from aligner.readers.markup.raised import join_fractions, lowered, raised

with (CASES / "readers" / "raised.tsv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['before']}^{row['raised']}")
def test_raised_text_continues_the_text_before(row: dict[str, str]) -> None:
    assert row["before"] + raised(row["raised"], row["before"]) == row["text"]


def test_formulas_notes_and_fractions() -> None:
    assert raised("x+1", "e", exponent=True) == "^(x+1)" and raised("k", "people", exponent=True) == "^k"
    assert raised("6", "10", note=True) == "" and raised(" ", "a") == " "
    assert lowered("2", "CO") == "2" and lowered("see below", "pier") == " see below"
    assert join_fractions("3¹/2 or ³⁄4 of 10⁶") == "3 1/2 or 3/4 of 10⁶"
