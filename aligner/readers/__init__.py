r"""Files -> RawDocuments: one module per format, found by suffix.

A reader is an `aligner.registry.Reader`. It gives the text as the format holds it, decoded,
with ``\n`` line ends and without sentences. It returns a record that it cannot use as
Skipped, and raises InputError for a file that it cannot use. `side` is None unless the
format declares a language.

News XML marks the headline as part of the story, so there it is the first paragraph;
in all other formats the text is what the format calls text, and a separate title is
only in ``meta["title"]``.
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
from aligner.registry import Reader
from aligner.types import RawDocument, Skipped

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

# Their documents are handed out one by one; files of other formats are handed out whole.
MULTI_DOCUMENT_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".tmx", ".xml"})


def load_reader(suffix: str) -> Reader:
    """Return the reader of a format.

    Raises
    ------
    UnknownNameError
        When no reader has this suffix.
    """
    reader: Reader = registry.load("readers", READERS, suffix)
    return reader


def find_files(paths: Sequence[Path], skipped: Callable[[Skipped], None]) -> Iterator[tuple[str, Path]]:
    """Find the files under `paths` that have a reader, as ``(id, path)``; see `aligner.readers.discover`.

    Raises
    ------
    InputError
        When one of `paths` does not exist.
    """
    return walk(paths, skipped, suffixes=registry.names("readers", READERS).keys())


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read the documents of one file, and the records of it that were left out.

    Raises
    ------
    InputError
        While iterating, when the file is binary, damaged, empty or missing; the
        documents returned before remain valid.
    UnknownNameError
        When no reader has its suffix.
    """
    reader = load_reader(suffix_of(path.name))
    seen: set[str] = set()
    for number, item in enumerate(reader(id, path), 1):
        if isinstance(item, RawDocument) and item.id in seen:
            # Publishers repeat ids; whether the document is a duplicate is decided later, by its text.
            yield replace(item, id=f"{item.id}~{number}")
        else:
            if isinstance(item, RawDocument):
                seen.add(item.id)
            yield item


def read_stream(stream: IO[bytes], *, suffix: str = ".txt") -> Iterator[RawDocument | Skipped]:
    """Read the documents of standard input, with the id ``-``; `suffix` names the format.

    The bytes are copied to a temporary file, because some formats cannot be read in one pass.

    Raises
    ------
    InputError, UnknownNameError
        As for `read`.
    """
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder:
        path = Path(folder) / f"stdin.{suffix.lstrip('.')}"
        with path.open("wb") as file:
            shutil.copyfileobj(stream, file)
        yield from read("-", path)
