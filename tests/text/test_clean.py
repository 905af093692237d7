"""Tests of cleaning: what it changes and keeps, replaying and undoing steps, and mapping spans."""

from __future__ import annotations

import json
import textwrap
from dataclasses import replace
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import ROOT, assert_linear_time
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.text.cleaning.clean import clean, is_artefact
from aligner.text.cleaning.edits import cleaned_spans, original_span, original_spans, replay, undo
from aligner.text.cleaning.wrapping import LAYOUT_STEPS
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
    "&amp;",
    "&",
    "#10;",
    "lt;",
    "\N{LATIN SMALL LIGATURE FI}",
    "\N{SOFT HYPHEN}",
    "> ",
    "    ",
    "-\n",
    "a road over the hills to the\n",
    "the village, which nobody\n",
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


@pytest.mark.parametrize("case", read("wrapping.jsonl"), ids=lambda case: case["about"])
def test_wrapped_lines(case: dict[str, Any]) -> None:
    cleaned = clean(document(case["text"]))
    assert cleaned.text == case["clean"]
    assert undo(cleaned.text, cleaned.steps) == case["text"]
    assert clean(document(cleaned.text)).steps == ()


@pytest.mark.parametrize("columns", [30, 36, 45, 60, 69, 72, 80, 100, 132, 140])
@pytest.mark.parametrize("layout", ["blank lines", "indent", "tab", "quoted", "one paragraph", "Windows"])
@pytest.mark.parametrize("case", read("stories.jsonl"), ids=lambda case: case["side"])
def test_paragraphs_wrapped_at_any_width_come_back(case: dict[str, Any], layout: str, columns: int) -> None:
    story = case["paragraphs"][:1] if layout == "one paragraph" else case["paragraphs"]
    first = {"indent": "    ", "tab": "\t"}.get(layout, "")
    # Long words and compounds are not broken, as in the old wires.
    kept: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False, "initial_indent": first}
    parts = [textwrap.wrap(paragraph, columns, **kept) for paragraph in story]
    between = [] if first else [""]
    lines = [line for part in parts for line in (*part, *between)]
    if layout == "quoted":
        lines = [f"> {line}".rstrip() for line in lines]
    cleaned = clean(document(("\r\n" if layout == "Windows" else "\n").join(lines)))
    assert list(filter(None, cleaned.text.split("\n"))) == story


FRAMES = {
    "en": "They walked for a long time and then said that it was {} and a thing of the past.",
    "fr": "Ils ont marché pendant des heures, mais ils ont trouvé {} et tout ce dont ils avaient besoin.",
}


@pytest.mark.parametrize("case", read("hyphens.jsonl"), ids=lambda case: case["broken"])
def test_hyphen_at_a_line_end(case: dict[str, str]) -> None:
    before, after = case["broken"].rsplit("-", 1)
    cleaned = clean(document(FRAMES[case["side"]].format(f"{before}-\n{after}")))
    assert cleaned.text == FRAMES[case["side"]].format(case["clean"])
    assert [step.name for step in cleaned.steps] == ["hyphen.wrap"]


def test_a_hyphen_is_decided_by_the_rest_of_the_text() -> None:
    text = "The post-war years were hard, and nobody in the village spoke of the post-\nwar plans of the mill."
    assert "post-war plans" in clean(document(text)).text
    text = "The postwar years were hard, and nobody in the village spoke of the post-\nwar plans of the mill."
    assert "postwar plans" in clean(document(text)).text


def test_layout_and_credentials_are_no_artefacts() -> None:
    text = (
        "> The mill by the river has been sold to a brewer from the\n> north, who wants to make beer and vin-\n> egar."
    )
    steps = clean(document(text + manifest(b"x" * 90))).steps
    assert {step.name for step in steps} == {"quote.mark", "space.wrap", "hyphen.wrap", "provenance.c2pa"}
    assert not any(map(is_artefact, steps))
    assert any(map(is_artefact, clean(document("the mayor&#39;s car")).steps))


def test_spans_across_joined_lines() -> None:
    text = "    The mill by the river has been sold to a brewer from the\nnorth, who wants to make beer and vin-\negar."
    cleaned = clean(document(text))
    start = cleaned.text.index("beer")
    assert text[slice(*original_span(cleaned.steps, start, len(cleaned.text)))] == "beer and vin-\negar."


def manifest(box: bytes) -> str:
    """Return bytes as C2PA writes them into text: magic number, version, length and box as variation selectors."""
    data = b"C2PATXT\0\x01" + len(box).to_bytes(4, "big") + box
    return "\ufeff" + "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in data)


JUMBF = b"\0\0\x01\0jumb" + bytes(range(256)) * 40


@pytest.mark.parametrize("place", ["end", "start", "between", "in a word", "twice", "without its mark", "box alone"])
def test_embedded_credentials(place: str) -> None:
    sign, story = manifest(JUMBF), "Le conseil s’est réuni lundi ❤\ufe0f à Brest.\n\nIl n’a rien décidé ☎\ufe0e."
    box = "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in JUMBF)
    text = {
        "end": story + sign, "start": sign + story, "between": story.replace("\n\n", sign + "\n\n"),
        "in a word": story.replace("conseil", "con" + sign + "seil"), "twice": sign + story + sign,
        "without its mark": story + sign[1:], "box alone": story + "\ufeff" + box,
    }[place]  # fmt: skip
    cleaned = clean(document(text))
    assert cleaned.text == story
    assert {step.name for step in cleaned.steps} == {"provenance.c2pa"}
    assert cleaned.meta == {"c2pa": "embedded"}
    assert undo(cleaned.text, cleaned.steps) == text
    assert clean(replace(document(text), aligned="y")).text == story


def test_a_damaged_credential_is_one() -> None:
    cleaned = clean(document("Nothing happened." + manifest(JUMBF)[:50]))
    assert (cleaned.text, cleaned.meta) == ("Nothing happened.", {"c2pa": "embedded"})


@settings(derandomize=True, max_examples=300, deadline=None)
@given(TEXTS)
def test_steps_can_be_replayed_and_undone(text: str) -> None:
    cleaned = clean(document(text))
    assert undo(cleaned.text, cleaned.steps) == text
    assert replay(text, cleaned.steps) == cleaned.text
    again = clean(document(cleaned.text))
    # Lines that were a row of a table or an indented heading may look wrapped once their blanks are gone.
    assert {step.name for step in again.steps} <= set(LAYOUT_STEPS)
    # Only text without letters and digits, such as the mojibake of a space, may be removed entirely.
    decoded = any(step.name.startswith(("mojibake", "entity")) for step in cleaned.steps)
    empty = not any(map(str.isalnum, text)) or decoded
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
    wrapped = "The mill by the river has been sold to a\nbrewer from the north&#10;of the coun\N{SOFT HYPHEN}\ntry."
    cleaned = clean(RawDocument("x", wrapped, aligned="y"))
    assert cleaned.text == "The mill by the river has been sold to a\nbrewer from the north of the coun\ntry."


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
        "&",
        "&amp;",
        "&amp",
        "&amp;amp;#38;",
        "&#",
        "a&",
        "ﬁ",
        "a\n",
        "a road to the sea and a\n",
        "a road to the sea-\nside and ",
        "> a\n",
        "> > ",
        ">",
        "-\n",
        "a-\nb ",
        "\n ",
        "the sea, the sea and the sea.\n\nthe sea and\nthe road to the\nvillage. ",
        "\N{SOFT HYPHEN}\n",
        "\N{SOFT HYPHEN} ",
        "\ufe00",
        "\ufeff\ufe00",
        manifest(b""),
        "a\tb\n",
        "1. a\n",
        "   a\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\nb\n\n",
    ],
)
def test_junk_takes_linear_time(junk: str) -> None:
    def clean_junk(size: int) -> None:
        text = "x" + junk * (size // len(junk)) + "x"
        cleaned = clean(document(text))
        assert undo(cleaned.text, cleaned.steps) == text

    assert_linear_time(clean_junk, 100_000)
