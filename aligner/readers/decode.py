"""Bytes -> text, whatever they were saved in; English and French first."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Ties go to the first: the Western code pages agree on most of French.
_WESTERN = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_SAMPLE = 1 << 20  # bytes looked at to tell an encoding

# What a file that is no text begins with, and what it is.
_OTHERS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "gzip data without .gz in its name"),
)

# Characters beyond ASCII where English and French use them; a wrong code page puts them elsewhere
# (a capital after a small letter) or gives others.
_EXPECTED = re.compile(
    "(?<![0-9])[àâäçèéêëîïôöùûüÿœæáíóúñ]"
    "|(?<![0-9a-zà-ÿ])[ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŒÆÁÓÚÑ]"
    "|[«»‘’“”–—…€£°©•·²³\N{NO-BREAK SPACE}]"
    "|(?<![A-Za-zÀ-ÿ'])[¼½¾](?![A-Za-zÀ-ÿ])"
)
_RUN = re.compile("[À-ÖØ-öø-ÿŒœ]{3,}")  # no English or French word has three in a row; Russian read as cp1252 does
_ESCAPED = re.compile("[\udc80-\udcff]+")
_SURROGATE = re.compile("[\ud800-\udfff\0]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")


class Decoded(NamedTuple):
    """Text and the encoding it was in, as Python calls it."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    r"""Turn the bytes of one text into a string with ``\n`` line ends.

    A byte order mark decides; then UTF-8; then `declared`, where a format names
    its encoding; then the Western code page whose result looks most like English
    or French; charset-normalizer is asked only when none does. UTF-8 with stray
    bytes stays UTF-8, those bytes being read as cp1252 ("utf-8+cp1252").

    Raises
    ------
    ValueError
        With the reason, when the bytes are no text.
    """
    encoding = bom_encoding(data)
    if encoding is not None:
        return Decoded(normalise(data.decode(encoding, "replace")), encoding)
    for mark, what in _OTHERS:
        if data.startswith(mark):
            raise ValueError(f"is {what}, not text; save it as text first")
    if b"\0" in data:
        raise ValueError("is binary (it has NUL bytes); give a text file")
    try:
        decoded = Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        decoded = _guess(data, error.start, declared)
    sample = decoded.text[:65536]
    if len(_CONTROL.findall(sample)) * 50 > len(sample):
        raise ValueError("is binary (it is full of control characters); give a text file")
    return Decoded(normalise(decoded.text), decoded.encoding)


def bom_encoding(data: bytes) -> str | None:
    """The encoding that a byte order mark tells, or where zeros stand in the first bytes; None when neither does."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return "utf-8-sig" if encoding == "utf-8" else encoding
    head = data[:4096]
    # Nearly every second byte of unmarked UTF-16 is 0 in a Latin script.
    for encoding, high, low in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        if len(head) >= 4 and high.count(0) * 2 > len(high) and low.count(0) * 20 <= len(low):
            return encoding
    return None


def normalise(text: str) -> str:
    r"""Line ends as ``\n``; what no UTF-8 file can hold (half surrogates) and NUL as U+FFFD; no byte order mark."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _guess(data: bytes, start: int, declared: str | None) -> Decoded:
    """Decode what is not UTF-8 from byte `start` on."""
    first = max(0, start - 4096)
    while first > 0 and data[first] & 0xC0 == 0x80:  # not in the middle of a character
        first -= 1
    sample = data[first : start + _SAMPLE]
    escaped = sample.decode("utf-8", "surrogateescape")
    damaged = sum(map(len, _ESCAPED.findall(escaped)))
    whole = sum(not character.isascii() for character in escaped) - damaged
    if whole >= damaged:
        text = data.decode("utf-8", "surrogateescape")
        return Decoded(_ESCAPED.sub(_as_cp1252, text), "utf-8+cp1252")
    encoding = _known(declared) or _western(sample) or _any(sample)
    return Decoded(data.decode(encoding, "replace"), encoding)


def _as_cp1252(match: re.Match[str]) -> str:
    return match[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _known(declared: str | None) -> str | None:
    """`declared` as Python calls it; what HTML calls ISO-8859-1 is cp1252, and UTF-8 has failed already."""
    try:
        info = codecs.lookup(declared or "")
    except (LookupError, ValueError):
        return None
    name = "cp1252" if info.name in ("iso8859-1", "ascii") else info.name
    text_encoding = getattr(info, "_is_text_encoding", True)
    return name if text_encoding and not name.startswith("utf") else None


def _western(sample: bytes) -> str | None:
    """The Western code page under which most characters beyond ASCII are expected ones; None if under half are."""
    best, most = None, 0.5
    beyond = sum(byte > 127 for byte in sample)
    for encoding in _WESTERN:
        share = len(_EXPECTED.findall(_RUN.sub("", sample.decode(encoding, "replace")))) / beyond
        if share > most:
            best, most = encoding, share
    return best


def _any(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:65536]).best()
    if best is None:
        raise ValueError("is binary or in an unknown encoding; save it as UTF-8")
    return best.encoding
