"""Tables, .csv and .tsv: stories under a header with a text column, or aligned sentences in two columns."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

from aligner.errors import InputError
from aligner.readers.aligned_rows import AlignedRow, aligned_documents
from aligner.readers.fields import TEXT_KEYS, record_document
from aligner.readers.files.capped import read_lines
from aligner.readers.tables.columns import Columns, find_columns, has_words
from aligner.readers.tables.head import Table, open_table
from aligner.readers.tables.row_unit import unit_of_fields
from aligner.readers.tables.spreadsheet import TAB, Row
from aligner.types import RawDocument, Side, Skipped

log = logging.getLogger(__name__)
_ALIGNED_WIDTHS = (2, 5)  # of tables without header: two texts, or the columns that aligner writes


def read_csv(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read stories under a header with a text column, or aligned sentences, between commas, semicolons or tabs."""
    yield from _documents(id, open_table(read_lines(id, path), comma=True))


def read_tsv(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    r"""Read stories under a header with a text column, or aligned sentences, between tabs.

    Aligned sentences are ``english\tfrench`` lines or the reverse, with other columns around them or without. A header
    such as ``en\tfr`` names the columns; without one they are found by their language.
    """
    yield from _documents(id, open_table(read_lines(id, path)))


def _documents(id: str, table: Table) -> Iterator[RawDocument | Skipped]:
    cells = table.cells
    columns = find_columns(cells, table.form.width)
    header = [cell.strip().lower() for cell in cells[0]] if cells else []
    stories = not set(header).isdisjoint(TEXT_KEYS)
    if stories and not columns.header and (len(header) > 1 or table.form.delimiter != TAB):
        for row in table.body():
            if row.fault or any(row.cells):
                yield _story(id, row, header)
        return
    _check(id, table, columns)
    if columns.guessed:
        log.warning("%s: %s; read so, name the columns en and fr in a header to overrule", id, columns.described())
    left, right = sorted((columns.en, columns.fr))
    sides: tuple[Side | None, Side | None] = (None, None)
    if columns.known:
        sides = ("en", "fr") if columns.en < columns.fr else ("fr", "en")
    rows = table.body() if columns.header else table.rows
    width = len(header) if columns.header else table.form.width
    names = cells[0] if columns.header else [""] * width
    yield from aligned_documents(id, _aligned_rows(id, rows, (left, right), names), sides)


def _check(id: str, table: Table, columns: Columns) -> None:
    """Raise InputError for a table that has no aligned sentences."""
    if columns.header:
        return
    width = table.form.width
    texts = all(has_words(table.cells, column) for column in (columns.en, columns.fr))
    usual = width in _ALIGNED_WIDTHS and (texts or table.form.delimiter == TAB)
    if width > max(columns.en, columns.fr) and (columns.known or usual):
        return
    keys = ", ".join(TEXT_KEYS)
    raise InputError(
        f"{id}: no text column (one of {keys}) in its first line, and neither two columns of aligned sentences "
        "nor a header with en and fr"
    )


def _story(id: str, row: Row, header: Sequence[str]) -> RawDocument | Skipped:
    number, cells = row.number, row.cells
    if row.fault:
        return Skipped(f"{id}#{number}", row.fault)
    if len(cells) != len(header):
        return Skipped(f"{id}#{number}", f"line {number} has {len(cells)} columns, the header {len(header)}")
    return record_document(dict(zip(header, cells, strict=True)), file=id, number=number, encoding=row.encoding)


def _aligned_rows(
    id: str, rows: Iterator[Row], columns: tuple[int, int], names: Sequence[str]
) -> Iterator[AlignedRow | Skipped]:
    left, right = columns
    texts, width = (names[left], names[right]), len(names)
    for number, cells, encoding, fault in rows:
        if fault:
            yield Skipped(f"{id}#{number}", fault)
        elif len(cells) != width:
            if any(map(str.strip, cells)):
                yield Skipped(f"{id}#{number}", f"line {number} has {len(cells)} columns, not {width}")
        elif (one := cells[left]).strip() and (other := cells[right]).strip():
            unit = unit_of_fields(zip(names, cells, strict=True), texts) if names[left] else None
            yield AlignedRow(one.replace("\n", " "), other.replace("\n", " "), encoding, unit)
        elif any(map(str.strip, cells)):
            yield Skipped(f"{id}#{number}", f"line {number} has only one of the two texts")
