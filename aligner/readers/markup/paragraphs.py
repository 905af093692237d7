"""Markup -> paragraphs: all text, broken where a block begins or ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from aligner.readers.markup.raised import join_fractions, raise_figures

if TYPE_CHECKING:
    from lxml.etree import _Element

# All other elements are part of the paragraph around them. The last names are those of trafilatura's output.
# fmt: off
_HTML_BLOCKS = (
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "td", "th", "tr", "table", "caption",
    "blockquote", "pre", "hr", "div", "section", "article", "main", "header", "footer", "aside", "nav", "address",
    "body", "figure", "figcaption", "title", "form", "fieldset", "legend", "option", "details", "summary", "dialog",
    "center", "menu", "dir", "hgroup", "thead", "tbody", "tfoot",
)
_NITF_BLOCKS = (
    "body.head", "body.content", "body.end", "hedline", "hl1", "hl2", "byline", "bytag", "dateline", "distributor",
    "abstract", "block", "bq", "credit", "media", "media-caption", "note", "tagline",
)
_TRAFILATURA_BLOCKS = ("head", "list", "item", "quote", "row", "cell")
# fmt: on
BLOCKS = frozenset((*_HTML_BLOCKS, *_NITF_BLOCKS, *_TRAFILATURA_BLOCKS))
IGNORED = frozenset(("script", "style", "template", "noscript", "media-metadata", "media-reference", "media-producer"))
LINE_BREAKS = frozenset(("br", "lb"))
_NOTE_MARK = re.compile(r"note|\bfn|reference|cite_?ref|appel", re.IGNORECASE)
_NOTE_ATTRIBUTES = ("class", "id", "role", "type", "epub:type")
# Markup ignores runs of these blanks. No-break spaces are not among them: they are part of French.
_BLANKS = re.compile("[ \t\r\n\f]+")
_BLANKS_IN_LINE = re.compile("[ \t\r\f]+")
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
    preformatted = 0  # open elements whose line ends are kept
    while stack:
        element, done = stack.pop()
        name = local_name(element)
        if done:
            preformatted -= name == "pre"
            if name in BLOCKS:
                pieces.append([])
            if element is not root:
                pieces[-1].append(squeeze(element.tail, lines=preformatted > 0))
            continue
        stack.append((element, True))
        if not name or name in IGNORED or name in without:
            continue  # comments and entities have no name; the text after them is kept
        if name in ("sup", "sub"):
            pieces[-1].append(raised_text(element, pieces[-1]))
            continue
        if name in BLOCKS:
            pieces.append([])
        preformatted += name == "pre"
        pieces[-1].append("\n" if name in LINE_BREAKS else squeeze(element.text, lines=preformatted > 0))
        stack.extend((child, False) for child in reversed(element))
    return tidy_paragraphs(pieces)


def tidy_paragraphs(pieces: Sequence[Sequence[str]]) -> list[str]:
    """Return the texts of paragraphs given in pieces, without those that have none."""
    return [text for text in map(_join, pieces) if text]


def raised_text(element: _Element, before: Sequence[str]) -> str:
    """Return what a raised or lowered element, and all in it, adds to the pieces of text before it."""
    text = "".join(map(str, element.itertext("*")))
    return raise_figures(local_name(element), text, before, note=_leads_to_note(element))


def local_name(element: _Element) -> str:
    """Return an element's name without namespace, in lower case; "" for comments, entities and the like."""
    tag = element.tag
    return _local_name(tag) if isinstance(tag, str) else ""


def attribute_of(element: _Element, name: str) -> str:
    """Return the value of the attribute of a name, in whatever namespace, "" if there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


@lru_cache(maxsize=4096)
def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _leads_to_note(element: _Element) -> bool:
    """Return whether an element is, holds or is in a link within its page, or is marked as a reference to a note."""
    parent = element.getparent()
    if parent is not None and _is_inner_link(parent):
        return True
    return any(_is_inner_link(each) or _is_note_mark(each) for each in element.iter("*"))


def _is_inner_link(element: _Element) -> bool:
    return local_name(element) == "a" and element.get("href", "").startswith("#")


def _is_note_mark(element: _Element) -> bool:
    return any(_NOTE_MARK.search(element.get(name, "")) for name in _NOTE_ATTRIBUTES)


def squeeze(text: str | None, *, lines: bool = False) -> str:
    """Return text with each run of blanks as one space; no-break spaces are kept, and line ends if `lines`."""
    return (_BLANKS_IN_LINE if lines else _BLANKS).sub(" ", text or "")


def _join(pieces: Sequence[str]) -> str:
    # "a <b> b</b>" gives two blanks where one is meant.
    text = re.sub("  +", " ", _BLANKS_AROUND_BREAK.sub("\n", "".join(pieces)))
    return join_fractions(text).strip(" \n\N{NO-BREAK SPACE}")
