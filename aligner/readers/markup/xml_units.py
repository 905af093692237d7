"""A file of many units of one name, such as the ``<tu>`` of a TMX -> its units, each alone.

Units are found by their tags, not by parsing, so one that is damaged costs no other. What is in comments,
CDATA sections and processing instructions is no tag. One unit is in memory at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from aligner.readers.files.capped import MAX_LINE_BYTES

_MAX_OPAQUE_BYTES = 1 << 20  # of a comment or the like; its end is not looked for any further
_MAX_MARK_BYTES = 1024  # of a tag that is cut by the end of what has been read
# What ends what these open. Another opening before the end shows that the end is missing: they do not nest.
_OPAQUE_ENDS = {
    b"<!--": re.compile(rb"<!--|-->"),
    b"<![CDATA[": re.compile(rb"<!\[CDATA\[|\]\]>"),
    b"<?": re.compile(rb"<\?|\?>"),
}
_EMPTY_ELEMENT = re.compile(rb"<[^<]*/>")

# before and after: what is around the units. whole: with its end tag. unended: the next unit begins before its
# end tag. cut: the file ends before its end tag. long: larger than the cap, without its contents.
Part = Literal["before", "whole", "unended", "cut", "long", "after"]


class XmlUnit(NamedTuple):
    """A piece of a file: a unit with its number, counted from 1, or what is before or after the units."""

    number: int
    data: bytes
    part: Part


def xml_units(chunks: Iterable[bytes], name: str) -> Iterator[XmlUnit]:
    """Yield what is before the units, the units, and what is after them.

    A unit without its start tag begins where the one before it ends; what is between units is left out otherwise.

    Parameters
    ----------
    chunks : iterable of bytes
        The file, in an encoding whose first 128 characters are those of ASCII.
    name : str
        The tag of a unit, in any case and with any prefix.
    """
    yield from _Scanner(chunks, name).units()


def opaque_end(data: bytes, opener: bytes, at: int) -> int | None:
    """Return where the comment, CDATA section or instruction ends whose contents begin at `at`.

    If its end is missing, this is `at`; None if it may come after `data`.
    """
    match = _OPAQUE_ENDS[opener].search(data, at)
    if match is None:
        return None
    return at if match[0] == opener else match.end()


class _Scanner:
    """The bytes that have been read and are still needed, and the place reached in them."""

    def __init__(self, chunks: Iterable[bytes], name: str) -> None:
        self._chunks = iter(chunks)
        self._data = b""
        self._at = 0  # before it, everything has been looked at
        self._start = 0  # of the current piece
        self._ended = self._inside = self._found = self._dropped = False
        prefixed = rb"(?:[\w.-]+:)?" + name.encode()
        self._mark = re.compile(
            rb"<(?:!--|!\[CDATA\[|\?|(?P<start>" + prefixed + rb"(?=[\s/>]))|(?P<end>/" + prefixed + rb"\s*>))",
            re.IGNORECASE,
        )

    def units(self) -> Iterator[XmlUnit]:
        number = 0
        for mark in self._marks():
            if not self._found:
                self._found = True
                yield XmlUnit(0, self._data[: mark.start()], "before")
            if mark["start"]:
                if self._inside:
                    number += 1
                    yield self._unit(number, mark.start(), "unended")
                self._start, self._inside, self._dropped = mark.start(), True, False
            else:
                number += 1
                yield self._unit(number, mark.end(), "whole")
                self._start, self._inside = mark.end(), False
        rest = self._data[self._start :]
        if self._inside and (empty := _EMPTY_ELEMENT.match(rest)):
            yield XmlUnit(number + 1, empty[0], "whole")
        elif self._inside:
            yield self._unit(number + 1, len(self._data), "cut")
        elif not self._found:
            yield XmlUnit(0, rest, "before")
        yield XmlUnit(number + self._inside, rest, "after")

    def _unit(self, number: int, end: int, part: Part) -> XmlUnit:
        dropped, self._dropped = self._dropped, False
        data = b"" if dropped else self._data[self._start : end]
        return XmlUnit(number, data, "long" if dropped and part != "cut" else part)

    def _marks(self) -> Iterator[re.Match[bytes]]:
        """Yield the start and end tags of units."""
        while True:
            # A mark before the last "<" is complete, whatever follows.
            size = len(self._data)
            last = -1 if self._ended else self._data.rfind(b"<", max(self._at, size - _MAX_MARK_BYTES))
            end = size if last < 0 else last
            match = self._mark.search(self._data, self._at, end)
            if match is None:
                self._at = end
                if not self._read():
                    return
            elif match["start"] or match["end"]:
                self._at = match.end()
                yield match
            else:
                self._skip_opaque(match)

    def _skip_opaque(self, match: re.Match[bytes]) -> None:
        after = opaque_end(self._data, match[0].upper(), match.end())
        if after is not None:
            self._at = after
        elif self._ended or len(self._data) - match.end() > _MAX_OPAQUE_BYTES:
            self._at = match.end()
        else:
            self._at = match.start()
            self._read()

    def _read(self) -> bool:
        """Read a chunk and drop what is no longer needed; return False at the end of the file."""
        if self._ended:
            return False
        if self._at - self._start > MAX_LINE_BYTES and self._found:
            self._start, self._dropped = self._at, True
        # A file without units is not read to its end.
        chunk = None if len(self._data) > MAX_LINE_BYTES and not self._found else next(self._chunks, None)
        if chunk is None:
            self._ended = True
            return True
        self._data = self._data[self._start :] + chunk
        self._at -= self._start
        self._start = 0
        return True
