"""`aligner check --watch` as its own process: files that arrive, are replaced, or cannot be read, and real signals."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from conftest import Run

from aligner.checking.arrivals import Arrival, Arrivals
from aligner.writers.locks import lock_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends POSIX signals")
TIMEOUT_SECONDS = 60  # for a line, on a machine that is busy
EVERY = "0.05"
STORY = "The ferry to Orsay Island leaves at nine on Monday.\n\nIt carries forty cars, the harbour office said.\n"
COPY = STORY.replace("Monday", "Friday")
OTHER = "A new bakery opened in the old mill of Dunmore.\n\nIts bread is sold out by ten, the owner said.\n"


class Watching:
    """A process that watches, and the lines that it has printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: queue.Queue[str] = queue.Queue()
        for stream in (process.stdout, process.stderr):
            threading.Thread(target=self._read, args=(stream,), daemon=True).start()
        assert self.line().startswith("watching ")

    def _read(self, stream: IO[str]) -> None:
        for line in stream:
            self.lines.put(line.rstrip("\n"))

    def line(self) -> str:
        return self.lines.get(timeout=TIMEOUT_SECONDS)

    def stop(self, number: int = signal.SIGINT) -> str:
        """Send a signal, and return the last line."""
        self.process.send_signal(number)
        assert self.process.wait(TIMEOUT_SECONDS) == 0
        return self.line()


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watching]:
    command = [sys.executable, "-m", "aligner", "check", "--watch", "in", "--every", EVERY, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe, encoding="utf-8") as process:
        try:
            yield Watching(process)
        finally:
            process.kill()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name in ("in", "wire"):
        (tmp_path / name).mkdir()
    (tmp_path / "wire" / "ferry.txt").write_text(STORY, "utf-8")
    (tmp_path / "wire" / "bakery.txt").write_text(OTHER, "utf-8")
    return tmp_path


def deliver(folder: Path, name: str, text: str | bytes) -> None:
    """Write a file as a program does that gives it its name at the end."""
    part = folder / f".{name}.part"
    part.write_bytes(text if isinstance(text, bytes) else text.encode())
    part.replace(folder / name)


def test_what_arrives_is_checked_against_its_original(desk: Path) -> None:
    arriving, results = desk / "in", desk / "in" / "checked"
    deliver(arriving, "waiting.txt", COPY)
    with watching(desk, "--original", "wire", "--format", "sarif", "-o", "in/checked") as process:
        assert process.line() == "waiting.txt: critical (1); 1 fact changed; compared with wire/ferry.txt"
        deliver(arriving, "torn.docx", b"no archive")
        assert process.line().startswith("torn.docx: not read: ")
        deliver(arriving, "bakery.txt", OTHER)
        assert process.line() == "bakery.txt: nothing found; nothing changed; compared with wire/bakery.txt"
        deliver(arriving, "bakery.txt", OTHER.replace("ten", "noon"))
        assert process.line().startswith("bakery.txt: critical"), "replaced"
        deliver(arriving, "bakery.txt", b"\0")
        assert process.line().startswith("bakery.txt: not read: ")
        assert process.stop() == "stopped: 3 checked, 2 not read", "results are not checked themselves"
    (run,) = json.loads((results / "waiting.txt.sarif").read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["date.changed"]
    assert not (results / "bakery.txt.sarif").exists(), "what was found in the earlier text is not true of this one"


def test_pages_are_written_and_found_again(desk: Path) -> None:
    arguments = ("--original", "wire/ferry.txt", "-o", "out")
    page = desk / "out" / "sub" / "copy.txt.html"
    (desk / "in" / "sub").mkdir()
    deliver(desk / "in" / "sub", "copy.txt", COPY)
    deliver(desk / "in", "lost.txt", COPY)
    with watching(desk, *arguments) as process:
        assert sorted(process.line().partition(":")[0] for _ in range(2)) == ["lost.txt", "sub/copy.txt"]
        assert '<mark class="critical">Friday</mark>' in page.read_text("utf-8")
        assert process.stop(signal.SIGTERM) == "stopped: 2 checked, 0 not read"
    left = sorted(path.name for path in (desk / "out").iterdir())
    assert left == [".aligner-watch.jsonl", "lost.txt.html", "sub"], "no lock and no part of a file is left"
    (desk / "out" / "lost.txt.html").unlink()
    with (desk / "out" / ".aligner-watch.jsonl").open("a", encoding="utf-8") as record:
        record.write('{"document": "sub/co')  # as of a process that was killed
    deliver(desk / "in", "new.txt", COPY)
    with watching(desk, *arguments) as process:
        assert sorted(process.line().partition(":")[0] for _ in range(2)) == ["lost.txt", "new.txt"]
        assert "fifty" not in page.read_text("utf-8")
        (desk / "wire" / "ferry.txt").write_text(STORY.replace("forty", "fifty"), "utf-8")
        again = sorted(process.line().partition(":")[0] for _ in range(3))
        assert again == ["lost.txt", "new.txt", "sub/copy.txt"], "another original"
        assert process.stop() == "stopped: 5 checked, 0 not read"
    assert "fifty" in page.read_text("utf-8")


def test_a_folder_of_results_belongs_to_one_process(desk: Path, aligner: Run) -> None:
    (desk / "out").mkdir()
    with lock_folder(desk / "out", "run"):
        done = aligner("check", "--watch", "in", "-o", "out", cwd=desk)
    assert done.returncode == 3 and "another run is writing to out" in done.stderr


def test_without_an_original_the_version_that_came_first_is_one(desk: Path) -> None:
    for age, (name, text) in enumerate((("z.txt", STORY), ("b.txt", OTHER), ("a.txt", COPY))):
        deliver(desk / "in", name, text)
        os.utime(desk / "in" / name, (1_700_000_000 + age,) * 2)
    with watching(desk, "--format", "jsonl") as process:
        rows = [json.loads(process.line()) for _ in range(3)]
        process.stop()
    assert [(row["document"], [version["document"] for version in row["versions"]]) for row in rows] == [
        ("z.txt", []), ("b.txt", []), ("a.txt", ["in/z.txt"]),
    ]  # fmt: skip
    assert [finding["text"] for finding in rows[-1]["findings"]] == ["Friday"]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts processes in /proc")
def test_several_are_checked_at_once_and_reported_in_the_order_of_arrival(desk: Path) -> None:
    names = [f"{letter}.txt" for letter in "tsrqponmlkjihgfedcba"]
    for age, name in enumerate(names):
        deliver(desk / "in", name, "\0" if name == "b.txt" else COPY)
        os.utime(desk / "in" / name, (1_700_000_000 + age,) * 2)
    with watching(desk, "--original", "wire/ferry.txt", "--jobs", "2", "--lang", "fr") as process:
        lines = [process.line() for _ in names]
        tasks = Path(f"/proc/{process.process.pid}/task")
        assert any((task / "children").read_text().split() for task in tasks.iterdir())
        deliver(desk / "in", "later.txt", COPY)
        lines.append(process.line())
        assert process.stop() == "stopped: 20 checked, 1 not read"
    read = [line for line in lines if not line.startswith("b.txt")]
    names = [*names, "later.txt"]
    assert [line.partition(":")[0] for line in read] == [name for name in names if name != "b.txt"]
    assert {line.partition(": ")[2] for line in read} == {"critique (1); 1 fait changé; comparé à wire/ferry.txt"}, (
        "by each process in the language that was asked for"
    )


def look(arrivals: Arrivals) -> list[str]:
    return [item.id if isinstance(item, Arrival) else Path(item.source).name for item in arrivals.look()]


def test_a_file_is_complete_when_it_rests(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    arrivals = Arrivals(tmp_path, None)
    assert look(arrivals) == []
    for end in (10, 20, len(STORY)):
        story.write_text(STORY[:end], "utf-8")
        assert look(arrivals) == [], "it has grown"
    assert look(arrivals) == ["story.txt"]
    assert look(arrivals) == [], "once"
    story.write_text(COPY + "More.\n", "utf-8")
    assert [look(arrivals) for _ in range(3)] == [[], ["story.txt"], []], "replaced"
    story.unlink()
    assert look(arrivals) == []
    story.write_text(COPY + "More.\n", "utf-8")
    assert [look(arrivals) for _ in range(3)] == [[], ["story.txt"], []], "back again"
    story.with_name("story.txt.marks").write_text("", "utf-8")
    assert [look(arrivals) for _ in range(3)] == [[], ["story.txt"], []], "marked"


PARTIAL_NAMES = [
    ".story.txt", ".story.txt.part", "story.txt.part", "story.txt.tmp", "story.TMP", "story.txt.filepart",
    "story.docx.crdownload", "~$story.docx", "~story.txt", "story.txt~", "story.txt.swp", "story.txt.marks",
]  # fmt: skip


@pytest.mark.parametrize("name", PARTIAL_NAMES)
def test_hidden_and_partial_files_are_skipped(name: str, tmp_path: Path) -> None:
    arrivals = Arrivals(tmp_path, None)
    (tmp_path / name).write_text(STORY, "utf-8")
    assert [look(arrivals) for _ in range(3)] == [[], [], []]


def test_what_has_no_reader_is_named_once(tmp_path: Path) -> None:
    arrivals = Arrivals(tmp_path, None)
    (tmp_path / "picture.png").write_bytes(b"x")
    assert [look(arrivals) for _ in range(3)] == [["picture.png"], [], []]


def test_originals_in_the_folder_are_no_arrivals(tmp_path: Path) -> None:
    (tmp_path / "wire").mkdir()
    for name in ("wire/a.txt", "a.txt"):
        (tmp_path / name).write_text(STORY, "utf-8")
    arrivals = Arrivals(tmp_path, tmp_path / "wire")
    assert [look(arrivals) for _ in range(2)] == [[], ["a.txt"]]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "give COPIES, or --watch with a folder"),
        (["--watch", "in", "copy.txt"], 2, "leave COPIES out"),
        (["--watch", "in", "--fail-on", "major", "--strict"], 2, "leave --fail-on, --strict out"),
        (["--watch", "in", "--format", "sarif"], 2, "give a folder with -o"),
        (["--watch", "in", "--format", "html"], 2, "give a folder with -o"),
        (["--watch", "in", "--every", "0"], 2, "--every"),
        (["--watch", "in", "-o", "in"], 2, "it is in in; give another folder"),
        (["--watch", "in", "--original", "."], 2, "it is in .; give another folder"),
        (["--watch", "nowhere"], 3, "nowhere: there is no such file or folder"),
        (["--watch", "wire/ferry.txt"], 3, "is a file; give the folder"),
        (["--watch", "in", "--original", "none.txt"], 3, "none.txt: there is no such file or folder"),
        (["--watch", "in", "-o", "wire/ferry.txt"], 3, "cannot write wire/ferry.txt/"),
    ],
)
def test_what_does_not_go_together(arguments: list[str], code: int, message: str, desk: Path, aligner: Run) -> None:
    done = aligner("check", *arguments, cwd=desk)
    assert done.returncode == code and message in done.stderr
