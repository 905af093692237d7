"""A stream without a name: its format, by its first bytes, and a file with its bytes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PEEKED_BYTES = 512
_MARKS_AND_BLANKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_SIGNATURES = (
    (b"PK\x03\x04", ".docx"),
    (b"PAR1", ".parquet"),
    (b"\x1f\x8b", ".txt.gz"),
    (b"BZh91AY&SY", ".txt.bz2"),
    (b"\xfd7zXZ\0", ".txt.xz"),
    (b"\x28\xb5\x2f\xfd", ".txt.zst"),
)
_ROOTS = ((b"<xliff", ".xlf"), (b"html", ".html"), (b"tmx", ".tmx"))
_XML = (b"<?xml", b"<!--", b"<!doctype", b"<html", b"<tmx", b"<xliff", b"<nitf", b"<news")


def guess_suffix(start: bytes) -> str:
    """Return the suffix of the format that the first bytes of a stream show, "" if they show none."""
    if start.startswith(b"PK\x03\x04") and b"opendocument.text" in start:  # its first part is uncompressed
        return ".odt"
    for signature, suffix in _SIGNATURES:
        if start.startswith(signature):
            return suffix
    text = start.replace(b"\0", b"").lstrip(_MARKS_AND_BLANKS).lower()
    if text.startswith(_XML):
        return next((suffix for name, suffix in _ROOTS if name in text), ".xml")
    if text[:1] == b"{" and text[1:].lstrip()[:1] == b'"':
        return ".jsonl"
    return ".json" if text[:1] == b"[" and text[1:].lstrip()[:1] == b"{" else ""


@contextmanager
def stream_file(stream: IO[bytes], suffix: str = "", *, start: bytes = b"") -> Iterator[Path]:
    """Copy a stream to a temporary file, for formats that cannot be read in one pass.

    Parameters
    ----------
    start : bytes
        What has been read of the stream already.
    """
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder:
        path = Path(folder) / f"stdin{suffix}"
        with path.open("wb") as file:
            file.write(start)
            shutil.copyfileobj(stream, file)
        yield path
