"""The files that a run reads, each with a unique id and the side it was given for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from aligner.documents.prepare import Source
from aligner.errors import OutputError
from aligner.readers import find_files
from aligner.readers.files.capped import STDIN
from aligner.readers.files.discover import check_found, distinct_ids
from aligner.types import Skipped


class Input(NamedTuple):
    """Files and folders to read, with both languages mixed or of one side.

    stdin_format : suffix of the format of standard input, which is the path "-"; "" if its first bytes show it
    """

    mixed: tuple[Path, ...] = ()
    en: tuple[Path, ...] = ()
    fr: tuple[Path, ...] = ()
    stdin_format: str = ""


def find_sources(given: Input, output: Path) -> tuple[list[Source], list[Skipped]]:
    """Find the files to read.

    Parameters
    ----------
    output : folder of the run, which is not read: a second run must not read what the first one wrote

    Returns
    -------
    sources, skipped

    Raises
    ------
    InputError
        When a path does not exist, or no path has a file.
    OutputError
        When a path is in the output folder.
    """
    skipped: list[Skipped] = []
    sources = [Source(str(STDIN), STDIN, stdin_format=given.stdin_format)] if STDIN in given.mixed else []
    own = output.resolve()

    def skip(item: Skipped) -> None:
        if own not in Path(item.source).resolve().parents:
            skipped.append(item)

    taken: set[Path] = set()
    # Paths given for a side come first: a file that is also among the mixed ones has that side.
    for side, paths in (("en", given.en), ("fr", given.fr), ("", given.mixed)):
        files = [path for path in paths if path != STDIN]
        _refuse_output(own, files)
        for id, path in find_files(files, skip) if files else ():
            real = path.resolve()
            if real.parts[: len(own.parts)] == own.parts or (real in taken and not side):
                continue
            if real in taken:
                skipped.append(Skipped(f"{side}/{id}", "is given as English too; give it once"))
                continue
            taken.add(real)
            sources.append(Source(f"{side}/{id}" if side else id, path, side))
    check_found([*given.en, *given.fr, *given.mixed], sources, skipped)
    # A mixed folder may have an en/ of its own.
    ids = distinct_ids([source.id for source in sources])
    return [source._replace(id=id) for source, id in zip(sources, ids, strict=True)], skipped


def _refuse_output(own: Path, files: Sequence[Path]) -> None:
    for path in files:
        if own in (path.resolve(), *path.resolve().parents):
            raise OutputError(f"{path} is in the output folder, which is not read; choose another with -o")
