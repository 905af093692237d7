"""The inline elements of TMX -> those of XLIFF 2."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMATS = {
    "b": "b", "bold": "b", "i": "i", "italic": "i", "italics": "i", "u": "u", "ul": "u", "ulined": "u",
    "underline": "u", "underlined": "u", "lb": "lb", "pb": "pb",
}  # fmt: skip
_OWN_KIND = re.compile(r"[A-Za-z0-9_.-]+")


class InlineCodes:
    """The codes of a unit.

    Attributes
    ----------
    data : dict
        Ids of the contents of the codes so far, which are the unit's original data.
    """

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self.data: dict[str, str] = {}
        self._ids: dict[tuple[str, str, int], str] = {}

    def convert(self, segment: _Element, name: str) -> _Element:
        """Return a TMX ``<seg>`` as an element `name`; equal codes of both sides get one id."""
        from lxml import etree

        element = etree.Element(f"{self._namespace}{name}")
        ended = {code.get("i") for code in segment.iter("ept")}
        self._fill(element, segment, _Side(ended))
        return element

    def _fill(self, element: _Element, segment: _Element, side: _Side) -> None:
        element.text = segment.text
        for code in segment:
            new = self._code(code, side)
            new.tail = code.tail
            element.append(new)

    def _code(self, code: _Element, side: _Side) -> _Element:
        from lxml import etree

        name, number = str(code.tag), code.get("i") or ""
        content = "" if name == "hi" else "".join(map(str, code.itertext()))
        data = {"dataRef": self.data.setdefault(content, f"d{len(self.data) + 1}")} if content else {}
        if name == "ept" and number in side.open:
            return etree.Element(f"{self._namespace}ec", {"startRef": side.open.pop(number), **data})
        label = number or code.get("x") or content
        side.seen[name, label] += 1
        key = "bpt" if name == "ept" else name, label, side.seen[name, label]
        id = self._ids.setdefault(key, f"c{len(self._ids) + 1}")
        if name == "hi":
            span = etree.Element(f"{self._namespace}pc", {"id": id, **_kind(code)})
            self._fill(span, code, side)
            return span
        alone = {"isolated": "yes"}
        if name == "bpt" and number in side.ended and number not in side.open:
            side.open[number] = id
            alone = {}
        ends = {"bpt": "sc", "ept": "ec", "it": "ec" if code.get("pos") == "end" else "sc"}
        if name not in ends:
            return etree.Element(f"{self._namespace}ph", {"id": id, **data, **_kind(code)})
        return etree.Element(f"{self._namespace}{ends[name]}", {"id": id, **alone, **data, **_kind(code)})


class _Side:
    """The codes of one text: those that are ended anywhere, those that are open, and how often each occurred."""

    def __init__(self, ended: set[str | None]) -> None:
        self.ended = ended
        self.open: dict[str, str] = {}
        self.seen = Counter[tuple[str, str]]()


def _kind(code: _Element) -> dict[str, str]:
    kind = code.get("type") or ""
    known = _FORMATS.get(kind.lower().removeprefix("x-"))
    if known:
        return {"type": "fmt", "subType": f"xlf:{known}"}
    return {"type": "other", "subType": f"tmx:{kind}"} if _OWN_KIND.fullmatch(kind) else {}
