"""Read the layout of a text: its lines, how they begin and end, and the blocks between blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aligner.languages.leading_words import LEADING_WORDS

MIN_CAPITALS, MAX_HEADING_CHARS = 8, 150  # letters and length of a heading in capitals
MAX_BLOCK_LINES = 10_000  # read at a time
TAB_COLUMNS = 8
HALF_WORD = r"[^\W_][-\N{HYPHEN}\N{SOFT HYPHEN}]"  # what the line ends with
_MARK = r"[ \t]{0,3}>(?![^ \t>\n])"
_MARKED = re.compile(_MARK)
_LINE = re.compile(rf"(?P<marks>(?:{_MARK}){{0,9}})(?P<indent>[ \t]*)(?P<text>[^\n]*)")
_ITEM = re.compile(r"(?:[-*+•◦▪‣·–—]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})\)|\d{1,3}\.)[ \t]+(?=\S)")
_FULL_STOP = re.compile(r"[.!?…](?![\w.])")
_SENTENCE_END = re.compile(r"[.!?…:;][\s\"'”’»)\]*_]*$")
_CLAUSE_END = re.compile(r"[,—–][\s\"'”’»)\]*_]*$")
_HALF_WORD_END = re.compile(HALF_WORD + "$")
_OPENERS = "\"'“‘«‹([ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_EDGE_CHARS = 12  # at the ends of a line, enough for its marks


class Line(NamedTuple):
    """A line: where it begins, where its text begins and ends without blanks and quote marks, and how it looks.

    depth : number of quote marks
    columns : length with its indentation, a tab as one column
    tabs : columns that tabs before the text may add
    word : length of the first word
    first : "a" if the first letter is small, "A" if it is a capital, "-" after a list marker, "" without a letter
    last : "." if a sentence or an introduction ends here, "," a clause, "-" half a word, "the" a word that another one
        follows, else ""
    stop : whether there is a full stop in it
    odd : whether it is a row of a table
    shouted : whether it is a heading in capitals
    """

    begin: int
    start: int
    end: int
    depth: int
    columns: int
    tabs: int
    word: int
    first: str
    last: str
    stop: bool
    odd: bool
    shouted: bool

    @property
    def is_one_word(self) -> bool:
        """Whether the line is one word, which may be longer than the width."""
        return self.word == self.end - self.start

    @property
    def indent(self) -> int:
        """The columns before the text."""
        return self.columns - (self.end - self.start) + self.tabs


def line_blocks(text: str) -> Iterator[list[Line]]:
    """Yield the runs of lines of one quotation depth between blank lines; long runs in parts."""
    block: list[Line] = []
    for line in _lines(text):
        blank = line.start == line.end
        if block and (blank or line.depth != block[-1].depth):
            yield block
            block = []
        if not blank:
            block.append(line)
            if len(block) >= MAX_BLOCK_LINES and (line.last == "." or len(block) >= 2 * MAX_BLOCK_LINES):
                yield block
                block = []
        elif line.depth:
            yield [line]
    if block:
        yield block


def _lines(text: str) -> Iterator[Line]:
    """Yield all lines; a lone line after ">" is no quotation."""
    begin, was_marked = 0, False
    while begin < len(text):
        match = _LINE.match(text, begin)
        assert match is not None
        marked = bool(match["marks"]) and (was_marked or bool(_MARKED.match(text, match.end() + 1)))
        yield _line(match, match["marks"].count(">") if marked else 0)
        begin, was_marked = match.end() + 1, marked


def _line(match: re.Match[str], depth: int) -> Line:
    start = match.start("indent" if depth else "marks")
    content = match.string[start : match.end()]
    text = content.strip()
    indent = len(content) - len(content.lstrip())
    start += indent
    gap = text.find(" ")
    return Line(
        match.start(),
        start,
        start + len(text),
        depth,
        indent + len(text),
        content.count("\t", 0, indent) * (TAB_COLUMNS - 1),
        len(text) if gap < 0 else gap,
        _beginning(text),
        _ending(text),
        _FULL_STOP.search(text) is not None,
        "\t" in text or "   " in text,
        len(text) < MAX_HEADING_CHARS and text.isupper() and sum(map(str.isalpha, text)) >= MIN_CAPITALS,
    )


def _beginning(text: str) -> str:
    if (not text[:1].isalpha() or ")" in text[:6]) and _ITEM.match(text):
        return "-"
    first = text[:_EDGE_CHARS].lstrip(_OPENERS)[:1]
    return "a" if first.islower() else "A" if first.isupper() else ""


def _ending(text: str) -> str:
    tail = text[-_EDGE_CHARS:]
    if tail.rpartition(" ")[2].lower() in LEADING_WORDS:
        return "the"
    if tail[-1:].isalnum():
        return ""
    if _SENTENCE_END.search(tail):
        return "."
    return "," if _CLAUSE_END.search(tail) else "-" if _HALF_WORD_END.search(tail) else ""
