"""Where a command writes a corpus: into a folder, to one file, or to standard output."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from aligner.pipeline.score import ScoredRow
    from aligner.types import Corpus

PRINTED_FORMATS = ("table", "jsonl", "tsv")  # that are printed row by row unless there is a path to write to
# The suffixes of formats that are one file; a suffix means the first of its formats.
_SUFFIXES = {
    "jsonl": (".jsonl", ".ndjson"),
    "parquet": (".parquet",),
    "tmx": (".tmx",),
    "tsv": (".tsv",),
    "bitextor": (".tsv",),
    "xliff": (".xlf", ".xliff"),
    "xlsx": (".xlsx",),
}
_WITH_FINDINGS = ("hf", "parquet", "xlsx")  # formats that have the artefacts of a segment
_STDOUT = Path("-")


class Target(NamedTuple):
    """A format and the path to write it to, "-" for standard output."""

    format: str
    path: Path


def find_target(output_format: str | None, path: Path | None) -> Target | None:
    """Return where a corpus is to be written, None if rows are to be printed.

    Raises
    ------
    UsageError
        When there is a path without a format, or several files for standard output.
    UnknownNameError, PackageMissingError
        When the format cannot be written.
    """
    from aligner.writers import check_names

    if path in (None, _STDOUT) and output_format in (None, *PRINTED_FORMATS):
        return None
    if output_format is None and path is not None:
        output_format = next((name for name, suffixes in _SUFFIXES.items() if path.suffix.lower() in suffixes), None)
    if output_format is None:
        raise click.UsageError("give the --format to write. Example: --format tmx -o OUT")
    check_names([output_format])
    if path in (None, _STDOUT) and output_format not in _SUFFIXES:
        raise click.UsageError(f"{output_format} is several files; give a folder with -o")
    return Target(output_format, path or _STDOUT)


def shows_findings(target: Target) -> bool:
    """Return whether a format has the artefacts of a segment, so that it is worth looking for them."""
    return target.format in _WITH_FINDINGS


def write_scored(
    rows: Iterable[ScoredRow], files: Sequence[Path], target: Target, settings: Mapping[str, object]
) -> None:
    """Write scored pairs as a corpus.

    Raises
    ------
    OutputError
    """
    from aligner.pipeline.scored_corpus import scored_corpus

    with scored_corpus(rows, files, settings) as corpus:
        _write(corpus, target)


def _write(corpus: Corpus, target: Target) -> None:
    from aligner.writers import write

    if target.path != _STDOUT and target.path.suffix.lower() not in _SUFFIXES.get(target.format, ()):
        write(target.format, corpus, target.path)
        return
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder:
        (file,) = write(target.format, corpus, Path(folder))
        _deliver(file, target.path)


def _deliver(file: Path, path: Path) -> None:
    """Copy a file to its path, where it appears complete or not at all, or to standard output."""
    from aligner.writers.atomic import open_atomic

    with file.open("rb") as source:
        if path == _STDOUT:
            sys.stdout.flush()
            shutil.copyfileobj(source, sys.stdout.buffer)
        else:
            with open_atomic(path) as handle:
                shutil.copyfileobj(source, handle.buffer)
