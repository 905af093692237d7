r"""Files -> RawDocuments: one module per format, found by suffix.

A reader is an `aligner.registry.Reader`. It gives the text as the format holds it, decoded,
with ``\n`` line ends and without sentences. It returns a record that it cannot use as
Skipped, and raises InputError for a file that it cannot use. Whatever else it raises is
a fault of the reader, which `read` turns into an InputError, so that one file never stops
a run. `side` is None unless the format declares a language.

News XML marks the headline as part of the story, so there it is the first paragraph;
in all other formats the text is what the format calls text, and a separate title is
only in ``meta["title"]``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from aligner import registry
from aligner.errors import AlignerError, InputError, error_line
from aligner.readers.files.capped import STDIN
from aligner.readers.files.discover import suffix_of, walk
from aligner.readers.files.stream import PEEKED_BYTES, guess_suffix, stream_file
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
    ".odt": "aligner.readers.odt:read",
    ".jsonl": "aligner.readers.jsonl:read",
    ".ndjson": "aligner.readers.jsonl:read",
    ".json": "aligner.readers.jsonl:read_array",
    ".csv": "aligner.readers.table:read_csv",
    ".tsv": "aligner.readers.table:read_tsv",
    ".parquet": "aligner.readers.parquet:read",
    ".tmx": "aligner.readers.tmx:read",
    ".xlf": "aligner.readers.xliff:read",
    ".xliff": "aligner.readers.xliff:read",
    ".sdlxliff": "aligner.readers.xliff:read",
    ".mqxliff": "aligner.readers.xliff:read",
    ".mxliff": "aligner.readers.xliff:read",
    ".xml": "aligner.readers.news:read",
    ".nitf": "aligner.readers.news:read",
}

# Their documents are handed out one by one; files of other formats are handed out whole.
MULTI_DOCUMENT_SUFFIXES = frozenset({
    ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".tmx", ".xlf", ".xliff", ".sdlxliff", ".mqxliff",
    ".mxliff", ".xml",
})  # fmt: skip


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
    """Find the files under `paths` that have a reader, as ``(id, path)``; see `aligner.readers.files.discover`.

    Standard input, the path "-", comes first and is called so.

    Raises
    ------
    InputError
        When one of `paths` does not exist.
    """
    if STDIN in paths:
        yield str(STDIN), STDIN
    files = [path for path in paths if path != STDIN]
    if files:
        yield from walk(files, skipped, suffixes=registry.names("readers", READERS).keys())


def read(id: str, path: Path, *, suffix: str = "") -> Iterator[RawDocument | Skipped]:
    """Read the documents of one file, and the records of it that were left out: at least one of either.

    The id of a document is `id`, or begins with ``id#``, and no two are equal.

    Parameters
    ----------
    path : Path
        A file, or "-" for standard input (`STDIN`).
    suffix : str
        The format, if not that of the file's suffix; of standard input, if its first bytes do not show it.

    Raises
    ------
    InputError
        While iterating, when the file is binary, damaged, empty or missing, holds no
        document, or makes the reader fail; the documents returned before remain valid.
    UnknownNameError
        When no reader has its suffix.
    """
    if path == STDIN:
        yield from read_stream(sys.stdin.buffer, suffix=suffix)
        return
    reader = load_reader(suffix or suffix_of(path.name))
    seen: set[str] = set()
    item = None
    for number, item in enumerate(_guarded(reader, id, path), 1):
        yield _with_unique_id(item, id, number, seen) if isinstance(item, RawDocument) else item
    if item is None:
        raise InputError(f"{id}: has no story: it holds nothing but blanks or a header")


def _guarded(reader: Reader, id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Yield what a reader yields; a fault of the reader becomes an InputError with its place in the code."""
    try:
        yield from reader(id, path)
    except AlignerError:
        raise
    except OSError as error:
        raise InputError(f"{id}: {error.strerror or error_line(error)}; check that it is readable") from error
    except Exception as error:
        raise InputError(f"{id}: {error_line(error)}") from error


def _with_unique_id(document: RawDocument, file: str, number: int, seen: set[str]) -> RawDocument:
    """Return a document under an id of its own: publishers repeat the ids of their records.

    Whether it is a copy of the other document with its id is decided later, by its text.
    """
    id, aligned = _in_file(document.id, file), document.aligned and _in_file(document.aligned, file)
    if id in seen:
        id += f"~{number}" if "#" in id else f"#{number}"
    while id in seen:  # a record may itself be called so
        id += "~"
    seen.add(id)
    same = (id, aligned) == (document.id, document.aligned)
    return document if same else replace(document, id=id, aligned=aligned)


def _in_file(id: str, file: str) -> str:
    """Return the id of a document as one of its file."""
    return id if id == file or id.startswith(f"{file}#") else f"{file}#{id}"


def read_stream(stream: IO[bytes], *, suffix: str = "") -> Iterator[RawDocument | Skipped]:
    """Read the documents of standard input, with the id ``-``.

    Parameters
    ----------
    suffix : str
        The format. By default the first bytes show it; what they do not show is plain text.

    Raises
    ------
    InputError, UnknownNameError
        As for `read`.
    """
    start = stream.read(PEEKED_BYTES)
    suffix = suffix or guess_suffix(start) or ".txt"
    with stream_file(stream, f".{suffix.lstrip('.')}", start=start) as path:
        yield from read("-", path)
