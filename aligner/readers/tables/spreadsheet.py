"""Lines of a table -> rows of cells, without the quotes that spreadsheets put around them.

A spreadsheet quotes a cell that has quotes, delimiters or line breaks in it, and doubles its quotes. Texts may begin
with a quote of their own, so whether a quote is the spreadsheet's is decided for each cell, and a quote that begins a
cell without ending it is part of the text: it never takes the rows after it along.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aligner.readers.files.capped import MAX_LINE_BYTES, TextLine

TAB = "\t"
MAX_CELL_LINES = 10_000  # of a quoted cell; the chapter of a novel has a thousand
MAX_CELL_CHARS = MAX_LINE_BYTES
MAX_UNSURE_LINES = 3  # lines that a quoted cell may join although each could be a row between commas
_SPACED_QUOTE = re.compile(' *"')
_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class Row(NamedTuple):
    """A row of a table; `number` is that of its first line, `fault` the reason why it has no cells."""

    number: int
    cells: list[str]
    encoding: str = "utf-8"
    fault: str = ""


class Form(NamedTuple):
    """How a table is written.

    width : number of columns of most rows
    quoted : whether every cell in quotes is a spreadsheet's, also one without quotes in it
    """

    delimiter: str = TAB
    width: int = 0
    quoted: bool = False


def guess_form(lines: Sequence[TextLine], delimiter: str) -> tuple[Form, float]:
    """Return the form of a table with this delimiter by its first lines, and the share of rows that have its width."""
    form = Form(delimiter, quoted=delimiter != TAB or _quotes_like_a_spreadsheet(lines))
    counts = Counter(len(row.cells) for row in read_rows(lines, form) if any(row.cells))
    width = max(counts, key=lambda count: (counts[count], count), default=1)
    return form._replace(width=width), counts[width] / max(1, counts.total())


def read_rows(lines: Iterable[TextLine], form: Form) -> Iterator[Row]:
    """Yield the rows of a table, one at a time, in time that is linear in its length."""
    delimiter = form.delimiter
    first = delimiter + '"' if delimiter == TAB else '"'  # a line without it has a quoted cell at its start or nowhere
    following = _Following(iter(lines))
    for line in following:
        number, text, encoding, fault = line
        if text >= _BYTE_ORDER_MARK and text[0] == _BYTE_ORDER_MARK:  # files were joined
            text = text[1:]
            line = line._replace(text=text)
        if '"' in text and (first in text or text[0] in '" '):
            yield Row(number, following.cells(line, form), encoding)
        else:
            yield Row(number, text.split(delimiter), encoding, fault)


class _Following:
    """The lines that follow; those that were read in vain come again."""

    def __init__(self, source: Iterator[TextLine]) -> None:
        self._waiting: deque[TextLine] = deque()  # lines read in search of the end of a quoted cell that has none
        self._source = source
        self._searched = 0  # number of the first line in which the end of a cell has not been searched in vain

    def __iter__(self) -> Iterator[TextLine]:
        waiting = self._waiting
        while waiting:
            yield waiting.popleft()
        for line in self._source:
            yield line
            while waiting:
                yield waiting.popleft()

    def cells(self, line: TextLine, form: Form) -> list[str]:
        """Return the cells of the row that begins with a line, and take the lines that belong to it."""
        row = _OpenRow(form)
        row.add(line.text)
        if row.is_open and line.number >= self._searched and self._complete(row, line):
            return row.finished()
        if row.is_open or row.is_broken:
            row = _OpenRow(form, one_line=True)
            row.add(line.text)
        if form.delimiter == TAB and len(row.cells) != form.width == line.text.count(TAB) + 1:
            return line.text.split(TAB)
        return row.finished()

    def _complete(self, row: _OpenRow, first: TextLine) -> bool:
        """Read lines until the row ends; give them back if it does not, or if each is a row of its own."""
        taken: list[TextLine] = []
        chars = len(first.text)
        for line in self:
            taken.append(line)
            chars += len(line.text)
            if line.fault or len(taken) >= MAX_CELL_LINES or chars > MAX_CELL_CHARS:
                break
            row.add(line.text)
            if not row.is_open:
                break
        if not (row.is_open or row.is_broken or row.misses_width() or _are_rows([first, *taken], row.form)):
            return True
        if taken:
            # A quote that opens a cell would have been found broken here, so there is none in the lines between.
            self._searched = taken[-1].number + (not row.is_broken)
        self._waiting.extendleft(reversed(taken))
        row.is_broken = True
        return False


def _are_rows(lines: Sequence[TextLine], form: Form) -> bool:
    """Return whether most of the lines have the columns of a row, which the lines of one text hardly have by chance."""
    if form.delimiter != TAB and len(lines) <= MAX_UNSURE_LINES:
        return False
    full = sum(line.text.count(form.delimiter) + 1 == form.width for line in lines)
    return 2 * full > len(lines)


class _OpenRow:
    """A row that is read line by line.

    Attributes
    ----------
    cells : list of str
        Those that have ended.
    is_open : bool
        Whether the last line ended within a quoted cell.
    is_broken : bool
        Whether a quote within a cell of several lines is neither doubled nor at its end.
    """

    def __init__(self, form: Form, *, one_line: bool = False) -> None:
        self.form = form
        self.cells: list[str] = []
        self.is_open = self.is_broken = False
        self._one_line = one_line
        self._parts: list[str] = []  # lines of the cell that has not ended
        self._is_proven = False  # whether a cell is certainly in a spreadsheet's quotes
        self._doubtful: list[int] = []  # cells whose quotes may be their own

    def misses_width(self) -> bool:
        """Return whether the row has not the width of the table, if that is known."""
        return bool(self.form.width) and len(self.cells) != self.form.width

    def finished(self) -> list[str]:
        """Return the cells; quotes that may be their own stay if no other cell shows that a spreadsheet set them."""
        for at in () if self._is_proven else self._doubtful:
            self.cells[at] = f'"{self.cells[at]}"'
        return self.cells

    def add(self, text: str) -> None:
        """Read the cells of the next line."""
        at = 0
        if self.is_open:
            at = self._read_quoted(text, 0, 0)
        while 0 <= at <= len(text):
            quote = self._opening_quote(text, at)
            at = self._read_plain(text, at) if quote < 0 else self._read_quoted(text, at, quote + 1)

    def _opening_quote(self, text: str, at: int) -> int:
        """Return the place of the quote that begins the cell, -1 if it begins otherwise; spaces may follow a comma."""
        if self.form.delimiter == TAB:
            return at if text.startswith('"', at) else -1
        spaced = _SPACED_QUOTE.match(text, at)
        return spaced.end() - 1 if spaced else -1

    def _read_plain(self, text: str, at: int) -> int:
        """Read a cell up to the next delimiter; return where the next one begins."""
        end = text.find(self.form.delimiter, at)
        end = len(text) if end < 0 else end
        self.cells.append(text[at:end])
        return end + 1

    def _read_quoted(self, text: str, at: int, content: int) -> int:
        """Read a cell, or the rest of one, with its content from `content`; return where the next begins, or -1."""
        end = _lone_quote(text, content)
        after = end + 1
        if end < 0 and not self._one_line:
            self._parts.append(text[content:])
            self.is_open = True
            return -1
        if end < 0 or not (after == len(text) or text.startswith(self.form.delimiter, after)):
            self.is_broken = self.is_open
            self.is_open = False
            return -1 if self.is_broken else self._read_loosely_quoted(text, at)
        inner = text[content:end]
        if self.is_open or '"' in inner or self.form.delimiter in inner:
            self._is_proven = True
        elif inner and not self.form.quoted:
            self._doubtful.append(len(self.cells))
        self.cells.append("\n".join([*self._parts, inner]).replace('""', '"'))
        self._parts.clear()
        self.is_open = False
        return after + 1

    def _read_loosely_quoted(self, text: str, at: int) -> int:
        """Read a cell in which quotes were not doubled."""
        following = self._read_plain(text, at)
        cell = self.cells[-1]
        if self.form.delimiter != TAB and len(cell) > 1 and cell[0] == cell[-1] == '"':
            self.cells[-1] = cell[1:-1]
        return following


def _lone_quote(text: str, at: int) -> int:
    """Return the place of the next quote that is not doubled, -1 if there is none."""
    while (at := text.find('"', at)) >= 0 and text.startswith('"', at + 1):
        at += 2
    return at


def _quotes_like_a_spreadsheet(lines: Sequence[TextLine]) -> bool:
    """Return whether a program quoted texts between tabs: those with quotes, or all, or all that have a comma."""
    plain = commas = 0  # texts without quotes, and those with a comma
    doubled = needless = 0  # texts in quotes: with doubled ones in them, and with nothing that needs quotes
    for line in lines:
        for cell in line.text.split(TAB):
            inner = cell[1:-1]
            if '"' not in cell:
                plain += any(map(str.isalpha, cell[:100]))
                commas += "," in cell
            elif len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in inner.replace('""', ""):
                doubled += '"' in inner
                needless += '"' not in inner and "," not in inner
            elif '"' in inner or cell[0] != '"' != cell[-1]:
                return False
    return doubled > 0 or not plain or not (commas or needless)
