"""Compressed files as bytes, under caps: none expands like a bomb or needs the memory of the whole machine."""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Protocol

from aligner.errors import InputError, message_of

MAX_RATIO = 200  # of expansion; text shrinks to a tenth, a table of equal rows to a hundredth
MAX_LZMA_BYTES = 256 << 20  # of memory for xz data; its strongest usual level needs a quarter
_READ_BYTES = 1 << 13  # of compressed data per step
_CHUNK_BYTES = 8 << 20  # of what a step may expand to at once
_FREE_BYTES = 1 << 18  # to which any file may expand, however small it is


class Decompressor(Protocol):
    """What decompresses one part of a file, as bz2 and lzma define it."""

    @property
    def eof(self) -> bool:
        """Whether the part has ended."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether it has nothing left to give without more data."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What follows the part."""
        ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Return what data expand to; if that is longer, the next call returns the rest."""
        ...


class _Gzip:
    """Gzip data under the same interface."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max(max_length, 0))


def _zstd() -> Decompressor:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd.ZstdDecompressor()  # refuses windows over 128 MiB


def _xz() -> Decompressor:
    return lzma.LZMADecompressor(memlimit=MAX_LZMA_BYTES)


COMPRESSIONS: dict[str, Callable[[], Decompressor]] = {
    ".gz": _Gzip,
    ".bz2": bz2.BZ2Decompressor,
    ".xz": _xz,
    ".zst": _zstd,
}
_NAMES = {".gz": "gzip"}


def compression_of(name: str) -> str:
    """Return the suffix of a compressed file, in lower case, "" if the name has none."""
    return next((suffix for suffix in COMPRESSIONS if name.lower().endswith(suffix)), "")


def without_compression(name: str) -> str:
    """Return the name of a file in lower case, without the suffix of a compressed one."""
    return name.lower().removesuffix(compression_of(name))


def decompressed(id: str, file: IO[bytes], suffix: str) -> Iterator[bytes]:
    """Yield the contents of compressed data, part by part: gzip and the others allow several in one file.

    The modules' own file objects report neither how many compressed bytes they have read, nor limit what they expand
    to.

    Raises
    ------
    InputError
        When the data are damaged, or expand like a decompression bomb.
    """
    start = COMPRESSIONS[suffix]
    size_in = size_out = 0
    decompressor = start()
    while data := file.read(_READ_BYTES):
        size_in += len(data)
        while data or not (decompressor.needs_input or decompressor.eof):
            if decompressor.eof:
                data = data.lstrip(b"\0")  # padding
                if not data:
                    break
                decompressor = start()
            try:
                chunk = decompressor.decompress(data, _CHUNK_BYTES)
            except Exception as error:  # each module has a class of its own for it
                raise _damaged(id, suffix, message_of(error)) from error
            data = decompressor.unused_data
            size_out += len(chunk)
            if size_out > _FREE_BYTES and size_out > MAX_RATIO * size_in:
                raise InputError(
                    f"{id}: expands over {MAX_RATIO} times, like a bomb; unpack it yourself if you trust it"
                )
            if chunk:
                yield chunk
    if size_in and not decompressor.eof:
        raise _damaged(id, suffix, "it is cut short")


def _damaged(id: str, suffix: str, reason: str) -> InputError:
    name = _NAMES.get(suffix, suffix.lstrip("."))
    return InputError(f"{id}: damaged {name} data ({reason}); fetch or compress the file again")
