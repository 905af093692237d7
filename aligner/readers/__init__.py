r"""Files -> Documents: one module per format, found by suffix.

A reader is ``read(id: str, path: Path) -> Iterator[Document | Skipped]``. It gives
the text as the format holds it, decoded, with ``\n`` line ends and no sentences;
what it cannot use of a record it gives as Skipped, and what it cannot use of a
file it raises as InputError. `side` is None unless the format states it.

News XML marks the headline as part of the story, so there it is the first
paragraph; in every other format the text is what the format calls text, and a
title apart from it is kept in ``meta["title"]`` only.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from aligner import registry
from aligner.readers.discover import suffix_of, walk
from aligner.types import Document, Skipped

READERS: dict[str, str] = {
    ".txt": "aligner.readers.plain:read",
    ".text": "aligner.readers.plain:read",
    ".md": "aligner.readers.markdown:read",
    ".markdown": "aligner.readers.markdown:read",
    ".html": "aligner.readers.html:read",
    ".htm": "aligner.readers.html:read",
    ".xhtml": "aligner.readers.html:read",
    ".docx": "aligner.readers.docx:read",
    ".jsonl": "aligner.readers.jsonl:read",
    ".ndjson": "aligner.readers.jsonl:read",
    ".json": "aligner.readers.jsonl:read_array",
    ".csv": "aligner.readers.table:read_csv",
    ".tsv": "aligner.readers.table:read_tsv",
    ".tmx": "aligner.readers.tmx:read",
    ".xml": "aligner.readers.news:read",
    ".nitf": "aligner.readers.news:read",
}

# Files of these hold many documents: they are read one at a time, not handed on whole.
MANY = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".tmx", ".xml"})


def find(paths: Sequence[Path], skipped: Callable[[Skipped], None]) -> Iterator[tuple[str, Path]]:
    """The files under `paths` that a reader is there for, as ``(id, path)``; see `aligner.readers.discover`.

    Raises
    ------
    InputError
        When one of `paths` does not exist.
    """
    return walk(paths, skipped, suffixes=registry.names("readers", READERS).keys())


def read(id: str, path: Path) -> Iterator[Document | Skipped]:
    """The documents of one file, and the records of it that were left out.

    Raises
    ------
    InputError
        While iterating, when the file is no text, damaged, empty or not there; the
        documents given before stand.
    UnknownNameError
        When there is no reader for its suffix.
    """
    reader: Callable[[str, Path], Iterator[Document | Skipped]]
    reader = registry.load("readers", READERS, suffix_of(path.name))
    seen: set[str] = set()
    for number, found in enumerate(reader(id, path), 1):
        if isinstance(found, Document) and found.id in seen:
            # Publishers repeat ids; the document is judged a duplicate later, by its text.
            yield replace(found, id=f"{found.id}~{number}")
        else:
            if isinstance(found, Document):
                seen.add(found.id)
            yield found


def read_stream(stream: IO[bytes], *, form: str = ".txt") -> Iterator[Document | Skipped]:
    """The documents of standard input, under the id ``-``; `form` is the suffix of the format.

    The bytes are kept in a temporary file meanwhile, as some formats cannot be read in one go.

    Raises
    ------
    InputError, UnknownNameError
        As for `read`.
    """
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder:
        path = Path(folder) / f"stdin.{form.lstrip('.')}"
        with path.open("wb") as file:
            shutil.copyfileobj(stream, file)
        yield from read("-", path)
