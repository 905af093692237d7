"""Options that several commands share: which command has which, and what they do."""

from __future__ import annotations

import logging
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT, Run

from aligner.cli.main import cli

NAMES = ("--quiet", "--verbose", "--jobs", "--format", "--strict", "--min-confidence")
PAGE = ROOT / "docs" / "user" / "settings.md"


def commands(group: click.Group, before: str = "") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        found |= commands(command, f"{name} ") if isinstance(command, click.Group) else {before + name: command}
    return found


def documented() -> dict[str, list[bool]]:
    rows = [line.split("|")[1:-1] for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    return {
        name.strip(" `"): [cell.strip() == "yes" for cell in cells]
        for first, *cells in rows
        for name in first.split(",")
    }


def test_the_page_lists_the_options_of_every_command() -> None:
    own = {
        name: [any(option in each.opts for each in command.params) for option in NAMES]
        for name, command in commands(cli).items()
    }
    assert documented() == own


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rows = [("Le port rouvre lundi.", "The harbour reopens on Monday."), ("Il a plu à midi.", "It rained at noon.")]
    (tmp_path / "m.tsv").write_text("".join(f"{fr}\t{en}\n" for fr, en in rows))
    return tmp_path / "m.tsv"


def test_score_quietly(table: Path, aligner: Run) -> None:
    usual, quiet = (aligner("score", table.name, "--no-findings", *options) for options in ((), ("-q",)))
    assert "French" in usual.stderr or "français" in usual.stderr or usual.stderr.count("\n") == 1
    assert quiet.stderr == "" and quiet.stdout == usual.stdout


def test_quiet_ends_with_its_command(table: Path) -> None:
    for option, level in (("-q", logging.WARNING), ("-v", logging.WARNING)):
        assert CliRunner().invoke(cli, ["score", str(table), "--no-findings", option]).exit_code == 0
        assert logging.getLogger("aligner").level == level


def test_check_gives_the_same_bytes_with_any_number_of_processes(tmp_path: Path, seeds: Path, aligner: Run) -> None:
    for number in range(4):
        for story in sorted(seeds.glob("*.txt")):
            text = story.read_text("utf-8").replace("2018", f"20{number + 10}")
            (tmp_path / f"{number}{story.name}").write_text(text, "utf-8")
    (tmp_path / "rows.jsonl").write_text('{"text": "The ferry was late, and nobody knew why it was."}\n{"text": 1}\n')
    (tmp_path / "empty.txt").write_text("")
    one, three = (
        aligner("check", ".", "--lang", "fr", "--format", "jsonl", "--jobs", jobs, cwd=tmp_path) for jobs in (1, 3)
    )
    assert one.returncode == three.returncode == 0 and one.stdout.count("\n") > 20
    assert one.stdout == three.stdout and one.stderr == three.stderr
    original = sorted(seeds.glob("*.txt"))[0]
    with_original = [
        aligner("check", "--original", original, ".", "--format", "jsonl", "--jobs", n, cwd=tmp_path) for n in (1, 2)
    ]
    assert with_original[0].stdout == with_original[1].stdout and "no version of" in with_original[1].stderr
    assert with_original[0].stderr == with_original[1].stderr
