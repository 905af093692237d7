"""Rows of tables and of JSON lines, with their cells as bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise

from aligner.readers.files.capped import TextLine
from aligner.readers.raw.corpus import Places, RowsFile
from aligner.readers.raw.source import RawSource, line_starts, text_line, text_of
from aligner.readers.tables.columns import Columns
from aligner.readers.tables.head import MAX_HEAD_LINES, Table, open_table, text_columns
from aligner.readers.tables.json_pairs import Key, find_keys, parse_line, value_at
from aligner.readers.tables.spreadsheet import Form, read_rows

_ESCAPE = "surrogateescape"  # keeps bytes that are no UTF-8


class TableRows:
    """Rows with delimiters."""

    def __init__(self, form: Form, columns: tuple[int, int]) -> None:
        self._form, self._columns = form, columns

    def texts(self, raw: bytes) -> tuple[str, str]:
        """Return the texts of a row."""
        cells = _cells(text_of(raw), self._form)
        en, fr = (cells[column].replace("\n", " ") if column < len(cells) else "" for column in self._columns)
        return en, fr

    def compose(self, rows: tuple[Sequence[bytes], Sequence[bytes]]) -> bytes:
        """Return a row with other texts, quoted as they were."""
        host = rows[0][0].decode("utf-8", _ESCAPE)
        body = host.rstrip("\r\n")
        cells = self._written(body)
        for column, own in zip(self._columns, rows, strict=True):
            taken = [self._written(raw.decode("utf-8", _ESCAPE).rstrip("\r\n"))[column] for raw in own]
            cells[column] = taken[0] if len(taken) == 1 else self._joined(taken)
        return (self._form.delimiter.join(cells) + host[len(body) :]).encode("utf-8", _ESCAPE)

    def _written(self, text: str) -> list[str]:
        """Return the cells of a row as they are written, with their quotes."""
        delimiter = self._form.delimiter
        if '"' not in text:
            return text.split(delimiter)
        written, at = list[str](), 0
        for cell in _cells(text, self._form):
            ways = (cell, _quoted(cell), f" {_quoted(cell)}", f'"{cell}"')
            found = next((way for way in ways if text.startswith(way + delimiter, at) or text[at:] == way), None)
            if found is None:
                return [_quoted(cell) for cell in _cells(text, self._form)]
            written.append(found)
            at += len(found) + len(delimiter)
        return written

    def _joined(self, written: Sequence[str]) -> str:
        """Return cells as one, in quotes if some were."""
        one_column = Form(self._form.delimiter, 1, self._form.quoted)
        text = " ".join(cell for own in written for cell in _cells(own, one_column))
        return text if text == " ".join(written) else _quoted(text)


def _cells(text: str, form: Form) -> list[str]:
    if '"' not in text:
        return text.split(form.delimiter)
    lines = (TextLine(number, line, "utf-8") for number, line in enumerate(text.split("\n"), 1))
    return next(iter(read_rows(lines, form))).cells


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def open_rows(source: RawSource, suffix: str, chosen: str, note: Callable[[str], None]) -> RowsFile:
    """Return a table as a corpus.

    Raises
    ------
    InputError
        When it lacks the chosen columns.
    """
    starts = list(line_starts(source))
    table = open_table(
        (text_line(number, source.data[start:stop]) for number, (start, stop) in enumerate(pairwise(starts), 1)),
        comma=suffix == ".csv",
    )
    columns = text_columns(table, source.name, chosen, note)
    form = TableRows(table.form, (columns.en, columns.fr))
    return RowsFile(source, Places.of(_row_places(table, columns, starts)), form)


def _row_places(table: Table, columns: Columns, starts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the places of rows that have both columns; others stay between them."""
    before: tuple[int, int] | None = None  # start and number of the row whose end is not known yet
    for row in table.body() if columns.header else table.rows:
        if before:
            yield before[0], starts[row.number - 1], before[1]
        is_pair = not row.fault and len(row.cells) > max(columns.en, columns.fr) and any(map(str.strip, row.cells))
        before = (starts[row.number - 1], row.number) if is_pair else None
    if before:
        yield before[0], starts[-1], before[1]


class JsonRows:
    """Lines with an object each."""

    def __init__(self, keys: tuple[Key, Key]) -> None:
        self._keys = keys

    def texts(self, raw: bytes) -> tuple[str, str]:
        """Return the texts of an object."""
        record = parse_line(text_line(0, raw)).record or {}
        en, fr = (str(value_at(record, key) or "").replace("\n", " ") for key in self._keys)
        return en, fr

    def compose(self, rows: tuple[Sequence[bytes], Sequence[bytes]]) -> bytes:
        """Return an object with other texts, its other values and blanks as they were."""
        host = rows[0][0].decode("utf-8", _ESCAPE)
        for key, own in zip(self._keys, rows, strict=True):
            if list(own) != [rows[0][0]]:
                records = [parse_line(text_line(0, raw)).record or {} for raw in own]
                host = _with_text(host, key, " ".join(str(value_at(record, key) or "") for record in records))
        return host.encode("utf-8", _ESCAPE)


def _with_text(line: str, key: Key, text: str) -> str:
    written = json.dumps(text, ensure_ascii=line.isascii())
    record = json.loads(line)
    own = value_at(record, key)
    for match in re.finditer(f'{re.escape(json.dumps(key[-1], ensure_ascii=line.isascii()))}\\s*:\\s*"', line):
        value, end = json.decoder.scanstring(line, match.end())  # type: ignore[attr-defined]
        if value == own:
            return line[: match.end() - 1] + written + line[end:]
    inner = record
    for name in key[:-1]:
        inner = inner[name]
    inner[key[-1]] = text
    return json.dumps(record, ensure_ascii=line.isascii()) + line[len(line.rstrip("\r\n")) :]


def open_records(source: RawSource, chosen: str, note: Callable[[str], None]) -> RowsFile:
    """Return JSON lines as a corpus.

    Raises
    ------
    InputError
        When they lack the chosen keys.
    """
    starts = list(line_starts(source))
    lines = enumerate(pairwise(starts), 1)
    parsed = (
        (place, number, parse_line(text_line(number, source.data[slice(*place)])).record) for number, place in lines
    )
    head = list(islice(parsed, MAX_HEAD_LINES))
    keys = find_keys([record for _, _, record in head if record is not None], chosen, note)

    def places() -> Iterator[tuple[int, int, int]]:
        for rows in (head, parsed):
            for (start, stop), number, record in rows:
                if record is not None and all(isinstance(value_at(record, key), str) for key in keys):
                    yield start, stop, number

    return RowsFile(source, Places.of(places()), JsonRows(keys))
