"""What the confidence rests on, that it falls when a translation is damaged, and that it means what it says."""

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
from aligner.confidence.features.entities import check
from aligner.confidence.features.extract import NAMES, features
from aligner.confidence.model import CEILING
from aligner.confidence.reasons import UNSURE
from aligner.evaluation import confidence_metrics as measure
from aligner.evaluation.corruptions import RECIPES, Pair, SentencePool, SourceDocument, cases
from aligner.types import Bead

CASES = ALL / "confidence"


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


ROWS = read(CASES / "check.jsonl")
RIGHT: list[Pair] = [(en, fr) for en, fr in read(CASES / "right.jsonl")]
WRONG = read(CASES / "wrong.jsonl")


def weighed(pairs: list[Pair], prior: float = 0.5) -> list[Any]:
    """What is said of pairs that stand in this order."""
    beads = [Bead((at, at + 1), (at, at + 1), 0.0) for at in range(len(pairs))]
    return score_segments(Context(beads, pairs), prior=prior)


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["why"])
def test_numbers_and_names_of_one_side_only(case: dict[str, Any]) -> None:
    found = check(case["en"], case["fr"], frozenset(case["kept"]))
    for name in ("numbers_en", "numbers_fr", "names_en", "names_fr"):
        assert [item.text for item in getattr(found, name)] == case.get(name, []), name


@pytest.mark.parametrize("case", read(CASES / "told.jsonl"), ids=lambda case: case["why"])
def test_how_names_are_told(case: dict[str, Any]) -> None:
    pair = (case["en"], case["fr"])
    (found,) = features(Context([Bead((0, 1), (0, 1), 0.0)], [pair], frozenset())).checks
    every = zip((*found.every_en, *found.every_fr), (*found.doubt_en, *found.doubt_fr), strict=True)
    doubts = {name.text: doubt for name, doubt in every}
    for name in case.get("told", ()):
        assert doubts[name] < UNSURE, name
    for name in case.get("untold", ()):
        assert doubts[name] > UNSURE, name


def test_a_probability_is_one_for_any_figures() -> None:
    model = load_model()
    assert model.segment.names == NAMES and len(set(NAMES)) == len(NAMES)
    for value in (-1e9, 0.0, 1e9):
        chances = measure.chances(np.full((1, len(NAMES)), value))
        assert ((chances > 0) & (chances < 1)).all()
        for part in model[1:]:
            assert ((part.probability(np.full((1, len(part.names)), value)) % 1) > 0).all()


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["why"])
def test_damage_lowers_the_confidence_and_is_named(case: dict[str, Any]) -> None:
    at = case["at"]
    pairs = list(RIGHT)
    pairs[at] = (case.get("en", RIGHT[at][0]), case.get("fr", RIGHT[at][1]))
    before, after = weighed(RIGHT)[at], weighed(pairs)[at]
    assert before.confidence >= 0.8 and after.confidence < before.confidence - 0.2
    found = [reason for reason in after.reasons if reason.text.startswith(case["reason"])]
    assert found, [reason.text for reason in after.reasons]
    texts = dict(zip(("en", "fr"), pairs[at], strict=True))
    spots = [texts[spot.side][spot.start : spot.end] for spot in found[0].spots]
    assert spots == case.get("spots", [])


def test_the_prior_moves_every_confidence_the_same_way() -> None:
    low, even, high = ([each.confidence for each in weighed(RIGHT, prior)] for prior in (0.1, 0.5, 0.9))
    assert all(a < b < c or c == CEILING for a, b, c in zip(low, even, high, strict=True))
    assert all(a < b for a, b in zip(low, even, strict=True))


def test_a_short_answer_is_not_punished() -> None:
    pairs: list[Pair] = [("Yes.", "Oui."), ("No.", "Non."), ("Thank you!", "Merci !"), ("Why?", "Pourquoi ?")]
    assert min(each.confidence for each in weighed(pairs)) >= 0.5


def test_every_recipe_makes_something_else_of_a_pair_or_nothing() -> None:
    source = SourceDocument(RIGHT, SentencePool(RIGHT))
    made = list(cases(source, np.random.default_rng(1)))
    assert {case.recipe for case in made} == {measure.RIGHT, *RECIPES}
    for case in made:
        if case.recipe == measure.RIGHT:
            assert case.pair == RIGHT[case.at]
        else:
            assert case.pair != RIGHT[case.at] and all(text.strip() for text in case.pair)
            assert sum(one != two for one, two in zip(case.pair, RIGHT[case.at], strict=True)) == 1
    again = list(cases(source, np.random.default_rng(1)))
    assert again == made, "the same draw makes the same pairs"


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.floats(0.1, 5)), min_size=2, max_size=60))
def test_measures_are_what_they_are_defined_to_be(rows: list[tuple[float, bool, float]]) -> None:
    chance, truth, weights = (np.array(column, float) for column in zip(*rows, strict=True))
    right, wrong = truth > 0.5, truth < 0.5
    if right.any() and wrong.any():
        above = (chance[right][:, None] > chance[wrong]) + 0.5 * (chance[right][:, None] == chance[wrong])
        mass = weights[right][:, None] * weights[wrong]
        assert measure.auc(chance, truth, weights) == pytest.approx((above * mass).sum() / mass.sum())
    bins = measure.reliability(chance, truth, weights)
    assert sum(each.share for each in bins) == pytest.approx(1) and len(bins) <= measure.BINS
    assert 0 <= measure.calibration_error(bins) <= 1
    perfect = measure.reliability(truth, truth, weights)
    assert measure.calibration_error(perfect) == pytest.approx(0)


def test_eval_confidence_prints_its_measures_and_draws(tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "right.tsv").write_text("".join(f"{en}\t{fr}\n" for en, fr in RIGHT), "utf-8")
    done = aligner("eval", "confidence", "right.tsv", "--plot", "trust.svg")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    told = {(row["of"], row["measure"]): row["value"] for row in rows}
    assert told["all", "auc"] > 0.9 and 0 <= told["all", "calibration error"] < 0.2
    assert {recipe for recipe, what in told if what == "caught"} == set(RECIPES)
    assert told["from 0.5", "kept"] >= told["from 0.95", "kept"]
    assert told["from 0.95", "precision"] >= told["from 0.5", "precision"]
    drawn = ElementTree.fromstring((tmp_path / "trust.svg").read_text("utf-8"))
    assert len(re.findall("circle", ElementTree.tostring(drawn, "unicode"))) >= 5
    (tmp_path / "few.tsv").write_text("Yes.\tOui.\n", "utf-8")
    done = aligner("eval", "confidence", "few.tsv")
    assert done.returncode == 3 and "1 pairs" in done.stderr and "Traceback" not in done.stderr
