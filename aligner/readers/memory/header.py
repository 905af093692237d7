"""The header of a TMX, which is read apart from its units: a corpus has one for all the memories that it is from."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from aligner.errors import InputError
from aligner.readers.files.capped import STDIN, read_markup_chunks
from aligner.readers.files.discover import suffix_of
from aligner.readers.markup.xml_repair import parse_repaired
from aligner.readers.memory.unit import read_annotations
from aligner.readers.memory.units import HEAD_BYTES, read_head
from aligner.types.units import HEADER_ATTRIBUTES, SIGNATURE, MemoryHeader, common_header

_START = re.compile(rb"<(?:[\w.-]+:)?header(?=[\s/>])", re.IGNORECASE)
_END = re.compile(rb"</(?:[\w.-]+:)?header\s*>", re.IGNORECASE)
_BODY = re.compile(rb"<(?:[\w.-]+:)?body(?=[\s/>])", re.IGNORECASE)
_EMPTY_END = b"/>"


def header_of_memories(paths: Iterable[Path]) -> MemoryHeader:
    """Return what the headers of the TMX files among some files have in common; of one file, that is its header.

    Of standard input, which must not have been read yet, only what has arrived is looked at, and stays there.
    """
    headers = (_read_header(path) for path in paths if path == STDIN or suffix_of(path.name) == ".tmx")
    return common_header([header for header in headers if header is not None])


def _read_header(path: Path) -> MemoryHeader | None:
    """Return the header of a file; None if it is no TMX, which those who read its units report."""
    head = read_head(_BODY.split(_beginning(path), maxsplit=1)[0])
    if head.root != "tmx":
        return None
    start = _START.search(head.text)
    if start is None:
        return MemoryHeader()
    end = _END.search(head.text, start.end())
    stop = end.end() if end else head.text.find(_EMPTY_END, start.end()) + len(_EMPTY_END)
    try:
        element = parse_repaired(head.text[start.start() : stop])
    except ValueError:
        return MemoryHeader()
    attributes, notes, properties = read_annotations(element, HEADER_ATTRIBUTES)
    return MemoryHeader(attributes, notes, tuple(each for each in properties if each[0] != SIGNATURE))


def _beginning(path: Path) -> bytes:
    if path == STDIN:
        peek = getattr(sys.stdin.buffer, "peek", None)
        return peek(HEAD_BYTES) if peek else b""
    data = b""
    for chunk in _chunks(path):
        data += chunk
        if len(data) >= HEAD_BYTES or _BODY.search(data):
            break
    return data


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        yield from read_markup_chunks(path.name, path)
    except InputError:
        return
