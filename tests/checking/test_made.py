"""Stories that machines and a thesaurus made, with every wrong phrase marked by hand, next to their originals."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from scripts.quality.marked_stories import HUMAN_NAME, MADE_NAMES, MarkedStory, check_story, count, names_of


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made")


checked = cache(check_story)


def all_checked(kinds: tuple[str, ...], folder: Path) -> list[MarkedStory]:
    return [checked(name, folder) for name in names_of(*kinds)]


@pytest.mark.parametrize("name", names_of(*MADE_NAMES))
def test_what_a_machine_made_is_recognised(name: str, folder: Path) -> None:
    verdict = checked(name, folder).result.verdict
    assert (verdict.human or 0) < 0.5
    kind = verdict.spun if name.startswith("spun") else verdict.machine_translation
    assert (kind or 0) > 0.5
    assert verdict.label == ("spun" if name.startswith("spun") else "machine_translation")


@pytest.mark.parametrize("name", names_of(HUMAN_NAME))
def test_what_a_person_translated_is_called_human(name: str, folder: Path) -> None:
    verdict = checked(name, folder).result.verdict
    assert (verdict.human or 0) > 0.7 and verdict.label in ("human", "cannot_say")


def test_wrong_words_are_found_where_they_are(folder: Path) -> None:
    made = count(all_checked(MADE_NAMES, folder))
    assert made.recall >= 0.5 and made.precision >= 0.7


def test_words_of_a_person_are_rarely_called_wrong(folder: Path) -> None:
    assert count(all_checked((HUMAN_NAME,), folder)).alarms <= 0.5
