"""The settings of a project in `aligner.toml`: options of commands, checked before anything is done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, Run, read

STORY = "The mayor reopened the bridge on Monday.It had been closed for two years."


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return path


@pytest.mark.parametrize("case", read(CASES / "cli" / "bad_settings.jsonl"), ids=lambda case: case["toml"])
def test_bad_settings_stop_every_command(case: dict[str, Any], story: Path, aligner: Run) -> None:
    (story.parent / "aligner.toml").write_text(case["toml"], "utf-8")
    done = aligner("check", "story.txt")
    assert (done.returncode, done.stdout) == (case["code"], "")
    (line,) = done.stderr.splitlines()
    assert case["message"] in line and "aligner.toml" in line


def test_options_are_those_of_the_nearest_file(story: Path, aligner: Run) -> None:
    inner = story.parent / "inner"
    inner.mkdir()
    (story.parent / "aligner.toml").write_text('[check]\nfail-on = "major"\nformat = "jsonl"\n', "utf-8")
    assert aligner("check", "../story.txt", cwd=inner).returncode == 1
    (inner / ".aligner.toml").write_text('[check]\nignore = ["sentence."]\nfail-on = "minor"\n', "utf-8")
    done = aligner("check", "../story.txt", cwd=inner)
    assert (done.returncode, json.loads(done.stdout)["suppressed"]) == (0, 1)
    done = aligner("check", "../story.txt", "--ignore", "number.", cwd=inner)
    assert (done.returncode, json.loads(done.stdout)["suppressed"]) == (1, 0), "the command line wins"


def test_one_file_is_named(story: Path, aligner: Run) -> None:
    (story.parent / "aligner.toml").write_text("[chek]\n", "utf-8")
    (story.parent / "desk.toml").write_text('[check]\nfail-on = "major"\n', "utf-8")
    assert aligner("check", "story.txt", "--config", "desk.toml").returncode == 1
    done = aligner("check", "story.txt", "--config", "none.toml")
    assert done.returncode == 3 and "none.toml: No such file" in done.stderr


def test_two_files_in_one_folder_are_refused(story: Path, aligner: Run) -> None:
    for name in ("aligner.toml", ".aligner.toml"):
        (story.parent / name).write_text("", "utf-8")
    done = aligner("check", "story.txt")
    assert done.returncode == 2 and "keep one of them" in done.stderr


def test_paths_are_relative_to_the_file(story: Path, tmp_path: Path, aligner: Run) -> None:
    assert aligner("mark", "story.txt", "sentence.fused", "Monday.It").returncode == 0
    (tmp_path / "story.txt.marks").rename(tmp_path / "shared.marks")
    (tmp_path / "aligner.toml").write_text('[check]\nmarks = ["shared.marks"]\n', "utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    done = aligner("check", "../story.txt", cwd=inner)
    assert json.loads(done.stdout)["suppressed"] == 1


def test_settings_are_in_the_manifest(seeds: Path, tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "aligner.toml").write_text('[pair]\nmin-confidence = 0.75\noutput = "corpus"\nquiet = true\n', "utf-8")
    (tmp_path / "inner").mkdir()
    done = aligner("pair", seeds, cwd=tmp_path / "inner")
    assert (done.returncode, done.stderr) == (0, "")
    manifest = json.loads((tmp_path / "corpus" / "manifest.json").read_text("utf-8"))
    assert '"min_confidence": 0.75' in json.dumps(manifest)
