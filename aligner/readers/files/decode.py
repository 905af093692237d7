"""Bytes -> text in whatever encoding; English and French are tried first."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import NamedTuple

# The longer ones first: UTF-32's begins with UTF-16's.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Ties go to the first: the Western code pages agree on most of French.
_WESTERN_ENCODINGS = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_SAMPLE_BYTES = 1 << 20  # read to guess an encoding
_NO_CHARACTER_SETS = frozenset(("idna", "unicode_escape", "raw_unicode_escape"))  # Python calls them encodings
_ASCII = bytes(range(128))
_CHECKED_CHARS = 65_536  # checked for control characters
_HEAD_BYTES = 4096  # read to recognise UTF-16 without a byte order mark, or to find XML's declaration
_XML_DECLARATION = re.compile(rb"""\A\s*<\?xml\s[^<>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")

# How files of other formats begin.
SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "gzip data without .gz in its name"),
    (b"\xfd7zXZ\0", "xz data without .xz in its name"),
    (b"\x28\xb5\x2f\xfd", "zstd data without .zst in its name"),
)

# Characters beyond ASCII where English and French use them; a wrong code page puts them elsewhere
# (a capital after a small letter) or gives others.
_EXPECTED_CHARACTER = re.compile(
    "(?<![0-9])[àâäçèéêëîïôöùûüÿœæáíóúñ]"
    "|(?<![0-9a-zà-ÿ])[ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜŒÆÁÓÚÑ]"
    "|[«»‘’“”–—…€£°©•·²³\N{NO-BREAK SPACE}]"
    "|(?<![A-Za-zÀ-ÿ'])[¼½¾](?![A-Za-zÀ-ÿ])"
)
# No English or French word has three accented letters in a row; Russian read as cp1252 does.
_ACCENTED_RUN = re.compile("[À-ÖØ-öø-ÿŒœ]{3,}")
_SURROGATE_LEAD = 0xED  # begins a lone surrogate in UTF-8
_UNDECODED_BYTES = re.compile("[\udc80-\udcff]+")
_SURROGATE_OR_NUL = re.compile("[\ud800-\udfff\0]")
_CONTROL_CHARACTER = re.compile("[\x01-\x08\x0e-\x1f\x7f]")


class Decoded(NamedTuple):
    """A text and its encoding under Python's name."""

    text: str
    encoding: str


def decode(data: bytes, declared: str | None = None) -> Decoded:
    r"""Decode the bytes of one text to a string with ``\n`` line ends.

    The first that applies: a byte order mark; UTF-8; `declared`, the encoding that
    the format names; the Western code page whose result looks most like English or
    French; the guess of charset-normalizer. UTF-8 with stray bytes stays UTF-8, with
    those bytes decoded as cp1252 ("utf-8+cp1252").

    Raises
    ------
    ValueError
        When the bytes are not text; the message is the reason.
    """
    encoding = bom_encoding(data)
    if encoding is not None:
        return Decoded(normalise(data.decode(encoding, "replace")), encoding)
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            raise ValueError(f"is {kind}, not text; save it as text first")
    if b"\0" in data:
        raise ValueError("is binary (it has NUL bytes); give a text file")
    try:
        decoded = Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        decoded = _guess(data, error.start, declared)
    sample = decoded.text[:_CHECKED_CHARS]
    if len(_CONTROL_CHARACTER.findall(sample)) * 50 > len(sample):
        raise ValueError("is binary (it is full of control characters); give a text file")
    return Decoded(normalise(decoded.text), decoded.encoding)


def bom_encoding(data: bytes) -> str | None:
    """Return the encoding shown by a byte order mark or by the zero bytes of unmarked UTF-16, None without either."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return "utf-8-sig" if encoding == "utf-8" else encoding
    head = data[:_HEAD_BYTES]
    # Nearly every second byte of unmarked UTF-16 is 0 in a Latin script.
    for encoding, high, low in (("utf-16-le", head[1::2], head[0::2]), ("utf-16-be", head[0::2], head[1::2])):
        if len(head) >= 4 and high.count(0) * 2 > len(high) and low.count(0) * 20 <= len(low):
            return encoding
    return None


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that an XML declaration at the beginning of `data` names, None if there is none."""
    match = _XML_DECLARATION.match(data[:_HEAD_BYTES])
    return match[1].decode() if match else None


def known_encoding(declared: str | None) -> str | None:
    """Return Python's name of a declared encoding, None without one, for a kind of UTF, and if ASCII is no part of it.

    HTML's ISO-8859-1 is cp1252.
    """
    try:
        name = codecs.lookup(declared or "").name
        contains_ascii = _ASCII.decode(name) == _ASCII.decode("ascii")
    except (LookupError, ValueError):
        return None
    if name.startswith("utf") or name in _NO_CHARACTER_SETS or not contains_ascii:
        return None
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def normalise(text: str) -> str:
    r"""Make all line ends ``\n``, remove a byte order mark, and replace NUL and lone surrogates by U+FFFD."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    return _SURROGATE_OR_NUL.sub("\N{REPLACEMENT CHARACTER}", text)


def _guess(data: bytes, start: int, declared: str | None) -> Decoded:
    """Decode bytes that are not UTF-8 at `start`."""
    if data[start] == _SURROGATE_LEAD:
        with suppress(UnicodeDecodeError):  # two surrogates are one character, as Java and some databases write it
            pairs = data.decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass")
            return Decoded(pairs.decode("utf-16", "replace"), "utf-8")
    first = max(0, start - 4096)
    while first > 0 and data[first] & 0xC0 == 0x80:  # not in the middle of a character
        first -= 1
    sample = data[first : start + _SAMPLE_BYTES]
    escaped = sample.decode("utf-8", "surrogateescape")
    undecoded = sum(map(len, _UNDECODED_BYTES.findall(escaped)))
    decoded = len(escaped) - len(escaped.encode("ascii", "ignore")) - undecoded
    if decoded >= undecoded:
        text = data.decode("utf-8", "surrogateescape")
        return Decoded(_UNDECODED_BYTES.sub(_as_cp1252, text), "utf-8+cp1252")
    encoding = known_encoding(declared) or _western(sample) or _detected(sample)
    return Decoded(data.decode(encoding, "replace"), encoding)


def _as_cp1252(match: re.Match[str]) -> str:
    return match[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _western(sample: bytes) -> str | None:
    """Return the code page that turns most bytes beyond ASCII into expected characters, None below one half."""
    best, best_share = None, 0.5
    beyond = len(sample.translate(None, _ASCII))
    for encoding in _WESTERN_ENCODINGS:
        text = _ACCENTED_RUN.sub("", sample.decode(encoding, "replace"))
        share = len(_EXPECTED_CHARACTER.findall(text)) / beyond
        if share > best_share:
            best, best_share = encoding, share
        if best_share >= 1:
            break
    return best


def _detected(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:65536]).best()
    if best is None:
        raise ValueError("is binary or in an unknown encoding; save it as UTF-8")
    return best.encoding
