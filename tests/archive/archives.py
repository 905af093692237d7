"""Small archives of made-up news, with their truth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aligner.archive.engines import Engine, LocalEngine
from aligner.archive.figures import Totals
from aligner.archive.parts import ArchiveFile
from aligner.archive.run import pair_archive
from aligner.archive.sources import find_archive_files
from aligner.archive.stage_runner import ArchiveOptions
from aligner.settings import Settings
from scripts.benchmarks import archive

OPTIONS = ArchiveOptions(window=30, size=40)
SETTINGS = Settings(findings=False, formats=("hf",))  # as the command has them
PASSAGES: list[archive.Passage] = [
    tuple((f"The {n}th orchard sold {m + 2} crates.", f"Le verger {n} a vendu {m + 2} caisses.") for m in range(4))
    for n in range(90)
]
STORIES = archive.ArchiveOptions(sentences=4, templated=1.0, running=0.0, copied=0.3, daily=0.5)


def write_stories(folder: Path, stories: int = 40, first: int = 0) -> None:
    """Write the stories of an archive with their truth: two years at most, a file a month."""
    made = archive.make_archive(PASSAGES, STORIES._replace(stories=stories), first)
    archive.write_archive(made, folder, monthly=True)


def run(folder: Path, output: Path | str, engine: Engine | None = None, options: ArchiveOptions = OPTIONS) -> Totals:
    """Pair the stories of an archive."""
    files, unread = find_archive_files([str(folder / "in")], str(output))
    assert not unread
    return run_files(files, str(output), engine, options)


def run_files(
    files: Sequence[ArchiveFile], output: str, engine: Engine | None = None, options: ArchiveOptions = OPTIONS
) -> Totals:
    """Pair the stories of files."""
    return pair_archive(files, output, SETTINGS, options, engine or LocalEngine(1))
