"""Short pairs: the contrary is low, its counterpart high, and what need not be translated is no failure."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from conftest import CASES as ALL
from conftest import read

from aligner.confidence import Context, ScoredSegment, score_segments
from aligner.confidence.features.kept_words import words_to_translate
from aligner.confidence.features.short import opposed_words
from aligner.evaluation.corruptions import SourceDocument, corrupt_pairs
from aligner.languages.contraries import EXCLUSIVE_IN_SHORT_TEXTS
from aligner.types import Bead
from scripts.datasets.short_corruptions import SHORT_CORRUPTIONS, ShortPool

CASES = ALL / "confidence"
PAIRS = read(CASES / "short.jsonl")
MIN_RIGHT, MAX_WRONG = 0.85, 0.5


def scored(pairs: list[tuple[str, str]]) -> list[ScoredSegment]:
    beads = [Bead((at, at + 1), (at, at + 1), 0.0) for at in range(len(pairs))]
    return score_segments(Context(beads, pairs), prior=0.5).segments


TOGETHER = scored([(case["en"], case["fr"]) for case in PAIRS])


@pytest.mark.parametrize(
    ("case", "among_others"),
    list(zip(PAIRS, TOGETHER, strict=True)),
    ids=[f"{case['kind']}: {case['en']} = {case['fr']}" for case in PAIRS],
)
def test_a_short_pair(case: dict[str, Any], among_others: ScoredSegment) -> None:
    for found in (*scored([(case["en"], case["fr"])]), among_others):
        assert found.confidence >= MIN_RIGHT if case["right"] else found.confidence < MAX_WRONG


@pytest.mark.parametrize("case", read(CASES / "opposed.jsonl"), ids=lambda case: f"{case['en']} = {case['fr']}")
def test_words_that_exclude_each_other(case: dict[str, Any]) -> None:
    en, fr = case["en"], case["fr"]
    (found,) = scored([(en, fr)])
    reasons = [reason for reason in found.reasons if reason.code == "opposite"]
    quoted = [
        "/".join(text[spot.start : spot.end] for text, spot in zip((en, fr), reason.spots, strict=True))
        for reason in reasons
    ]
    assert quoted == case["opposed"]
    assert not case["opposed"] or len(opposed_words(en, fr)) == len(case["opposed"])


@pytest.mark.parametrize("case", read(CASES / "kept_words.jsonl"), ids=lambda case: case["text"])
def test_words_to_translate(case: dict[str, Any]) -> None:
    assert words_to_translate(case["text"])[0] == case["translate"]


def test_a_kept_text_has_no_reason_and_an_untranslated_one_has_one() -> None:
    kept, left = scored([("The Boston Globe", "The Boston Globe"), ("Good evening", "Good evening")])
    assert kept.reasons == () and [reason.code for reason in left.reasons] == ["same_text"]


def test_every_corruption_of_short_pairs_makes_a_wrong_pair() -> None:
    pairs = [(case["en"], case["fr"]) for case in PAIRS if case["right"]]
    pairs += [("Emma is here.", "Emma est ici."), ("It is not far.", "Ce n’est pas loin.")]
    source = SourceDocument(pairs, ShortPool(pairs, {}, EXCLUSIVE_IN_SHORT_TEXTS))
    for corruptions in SHORT_CORRUPTIONS.values():
        made = list(corrupt_pairs(source, np.random.default_rng(3), corruptions=corruptions))
        counts = Counter(case.corruption for case in made)
        assert counts.keys() == {"right", *corruptions}
        assert all(case.pair != pairs[case.position] for case in made if case.corruption != "right")
