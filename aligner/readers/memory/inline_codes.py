"""Elements in a segment -> the text of valid TMX for them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from aligner.readers.markup.paragraphs import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_ATTRIBUTES = {
    "bpt": ("i", "x", "type"),
    "ept": ("i",),
    "hi": ("x", "type"),
    "it": ("pos", "x", "type"),
    "ph": ("x", "assoc", "type"),
    "sub": ("datatype", "type"),
    "ut": ("x",),
}
_REQUIRED = {"bpt": "i", "ept": "i", "it": "pos"}  # without it, a code is written as <ph>
_POSITIONS = ("begin", "end")
_MIN_OWN_NUMBER = 1000  # of codes that have none in their file


def start_tag(element: _Element) -> str:
    """Return the start tag of an element, with the attributes that TMX knows."""
    name = _name(element)
    known = ((key, element.get(key)) for key in _ATTRIBUTES[name])
    return f"<{name}{''.join(_attribute(key, value) for key, value in known if value is not None)}>"


def end_tag(element: _Element) -> str:
    """Return the end tag of an element."""
    return f"</{_name(element)}>"


def code_markup(code: _Element) -> str:
    """Return a code of another format, with the subflows in it."""
    tag, content = start_tag(code), _code_content(code)
    return f"{tag}{content}{end_tag(code)}" if content else f"{tag[:-1]}/>"


def inner_markup(element: _Element) -> str:
    """Return what is in an element that has text with codes."""
    pieces = [escape(element.text or "", quote=False)]
    for child in element:
        name = local_name(child)
        if name in ("bpt", "ept", "it", "ph", "ut"):
            pieces.append(code_markup(child))
        elif name == "hi":
            pieces += [start_tag(child), inner_markup(child), end_tag(child)]
        elif name:
            pieces.append(inner_markup(child))
        pieces.append(escape(child.tail or "", quote=False))
    return "".join(pieces)


def tag_code(element: _Element, number: int) -> tuple[str, str]:
    """Return the codes for both ends of an element that is no TMX: its tags, as text in codes that belong together.

    Parameters
    ----------
    number : of the codes before it in the segment
    """
    name = local_name(element)
    attributes = "".join(_attribute(str(key).rpartition("}")[2], str(value)) for key, value in element.items())
    if not len(element) and not element.text:
        return f"<ph>{escape(f'<{name}{attributes}/>', quote=False)}</ph>", ""
    pair = f'i="{_MIN_OWN_NUMBER + number}"'
    opening, closing = (escape(tag, quote=False) for tag in (f"<{name}{attributes}>", f"</{name}>"))
    return f"<bpt {pair}>{opening}</bpt>", f"<ept {pair}>{closing}</ept>"


def _code_content(code: _Element) -> str:
    pieces = [escape(code.text or "", quote=False)]
    for child in code:
        name = local_name(child)
        if name == "sub":
            pieces += [start_tag(child), inner_markup(child), end_tag(child)]
        elif name:
            pieces.append(escape("".join(map(str, child.itertext())), quote=False))
        pieces.append(escape(child.tail or "", quote=False))
    return "".join(pieces)


def _name(element: _Element) -> str:
    name = local_name(element)
    required = _REQUIRED.get(name)
    value = element.get(required) if required else ""
    return "ph" if value is None or (name == "it" and value not in _POSITIONS) else name


def _attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"'
