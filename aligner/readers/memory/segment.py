"""The ``<seg>`` of a TMX -> its text, with a blank where a code of another format separates two words."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from enum import IntEnum
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from aligner.readers.markup.paragraphs import local_name
from aligner.readers.markup.raised import raise_figures
from aligner.readers.memory.inline_codes import code_markup, end_tag, inner_markup, start_tag, tag_code
from aligner.types.units import Code, marked_up

if TYPE_CHECKING:
    from lxml.etree import _Element

_CODE_TAGS = frozenset(("bpt", "ept", "ph", "it", "ut"))  # they contain markup of another format
_BLANKS = " \t\r\n"
_NOTE_TAG = "sub"
_HIGHLIGHT_TAG = "hi"
_LINE_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_ENDS_CLAUSE = frozenset(".!?…;:")
_CLOSES = frozenset(".,;…)]")

# What codes do to the words around them, by the attribute `type` or by the tags in them.
# fmt: off
_FORMATTING = frozenset((
    "a", "abbr", "b", "big", "bold", "cf", "color", "colour", "del", "dfn", "dulined", "em", "fmt", "font", "format",
    "formatting", "hi", "highlight", "i", "ins", "italic", "italics", "link", "mark", "s", "scap", "shy", "small",
    "smallcaps", "span", "strike", "strikethrough", "strong", "sub", "subscript", "u", "ul", "ulined", "underline",
    "underlined", "wbr",
))
_SEPARATORS = frozenset((
    "blockquote", "br", "break", "cb", "cell", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "lb", "li", "line", "linebreak", "newline", "nbsp", "ol", "p", "par", "pb", "tab", "table", "td", "th", "tr",
))
_RTF_FORMATTING = frozenset((
    "b", "i", "ul", "ulnone", "uld", "ulw", "strike", "caps", "scaps", "f", "fs", "cf", "cb", "cs", "plain", "lang",
    "highlight", "sub",
))
# fmt: on
_RAISED = frozenset(("sup", "superscript", "super"))
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>")
_RTF_WORD = re.compile(r"\\([a-z]+)-?[0-9]* ?")
_RTF_SEPARATORS = frozenset(("tab", "line", "par", "page", "column", "sect", "cell", "row"))
_WRITTEN_BREAKS = frozenset((r"\n", r"\t", r"\r", r"\r\n"))
_WRITTEN_HYPHENS = frozenset(("\N{SOFT HYPHEN}", "&shy;", "&#173;", r"\-"))  # show only at the end of a line


class _Gap(IntEnum):
    """What is between two pieces of text that a code separates; of several codes the largest counts."""

    INSIDE = 1  # formatting, which may change within a word
    RAISED = 2  # the text after it is raised, as in 1er and 10⁶
    UNKNOWN = 3
    BREAK = 4  # a line break or a tab


class Segment(NamedTuple):
    """The text of a segment on one line, those of its notes and other subflows, and its codes."""

    text: str
    notes: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


def read_segment(segment: _Element) -> Segment:
    """Return the text of a segment with highlighted text, without codes of other formats and without subflows.

    A code between two letters or digits leaves a blank, unless it is formatting, which may change within a word.

    Raises
    ------
    ValueError
        When it uses an entity that is not resolved.
    """
    if len(segment):
        return _Reader().read(segment)
    return _on_one_line(segment.text or "")


def _on_one_line(raw: str, notes: tuple[str, ...] = (), codes: Sequence[Code] = ()) -> Segment:
    """Return a segment whose line breaks are blanks and whose ends are no blanks; codes keep what it had there."""
    text = raw.strip(_BLANKS)
    if text == raw and "\n" not in raw and "\r" not in raw:
        return Segment(raw, notes, tuple(codes))
    start = len(raw) - len(raw.lstrip(_BLANKS))
    end = start + len(text)
    breaks = ((match.start(), match.end(), " ") for match in _LINE_BREAK.finditer(raw, start, end))
    pieces, kept, at, size = list[str](), list[Code](), 0, 0
    waiting = deque(codes)
    for first, last, blank in [(0, start, ""), *breaks, (end, len(raw), "")]:
        shift = size - at
        while waiting and waiting[0].end <= first:
            code = waiting.popleft()
            kept.append(code._replace(start=code.start + shift, end=code.end + shift))
        pieces += [raw[at:first], blank]
        size += first - at
        inner = []
        while waiting and waiting[0].end <= last and waiting[0].start < last:
            code = waiting.popleft()
            inner.append(code._replace(start=code.start - first, end=code.end - first))
        if first < last:
            kept.append(Code(size, size + len(blank), marked_up(raw[first:last], inner)))
        size, at = size + len(blank), last
    kept += (Code(size, size, code.markup) for code in waiting)
    return Segment("".join(pieces), notes, tuple(kept))


class _Reader:
    """The pieces of a segment so far, its codes, and the gap before the next piece."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0  # of the pieces
        self._codes: list[Code] = []
        self._gap: _Gap | None = None
        self._notes: list[str] = []
        self._open: dict[str | None, _Gap] = {}  # of codes in pairs, by number

    def read(self, segment: _Element) -> Segment:
        self._walk(segment)
        return _on_one_line("".join(self._pieces), tuple(self._notes), self._codes)

    def _walk(self, element: _Element) -> None:
        from lxml.etree import Entity

        self._add(element.text)
        for child in element:
            name = local_name(child)
            if child.tag is Entity:
                raise ValueError(f"the unit uses the entity {child.text}, which is not resolved; write it out")
            if name in _CODE_TAGS:
                self._widen(self._gap_of(child, name))
                self._code(code_markup(child))
                for note in child.iterchildren("{*}" + _NOTE_TAG):
                    self._note(note)
            elif name == _NOTE_TAG:
                self._widen(_Gap.UNKNOWN)
                self._code(f"<ph>{start_tag(child)}{inner_markup(child)}{end_tag(child)}</ph>")
                self._note(child)
            elif name:
                self._walk_within(child, name)
            self._add(child.tail)

    def _walk_within(self, element: _Element, name: str) -> None:
        """Read an element whose text is text of the segment."""
        gap = self._gap_of(element, name)
        self._widen(gap)
        if name == _HIGHLIGHT_TAG:
            opening, closing = start_tag(element), end_tag(element)
        else:
            opening, closing = tag_code(element, len(self._codes))
        self._code(opening)
        self._walk(element)
        self._widen(_after_end(gap))
        self._code(closing)

    def _code(self, markup: str, shown: str = "") -> None:
        if markup:
            self._codes.append(Code(self._size, self._size + len(shown), markup))
        self._put(shown)

    def _put(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._size += len(text)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        gap, self._gap = self._gap, None
        if gap is _Gap.RAISED and (shown := raise_figures("sup", text, self._pieces)) != text:
            self._code(escape(text, quote=False), shown)
            return
        if gap not in (None, _Gap.RAISED) and self._pieces and _needs_blank(self._pieces[-1][-1], text[0], gap):
            # The blank is what the last code looks like.
            self._codes[-1] = self._codes[-1]._replace(end=self._size + 1)
            self._put(" ")
        self._put(text)

    def _widen(self, gap: _Gap) -> None:
        self._gap = gap if self._gap is None else max(self._gap, gap)

    def _note(self, note: _Element) -> None:
        text, notes, _ = read_segment(note)
        self._notes += [each for each in (text, *notes) if each]

    def _gap_of(self, code: _Element, name: str) -> _Gap:
        of_type = _gap_of_name((code.get("type") or "").lower().removeprefix("x-"))
        if name == _HIGHLIGHT_TAG:
            return of_type or _Gap.INSIDE
        if name not in _CODE_TAGS:  # a tag of HTML that was not made a code
            return of_type or _gap_of_name(name) or _Gap.UNKNOWN
        number = code.get("i")
        if name == "ept" and number in self._open:
            return self._open.pop(number)
        gap = of_type or _gap_of_markup(_markup(code))
        if name == "bpt":
            self._open[number] = _after_end(gap)
        return gap


def _after_end(gap: _Gap) -> _Gap:
    """Return the gap at the end of what begins with `gap`."""
    return _Gap.INSIDE if gap is _Gap.RAISED else gap


def _markup(code: _Element) -> str:
    """Return the markup in a code without the subflows in it."""
    return "".join((code.text or "", *(child.tail or "" for child in code)))


def _gap_of_name(name: str) -> _Gap | None:
    if name in _SEPARATORS:
        return _Gap.BREAK
    if name in _RAISED:
        return _Gap.RAISED
    return _Gap.INSIDE if name in _FORMATTING else None


def _gap_of_markup(markup: str) -> _Gap:
    """Return what HTML or RTF does to the words around it."""
    if markup in _WRITTEN_HYPHENS:
        return _Gap.INSIDE
    if markup in _WRITTEN_BREAKS or (markup and not markup.strip()) or markup == "&nbsp;":
        return _Gap.BREAK
    return max(_gaps_in(markup), default=_Gap.UNKNOWN)


def _gaps_in(markup: str) -> Iterator[_Gap]:
    for slash, name in _TAG.findall(markup):
        gap = _gap_of_name(name.lower()) or _Gap.UNKNOWN
        yield _after_end(gap) if slash else gap
    for word in _RTF_WORD.findall(markup):
        if word in _RTF_SEPARATORS:
            yield _Gap.BREAK
        elif word in _RAISED:
            yield _Gap.RAISED
        else:
            yield _Gap.INSIDE if word in _RTF_FORMATTING else _Gap.UNKNOWN
    if _RTF_WORD.sub("", _TAG.sub("", markup)).strip(" {}"):
        yield _Gap.UNKNOWN  # a placeholder such as %s


def _needs_blank(before: str, after: str, gap: _Gap) -> bool:
    if before.isspace() or after.isspace() or gap is _Gap.INSIDE:
        return False
    if gap is _Gap.BREAK:
        return after not in _CLOSES
    return (_in_word(before) and _in_word(after)) or (before in _ENDS_CLAUSE and after.isalpha())


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")
