"""A second run into a folder does only what is new, and writes the same bytes as a run of everything."""

from __future__ import annotations

import shutil
import sqlite3
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import Run, contents

from aligner import pair
from aligner.deduplication import link
from aligner.report import sections
from aligner.settings import Settings
from aligner.writers import WRITERS

WORK = ".aligner-work.db"
NEEDED = {"hf": "pyarrow", "parquet": "pyarrow", "xlsx": "xlsxwriter"}
FORMATS = tuple(name for name in WRITERS if find_spec(NEEDED.get(name, "aligner")))


class Steps:
    """The items of each stage that were done when it began, and all its items."""

    def __init__(self) -> None:
        self.begun: dict[str, tuple[int, int]] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        self.begun.setdefault(stage, (done, total))


@pytest.fixture
def folder(villages: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(villages, tmp_path / "in"))


def add_story(folder: Path) -> None:
    for side, text in (
        ("en", "The lighthouse keeper Lina Duarte retired in Samra on 4 May.\n\nShe had kept the light for 31 years."),
        (
            "fr",
            "La gardienne Lina Duarte a pris sa retraite à Samra le 4 mai.\n\nElle y veillait depuis 31 ans.",
        ),
    ):
        (folder / f"lighthouse.{side}.txt").write_text(text, "utf-8")


def edit_story(folder: Path) -> None:
    path = folder / "05.en.txt"
    path.write_text(path.read_text("utf-8").replace("village", "hamlet") + "\n\nNobody was hurt.", "utf-8")


def remove_story(folder: Path) -> None:
    (folder / "07.fr.txt").unlink()


def add_first_story(folder: Path) -> None:
    add_story(folder)
    for path in folder.glob("lighthouse.*"):
        path.rename(path.with_name(f"00.a-{path.name}"))


def change_nothing(folder: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "read", "aligned"),
    [(add_story, 2, 1), (edit_story, 1, 1), (remove_story, 0, 0)],
    ids=["added", "edited", "removed"],
)
def test_only_what_is_new_is_done(change, read: int, aligned: int, folder: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    pair([folder], tmp_path / "out")
    change(folder)
    steps = Steps()
    pair([folder], tmp_path / "out", progress=steps)
    done, total = steps.begun["read"]
    assert total - done == read
    done, total = steps.begun["align"]
    assert aligned <= total - done <= aligned + 2, "a new story may be a candidate of others"
    pair([folder], tmp_path / "whole")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


@pytest.fixture
def few(villages: Path, tmp_path: Path) -> Path:
    """Write eight stories, and copies of three, of which one is changed a little."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(8):
        for side in ("en", "fr"):
            shutil.copy(villages / f"{number:02}.{side}.txt", folder)
    for number, copied in enumerate(("03.en.txt", "05.en.txt", "06.fr.txt")):
        text = (folder / copied).read_text("utf-8")
        (folder / f"copy{number}.txt").write_text(f"{text}\nReprint." if number == 1 else text, "utf-8")
    return folder


class Calls:
    """The number of calls of a function of a module."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
        self.count, self._call = 0, getattr(module, name)
        monkeypatch.setattr(module, name, self)

    def __call__(self, *arguments: object, **named: object) -> object:
        self.count += 1
        return self._call(*arguments, **named)


@pytest.mark.parametrize(
    ("change", "most_linked", "most_shown"),
    [(change_nothing, 0, 0), (add_story, 0, 1), (add_first_story, 0, 1), (edit_story, 10, 1), (remove_story, 10, 0)],
    ids=["unchanged", "added", "added first", "edited", "removed"],
)
def test_stories_are_compared_and_pairs_shown_only_if_they_are_new(  # type: ignore[no-untyped-def]
    change, most_linked: int, most_shown: int, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked, shown = Calls(monkeypatch, link, "_match_with"), Calls(monkeypatch, sections, "_render")
    settings = Settings(formats=FORMATS)
    pair([few], tmp_path / "out", settings)
    assert linked.count and shown.count
    change(few)
    linked.count = shown.count = 0
    pair([few], tmp_path / "out", settings)
    assert linked.count <= most_linked and shown.count <= most_shown
    kept = results(tmp_path / "out")
    pair([few], tmp_path / "whole", settings)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert kept == results(tmp_path / "whole"), "what is no longer used is deleted"


def results(folder: Path) -> set[tuple[str, str]]:
    return set(sqlite3.connect(folder / WORK).execute("select kind, key from result"))


@pytest.mark.parametrize(
    ("settings", "aligned"),
    [
        (Settings(min_confidence=0.9, formats=("moses",), near=0.9, keep_rules="latest"), 0),
        (Settings(min_pair=0.9), 70),
    ],
    ids=["choosing", "judging"],
)
def test_settings_that_only_choose_align_nothing_again(
    settings: Settings, aligned: int, folder: Path, tmp_path: Path
) -> None:
    pair([folder], tmp_path / "out")
    for path in (tmp_path / "out").glob("corpus.*"):
        path.unlink()
    steps = Steps()
    pair([folder], tmp_path / "out", settings, progress=steps)
    done, total = steps.begun["align"]
    assert total - done == aligned
    pair([folder], tmp_path / "whole", settings)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_nothing_is_kept_where_that_is_asked_for(seeds: Path, tmp_path: Path, aligner: Run) -> None:
    assert aligner("pair", seeds, "-o", "out", "-q", "--forget").returncode == 0
    assert not (tmp_path / "out" / WORK).exists()
    assert aligner("pair", seeds, "-o", "kept", "-q").returncode == 0
    assert (tmp_path / "kept" / WORK).exists()
    assert contents(tmp_path / "out") == contents(tmp_path / "kept")


def test_a_damaged_file_of_an_earlier_run_is_made_again(seeds: Path, tmp_path: Path) -> None:
    pair([seeds], tmp_path / "out")
    before = contents(tmp_path / "out")
    data = bytearray((tmp_path / "out" / WORK).read_bytes())
    data[len(data) // 2 : len(data) // 2 + 2000] = bytes(2000)
    (tmp_path / "out" / WORK).write_bytes(data)
    pair([seeds], tmp_path / "out")
    assert contents(tmp_path / "out") == before
