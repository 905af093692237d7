"""Sentence pairs -> rows: TSV, JSON lines and TMX files, and pairs of Moses files."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from aligner.errors import InputError
from aligner.readers.capped_files import STDIN, TextLine, read_lines, read_stream_lines
from aligner.readers.tmx import read_units
from aligner.types import Skipped

log = logging.getLogger(__name__)
MAX_SIDE_CHARS = 20_000  # a longer text is not a segment
TEXT_KEYS = (("en", "fr"), ("en_text", "fr_text"), ("english", "french"))  # of a JSON row, the first that it has


class BitextRow(NamedTuple):
    """A row of a corpus.

    number : counted from 1, of the line or translation unit
    en, fr : its texts
    fault : the reason why it cannot be used, else ""
    cells : all columns of the line
    record : the object of a JSON line
    """

    number: int
    en: str = ""
    fr: str = ""
    fault: str = ""
    cells: Sequence[str] = ()
    record: Mapping[str, object] | None = None


def read_pairs(paths: Sequence[Path]) -> Iterator[BitextRow]:
    """Read the rows of a corpus in order, one at a time; unusable rows come with their fault, which is also logged.

    Parameters
    ----------
    paths : sequence of Path
        Two files whose lines belong together (Moses), English first; or one file. Its
        suffix, before a final ``.gz``, decides how it is read: ``.tmx``; ``.jsonl``, with the
        texts under en and fr, en_text and fr_text, or english and french; any other, and
        standard input (`STDIN`), as tab-separated columns that begin with English and French.

    Raises
    ------
    InputError
        While iterating, when a file is binary, damaged, empty or missing, or one of two
        Moses files ends before the other.
    """
    if len(paths) == 2:
        rows = _moses_rows(*paths)
    elif _has_suffix(paths[0], ".tmx"):
        rows = _tmx_rows(paths[0])
    elif _has_suffix(paths[0], ".jsonl"):
        rows = map(_json_row, _lines(paths[0]))
    else:
        rows = map(_tsv_row, _lines(paths[0]))
    for row in rows:
        fault = row.fault or _fault(row)
        if fault:
            log.warning("line %d: %s", row.number, fault)
        yield row._replace(fault=fault)


def _has_suffix(path: Path, suffix: str) -> bool:
    return path != STDIN and suffix in path.suffixes[-2:]


def _lines(path: Path) -> Iterator[TextLine]:
    return read_stream_lines("standard input", sys.stdin.buffer) if path == STDIN else read_lines(path.name, path)


def _fault(row: BitextRow) -> str:
    if not row.en.strip() or not row.fr.strip():
        return "a side is empty"
    if "\0" in row.en or "\0" in row.fr:
        return "a NUL byte in the text"
    longest = max(len(row.en), len(row.fr))
    return f"a side of {longest:,} characters is too long for a segment" if longest > MAX_SIDE_CHARS else ""


def _tsv_row(line: TextLine) -> BitextRow:
    cells = line.text.split("\t")
    if line.fault or len(cells) < 2:
        return BitextRow(line.number, fault=line.fault or "one column where two are needed", cells=cells)
    return BitextRow(line.number, cells[0], cells[1], cells=cells)


def _json_row(line: TextLine) -> BitextRow:
    if line.fault:
        return BitextRow(line.number, fault=line.fault)
    try:
        record = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        return BitextRow(line.number, fault=f"not JSON ({error})", cells=[line.text])
    if isinstance(record, dict):
        for keys in TEXT_KEYS:
            texts = [record.get(key) for key in keys]
            if all(isinstance(text, str) for text in texts):
                return BitextRow(line.number, str(texts[0]), str(texts[1]), cells=list(map(str, texts)), record=record)
    return BitextRow(line.number, fault="not an object with the keys en and fr", cells=[line.text])


def _tmx_rows(path: Path) -> Iterator[BitextRow]:
    for number, unit in enumerate(read_units(path.name, path), 1):
        if isinstance(unit, Skipped):
            yield BitextRow(number, fault=unit.reason)
        else:
            yield BitextRow(number, unit.left, unit.right, cells=[unit.left, unit.right])


def _moses_rows(en: Path, fr: Path) -> Iterator[BitextRow]:
    for number, (left, right) in enumerate(zip_longest(_lines(en), _lines(fr)), 1):
        if left is None or right is None:
            raise InputError(f"{(en if left is None else fr).name}: ends at line {number - 1}, before the other file")
        yield BitextRow(number, left.text, right.text, left.fault or right.fault, [left.text, right.text])
