"""Tables of stories (.csv, and .tsv with a header) and of aligned sentences (.tsv)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from aligner.errors import InputError
from aligner.readers.aligned_rows import AlignedRow, aligned_documents
from aligner.readers.capped_files import MAX_LINE_BYTES, TextLine, read_lines
from aligner.readers.fields import TEXT_KEYS, record_document
from aligner.types import RawDocument, Side, Skipped

_DELIMITERS = ",;\t"
_SIDE_OF_COLUMN: dict[str, Side] = {
    **dict.fromkeys(("en", "eng", "english", "anglais", "en_text", "text_en"), "en"),
    **dict.fromkeys(("fr", "fra", "fre", "french", "français", "francais", "fr_text", "text_fr"), "fr"),
}
_HEAD_LINES = 20  # read to find the number of columns of a table without header
_PAIR_COLUMNS, _OUR_COLUMNS = 2, 5  # of aligned tables: two texts, or the columns that aligner writes


def read_csv(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read CSV with a header and a text column (named as in JSON lines), separated by comma, semicolon or tab."""
    lines = read_lines(id, path)
    first = next(lines)
    delimiter = max(_DELIMITERS, key=lambda sign: (_has_text(_header(first.text, sign)), first.text.count(sign)))
    header = _header(first.text, delimiter)
    if not _has_text(header):
        raise InputError(f"{id}: no text column; its first line must name one of {', '.join(TEXT_KEYS)}")
    before = csv.field_size_limit(MAX_LINE_BYTES)
    try:
        yield from _csv_documents(id, lines, header, delimiter)
    finally:
        csv.field_size_limit(before)


def read_tsv(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    r"""Read TSV without quoting: stories under a header with a text column, or aligned sentences.

    Aligned sentences are ``english\tfrench`` lines or the reverse. A header such as
    ``en\tfr`` declares the sides; without one they are identified later. Only the first
    two of the five columns that aligner writes are read.
    """
    lines = read_lines(id, path)
    head = list(islice(lines, _HEAD_LINES))
    header = [cell.strip().lower() for cell in head[0].text.split("\t")]
    sides = [_SIDE_OF_COLUMN.get(cell) for cell in header]
    if {"en", "fr"} <= set(sides):
        columns = sides.index("en"), sides.index("fr")
        left, right = sorted(columns)
        rows = _aligned_rows(id, chain(head[1:], lines), (left, right), len(header))
        yield from aligned_documents(id, rows, (sides[left], sides[right]))
    elif _has_text(header) and len(header) > 1:
        yield from _tsv_documents(id, chain(head[1:], lines), header)
    else:
        rows = _aligned_rows(id, chain(head, lines), (0, 1), _column_count(id, head))
        yield from aligned_documents(id, rows, (None, None))


def _header(line: str, delimiter: str) -> list[str]:
    return [cell.strip().lower() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _has_text(header: Sequence[str]) -> bool:
    return not set(header).isdisjoint(TEXT_KEYS)


def _csv_documents(
    id: str, lines: Iterator[TextLine], header: list[str], delimiter: str
) -> Iterator[RawDocument | Skipped]:
    """Yield the documents of a CSV file after its header; a quoted cell may run over several lines."""
    faults: list[Skipped] = []
    last = [TextLine(1, "", "utf-8")]  # the line read last, where a record ends

    def texts() -> Iterator[str]:
        for line in lines:
            last[0] = line
            if line.fault:
                faults.append(Skipped(f"{id}#{line.number}", line.fault))
            else:
                yield line.text + "\n"

    reader = csv.reader(texts(), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            number = last[0].number
            reason = f"line {number} ends a record that is not valid CSV ({error}); check its quotes"
            yield Skipped(f"{id}#{number}", reason)
            continue
        if cells:
            yield _document(id, last[0].number, header, cells, last[0].encoding)
        yield from faults
        faults.clear()
    yield from faults


def _tsv_documents(id: str, lines: Iterator[TextLine], header: list[str]) -> Iterator[RawDocument | Skipped]:
    for line in lines:
        if line.fault:
            yield Skipped(f"{id}#{line.number}", line.fault)
        elif line.text.strip():
            cells = list(map(_unquote, line.text.split("\t")))
            yield _document(id, line.number, header, cells, line.encoding)


def _document(id: str, number: int, header: list[str], cells: list[str], encoding: str) -> RawDocument | Skipped:
    if len(cells) != len(header):
        return Skipped(f"{id}#{number}", f"line {number} has {len(cells)} columns, the header {len(header)}")
    return record_document(dict(zip(header, cells, strict=True)), file=id, number=number, encoding=encoding)


def _unquote(cell: str) -> str:
    """Remove the quotes that spreadsheets put around a cell with quotes in it, which they double; keep all others."""
    inner = cell[1:-1]
    quoted = len(cell) > 1 and cell[0] == cell[-1] == '"' and '""' in inner and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if quoted else cell


def _column_count(id: str, head: list[TextLine]) -> int:
    """Return the number of columns that most lines of an aligned table without header have.

    Raises
    ------
    InputError
        When most lines have another number of columns than two or five.
    """
    counts = [len(line.text.split("\t")) for line in head if line.text.strip()]
    for count in (_PAIR_COLUMNS, _OUR_COLUMNS):
        if counts.count(count) * 2 > len(counts):
            return count
    raise InputError(
        f"{id}: neither two columns of aligned sentences nor a header with en and fr or one of {', '.join(TEXT_KEYS)}"
    )


def _aligned_rows(
    id: str, lines: Iterator[TextLine], columns: tuple[int, int], width: int
) -> Iterator[AlignedRow | Skipped]:
    for line in lines:
        source = f"{id}#{line.number}"
        if line.fault:
            yield Skipped(source, line.fault)
            continue
        if not line.text.strip():
            continue
        cells = line.text.split("\t")
        if len(cells) != width:
            yield Skipped(source, f"line {line.number} has {len(cells)} columns, not {width}")
            continue
        row = AlignedRow(cells[columns[0]], cells[columns[1]], line.encoding)
        if row.left.strip() and row.right.strip():
            yield row
        else:
            yield Skipped(source, f"line {line.number} has only one of the two texts")
