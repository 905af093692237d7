"""Locks of folders, and outputs whose places are taken by links: nothing outside the folder is ever touched."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

from aligner.errors import AlignerError, BusyError, OutputError
from aligner.writers.atomic import open_atomic
from aligner.writers.locks import LOCK_NAME, lock_folder, require_plain_file

VICTIM = "What was here before.\n"
HOLD = "import sys, time\nfrom pathlib import Path\nfrom aligner.writers.locks import lock_folder\n"
COUNT = f"""{HOLD}from aligner.errors import BusyError
folder, done = Path(sys.argv[1]), 0
while done < 60:
    try:
        with lock_folder(folder, "run"):
            number = int((folder / "count").read_text() or 0)
            (folder / "count").write_text(str(number + 1))
            done += 1
    except BusyError:
        pass
"""


def as_link(place: Path, victim: Path) -> None:
    place.symlink_to(victim)


def as_relative_link(place: Path, victim: Path) -> None:
    place.symlink_to(Path("..") / victim.name)


def as_link_to_link(place: Path, victim: Path) -> None:
    (victim.parent / "between").symlink_to(victim)
    place.symlink_to(victim.parent / "between")


def as_dangling_link(place: Path, victim: Path) -> None:
    place.symlink_to(victim.parent / "nowhere")


def as_link_to_itself(place: Path, victim: Path) -> None:
    place.symlink_to(place)


def as_link_to_null(place: Path, victim: Path) -> None:
    place.symlink_to("/dev/null")


def as_hard_link(place: Path, victim: Path) -> None:
    place.hardlink_to(victim)


def as_pipe(place: Path, victim: Path) -> None:
    os.mkfifo(place)


def as_folder(place: Path, victim: Path) -> None:
    place.mkdir()


def as_socket(place: Path, victim: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(place.parent)
        listener.bind(place.name)


KINDS = (
    as_link, as_relative_link, as_link_to_link, as_dangling_link, as_link_to_itself, as_link_to_null, as_hard_link,
    as_pipe, as_folder, as_socket,
)  # fmt: skip
Kind = Callable[[Path, Path], None]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "victim").write_text(VICTIM)
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_has_the_place_of_a_lock_is_left_alone(kind: Kind, folder: Path) -> None:
    place = folder / LOCK_NAME
    kind(place, folder.parent / "victim")
    before = place.lstat()
    with (
        pytest.raises(OutputError, match="is a link or no plain file; remove it") as caught,
        lock_folder(folder, "run"),
    ):
        pass
    assert "\n" not in str(caught.value) and str(place) in str(caught.value)
    assert os.path.samestat(place.lstat(), before) and not (folder.parent / "nowhere").exists()
    assert (folder.parent / "victim").read_text() == VICTIM


@pytest.mark.parametrize("name", [LOCK_NAME, ".aligner-work.db", "review.db", ".aligner-work.db-wal", "report.html"])
@pytest.mark.parametrize("kind", [as_link, as_hard_link, as_dangling_link], ids=lambda kind: kind.__name__)
def test_a_run_and_its_review_touch_nothing_through_links(name: str, kind: Kind, folder: Path, aligner: Run) -> None:
    text = "The mayor opened the bridge.\n\nIt cost twelve million euros.\n"
    (folder.parent / "in").mkdir()
    (folder.parent / "in" / "a.en.txt").write_text(text)
    (folder.parent / "in" / "a.fr.txt").write_text("Le maire a ouvert le pont.\n\nIl a coûté douze millions d’euros.\n")
    kind(folder / name, folder.parent / "victim")
    for arguments in (("pair", "in", "-o", "out", "-q"), ("review", "out", "--export", "tsv")):
        done = aligner(*arguments)
        assert done.returncode in (0, 3) and done.stderr.count("\n") == (done.returncode == 3)
    assert (folder.parent / "victim").read_text() == VICTIM and not (folder.parent / "nowhere").exists()


def test_the_lock_of_a_killed_process_is_no_lock(folder: Path) -> None:
    script = (
        f"{HOLD}with lock_folder(Path(sys.argv[1]), 'review'):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", script, folder], stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "held\n"
    with pytest.raises(BusyError, match="is under review by another process"), lock_folder(folder, "run"):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert (folder / LOCK_NAME).exists()
    with lock_folder(folder, "run"):
        assert (folder / LOCK_NAME).read_text() == "run"
        with pytest.raises(BusyError, match="another run is writing"), lock_folder(folder, "run"):
            pass
    assert not (folder / LOCK_NAME).exists()


def test_a_file_of_that_name_is_not_a_lock_and_not_emptied(folder: Path) -> None:
    place = folder / LOCK_NAME
    place.write_text(VICTIM)
    with place.open("r+") as old, lock_folder(folder, "run"):
        assert old.read() == VICTIM, "it was replaced, not overwritten"


def test_one_process_at_a_time_holds_a_folder(folder: Path) -> None:
    (folder / "count").touch()
    running = [subprocess.Popen([sys.executable, "-c", COUNT, folder]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    assert (folder / "count").read_text() == "180"


def test_a_folder_that_is_not_there_is_no_traceback(folder: Path) -> None:
    for missing in (folder / "nowhere", folder.parent / "victim", folder / ("n" * 300)):
        with pytest.raises(AlignerError) as caught, lock_folder(missing, "run"):
            pass
        assert "\n" not in str(caught.value) and ";" in str(caught.value)


@pytest.mark.parametrize(
    "kind", [as_link, as_link_to_link, as_dangling_link, as_hard_link], ids=lambda kind: kind.__name__
)
def test_an_output_takes_the_place_of_a_link(kind: Kind, folder: Path) -> None:
    kind(folder / "report.html", folder.parent / "victim")
    with open_atomic(folder / "report.html") as handle:
        handle.write("new")
    assert (folder / "report.html").read_text() == "new" and not (folder / "report.html").is_symlink()
    assert (folder.parent / "victim").read_text() == VICTIM and not (folder.parent / "nowhere").exists()


def test_a_plain_file_or_none_may_be_written_in_place(folder: Path) -> None:
    require_plain_file(folder / "none")
    require_plain_file(folder.parent / "victim")


@pytest.mark.parametrize("name", ["n" * 251 + ".txt", "é" * 125 + ".tsv", "漢" * 83 + ".tmx", "n" * 201, "x"])
def test_a_name_may_be_as_long_as_the_disk_allows(name: str, folder: Path) -> None:
    for text in ("first", "second"):
        with open_atomic(folder / name) as handle:
            handle.write(text)
    assert [path.name for path in folder.iterdir()] == [name] and (folder / name).read_text() == "second"


def test_a_name_that_is_too_long_is_a_line(folder: Path) -> None:
    with pytest.raises(OutputError, match="choose a shorter path"), open_atomic(folder / ("n" * 256)):
        pass
