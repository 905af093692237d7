"""A sample of pairs as a table for people who judge in a spreadsheet, and their answers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from aligner.errors import InputError, UsageError
from aligner.messages import message
from aligner.readers.files.capped import read_bytes, read_lines
from aligner.readers.tables.head import open_table
from aligner.readers.tables.xlsx_rows import xlsx_rows
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import one_line

COLUMNS = ("id", "en", "fr", "right")
SUFFIXES = (".tsv", ".csv", ".xlsx")
SPELLINGS: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "y", "1", "true", "oui", "o", "vrai"), True),
    **dict.fromkeys(("no", "n", "0", "false", "non", "faux"), False),
}
FORMULA_STARTS = ("=", "+", "-", "@")  # of a cell, which a spreadsheet would compute
ID_MARK = "s"  # before an id, of which a spreadsheet may take another for a number
MAX_SHOWN = 5  # rows that a line about a fault lists
COLUMN_WIDTHS = (18, 60, 60, 8)
UNKNOWN_MESSAGE = "with an id of no pair of this run"
OTHER_MESSAGE = "with an answer other than yes or no"
EMPTY_MESSAGE = "without an answer"
CONTRADICTORY_MESSAGE = "that contradict another row with the same id"


class Question(NamedTuple):
    """A pair of texts to be judged."""

    id: str
    en: str
    fr: str


class Answers(NamedTuple):
    """The answers of a file, and the numbers of the rows that give none, by fault."""

    right: Mapping[str, bool]
    faults: Mapping[str, Sequence[int]]


def check_suffix(path: Path) -> str:
    """Return the suffix of a file of a sample; raise UsageError if it names no format."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"{path.name}: a sample is written as {', '.join(SUFFIXES)}; choose one of these suffixes")
    return suffix


def write_sample(questions: Iterable[Question], path: Path) -> None:
    """Write pairs with an empty column for the answers, in the format of the suffix.

    Raises
    ------
    OutputError, UsageError
    """
    rows = ((ID_MARK + own.id, one_line(own.en), one_line(own.fr), "") for own in questions)
    suffix = check_suffix(path)
    if suffix == ".xlsx":
        _write_workbook(map(list, rows), path)
        return
    with open_atomic(path) as handle:
        if suffix == ".csv":
            handle.write("\ufeff")  # Excel takes a file without this mark for one of an old encoding
        table = csv.writer(handle, "excel" if suffix == ".csv" else "excel-tab", lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(map(_as_text, row) for row in rows)


def _as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return " " + cell if cell.startswith(FORMULA_STARTS) else cell


def _write_workbook(rows: Iterable[list[str]], path: Path) -> None:
    import xlsxwriter

    with open_atomic(path) as handle, xlsxwriter.Workbook(handle.buffer) as book:
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Sample")
        sheet.freeze_panes(1, 0)
        last = 0
        for last, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write_string(last, column, cell, text)
        for column, (name, width) in enumerate(zip(COLUMNS, COLUMN_WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        answers = {"validate": "list", "source": ["yes", "no"], "error_type": "warning"}
        sheet.data_validation(1, len(COLUMNS) - 1, max(1, last), len(COLUMNS) - 1, answers)


def read_answers(path: Path, known: Iterable[str]) -> Answers:
    """Read the answers of a file with columns ``id`` and ``right``.

    Parameters
    ----------
    known : the ids of the pairs of the run

    Raises
    ------
    InputError
        When it cannot be read, or lacks one of these columns.
    UsageError
        When its suffix names no format.
    """
    rows = _table(path)
    header = next(rows, (0, list[str]()))[1]
    names = [cell.strip().strip("\ufeff").lower() for cell in header]
    if missing := [name for name in ("id", "right") if name not in names]:
        found = ", ".join(names[:10]) or "nothing"
        raise InputError(f"{path.name}: lacks the column {missing[0]}; its first row has {found}")
    columns = names.index("id"), names.index("right")
    answers = ((number, _cell(row, columns[0]).removeprefix(ID_MARK), _cell(row, columns[1])) for number, row in rows)
    return _sort(answers, set(known))


def _sort(rows: Iterable[tuple[int, str, str]], known: set[str]) -> Answers:
    found: dict[str, dict[bool, list[int]]] = {}
    faults: dict[str, list[int]] = {}
    for number, id, text in rows:
        answer = SPELLINGS.get(text.lower())
        if id in known and answer is not None:
            found.setdefault(id, {}).setdefault(answer, []).append(number)
        elif id or text:
            faults.setdefault(_fault(text, is_known=id in known), []).append(number)
    contradictory = [number for own in found.values() if len(own) > 1 for rows in own.values() for number in rows]
    if contradictory:
        faults[CONTRADICTORY_MESSAGE] = sorted(contradictory)
    return Answers({id: next(iter(own)) for id, own in found.items() if len(own) == 1}, faults)


def _fault(text: str, *, is_known: bool) -> str:
    if not is_known:
        return UNKNOWN_MESSAGE
    return OTHER_MESSAGE if text else EMPTY_MESSAGE


def describe_faults(name: str, answers: Answers) -> Iterator[str]:
    """Yield a line for each fault, with its number of rows and the first of them."""
    for fault, numbers in answers.faults.items():
        more = ", …" if len(numbers) > MAX_SHOWN else ""
        shown = ", ".join(map(str, numbers[:MAX_SHOWN])) + more
        yield message(
            "{name}: not used: {count} row {fault} (row {shown})"
            if len(numbers) == 1
            else "{name}: not used: {count} rows {fault} (row {shown})",
            name=name,
            count=len(numbers),
            fault=message(fault),
            shown=shown,
        )


def _table(path: Path) -> Iterator[tuple[int, list[str]]]:
    suffix = check_suffix(path)
    if suffix == ".xlsx":
        yield from xlsx_rows(path.name, read_bytes(path.name, path))
        return
    table = open_table(read_lines(path.name, path), comma=suffix == ".csv")
    yield from ((row.number, row.cells) for row in table.rows if any(row.cells))


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""
