"""Names of the output formats, and writing a corpus in one of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import cast

from aligner.registry import load
from aligner.types import Corpus

WRITERS = {
    "jsonl": "aligner.writers.jsonl:write",
    "moses": "aligner.writers.moses:write",
    "tmx": "aligner.writers.tmx:write",
    "tsv": "aligner.writers.tsv:write",
}


def check_names(names: Iterable[str]) -> None:
    """Raise UnknownNameError unless there is a writer of each name: better before the work than after it."""
    for name in names:
        load("writers", WRITERS, name)


def write(name: str, corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments of `corpus` into `folder` in the format called `name`.

    Returns
    -------
    list[Path]
        The files written.

    Raises
    ------
    UnknownNameError
        When there is no such format.
    OutputError
        When the folder or disk refuses; no half file is left then.
    """
    return cast("list[Path]", load("writers", WRITERS, name)(corpus, folder))
