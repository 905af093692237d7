"""Tables of stories (.csv, .tsv with a header) and of aligned sentences (.tsv)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from aligner.errors import InputError
from aligner.readers import aligned_rows as aligned
from aligner.readers import capped_files as source
from aligner.readers.aligned_rows import Row
from aligner.readers.capped_files import Line
from aligner.readers.fields import TEXT_KEYS, document
from aligner.types import Document, Side, Skipped

_DELIMITERS = ",;\t"
_NAMES: dict[str, Side] = {
    **dict.fromkeys(("en", "eng", "english", "anglais", "en_text", "text_en"), "en"),
    **dict.fromkeys(("fr", "fra", "fre", "french", "français", "francais", "fr_text", "text_fr"), "fr"),
}
_LOOKED_AT = 20  # lines that show what a table without header is


def read_csv(id: str, path: Path) -> Iterator[Document | Skipped]:
    """CSV with a header and a text column (names as in JSON lines), separated by comma, semicolon or tab."""
    lines = source.lines(id, path)
    first = next(lines)
    delimiter = max(_DELIMITERS, key=lambda sign: (_has_text(_cells(first.text, sign)), first.text.count(sign)))
    header = _cells(first.text, delimiter)
    if not _has_text(header):
        raise InputError(f"{id}: no text column; its first line must name one of {', '.join(TEXT_KEYS)}")
    before = csv.field_size_limit(source.MAX_LINE)
    try:
        yield from _records(id, lines, header, delimiter)
    finally:
        csv.field_size_limit(before)


def read_tsv(id: str, path: Path) -> Iterator[Document | Skipped]:
    r"""TSV, without quoting: stories under a header with a text column, or aligned sentences.

    Aligned are ``english\tfrench`` lines and the reverse; a header such as
    ``en\tfr`` states the sides, without one the language tells them later. The
    five columns that aligner writes are read by their first two.
    """
    lines = source.lines(id, path)
    head = list(islice(lines, _LOOKED_AT))
    header = [cell.strip().lower() for cell in head[0].text.split("\t")]
    sides = [_NAMES.get(cell) for cell in header]
    if {"en", "fr"} <= set(sides):
        columns = sides.index("en"), sides.index("fr")
        left, right = sorted(columns)
        rows = _rows(id, chain(head[1:], lines), (left, right), len(header))
        yield from aligned.documents(id, rows, (sides[left], sides[right]))
    elif _has_text(header) and len(header) > 1:
        yield from _stories(id, chain(head[1:], lines), header)
    else:
        yield from aligned.documents(id, _rows(id, chain(head, lines), (0, 1), _width(id, head)), (None, None))


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip().lower() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _has_text(header: Sequence[str]) -> bool:
    return not set(header).isdisjoint(TEXT_KEYS)


def _records(id: str, lines: Iterator[Line], header: list[str], delimiter: str) -> Iterator[Document | Skipped]:
    """The records of a CSV file after its header; a quoted cell may run over several lines."""
    faults: list[Skipped] = []
    last = [Line(1, "", "utf-8")]  # the line read last: where a record ends

    def fed() -> Iterator[str]:
        for line in lines:
            last[0] = line
            if line.fault:
                faults.append(Skipped(f"{id}#{line.number}", line.fault))
            else:
                yield line.text + "\n"

    reader = csv.reader(fed(), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            number = last[0].number
            yield Skipped(f"{id}#{number}", f"line {number} ends a record that is no CSV ({error}); check its quotes")
            continue
        if cells:
            yield _story(id, last[0].number, header, cells, last[0].encoding)
        yield from faults
        faults.clear()
    yield from faults


def _stories(id: str, lines: Iterator[Line], header: list[str]) -> Iterator[Document | Skipped]:
    for line in lines:
        if line.fault:
            yield Skipped(f"{id}#{line.number}", line.fault)
        elif line.text.strip():
            cells = list(map(_unquoted, line.text.split("\t")))
            yield _story(id, line.number, header, cells, line.encoding)


def _story(id: str, number: int, header: list[str], cells: list[str], encoding: str) -> Document | Skipped:
    if len(cells) != len(header):
        return Skipped(f"{id}#{number}", f"line {number} has {len(cells)} columns, the header {len(header)}")
    return document(dict(zip(header, cells, strict=True)), file=id, number=number, encoding=encoding)


def _unquoted(cell: str) -> str:
    """Spreadsheets quote a cell with quotes in it and double those; a quotation in running text is not doubled."""
    inner = cell[1:-1]
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"' and '""' in inner and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if quoted else cell


def _width(id: str, head: list[Line]) -> int:
    """How many columns an aligned table without header has: two, or the five that aligner writes."""
    rows = [line.text.split("\t") for line in head if line.text.strip()]
    widths = [len(row) for row in rows]
    for width in (2, 5):
        if widths.count(width) * 2 > len(widths):
            return width
    raise InputError(
        f"{id}: neither two columns of aligned sentences nor a header with en and fr or one of {', '.join(TEXT_KEYS)}"
    )


def _rows(id: str, lines: Iterator[Line], columns: tuple[int, int], width: int) -> Iterator[Row | Skipped]:
    for line in lines:
        here = f"{id}#{line.number}"
        if line.fault:
            yield Skipped(here, line.fault)
            continue
        if not line.text.strip():
            continue
        cells = line.text.split("\t")
        if len(cells) != width:
            yield Skipped(here, f"line {line.number} has {len(cells)} columns, not {width}")
            continue
        row = Row(cells[columns[0]], cells[columns[1]], line.encoding)
        if row.left.strip() and row.right.strip():
            yield row
        else:
            yield Skipped(here, f"line {line.number} has only one of the two texts")
