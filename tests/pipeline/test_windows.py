"""Texts published further apart than the window are no candidates; all others are, however the calendar is cut."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from aligner.pipeline import windows
from aligner.pipeline.candidates import propose
from aligner.pipeline.pair import pair
from aligner.pipeline.windows import propose_within
from aligner.settings import Settings
from aligner.types import Side, Sketch

FIRST = date(2020, 1, 1)
Days = list[tuple[int | None, int | None]]  # of the versions of each story in English and French


def sketches(days: Days) -> list[Sketch]:
    """Return stories in both languages with rare items of their own."""
    rng, found = np.random.default_rng(len(days)), list[Sketch]()
    sides: tuple[Side, Side] = ("en", "fr")
    for number, both in enumerate(days):
        vector, items = rng.normal(size=16), frozenset(range(10 * number, 10 * number + 5))
        for side, day in zip(sides, both, strict=True):
            row = np.asarray(vector + 0.3 * rng.normal(size=16), np.float32)
            row /= np.linalg.norm(row)
            published = "" if day is None else (FIRST + timedelta(day)).isoformat()
            none = np.zeros(0, np.uint32)
            shingles = np.zeros(128, np.uint32)
            found.append(
                Sketch(f"{number}.{side}", side, 5, 500, published, None, row, items, shingles, str(number), 100, none)
            )
    return found


def proposed(stories: list[Sketch], window: int) -> set[tuple[str, str]]:
    return {(pair.en, pair.fr) for pair in propose_within(stories, window)}


day = st.one_of(st.none(), st.integers(0, 400))


@trials(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(day, day), max_size=30), st.integers(0, 60), st.sampled_from([1, 4, 2000]))
def test_versions_within_the_window_are_proposed_and_no_others(days: Days, window: int, span: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "MIN_SPAN", span)
        found = proposed(sketches(days), window)
    near = [en is None or fr is None or abs(en - fr) <= window for en, fr in days]
    assert {number for number in range(len(days)) if (f"{number}.en", f"{number}.fr") in found} == {
        number for number, is_near in enumerate(near) if is_near
    }
    for en, fr in found:
        one, other = days[int(en.split(".")[0])][0], days[int(fr.split(".")[0])][1]
        assert one is None or other is None or abs(one - other) <= window


def test_one_span_gives_the_proposals_of_all_dates() -> None:
    stories = sketches([(number, number) for number in range(60)])
    assert propose_within(stories, 400) == propose(stories)
    assert propose_within([], 3) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a story in both languages, published forty days apart."""
    rows = [
        ("2021-03-01", "The harbour of Brest reopened on Monday after 17 days. Nobody was hurt, Anne Le Gall said."),
        ("2021-04-10", "Le port de Brest a rouvert lundi après 17 jours. Personne n’a été blessé, a dit Anne Le Gall."),
    ]
    lines = [json.dumps({"text": text, "date": date}) for date, text in rows]
    (tmp_path / "stories.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


@pytest.mark.parametrize(("options", "pairs"), [([], 1), (["--window", "40"], 1), (["--window", "39"], 0)])
def test_the_window_of_a_run(options: list[str], pairs: int, folder: Path, aligner: Run) -> None:
    done = aligner("pair", "stories.jsonl", "-o", "out", "-q", *options)
    assert done.returncode == 0, done.stderr
    manifest: dict[str, Any] = json.loads((folder / "out/manifest.json").read_bytes())
    assert manifest["counts"]["pairs"] == pairs
    assert manifest["signature"]["window"] == (int(options[1]) if options else None)


@pytest.mark.parametrize(("window", "dropped"), [(None, {"b", "c"}), (40, {"b", "c"}), (39, {"c"})])
def test_near_copies_beyond_the_window_are_kept_and_equal_texts_are_not(
    window: int | None, dropped: set[str], tmp_path: Path
) -> None:
    body = "The harbour of Brest reopened on Monday after 17 days. Nobody was hurt, said Anne Le Gall, the mayor. "
    body += "Fishermen had waited for weeks. The council will meet again before the summer to decide on the new quay."
    texts = [("a", "2021-03-01", body), ("b", "2021-04-10", body + " It rained."), ("c", "2021-12-01", body)]
    lines = [json.dumps({"id": id, "date": date, "text": text}) for id, date, text in texts]
    (tmp_path / "s.jsonl").write_text("\n".join(lines), "utf-8")
    corpus = pair(tmp_path / "s.jsonl", tmp_path / "out", Settings(window=window, keep_rules="earliest"))
    assert {copy.dropped.rpartition("#")[2] for copy in corpus.duplicates} == dropped
