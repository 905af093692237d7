"""Changes of facts: each kind changes the span that it reports and nothing else, and can be made again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES as ALL_CASES

from aligner.types import SIDES, Side
from scripts.datasets.fact_changes import MAX_CHANGES, EditedStory, Story, change_fact, edit_stories, kinds
from scripts.quality.fact_checks import Planted, check_copy, fact_cases, read_rewrites

DRAWS = 12
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (ALL_CASES / "scripts" / "fact_changes.jsonl").read_text(encoding="utf-8").splitlines()
]
STORY = Story(
    [row["text"] for row in ROWS if row["side"] == "en"], [row["text"] for row in ROWS if row["side"] == "fr"]
)


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row['kind']}: {row['text'][:30]}") for row in ROWS])
def test_a_change_replaces_the_span_that_it_reports(row: dict[str, Any]) -> None:
    text, side, kind = row["text"], row["side"], row["kind"]
    changes = [change_fact(text, side, kind, np.random.default_rng(draw)) for draw in range(DRAWS)]
    assert changes == [change_fact(text, side, kind, np.random.default_rng(draw)) for draw in range(DRAWS)]
    if row["before"] is None:
        assert changes == [None] * DRAWS
    for change in filter(None, changes):
        assert row["before"] is not None
        assert change.before in row["before"]
        assert change.original == text
        assert change.text != text
        assert change.after == row.get("after", change.after)
    assert row["before"] is None or all(changes)


@pytest.mark.parametrize("side", SIDES)
def test_every_kind_has_a_case(side: Side) -> None:
    assert {row["kind"] for row in ROWS if row["side"] == side and row["before"] is not None} == set(kinds(side))


def test_french_words_keep_the_form_of_the_word_before() -> None:
    changes = (
        change_fact("Il vient de l'Iran et du Mali.", "fr", "country", np.random.default_rng(draw))
        for draw in range(40)
    )
    for change in filter(None, changes):
        vowel = change.after[0] in "AEIOUÉ"
        assert vowel == (change.before == "Iran"), change.text


def _edited() -> list[EditedStory]:
    return edit_stories([STORY] * 3, "fr", seed=4)


def test_a_story_has_at_most_one_change_in_a_line() -> None:
    edited = _edited()
    assert edited == _edited()
    for story in edited:
        assert len(story.changes) == MAX_CHANGES
        for number, line in enumerate(story.changed_lines()):
            assert (line != STORY.fr[number]) == (number in story.changes)


def test_a_finding_on_changed_words_shows_the_change_and_others_are_stray() -> None:
    original = (
        "The valley was quiet.\n\nOn Monday the bakery sold 340 loaves to the village.\n\nThe mill stayed closed."
    )
    copy = original.replace("340", "390")
    here = copy.index("390"), copy.index("390") + 3
    seen = check_copy(copy, original, [Planted("number", here, here, copy)])
    assert [(outcome.kind, outcome.seen, outcome.severe) for outcome in seen.outcomes] == [("number", True, True)]
    elsewhere = check_copy(copy, original, [Planted("number", (0, 3), (0, 3), copy)])
    assert [outcome.seen for outcome in elsewhere.outcomes] == [False]
    assert len(elsewhere.stray) > len(seen.stray)


def test_cases_of_a_folder_are_right_or_wrong_as_their_notes_have_it(tmp_path: Path) -> None:
    (tmp_path / "matrix.tsv").write_text("A dog.\tUn chien.\tright\tanimal\nA cat.\tUn chien.\twrong\tanimal\n")
    for name, note in (
        ("one", "All wrong; it should be seen."),
        ("two", "All right. No finding."),
        ("three", "Mixed."),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "want.txt").write_text(note)
        (tmp_path / name / "pairs.tsv").write_text("A cow.\tUne vache.\n")
    cases = [[(case.kind, case.right) for case in cases] for cases in fact_cases(tmp_path)]
    assert cases == [[("animal", True), ("animal", False)], [("one", False)], [("two", True)]]


def test_rewrites_mark_the_words_that_differ() -> None:
    for rewrite in read_rewrites(ALL_CASES / "facts" / "rewrites"):
        assert len(rewrite.planted) == 8
        pieces = [rewrite.changed[slice(*planted.here)] for planted in rewrite.planted]
        assert all(piece == piece.strip() for piece in pieces)
        assert rewrite.changed != rewrite.faithful
