"""Markup -> paragraphs: all text, broken where a block begins or ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

# All other elements are part of the paragraph around them. The last names are those of trafilatura's output.
# fmt: off
_HTML_BLOCKS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "td", "th", "tr", "table", "caption",
    "blockquote", "pre", "hr", "div", "section", "article", "main", "header", "footer", "aside", "nav", "address",
    "body", "figure", "figcaption", "title",
)
_NITF_BLOCKS = (
    "body.head", "body.content", "body.end", "hedline", "hl1", "hl2", "byline", "bytag", "dateline", "distributor",
    "abstract", "block", "bq", "credit", "media", "media-caption", "note", "tagline",
)
_TRAFILATURA_BLOCKS = ("head", "list", "item", "quote", "row", "cell", "code")
# fmt: on
_BLOCKS = frozenset((*_HTML_BLOCKS, *_NITF_BLOCKS, *_TRAFILATURA_BLOCKS))
_IGNORED = frozenset(("script", "style", "template", "noscript", "media-metadata", "media-reference", "media-producer"))
_LINE_BREAKS = frozenset(("br", "lb"))
# Markup ignores runs of these blanks. No-break spaces are not among them: they are part of French.
_BLANKS = re.compile("[ \t\r\n\f]+")
_BLANKS_AROUND_BREAK = re.compile(" *\n *")


def paragraphs(root: _Element, *, without: frozenset[str] = frozenset()) -> list[str]:
    """Return the paragraphs of everything under `root` in order, with runs of blanks as one space.

    Parameters
    ----------
    without : frozenset of str
        Local names of further elements to leave out.

    Notes
    -----
    Uses its own stack: markup may be nested deeper than Python's recursion limit.
    """
    pieces: list[list[str]] = [[]]
    stack: list[tuple[_Element, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        name = local_name(element)
        if done:
            if name in _BLOCKS:
                pieces.append([])
            if element is not root:
                pieces[-1].append(_squeeze(element.tail))
            continue
        stack.append((element, True))
        if not name or name in _IGNORED or name in without:
            continue  # comments and entities have no name; the text after them is kept
        if name in _BLOCKS:
            pieces.append([])
        pieces[-1].append("\n" if name in _LINE_BREAKS else _squeeze(element.text))
        stack.extend((child, False) for child in reversed(element))
    return [text for text in map(_join, pieces) if text]


def html_paragraphs(html: str) -> list[str]:
    """Return the paragraphs of a piece of HTML."""
    from lxml import etree

    root = etree.fromstring(html, etree.HTMLParser(no_network=True, huge_tree=False)) if html else None
    return [] if root is None else paragraphs(root)


def local_name(element: _Element) -> str:
    """Return an element's name without namespace, in lower case; "" for comments, entities and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _squeeze(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "")


def _join(pieces: list[str]) -> str:
    # "a <b> b</b>" gives two blanks where one is meant.
    text = re.sub("  +", " ", _BLANKS_AROUND_BREAK.sub("\n", "".join(pieces)))
    return text.strip(" \n\N{NO-BREAK SPACE}")
