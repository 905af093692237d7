"""A workbook for Excel and LibreOffice, for colleagues who have no other tool. It needs XlsxWriter."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from itertools import zip_longest
from pathlib import Path
from typing import IO, Literal, NamedTuple

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aligner.types import Corpus, Segment
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import valid
from aligner.writers.translation_units import segment_id

log = logging.getLogger(__name__)
MAX_CELL_CHARS = 32_767  # of Excel, counted as UTF-16 does
MAX_ROWS = 1 << 20  # of a sheet, with its header
MADE = datetime(1980, 1, 1, tzinfo=timezone.utc)  # equal runs give equal bytes
_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")


class _Column(NamedTuple):
    name: str
    width: int
    kind: Literal["text", "number"]


COLUMNS = (
    _Column("English", 60, "text"),
    _Column("French", 60, "text"),
    _Column("Confidence", 11, "number"),
    _Column("Doubts", 40, "text"),
    _Column("Findings", 40, "text"),
    _Column("English document", 24, "text"),
    _Column("French document", 24, "text"),
    _Column("Reviewed by", 16, "text"),
    _Column("Id", 18, "text"),
)


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.xlsx``; every text is a text, also one that begins like a formula.

    What does not fit into a cell goes on in the row below, and what does not fit into a sheet goes on in the next.
    """
    path = folder / "corpus.xlsx"
    with open_atomic(path) as handle, _book(handle.buffer) as book:
        sheets = _Sheets(book)
        for segment in corpus.segments:
            if segment.kept:
                sheets.add(_cells(segment))
        sheets.finish()
    for line in sheets.notes():
        log.warning("%s: %s", path.name, line)
    return [path]


@contextmanager
def _book(file: IO[bytes]) -> Iterator[xlsxwriter.Workbook]:
    """Yield a workbook that is written to a file, row by row, and raises OSError as files do."""
    try:
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            book.use_zip64()
            book.set_properties({"created": MADE})
            yield book
    except FileCreateError as error:
        raise error.args[0] from error


def _cells(segment: Segment) -> list[str | float]:
    return [
        segment.en_text,
        segment.fr_text,
        round(segment.confidence, 4),
        "\n".join(reason.text for reason in segment.reasons),
        "\n".join(f"{finding.severity} {finding.code}: {finding.message}" for finding in segment.findings),
        segment.en_doc,
        segment.fr_doc,
        ", ".join(segment.reviewed_by),
        segment_id(segment),
    ]


class _Sheets:
    """The sheets of a workbook, each begun when the one before is full."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        top = {"valign": "top"}
        # In a cell of the format @, what begins with = stays a text, even after somebody has edited it.
        self._formats = {
            "text": book.add_format(top | {"text_wrap": True, "num_format": "@"}),
            "number": book.add_format(top | {"num_format": "0.000"}),
        }
        self._head: Format = book.add_format({"bold": True, "bottom": 1})
        self._sheet, self._row, self._count, self._long = self._begin(1), 1, 1, 0

    def add(self, cells: Sequence[str | float]) -> None:
        """Write a row, and rows with what is too long for a cell."""
        pieces = [list(_pieces(cell)) if isinstance(cell, str) else [cell] for cell in cells]
        self._long += max(map(len, pieces)) > 1
        for row in zip_longest(*pieces):  # None is an empty cell
            if self._row == MAX_ROWS:
                self.finish()
                self._count += 1
                self._sheet, self._row = self._begin(self._count), 1
            for at, (cell, column) in enumerate(zip(row, COLUMNS, strict=True)):
                if isinstance(cell, str):
                    self._sheet.write_string(self._row, at, cell, self._formats[column.kind])
                elif cell is not None:
                    self._sheet.write_number(self._row, at, cell, self._formats[column.kind])
            self._row += 1

    def finish(self) -> None:
        """Give the last sheet its filter."""
        self._sheet.autofilter(0, 0, self._row - 1, len(COLUMNS) - 1)

    def notes(self) -> Iterator[str]:
        """Yield a line for each limit of Excel that was met."""
        if self._long:
            yield f"{self._long} rows have a text of over {MAX_CELL_CHARS:,} characters; it goes on in the row below"
        if self._count > 1:
            yield f"has {self._count} sheets, because one has {MAX_ROWS:,} rows at most"

    def _begin(self, number: int) -> Worksheet:
        sheet = self._book.add_worksheet("Corpus" if number == 1 else f"Corpus {number}")
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, column.width, self._formats[column.kind])
            sheet.write_string(0, at, column.name, self._head)
        return sheet


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that fit into a cell; control characters are escaped by the library, as Excel does it."""
    text = valid(text).translate(_NOT_IN_XML)
    while len(text) > MAX_CELL_CHARS // 2 and _units(text) > MAX_CELL_CHARS:
        end = MAX_CELL_CHARS
        while _units(text[:end]) > MAX_CELL_CHARS:
            end -= (_units(text[:end]) - MAX_CELL_CHARS + 1) // 2
        yield text[:end]
        text = text[end:]
    yield text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
