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
_SIGNATURES = ((b"PK\x03\x04", ".docx"), (b"\x1f\x8b", ".txt.gz"))
_XML = (b"<?xml", b"<!--", b"<!doctype", b"<html", b"<tmx", b"<nitf", b"<news")


def guess_suffix(start: bytes) -> str:
    """Return the suffix of the format that the first bytes of a stream show, "" if they show none."""
    for signature, suffix in _SIGNATURES:
        if start.startswith(signature):
            return suffix
    text = start.replace(b"\0", b"").lstrip(_MARKS_AND_BLANKS).lower()
    if text.startswith(_XML):
        return ".html" if b"html" in text else ".tmx" if b"tmx" in text else ".xml"
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
