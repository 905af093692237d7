"""Languages told, sides given, and reasons where none is."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import ROOT

from aligner.languages.function_words import NAMES
from aligner.text.cleaning.clean import clean
from aligner.text.identify import assign_side, identify
from aligner.types import Document, Skipped

CASES = ALL_CASES / "language"
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").split("\n") if line]


@pytest.mark.parametrize("case", read("sides.jsonl"), ids=lambda case: case["what"])
def test_sides(case: dict[str, Any]) -> None:
    meta = {"language": case["language"]} if "language" in case else {}
    told = assign_side(Document("x", case["text"], side=case.get("stated"), meta=meta))
    if isinstance(told, Skipped):
        assert told.source == "x"
        assert case.get("reason", "it has a side") in told.reason
    else:
        assert (told.side, told.meta) == (case.get("side"), case.get("meta"))
        assert 0.5 <= told.language_confidence <= 1.0


@pytest.mark.parametrize("case", read("other.jsonl"), ids=lambda case: case["text"][:20])
def test_other_languages_are_left_out(case: dict[str, str]) -> None:
    told = assign_side(Document("x", case["text"]))
    assert isinstance(told, Skipped)
    assert told.reason.startswith(f"language is {NAMES[case['language']]} ({case['language']}, ")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeds(path: Path) -> None:
    told = assign_side(clean(Document(path.name, path.read_text(encoding="utf-8"))))
    assert isinstance(told, Document)
    assert told.side == ("fr" if path.name.startswith("001") else "en")
    assert told.language_confidence >= 0.95


def test_aligned_document_is_not_left_out_as_a_mixture() -> None:
    mixed = next(case["text"] for case in read("sides.jsonl") if case["what"] == "half and half")
    told = assign_side(Document("x", mixed, side="en", aligned="y"))
    assert isinstance(told, Document)
    assert "other_language" in told.meta


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert identify("Le conseil s’est réuni mardi pour voter le plan.").language == "fr"


def test_threads_agree() -> None:
    texts = [case["text"] for case in read("other.jsonl")]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(identify, texts * 4)) == [identify(text) for text in texts] * 4


def test_long_text_is_sampled() -> None:
    start = time.perf_counter()
    assert identify("Le conseil s’est réuni mardi pour voter le plan.\n" * 40_000).language == "fr"
    assert time.perf_counter() - start < 3.0
