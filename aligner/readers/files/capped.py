"""Files as bytes, lines and texts under caps, so that no file can fill memory or be read for ever."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from aligner.errors import InputError
from aligner.readers.files.compressed import compression_of, decompressed
from aligner.readers.files.decode import Decoded, bom_encoding, decode

STDIN = Path("-")  # the path that means standard input
MAX_DOCUMENT_BYTES = 64 << 20  # of a file read as a whole; a very long novel has four million
MAX_MARKUP_BYTES = 8 << 20  # of HTML or Markdown, which take a second per megabyte to parse
MAX_NUL_SHARE = 0.001  # share of NUL bytes above which a file is binary; below it, only the lines with NULs are bad
MAX_LINE_BYTES = 16 << 20  # of one record of a file read line by line
_READ_BYTES = 1 << 18


class TextLine(NamedTuple):
    """A line of a file without its line end; `number` counts from 1, `fault` is the reason why it has no text."""

    number: int
    text: str
    encoding: str
    fault: str = ""


def read_chunks(id: str, path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, decompressed when its name ends like that of a compressed one, as in ``.gz``.

    Raises
    ------
    InputError
        When the file cannot be opened, is damaged or empty, or expands like a decompression bomb.
    """
    try:
        with path.open("rb") as file:
            compression = compression_of(path.name)
            empty = True
            plain = iter(lambda: file.read(_READ_BYTES), b"")
            for chunk in decompressed(id, file, compression) if compression else plain:
                empty = False
                yield chunk
            if empty:
                raise InputError(f"{id}: is empty; remove it or fetch it again")
    except OSError as error:
        raise _unreadable(id, error) from error


def read_markup_chunks(id: str, path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file like `read_chunks`, but in UTF-8 if they are UTF-16 or UTF-32: ``<`` is one byte."""
    chunks = read_chunks(id, path)
    first = next(chunks)
    encoding = bom_encoding(first)
    if encoding in (None, "utf-8-sig"):
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from chunks
    else:
        yield from _transcode(chain([first], chunks), encoding)


def read_bytes(id: str, path: Path, cap: int = MAX_DOCUMENT_BYTES) -> bytes:
    """Return all bytes of a file.

    Raises
    ------
    InputError
        As for `read_chunks`, and when the file has more than `cap` bytes.
    """
    if not compression_of(path.name):
        _check_size(id, path, cap)
    chunks, size = [], 0
    for chunk in read_chunks(id, path):
        size += len(chunk)
        if size > cap:
            raise InputError(f"{id}: larger than {cap >> 20} MiB, too large for one document; split it")
        chunks.append(chunk)
    return b"".join(chunks)


def read_text(id: str, path: Path, *, cap: int = MAX_DOCUMENT_BYTES) -> Decoded:
    """Return all of a file as text.

    Raises
    ------
    InputError
        As for `read_bytes`, and when the file is binary or blank.
    """
    try:
        decoded = decode(read_bytes(id, path, cap))
    except ValueError as error:
        raise InputError(f"{id}: {error}") from error
    if not decoded.text.strip():
        raise InputError(f"{id}: has only blanks; remove it or fetch it again")
    return decoded


def read_lines(id: str, path: Path) -> Iterator[TextLine]:
    r"""Yield the lines of a text file, split at ``\n`` only, or at ``\r`` where that ends most lines, one at a time.

    A line that cannot be decoded or has more than `MAX_LINE_BYTES` comes with its fault.

    Raises
    ------
    InputError
        As for `read_chunks`, and when the file begins like a binary one.
    """
    yield from _lines(id, read_chunks(id, path))


def read_stream_lines(id: str, stream: BinaryIO) -> Iterator[TextLine]:
    """Yield the lines of a stream like `read_lines`, each as soon as it has arrived."""
    read = getattr(stream, "read1", stream.read)
    first = read(_READ_BYTES)
    if not first:
        raise InputError(f"{id}: is empty; it gave no data")
    yield from _lines(id, chain([first], iter(lambda: read(_READ_BYTES), b"")))


def _lines(id: str, chunks: Iterator[bytes]) -> Iterator[TextLine]:
    first = next(chunks)
    encoding = bom_encoding(first)
    if encoding is None and first.count(0) > MAX_NUL_SHARE * len(first):
        raise InputError(f"{id}: is binary (it has NUL bytes); give a text file")
    chunks = chain([first], chunks)
    if encoding is not None:
        chunks = _transcode(chunks, encoding)
    alone = first.count(b"\r") - first.count(b"\r\n")
    if alone and alone >= first.count(b"\n"):  # line ends of old Macs, and of Excel for them
        chunks = _unix_line_ends(chunks)
    number = 0
    for number, raw in enumerate(_split(chunks), 1):
        if raw is None:
            yield TextLine(number, "", "", f"line longer than {MAX_LINE_BYTES >> 20} MiB; split it")
            continue
        if encoding is None and b"\0" in raw:
            yield TextLine(number, "", "", "a NUL byte in the text")
            continue
        try:
            yield TextLine(number, *_decode_line(raw.removesuffix(b"\r"), encoding or "utf-8"))
        except ValueError as error:
            yield TextLine(number, "", "", f"line {error}")
    if not number:  # only a byte order mark
        raise InputError(f"{id}: is empty; remove it or fetch it again")


def _check_size(id: str, path: Path, cap: int) -> None:
    """Raise InputError for a file that is too large, before a byte is read."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(id, error) from error
    if size > cap:
        raise InputError(f"{id}: {size >> 20} MiB, more than the {cap >> 20} MiB of one document; split it")


def _unreadable(id: str, error: OSError) -> InputError:
    return InputError(f"{id}: {error.strerror or error}; check that the file exists and that you may read it")


def _decode_line(raw: bytes, encoding: str) -> Decoded:
    """Decode a line; nearly all need no more than the first attempt."""
    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode(raw)
    return Decoded(line, encoding) if "\r" not in line and "\0" not in line else decode(raw)


def _transcode(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")


def _unix_line_ends(chunks: Iterator[bytes]) -> Iterator[bytes]:
    held = b""  # a carriage return at the end of a chunk, which a line feed may follow
    for chunk in chunks:
        text = held + chunk
        held = b"\r" if text.endswith(b"\r") else b""
        yield text.removesuffix(held).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    yield held.replace(b"\r", b"\n")


def _split(chunks: Iterator[bytes]) -> Iterator[bytes | None]:
    """Yield lines, or None for one longer than `MAX_LINE_BYTES`, whose bytes are not kept."""
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        *ends, rest = chunk.split(b"\n")
        for end in ends:
            size += len(end)
            yield b"".join([*parts, end]) if size <= MAX_LINE_BYTES else None
            parts.clear()
            size = 0
        size += len(rest)
        if size <= MAX_LINE_BYTES:
            parts.append(rest)
        else:
            parts.clear()
    if size:
        yield b"".join(parts) if size <= MAX_LINE_BYTES else None
