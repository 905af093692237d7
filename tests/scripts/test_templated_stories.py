"""Templated stories: values as each language writes them, copies of the same event, and stories of another one."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from conftest import CASES

from aligner.types import SIDES
from scripts.datasets.running_stories import FACTS
from scripts.datasets.story_values import FIGURES, KINDS, Value, parse_kind
from scripts.datasets.templated_stories import COPIES, HELD_OUT_GENRES, TEMPLATES, TemplatedPair, make_pairs
from scripts.datasets.templates import Layout, draw_event, fill_sentence, load_genres, used_slots, write_paragraphs

GENRES = load_genres(TEMPLATES)
HUMAN = [(f"Sentence {number} of our own.", f"Phrase {number} de notre cru.") for number in range(9)]
NOT_COPIES = {"other_event", "other_words", "same_subject", "other_layout", "other_event_across", "own_sentences"}
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (CASES / "scripts" / "story_values.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["template"][0]) for row in ROWS])
def test_values_are_written_as_each_language_has_them(row: dict[str, Any]) -> None:
    values = {}
    for slot, kind in row["slots"].items():
        draw = parse_kind(kind)
        drawn = (draw(np.random.default_rng(seed)) for seed in range(20_000))
        values[slot] = next(value for value in drawn if value.name == row["values"][slot])
    rng = np.random.default_rng(0)
    made = [fill_sentence(form, values, side, rng) for form, side in zip(row["template"], SIDES, strict=True)]
    assert made == row["text"]


@pytest.mark.parametrize("folder", [TEMPLATES, FACTS], ids=["news", "running"])
def test_both_languages_have_the_same_slots_and_every_slot_is_used(folder: Any) -> None:
    for genre in load_genres(folder).values():
        assert {slot for layout in genre.layouts for slot in used_slots(layout)} == set(genre.slots)
        for layout in genre.layouts:
            assert genre.subject <= set(used_slots(layout)), genre.name
            for sentence in (sentence for paragraph in layout for sentence in paragraph):
                english, french = (_slots_of(form) for form in sentence.forms)
                assert english == french, sentence


def _slots_of(form: str) -> set[str]:
    return set(used_slots(_layout(form)))


def _layout(form: str) -> Layout:
    sentence = next(iter(GENRES.values())).layouts[0][0][0]
    return ((sentence._replace(forms=(form, form)),),)


def test_genres_are_many_and_a_third_is_held_out() -> None:
    assert len(GENRES) >= 18
    assert 3 * len(HELD_OUT_GENRES & set(GENRES)) == len(GENRES)
    for genre in GENRES.values():
        assert len(genre.layouts) in (2, 3), genre.name
        assert genre.subject, genre.name
        for layout in genre.layouts:
            assert 5 <= sum(map(len, layout[1:])) <= 14, genre.name


def test_no_slot_or_choice_is_left_in_a_text() -> None:
    rng = np.random.default_rng(1)
    for genre in GENRES.values():
        for layout in range(len(genre.layouts)):
            event = draw_event(genre, layout, rng)
            english, french = (write_paragraphs(event, side) for side in SIDES)
            assert [len(sentences) for sentences in english] == [len(sentences) for sentences in french]
            text = str([english, french])
            assert not set("{}|") & set(text), text
            assert ".." not in text


@pytest.fixture(scope="module")
def pairs() -> list[TemplatedPair]:
    return list(make_pairs(["court", "tennis", "weather"], 2, HUMAN))


def test_copies_are_of_the_same_event_and_others_are_not(pairs: list[TemplatedPair]) -> None:
    by_kind: dict[str, list[TemplatedPair]] = defaultdict(list)
    for pair in pairs:
        by_kind[pair.kind].append(pair)
        same = [pair.one.slots[slot] == pair.other.slots[slot] for slot in pair.one.slots]
        assert pair.copy == all(same)
        if not pair.copy:
            assert np.mean(same) < 0.4
        assert pair.one.genre == pair.other.genre
        assert (pair.one.side != pair.other.side) == ("translated" in pair.kind or "across" in pair.kind)
    assert by_kind.keys() == {*COPIES, "translated", "translated_trimmed", *NOT_COPIES}
    assert {pair.kind for pair in pairs if not pair.copy} == NOT_COPIES
    for pair in by_kind["same_subject"]:
        subject = GENRES[pair.one.genre].subject
        assert all(pair.one.slots[slot] == pair.other.slots[slot] for slot in subject)


def test_copies_are_edited_lightly(pairs: list[TemplatedPair]) -> None:
    for pair in pairs:
        one, other = (text.text.split("\n\n") for text in (pair.one, pair.other))
        if pair.kind == "trimmed":
            assert other == one[:-1]
        elif pair.kind == "retitled":
            assert other[0] != one[0]
            assert other[1:] == one[1:]
        elif pair.kind == "edited":
            assert other[:2] == one[:2]
            assert len(" ".join(other[:-1])) < len(" ".join(one))


def test_a_seed_makes_the_same_stories(pairs: list[TemplatedPair]) -> None:
    assert pairs == list(make_pairs(["court", "tennis", "weather"], 2, HUMAN))
    others = list(make_pairs(["court", "tennis", "weather"], 2, HUMAN, 1))
    assert not {pair.one.text for pair in pairs} & {pair.one.text for pair in others}
    # A genre has the same stories whatever other genres are made.
    assert [pair for pair in pairs if pair.one.genre == "court"] == list(make_pairs(["court"], 2, HUMAN))


@pytest.mark.parametrize("kind", [*KINDS, *(f"{figure} 2 900" for figure in FIGURES)])
def test_values_of_every_kind_vary(kind: str) -> None:
    rng, draw = np.random.default_rng(0), parse_kind(kind)
    values: list[Value] = [draw(rng) for _ in range(60)]
    assert len({value.name for value in values}) >= 5
    assert all(form for value in values for forms in value.forms.values() for form in forms)
