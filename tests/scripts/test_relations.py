"""Figures of relations: shares kept apart and found, the worst kind and genre, and the table."""

from __future__ import annotations

import pytest

from scripts.quality.relations import Outcome, format_table, summarise


def _outcomes(part: str, kind: str, group: str, copy: bool, levels: str) -> list[Outcome]:
    return [Outcome(part, kind, group, copy, level, ("a", "b")) for level in levels.split()]


OUTCOMES = [
    *_outcomes("templates.fitted", "other_event", "weather", False, "spun apart apart apart"),
    *_outcomes("templates.fitted", "other_event", "court", False, "apart apart"),
    *_outcomes("templates.fitted", "edited", "court", True, "near near"),
    *_outcomes("roundups", "contained", "", True, "contained near apart contained"),
    *_outcomes("follow_ups", "follow-up", "", False, "apart follow-up near apart"),
    *_outcomes("unrelated", "news", "", False, "apart apart apart apart spun"),
]


def test_figures_of_each_part() -> None:
    assert summarise(OUTCOMES) == {
        "relations.templates.fitted.apart": pytest.approx(5 / 6),
        "relations.templates.fitted.found": 1.0,
        "relations.templates.fitted.worst_kind": pytest.approx(5 / 6),
        "relations.templates.fitted.worst_genre": 0.75,
        "relations.roundups.found": 0.75,
        "relations.roundups.contained": 0.5,
        "relations.follow_ups.apart": 0.75,
        "relations.unrelated.false_alarms": pytest.approx(0.2),
    }


def test_the_table_has_a_row_for_each_kind_and_each_genre() -> None:
    rows = {tuple(line.split()[:2]): line for line in format_table(OUTCOMES).splitlines()}
    assert "apart 5, spun 1" in rows["templates.fitted", "other_event"]
    assert "0.750" in rows["roundups", "contained"]
    assert "apart 3, spun 1" in rows["templates.fitted", "weather"]
