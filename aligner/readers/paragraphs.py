"""Marked-up text -> paragraphs: every piece of text, broken where a block begins or ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

# Whatever is in none of these runs on inside its paragraph; the last is what trafilatura makes of HTML.
# fmt: off
_HTML = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "td", "th", "tr", "table", "caption",
    "blockquote", "pre", "hr", "div", "section", "article", "main", "header", "footer", "aside", "nav", "address",
    "body", "figure", "figcaption", "title",
)
_NITF = (
    "body.head", "body.content", "body.end", "hedline", "hl1", "hl2", "byline", "bytag", "dateline", "distributor",
    "abstract", "block", "bq", "credit", "media", "media-caption", "note", "tagline",
)
_TRAFILATURA = ("head", "list", "item", "quote", "row", "cell", "code")
# fmt: on
_BLOCKS = frozenset((*_HTML, *_NITF, *_TRAFILATURA))
_LEFT_OUT = frozenset(
    ("script", "style", "template", "noscript", "media-metadata", "media-reference", "media-producer")
)
_BREAKS = frozenset(("br", "lb"))
# No-break spaces are part of French, so only the blanks that markup does not mean are taken together.
_BLANKS = re.compile("[ \t\r\n\f]+")
_AROUND_BREAK = re.compile(" *\n *")


def paragraphs(root: _Element, *, without: frozenset[str] = frozenset()) -> list[str]:
    """The paragraphs of everything under `root`, in order, blanks taken together.

    Parameters
    ----------
    without : frozenset of str
        Local names of further elements to leave out.

    Notes
    -----
    Goes by a stack of its own: nesting is the author's choice, Python's is not.
    """
    pieces: list[list[str]] = [[]]
    stack: list[tuple[_Element, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        name = local(element)
        if done:
            if name in _BLOCKS:
                pieces.append([])
            if element is not root:
                pieces[-1].append(_flat(element.tail))
            continue
        stack.append((element, True))
        if not name or name in _LEFT_OUT or name in without:
            continue  # comments and entities have no name; what follows them stays
        if name in _BLOCKS:
            pieces.append([])
        pieces[-1].append("\n" if name in _BREAKS else _flat(element.text))
        stack.extend((child, False) for child in reversed(element))
    return [text for text in map(_join, pieces) if text]


def local(element: _Element) -> str:
    """The name of an element without its namespace, in small letters; "" for comments, entities and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _flat(text: str | None) -> str:
    return _BLANKS.sub(" ", text or "")


def _join(pieces: list[str]) -> str:
    # "a <b> b</b>" gives two blanks where one is meant.
    text = re.sub("  +", " ", _AROUND_BREAK.sub("\n", "".join(pieces)))
    return text.strip(" \n\N{NO-BREAK SPACE}")
