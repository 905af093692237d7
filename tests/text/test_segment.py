"""Tests of segmentation: the cases in tests/cases/text/segment, and invariants for any text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.text.segment import MAX_SENTENCE_CHARS, segment, sentence_spans
from aligner.types import SIDES, Document, Sentence, Side
from scripts.datasets.hard_boundaries import count_boundaries, hard_boundaries

CASES = ALL_CASES / "text" / "segment"
MARKS = "aZ9 .!?…\"'«»()\n\r\u00a0\u2028-—。"
ADDED_MARKS = (".¹ ", ". 🎉", " [...] ", ".(3) ", "5 p.m. Paris time", "?” Hill, 45, said")
PIECES = st.sampled_from(
    (*MARKS, "Mr. ", "etc.", "1. ", "Le fin. Il ", "U.S. ", "\n\n", "x.Y", "Plan B. He", "J.-P. Le ", *ADDED_MARKS)
)
MIN_SHARE = 0.97  # precision and recall at hard places


def cases(name: str) -> list[Any]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", cases("split"), ids=lambda case: case["marked"][:30])
def test_splits_at_the_bars(case: dict[str, str]) -> None:
    wanted = case["marked"].split("|")
    text = " ".join(wanted)
    assert [text[start:end] for start, end in sentence_spans(text, case["side"])] == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize("case", cases("fused"), ids=lambda case: case["text"][:30])
def test_fused_stops(case: dict[str, Any]) -> None:
    assert [case["text"][start:end] for start, end in sentence_spans(case["text"], case["side"])] == case["sentences"]


@pytest.mark.parametrize("part", ["fitted", "held-out"])
@pytest.mark.parametrize("side", SIDES)
def test_hard_places(side: Side, part: str) -> None:
    texts = [text for text in hard_boundaries(side) if text.part == part]
    right, wrong, missed = count_boundaries(texts, side)
    assert sum(len(text.places) for text in texts) >= 300
    assert min(right / (right + wrong), right / (right + missed)) >= MIN_SHARE


@pytest.mark.parametrize("case", cases("paragraphs"), ids=lambda case: case["about"])
def test_paragraphs(case: dict[str, Any]) -> None:
    sentences = segment(Document("a", case["text"], "en")).sentences
    assert [[sentence.text, sentence.paragraph] for sentence in sentences] == case["sentences"]


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from(SIDES))
def test_offsets_are_right_and_cover_the_text(text: str, side: Side) -> None:
    sentences = segment(Document("a", text, side)).sentences
    covered, last, paragraph = list(text), 0, 0
    for sentence in sentences:
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip() != ""
        assert sentence.start >= last and sentence.paragraph >= paragraph
        last, paragraph = sentence.end, sentence.paragraph
        covered[sentence.start : sentence.end] = " " * (sentence.end - sentence.start)
    assert not "".join(covered).strip()


def test_existing_sentences_are_kept() -> None:
    document = Document("a", "One. Two.", "en", sentences=(Sentence("One. Two.", 0, 9, 0),))
    assert segment(document) is document


@pytest.mark.parametrize("piece", ["a" * 10, ". ", "A. ", '( . "', "A.B", '"A!" ', "?” Hill, x", "p.m. New ", ".¹🎉"])
def test_long_lines_are_cut(piece: str) -> None:
    text = piece * 100_000
    spans = sentence_spans(text, "en")
    assert max(end - start for start, end in spans) <= MAX_SENTENCE_CHARS
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
