"""The makers of damage, what they change, how they are weighed and grouped, and words that changed places."""

from __future__ import annotations

import lzma
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import CASES, read

from aligner.confidence import Context
from aligner.confidence.features.extract import FEATURES, extract_features
from aligner.evaluation.confidence_metrics import RIGHT, corrupt
from aligner.evaluation.corruptions import Pair, SentencePool, SourceDocument
from aligner.types import Bead
from scripts.datasets.damage.makers import (
    EVERYDAY_SHARE,
    FAITHFUL,
    KIND_SHARES,
    MIN_CHANGED_SHARE,
    Maker,
    folds,
    is_right,
    maker_weights,
    makers,
)
from scripts.datasets.damage.texts import changed_share
from scripts.fitting.net import fit_net

FOLDER = CASES / "confidence" / "damage"
PAIRS: list[Pair] = [(en, fr) for en, fr in read(CASES / "confidence" / "right.jsonl")]
SOURCE = SourceDocument(PAIRS, SentencePool(PAIRS))
SYNONYMS = {
    "en": ["council\tnoun\tboard|assembly", "line\tnoun\trow|string", "people\tnoun\tfolk", "day\tnoun\tdaytime"],
    "fr": ["ligne\tnom\trangée|corde", "études\tnom\ttravail", "jour\tnom\tclarté"],
}
TRANSLATED = "news\t{}\t{}\tThis one board has passed Tuesday\tLe bureau de ville a dit oui\t"
WITH_EXTENT = ("cut", "added", "repeated", "order")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small thesaurus and some machine translations."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("spinners", "train"):
        (folder / name).mkdir()
    for side, rows in SYNONYMS.items():
        with lzma.open(folder / f"spinners/synonyms.{side}.tsv.xz", "wt", encoding="utf-8") as file:
            file.write("\n".join(rows) + "\n")
    with lzma.open(folder / "train/rule_mt.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("corpus\ten\tfr\ten_mt\tfr_mt\ten_round_trip\n" + TRANSLATED.format(*PAIRS[0]) + "\n")
    return folder


def made(maker: Maker, at: int, count: int = 12, seed: int = 2) -> list[Pair]:
    """Return what a maker makes of a pair, drawn several times."""
    rng = np.random.default_rng(seed)
    return [pair for _ in range(count) if (pair := maker.make(at, SOURCE, rng)) is not None]


def words(text: str) -> list[str]:
    return [word.strip(".,;:…“”«»–/").lower() for word in text.split() if word.strip(".,;:…“”«»–/")]


def test_every_maker_makes_another_pair_and_the_same_with_the_same_seed(data: Path) -> None:
    for name, maker in makers(data).items():
        pairs = [pair for at in range(len(PAIRS)) for pair in made(maker, at, 4)]
        assert pairs, name
        assert pairs == [pair for at in range(len(PAIRS)) for pair in made(maker, at, 4)], name
        assert all(en.strip() and fr.strip() for en, fr in pairs), name
        assert not set(pairs) & set(PAIRS), name


def test_parts_that_are_lost_added_or_moved_are_no_single_words(data: Path) -> None:
    for name, maker in makers(data).items():
        if maker.kind in WITH_EXTENT:
            for at, before in enumerate(PAIRS):
                for after in made(maker, at, 3):
                    assert max(map(changed_share, before, after)) >= MIN_CHANGED_SHARE, (name, after)


@pytest.mark.parametrize("case", read(FOLDER / "made.jsonl"), ids=lambda case: f"{case['maker']}: {case['why']}")
def test_what_a_maker_does(case: dict[str, Any], data: Path) -> None:
    right, pairs = PAIRS[case["at"]], made(makers(data)[case["maker"]], case["at"], 40)
    assert bool(pairs) != case.get("none", False)
    for pair in pairs:
        changed = [side for side in (0, 1) if pair[side] != right[side]]
        for side in changed:
            before, after = words(right[side]), words(pair[side])
            assert len(after) <= case.get("words", 999)
            if case.get("same_words"):
                assert Counter("".join(before)) == Counter("".join(after))
            if "other_language" in case:
                foreign = set(after) & (set(words(right[1 - side])) - set(before))
                assert any(map(str.isalpha, foreign)) == case["other_language"]
            if case.get("part"):
                assert pair[side] in right[side] and len(after) < len(before)
            if case.get("whole"):
                assert right[side] in pair[side] and any(line[side] in pair[side] for line in PAIRS if line != right)


@pytest.mark.parametrize("case", read(FOLDER / "shares.jsonl"), ids=lambda case: case["why"])
def test_how_much_an_edit_changed(case: dict[str, Any]) -> None:
    assert changed_share(case["before"], case["after"]) == case["share"]


def test_each_group_of_makers_has_one_of_a_kind_at_most_and_all_are_in_one(data: Path) -> None:
    all_makers = makers(data)
    groups = folds(all_makers, 10)
    names = [name for group in groups for name in group]
    assert sorted(names) == sorted(name for name, maker in all_makers.items() if maker.kind != FAITHFUL)
    for group in groups:
        assert max(Counter(all_makers[name].kind for name in group).values()) == 1


def test_right_and_wrong_pairs_weigh_alike_and_kinds_by_their_shares(data: Path) -> None:
    kinds = {name: maker.kind for name, maker in makers(data).items()}
    labels = np.array(
        [RIGHT] * 50 + ["lines_merged"] * 4 + ["cut"] * 7 + ["stub"] * 2 + ["neighbour"] * 30 + ["denial"]
    )
    weights, right = maker_weights(labels, kinds), is_right(labels, kinds)
    assert weights.mean() == pytest.approx(1) and right.sum() == 54
    assert weights[right].sum() == pytest.approx(weights[~right].sum())
    everyday, other = (weights[labels == name].sum() for name in ("cut", "stub"))
    assert everyday / (everyday + other) == pytest.approx(EVERYDAY_SHARE)
    line, denial = (weights[labels == name].sum() for name in ("neighbour", "denial"))
    assert line / denial == pytest.approx(KIND_SHARES["line"] / KIND_SHARES["denial"])


@pytest.mark.parametrize("case", read(FOLDER / "places.jsonl"), ids=lambda case: case["why"])
def test_words_that_changed_places_are_seen(case: dict[str, Any]) -> None:
    right = case["en"], case["fr"]
    damaged = case["damaged"].get("en", case["en"]), case["damaged"].get("fr", case["fr"])
    pairs = [("", ""), right, damaged, *PAIRS[:3]]
    beads = [Bead((at, at + 1), (at, at + 1), 0.0) for at in range(len(pairs))]
    rows = extract_features(Context(beads, pairs)).rows[:, FEATURES.index(case["feature"])]
    assert rows[2] > rows[1] + 1 and rows[0] == 0
    alone = extract_features(Context(beads[:1], [damaged])).rows[0, FEATURES.index(case["feature"])]
    assert alone == rows[2]


def test_a_pair_of_several_lines_has_no_rival_among_them(data: Path) -> None:
    chosen = {name: makers(data)[name].make for name in ("lines_merged", "neighbour")}
    for seed in range(6):
        cases = corrupt([SOURCE], np.random.default_rng(seed), share=1.0, corruptions=chosen)
        rivals = cases.rows[:, FEATURES.index("rival")]
        if rivals[cases.corruptions == "neighbour"].mean() > 0.7:  # not among random lines
            assert rivals[cases.corruptions == "lines_merged"].mean() < 0.6
            return
    pytest.fail("no document in its own context")


def test_the_net_learns_what_no_line_divides_and_is_the_same_again() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(40_000, 3))
    truth = (rows[:, 0] * rows[:, 1] > 0).astype(float)
    nets = [fit_net(rows, truth, np.ones(len(rows)), 1e-4, fits=2) for _ in range(2)]
    assert nets[0] == nets[1]
    (hidden, shift, out, direct), bias = (
        [np.array(nets[0][name]) for name in ("hidden", "shift", "out", "weights")],
        float(str(nets[0]["bias"])),
    )
    scaled = (rows - np.array(nets[0]["mean"])) / np.array(nets[0]["scale"])
    logits = np.tanh(scaled @ hidden + shift) @ out + scaled @ direct + bias
    assert ((logits > 0) == (truth > 0.5)).mean() > 0.93
