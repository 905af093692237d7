"""Damage files at random, reproducibly: bytes, lines, tokens of their formats, nesting, archives, growth."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence

MAX_INPUT_BYTES = 1_000_000
_GROWN_BYTES = 300_000, 950_000  # of an input that repeats one piece
_GROWN_SHARE = 0.02  # of all inputs: large ones take most of the time
_MAX_MUTATIONS = 4
_SPLICED_SHARE = 0.15  # of mutations
_MAX_PIECE_BYTES = 60
_ZIP_METHODS = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA

# What the formats give a meaning to, and what has broken programs that read them.
_TOKENS = [
    token.encode("utf-8", "surrogatepass")
    for token in (
        *(
            "\0",
            "\x0b",
            "\x1b[31m",
            "\x1f",
            "\x7f",
            "\x85",
            "\u2028",
            "\ufeff",
            "\u202e",
            "\ud800",
            "\U000e0041",
            "\u0301",
        ),
        *(
            "\r",
            "\n",
            "\r\n",
            "\n\n",
            "\t",
            "  ",
            "\u00a0",
            "-\n",
            "\n> ",
            "\n\t",
            ",",
            ";",
            '"',
            '""',
            '"\n',
            "'",
            "|",
        ),
        *(
            "&",
            "&amp;",
            "&nbsp;",
            "&eacute;",
            "&bogus;",
            "&#0;",
            "&#x1F;",
            "&#xD800;",
            "&#99999999;",
            "&amp;#39;",
            "&a;",
        ),
        *("<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0' encoding='utf-16'?>", "<?pi?>"),
        *(
            '<!DOCTYPE x [<!ENTITY a "b">]>',
            "<tu>",
            "</tu>",
            "<tuv xml:lang='fr'>",
            "<seg>",
            "</seg>",
            "<ph/>",
            "<sub>",
        ),
        *(
            "<b>",
            "<div>",
            "</p>",
            "<q>",
            "<sup>2</sup>",
            "<table><tr><td>",
            "<script>",
            "<math>",
            "<a href='x'>",
            "<pre>",
        ),
        *(
            "[",
            "]",
            "{",
            "}",
            "[[[[[[",
            '{"a":',
            "NaN",
            "1e999",
            "-Infinity",
            '"\\ud800"',
            "null",
            "true",
            "0" * 400,
            "\\",
        ),
        *("```", "****", "> > > >", "- [ ] ", "[^1]: ", "# ", "---\n", "| a | b |", "![](", "`", "~~~", "<!--", "$$"),
        *(
            "charset=utf-7",
            "encoding='cp037'",
            "encoding='x'",
            "xml:lang='zz'",
            "xmlns='urn:x'",
            "en\tfr\n",
            "text,id\n",
        ),
        *("\u00ab ", " \u00bb", "M. ", "p.m. ", "...", "?!", "1 000 000,5", "10^6", "http://", "a@b.c", "\U0001f600"),
    )
]
_OPENERS = [
    *(
        b"<div>",
        b"<b>",
        b"<ul><li>",
        b"<table><tr><td>",
        b"<a href=x>",
        b"<q>",
        b"<hi>",
        b"<sub>",
        b"<p>",
        b"<!--",
        b"<",
    ),
    *(
        b"[",
        b'{"a":',
        b'"',
        b"(",
        b"&",
        b"&amp;",
        b"> ",
        b"* ",
        b"- - ",
        b"![",
        b"**",
        b"`",
        b"\t",
        b"\n",
        b"a,",
        b"a ",
    ),
    *(
        b". ",
        b"...",
        b"1.",
        b"\xc3\x83",
        b"\xff",
        b"\0",
        b"-\n",
        b"Mr. ",
        b"A b.\n",
        b"<tu/>",
        b"x" * 999,
        b"\xe2\x80\x8b",
    ),
]

Mutation = Callable[[random.Random, bytes], bytes]


def mutate(draw: random.Random, data: bytes, others: Sequence[bytes], suffix: str) -> bytes:
    """Return a damaged copy of a file, of at most `MAX_INPUT_BYTES`.

    Parameters
    ----------
    others : sequence of bytes
        Files from which pieces may be taken.
    suffix : str
        Of the file. The parts of a ``.docx`` are damaged before they are packed, or the archive after it; a
        ``.gz`` likewise.
    """
    if suffix == ".docx" and draw.random() < 0.7:
        damaged = _repack(draw, data, others)
    elif suffix == ".gz" and draw.random() < 0.7:
        damaged = gzip.compress(_mutate_bytes(draw, gzip.decompress(data), others), 1, mtime=0)
    else:
        damaged = _mutate_bytes(draw, data, others)
    return damaged[:MAX_INPUT_BYTES]


def _mutate_bytes(draw: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    if draw.random() < _GROWN_SHARE:
        return _grow(draw, data)
    for _ in range(draw.randint(1, _MAX_MUTATIONS)):
        splice = draw.random() < _SPLICED_SHARE
        data = _splice(draw, data, draw.choice(others)) if splice else draw.choice(_MUTATIONS)(draw, data)
    return data


def _repack(draw: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Damage one or two parts of an archive, drop, double or rename one, or change how it is packed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(part.filename, archive.read(part)) for part in archive.infolist()]
    for _ in range(draw.randint(1, 2)):
        number = draw.randrange(len(parts))
        name, content = parts[number]
        kind = draw.random()
        if kind < 0.7:
            parts[number] = name, _mutate_bytes(draw, content, others)
        elif kind < 0.8 and len(parts) > 1:
            del parts[number]
        elif kind < 0.9:
            parts.append(("word/document.xml", content))
        else:
            parts[number] = draw.choice(("../x", "word/", "WORD/DOCUMENT.XML", "a" * 300, name + "\N{BULLET}")), content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", draw.choice(_ZIP_METHODS)) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, archive.compression)
    data = packed.getvalue()
    return _flip(draw, data) if draw.random() < 0.3 else data


def _position(draw: random.Random, data: bytes) -> int:
    return draw.randint(0, len(data))


def _piece(draw: random.Random, data: bytes) -> tuple[int, int]:
    start = _position(draw, data)
    return start, min(len(data), start + draw.randint(1, _MAX_PIECE_BYTES))


def _flip(draw: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.randint(1, 8) if data else 0):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _delete(draw: random.Random, data: bytes) -> bytes:
    start, end = _piece(draw, data)
    return data[:start] + data[end:]


def _double(draw: random.Random, data: bytes) -> bytes:
    start, end = _piece(draw, data)
    return data[:start] + data[start:end] * draw.randint(2, 30) + data[end:]


def _insert_token(draw: random.Random, data: bytes) -> bytes:
    at = _position(draw, data)
    return data[:at] + draw.choice(_TOKENS) * draw.choice((1, 1, 1, 2, 40)) + data[at:]


def _replace_by_token(draw: random.Random, data: bytes) -> bytes:
    start, end = _piece(draw, data)
    return data[:start] + draw.choice(_TOKENS) + data[end:]


def _truncate(draw: random.Random, data: bytes) -> bytes:
    return data[: _position(draw, data)]


def _behead(draw: random.Random, data: bytes) -> bytes:
    return data[_position(draw, data) :]


def _swap_lines(draw: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    draw.shuffle(lines)
    return b"".join(lines)


def _nest(draw: random.Random, data: bytes) -> bytes:
    at = _position(draw, data)
    return data[:at] + draw.choice(_OPENERS) * draw.choice((50, 700, 5000)) + data[at:]


def _change_line_ends(draw: random.Random, data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(b"\n", draw.choice((b"\r", b"\r\n", b"\n\n", b"\n\t", b" ", b"\x0b")))


def _recode(draw: random.Random, data: bytes) -> bytes:
    encoding = draw.choice(("utf-16", "utf-16-be", "utf-32", "cp1252", "latin-1", "cp037", "utf-7", "utf-8-sig"))
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def _mojibake(draw: random.Random, data: bytes) -> bytes:
    return data.decode(draw.choice(("cp1252", "latin-1", "mac_roman")), "replace").encode("utf-8")


def _compress(draw: random.Random, data: bytes) -> bytes:
    return draw.choice((gzip.compress(data, 1, mtime=0), zlib.compress(data)))


def _splice(draw: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = sorted((_position(draw, other), _position(draw, other)))
    at = _position(draw, data)
    return data[:at] + other[start:end] + data[at:]


def _grow(draw: random.Random, data: bytes) -> bytes:
    """Repeat one piece of the file, or what opens a structure, until it is large."""
    start, end = sorted((_position(draw, data), _position(draw, data)))
    piece = draw.choice((data[start:end], draw.choice(_OPENERS), draw.choice(_TOKENS))) or b" "
    repeated = piece * (draw.randint(*_GROWN_BYTES) // len(piece) + 1)
    return data[:start] + repeated + data[draw.choice((start, end)) :]


_MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _flip, _delete, _double, _insert_token, _insert_token, _insert_token, _replace_by_token, _truncate),
    *(_behead, _swap_lines, _nest, _change_line_ends, _recode, _mojibake, _compress),
)
