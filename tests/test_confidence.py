"""What the confidence rests on, and that it falls when a translation is damaged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aligner.commands import score_file
from aligner.confidence import load_model
from aligner.confidence.features import NAMES, check

CASES = Path(__file__).parent / "cases" / "confidence"


def read(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


ROWS = read(CASES / "check.jsonl")


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["why"])
def test_numbers_and_names_of_one_side_only(case: dict[str, Any]) -> None:
    found = check(case["en"], case["fr"], frozenset(case["kept"]))
    for name in ("numbers_en", "numbers_fr", "names_en", "names_fr"):
        assert [item.text for item in getattr(found, name)] == case.get(name, []), name


def test_a_probability_is_one_for_any_figures() -> None:
    model = load_model()
    for part in model:
        rows = np.array([np.full(len(part.names), value) for value in (-1e9, 0.0, 1e9)])
        chances = part.probability(rows)
        assert ((chances > 0) & (chances < 1)).all()
    assert model.segment.names == NAMES


def test_damage_lowers_the_confidence_and_is_named(tmp_path: Path) -> None:
    right = read(CASES / "right.jsonl")
    wrong = [
        right[0],
        (right[1][0], "Les travaux coûteront 530 millions d'euros et dureront quatre ans."),
        (right[2][0], "Le maire n'a pas souhaité répondre à nos questions."),
    ]
    rows = []
    for name, pairs in (("right.tsv", right), ("wrong.tsv", wrong)):
        path = tmp_path / name
        path.write_text("".join(f"{en}\t{fr}\n" for en, fr in pairs), "utf-8")
        rows.append(list(score_file(path, model="")))
    for good, bad in zip(rows[0][1:], rows[1][1:], strict=True):
        assert float(str(bad["confidence"])) < float(str(good["confidence"])) - 0.3
    assert any("350" in str(reason) for reason in rows[1][1]["reasons"])  # type: ignore[attr-defined]
    assert all(float(str(row["confidence"])) >= 0.5 for row in rows[0])
