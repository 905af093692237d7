"""XML as it arrives -> XML that parses: whatever has only one reading is put right, in text of any encoding.

Control characters become blanks, a bare ``&`` or ``<`` is escaped, and HTML's named entities become
their characters. A DTD is never obeyed: its entities have no value here, so none can expand.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from html.entities import html5
from typing import TYPE_CHECKING, cast

from aligner.readers.files.decode import bom_encoding, declared_encoding, decode
from aligner.readers.markup.xml_units import opaque_end
from aligner.xml_parser import xml_parser

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTROL_CODES = bytes((*range(9), 11, 12, *range(14, 32)))  # of the characters that XML forbids
_CONTROL = b"\v"  # represents all of them until it becomes a blank
_TO_CONTROL = bytes.maketrans(_CONTROL_CODES, _CONTROL * len(_CONTROL_CODES))
_CONTROL_RUN = re.compile(rb"(?<![ \t])[ \t]*\v[\v \t]*")
_NO_CHARACTER = re.compile(b"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF
_SURROGATE = re.compile(b"\xed[\xa0-\xbf]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}".encode()

_PROLOGUE_PART = re.compile(rb"\s*(<!--|<\?)")
_MAX_DOCUMENT_TYPE_BYTES = 1 << 16
_DOCUMENT_TYPE = re.compile(
    rb"""\s*<!DOCTYPE(?:[^\[<>"']|"[^"]*"|'[^']*')*
    (?:\[(?P<subset>(?:[^\]"'<]|"[^"]*"|'[^']*'|<!--(?:(?!-->).)*-->|<(?!!--))*)\]\s*)?>""",
    re.DOTALL | re.VERBOSE,
)
_ENTITY_DECLARATION = re.compile(r"""<!ENTITY\s+([\w.:-]+)\s+(?:"([^"]*)"|'([^']*)'|SYSTEM|PUBLIC)""")

_XML_ENTITIES = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))
_NAME_START = rb"[A-Za-z_\x80-\xff]"
_FAULT = re.compile(
    rb"""(?P<opaque><!--|<!\[CDATA\[|<\?)
    |(?P<document_type><!DOCTYPE[^\[<>]*>)
    |(?P<reference>&\#(?:[xX](?P<hexadecimal>[0-9A-Fa-f]{1,8})|(?P<decimal>[0-9]{1,9}));)
    |(?P<entity>&(?P<name>NAME_START[\w.\x80-\xff-]{0,100});)
    |(?P<ampersand>&)|(?P<less><(?!NAME_START|[:/!]))|(?P<bracket>\]\]>)""".replace(b"NAME_START", _NAME_START),
    re.VERBOSE,
)
_ESCAPED = {"ampersand": b"&amp;", "less": b"&lt;", "bracket": b"]]&gt;", "document_type": b""}
_PREFIX = re.compile(rb"""</?([A-Za-z_][\w.-]*):|\s([A-Za-z_][\w.-]*):[\w.-]+\s*=\s*["']""")
_MAX_PREFIXES = 20  # that are accepted without a declaration
_MAX_REASON_CHARS = 120
_POSITION = re.compile(r",? line \d+(?:, column \d+)?|\s*\(<string>.*")


def xml_bytes(data: bytes, declared: str | None = None) -> bytes:
    r"""Return XML in UTF-8, with ``\n`` line ends: a byte order mark and valid UTF-8 win over the declared encoding.

    Parameters
    ----------
    declared : str or None
        The encoding declared for a part of a file; a file names its own.

    Raises
    ------
    ValueError
        When the bytes are not text; the message is the reason.
    """
    if bom_encoding(data) is None:
        data = data.translate(_TO_CONTROL)
    return decode(data, declared or declared_encoding(data)).text.encode()


def own_entities(data: bytes) -> tuple[bytes, frozenset[bytes]]:
    """Return a document without its document type, and the entities to which that gives a meaning of its own."""
    start = 0
    while part := _PROLOGUE_PART.match(data, start):
        end = opaque_end(data, part[1], part.end())
        if end is None or end == part.end():
            break
        start = end
    match = _DOCUMENT_TYPE.match(data, start, start + _MAX_DOCUMENT_TYPE_BYTES)
    if match is None:
        return data, frozenset()
    subset = re.sub("<!--.*?-->", "", (match["subset"] or b"").decode("utf-8", "replace"), flags=re.DOTALL)
    meanings: dict[str, str] = {}
    for name, double, single in _ENTITY_DECLARATION.findall(subset):
        meanings.setdefault(name, double or single)  # the first declaration counts
    own = (name.encode() for name, value in meanings.items() if html5.get(f"{name};") != unescape(unescape(value)))
    return data[:start] + data[match.end() :], frozenset(own) - _XML_ENTITIES


def repair(data: bytes, entities: Collection[bytes] = ()) -> bytes:
    """Return XML in UTF-8 without the faults that have only one reading, and without comments and instructions.

    Parameters
    ----------
    entities : collection of bytes
        Names of those that have a meaning of their own: they are kept. Other unknown names become text.
    """
    pieces, at = [], 0
    data = data.translate(_TO_CONTROL)
    while match := _FAULT.search(data, at):
        pieces.append(data[at : match.start()])
        at = match.end()
        if match["opaque"]:
            at = opaque_end(data, match[0], at) or at
            if at == match.end():  # without an end it is text
                pieces.append(b"&lt;" + match[0][1:])
            elif match[0] == b"<![CDATA[":
                pieces.append(data[match.start() : at])
        else:
            pieces.append(_mended(match, entities))
    pieces.append(data[at:])
    data = _CONTROL_RUN.sub(b" ", b"".join(pieces))
    data = _NO_CHARACTER.sub(_REPLACEMENT, data)
    if _SURROGATE.search(data):  # two of them are one character
        text = data.decode("utf-8", "surrogatepass")
        data = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    return data


def _mended(match: re.Match[bytes], entities: Collection[bytes]) -> bytes:
    if match["reference"]:
        code = int(match["hexadecimal"], 16) if match["hexadecimal"] else int(match["decimal"])
        if code < 32 and code in _CONTROL_CODES:
            return _CONTROL
        if 0xD800 <= code < 0xE000:
            return chr(code).encode("utf-8", "surrogatepass")
        return _REPLACEMENT if code > 0x10FFFF or code in (0xFFFE, 0xFFFF) else match[0].lower()
    name = match["name"]
    if name is None:
        return _ESCAPED[match.lastgroup or ""]
    if name in _XML_ENTITIES or name in entities:
        return match[0]
    characters = html5.get(f"{name.decode()};")
    if characters is None:
        return b"&amp;%b;" % name
    return characters.replace("&", "&amp;").replace("<", "&lt;").encode()


def parse(data: bytes, prefixes: Collection[bytes] = ()) -> _Element | None:
    """Parse a well-formed element in UTF-8 without resolving entities; return None if it has a fault.

    Parameters
    ----------
    prefixes : collection of bytes
        Those declared around it.
    """
    from lxml import etree

    try:
        return _parse_within(data, prefixes) if prefixes else etree.fromstring(data, xml_parser())
    except (etree.XMLSyntaxError, ValueError):
        return None


def parse_repaired(data: bytes, entities: Collection[bytes] = ()) -> _Element:
    """Parse an element in UTF-8 after `repair`; see there. Prefixes need not be declared.

    Raises
    ------
    ValueError
        When it has other faults; the message is the reason.
    """
    from lxml import etree

    data = repair(data, entities)
    prefixes = sorted({first or second for first, second in _PREFIX.findall(data)} - {b"xml", b"xmlns"})
    try:
        return _parse_within(data, prefixes[:_MAX_PREFIXES], [name for name in entities if b"&%b;" % name in data])
    except etree.XMLSyntaxError as error:
        reason = " ".join(_POSITION.sub("", str(error).split("\n")[0]).split())
        raise ValueError(f"not well-formed XML ({reason[:_MAX_REASON_CHARS]})") from error


def _parse_within(data: bytes, prefixes: Collection[bytes], entities: Collection[bytes] = ()) -> _Element:
    """Parse an element within one that declares prefixes, and entities without a value."""
    from lxml import etree

    declared = b"".join(b'<!ENTITY %b "">' % name for name in entities)
    namespaces = b"".join(b' xmlns:%b="%b"' % (prefix, prefix) for prefix in prefixes)
    around = etree.fromstring(b"<!DOCTYPE x [%b]><x%b>%b</x>" % (declared, namespaces, data), xml_parser())
    elements = [element for element in around if isinstance(element.tag, str)]
    if len(elements) != 1:
        raise ValueError(f"not well-formed XML ({len(elements)} elements where one is needed)")
    return cast("_Element", elements[0])
