"""Tests of the name that the other version has for a name: the whole name, never a particle of it."""

from __future__ import annotations

import pytest

from aligner.detectors.name_phrases import counterpart_phrase
from aligner.text.words.segment_words import read_pair_words
from aligner.types import SIDES

FRENCH = "Le Centre national d’innovation technologique de Valmont, créé en 2020, compte trois sites dans la région."
ENGLISH = "The Valmont Public Focal of Innovation Headway, made in 2020, has three places in the district."
CASES = [
    ("Valmont Public Focal", FRENCH, ENGLISH, "Centre national d’innovation technologique de Valmont"),
    ("Innovation Headway", FRENCH, ENGLISH, "Centre national d’innovation technologique de Valmont"),
    ("Lorbourg Place", "Le maire a ouvert le Centre de Lorbourg.", "The mayor opened the Lorbourg Place.",
     "Centre de Lorbourg"),
    ("Lorbourg New Region", "La nouvelle zone de Lorbourg attire les firmes.",
     "The Lorbourg New Region draws in firms.", "nouvelle zone de Lorbourg"),
    ("Regulatory Council", "Le comité a voté hier soir.", "The Regulatory Council voted last night.", "comité"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "french", "english", "whole"), CASES, ids=[case[0] for case in CASES])
def test_the_counterpart_is_a_whole_name(name: str, french: str, english: str, whole: str) -> None:
    words = read_pair_words([english], [french], SIDES)[0]
    begin = english.index(name)
    run = [index for index, word in enumerate(words.here) if begin <= word.start < begin + len(name)]
    span = counterpart_phrase(words, range(run[0], run[-1] + 1), (english, french), SIDES)
    assert span and french[slice(*span)] == whole


def test_a_name_without_a_counterpart_has_none() -> None:
    words = read_pair_words(["Zorblax Quux."], ["Il pleut."], SIDES)[0]
    assert counterpart_phrase(words, range(2), ("Zorblax Quux.", "Il pleut."), SIDES) is None
