"""Copies within a language that `aligner pair` drops: which are found, which one is kept."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest
from conftest import CASES, assert_linear_time, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.deduplication.record import Story, make_story
from aligner.documents.prepare import Prepared, make_ready
from aligner.documents.story_time import publication_time
from aligner.encoders import load_encoder
from aligner.pipeline.duplicates import DropOptions, find_duplicates
from aligner.types import Document, Duplicate, RawDocument, Sketch

WORDS = [f"{a}{b}" for a in "bcdfglmnprstv" for b in ("ado", "eline", "iru", "oban", "ulet", "avi", "erno")]
SENTENCE_WORDS = 10
NEAR = 0.6
Item = tuple[Sketch, Story]


def item_of(id: str, text: str, *, side: str = "en", date: str = "", aligned: str | None = None) -> Item:
    ready = make_ready(RawDocument(id, text, meta={"date": date} if date else {}), side, load_encoder())
    assert isinstance(ready, Prepared), ready
    sketch = ready.sketch._replace(aligned=aligned)
    return sketch, make_story(ready.document, ready.vectors, sketch)


def duplicates(items: Sequence[Item]) -> list[Duplicate]:
    stories = [story for _, story in items]
    sketches = [sketch for sketch, _ in items]
    return find_duplicates(sketches, lambda: nullcontext(stories.__getitem__), DropOptions(NEAR))


def story(seed: int, words: int = 200) -> list[str]:
    return np.random.default_rng(seed).choice(WORDS, words).tolist()


def changed(words: list[str], share: float, seed: int = 0) -> list[str]:
    """A story with the last `share` of its words replaced."""
    keep = round(len(words) * (1 - share))
    return words[:keep] + story(10**6 + seed, len(words) - keep)


def written(words: list[str]) -> str:
    parts = (words[start : start + SENTENCE_WORDS] for start in range(0, len(words), SENTENCE_WORDS))
    return " ".join(" ".join(part).capitalize() + "." for part in parts)


def text(case: dict[str, Any]) -> str:
    words = changed(story(case["story"], case.get("words", 200)), case.get("changed", 0.0), case.get("seed", 0))
    return case.get("text") or written(words)


@pytest.mark.parametrize("case", read(CASES / "deduplication" / "copies.jsonl"), ids=lambda case: case["name"])
def test_copies(case: dict[str, Any]) -> None:
    items = [
        item_of(id, text(one), side=one.get("side", "en"), date=one.get("date", ""), aligned=one.get("aligned"))
        for id, one in case["documents"].items()
    ]
    for given_order in (items, items[::-1]):
        assert [[copy.kept, copy.dropped, copy.how] for copy in duplicates(given_order)] == case["found"]


@pytest.mark.parametrize("case", read(CASES / "deduplication" / "dates.jsonl"), ids=lambda case: case["name"])
def test_dates_sort(case: dict[str, Any]) -> None:
    assert publication_time(Document("x", "", "en", meta=case["meta"]), "en") == case["found"]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.0, 0.05, 0.1, 0.2, 0.3, 0.5])), max_size=12))
def test_what_is_kept_is_never_dropped_and_nothing_is_left_to_drop(rows: list[tuple[int, float]]) -> None:
    items = {
        f"{at:02}": item_of(f"{at:02}", written(changed(story(seed), share, at)))
        for at, (seed, share) in enumerate(rows)
    }
    found = duplicates(list(items.values()))
    dropped = {copy.dropped for copy in found}
    assert len(dropped) == len(found) and not dropped & {copy.kept for copy in found}
    for copy in found:
        one, other = (items[id][0].shingles for id in (copy.kept, copy.dropped))
        assert copy.score >= NEAR and float(np.mean(one == other)) >= NEAR, (
            "each resembles the one that is kept, itself"
        )
        assert copy.spans and copy.why
    left = [item for id, item in items.items() if id not in dropped]
    assert duplicates(left) == []


@pytest.mark.parametrize("kind", ["exact", "near"])
def test_many_copies_of_one_text_take_no_time(kind: str) -> None:
    sketch, record = item_of("x", written(story(1)))

    def find_copies(size: int) -> None:
        items = []
        for at in range(size):
            row = record.row.copy()
            row["digest"] = at if kind == "near" else row["digest"]
            digest = f"{at:064x}" if kind == "near" else sketch.digest
            items.append((sketch._replace(id=f"{at:04}", digest=digest), record._replace(id=f"{at:04}", row=row)))
        found = [(copy.kept, copy.dropped, copy.how) for copy in duplicates(items)]
        assert found == [("0000", f"{at:04}", kind) for at in range(1, size)]

    assert_linear_time(find_copies, 2000)
