"""The confidence: its features, that damage to a translation lowers it, and its calibration metrics."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from conftest import CASES as ALL
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from aligner.confidence import Context, load_model, score_segments
from aligner.confidence.features.entities import compare_entities
from aligner.confidence.features.extract import FEATURES, extract_features
from aligner.confidence.model import MAX_PROBABILITY, SEGMENT_NAMES, SHORT_NAMES
from aligner.confidence.reasons import MAX_NAME_DOUBT
from aligner.evaluation import confidence_metrics as measure
from aligner.evaluation.corruptions import CORRUPTIONS, Pair, SentencePool, SourceDocument, corrupt_pairs
from aligner.types import Bead

CASES = ALL / "confidence"


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


ROWS = read(CASES / "check.jsonl")
RIGHT: list[Pair] = [(en, fr) for en, fr in read(CASES / "right.jsonl")]
WRONG = read(CASES / "wrong.jsonl")


def scored(pairs: list[Pair], prior: float = 0.5) -> list[Any]:
    """Score pairs that follow each other in this order."""
    beads = [Bead((at, at + 1), (at, at + 1), 0.0) for at in range(len(pairs))]
    return score_segments(Context(beads, pairs), prior=prior).segments


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["why"])
def test_numbers_and_names_of_one_side_only(case: dict[str, Any]) -> None:
    found = compare_entities(case["en"], case["fr"], frozenset(case["kept"]))
    for name in ("numbers_en", "numbers_fr", "names_en", "names_fr"):
        assert [item.text for item in getattr(found, name)] == case.get(name, []), name


@pytest.mark.parametrize("case", read(CASES / "name_matches.jsonl"), ids=lambda case: case["why"])
def test_names_are_matched(case: dict[str, Any]) -> None:
    pair = (case["en"], case["fr"])
    (found,) = extract_features(Context([Bead((0, 1), (0, 1), 0.0)], [pair], frozenset())).differences
    every = zip((*found.all_en, *found.all_fr), (*found.doubt_en, *found.doubt_fr), strict=True)
    doubts = {name.text: doubt for name, doubt in every}
    for name in case.get("matched", ()):
        assert doubts[name] < MAX_NAME_DOUBT, name
    for name in case.get("unmatched", ()):
        assert doubts[name] > MAX_NAME_DOUBT, name


def test_probabilities_are_between_0_and_1_for_any_features() -> None:
    model = load_model()
    assert model.segment.names == SEGMENT_NAMES
    assert model.short.names == SHORT_NAMES
    assert len(set(FEATURES)) == len(FEATURES)
    for value in (-1e9, 0.0, 1e9):
        chances = measure.probabilities(np.full((1, len(FEATURES)), value))
        assert ((chances > 0) & (chances < 1)).all()
        for part in (model.bead, model.null, model.pair):
            assert ((part.probability(np.full((1, len(part.names)), value)) % 1) > 0).all()


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["why"])
def test_damage_lowers_the_confidence_and_is_named(case: dict[str, Any]) -> None:
    at = case["at"]
    pairs = list(RIGHT)
    pairs[at] = (case.get("en", RIGHT[at][0]), case.get("fr", RIGHT[at][1]))
    before, after = scored(RIGHT)[at], scored(pairs)[at]
    assert before.confidence >= 0.8 and after.confidence < before.confidence - 0.2
    found = [reason for reason in after.reasons if reason.text.startswith(case["reason"])]
    assert found, [reason.text for reason in after.reasons]
    texts = dict(zip(("en", "fr"), pairs[at], strict=True))
    spots = [texts[spot.side][spot.start : spot.end] for spot in found[0].spots]
    assert spots == case.get("spots", [])


def test_the_prior_moves_every_confidence_the_same_way() -> None:
    low, even, high = ([segment.confidence for segment in scored(RIGHT, prior)] for prior in (0.1, 0.5, 0.9))
    assert all(a < b < c or c == MAX_PROBABILITY for a, b, c in zip(low, even, high, strict=True))
    assert all(a < b for a, b in zip(low, even, strict=True))


def test_a_short_answer_is_not_punished() -> None:
    pairs: list[Pair] = [("Yes.", "Oui."), ("No.", "Non."), ("Thank you!", "Merci !"), ("Why?", "Pourquoi ?")]
    assert min(segment.confidence for segment in scored(pairs)) >= 0.5


def test_every_corruption_changes_a_pair_or_returns_nothing() -> None:
    source = SourceDocument(RIGHT, SentencePool(RIGHT))
    made = list(corrupt_pairs(source, np.random.default_rng(1)))
    assert {case.corruption for case in made} == {measure.RIGHT, *CORRUPTIONS}
    for case in made:
        if case.corruption == measure.RIGHT:
            assert case.pair == RIGHT[case.position]
        else:
            assert case.pair != RIGHT[case.position] and all(text.strip() for text in case.pair)
            assert sum(one != two for one, two in zip(case.pair, RIGHT[case.position], strict=True)) == 1
    again = list(corrupt_pairs(source, np.random.default_rng(1)))
    assert again == made, "the same draw makes the same pairs"


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.floats(0.1, 5)), min_size=2, max_size=60))
def test_metrics_follow_their_definitions(rows: list[tuple[float, bool, float]]) -> None:
    chance, truth, weights = (np.array(column, float) for column in zip(*rows, strict=True))
    right, wrong = truth > 0.5, truth < 0.5
    if right.any() and wrong.any():
        above = (chance[right][:, None] > chance[wrong]) + 0.5 * (chance[right][:, None] == chance[wrong])
        mass = weights[right][:, None] * weights[wrong]
        assert measure.auc(chance, truth, weights) == pytest.approx((above * mass).sum() / mass.sum())
    bins = measure.reliability(chance, truth, weights)
    assert sum(group.share for group in bins) == pytest.approx(1) and len(bins) <= measure.CALIBRATION_BINS
    assert 0 <= measure.calibration_error(bins) <= 1 + 1e-9
    perfect = measure.reliability(truth, truth, weights)
    assert measure.calibration_error(perfect) == pytest.approx(0)


def test_eval_confidence_prints_its_metrics_and_plots(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "right.tsv").write_text("".join(f"{en}\t{fr}\n" for en, fr in RIGHT), "utf-8")
    done = aligner("eval", "confidence", "right.tsv", "--plot", "trust.svg")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    values = {(row["of"], row["measure"]): row["value"] for row in rows}
    assert values["all", "auc"] > 0.9 and 0 <= values["all", "calibration error"] < 0.2
    assert {corruption for corruption, what in values if what == "caught"} == set(CORRUPTIONS)
    assert values["from 0.5", "kept"] >= values["from 0.95", "kept"]
    assert values["from 0.95", "precision"] >= values["from 0.5", "precision"]
    drawn = ElementTree.fromstring((tmp_path / "trust.svg").read_text("utf-8"))
    assert len(re.findall("circle", ElementTree.tostring(drawn, "unicode"))) >= 5
    (tmp_path / "few.tsv").write_text("Yes.\tOui.\n", "utf-8")
    done = aligner("eval", "confidence", "few.tsv")
    assert done.returncode == 3 and "1 pairs" in done.stderr and "Traceback" not in done.stderr
