"""Copies within a language: which are found, which one is kept."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from conftest import CASES, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.pipeline.duplicates import duplicates
from aligner.pipeline.sketch import published, sketch
from aligner.types import Document, Duplicate, Sentence, Sketch

WORDS = [f"{a}{b}" for a in "bcdfglmnprstv" for b in ("ado", "eline", "iru", "oban", "ulet", "avi", "erno")]
NEAR = 0.6


def of(id: str, text: str, *, side: Any = "en", date: str = "", aligned: str | None = None) -> Sketch:
    sentences = (Sentence(text, 0, len(text), 0),)
    document = Document(id, text, side, 1.0, sentences, meta={"date": date} if date else {}, aligned=aligned)
    return sketch(document, side, np.ones((1, 4), np.float32))


def story(seed: int, words: int = 200) -> list[str]:
    return np.random.default_rng(seed).choice(WORDS, words).tolist()


def changed(words: list[str], share: float, seed: int = 0) -> list[str]:
    """A story with the last `share` of its words replaced."""
    keep = round(len(words) * (1 - share))
    return words[:keep] + story(10**6 + seed, len(words) - keep)


def text(case: dict[str, Any]) -> str:
    words = changed(story(case["story"], case.get("words", 200)), case.get("changed", 0.0), case.get("seed", 0))
    return case.get("text") or " ".join(words)


@pytest.mark.parametrize("case", read(CASES / "dedup" / "copies.jsonl"), ids=lambda case: case["name"])
def test_copies(case: dict[str, Any]) -> None:
    sketches = [
        of(id, text(one), side=one.get("side", "en"), date=one.get("date", ""), aligned=one.get("aligned"))
        for id, one in case["documents"].items()
    ]
    for given_order in (sketches, sketches[::-1]):
        assert [[copy.kept, copy.dropped, copy.how] for copy in duplicates(given_order, NEAR)] == case["found"]


@pytest.mark.parametrize("case", read(CASES / "dedup" / "dates.jsonl"), ids=lambda case: case["name"])
def test_dates_sort(case: dict[str, Any]) -> None:
    assert published(Document("x", "", meta=case["meta"]), "en") == case["found"]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.0, 0.05, 0.1, 0.2, 0.3, 0.5])), max_size=12))
def test_what_is_kept_is_never_dropped_and_nothing_is_left_to_drop(rows: list[tuple[int, float]]) -> None:
    sketches = {
        f"{at:02}": of(f"{at:02}", " ".join(changed(story(seed), share, at))) for at, (seed, share) in enumerate(rows)
    }
    found = duplicates(list(sketches.values()), NEAR)
    dropped = {copy.dropped for copy in found}
    assert len(dropped) == len(found) and not dropped & {copy.kept for copy in found}
    for copy in found:
        alike = float(np.mean(sketches[copy.kept].shingles == sketches[copy.dropped].shingles))
        assert copy.score >= NEAR and alike >= NEAR, "each resembles the one that is kept, itself"
    left = [one for id, one in sketches.items() if id not in dropped]
    assert duplicates(left, NEAR) == []


def test_many_copies_of_one_text_take_no_time() -> None:
    one = of("x", " ".join(story(1)))
    copies = [one._replace(id=f"{at:04}") for at in range(2000)]
    begun = time.process_time()
    found = duplicates(copies, NEAR)
    assert time.process_time() - begun < 5
    assert found == [Duplicate("0000", f"{at:04}", 1.0, "exact") for at in range(1, 2000)]
