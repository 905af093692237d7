"""What tests of the whole line share: the command in its own process, the seeds, a folder that needs a pool."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CASES = Path(__file__).parent / "cases"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture
def aligner(tmp_path: Path) -> Run:
    """Run the command from another folder; no traceback is ever shown."""

    def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
        command = [*options.pop("before", ()), sys.executable, "-m", "aligner", *map(str, arguments)]
        options = {"cwd": tmp_path, "timeout": 120, "encoding": "utf-8", **options}
        done = subprocess.run(command, capture_output=True, check=False, **options)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seventy stories in both languages, sixty in files of their own, and a bad record and a bad file."""
    folder = tmp_path_factory.mktemp("villages")
    lines, names = read(CASES / "pair" / "village.jsonl"), read(CASES / "pair" / "names.jsonl")
    records = []
    for number, name in enumerate(names):
        for side in ("en", "fr"):
            text = "\n".join(line[side] for line in lines).format(**name)
            if number < 60:
                (folder / f"{number:02}.{side}.txt").write_text(text, "utf-8")
            else:
                records.append({"id": f"{number}{side}", "text": text})
    rows = [json.dumps(record) for record in records]
    (folder / "more.jsonl").write_text("\n".join([*rows[:5], "{", *rows[5:]]) + "\n", "utf-8")
    (folder / "damaged.docx").write_bytes(b"no archive")
    return folder


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
