"""Tests of cleaning: what it changes and keeps, replaying and undoing steps, and mapping spans."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.text.cleaning.clean import clean
from aligner.text.cleaning.edits import cleaned_spans, original_span, original_spans, replay, undo
from aligner.types import RawDocument, Sentence, Step

CASES = ALL_CASES / "text" / "cleaning"
SEEDS = ROOT / "seeds"
MARKS = [
    *" \n\tabéE.:#()|-–\r\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{COMBINING ACUTE ACCENT}\x92√©¬†Ã‚Äôâ€™Â»",
    "2024-02-08 06:31:11",
    "By Jane Doe",
    "PARIS (AFP) – ",
    "Source: AFP",
    "(Photo: AFP)",
    "Leave A Reply",
    "Some words of a story.",
]
TEXTS = st.lists(st.sampled_from(MARKS), max_size=40).map("".join) | st.text(max_size=60)


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


def document(text: str) -> RawDocument:
    return RawDocument("x", text)


@pytest.mark.parametrize("case", read("mojibake.jsonl") + read("characters.jsonl"), ids=lambda case: case["text"][:30])
def test_characters(case: dict[str, Any]) -> None:
    cleaned = clean(document(case["text"]))
    assert cleaned.text == case["clean"]
    assert sorted(step.name for step in cleaned.steps) == sorted(case["steps"])


@pytest.mark.parametrize("case", read("boilerplate.jsonl"), ids=lambda case: case["text"][:40])
def test_boilerplate(case: dict[str, Any]) -> None:
    cleaned = clean(document(case["text"]))
    assert cleaned.text == case["clean"]
    assert cleaned.meta == case["meta"]


@settings(derandomize=True, max_examples=300, deadline=None)
@given(TEXTS)
def test_steps_can_be_replayed_and_undone(text: str) -> None:
    cleaned = clean(document(text))
    assert undo(cleaned.text, cleaned.steps) == text
    assert replay(text, cleaned.steps) == cleaned.text
    again = clean(document(cleaned.text))
    assert again.text == cleaned.text
    assert again.steps == ()
    # Only text without letters and digits, such as the mojibake of a space, may be removed entirely.
    empty = not any(map(str.isalnum, text)) or any(step.name.startswith("mojibake") for step in cleaned.steps)
    assert empty or any(map(str.isalnum, cleaned.text))


@settings(derandomize=True, max_examples=200, deadline=None)
@given(TEXTS, st.integers(0, 80), st.integers(0, 20))
def test_spans_map_both_ways(text: str, start: int, length: int) -> None:
    cleaned = clean(document(text))
    start = min(start, len(cleaned.text))
    end = min(start + length, len(cleaned.text))
    first, last = original_span(cleaned.steps, start, end)
    assert 0 <= first <= last <= len(text)
    for offset in range(start, end):
        left, right = original_span(cleaned.steps, offset, offset + 1)
        assert first <= left <= right <= last
    if text[first:last] == cleaned.text[start:end] and start < end:
        assert cleaned_spans(cleaned.steps, [(first, last)]) == [(start, end)]


def test_untouched_words_map_to_themselves() -> None:
    text = "2024-02-08 06:31:11\nOne  two¬†three\u200b four (Photo: AFP)\n\n\n\nFive six.\n\nLeave A Reply"
    cleaned = clean(document(text))
    words = ["One", "two", "three", "four", "Five six."]
    spans = [(cleaned.text.index(word), cleaned.text.index(word) + len(word)) for word in words]
    assert [text[start:end] for start, end in original_spans(cleaned.steps, spans)] == words


def test_existing_meta_is_kept() -> None:
    cleaned = clean(RawDocument("x", "By Jane Doe\nThe council met on Tuesday.", meta={"byline": "J. D."}))
    assert cleaned.meta == {"byline": "J. D."}
    assert cleaned.text == "The council met on Tuesday."


def test_aligned_document_keeps_its_lines() -> None:
    text = "By Jane Doe\nl‚Äôhomme  est là\n\n\nSource: AFP"
    sentences = (Sentence("l‚Äôhomme  est là", 12, 29, 0),)
    cleaned = clean(RawDocument("x", text, aligned="y", sentences=sentences))
    assert cleaned.text == "By Jane Doe\nl’homme est là\n\n\nSource: AFP"
    assert cleaned.sentences == (Sentence("l’homme est là", 12, 26, 0),)


def test_steps_of_another_text_are_an_error() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        undo("abc", [Step("space.run", "  ", " ", 1)])


@pytest.mark.parametrize("name", sorted(path.name for path in SEEDS.glob("*.txt")))
def test_seeds(name: str) -> None:
    text = (SEEDS / name).read_text(encoding="utf-8")
    cleaned = clean(document(text))
    assert undo(cleaned.text, cleaned.steps) == text
    assert len(cleaned.text) > 0.97 * len(text)
    assert not any(scrap in cleaned.text for scrap in ("¬†", "Leave A Reply", "1707364198", "Hot info", "SOURCE"))


@pytest.mark.parametrize(
    "junk",
    [
        "abcdefg  \n",
        " \N{NO-BREAK SPACE}",
        "√©t√©‚Äô ",
        "Ã©tÃ©â€™ ",
        "#a ",
        "(Photo: ",
        "A, ",
        "PARIS (AFP) - ",
        "e\u0301\u0323",
    ],
)
def test_junk_takes_linear_time(junk: str) -> None:
    """Check that ten times the text takes about ten times as long; a quadratic pattern would take 100 times."""

    def seconds(size: int) -> float:
        text = "x" + junk * (size // len(junk)) + "x"
        start = time.perf_counter()
        cleaned = clean(document(text))
        assert undo(cleaned.text, cleaned.steps) == text
        return time.perf_counter() - start

    seconds(1_000)
    assert seconds(300_000) < 40 * seconds(30_000) + 0.5
