"""What is installed and released: its name, its licences, the links of its description, the files of the sdist."""

from __future__ import annotations

import configparser
import fnmatch
import re
import runpy
import shutil
import subprocess

import pytest
from conftest import ROOT

SETUP = runpy.run_path(str(ROOT / "setup.py"), run_name="setup")
METADATA = configparser.ConfigParser()
METADATA.read(ROOT / "setup.cfg", encoding="utf-8")
ADDED_BY_SETUPTOOLS = {"LICENSE", "MANIFEST.in", "setup.cfg"}
_INSTALL = re.compile(r"""\b(?:pip|pipx|uv tool|uv) (?:install|add) (?:-\S+ )*["'`]?aligner\b""")
_RELATIVE = re.compile(r"\]\((?!https://|#)")


def test_nobody_is_sent_to_the_project_of_a_stranger() -> None:
    assert METADATA["metadata"]["name"] == "news-aligner"
    folders = [ROOT / name for name in ("aligner", "docs", "models", "scripts")]
    files = [path for folder in folders for path in (*folder.rglob("*.py"), *folder.rglob("*.md"))]
    for path in [*files, *ROOT.glob("*.md")]:
        found = _INSTALL.search(path.read_text("utf-8", errors="replace"))
        assert not found, f"{path.relative_to(ROOT)}: {found and found[0]}"


@pytest.mark.parametrize("line", ["pip install aligner", 'pip install "aligner[x]"', "uv tool install -q aligner"])
def test_such_a_line_is_seen(line: str) -> None:
    assert _INSTALL.search(line)


def test_each_licence_has_its_text() -> None:
    named = METADATA["metadata"]["license_expression"].split(" AND ")
    assert named[0] == "Apache-2.0" and "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    for name in named[1:]:
        text = (ROOT / "models" / f"LICENSE-{name}.txt").read_text("utf-8")
        assert "Creative Commons" in text and "ShareAlike" in text and name[-3:] in text[:200]


def test_the_cards_of_the_models_name_no_other_licence() -> None:
    named = METADATA["metadata"]["license_expression"]
    for card in (ROOT / "models").glob("*/README.md"):
        text = card.read_text("utf-8")
        own = re.search(r"^(?:license: (\S+)|\*\*Licence\*\*: (CC \S+ \d\.\d))", text, re.MULTILINE)
        assert own, card
        assert (own[1] or own[2]).replace(" ", "-").upper() in named, card


@pytest.mark.parametrize(
    ("text", "linked", "plain"),
    [
        ("[a\nb](c.md#d)", "[a\nb](https://x.example/blob/v1/c.md#d)", "a\nb"),
        ("![a](b.png)", "![a](https://x.example/raw/v1/b.png)", ""),
        ("[a](#b) [c](https://d.example)", "[a](#b) [c](https://d.example)", "[a](#b) [c](https://d.example)"),
        ("```\n[a](b)\n```", "```\n[a](b)\n```", "```\n[a](b)\n```"),
    ],
)
def test_relative_links_are_changed(text: str, linked: str, plain: str) -> None:
    assert SETUP["absolute_links"](text, "https://x.example", "v1") == linked
    assert SETUP["absolute_links"](text, "", "v1") == plain


def test_links_of_the_description_are_absolute() -> None:
    text = SETUP["absolute_links"](
        (ROOT / "README.md").read_text("utf-8"), "https://code.example/desk/aligner/", "v1.2"
    )
    assert "](https://code.example/desk/aligner/blob/v1.2/docs/user/formats.md)" in text
    assert "](https://code.example/desk/aligner/raw/v1.2/docs/user/report-desktop.png)" in text
    assert not _RELATIVE.search(text)


def test_without_an_address_the_description_has_no_dead_link() -> None:
    text = SETUP["absolute_links"]((ROOT / "README.md").read_text("utf-8"), "", "v1.2")
    assert not _RELATIVE.search(text) and "| Output files |" in text and "```console\n$ aligner pair" in text


@pytest.mark.skipif(not shutil.which("git") or not (ROOT / ".git").exists(), reason="needs the repository")
def test_the_sdist_has_every_file() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    rules = [
        line.split() for line in (ROOT / "MANIFEST.in").read_text("utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    grafted = tuple(f"{folder}/" for command, *folders in rules if command == "graft" for folder in folders)
    patterns = [pattern for command, *given in rules if command == "include" for pattern in given]
    for path in filter(None, listed):
        included = "/" not in path and any(fnmatch.fnmatch(path, pattern) for pattern in patterns)
        assert included or path.startswith(grafted) or path in ADDED_BY_SETUPTOOLS, f"MANIFEST.in leaves out {path}"
