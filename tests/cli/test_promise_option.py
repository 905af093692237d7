"""The share of `--at-most-wrong`, on the command line and in the file of settings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from conftest import CASES, Run, read

from aligner import pair
from aligner.cli.options import SHARE
from aligner.errors import UsageError
from aligner.settings import Settings


@pytest.mark.parametrize("case", read(CASES / "cli" / "shares.jsonl"), ids=lambda case: repr(case["given"]))
def test_a_share_is_a_fraction_or_a_percentage(case: dict[str, Any]) -> None:
    if case["share"] is not None:
        assert SHARE.convert(case["given"], None, None) == pytest.approx(case["share"])
        return
    with pytest.raises(click.BadParameter, match=r"is no share\. Example: 5% or 0\.05"):
        SHARE.convert(case["given"], None, None)


@pytest.mark.parametrize(("value", "share"), [('"8%"', 0.08), ("0.08", 0.08), ('"0,08"', 0.08)])
def test_the_file_of_settings_may_have_it(value: str, share: float, tmp_path: Path, seeds: Path, aligner: Run) -> None:
    (tmp_path / "aligner.toml").write_text(f"[pair]\nat-most-wrong = {value}\n", "utf-8")
    assert aligner("pair", seeds, "-o", "out", "-q").returncode == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert manifest["promise"]["alpha"] == manifest["signature"]["at_most_wrong"] == pytest.approx(share)


@pytest.mark.parametrize("value", ['"8"', "8", "true", '["8%"]'])
def test_a_wrong_share_in_it_stops_the_command(value: str, tmp_path: Path, seeds: Path, aligner: Run) -> None:
    (tmp_path / "aligner.toml").write_text(f"[pair]\nat-most-wrong = {value}\n", "utf-8")
    done = aligner("pair", seeds, "-o", "out")
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2 and "at-most-wrong of [pair]" in line and not (tmp_path / "out").exists()


@pytest.mark.parametrize("settings", [{"at_most_wrong": 1.5}, {"at_most_wrong": 0.05, "keep_critical": True}])
def test_settings_that_contradict_a_promise_are_refused(settings: dict[str, Any], tmp_path: Path, seeds: Path) -> None:
    with pytest.raises(UsageError, match=r"share that may be wrong|contradicts a promise"):
        pair([seeds], tmp_path / "out", Settings(**settings))
    assert not (tmp_path / "out").exists()
