"""Tests of the identified language, the assigned side, and the reasons for skipping a document."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import ROOT, assert_linear_time

from aligner.languages.function_words import LANGUAGE_NAMES
from aligner.text.cleaning.clean import clean
from aligner.text.identify import assign_side, identify
from aligner.types import Document, RawDocument, Skipped

CASES = ALL_CASES / "text" / "identify"
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").split("\n") if line]


@pytest.mark.parametrize("case", read("sides.jsonl"), ids=lambda case: case["what"])
def test_sides(case: dict[str, Any]) -> None:
    meta = {"language": case["language"]} if "language" in case else {}
    assigned = assign_side(RawDocument("x", case["text"], side=case.get("stated"), meta=meta))
    if isinstance(assigned, Skipped):
        assert assigned.source == "x"
        assert case.get("reason", "it has a side") in assigned.reason
    else:
        assert (assigned.side, assigned.meta) == (case.get("side"), case.get("meta"))
        assert 0.5 <= assigned.language_confidence <= 1.0


@pytest.mark.parametrize("case", read("other.jsonl"), ids=lambda case: case["text"][:20])
def test_other_languages_are_left_out(case: dict[str, str]) -> None:
    assigned = assign_side(RawDocument("x", case["text"]))
    assert isinstance(assigned, Skipped)
    assert assigned.reason.startswith(f"language is {LANGUAGE_NAMES[case['language']]} ({case['language']}, ")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeds(path: Path) -> None:
    assigned = assign_side(clean(RawDocument(path.name, path.read_text(encoding="utf-8"))))
    assert isinstance(assigned, Document)
    assert assigned.side == ("fr" if path.name.startswith("001") else "en")
    assert assigned.language_confidence >= 0.95


def test_aligned_document_is_not_left_out_as_a_mixture() -> None:
    mixed = next(case["text"] for case in read("sides.jsonl") if case["what"] == "half and half")
    assigned = assign_side(RawDocument("x", mixed, side="en", aligned="y"))
    assert isinstance(assigned, Document)
    assert "other_language" in assigned.meta


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert identify("Le conseil s’est réuni mardi pour voter le plan.").language == "fr"


def test_threads_give_equal_results() -> None:
    texts = [case["text"] for case in read("other.jsonl")]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(identify, texts * 4)) == [identify(text) for text in texts] * 4


def test_long_text_is_sampled() -> None:
    def identify_text(size: int) -> None:
        assert identify("Le conseil s’est réuni mardi pour voter le plan.\n" * size).language == "fr"

    assert_linear_time(identify_text, 40_000, most=4)  # a whole reading would take eight times as long
