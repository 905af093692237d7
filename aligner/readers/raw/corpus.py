"""A corpus in which each line has a partner, in one file of rows or in two files of lines."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, Protocol

from aligner.readers.raw.source import RawSource, line_starts, text_of

Partners = tuple[Sequence[int], Sequence[int]]  # English and French lines of a row, from 0


class TextColumns(Protocol):
    """Lines of both sides."""

    @property
    def sizes(self) -> tuple[int, int]:
        """The numbers of English and of French lines."""
        ...

    def texts(self, side: int, start: int, stop: int) -> list[str]:
        """Return lines of a side, 0 for English or 1 for French."""
        ...

    def number(self, side: int, line: int) -> int:
        """Return the number of a line or unit in its file, from 1."""
        ...


class RawCorpus(TextColumns, Protocol):
    """A corpus that can be written again."""

    def contents(self, rows: Sequence[Iterable[Partners]]) -> list[Iterator[bytes]]:
        """Return the bytes of each file with these rows, which are given once for each file."""
        ...


class RowFormat(Protocol):
    """How a row holds its texts."""

    def texts(self, raw: bytes) -> tuple[str, str]:
        """Return the English and the French text of a row, "" for none."""
        ...

    def compose(self, rows: tuple[Sequence[bytes], Sequence[bytes]]) -> bytes:
        """Return the first English row with the texts of these ones, several of a side joined by a space."""
        ...


class Places(NamedTuple):
    """Where the rows of a file are: their starts, ends and numbers."""

    starts: array[int]
    ends: array[int]
    numbers: array[int]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int]]) -> Places:
        """Return the places of rows given by start, end and number."""
        places = cls(array("Q"), array("Q"), array("Q"))
        for row in rows:
            for column, value in zip(places, row, strict=True):
                column.append(value)
        return places


class RowsFile:
    """A file of rows with an English and a French text each."""

    def __init__(self, source: RawSource, places: Places, form: RowFormat) -> None:
        self._source, self._places, self._form = source, places, form
        self.sizes = len(places.starts), len(places.starts)

    def texts(self, side: int, start: int, stop: int) -> list[str]:
        """Return the texts of a side."""
        return [self._form.texts(self._raw(row))[side] for row in range(start, stop)]

    def number(self, _: int, line: int) -> int:
        """Return the number of a row in its file."""
        return self._places.numbers[line]

    def _raw(self, row: int) -> bytes:
        return self._source.data[self._places.starts[row] : self._places.ends[row]]

    def contents(self, rows: Sequence[Iterable[Partners]]) -> list[Iterator[bytes]]:
        """Return the bytes of the file; what is between rows stays, except blanks before a row that is left out."""
        return [self._source.original(self._pieces(rows[0]))]

    def _pieces(self, rows: Iterable[Partners]) -> Iterator[bytes]:
        done = 0
        for partners in rows:
            row = partners[0][0]
            yield from self._between(done, row)
            yield self._before(row)
            if list(partners[0]) == list(partners[1]) == [row]:
                yield self._raw(row)
            else:
                en, fr = ([self._raw(line) for line in lines] for lines in partners)
                yield self._form.compose((en, fr))
            done = row + 1
        yield from self._between(done, self.sizes[0])
        yield self._source.data[self._places.ends[-1] :]

    def _between(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield what is before rows that are left out."""
        yield from (before for row in range(start, stop) if (before := self._before(row)).strip())

    def _before(self, row: int) -> bytes:
        return self._source.data[self._places.ends[row - 1] if row else 0 : self._places.starts[row]]


class LineFiles:
    """Two files whose lines belong together.

    Parameters
    ----------
    order : pair of int
        The sides of the two files.
    """

    def __init__(self, sources: tuple[RawSource, RawSource], order: tuple[int, int]) -> None:
        self._order = order
        self._sources = sources[order.index(0)], sources[order.index(1)]
        self._starts = [array("Q", line_starts(source)) for source in self._sources]
        self.sizes = len(self._starts[0]) - 1, len(self._starts[1]) - 1

    def texts(self, side: int, start: int, stop: int) -> list[str]:
        """Return the texts of a side."""
        return [text_of(self._raw(side, line)) for line in range(start, stop)]

    def number(self, _: int, line: int) -> int:
        """Return the number of a line in its file."""
        return line + 1

    def _raw(self, side: int, line: int) -> bytes:
        starts = self._starts[side]
        return self._sources[side].data[starts[line] : starts[line + 1]]

    def contents(self, rows: Sequence[Iterable[Partners]]) -> list[Iterator[bytes]]:
        """Return the bytes of both files, in the order in which they were given."""
        return [
            self._sources[side].original(self._pieces(side, own)) for side, own in zip(self._order, rows, strict=True)
        ]

    def _pieces(self, side: int, rows: Iterable[Partners]) -> Iterator[bytes]:
        source = self._sources[side]
        yield source.data[: source.start]
        first = self._raw(side, 0) if self.sizes[side] else b""
        line_end = first[len(first.rstrip(b"\r\n")) :] or b"\n"
        ended = b""
        for partners in rows:
            *joined, last = (self._raw(side, line) for line in partners[side])
            yield from chain([ended], (line.rstrip(b"\r\n") + b" " for line in joined), [last])
            ended = b"" if last.endswith((b"\n", b"\r")) else line_end
