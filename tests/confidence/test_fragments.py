"""Cut and patched pairs: what their makers do, and that the passages without a counterpart are found."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from conftest import CASES, read

from aligner.confidence import Context
from aligner.confidence.features.extract import FEATURES, extract_features
from aligner.confidence.features.runs import heaviest_runs
from aligner.evaluation.corruptions import Corruption, Pair, SentencePool, SourceDocument
from aligner.evaluation.fragments import FRAGMENTS, Append, Cut
from aligner.types import Bead

FOLDER = CASES / "confidence" / "fragments"
RIGHT: list[Pair] = [(en, fr) for en, fr in read(CASES / "confidence" / "right.jsonl")]
SOURCE = SourceDocument(RIGHT, SentencePool(RIGHT))
PLACES, MARKS, JOINTS, ORIGINS = Cut().places, Cut().marks, Append().joints, Append().origins
MAKERS: dict[str, Corruption] = {
    **FRAGMENTS,
    **{f"cut {place} {mark}": Cut((place,), (mark,)) for place in PLACES for mark in MARKS},
    **{f"append {place} {joint}": Append((place,), joints=(joint,)) for place in PLACES for joint in JOINTS},
    **{f"append {origin} {mark}": Append(origins=(origin,), marks=(mark,)) for origin in ORIGINS for mark in MARKS},
}


def made(name: str, seed: int = 1) -> list[tuple[Pair, Pair]]:
    """Return right pairs with what a maker makes of them."""
    rng = np.random.default_rng(seed)
    pairs = [(RIGHT[at], MAKERS[name](at, SOURCE, rng)) for at in range(len(RIGHT)) for _ in range(5)]
    return [(right, wrong) for right, wrong in pairs if wrong is not None]


@pytest.mark.parametrize("name", MAKERS)
def test_one_side_changes_by_two_words_or_more(name: str) -> None:
    assert len(made(name)) > len(RIGHT)
    for right, wrong in made(name):
        (side,) = [at for at in (0, 1) if right[at] != wrong[at]]
        before, after = len(right[side].split()), len(wrong[side].split())
        if name.startswith("cut"):
            assert before / 2 - 2 <= after < before, wrong
        else:
            assert after > before, wrong
        assert wrong[side] == wrong[side].strip() and "  " not in wrong[side]
    assert made(name) == made(name) != made(name, seed=2)


@pytest.mark.parametrize("case", read(FOLDER / "places.jsonl"), ids=lambda case: case["why"])
def test_the_place_and_the_marks_are_as_asked(case: dict[str, Any]) -> None:
    maker = Cut((case["place"],), (case["mark"],)) if case["maker"] == "cut" else Append(
        (case["place"],), joints=(case["joint"],), marks=(case["mark"],)
    )  # fmt: skip
    rng = np.random.default_rng(3)
    for _ in range(30):
        right = RIGHT[case["at"]]
        wrong = maker(case["at"], SOURCE, rng)
        if wrong is not None:
            (side,) = [at for at in (0, 1) if right[at] != wrong[at]]
            whole, text = (right[side], wrong[side]) if case["maker"] == "cut" else (wrong[side], right[side])
            words, kept = whole.rstrip(".").split(), text.rstrip(".").split()
            assert (words[0].strip(".,") == kept[0]) == case["start"], wrong
            assert (words[-1].strip(".,") == kept[-1].strip(".,")) == case["end"], wrong
            assert wrong[side].endswith(".") == case["stop"], wrong


@pytest.mark.parametrize("case", read(FOLDER / "runs.jsonl"), ids=lambda case: case["why"])
def test_the_heaviest_run(case: dict[str, Any]) -> None:
    texts = case["texts"]
    values, sizes = (
        np.array([value for text in texts for value in text], float),
        np.array([len(text) for text in texts]),
    )
    assert heaviest_runs(values, sizes).tolist() == case["runs"]
    assert heaviest_runs(values, sizes)[:1].tolist() == heaviest_runs(values[: sizes[0]], sizes[:1]).tolist()


@pytest.mark.parametrize("case", read(FOLDER / "lost.jsonl"), ids=lambda case: case["why"])
def test_a_passage_without_counterpart_shows_at_its_place(case: dict[str, Any]) -> None:
    texts = [(case["en"], case["fr"]), (case["damaged"].get("en", case["en"]), case["damaged"].get("fr", case["fr"]))]
    beads = [Bead((at, at + 1), (at, at + 1), 0.0) for at in range(2)]
    before, after = extract_features(Context(beads, texts)).rows
    for name in case["rise"]:
        assert after[FEATURES.index(name)] > before[FEATURES.index(name)] + 0.5, name
    for name in case["stay"]:
        assert after[FEATURES.index(name)] < before[FEATURES.index(name)] + 0.5, name
