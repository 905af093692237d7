"""The rows of the first sheet of a workbook, as Excel and LibreOffice save it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.markup.paragraphs import local_name
from aligner.readers.markup.zipped_xml import PartError, ZippedXml

if TYPE_CHECKING:
    from lxml.etree import _Element

SHARED_TEXTS = "xl/sharedstrings.xml"
MAX_COLUMNS = 1 << 14  # of a sheet
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]{1,5})\.xml")
_COLUMN = re.compile("([A-Z]{1,3})[0-9]+")


def xlsx_rows(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each row from 1, and its cells as text; formulas have the value that was last computed.

    Raises
    ------
    InputError
        While iterating, when it is no workbook, damaged, locked or a decompression bomb.
    """
    try:
        parts = ZippedXml(data)
        sheets = {int(match[1]): path for path in parts.paths if (match := _SHEET.fullmatch(path))}
        if not sheets:
            raise PartError("it has no sheet")
        texts = []
        if SHARED_TEXTS in parts.paths:
            texts = [_text_of(item) for item in _children(parts.parse(SHARED_TEXTS), "si")]
        sheet = parts.parse(sheets[min(sheets)], "worksheet")
    except PartError as error:
        raise InputError(f"{name}: not a .xlsx file that can be read ({error}); save it again, or as .csv") from error
    for data_part in _children(sheet, "sheetData"):
        for number, row in enumerate(_children(data_part, "row"), 1):
            written = row.get("r", "")
            yield int(written) if written.isdecimal() and len(written) < 8 else number, _cells(row, texts)


def _cells(row: _Element, texts: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in _children(row, "c"):
        match = _COLUMN.fullmatch(cell.get("r", ""))
        column = _column_number(match[1]) if match else len(cells)
        if column < MAX_COLUMNS:
            cells += [""] * (column + 1 - len(cells))
            cells[column] = _value(cell, texts)
    return cells


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: _Element, texts: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text_of(item) for item in _children(cell, "is"))
    value = "".join(item.text or "" for item in _children(cell, "v"))
    if kind == "s":
        return texts[int(value)] if value.isdecimal() and int(value) < len(texts) else ""
    return {"1": "true", "0": "false"}.get(value, value) if kind == "b" else value


def _text_of(item: _Element) -> str:
    """Return a text without its readings in another script, which Japanese versions of Excel keep with it."""
    runs = [item, *_children(item, "r")]
    return "".join(text.text or "" for run in runs for text in _children(run, "t"))


def _children(element: _Element, name: str) -> Iterator[_Element]:
    return (child for child in element if isinstance(child.tag, str) and local_name(child) == name.lower())
