"""The parser of XML from outside: it resolves no entities, reads no DTD, and opens no address."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import XMLParser


@cache
def xml_parser(*, comments: bool = True) -> XMLParser:
    """Return the parser, which keeps comments and processing instructions only if `comments` is set."""
    from lxml.etree import XMLParser

    return XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not comments,
        remove_pis=not comments,
    )
