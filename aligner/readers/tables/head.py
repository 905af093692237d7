"""The first lines of a table -> its delimiter, its width and the rows that are looked at to find its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from aligner.errors import InputError
from aligner.readers.files.capped import TextLine
from aligner.readers.tables.columns import Columns, choose_columns, find_columns, is_header
from aligner.readers.tables.spreadsheet import TAB, Form, Row, guess_form, read_rows

Item = TypeVar("Item")
MAX_HEAD_LINES = 100
MAX_HEAD_CHARS = 1 << 18
_DELIMITERS = (TAB, ";", ",")  # the first of those that fit equally well
_EXCEL_DELIMITER = re.compile('"?sep=(.)"?')  # a first line that only Excel writes and reads


class Table(NamedTuple):
    """A table whose first rows are known.

    head : its first rows, at least one unless all is blank
    rows : all rows in order, with those of the head
    """

    form: Form
    head: list[Row]
    rows: Iterator[Row]

    @property
    def cells(self) -> list[list[str]]:
        """Return the cells of the first rows that are not blank."""
        return [row.cells for row in self.head if any(row.cells)]

    def body(self) -> Iterator[Row]:
        """Yield the rows without the header, which is the first one that is not blank."""
        for row in self.rows:
            if any(row.cells):
                break
            yield row
        yield from self.rows


def text_columns(table: Table, name: str, chosen: str, note: Callable[[str], None]) -> Columns:
    """Return the columns of the texts of a table.

    Parameters
    ----------
    name : of the file
    chosen : "EN,FR" by number from 1 or by name, "" to find them
    note : called with what was found, if contents decided

    Raises
    ------
    InputError
        When it lacks the chosen columns.
    """
    head = table.cells
    if not chosen:
        columns = find_columns(head, table.form.width)
        if columns.guessed:
            note(columns.described())
        return columns
    found = choose_columns(chosen, head[0] if head else [])
    if found is None:
        names = ", ".join(cell[:40] for cell in head[0][:10]) if head else "nothing"
        raise InputError(f"{name}: {chosen} are no two of its columns; its first line has {names}")
    return found


def open_table(lines: Iterable[TextLine], *, comma: bool = False) -> Table:
    """Read the first lines of a table.

    Parameters
    ----------
    comma : whether any delimiter is expected, as in CSV; otherwise it is a tab, unless another one gives a header
    """
    lines = iter(lines)
    head = list(_head(lines, lambda line: len(line.text)))
    declared = _EXCEL_DELIMITER.fullmatch(head[0].text) if head else None
    if declared:
        head = head[1:]
    form = guess_form(head, declared[1])[0] if declared else _form(head, comma=comma)
    rows = read_rows(chain(head, lines), form)
    first_rows = list(_head(rows, lambda row: sum(map(len, row.cells))))
    return Table(form, first_rows, chain(first_rows, rows))


def _head(items: Iterator[Item], size: Callable[[Item], int]) -> Iterator[Item]:
    """Yield the first items: few, and not many characters."""
    chars = 0
    for number, item in enumerate(items, 1):
        yield item
        chars += size(item)
        if number >= MAX_HEAD_LINES or chars >= MAX_HEAD_CHARS:
            return


def _form(lines: Sequence[TextLine], *, comma: bool) -> Form:
    forms = {delimiter: guess_form(lines, delimiter) for delimiter in _DELIMITERS}
    if not comma:
        if any(TAB in line.text for line in lines):
            return forms[TAB][0]
        others = (form for form, _ in forms.values() if _has_header(lines, form))
        return next(others, forms[TAB][0])

    def fit(delimiter: str) -> tuple[bool, float]:
        form, share = forms[delimiter]
        return _has_header(lines, form), share if form.width > 1 else 0.0

    best = max(_DELIMITERS, key=fit)
    return forms[best][0] if any(fit(best)) else forms[","][0]


def _has_header(lines: Sequence[TextLine], form: Form) -> bool:
    """Return whether the first line names columns, if it is taken to be of this form."""
    first = next((row.cells for row in read_rows(lines, form) if any(row.cells)), [])
    return is_header(first)
