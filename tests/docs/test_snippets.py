"""Run the commands and the Python code of README and docs, and compare their output with the page.

A ``console`` block has commands after ``$`` and their output; a ``python`` block may be followed by an ``output``
block. In the expected output ``…`` matches anything: within a line if there is other text on it, else any number of
lines. The blocks of a page run in order, in one folder that has a copy of seeds/. Other blocks are not run.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from conftest import ROOT, run_here

from aligner.cli.main import cli

ROOT_PAGES = ("README.md", "README.fr.md", "CONTRIBUTING.md")
PAGES = sorted([*(ROOT / page for page in ROOT_PAGES), *(ROOT / "docs").rglob("*.md")])
EXAMPLES = {"foo", "story"}  # names of files that CONTRIBUTING.md asks for
INFO = {"console", "python", "output", "text", "toml", "json", "jsonl", "sh"}
_FENCE = re.compile(r"^( *)```(.*)\n((?:(?! *```).*\n)*) *```$", re.MULTILINE)
_INLINE = re.compile(r"`(?:[^`\n]|\n(?!\n))+`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_OPTION = re.compile(r"(?<!\S)(--?[a-zA-Z][a-z-]*)")
_PATH = re.compile(r"(?:aligner|scripts|tests|models|docs)/[\w./-]*\w|scripts(?:\.\w+){2,}")


class Block(NamedTuple):
    """A fenced block: the line it begins at, its kind, its text."""

    line: int
    kind: str
    text: str


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for match in _FENCE.finditer(text):
        yield Block(text.count("\n", 0, match.start()) + 1, match[2].strip(), textwrap.dedent(match[3]))


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield the commands of a console block, with the output expected of each."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def pattern(expected: str) -> re.Pattern[str]:
    """Return what output must match: trailing blanks do not count, and ``…`` matches anything."""
    lines = []
    for line in expected.splitlines():
        if line.strip() == "…":
            lines.append(r"(?:[^\n]*\n)*?")
        else:
            lines.append("[^\n]*".join(map(re.escape, line.rstrip().split("…"))) + r"[ \t]*\n")
    return re.compile("".join(lines))


def assert_output(actual: str, expected: str, place: str) -> None:
    actual = actual if not actual or actual.endswith("\n") else actual + "\n"
    assert pattern(expected).fullmatch(actual), f"{place}: the page has\n{expected}\nbut the output is\n{actual}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder with seeds/ in it, and an `aligner` for the shell."""
    shutil.copytree(ROOT / "seeds", tmp_path / "work" / "seeds")
    command = tmp_path / "bin" / "aligner"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aligner "$@"\n', "utf-8")
    command.chmod(0o755)
    return tmp_path / "work"


def run_command(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command: a call of aligner in this process, which has the models already, any other in a shell."""
    if command.startswith("aligner ") and not set(command) & set("|<>;&$*?`\\"):
        return run_here(shlex.split(command)[1:], "", folder, merged=True)
    environment = os.environ | {
        "PATH": f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="the commands are for a POSIX shell")
@pytest.mark.parametrize("page", PAGES, ids=name)
def test_blocks_print_what_the_page_shows(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "120")
    own = list(blocks(page))
    for block, following in zip(own, [*own, Block(0, "", "")][1:], strict=True):
        place = f"{name(page)}:{block.line}"
        if block.kind == "console":
            for command, expected in commands(block.text):
                done = run_command(command, folder)
                assert done.returncode == 0, f"{place}: {command} exits with {done.returncode}\n{done.stdout}"
                assert_output(done.stdout, expected, f"{place}: {command}")
        elif block.kind == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(block.text, place, "exec"), {"__name__": "page"})
            assert_output(printed.getvalue(), following.text if following.kind == "output" else "", place)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_block_has_a_kind(page: Path) -> None:
    assert not {(block.line, block.kind) for block in blocks(page) if block.kind not in INFO}


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", _FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(_FENCE.sub("", page.read_text("utf-8"))):
        path, _, anchor = link.partition("#")
        if "://" not in link:
            target = (page.parent / path).resolve() if path else page
            assert target.exists(), f"{name(page)} links to {link}"
            assert not anchor or anchor in anchors(target), f"{name(page)}: {target.name} has no heading #{anchor}"


def spans(page: Path) -> Iterator[str]:
    """Yield code: inline, and the lines of blocks."""
    text = page.read_text("utf-8")
    yield from (" ".join(match.strip("`").split()) for match in _INLINE.findall(_FENCE.sub("", text)))
    for block in blocks(page):
        yield from block.text.splitlines() if block.kind in ("console", "sh") else ()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_and_options_exist(page: Path) -> None:
    for code in spans(page):
        for call in re.findall(r"(?:^|(?<=\s)|(?<=/))aligner ((?:[a-z]+)[^|>;]*)", code):
            command: click.Command = cli
            words = call.split("#")[0].split()
            while words and isinstance(command, click.Group):
                word = words.pop(0)
                known = command.commands
                assert "|" in word or word in known, f"{name(page)}: there is no command aligner {call}"
                command = known[word]
            options = {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}
            for option in _OPTION.findall(" ".join(words)):
                assert option in options | {"-h", "--help"}, f"{name(page)}: aligner {call}: no option {option}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_files_and_modules_exist(page: Path) -> None:
    for code in spans(page):
        for path in _PATH.findall(code):
            file = ROOT / (path.replace(".", "/") + ".py" if re.match(r"scripts\.", path) else path)
            assert file.exists() or file.name.partition(".")[0] in EXAMPLES, f"{name(page)} names {path}"
