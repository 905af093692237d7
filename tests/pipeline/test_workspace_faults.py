"""The work of an unfinished run, damaged before it goes on: the run ends as if it had started again, or with a line."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, contents

from aligner import pair
from aligner.errors import InterruptedRunError
from aligner.pipeline.workspace import NAME

FLIPS = 24
LINES = [
    ("The mayor opened the new bridge on {} morning.", "Le maire a inauguré le nouveau pont {} matin."),
    ("It cost {} million euros, she said.", "Il a coûté {} millions d’euros, a-t-elle dit."),
    ("Farmers had waited for it for {} years.", "Les agriculteurs l’attendaient depuis {} ans."),
]


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    for number in range(4):
        for side, language in enumerate(("en", "fr")):
            text = "\n\n".join(line[side].format(number + 12) for line in LINES[number % 2 :])
            (folder / f"{number}.{language}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def unfinished(stories: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run that was stopped when all stories had been read and two pairs aligned."""
    folder = tmp_path_factory.mktemp("unfinished")

    def stop(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("align", 2):
            raise KeyboardInterrupt

    with pytest.raises(InterruptedRunError, match="8 files read and 2 pairs aligned are kept"):
        pair([stories], folder, jobs=1, progress=stop)
    return folder


@pytest.fixture(scope="module")
def whole(stories: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    pair([stories], folder, jobs=1)
    return contents(folder)


@pytest.mark.parametrize("seed", range(FLIPS))
def test_damage_changes_no_result(
    seed: int, stories: Path, unfinished: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(unfinished, tmp_path / "out"))
    rng, content = random.Random(seed), bytearray((folder / NAME).read_bytes())
    if seed % 6 == 0:
        del content[rng.randrange(len(content)) :]
    for _ in range(rng.choice((1, 1, 20)) if content else 0):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    (folder / NAME).write_bytes(content)
    pair([stories], folder, jobs=1)
    assert contents(folder) == whole


@pytest.mark.parametrize("content", [b"", b"no database " * 999, b"SQLite format 3\0" + bytes(5000), bytes(4096)])
@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
def test_any_file_in_its_place_is_replaced(
    end: str, content: bytes, stories: Path, whole: dict[str, bytes], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / f"{NAME}{end}").write_bytes(content)
    pair([stories], tmp_path, jobs=1)
    assert not caplog.text
    left = contents(tmp_path)
    left.pop(f"{NAME}-journal", None)
    assert left == whole


def test_a_folder_in_its_place_is_a_line(stories: Path, tmp_path: Path, aligner: Run) -> None:
    (tmp_path / "out" / NAME).mkdir(parents=True)
    done = aligner("pair", stories, "-o", "out", "-q")
    assert done.returncode == 3 and done.stderr.count("\n") == 1 and "no plain file" in done.stderr


def test_a_path_may_be_longer_than_sqlite_can_open(
    stories: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "/".join(["d" * 200] * 6)

    def stop(stage: str, *_: Any) -> None:
        if stage == "align":
            raise KeyboardInterrupt

    with pytest.raises(InterruptedRunError):
        pair([stories], folder, jobs=1, progress=stop)
    assert len(list((tmp_path / "cache").iterdir())) == 1
    seen = []
    pair([stories], folder, jobs=1, progress=lambda stage, done, total: seen.append((stage, done)))
    assert ("read", 8) in seen and contents(folder) == whole and not list((tmp_path / "cache").iterdir())
