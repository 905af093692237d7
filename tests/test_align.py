"""The aligner against its promises, and against a slow search that computes every bead by itself."""

from __future__ import annotations

from functools import cache
from itertools import pairwise, product
from math import log, sqrt
from typing import Any

import numpy as np
import pytest
from conftest import CASES, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.align import align, beads_of
from aligner.align.anchors import boxes
from aligner.align.cost import SHAPES, grid, prepare, scores
from aligner.align.score import count
from aligner.align.search import search
from aligner.settings import Weights
from aligner.types import Bead, Sentence

quick = settings(max_examples=60, deadline=None, derandomize=True)
W = Weights()
seeded = st.integers(0, 10**6).map(np.random.default_rng)
Side = tuple[list[Sentence], Any]


def side(rng: np.random.Generator, count: int, like: Any = None) -> Side:
    """Sentences of random lengths and paragraphs with random unit vectors, some of them near those of `like`."""
    lengths, breaks = rng.integers(1, 200, count), rng.random(count) < 0.3
    vectors = rng.normal(size=(count, 8)).astype(np.float32)
    if like is not None and len(like):
        vectors += 4 * like[np.sort(rng.integers(0, len(like), count))]
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    numbers = np.cumsum(breaks).tolist()
    return [Sentence("x" * int(n), 0, int(n), p) for n, p in zip(lengths, numbers, strict=True)], vectors


@st.composite
def texts(draw: st.DrawFn, most: int = 12) -> tuple[Side, Side]:
    rng = draw(seeded)
    en = side(rng, draw(st.integers(0, most)))
    return en, side(rng, draw(st.integers(0, most)), en[1])


def beads(en: Side, fr: Side) -> list[Bead]:
    return align(en[0], fr[0], (en[1], fr[1]))


@quick
@given(texts(40))
def test_every_sentence_is_in_one_bead_in_order(pair: tuple[Side, Side]) -> None:
    found = [beads_of(bead) for bead in beads(*pair)]
    for at in (0, 1):
        assert [number for bead in found for number in bead[at]] == list(range(len(pair[at][0])))
    assert all(en or fr for en, fr in found)


@quick
@given(seeded, st.integers(1, 60))
def test_a_text_is_aligned_with_itself_one_by_one(rng: np.random.Generator, n: int) -> None:
    text = side(rng, n)
    assert [bead[:2] for bead in beads(text, text)] == [((at, at + 1), (at, at + 1)) for at in range(n)]


def parts(found: list[Bead]) -> tuple[Any, Any, Any]:
    """Full beads, and the nulls of each side: where between two beads nulls stand in either order."""
    sets = [beads_of(bead) for bead in found]
    return [b for b in sets if b[0] and b[1]], [en for en, fr in sets if not fr], [fr for en, fr in sets if not en]


@quick
@given(texts())
def test_sides_may_be_swapped(pair: tuple[Side, Side]) -> None:
    full, en, fr = parts(beads(*pair[::-1]))
    assert parts(beads(*pair)) == ([(b, a) for a, b in full], fr, en)


class Slow:
    """Bead scores as aligner/align/cost.py defines them, by merged vectors and no tables."""

    def __init__(self, en: Side, fr: Side) -> None:
        self.sides = en, fr
        self.sizes = [np.maximum([len(s.text) for s in part[0]], 1.0) for part in (en, fr)]
        self.rows = [part[1] * (size / size.mean())[:, None] for part, size in zip((en, fr), self.sizes, strict=True)]
        self.told = all(part[0][0].paragraph != part[0][-1].paragraph for part in (en, fr))
        self.half = sqrt(self.sizes[1].sum() / self.sizes[0].sum())

    def likeness(self, a: Any, b: Any) -> float:
        return float(a @ b / max(np.linalg.norm(a), 1e-6) / max(np.linalg.norm(b), 1e-6))

    def near(self, at: int, stops: tuple[int, int], merged: Any) -> float:
        """Likeness of a merged side to the sentences just before and after the other side of the bead."""
        rows = self.rows[at]
        return sum(self.likeness(rows[i], merged) for i in (stops[0] - 1, stops[1]) if 0 <= i < len(rows))

    def begins(self, at: int, i: int) -> float:
        sentences = self.sides[at][0]
        return float(self.told and (i == 0 or sentences[i].paragraph != sentences[i - 1].paragraph))

    def score(self, bead: tuple[tuple[int, int], tuple[int, int]]) -> float:
        (a, b), (c, d) = bead
        if a == b or c == d:
            return W.null
        x, y = self.rows[0][a:b].sum(axis=0), self.rows[1][c:d].sum(axis=0)
        value = self.likeness(x, y) - W.margin / 4 * (self.near(1, (c, d), x) + self.near(0, (a, b), y))
        sizes = self.sizes[1][c:d].sum() / self.half + 10, self.sizes[0][a:b].sum() * self.half + 10
        value -= W.length * abs(log(sizes[0] / sizes[1]))
        inside = sum(self.begins(0, i) for i in range(a + 1, b)) + sum(self.begins(1, j) for j in range(c + 1, d))
        value -= W.inside * inside + W.start * abs(self.begins(0, a) - self.begins(1, c))
        value -= W.merge * (b - a + d - c - 2) + W.base
        return value * ((b - a + d - c) / 2) ** W.growth

    def best(self) -> float:
        @cache
        def upto(i: int, j: int) -> float:
            if not i and not j:
                return 0.0
            shapes = [*SHAPES, (1, 0), (0, 1)]
            fits = [(m, n) for m, n in shapes if m <= i and n <= j]
            return max(upto(i - m, j - n) + self.score(((i - m, i), (j - n, j))) for m, n in fits)

        return upto(*(len(part[0]) for part in self.sides))


@quick
@given(texts(7))
def test_tables_give_every_bead_the_score_of_its_definition(pair: tuple[Side, Side]) -> None:
    n, m = (len(part[0]) for part in pair)
    if not (n and m):
        return
    slow = Slow(*pair)
    en, fr = (
        prepare(unit, [len(s.text) for s in side], [s.paragraph for s in side] if slow.told else None, W)
        for side, unit in pair
    )
    found = scores(grid(en, fr, [(0, n, 0, m)]), 1, n + 1, W)
    for at, (a, b) in enumerate(SHAPES):
        for i, j in product(range(a, n + 1), range(b, m + 1)):
            assert found[0, i - 1, at, j] == pytest.approx(slow.score(((i - a, i), (j - b, j))), abs=1e-4)


@quick
@given(texts(7))
def test_search_finds_what_brute_force_finds(pair: tuple[Side, Side]) -> None:
    if all(len(part[0]) for part in pair):
        slow = Slow(*pair)
        assert sum(slow.score(bead[:2]) for bead in beads(*pair)) == pytest.approx(slow.best(), abs=1e-4)


@quick
@given(texts())
def test_score_is_the_cosine_of_the_sums(pair: tuple[Side, Side]) -> None:
    slow = Slow(*pair) if all(len(part[0]) for part in pair) else None
    for (a, b), (c, d), score in beads(*pair):
        full = slow is not None and a < b and c < d
        merged = (slow.rows[0][a:b].sum(axis=0), slow.rows[1][c:d].sum(axis=0)) if slow and full else None
        assert score == pytest.approx(slow.likeness(*merged) if slow and merged else 0.0, abs=1e-5)


@pytest.mark.parametrize("n", [60, 300, 1700])
def test_a_long_text_cut_into_boxes_is_aligned_as_in_one(n: int) -> None:
    rng = np.random.default_rng(n)
    unit = rng.normal(size=(n, 64)).astype(np.float32)
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    # Every tenth sentence of one side is nowhere on the other.
    kept = np.flatnonzero(np.arange(n) % 10 != 3)
    noisy = unit[kept] + 0.05 * rng.normal(size=(len(kept), 64)).astype(np.float32)
    noisy /= np.linalg.norm(noisy, axis=1, keepdims=True)
    en, fr = prepare(unit, [80] * n, None, W), prepare(noisy, [90] * len(kept), None, W)
    cut = boxes(en, fr)
    assert len(cut) > 1
    assert all(a[1] == b[0] and a[3] == b[2] for a, b in pairwise(cut))
    assert (cut[0][0], cut[0][2], cut[-1][1], cut[-1][3]) == (0, 0, n, len(kept))
    found = search(en, fr, cut, W)
    place = {int(at): j for j, at in enumerate(kept)}
    assert [bead for bead in found if bead[0][0] < bead[0][1] and bead[1][0] < bead[1][1]] == [
        ((at, at + 1), (place[at], place[at] + 1)) for at in range(n) if at in place
    ]
    if n <= 300:
        assert found == search(en, fr, [(0, n, 0, len(kept))], W)


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 5), (5, 0), (0, 3000), (1, 40), (40, 1), (1, 3000)])
def test_lopsided_texts(n: int, m: int) -> None:
    rng = np.random.default_rng(1)
    en = side(rng, n)
    found = [beads_of(bead) for bead in beads(en, side(rng, m, en[1]))]
    assert [number for bead in found for number in bead[0]] == list(range(n))
    assert [number for bead in found for number in bead[1]] == list(range(m))
    assert (n and m) or all(not (a and b) for a, b in found)


def test_sentences_without_a_vector_break_nothing() -> None:
    texts = [Sentence("…", 0, 1, 0)] * 30
    nothing = np.zeros((30, 8), np.float32)
    found = align(texts, texts, (nothing, nothing))
    assert [number for bead in found for number in beads_of(bead)[0]] == list(range(30))
    assert all(np.isfinite(bead.score) for bead in found)


@pytest.mark.parametrize("case", read(CASES / "align" / "scores.jsonl"), ids=lambda case: case["name"])
def test_measures(case: dict[str, Any]) -> None:
    found, gold = ([(tuple(en), tuple(fr)) for en, fr in case[name]] for name in ("found", "gold"))
    counts = count(found, gold)
    assert [round(value, 4) for value in (counts.strict, counts.lax, counts.null)] == case["measures"]
