"""What fills the slots of sentences: two events of one template are no copies, and versions of a story are."""

from __future__ import annotations

import json
from contextlib import nullcontext
from functools import cache
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, read

from aligner.deduplication.find import find_families
from aligner.deduplication.match import COPY_LEVELS, StoryMatch, match_stories
from aligner.deduplication.record import Story, make_story
from aligner.deduplication.slots import read_slots
from aligner.documents.prepare import Prepared, make_ready, unit_rows
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.pipeline.duplicates import DropOptions, find_duplicates
from aligner.pipeline.judge import judge
from aligner.settings import Settings
from aligner.types import SIDES, RawDocument

FOLDER = CASES / "deduplication"
NEAR = 0.4  # share of word 3-grams from which `pair` compares two texts


@cache
def prepared(text: str) -> Prepared:
    item = make_ready(RawDocument(text[:40], text), "", load_encoder())
    assert isinstance(item, Prepared), item
    return item


def story(text: str) -> Story:
    return make_story(*(getattr(prepared(text), name) for name in ("document", "vectors", "sketch")))


def match(one: str, other: str, *, topic: bool = False) -> StoryMatch | None:
    return match_stories(story(one), story(other), topic=topic)


def developed(folder: str, pattern: str) -> list[list[dict[str, Any]]]:
    """Return the rows of the files of a folder with an even number, with their texts."""
    tables = []
    for path in sorted((FOLDER / folder).glob(pattern)):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        rows = [row for row in rows if int(row["file"][:2]) % 2 == 0]
        tables.append([row | {"text": (FOLDER / folder / row["file"]).read_text("utf-8")} for row in rows])
    return tables


@pytest.mark.parametrize("case", read(FOLDER / "slots.jsonl"), ids=lambda case: case["name"])
def test_slots_are_read(case: dict[str, Any]) -> None:
    (slots,) = read_slots((case["text"],), case["side"])
    assert ({*slots.values}, {*slots.names}) == ({*case["values"]}, {*case["names"]})
    assert not slots.frame & (slots.names | slots.values)


@pytest.mark.parametrize(
    ("english", "french", "same"),
    [
        ("It opens on Monday.", "Elle ouvre lundi.", True),
        ("It opens on Monday.", "Elle ouvre mardi.", False),
        ("It closed in May.", "Elle a fermé en mai.", True),
        ("It came from Germany.", "Elle venait d'Allemagne.", True),
        ("It came from Germany.", "Elle venait d'Espagne.", False),
        ("Thirty came in March.", "Trente sont venus en mars.", True),
    ],
)
def test_values_are_the_same_in_both_languages(english: str, french: str, same: bool) -> None:
    (one,), (other,) = read_slots((english,), "en"), read_slots((french,), "fr")
    assert one.values and (one.values == other.values) == same


def test_a_name_that_begins_a_sentence_is_one_elsewhere() -> None:
    texts = "Bracken waited on the quay.", "The crew greeted Bracken.", "Divers came.", "The divers left."
    assert [set(slots.names) for slots in read_slots(texts, "en")] == [{"bracken"}, {"bracken"}, set(), set()]


def test_a_title_in_capitals_has_the_names_of_the_story() -> None:
    title, _ = read_slots(("Ferry Hits Quay At Tolmere", "A ferry hit the quay at Tolmere."), "en")
    assert title.names == {"hits", "tolmere"}, "words that the story has in lower case are none"


@pytest.mark.parametrize("case", read(FOLDER / "events.jsonl"), ids=lambda case: case["name"])
def test_events(case: dict[str, Any]) -> None:
    for one, other in ((case["one"], case["other"]), (case["other"], case["one"])):
        found = match(one, other, topic=True)
        assert found and found.level == case["level"]
        assert (match(one, other) is not None) == (case["level"] in COPY_LEVELS)


def test_templates_are_apart_and_their_copies_found() -> None:
    (rows,) = developed("templates", "stories.jsonl")
    for one, other in combinations(rows, 2):
        if one["language"] == other["language"]:
            copy = one.get("of") == other["id"] or other.get("of") == one["id"]
            assert (match(one["text"], other["text"]) is not None) == copy, (one["id"], other["id"])


def test_versions_are_linked_and_follow_ups_are_not() -> None:
    for rows in developed("versions", "*.jsonl"):
        for side in SIDES:
            own = [row for row in rows if row["language"] == side]
            versions = [row for row in own if row["what"] in ("first", "newer version", "correction")]
            for one, other in pairwise(versions):
                assert match(one["text"], other["text"]), (one["id"], other["id"])
            for one, other in product(versions, own):
                if other["what"] == "follow-up":
                    assert not match(one["text"], other["text"]), (one["id"], other["id"])


def test_templates_are_reported_and_not_dropped(tmp_path: Path) -> None:
    case = read(FOLDER / "events.jsonl")[0]
    for name in ("one", "other"):
        (tmp_path / f"{name}.txt").write_text(case[name], "utf-8")
    found = find_families([tmp_path], topic=True)
    assert not found.families and [copy.how for copy in found.related] == ["same template"]
    assert found.alone == ("one.txt", "other.txt")


@pytest.mark.parametrize("case", read(FOLDER / "events.jsonl"), ids=lambda case: case["name"])
def test_pair_drops_no_other_event(case: dict[str, Any]) -> None:
    items = {str(number): prepared(case[name]) for number, name in enumerate(("one", "other"))}
    sketches = [item.sketch._replace(id=id) for id, item in items.items()]
    texts = {id: case[name] for id, name in zip(items, ("one", "other"), strict=True)}
    stories = [story(text) for text in texts.values()]
    copies = find_duplicates(sketches, lambda: nullcontext(stories.__getitem__), DropOptions(NEAR))
    assert bool(copies) == (case["level"] == "near")


ACROSS = [case for case in read(FOLDER / "events.jsonl") if "in the other language" in case["name"]]


@pytest.mark.parametrize("case", ACROSS, ids=lambda case: case["name"])
def test_pair_joins_no_other_event(case: dict[str, Any]) -> None:
    """The sentences of two reports by one template translate each other; what fills the slots shows the event."""
    items = map(prepared, (case["other"], case["one"]))
    en, fr = (EncodedDocument(item.document, unit_rows(item.vectors)) for item in items)
    accepted = judge(en, fr, (0.9, 0.9), Settings()).pair.confidence >= Settings().min_pair
    assert accepted == (case["level"] == "translated")
