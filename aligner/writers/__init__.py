"""Corpus -> files: one module per output format, found by name.

A writer is an `aligner.registry.Writer`: it writes the kept segments of a corpus into a folder.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aligner.registry import Writer, load
from aligner.types import Corpus

WRITERS = {
    "bitextor": "aligner.writers.bitextor:write",
    "hf": "aligner.writers.hugging_face:write",
    "jsonl": "aligner.writers.jsonl:write",
    "moses": "aligner.writers.moses:write",
    "omegat": "aligner.writers.omegat:write",
    "parquet": "aligner.writers.parquet:write",
    "tmx": "aligner.writers.tmx:write",
    "tsv": "aligner.writers.tsv:write",
    "xces": "aligner.writers.xces:write",
    "xliff": "aligner.writers.xliff:write",
    "xlsx": "aligner.writers.xlsx:write",
}


def load_writer(name: str) -> Writer:
    """Return the writer of a format.

    Raises
    ------
    UnknownNameError
        When there is no such format.
    """
    writer: Writer = load("writers", WRITERS, name)
    return writer


def check_names(names: Iterable[str]) -> None:
    """Raise an error unless each name has a writer and its packages, so that a run fails before its work, not after.

    Raises
    ------
    UnknownNameError, PackageMissingError
    """
    for name in names:
        load_writer(name)


def write(name: str, corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments of `corpus` into `folder` in the format called `name`.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    UnknownNameError
        When there is no such format.
    OutputError
        When the folder or disk cannot be written to; no incomplete file is left.
    """
    return load_writer(name)(corpus, folder)
