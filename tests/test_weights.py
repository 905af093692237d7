"""The files of the models: a missing or damaged one is a line that names it, and no pickle is run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, ROOT

from aligner.weights import numbers


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Copy the package as it is installed, models included."""
    shutil.copytree(ROOT / "aligner", tmp_path / "aligner", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "models", tmp_path / "aligner" / "models")
    return tmp_path


def test_a_damaged_model_is_named_in_a_line(package: Path) -> None:
    done = run(package, CASES / "weights" / "damage.py")
    assert done.returncode == 0, done.stderr
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(outcomes) == 20 * 11
    wrong = [row for row in outcomes if not names_its_file(*row)]
    assert not wrong
    assert not (package / "EVIL").exists()


def names_its_file(name: str, kind: str, message: str) -> bool:
    return f"models/{Path(name).parent}" in message and "Error:" not in message and len(message) < 600


def run(package: Path, *arguments: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(package)}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=package, env=environment, capture_output=True, check=False, encoding="utf-8")


@pytest.mark.parametrize("name", ["confidence/weights.json", "encoder/model.safetensors", "lexicon"])
def test_a_command_ends_with_that_line(name: str, package: Path) -> None:
    path = package / "aligner" / "models" / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.write_bytes(b"")
    (package / "a.en.txt").write_text("The mayor opened the bridge on Monday. It was late, he said, and cold.")
    (package / "a.fr.txt").write_text("Le maire a ouvert le pont lundi. Il était tard, a-t-il dit, et froid.")
    done = run(package, "-m", "aligner", "check", "a.en.txt", "a.fr.txt")
    assert done.returncode == 3 and done.stderr.count("\n") == 1 and name in done.stderr, done.stderr


def test_without_the_extra_a_command_names_it(package: Path) -> None:
    shutil.rmtree(package / "aligner" / "models" / "context")
    (package / "pairs.tsv").write_text("It rained.\tIl a plu.\n")
    done = run(package, "-m", "aligner", "score", "pairs.tsv", "--context")
    assert done.returncode == 3 and done.stderr.count("\n") == 1, done.stderr
    assert "pip install 'news-aligner[context]'" in done.stderr and not done.stdout
    assert run(package, "-m", "aligner", "score", "pairs.tsv").returncode == 0


def test_numbers_have_the_shape_that_is_asked_for() -> None:
    assert numbers([[1, 2], [3, 4]], None, 2).shape == (2, 2)
    assert numbers(5) == 5
    for data, shape in (
        ([1], (2,)),
        ([1.0, float("nan")], (2,)),
        ([[1]], (1,)),
        (1e999, ()),
        (["a"], (1,)),
        (None, ()),
    ):
        with pytest.raises((ValueError, TypeError)):
            numbers(data, *shape)
