"""HTML -> a tree, or straight to paragraphs where a tree would cost too much time and memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aligner.readers.markup.paragraphs import BLOCKS, IGNORED, LINE_BREAKS, squeeze, tidy_paragraphs
from aligner.readers.markup.raised import CONTEXT_CHARS, raise_figures

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_TAGS = 30_000  # start and end tags of a page; long articles have some thousands
MAX_DEPTH = 200  # levels of elements in each other; libxml2 drops all that comes after 256
MAX_ATTRIBUTES = 200  # of one element; libxml2 needs quadratic time for them
_LONG_TAG = re.compile("<[A-Za-z][^<>]{2000}")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What is no part of the story.
_AROUND_STORY = frozenset(("head", "nav", "footer", "aside", "select", "button", "svg", "iframe", "object", "textarea"))


def parse_html(html: str) -> HtmlElement | None:
    """Return the root of a page, or of a piece of one.

    Returns
    -------
    HtmlElement or None
        None if it has neither an element nor text, or so many or so deep elements that it is no
        page made for readers; `stream_paragraphs` gives the text of those.
    """
    from lxml import html as lxml_html
    from lxml.etree import ParserError

    if html.count("<") > MAX_TAGS or (_LONG_TAG.search(html) and _most_attributes(html) > MAX_ATTRIBUTES):
        return None
    parser = lxml_html.HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(_encode(html), parser)
    except ParserError:  # nothing in it
        return None
    too_deep = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log) or _is_deep(root)
    if too_deep:
        return None
    if "&#" in html:
        _remove_controls(root)
    return root


def stream_paragraphs(html: str) -> list[str]:
    """Return the paragraphs of a page, without its menus and the like, in linear time whatever its nesting."""
    stream = _Paragraphs()
    _feed(html, stream)
    return tidy_paragraphs(stream.pieces)


def _encode(html: str) -> bytes:
    # As bytes, because lxml refuses a str that declares an encoding.
    return _NOT_XML.sub("", html).encode()


def _remove_controls(root: HtmlElement) -> None:
    """Remove control characters that a page writes as numbers: the parser takes them, but a tree refuses them."""
    for element in root.iter("*"):
        if _NOT_XML.search(element.text or ""):
            element.text = _NOT_XML.sub("", element.text or "")
        if _NOT_XML.search(element.tail or ""):
            element.tail = _NOT_XML.sub("", element.tail or "")


def _is_deep(root: HtmlElement) -> bool:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
    return bool(level)


def _most_attributes(html: str) -> int:
    counter = _AttributeCounter()
    _feed(html, counter)
    return counter.most


def _feed(html: str, target: _Target) -> None:
    from lxml import etree

    # The stubs ask for a target that takes bytes, too.
    parser = etree.HTMLParser(target=target, encoding="utf-8", collect_ids=False)  # type: ignore[arg-type]
    parser.feed(_encode(html))
    parser.close()


class _Target:
    """What the parser calls for each tag and text, without building a tree."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def data(self, text: str) -> None: ...

    def close(self) -> None: ...


class _AttributeCounter(_Target):
    most = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.most = max(self.most, len(attributes))


class _Paragraphs(_Target):
    """The pieces of text of each paragraph; a raised or lowered text is one piece."""

    def __init__(self) -> None:
        self.pieces: list[list[str]] = [[]]
        self._ignored = 0  # elements that are open and not read
        self._raised: list[str] = []  # the names of the raised and lowered elements that are open
        self._start = 0  # the number of pieces before the outermost of them

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in IGNORED or tag in _AROUND_STORY:
            self._ignored += 1
        elif tag in BLOCKS:
            self._new_paragraph()
        elif tag in LINE_BREAKS:
            self.pieces[-1].append("\n")
        elif tag in ("sup", "sub"):
            if not self._raised:
                self._start = len(self.pieces[-1])
            self._raised.append(tag)

    def end(self, tag: str) -> None:
        if tag in IGNORED or tag in _AROUND_STORY:
            self._ignored = max(0, self._ignored - 1)
        elif tag in BLOCKS:
            self._new_paragraph()
        elif tag in ("sup", "sub") and self._raised:
            name = self._raised.pop()
            if not self._raised:
                self._raise(name)

    def data(self, text: str) -> None:
        if not self._ignored:
            self.pieces[-1].append(squeeze(_NOT_XML.sub("", text)))

    def _new_paragraph(self) -> None:
        self.pieces.append([])
        self._raised.clear()

    def _raise(self, name: str) -> None:
        pieces, start = self.pieces[-1], self._start
        before = pieces[max(0, start - CONTEXT_CHARS) : start]
        pieces[start:] = [raise_figures(name, "".join(pieces[start:]), before)]
