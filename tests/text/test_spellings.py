"""Similar spellings of names and cognates are found among many words as they are one by one."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from aligner.text.entities.names.counterparts import MIN_TRANSCRIBED_RATIO, similar_spellings
from aligner.text.entities.names.transcription import MIN_TRANSCRIBED_LETTERS, transcribe
from aligner.text.entities.names.words import NamePassage
from aligner.text.words.spellings import Spellings, spelled_alike
from aligner.types import SIDES

SPELLED = ["commission", "commissaire", "zelensky", "zelenskyy"]
WORDS = st.lists(st.text("aehioyz", max_size=9) | st.sampled_from(SPELLED))


@pytest.mark.parametrize(
    ("left", "right", "similar"),
    [
        ("zelensky", "zelenskyy", True), ("commission", "commissaire", True), ("economist", "economiste", True),
        ("commerce", "comment", False), ("president", "presence", False), ("north", "nord", False),
        ("cat", "car", False), ("table", "tables", True), ("paris", "paris", True), ("beijing", "pekin", False),
    ],
)  # fmt: skip
def test_similar_spellings(left: str, right: str, similar: bool) -> None:
    assert spelled_alike(left, right) is spelled_alike(right, left) is similar


@settings(max_examples=200, deadline=None, derandomize=True)
@given(WORDS, WORDS)
def test_similar_spellings_among_many_words(words: list[str], others: list[str]) -> None:
    spellings = Spellings(others)
    for word in words:
        assert spellings.alike(word) == {other for other in others if spelled_alike(word, other)}


def similar(own: NamePassage, index: int, other: NamePassage) -> list[int]:
    """Return the words that are spelled or transcribed alike, one by one."""
    plain = own.plain[index]
    return [
        place
        for place, candidate in enumerate(other.plain)
        if spelled_alike(plain, candidate)
        or (
            other.words[place].text[0].isupper()
            and min(len(plain), len(candidate)) >= MIN_TRANSCRIBED_LETTERS
            and fuzz.ratio(transcribe(plain), transcribe(candidate)) >= MIN_TRANSCRIBED_RATIO
        )
    ]


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.txt"))[:3], ids=lambda path: path.name[:3])
def test_similar_names_of_real_texts(path: Path) -> None:
    text = path.read_text("utf-8")
    passages = [NamePassage(text[start : start + 1500], side) for start, side in zip((0, 1500), SIDES, strict=True)]
    for own, other in (passages, passages[::-1]):
        for index in islice(range(len(own.words)), 250):
            assert similar_spellings(own, index, other) == similar(own, index, other)
