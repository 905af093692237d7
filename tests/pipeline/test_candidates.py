"""Candidates and verdicts on made-up sketches: who is proposed, who is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from conftest import CASES, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.pipeline.candidates import propose
from aligner.pipeline.choose import choose, cosine_of
from aligner.types import DocumentPair, Side, Sketch

quick = settings(max_examples=40, deadline=None, derandomize=True)

FOLDER = CASES / "pipeline" / "candidates"


def sketch(id: str, side: Side, vector: Any, items: tuple[int, ...] = (), aligned: str | None = None) -> Sketch:
    row = np.asarray(vector, np.float32)
    row = row / np.linalg.norm(row)
    none = np.zeros(0, np.uint32)
    return Sketch(id, side, 5, 500, "", aligned, row, frozenset(items), np.zeros(128, np.uint32), id, 100, none)


@dataclass
class Stories:
    """So many stories in both languages: near vectors, some items of their own, some that all share."""

    count: int

    def sketches(self) -> list[Sketch]:
        rng = np.random.default_rng(self.count)
        found = []
        for number in range(self.count):
            vector, items = rng.normal(size=16), tuple(range(10 * number, 10 * number + 5))
            for side in ("en", "fr"):
                noise = rng.normal(size=16) * 0.4
                found.append(sketch(f"{number}.{side}", side, vector + noise, (*items, 10**6, 10**6 + 1)))  # type: ignore[arg-type]
        return found


@pytest.mark.parametrize("count", [1, 2, 30, 200])
def test_the_version_is_proposed(count: int) -> None:
    proposed = {(found.en, found.fr) for found in propose(Stories(count).sketches())}
    assert {(f"{number}.en", f"{number}.fr") for number in range(count)} <= proposed
    assert len(proposed) <= 4 * count, "no more than two by each document"


@quick
@given(st.randoms(use_true_random=False), st.integers(1, 30))
def test_order_changes_nothing(random: Any, count: int) -> None:
    sketches = Stories(count).sketches()
    shuffled = list(sketches)
    random.shuffle(shuffled)
    told, again = ([found[:2] for found in propose(items)] for items in (sketches, shuffled))
    assert told == again == sorted(told)


def test_rare_items_find_what_vectors_do_not() -> None:
    rng = np.random.default_rng(3)
    stories = [sketch(f"{n:02}.{side}", side, rng.normal(size=16)) for n in range(40) for side in ("en", "fr")]  # type: ignore[arg-type]
    stories += [sketch("a.en", "en", np.eye(16)[0], (1, 2, 3)), sketch("a.fr", "fr", np.eye(16)[1], (1, 2, 3))]
    assert ("a.en", "a.fr") in {found[:2] for found in propose(stories)}


def test_one_side_alone_and_what_came_aligned_propose_nothing() -> None:
    rng = np.random.default_rng(4)
    assert propose([]) == []
    assert propose([sketch(str(n), "en", rng.normal(size=8)) for n in range(9)]) == []
    came = [sketch("a#1", "en", np.ones(8), aligned="a#2"), sketch("a#2", "fr", np.ones(8), aligned="a#1")]
    assert propose([*came, sketch("b", "fr", np.ones(8))]) == []


@pytest.mark.parametrize("case", read(FOLDER / "choose.jsonl"), ids=lambda case: case["name"])
def test_verdicts(case: dict[str, Any]) -> None:
    pairs = [DocumentPair(en, fr, confidence, {}) for en, fr, confidence in case["pairs"]]
    vectors = {id: case["vectors"].get(id, [1, 0]) for pair in pairs for id in pair.ids}
    sketches = {id: sketch(id, "en" if id.startswith("e") else "fr", row) for id, row in vectors.items()}
    for given_order in (pairs, pairs[::-1]):
        accepted, rejected = choose(given_order, cosine_of(sketches), 0.5)
        assert [list(found.ids) for found in accepted] == case["accepted"]
        assert sorted([*accepted, *rejected]) == sorted(pairs), "nothing is lost"


@quick
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 100)), unique_by=lambda row: row[:2]))
def test_unsure_pairs_are_one_to_one(rows: list[tuple[int, int, int]]) -> None:
    pairs = [DocumentPair(f"e{en}", f"f{fr}", percent / 100 * 0.89, {}) for en, fr, percent in rows]
    sketches = {id: sketch(id, "en", [1, 0]) for pair in pairs for id in pair.ids}
    accepted, _ = choose(pairs, cosine_of(sketches), 0.5)
    assert all(pair.confidence >= 0.5 for pair in accepted)
    for at in (0, 1):
        assert len({pair[at] for pair in accepted}) == len(accepted)
