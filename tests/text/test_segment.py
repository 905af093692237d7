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

CASES = ALL_CASES / "text" / "segment"
PIECES = st.sampled_from(
    [*"aZ9 .!?…\"'«»()\n\r\u00a0\u2028-—。", "Mr. ", "etc.", "1. ", "Le fin. Il ", "U.S. ", "\n\n", "x.Y"]
)


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


@pytest.mark.parametrize("text", ["a" * 10**6, ". " * 300_000, "A. " * 100_000, '( . "' * 100_000, "A.B" * 100_000])
def test_long_lines_are_cut(text: str) -> None:
    spans = sentence_spans(text, "en")
    assert max(end - start for start, end in spans) <= MAX_SENTENCE_CHARS
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
