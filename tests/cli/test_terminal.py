"""What people see: tables as wide as the terminal, colours only where they are wanted, and counts that are true."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import CASES, Run, read
from rich.cells import cell_len

from aligner.cli.console import share_width

ROWS = read(CASES / "cli" / "tables.jsonl")
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7]")  # of the foreground
COPY = "The market of Valmont opens on Thursday, the mayor said.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "rows.tsv").write_text("".join(f"{row['en']}\t{row['fr']}\n" for row in ROWS), "utf-8")
    for side in ("en", "fr"):
        (tmp_path / f"rows.{side}").write_text("".join(f"{row[side]}\n" for row in ROWS), "utf-8")
    (tmp_path / "copy.txt").write_text(COPY, "utf-8")
    (tmp_path / "story.txt").write_text(COPY.replace("Thursday", "Tuesday"), "utf-8")
    return tmp_path


SCORE, ALIGN = (
    ["score", "rows.tsv", "--format", "table"],
    ["align", "rows.en", "rows.fr", "--segmented", "--format", "table"],
)
CHECK = ["check", "--original", "story.txt", "copy.txt", "--format", "table"]


@pytest.mark.parametrize("case", read(CASES / "cli" / "widths.jsonl"), ids=lambda case: case["name"])
def test_columns_share_a_line(case: dict[str, list[int]]) -> None:
    assert share_width(case["natural"], case["width"]) == case["widths"]  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [40, 72, 110, 400])
@pytest.mark.parametrize("command", [SCORE, ALIGN], ids=lambda command: command[0])
def test_tables_are_as_wide_as_the_terminal(
    command: list[str], width: int, desk: Path, aligner: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = aligner(*command, cwd=desk).stdout.splitlines()
    assert max(map(cell_len, lines)) <= width
    texts = [line for line in lines if line[:1].isdigit()]
    assert len(texts) == len(ROWS), "a text takes one line"
    for line, row in zip(texts, ROWS, strict=True):
        for text in (row["en"], row["fr"]):
            assert (text in line) if width == 400 else (text[:5] in line)
    if command is ALIGN and width >= 72:
        assert len(lines) == 1 + len(ROWS)
    narrow = [line for line in texts if "…" in line]
    assert bool(narrow) == (width < 400), "what does not fit is cut, and shown to be"


@pytest.mark.parametrize("command", [SCORE, ALIGN, CHECK], ids=lambda command: command[0])
@pytest.mark.parametrize(
    ("environment", "escapes", "colours"),
    [
        ({}, False, False),
        ({"TERM": "xterm-256color"}, False, False),
        ({"FORCE_COLOR": "1", "TERM": "xterm-256color"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm-256color"}, True, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, False),
    ],
)
def test_colours_of_what_is_piped(
    command: list[str],
    environment: dict[str, str],
    escapes: bool,
    colours: bool,
    desk: Path,
    aligner: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "TERM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    shown = aligner(*command, cwd=desk).stdout
    assert ("\x1b" in shown) == escapes
    assert bool(COLOUR.search(shown)) == (colours and command is CHECK), "only severities are coloured"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_width_of_a_real_terminal(desk: Path) -> None:
    import fcntl
    import pty
    import termios

    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 66, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    command = [sys.executable, "-m", "aligner", *ALIGN[:-2]]
    with subprocess.Popen(command, cwd=desk, stdout=other, env={**environment, "TERM": "xterm"}) as process:
        os.close(other)
        written = b""
        with suppress(OSError):  # the other end is closed
            while piece := os.read(main, 1 << 16):
                written += piece
        os.close(main)
        assert process.wait() == 0
    lines = re.sub(r"\x1b\[[0-9;]*m", "", written.decode()).splitlines()
    assert len(lines) == 1 + len(ROWS) and max(map(cell_len, lines)) == 66


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write stories in both languages, a copy, one without a version, changed facts, and a file that is damaged."""
    folder = tmp_path_factory.mktemp("stories")
    cases = CASES / "pipeline" / "pair"
    lines, names = read(cases / "village.jsonl"), read(cases / "names.jsonl")
    for number, name in enumerate(names[:6]):
        for side in ("en", "fr"):
            text = "\n".join(line[side] for line in lines).format(**name)
            (folder / f"{number}.{side}.txt").write_text(text, "utf-8")
    english = (folder / "1.en.txt").read_text("utf-8")
    (folder / "1.copy.txt").write_text(english, "utf-8")
    (folder / "2.en.txt").write_text((folder / "2.en.txt").read_text("utf-8").replace("Monday", "Friday"), "utf-8")
    (folder / "5.fr.txt").unlink()
    (folder / "torn.docx").write_bytes(b"no archive")
    return folder


def count_lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("options", [[], ["--min-confidence", "0.97"], ["--keep", "critical"]], ids=" ".join)
def test_the_counts_of_the_summary_are_those_of_the_files(
    options: list[str], stories: Path, tmp_path: Path, aligner: Run
) -> None:
    output = tmp_path / "out"
    shown = aligner("pair", stories, "-o", output, "--format", "moses", "--format", "jsonl", *options).stdout
    numbers = {line.split()[0]: [int(number) for number in re.findall(r"\b\d+\b", line)] for line in shown.splitlines()}
    documents = Counter(row["side"] for row in read(output / "documents.jsonl"))
    assert numbers["Documents"] == [documents["en"], documents["fr"], count_lines(output / "skipped.jsonl")]
    assert numbers["Duplicates"] == [count_lines(output / "duplicates.jsonl")] == [1]
    assert numbers["Pairs"] == [count_lines(output / "pairs.jsonl")] == [5]
    segments = read(output / "segments.jsonl")
    kept, dropped = ([row for row in segments if row["kept"] == wanted] for wanted in (True, False))
    assert numbers["Segments"] == [len(kept), len(dropped)]
    assert kept and bool(dropped) == ("critical" not in options)
    for name in ("corpus.en", "corpus.fr", "corpus.tsv", "corpus.jsonl"):
        assert count_lines(output / name) == len(kept), name
    assert (output / "corpus.tmx").read_text("utf-8").count("<tu ") == len(kept)
    reasons = re.findall(r"^ {11}- (\d+) (.+)$", shown.partition("Segments")[2], re.MULTILINE)
    assert Counter(row["why_dropped"] for row in dropped) == {why: int(count) for count, why in reasons}
    confidences = [row["confidence"] for row in segments if row["en_text"] and row["fr_text"] and not row["sources"]]
    thresholds = re.search(r"^At least +(.+)$", shown, re.MULTILINE)[1].split()  # type: ignore[index]
    assert numbers["segments"] == [sum(value >= float(least) for value in confidences) for least in thresholds]
    files = shown.splitlines()[-1].partition("out/")[2].removesuffix(" …").split(", ")
    assert {path.name for path in output.glob("corpus.*")} | {"report.html", "manifest.json"} == set(files)
