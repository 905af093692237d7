"""Comparison of two texts of one language: alignment of sentences, changed words, changed facts."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from conftest import CASES, assert_linear_time
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.comparison.compare import Comparison, compare
from aligner.comparison.compared_text import ComparedText
from aligner.comparison.known_facts import MAX_COMPARED, KnownFacts
from aligner.comparison.sentences import align_sentences
from aligner.comparison.tokens import same_spelling, tokens_of
from aligner.comparison.word_diff import MAX_TOKENS, diff, rising
from aligner.encoders import load_encoder
from aligner.types import SIDES, Bead, Document, Sentence, Side

STORY = [
    "The council of Harwick approved the new tram line on Monday evening.",
    "Work on the first section will begin in March and last two years.",
    "Residents of the old town had asked for a tunnel under the market square.",
    "A tunnel would have cost another forty million euros, the engineers found.",
    "The line will run from the hospital to the university every six minutes.",
    "Shopkeepers fear that the building site will keep their customers away.",
]
BROAD = ("wording.", "sentence.", "lead.", "paragraph.moved")
WORDS = st.sampled_from(
    ["the", "mayor", "did", "not", "Paris", "12", "met", "said", "“", "”", ",", ".", "le", "n'", "pas"]
)


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / "comparison" / name).read_text("utf-8").splitlines()]


def document(texts: list[str], side: Side = "en") -> Document:
    sentences, start = [], 0
    for number, text in enumerate(texts):
        sentences.append(Sentence(text, start, start + len(text), number))
        start += len(text) + 1
    return Document("x", "\n".join(texts), side, 1.0, tuple(sentences))


def compared(source: str, copy: str, side: Side) -> Comparison:
    here, there = document([copy], side), document([source], side)
    return compare(here, there, [((0, len(copy)), (0, len(source)))])


def beads(copy: list[str], source: list[str]) -> list[Bead]:
    encode = load_encoder().encode
    here, there = document(copy), document(source)
    return align_sentences(here.sentences, there.sentences, (encode(copy), encode(source)), "en")


@pytest.mark.parametrize("case", cases("changes.jsonl"), ids=lambda case: case["copy"])
def test_changed_words(case: dict[str, Any]) -> None:
    found = compared(case["source"], case["copy"], case["side"])
    shown = [
        [change.code, case["copy"][slice(*change.here)], case["source"][slice(*change.there)]]
        for change in (*found.changes, *found.layout)
    ]
    assert shown == case["changes"]


@pytest.mark.parametrize("case", cases("changes.jsonl"), ids=lambda case: case["copy"])
def test_the_same_text_has_no_change(case: dict[str, Any]) -> None:
    found = compared(case["source"], case["source"], case["side"])
    assert not found.changes and not found.layout


@pytest.mark.parametrize("case", cases("lone_facts.jsonl"), ids=lambda case: case["copy"][0])
def test_facts_of_rewritten_sentences(case: dict[str, Any]) -> None:
    here, there = document(case["copy"], case["side"]), document(case["source"], case["side"])
    encode = load_encoder().encode
    vectors = encode(case["copy"]), encode(case["source"])
    spans = [
        tuple(
            (texts.sentences[first].start, texts.sentences[last - 1].end) if first < last else (0, 0)
            for texts, (first, last) in ((here, bead.en), (there, bead.fr))
        )
        for bead in align_sentences(here.sentences, there.sentences, vectors, case["side"])
    ]
    found = compare(here, there, spans)  # type: ignore[arg-type]
    severe = [change for change in found.changes if not change.code.startswith(BROAD)]
    shown = [[c.code, here.text[slice(*c.here)], there.text[slice(*c.there)]] for c in severe]
    assert shown == case["changes"]


def test_dropped_added_and_moved_sentences() -> None:
    copy = [STORY[0], STORY[4], STORY[2], "The mayor will cut a ribbon in front of the station.", STORY[5]]
    found = beads(copy, STORY)
    pairs = {(bead.en, bead.fr) for bead in found}
    assert {((0, 1), (0, 1)), ((1, 2), (4, 5)), ((2, 3), (2, 3)), ((4, 5), (5, 6))} <= pairs
    assert sum(bead.moved for bead in found) == 1
    assert {bead.fr for bead in found if bead.en[0] == bead.en[1]} == {(1, 2), (3, 4)}
    assert {bead.en for bead in found if bead.fr[0] == bead.fr[1]} == {(3, 4)}


def test_merged_and_split_sentences() -> None:
    merged = [STORY[0].rstrip(".") + ", and " + STORY[1][0].lower() + STORY[1][1:], *STORY[2:]]
    assert ((0, 1), (0, 2)) in {(bead.en, bead.fr) for bead in beads(merged, STORY)}
    assert ((0, 2), (0, 1)) in {(bead.en, bead.fr) for bead in beads(STORY, merged)}


def test_repeated_sentences_are_matched_in_turn() -> None:
    texts = [STORY[0], STORY[1], STORY[0], STORY[2], STORY[0]]
    assert [(bead.en, bead.fr) for bead in beads(texts, texts)] == [((at, at + 1), (at, at + 1)) for at in range(5)]


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(STORY), max_size=8), st.lists(st.sampled_from(STORY), max_size=8))
def test_every_sentence_is_in_one_bead(copy: list[str], source: list[str]) -> None:
    if copy and source:
        found = beads(copy, source)
        for count, spans in ((len(copy), [b.en for b in found]), (len(source), [b.fr for b in found])):
            assert sorted(index for span in spans for index in range(*span)) == list(range(count))


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=14), st.lists(WORDS, max_size=14), st.sampled_from(SIDES))
def test_spans_are_within_the_texts(copy: list[str], source: list[str], side: Side) -> None:
    one, two = " ".join(copy), " ".join(source)
    found = compared(two, one, side)
    for change in (*found.changes, *found.layout):
        assert 0 <= change.here[0] <= change.here[1] <= len(one)
        assert 0 <= change.there[0] <= change.there[1] <= len(two)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.lists(st.sampled_from("abcde"), max_size=12), st.lists(st.sampled_from("abcde"), max_size=12))
def test_edits_and_equal_tokens_make_up_both_texts(copy: list[str], source: list[str]) -> None:
    here, there = tokens_of(" ".join(copy), "en"), tokens_of(" ".join(source), "en")
    found = diff(here, there, "en")
    for tokens, kept, spans in (
        (here, found.equal.values(), [edit.here for edit in found.edits]),
        (there, found.equal.keys(), [edit.there for edit in found.edits]),
    ):
        assert sorted([*kept, *(at for span in spans for at in range(*span))]) == list(range(len(tokens)))
    assert all(here[one].key == there[two].key for two, one in found.equal.items())


def test_rising() -> None:
    assert rising([3, 1, 2, 5, 4]) in ([1, 2, 4], [1, 2, 3])
    assert rising([]) == []


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("colour", "color", True), ("well-known", "well known", True), ("organise", "organize", True),
        ("can't", "cannot", True), ("œuvre", "oeuvre", True), ("travelled", "traveled", True),
        ("house", "home", False), ("four", "five", False), ("hour", "our", False), ("Paris", "Pairs", False),
    ],
)  # fmt: skip
def test_spellings(one: str, two: str, *, same: bool) -> None:
    assert same_spelling(tokens_of(one, "en"), tokens_of(two, "en"), "en") is same


@pytest.mark.parametrize(
    ("repeated", "other", "size"),
    [
        ("a b ", "c b ", 20_000), ("x", "x", 200_000), ("1 ", "2 ", 40_000), ("“a” ", "“c” ", 20_000),
        ("Ab ", "Ab ", 30_000), ("On 3 May ", "On 4 June ", 4000), ("not a ", "a ", 10_000), ("may ", "must ", 16_000),
        ("first ", "second ", 8000), ("seen by the the ", "told a ", 4000),
        ("because it rained, ", "as it rained, ", 4000),
        ("The army denied the attack. ", "The army confirmed the attack. ", 2000),
    ],
    ids=lambda value: str(value).strip(),
)  # fmt: skip
def test_hostile_texts_take_no_long_time(repeated: str, other: str, size: int) -> None:
    def compare(size: int) -> None:
        compared(repeated * size, other * (size // 2) + repeated * (size // 2), "en")
        compared(repeated * size, other * size, "en")

    assert_linear_time(compare, size)


@pytest.mark.parametrize("pattern", ["On 3 May {}, ", "{} people, ", "Mr Smith{} paid {} dollars. "])
def test_texts_of_many_distinct_facts_take_no_long_time(pattern: str) -> None:
    def compare(size: int) -> None:
        source, copy = ("".join(pattern.replace("{}", str(first + n)) for n in range(size)) for first in (2, 9))
        compared(source, copy, "en")

    assert_linear_time(compare, 1600)


def test_equal_facts_leave_room_for_others() -> None:
    """Check that the facts in which other words for a fact are sought have each fact once."""
    known = ComparedText(document(["He paid 5 dollars. " * (2 * MAX_COMPARED) + "She drove 6 miles."]))
    (fact,) = ComparedText(document(["Elle a roulé 10 km."], "fr")).facts
    assert fact in KnownFacts(known, "fr")


def test_a_long_story_is_compared_in_time_that_grows_with_it() -> None:
    rng = np.random.default_rng(3)

    def align(size: int) -> None:
        texts = [f"{' '.join(rng.choice(['alder', 'birch', 'cedar', 'elm'], 6))} number {n}." for n in range(size)]
        copy = [text for at, text in enumerate(texts) if at % 97]
        vectors = np.ones((len(copy), 2), np.float32), np.ones((len(texts), 2), np.float32)
        found = align_sentences(document(copy).sentences, document(texts).sentences, vectors, "en")
        assert sum(bead.en[0] == bead.en[1] for bead in found) == len(texts) - len(copy)

    assert_linear_time(align, 4000)


def test_a_passage_beyond_the_limit_is_compared_by_its_unique_words() -> None:
    words = [f"word{number}" for number in range(2 * MAX_TOKENS)]
    changed = [*words[:50], "other", *words[51:-60], *words[-40:]]
    found = diff(tokens_of(" ".join(changed), "en"), tokens_of(" ".join(words), "en"), "en")
    assert [edit.sizes for edit in found.edits] == [(1, 1), (0, 20)]
