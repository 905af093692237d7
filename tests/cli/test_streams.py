"""Standard streams: full, closed, of another encoding, or a terminal that would obey what a text holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full and terminals as Linux has them")
COMMANDS = [
    ["score", "rows.tsv"],
    ["score", "rows.tsv", "--format", "tsv"],
    ["pair", "stories", "-o", "out"],
    ["dedup", "stories"],
    ["check", "stories/a.en.txt"],
    ["check", "stories/a.en.txt", "--format", "sarif"],
    ["align", "stories/a.en.txt", "stories/a.fr.txt"],
    ["list"],
    ["--help"],
]
CONTROLS = "\x1b]0;title\x07\x1b[31mred\x9b2J\x08\x7f\u202e"
# With enough function words to know the language without its model, which takes a third of a second to load.
ENGLISH = (
    "The harbour of Arvenne reopened on Tuesday, and the mayor who had closed it was there with his daughters.\n"
    "Two of the ferries that were waiting left at noon."
)
FRENCH = (
    "Le port d’Arvenne a rouvert mardi, et le maire qui l’avait fermé était là avec ses filles.\n"
    "Deux des ferrys qui attendaient dans la baie depuis une semaine sont partis à midi pour les îles."
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Make stories and rows that hold, and are called, what a terminal would obey."""
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "a.en.txt").write_text(ENGLISH, "utf-8")
    (stories / "a.fr.txt").write_text(FRENCH, "utf-8")
    (stories / f"b{CONTROLS.replace('/', '')}.en.txt").write_text(f"{ENGLISH} {CONTROLS} {ENGLISH.lower()}", "utf-8")
    (stories / f"c{CONTROLS}.xyz").write_text("x", "utf-8")
    pairs = zip(ENGLISH.splitlines(), FRENCH.splitlines(), strict=True)
    rows = [f"{en} {CONTROLS}\t{fr}" for en, fr in pairs] + [f"only {CONTROLS} one column"]
    (tmp_path / "rows.tsv").write_text("\n".join(rows), "utf-8")
    records = [{"en": ENGLISH + CONTROLS, "fr": FRENCH, CONTROLS: CONTROLS}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    return tmp_path


def command_line(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "aligner", *arguments]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_full_disk_behind_standard_output_is_one_line(arguments: list[str], desk: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command_line(arguments), cwd=desk, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith("aligner: cannot write to standard output: No space left on device")
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", "<&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("arguments", COMMANDS[:5], ids=" ".join)
def test_closed_streams(closed: str, arguments: list[str], desk: Path) -> None:
    script = f'exec "$@" {closed}'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *command_line(arguments)], cwd=desk, capture_output=True, text=True, check=False
    )
    assert done.returncode == (3 if " >&-" in f" {closed}" else 0)
    assert "Traceback" not in done.stderr
    if closed == ">&-":
        assert done.stderr == "aligner: standard output is closed; redirect it to a file or to /dev/null\n"


@pytest.mark.parametrize("arguments", COMMANDS[:6], ids=" ".join)
def test_the_encoding_of_the_locale_does_not_matter(arguments: list[str], desk: Path, aligner: Run) -> None:
    usual = aligner(*arguments, cwd=desk)
    ascii_only = aligner(*arguments, cwd=desk, env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert ascii_only.returncode == usual.returncode == 0
    assert ascii_only.stdout == usual.stdout and "\u2019" in "".join((usual.stdout, FRENCH))


@pytest.mark.parametrize("output_format", ["table", "jsonl"])
@pytest.mark.parametrize(
    "arguments",
    [
        *(["score", "rows.tsv"], ["score", "rows.jsonl"], ["align", "stories/a.en.txt", "stories/a.fr.txt"]),
        *(["check", "stories"], ["dedup", "stories"]),
    ],
    ids=" ".join,
)
def test_no_text_controls_a_terminal(arguments: list[str], output_format: str, desk: Path) -> None:
    written = in_terminal([*arguments, "--format", output_format], desk)
    assert not set(written) & set("\x1b\x07\x08\x7f\x9b"), written
    assert output_format == "jsonl" or "\u202e" not in written


@pytest.mark.parametrize(
    "arguments",
    [
        *(["pair", "stories", "-o", "out"], ["score", "rows.tsv", "--format", "tsv"], ["check", f"no{CONTROLS}"]),
        *(["pair", "stories", f"--{CONTROLS}"], ["pair", "stories", "--format", CONTROLS], [CONTROLS]),
        ["align", f"{CONTROLS}", "stories/a.fr.txt"],
    ],
    ids=repr,
)
def test_no_name_controls_a_terminal(arguments: list[str], desk: Path) -> None:
    written = in_terminal(arguments, desk)
    assert written and not set(written) & set("\x1b\x07\x08\x7f\x9b\u202e"), written


def in_terminal(arguments: list[str], folder: Path) -> str:
    """Return what a command without colours writes to a terminal."""
    import pty

    main, other = pty.openpty()
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb"}
    with subprocess.Popen(command_line(arguments), cwd=folder, stdout=other, stderr=other, env=environment) as process:
        os.close(other)
        pieces = []
        while True:
            try:
                piece = os.read(main, 1 << 16)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            pieces.append(piece)
        os.close(main)
        assert process.wait() in (0, 2, 3)
    return b"".join(pieces).decode("utf-8")


def plug_in(folder: Path, kind: str, name: str, body: str) -> dict[str, str]:
    """Install a part of another package, and return the environment that finds it."""
    (folder / "parts.py").write_text(body, "utf-8")
    information = folder / "parts-1.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: parts\nVersion: 1\n", "utf-8")
    (information / "entry_points.txt").write_text(f"[aligner.{kind}]\n{name} = parts:part\n", "utf-8")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])}


def test_a_fault_of_ours_is_one_line_with_its_place(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    body = "def part(corpus, folder):\n    raise ZeroDivisionError('\\x1b[31m red')\n"
    environment = plug_in(tmp_path_factory.mktemp("plug"), "writers", "broken", body)
    command = command_line(["pair", "stories", "-o", "out", "-q", "--format", "broken"])
    done = subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 3, "1 is for findings"
    assert done.stderr.startswith("aligner: unexpected ZeroDivisionError at ")
    assert done.stderr.endswith("please report it\n") and done.stderr.count("\n") == 1 and "\x1b" not in done.stderr
    verbose = subprocess.run([*command, "-v"], cwd=desk, env=environment, capture_output=True, text=True, check=False)
    assert verbose.returncode == 3 and "Traceback" in verbose.stderr


def test_verbose_logs_the_stages(desk: Path, aligner: Run) -> None:
    done = aligner("pair", "stories", "-o", "out", "-v", cwd=desk)
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["Reading", "Comparing", "Aligning", "Writing"]
    assert aligner("pair", "stories", "-o", "again", cwd=desk).stderr == ""
