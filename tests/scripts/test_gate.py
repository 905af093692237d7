"""The quality gate: metrics may improve and get worse only by name; sentence starts of its gold texts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES as ALL_CASES
from conftest import ROOT

from scripts.datasets.gold import inner_starts

SCRIPTS = ROOT / "scripts"
CASES = ALL_CASES / "scripts"


def _cases(name: str) -> list[Any]:
    rows = [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=row["what"]) for row in rows]


@pytest.mark.parametrize("case", _cases("refuses.jsonl"))
def test_gate(case: dict[str, Any], tmp_path: Path) -> None:
    floors, measured = tmp_path / "floors.json", tmp_path / "measured.json"
    floors.write_text(json.dumps(case["pinned"]), encoding="utf-8")
    measured.write_text(json.dumps(case["measured"]), encoding="utf-8")
    command = [sys.executable, "-m", "scripts.quality.gate", "--floors", str(floors), "--measured", str(measured)]
    done = subprocess.run([*command, *case.get("options", [])], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == case["exit"], done.stdout + done.stderr
    assert ("WORSE" in done.stdout) == (case["exit"] == 1)
    assert json.loads(floors.read_text(encoding="utf-8")) == case.get("after", case["pinned"])


def test_a_part_that_cannot_be_measured_is_named_and_fails(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.quality.gate", str(tmp_path), "--only", "retrieval"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert done.stderr.startswith("retrieval: not measured: ") and "WORSE" in done.stdout


def test_pinned_floors_hold_what_was_promised() -> None:
    floors = json.loads((SCRIPTS / "quality" / "gate.json").read_text(encoding="utf-8"))
    for text in ("flores", "newstest"):
        for side in ("en", "fr"):
            assert floors[f"segment.{text}.{side}.precision"] >= 0.98
            assert floors[f"segment.{text}.{side}.recall"] >= 0.95
    assert min(floors["pairing.blog.precision"], floors["pairing.blog.recall"]) >= 0.99
    assert floors["align.paragraphs.strict"] >= 0.92
    assert floors["seeds.kept"] >= 14


@pytest.mark.parametrize("case", _cases("interior.jsonl"))
def test_sentences_inside_a_line(case: dict[str, Any]) -> None:
    assert [case["line"][start:][:8] for start in inner_starts(case["line"])] == case["starts"]
