"""Sentence pairs -> rows: tables, JSON, TMX and XLIFF files, and pairs of Moses files."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import NamedTuple

from aligner.errors import InputError, UsageError
from aligner.readers import tmx, xliff
from aligner.readers.files.capped import STDIN, TextLine, read_lines, read_stream_lines, read_text
from aligner.readers.files.discover import suffix_of
from aligner.readers.files.stream import PEEKED_BYTES, guess_suffix, stream_file
from aligner.readers.memory.units import Unit
from aligner.readers.tables.columns import find_columns
from aligner.readers.tables.head import MAX_HEAD_LINES, open_table, text_columns
from aligner.readers.tables.json_pairs import Parsed, json_rows, parse_line, parsed_value
from aligner.readers.tables.json_text import parse_items, parse_strictly
from aligner.readers.tables.pair_rows import BitextRow
from aligner.readers.tables.parquet_rows import parquet_rows
from aligner.readers.tables.row_unit import unit_of_fields
from aligner.readers.tables.spreadsheet import TAB

log = logging.getLogger(__name__)
_UNIT_READERS = {".tmx": tmx.read_units, **dict.fromkeys(xliff.SUFFIXES, xliff.read_units)}
MAX_SIDE_CHARS = 20_000  # a longer text is not a segment


class ReadOptions(NamedTuple):
    """How a corpus is read, where its contents are not to decide.

    columns : "EN,FR", the columns or keys of the texts, by number from 1 or by name
    stdin_format : suffix of the format of standard input
    """

    columns: str = ""
    stdin_format: str = ""


DEFAULTS = ReadOptions()


def read_pairs(paths: Sequence[Path], options: ReadOptions = DEFAULTS) -> Iterator[BitextRow]:
    """Read the rows of a corpus in order, one at a time; unusable rows come with their fault, which is also logged.

    What is not declared and was found by the contents (a header, other columns, French before English) is logged.

    Parameters
    ----------
    paths : sequence of Path
        Two files whose lines belong together (Moses); or one file. Its suffix, before that
        of a compressed file, decides how it is read: ``.tmx``; ``.xlf`` and other
        suffixes of XLIFF; ``.jsonl`` and ``.ndjson``; ``.json``, a list
        of objects; ``.parquet``; ``.csv``; any other as columns between tabs. Standard input (`STDIN`) shows by its
        first characters what it is.

    Raises
    ------
    InputError
        While iterating, when a file is binary, damaged, missing or without a row, lacks the
        columns that were chosen, or one of two Moses files ends before the other.
    UsageError
        When columns are chosen in a corpus that has none.
    """
    number = 0
    for row in _rows(paths, options):
        number += 1
        fault = row.fault or _fault(row)
        if fault:
            log.warning("line %d: %s", row.number, fault)
            yield row._replace(fault=fault)
        else:
            yield row
    if not number:
        raise InputError(f"{_name(paths[0])}: has no pair; it holds nothing but blanks or a header")


def _rows(paths: Sequence[Path], options: ReadOptions) -> Iterator[BitextRow]:
    path = paths[0]
    suffix = suffix_of_pairs(path, options.stdin_format)
    if options.columns and (len(paths) == 2 or suffix in _UNIT_READERS):
        raise UsageError("columns can be chosen only in a table or in JSON lines, not in TMX, XLIFF or two files")
    if len(paths) == 2:
        yield from _moses_rows(*paths)
    elif suffix in _UNIT_READERS:
        yield from _unit_rows(path, _UNIT_READERS[suffix])
    elif suffix in (".jsonl", ".ndjson"):
        yield from json_rows(map(parse_line, _lines(path)), options.columns, noting(_name(path)))
    elif suffix == ".json":
        values = enumerate(_json_values(path), 1)
        yield from json_rows((parsed_value(*value) for value in values), options.columns, noting(_name(path)))
    elif suffix == ".parquet":
        with _as_file(path) as file:
            rows = (Parsed(number, "", row) for number, row in enumerate(parquet_rows(_name(path), file), 1))
            yield from json_rows(rows, options.columns, noting(_name(path)))
    else:
        yield from _table_rows(path, options.columns, comma=suffix == ".csv")


def _lines(path: Path) -> Iterator[TextLine]:
    return read_stream_lines(_name(path), sys.stdin.buffer) if path == STDIN else read_lines(path.name, path)


def _name(path: Path) -> str:
    return "standard input" if path == STDIN else path.name


def noting(name: str) -> Callable[[str], None]:
    """Return a function that logs what was found in a file of this name, and how to overrule it."""
    return lambda found: log.warning("%s: %s; read so (--columns EN,FR to overrule)", name, found)


def is_french_first(head: Sequence[Sequence[str]], names: tuple[str, str]) -> bool:
    """Return whether the first of two files is French, by their first pairs of lines, and log it if so."""
    swapped = find_columns(head)[:2] == (1, 0)
    if swapped:
        log.warning("%s is French and %s English; read so", *names)
    return swapped


def suffix_of_pairs(path: Path, stdin_format: str) -> str:
    """Return the suffix of the format of a file of pairs; that of standard input is given, or shown by its start."""
    return suffix_of(path.name) if path != STDIN else "." + (stdin_format or _suffix_of_stream()).lower().lstrip(".")


def _suffix_of_stream() -> str:
    """Return the format of standard input, by its first characters, without reading it."""
    peek = getattr(sys.stdin.buffer, "peek", None)
    start: bytes = peek(PEEKED_BYTES)[:PEEKED_BYTES] if peek else b""
    suffix = guess_suffix(start)
    if suffix in (".html", ".xml"):
        return ".tmx"
    return suffix if suffix in (".tmx", ".xlf", ".jsonl", ".json", ".parquet") else ".tsv"


@contextmanager
def _as_file(path: Path) -> Iterator[Path]:
    """Give a file, or standard input copied to one, for formats that are not read line by line."""
    if path != STDIN:
        yield path
        return
    with stream_file(sys.stdin.buffer) as copy:
        yield copy


def _fault(row: BitextRow) -> str:
    if not row.en.strip() or not row.fr.strip():
        return "a side is empty"
    if "\0" in row.en or "\0" in row.fr:
        return "a NUL byte in the text"
    longest = max(len(row.en), len(row.fr))
    return f"a side of {longest:,} characters is too long for a segment" if longest > MAX_SIDE_CHARS else ""


def _table_rows(path: Path, chosen: str, *, comma: bool) -> Iterator[BitextRow]:
    table = open_table(_lines(path), comma=comma)
    head = table.cells
    columns = text_columns(table, _name(path), chosen, noting(_name(path)))
    english, french = columns.en, columns.fr
    needed = max(english, french) + 1
    header = head[0] if columns.header else []
    texts = [header[column] for column in (english, french)] if header else []
    # Lines between tabs may have further columns; between commas, others than the rest have come from wrong quotes.
    width = 0 if table.form.delimiter == TAB else len(head[0]) if columns.header else table.form.width
    for number, cells, _, fault in table.body() if columns.header else table.rows:
        if len(cells) < needed:
            yield BitextRow(number, fault=fault or _too_few(len(cells), needed), cells=cells)
        elif width and len(cells) != width:
            yield BitextRow(number, fault=fault or f"{len(cells)} columns, not {width}; check its quotes", cells=cells)
        else:
            en, fr = (cells[column].replace("\n", " ") for column in (english, french))
            unit = unit_of_fields(zip(header, cells, strict=False), texts) if header else None
            yield BitextRow(number, en, fr, fault, cells, unit=unit)


def _too_few(count: int, needed: int) -> str:
    number = "one column" if count == 1 else f"{count} columns"
    return f"{number} where {'two' if needed == 2 else needed} are needed"


def _json_values(path: Path) -> Iterator[object]:
    with _as_file(path) as file:
        text = read_text(_name(path), file).text
    try:
        yield from parse_items(text, parse_strictly)
    except ValueError as error:
        raise InputError(f"{_name(path)}: is not JSON ({error}); one object a line needs the suffix .jsonl") from error


def _unit_rows(path: Path, read_units: Callable[[str, Path], Iterator[Unit]]) -> Iterator[BitextRow]:
    with _as_file(path) as file:
        for unit in read_units(_name(path), file):
            for row in unit.rows:
                yield BitextRow(unit.number, row.left, row.right, cells=[row.left, row.right], unit=row.unit)
            for fault in unit.faults:
                yield BitextRow(unit.number, fault=fault)


def _moses_rows(first: Path, second: Path) -> Iterator[BitextRow]:
    lines = zip_longest(_lines(first), _lines(second))
    head = list(islice(lines, MAX_HEAD_LINES))
    texts = [[line.text if line else "" for line in pair] for pair in head]
    swapped = is_french_first(texts, (first.name, second.name))
    for number, (left, right) in enumerate(chain(head, lines), 1):
        if left is None or right is None:
            ended = first if left is None else second
            raise InputError(f"{ended.name}: ends at line {number - 1}, before the other file")
        en, fr = (right.text, left.text) if swapped else (left.text, right.text)
        yield BitextRow(number, en, fr, left.fault or right.fault, [left.text, right.text])
