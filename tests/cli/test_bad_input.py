"""Bad input: one clear line, the right exit code, and nothing else lost."""

from __future__ import annotations

import ctypes
import fcntl
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES, Run, contents, read

from aligner import pair

BAD = CASES / "cli" / "bad_input"
FILES = read(BAD / "files.jsonl")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs links, modes and limits as Linux has them")


def as_anyone() -> None:
    """Drop root's right to read and write everything, so that file modes apply."""
    if os.geteuid() == 0:
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def bomb(root: str) -> str:
    """Return XML of nested entities: three kilobytes that expand to three gigabytes."""
    entities = "".join(f'<!ENTITY {a} "{f"&{b};" * 10}">' for a, b in zip("bcdefghij", "abcdefghi", strict=True))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "ha">{entities}]><{root}><body>&j;</body></{root}>'


def make(path: Path, case: dict[str, Any], seeds: Path) -> None:
    if "link" in case:
        path.symlink_to(case["link"])
    elif "folder" in case:
        path.mkdir()
    elif "pipe" in case:
        os.mkfifo(path)
    elif "sparse" in case:
        with path.open("wb") as file:
            file.truncate(case["sparse"])
    elif "copy" in case:
        shutil.copy(seeds / case["copy"], path)
    else:
        text = bomb(case["bomb"]) if "bomb" in case else case.get("text", "")
        data = bytes.fromhex(case["hex"]) if "hex" in case else text.encode(case.get("encoding", "utf-8"))
        path.write_bytes(data * case.get("times", 1))
    if "mode" in case:
        path.chmod(case["mode"])


@pytest.fixture(scope="module")
def good(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with two versions of one story."""
    folder = tmp_path_factory.mktemp("bad") / "in" / "good"
    folder.mkdir(parents=True)
    for path in seeds.glob("00[01]_*.txt"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture(scope="module")
def run_of_bad_files(good: Path, seeds: Path) -> tuple[Any, Path]:
    for case in FILES:
        make(good.parent / case["name"], case, seeds)
    command = [sys.executable, "-m", "aligner", "pair", "in", "--strict"]
    options: dict[str, Any] = {"capture_output": True, "encoding": "utf-8", "preexec_fn": as_anyone, "timeout": 60}
    done = subprocess.run(command, cwd=good.parents[1], check=False, **options)
    return done, good.parents[1] / "aligned"


@pytest.mark.parametrize("case", FILES, ids=lambda case: case["name"])
def test_a_bad_file_is_listed_with_its_reason(case: dict[str, Any], run_of_bad_files: tuple[Any, Path]) -> None:
    folder = run_of_bad_files[1]
    skipped = [row for row in read(folder / "skipped.jsonl") if row["source"].split("#")[0].endswith(case["name"])]
    documents = [row for row in read(folder / "documents.jsonl") if row["id"] == case["name"]]
    copies = [row for row in read(folder / "duplicates.jsonl") if row["dropped"] == case["name"]]
    if "skipped" in case:
        assert len(skipped) == 1 and case["skipped"] in skipped[0]["reason"] and not documents
        assert skipped[0]["reason"].isprintable()
    elif "document" in case:
        assert case["document"] in documents[0]["text"]
    else:
        assert [row["kept"] for row in copies] == [case["duplicate"]]


def test_the_good_stories_of_a_bad_folder_are_paired(run_of_bad_files: tuple[Any, Path]) -> None:
    done, folder = run_of_bad_files
    assert done.returncode == 3, "--strict"
    [line] = done.stderr.splitlines()
    assert line == f"aligner: {len(read(folder / 'skipped.jsonl'))} skipped, see aligned/skipped.jsonl"
    assert "… and " in done.stdout, "not all are listed"
    assert ("good/000_33d2a17c1c41bb3d.txt", "good/001_a5c8f691cedf92bb.txt") in [
        (row["en"], row["fr"]) for row in read(folder / "pairs.jsonl")
    ]


@pytest.mark.parametrize("case", read(BAD / "commands.jsonl"), ids=lambda case: case["name"])
def test_an_error_is_reported_in_one_line(case: dict[str, Any], good: Path, tmp_path: Path, aligner: Run) -> None:
    shutil.copytree(good, tmp_path / "good")
    (tmp_path / "file").write_text("No tab here.\n")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "locked").mkdir(mode=0o555)
    before = contents(tmp_path)
    environment = os.environ | {"HF_HUB_OFFLINE": "1"}
    done = aligner(*case["arguments"], preexec_fn=as_anyone, env=environment, stdin=None, input="Some words.")
    assert done.returncode == case["code"]
    *usage, line = done.stderr.splitlines()
    assert case["said"] in line and not done.stdout
    assert case["code"] == 2 or not usage, "one line"
    assert {name: data for name, data in contents(tmp_path).items() if ".aligner-work" not in name} == before


@pytest.mark.parametrize("twice", [True, False])
def test_one_language_alone_or_one_file_twice(twice: bool, good: Path, tmp_path: Path, aligner: Run) -> None:
    story = next(good.glob("000_*"))
    done = aligner("pair", *[story] * (1 + twice))
    assert done.returncode == 0 and not done.stderr
    assert "Documents  1 English, 0 French" in done.stdout and "Pairs      0" in done.stdout
    assert [row["reason"].startswith("same file as") for row in read(tmp_path / "aligned" / "skipped.jsonl")] == (
        [True] * twice
    )
    assert (tmp_path / "aligned" / "corpus.tsv").read_bytes() == b""


@pytest.fixture(scope="module")
def good_run(good: Path) -> Path:
    folder = good.parents[1] / "good run"
    pair([good], folder, forget=True)
    return folder


@pytest.mark.parametrize("limit", [4096, 60_000])
def test_files_that_may_not_grow(limit: int, good: Path, good_run: Path, tmp_path: Path, aligner: Run) -> None:
    shutil.copytree(good_run, tmp_path / "out")
    limits = limit, limit
    done = aligner("pair", good, "-o", "out", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits))
    assert done.returncode == 3
    [line] = done.stderr.splitlines()
    assert "cannot write" in line
    left = contents(tmp_path / "out")
    assert {name: data for name, data in left.items() if ".aligner-work" not in name} == contents(good_run)
    pair([good], tmp_path / "out")
    assert contents(tmp_path / "out") == contents(good_run), "the next run continues"


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs a mount namespace of its own")
@pytest.mark.parametrize("room", [8, 150])
def test_a_full_disk(room: int, good: Path, good_run: Path, aligner: Run) -> None:
    size = sum(-(-len(data) // 4096) * 4 for data in contents(good_run).values()) + room
    mount = ["unshare", "--mount", "--map-root-user", "sh", str(BAD / "full_disk.sh"), "out", good_run, f"{size}k"]
    done = aligner("pair", good, "-o", "out", "-q", before=mount)
    if done.returncode in (1, 77):
        pytest.skip(f"may not mount here: {done.stderr.strip()}")
    assert done.returncode == 3, done.stderr
    [line] = done.stderr.splitlines()
    assert "cannot write" in line and "free some space" in line
    assert done.stdout == "", "the old files are unchanged"


def test_two_runs_never_write_to_one_folder(good: Path, tmp_path: Path, aligner: Run) -> None:
    output = tmp_path / "out"
    output.mkdir()
    with (output / ".aligner-work.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = aligner("pair", good, "-o", output)
    assert done.returncode == 3 and "another run is writing" in done.stderr and done.stderr.count("\n") == 1
    assert aligner("pair", good, "-o", output).returncode == 0
