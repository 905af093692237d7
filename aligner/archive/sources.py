"""The files of an archive, on this machine or at URLs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from aligner.archive.parts import ArchiveFile, local_files, remote_files
from aligner.documents.prepare import Source
from aligner.errors import UsageError
from aligner.pipeline.sources import Input, find_sources
from aligner.readers.files.capped import STDIN
from aligner.types import Skipped


def find_archive_files(paths: Sequence[str], output: str) -> tuple[list[ArchiveFile], list[Skipped]]:
    """Find the files to read.

    Parameters
    ----------
    paths : files, folders and URLs
    output : folder or URL of the run, which is not read

    Returns
    -------
    files, skipped

    Raises
    ------
    InputError, OutputError, PackageMissingError, UsageError
    """
    local = [Path(path) for path in paths if "://" not in path]
    if STDIN in local:
        raise UsageError("an archive is read from files, several at a time: give their folder instead of -")
    sources, skipped = list[Source](), list[Skipped]()
    if local:
        sources, skipped = find_sources(Input(tuple(local)), Path(output))
    remote = [file for path in paths if "://" in path for file in remote_files(path, output)]
    return [*local_files(sources), *remote], skipped
