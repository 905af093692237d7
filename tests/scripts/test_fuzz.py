"""The fuzzer: inputs can be made again, damaged files are read or skipped, and every kind of fault is seen."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("counts memory and processor time as Linux does", allow_module_level=True)

from scripts.quality import fuzz
from scripts.quality.mutations import MAX_INPUT_BYTES

COUNT = 1200


def test_an_input_is_made_again_from_its_number() -> None:
    for number in range(60):
        name, data = fuzz.make_input(5, number)
        assert (name, data) == fuzz.make_input(5, number)
        assert len(data) <= MAX_INPUT_BYTES
    assert fuzz.make_input(5, 7) != fuzz.make_input(6, 7)


def test_formats_take_turns() -> None:
    suffixes = {Path(name).suffix for name, _ in fuzz.samples()}
    assert {Path(fuzz.make_input(1, number)[0]).suffix for number in range(len(suffixes))} == suffixes


def test_damaged_files_are_read_or_skipped() -> None:
    outcomes = list(fuzz.fuzz(COUNT, seed=2, jobs=os.cpu_count() or 1))
    assert [outcome for outcome in outcomes if outcome.fault] == []
    assert sorted(outcome.number for outcome in outcomes) == list(range(COUNT))
    assert sum(bool(outcome.kept) for outcome in outcomes) > COUNT / 4, "the damage leaves too little to read"


def _raise() -> None:
    raise EOFError("no more data")


def _exceed_memory() -> None:
    assert b"x" * (5 * fuzz.MAX_MEMORY_KIB << 8)  # a quarter more than that


def _spin() -> None:
    while True:
        pass


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (_raise, "EOFError: no more data"),
        (lambda: os._exit(3), "the process died (3)"),
        (lambda: os.kill(os.getpid(), signal.SIGTERM), "the process died (-15)"),
        (_exceed_memory, "MiB of memory"),
        (_spin, "more than"),
        (lambda: time.sleep(60), "the process died (-9)"),
    ],
    ids=["exception", "exit", "crash", "memory", "time", "sleep"],
)
def test_faults_are_seen_and_the_rest_goes_on(
    act: Callable[[], None], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_input(path: Path) -> tuple[int, int]:
        if path.name.startswith("1-"):
            act()
        return 1, 0

    monkeypatch.setattr(fuzz, "read_input", read_input)
    monkeypatch.setattr(fuzz, "score_rows", lambda _: (1, 0))
    if act is not _exceed_memory:  # filling the memory of a busy machine takes a while
        monkeypatch.setattr(fuzz, "MAX_CPU_SECONDS", 3)
        monkeypatch.setattr(fuzz, "MAX_WALL_SECONDS", 8)
    outcomes = sorted(fuzz.fuzz(6, jobs=2))
    assert [outcome.number for outcome in outcomes] == list(range(6))
    assert [outcome.number for outcome in outcomes if outcome.fault] == [1]
    assert fault in outcomes[1].fault


def test_a_file_without_document_and_reason_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "tasks", lambda source, skip: iter(()))
    with pytest.raises(RuntimeError, match="neither a document nor a reason"):
        fuzz.read_input(tmp_path / "story.txt")


def test_whole_runs_account_for_every_file() -> None:
    assert list(fuzz.fuzz_runs(1, seed=2)) == []
