"""The inline elements of XLIFF 1.2 and 2 -> those of TMX."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aligner.readers.markup.paragraphs import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_DEPTH = 100  # of elements in one another; deeper ones are read without their codes
# The element of TMX for a code of which there is one.
_SINGLE = {"ph": "ph", "x": "ph", "it": "it", "cp": "ph"}
_OPENING, _CLOSING = frozenset(("bpt", "bx", "sc")), frozenset(("ept", "ex", "ec"))
_SPANNING = frozenset(("g", "pc"))
_FORMATS = {"xlf:b": "bold", "xlf:i": "italic", "xlf:u": "ulined"}
_POSITIONS = {"open": "begin", "close": "end"}


def tmx_segment(element: _Element, data: Mapping[str, str]) -> _Element:
    """Return a source, a target or a part of one as a TMX ``<seg>``.

    Annotations (``mrk``, ``sm``, ``em``) leave their text.

    Parameters
    ----------
    data : original data of the unit, by id
    """
    return _Converter(data).convert(element)


class _Converter:
    """A segment so far.

    Codes in pairs are numbered from 1, whatever their ids are, because TMX has numbers.
    """

    def __init__(self, data: Mapping[str, str]) -> None:
        from lxml import etree

        self._data = data
        self._segment = self._at = etree.Element("seg")
        self._numbers: dict[str, str] = {}
        self._open: set[str] = set()

    def convert(self, element: _Element) -> _Element:
        self._walk(element, 0)
        return self._segment

    def _walk(self, element: _Element, depth: int) -> None:
        from lxml.etree import Entity

        self._text(element.text)
        for child in element:
            name = local_name(child)
            if child.tag is Entity:
                raise ValueError(f"the unit uses the entity {child.text}, which is not resolved; write it out")
            if name in _SPANNING and depth < _MAX_DEPTH:
                self._span(child, depth)
            elif name in _OPENING or name in _CLOSING:
                self._end_of_pair(child, opening=name in _OPENING)
            elif name in _SINGLE:
                position = _POSITIONS.get(child.get("pos") or "", "begin")
                more = {"pos": position} if name == "it" else {}
                self._code(_SINGLE[name], child, {**more, **_number(child), **_kind(child)}, "dataRef")
            elif name and depth < _MAX_DEPTH:
                self._walk(child, depth + 1)
            elif name:
                self._text("".join(map(str, child.itertext())))
            self._text(child.tail)

    def _span(self, element: _Element, depth: int) -> None:
        """Read an element around text: a highlight, unless the codes that it is for are known."""
        if not (element.get("dataRefStart") or element.get("dataRefEnd")):
            outer = self._at
            self._at = self._code("hi", element, {**_number(element), **_kind(element)}, "dataRefStart")
            self._walk(element, depth + 1)
            self._at = outer
            return
        number = str(len(self._numbers) + 1)
        self._numbers[f" {number}"] = number  # no id has a blank
        self._code("bpt", element, {"i": number, **_kind(element)}, "dataRefStart")
        self._walk(element, depth + 1)
        self._code("ept", element, {"i": number}, "dataRefEnd")

    def _end_of_pair(self, code: _Element, *, opening: bool) -> None:
        id = code.get("startRef") or code.get("rid") or code.get("id") or ""
        alone = code.get("isolated") == "yes" or (not opening and id not in self._open)
        if alone:
            self._code("it", code, {"pos": "begin" if opening else "end", **_kind(code)}, "dataRef")
            return
        number = self._numbers.setdefault(id, str(len(self._numbers) + 1))
        if opening:
            self._open.add(id)
            self._code("bpt", code, {"i": number, **_kind(code)}, "dataRef")
        else:
            self._open.discard(id)
            self._code("ept", code, {"i": number}, "dataRef")

    def _code(self, name: str, code: _Element, attributes: Mapping[str, str], reference: str) -> _Element:
        from lxml import etree

        element = etree.SubElement(self._at, name, dict(attributes))
        if local_name(code) in _SPANNING:
            element.text = self._data.get(code.get(reference) or "")
        else:
            own = "".join(map(str, code.itertext()))
            content = self._data.get(code.get(reference) or "", own) or code.get("equiv-text") or code.get("equiv")
            element.text = content or None
        return element

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if len(self._at):
            last = self._at[-1]
            last.tail = (last.tail or "") + text
        else:
            self._at.text = (self._at.text or "") + text


def _number(code: _Element) -> dict[str, str]:
    id = code.get("id") or ""
    return {"x": id} if id.isdecimal() else {}


def _kind(code: _Element) -> dict[str, str]:
    """Return the type of a code as TMX names it: the more exact one of two."""
    kind = code.get("subType") or code.get("ctype") or code.get("type") or ""
    kind = _FORMATS.get(kind) or kind.removeprefix("xlf:").removeprefix("tmx:")
    return {"type": kind} if kind else {}
