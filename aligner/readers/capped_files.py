"""Files as bytes, lines and texts, under caps: nothing a file says can fill memory or run for ever."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from aligner.errors import InputError
from aligner.readers.decode import Decoded, bom_encoding, decode

STDIN = Path("-")  # what a path that means standard input is
MAX_DOCUMENT = 64 << 20  # bytes of a file read as a whole; a very long novel has four million
MAX_MARKUP = 8 << 20  # bytes of HTML or Markdown, which take a second per megabyte to parse
NULS = 0.001  # share of NUL bytes from which a file is no text; a line with one is bad by itself
MAX_LINE = 16 << 20  # bytes of one record of a file read line by line
MAX_RATIO = 200  # how far gzip may expand; text shrinks to a tenth, a table of equal rows to a hundredth
_CHUNK = 1 << 18
_PACKED = 1 << 13  # bytes unpacked at a time: at most eight megabytes come of them


class Line(NamedTuple):
    """A line of a file, counted from 1, without its line end; `fault` tells why it has no text."""

    number: int
    text: str
    encoding: str
    fault: str = ""


def chunks(id: str, path: Path) -> Iterator[bytes]:
    """The bytes of a file, unpacked when its name ends in ``.gz``.

    Raises
    ------
    InputError
        When the file cannot be opened, is damaged, empty, or expands like a bomb.
    """
    try:
        with path.open("rb") as file:
            packed = path.name.lower().endswith(".gz")
            empty = True
            for piece in _unpacked(id, file) if packed else iter(lambda: file.read(_CHUNK), b""):
                empty = False
                yield piece
            if empty:
                raise InputError(f"{id}: is empty; remove it or fetch it again")
    except (EOFError, zlib.error) as error:
        raise InputError(f"{id}: damaged gzip data ({error}); fetch or pack the file again") from error
    except OSError as error:
        raise InputError(f"{id}: {error.strerror or error}; check that the file is there and yours to read") from error


def whole(id: str, path: Path, cap: int = MAX_DOCUMENT) -> bytes:
    """All bytes of a file, at most `cap`; InputError as for `chunks`, and when there are more."""
    if not path.name.lower().endswith(".gz"):
        _check_size(id, path, cap)
    pieces, size = [], 0
    for piece in chunks(id, path):
        size += len(piece)
        if size > cap:
            raise InputError(f"{id}: larger than {cap >> 20} MiB, too large for one document; split it")
        pieces.append(piece)
    return b"".join(pieces)


def text(id: str, path: Path, *, cap: int = MAX_DOCUMENT) -> Decoded:
    """All of a file as text; InputError as for `whole`, and when it is no text or only blanks."""
    try:
        decoded = decode(whole(id, path, cap))
    except ValueError as error:
        raise InputError(f"{id}: {error}") from error
    if not decoded.text.strip():
        raise InputError(f"{id}: has only blanks; remove it or fetch it again")
    return decoded


def lines(id: str, path: Path) -> Iterator[Line]:
    r"""The lines of a text file, split at ``\n`` only, one at a time.

    A line that cannot be decoded or is longer than `MAX_LINE` comes with its fault.

    Raises
    ------
    InputError
        As for `chunks`, and when the file begins like a binary one.
    """
    yield from _lines(id, chunks(id, path))


def stream_lines(id: str, file: BinaryIO) -> Iterator[Line]:
    """The lines of a stream, as `lines` gives those of a file; each as soon as it is there."""
    read = getattr(file, "read1", file.read)
    first = read(_CHUNK)
    if not first:
        raise InputError(f"{id}: is empty; nothing came in")
    yield from _lines(id, chain([first], iter(lambda: read(_CHUNK), b"")))


def _lines(id: str, pieces: Iterator[bytes]) -> Iterator[Line]:
    first = next(pieces)
    encoding = bom_encoding(first)
    if encoding is None and first.count(0) > NULS * len(first):
        raise InputError(f"{id}: is binary (it has NUL bytes); give a text file")
    pieces = chain([first], pieces)
    if encoding is not None:
        pieces = _transcode(pieces, encoding)
    number = 0
    for number, raw in enumerate(_split(pieces), 1):
        if raw is None:
            yield Line(number, "", "", f"line longer than {MAX_LINE >> 20} MiB; split it")
            continue
        if encoding is None and b"\0" in raw:
            yield Line(number, "", "", "a NUL byte in the text")
            continue
        try:
            yield Line(number, *_decoded(raw.removesuffix(b"\r"), encoding or "utf-8"))
        except ValueError as error:
            yield Line(number, "", "", f"line {error}")
    if not number:  # nothing after the byte order mark
        raise InputError(f"{id}: is empty; remove it or fetch it again")


def _unpacked(id: str, file: IO[bytes]) -> Iterator[bytes]:
    """What gzip holds, member by member, never much more than was read: the gzip module does not say how far it is."""
    taken = given = 0
    unpacker = zlib.decompressobj(wbits=31)
    while packed := file.read(_PACKED):
        taken += len(packed)
        while packed := packed.lstrip(b"\0") if unpacker.eof else packed:
            if unpacker.eof:
                unpacker = zlib.decompressobj(wbits=31)
            piece = unpacker.decompress(packed)
            packed = unpacker.unused_data
            given += len(piece)
            if given > _CHUNK and given > MAX_RATIO * taken:
                raise InputError(
                    f"{id}: expands over {MAX_RATIO} times, like a bomb; unpack it yourself if you trust it"
                )
            if piece:
                yield piece
    if taken and not unpacker.eof:
        raise EOFError("it is cut short")


def _check_size(id: str, path: Path, cap: int) -> None:
    """Refuse by the size on disk, before a byte is read."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"{id}: {error.strerror or error}; check that the file is there and yours to read") from error
    if size > cap:
        raise InputError(f"{id}: {size >> 20} MiB, more than the {cap >> 20} MiB of one document; split it")


def _decoded(raw: bytes, encoding: str) -> Decoded:
    """A line as text, most of them the short way."""
    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError:
        return decode(raw)
    return Decoded(line, encoding) if "\r" not in line and "\0" not in line else decode(raw)


def _transcode(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8", "replace")


def _split(pieces: Iterator[bytes]) -> Iterator[bytes | None]:
    """Lines, or None for one longer than `MAX_LINE`, whose bytes are not held."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        *ends, rest = piece.split(b"\n")
        for end in ends:
            size += len(end)
            yield b"".join([*held, end]) if size <= MAX_LINE else None
            held.clear()
            size = 0
        size += len(rest)
        if size <= MAX_LINE:
            held.append(rest)
        else:
            held.clear()
    if size:
        yield b"".join(held) if size <= MAX_LINE else None
