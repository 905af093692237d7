"""The promise on precision: its tests are exact, and what it rests on cannot be bent."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.confidence.promise import (
    JUDGED_PAIRS,
    OWN_CALIBRATION,
    Candidate,
    Candidates,
    JudgedSample,
    Threshold,
    make_promise,
)
from aligner.confidence.sequential_test import Looks, boundaries
from aligner.confidence.threshold_bounds import threshold_bounds

MAX_ERROR = 0.1


def candidates(confidences: list[float], share: float = 0.05, *, start: int = 0, least: float = 0.5) -> Candidates:
    """Return candidates with ids that no other call has if it starts elsewhere."""
    found = [Candidate(f"{start + number:06}", value) for number, value in enumerate(confidences)]
    return Candidates(found, share, least)


def judge(own: Candidates, truth: dict[str, bool], most: int) -> JudgedSample:
    """Answer what is asked for, twenty pairs at a time."""
    judged: dict[str, bool] = {}
    while len(judged) < most and (asked := JudgedSample(own, judged).next_ids()[:20]):
        judged |= {id: truth[id] for id in asked}
    return JudgedSample(own, judged)


@pytest.mark.parametrize(
    ("size", "share", "looks"), [(90, 0.1, 18), (150, 0.05, 12), (700, 0.05, 40), (700, 0.02, 15), (40, 0.2, 20)]
)
def test_a_false_promise_has_the_chance_that_it_may_have(size: int, share: float, looks: int) -> None:
    wrong = int(share * size) + 1
    limits = np.array(boundaries(size, wrong, Looks(share), looks))
    rng, step, broken = np.random.default_rng(7), Looks(share).step, 0
    for _ in range(3000):
        drawn = rng.permutation(size)[: looks * step] < wrong
        found = np.cumsum(drawn)[[min(look * step, len(drawn)) - 1 for look in range(1, looks + 1)]]
        broken += bool((found <= limits).any())
    assert broken / 3000 <= MAX_ERROR + 0.015
    assert (limits >= 0).any(), "nothing could ever be shown"
    stricter = boundaries(size, wrong, Looks(share, 0.25), looks)
    assert all(one <= other for one, other in zip(stricter, limits, strict=True))


def test_where_all_are_judged_the_answer_is_exact() -> None:
    own = candidates([0.9] * 60, share=0.1)
    for wrong, kept in ((0, 60), (5, 60), (6, 60), (7, 0)):
        right = {id: number >= wrong for number, id in enumerate(own.ids)}
        promise = make_promise(JudgedSample(own, right))
        assert (promise.kept, promise.judged, promise.basis) == (kept, 60, JUDGED_PAIRS)
        if kept:
            assert promise.bound == pytest.approx(wrong / 60, abs=1e-4)


@pytest.mark.parametrize("wrong_share", [0.055, 0.08])
def test_a_confidence_that_shows_nothing_is_not_believed(wrong_share: float) -> None:
    rng, broken = np.random.default_rng(11), 0
    for run in range(120):
        own = candidates(np.linspace(0.99, 0.6, 600).tolist(), start=1000 * run)
        truth = dict.fromkeys(own.ids, True) | dict.fromkeys(
            rng.choice(own.ids, int(wrong_share * 600), replace=False).tolist(), False
        )
        promise = make_promise(judge(own, truth, 240))
        if promise.threshold is not None:
            broken += sum(not truth[id] for id in own.ids[: promise.kept]) > 0.05 * promise.kept
    assert broken <= 18, "0.1 of the runs, and three standard deviations"


def test_what_is_left_out_counts_as_wrong() -> None:
    own = candidates(np.linspace(0.99, 0.9, 400).tolist())
    drawn = JudgedSample(own, {}).next_ids()
    full = JudgedSample(own, dict.fromkeys(drawn[:200], True))
    gaps = JudgedSample(own, dict.fromkeys((id for place, id in enumerate(drawn[:200]) if place % 4), True))
    assert make_promise(full).kept > 350
    promise = make_promise(gaps)
    assert (promise.threshold, promise.bound, promise.basis) == (None, None, JUDGED_PAIRS)


def test_pairs_that_nobody_drew_promise_nothing() -> None:
    own = candidates(np.linspace(0.99, 0.6, 800).tolist())
    chosen = make_promise(JudgedSample(own, dict.fromkeys(own.ids[-150:], True)))
    assert (chosen.basis, chosen.bound, chosen.certainty, chosen.judged) == (OWN_CALIBRATION, None, 0.0, 150)
    assert make_promise(JudgedSample(own, {"other": True})).judged == 0


def test_the_draw_does_not_depend_on_other_pairs() -> None:
    few = candidates([0.95] * 50)
    many = candidates([0.95] * 50 + [0.7] * 200)
    order = [id for id in JudgedSample(many, {}).next_ids() if id in few.ids]
    assert order == JudgedSample(few, {}).next_ids() != few.ids


def test_the_sample_ends_when_all_can_be_kept_and_looks_higher_where_they_cannot() -> None:
    own = candidates(np.linspace(0.99, 0.6, 2000).tolist())
    clean = judge(own, dict.fromkeys(own.ids, True), 2000)
    assert not clean.next_ids() and clean.judged <= 240 and make_promise(clean).kept == 2000
    truth = {id: place < 1200 or place % 3 > 0 for place, id in enumerate(own.ids)}
    mixed = judge(own, truth, 300)
    places = [own.ids.index(id) for id in mixed.next_ids()]
    assert max(places) < 1700, "what cannot be kept is not asked for any longer"
    promise = make_promise(mixed)
    assert 900 < promise.kept < 1500 and promise.bound is not None and promise.bound <= 0.05


def test_without_answers_the_confidence_is_believed() -> None:
    own = candidates([0.99, 0.97, 0.97, 0.9, 0.9, 0.6], share=0.04, least=0.5)
    promise = make_promise(JudgedSample(own, {}))
    assert (promise.threshold, promise.kept, promise.expected_wrong) == (0.97, 3, 0.0233)
    assert make_promise(JudgedSample(candidates([0.7, 0.6]), {})).threshold is None
    assert make_promise(JudgedSample(candidates([]), {})).candidates == 0


def test_a_pair_counts_once_with_its_highest_confidence() -> None:
    found = [Candidate("a", 0.6), Candidate("b", 0.7), Candidate("a", 0.9), Candidate("c", 0.3)]
    own = Candidates(found, 0.05, 0.5)
    assert (own.ids, own.confidences.tolist()) == (["a", "b"], [0.9, 0.7])


@pytest.mark.parametrize("wrong_share", [0.03, 0.1])
def test_bounds_hold_for_all_thresholds_of_the_slider_at_once(wrong_share: float) -> None:
    rng, broken, runs, highest = np.random.default_rng(5), 0, 120, []
    confidences = np.linspace(0.99, 0.5, 400).round(4).tolist()
    own = candidates(confidences)
    for _ in range(runs):
        # More of the doubtful pairs are wrong, so that the thresholds differ.
        chances = np.linspace(0, 2 * wrong_share, len(own.ids))
        truth = dict(zip(own.ids, (rng.random(len(own.ids)) >= chances).tolist(), strict=True))
        own.order = rng.permutation(len(own.ids))
        drawn = {own.ids[index]: truth[own.ids[index]] for index in own.order[:240]}
        bounds = threshold_bounds(JudgedSample(own, drawn))
        kept = {step: sum(value >= float(step) for value in confidences) for step in bounds}
        wrong = {step: sum(not truth[id] for id in own.ids[: kept[step]]) / kept[step] for step in bounds}
        broken += any(wrong[step] > bounds[step] + 1e-4 for step in bounds)
        highest.append(bounds["0.50"])
    assert list(bounds) == [f"{step / 100:.2f}" for step in range(50, 100)]
    assert broken <= 0.1 * runs
    assert np.mean(highest) < wrong_share + 0.1, "they show something"


def test_a_bound_for_a_threshold_that_is_chosen_afterwards_is_weaker() -> None:
    own = candidates(np.linspace(0.99, 0.5, 400).tolist())
    sample = JudgedSample(own, dict.fromkeys(own.ids, True))
    promise = make_promise(sample)
    assert set(threshold_bounds(sample).values()) == {0.0} and promise.bound == 0.0, "all are judged"
    sample = JudgedSample(own, {own.ids[index]: True for index in own.order[:150]})
    bounds = threshold_bounds(sample)
    assert sample.bound(Threshold(0.5, 400)) < bounds["0.50"] < 0.1
    assert max(bounds.values()) <= 1
    assert threshold_bounds(JudgedSample(candidates([]), {})) == {}
