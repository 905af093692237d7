"""The aligner against its promises, and against a slow search that computes every bead by itself."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, product
from math import log, sqrt
from typing import Any

import numpy as np
import pytest
from conftest import CASES, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.alignment.align import align, alternatives, bead_indices, merge_nulls
from aligner.alignment.blocks import split_into_boxes
from aligner.alignment.lattice import Lattice
from aligner.alignment.scores import SHAPES, TextArrays, cut_grid, prepare_text, score_beads
from aligner.alignment.search import bead_spans, prune, search
from aligner.alignment.weights import load_weights
from aligner.encoders import load_encoder
from aligner.encoders.static import StaticEncoder
from aligner.evaluation.bead_metrics import compare_beads
from aligner.types import Bead, Sentence

quick = settings(max_examples=60, deadline=None, derandomize=True)
W = load_weights()
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
    found = [bead_indices(bead) for bead in beads(*pair)]
    for at in (0, 1):
        assert [number for bead in found for number in bead[at]] == list(range(len(pair[at][0])))
    assert all(en or fr for en, fr in found)


@quick
@given(seeded, st.integers(1, 60))
def test_a_text_is_aligned_with_itself_one_by_one(rng: np.random.Generator, n: int) -> None:
    text = side(rng, n)
    assert [bead.spans for bead in beads(text, text)] == [((at, at + 1), (at, at + 1)) for at in range(n)]


def parts(found: list[Bead]) -> tuple[Any, Any, Any]:
    """Full beads, and the nulls of each side: where between two beads nulls stand in either order."""
    sets = [bead_indices(bead) for bead in found]
    return [b for b in sets if b[0] and b[1]], [en for en, fr in sets if not fr], [fr for en, fr in sets if not en]


@quick
@given(texts())
def test_sides_may_be_swapped(pair: tuple[Side, Side]) -> None:
    full, en, fr = parts(beads(*pair[::-1]))
    assert parts(beads(*pair)) == ([(b, a) for a, b in full], fr, en)


class Slow:
    """Bead scores as aligner/alignment/scores.py defines them, by merged vectors and no tables."""

    def __init__(self, en: Side, fr: Side) -> None:
        self.sides = en, fr
        self.sizes = [np.maximum([len(s.text) for s in part[0]], 1.0) for part in (en, fr)]
        self.rows = [part[1] * (size / size.mean())[:, None] for part, size in zip((en, fr), self.sizes, strict=True)]
        self.told = all(part[0][0].paragraph != part[0][-1].paragraph for part in (en, fr))
        self.half = sqrt(min(max(self.sizes[1].sum() / self.sizes[0].sum(), 1 / 1.5), 1.5))

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
        value = W.likeness * self.likeness(x, y) - W.margin / 4 * (self.near(1, (c, d), x) + self.near(0, (a, b), y))
        sizes = self.sizes[1][c:d].sum() / self.half + 10, self.sizes[0][a:b].sum() * self.half + 10
        value -= W.length * abs(log(sizes[0] / sizes[1]))
        value -= W.start * abs(self.begins(0, a) - self.begins(1, c))
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
        prepare_text(unit, [s.text for s in side], [s.paragraph for s in side] if slow.told else None, W)
        for side, unit in pair
    )
    found = score_beads(cut_grid(en, fr, [(0, n, 0, m)]), 1, n + 1, W)
    for at, (a, b) in enumerate(SHAPES):
        for i, j in product(range(a, n + 1), range(b, m + 1)):
            assert found[0, i - 1, at, j] == pytest.approx(slow.score(((i - a, i), (j - b, j))), abs=1e-4)


def prepared(pair: tuple[Side, Side], slow: Slow) -> tuple[TextArrays, TextArrays]:
    en, fr = (
        prepare_text(unit, [s.text for s in side], [s.paragraph for s in side] if slow.told else None, W)
        for side, unit in pair
    )
    return en, fr


@quick
@given(texts(7))
def test_search_finds_what_brute_force_finds(pair: tuple[Side, Side]) -> None:
    n, m = (len(part[0]) for part in pair)
    if n and m:
        slow = Slow(*pair)
        found = search(*prepared(pair, slow), [(0, n, 0, m)], W)
        assert sum(slow.score(bead) for bead in found) == pytest.approx(slow.best(), abs=0.05)


@quick
@given(texts(4), st.floats(0, 40))
def test_sift_keeps_the_beads_of_all_ways_within_its_beam(pair: tuple[Side, Side], beam: float) -> None:
    n, m = (len(part[0]) for part in pair)
    if not (n and m):
        return
    slow = Slow(*pair)
    beads, values = prune(*prepared(pair, slow), [(0, n, 0, m)], W, beam)
    assert values == pytest.approx([slow.score(bead_spans(bead)) for bead in beads.tolist()], abs=1e-3)
    kept, best = set(map(tuple, beads.tolist())), slow.best()
    sums = [
        (sum(slow.score(bead_spans(bead)) for bead in way), way) for way in ways(every(n, m), (n, m), ordered=False)
    ]
    assert {bead for worth, way in sums for bead in way if worth > best - beam + 0.1} <= kept
    assert kept <= {bead for worth, way in sums for bead in way if worth > best - beam - 0.1}


Row = tuple[int, int, int, int]


def every(n: int, m: int) -> list[Row]:
    shapes = [*SHAPES, (1, 0), (0, 1)]
    return [
        (i, j, a, b) for i, j in product(range(n + 1), range(m + 1)) for a, b in shapes if i + a <= n and j + b <= m
    ]


def ways(beads: list[Row], ends: tuple[int, int], ordered: bool = True) -> Iterator[list[Row]]:
    """All chains of beads; if `ordered`, those in which no English null follows a French one."""

    def from_here(at: tuple[int, int], last: bool) -> Iterator[list[Row]]:
        if at == ends:
            yield []
        for bead in beads:
            i, j, m, n = bead
            if (i, j) == at and (n or not last):
                yield from ([bead, *way] for way in from_here((i + m, j + n), ordered and not m))

    return from_here((0, 0), False)


@quick
@given(seeded, st.integers(0, 4), st.integers(0, 4), st.floats(0.2, 1))
def test_lattice_counts_each_way_once(rng: np.random.Generator, n: int, m: int, share: float) -> None:
    nulls = [(at, 0, 1, 0) for at in range(n)] + [(n, at, 0, 1) for at in range(m)]
    beads = sorted({*nulls, *(bead for bead in every(n, m) if rng.random() < share)})
    worth = rng.normal(scale=4, size=len(beads))
    place = {bead: at for at, bead in enumerate(beads)}
    found = [[place[bead] for bead in way] for way in ways(beads, (n, m))]
    odds = np.exp([worth[way].sum() for way in found])
    lattice = Lattice(np.array(beads, np.int64).reshape(-1, 4), (n, m))
    chances, total = lattice.posteriors(worth)
    expected = np.zeros(len(beads))
    for way, odd in zip(found, odds, strict=True):
        expected[way] += odd / odds.sum()
    assert chances == pytest.approx(expected, abs=1e-9)
    assert total == pytest.approx(np.log(odds.sum()))
    assert lattice.best(worth).tolist() == found[int(odds.argmax())]


@quick
@given(texts())
def test_posteriors_are_chances_and_mirror(pair: tuple[Side, Side]) -> None:
    found = {bead_indices(bead): bead.posterior for bead in beads(*pair)}
    assert all(0 <= chance <= 1 for chance in found.values())
    swapped = {bead_indices(bead)[::-1]: bead.posterior for bead in beads(*pair[::-1])}
    # Nulls of both sides stand English first, so the beam leaves out other faint ways when the sides are swapped.
    assert swapped == pytest.approx(found, abs=5e-3)


@quick
@given(texts(), st.integers(0, 4))
def test_alternatives_are_other_readings_of_the_same_sentences(pair: tuple[Side, Side], most: int) -> None:
    (en, left), (fr, right) = pair
    found = alternatives(en, fr, (left, right), count=most)
    assert [bead for bead, _ in found] == beads(*pair)
    for bead, others in found:
        assert len(others) <= most
        assert [other.posterior for other in others] == sorted((o.posterior for o in others), reverse=True)
        own = [set(part) for part in bead_indices(bead)]
        for other in others:
            assert other.spans != bead.spans
            assert any(mine & set(theirs) for mine, theirs in zip(own, bead_indices(other), strict=True))


def test_words_are_asked_only_where_there_is_a_choice_and_may_decide() -> None:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    case = read(CASES / "alignment" / "appended.jsonl")[0]
    sides = [[Sentence(text, 0, len(text), 0) for text in case[side]] for side in ("en", "fr")]
    asked: list[str] = []

    def words(some: Sequence[str]) -> Iterator[Any]:
        asked.extend(some)
        return encoder.encode_tokens(some)

    vectors = encoder.encode(case["en"]), encoder.encode(case["fr"])
    found = [bead_indices(bead) for bead in align(sides[0], sides[1], vectors, words=words)]
    assert found == [(tuple(en), tuple(fr)) for en, fr in case["beads"]]
    assert asked
    assert len(asked) < len(case["en"]) + len(case["fr"])


def test_long_lines_without_full_stops_do_not_fill_the_memory() -> None:
    rng = np.random.default_rng(4)
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    vocabulary = ["harbour", "council", "budget", "river", "school", "winter", "market", "bridge", "farmer", "museum"]
    run = rng.choice(vocabulary, 18_000).tolist()  # cut in other places on each side
    sides = [[" ".join(run[at : at + size]) for at in range(0, len(run), size)] for size in (900, 700)]
    en, fr = ([Sentence(text, 0, len(text), 0) for text in texts] for texts in sides)
    vectors = encoder.encode(sides[0]), encoder.encode(sides[1])
    tracemalloc.start()
    try:
        found = align(en, fr, vectors, words=encoder.encode_tokens)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(bead.en[1] - bead.en[0] for bead in found) == len(en)
    assert peak < 200 << 20  # the cosines of all words with all words would take 1.3 GB


def test_neighbouring_nulls_of_a_side_are_one() -> None:
    one = [Bead((0, 1), (0, 0), 0.0, posterior=0.9), Bead((1, 2), (0, 0), 0.0, posterior=0.8)]
    other = [Bead((2, 2), (0, 1), 0.0), Bead((2, 3), (1, 2), 0.5), Bead((3, 4), (2, 2), 0.0)]
    assert merge_nulls([*one, *other]) == [Bead((0, 2), (0, 0), 0.0, posterior=0.8), *other]


@quick
@given(texts())
def test_score_is_the_cosine_of_the_sums(pair: tuple[Side, Side]) -> None:
    slow = Slow(*pair) if all(len(part[0]) for part in pair) else None
    for (a, b), (c, d), score, *_ in beads(*pair):
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
    en, fr = prepare_text(unit, ["x" * 80] * n, None, W), prepare_text(noisy, ["x" * 90] * len(kept), None, W)
    cut = split_into_boxes(en, fr)
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
    found = [bead_indices(bead) for bead in beads(en, side(rng, m, en[1]))]
    assert [number for bead in found for number in bead[0]] == list(range(n))
    assert [number for bead in found for number in bead[1]] == list(range(m))
    assert (n and m) or all(not (a and b) for a, b in found)


def test_sentences_without_a_vector_break_nothing() -> None:
    texts = [Sentence("…", 0, 1, 0)] * 30
    nothing = np.zeros((30, 8), np.float32)
    found = align(texts, texts, (nothing, nothing))
    assert [number for bead in found for number in bead_indices(bead)[0]] == list(range(30))
    assert all(np.isfinite(bead.score) for bead in found)


@pytest.mark.parametrize("case", read(CASES / "alignment" / "scores.jsonl"), ids=lambda case: case["name"])
def test_measures(case: dict[str, Any]) -> None:
    found, gold = ([(tuple(en), tuple(fr)) for en, fr in case[name]] for name in ("found", "gold"))
    counts = compare_beads(found, gold)
    assert [round(value, 4) for value in (counts.strict.f1, counts.lax.f1, counts.null.f1)] == case["measures"]


def test_precision_counts_what_was_found_and_recall_what_was_to_be_found() -> None:
    found, gold = [((0,), (0,)), ((1,), ()), ((2,), ())], [((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((), (3,))]
    counts = compare_beads(found, gold)
    assert counts.strict[:2] == counts.lax[:2] == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert counts.null == (0.0, 0.0, 0.0)
    assert compare_beads(gold, gold).null == (1.0, 1.0, 1.0)
