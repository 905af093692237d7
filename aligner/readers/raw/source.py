"""A file, or standard input, as bytes that can be read at any place without being in memory."""

from __future__ import annotations

import codecs
import mmap
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from aligner.errors import InputError
from aligner.readers.files.capped import STDIN, TextLine, read_chunks
from aligner.readers.files.compressed import compression_of
from aligner.readers.files.decode import bom_encoding, decode
from aligner.readers.files.stream import stream_file

_CHUNK_BYTES = 1 << 18


class RawSource(NamedTuple):
    """The bytes of a file, decompressed, and in UTF-8 if they are UTF-16 or UTF-32.

    start : of what follows a byte order mark
    encoding : that they were transcoded from, "" if they are as in the file
    """

    name: str
    data: bytes | mmap.mmap
    start: int
    encoding: str = ""

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes without a byte order mark."""
        for at in range(self.start, len(self.data), _CHUNK_BYTES):
            yield self.data[at : at + _CHUNK_BYTES]

    def original(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield bytes in the encoding of the file."""
        if not self.encoding:
            yield from pieces
            return
        decoder, encoder = (
            codecs.getincrementaldecoder("utf-8")("replace"),
            codecs.getincrementalencoder(self.encoding)(),
        )
        for piece in pieces:
            yield encoder.encode(decoder.decode(piece))


@contextmanager
def open_source(path: Path, name: str) -> Iterator[RawSource]:
    """Open a file as bytes; standard input and compressed files are copied to a temporary one.

    Raises
    ------
    InputError
        When the file cannot be read, or is empty.
    """
    if path == STDIN:
        with stream_file(sys.stdin.buffer) as copy, _open(copy, name) as source:
            yield source
    else:
        with _open(path, name) as source:
            yield source


@contextmanager
def _open(path: Path, name: str) -> Iterator[RawSource]:
    chunks = read_chunks(name, path)
    first = next(chunks)
    encoding = bom_encoding(first)
    wide = encoding not in (None, "utf-8-sig")
    with tempfile.TemporaryFile() as copy:
        if wide or compression_of(path.name):
            for piece in _recoded(first, chunks, encoding if wide else ""):
                copy.write(piece)
            copy.flush()
            with _mapped(copy.fileno(), name) as data:
                yield RawSource(name, data, _after_mark(data), _byte_order(first, encoding) if wide else "")
        else:
            with path.open("rb") as file, _mapped(file.fileno(), name) as data:
                yield RawSource(name, data, _after_mark(data))


def _recoded(first: bytes, rest: Iterator[bytes], encoding: str | None) -> Iterator[bytes]:
    if not encoding:
        yield first
        yield from rest
        return
    decoder = codecs.getincrementaldecoder(_byte_order(first, encoding))("replace")
    yield decoder.decode(first).encode()
    for chunk in rest:
        yield decoder.decode(chunk).encode("utf-8", "replace")


def _byte_order(first: bytes, encoding: str | None) -> str:
    """Return an encoding that keeps a byte order mark as a character."""
    if encoding in ("utf-16", "utf-32"):
        big = first.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
        return f"{encoding}-{'be' if big else 'le'}"
    return encoding or ""


@contextmanager
def _mapped(file: int, name: str) -> Iterator[mmap.mmap]:
    try:
        data = mmap.mmap(file, 0, access=mmap.ACCESS_READ)
    except ValueError as error:
        raise InputError(f"{name}: is empty; remove it or fetch it again") from error
    with data:
        yield data


def _after_mark(data: mmap.mmap) -> int:
    return len(codecs.BOM_UTF8) if data[:3] == codecs.BOM_UTF8 else 0


def line_starts(source: RawSource) -> Iterator[int]:
    """Yield where each line begins, and where the last one ends."""
    data = source.data
    head = data[: 1 << 20]
    end = b"\r" if head.count(b"\r") > 2 * head.count(b"\n") else b"\n"
    at = source.start
    while at < len(data):
        yield at
        found = data.find(end, at)
        at = len(data) if found < 0 else found + 1
    yield len(data)


def text_of(raw: bytes) -> str:
    """Return the text of bytes without their line end; bytes that are no UTF-8 are decoded as `decode` does."""
    try:
        return raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        try:
            return decode(raw).text.rstrip("\r\n")
        except ValueError:
            return ""


def text_line(number: int, raw: bytes) -> TextLine:
    """Return the bytes of a line as readers of tables take it."""
    return TextLine(number, text_of(raw), "utf-8")
