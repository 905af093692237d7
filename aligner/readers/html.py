"""Web pages, of which trafilatura extracts the story."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from configparser import ConfigParser
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.declarations.markup import declarations_in_page
from aligner.readers.declarations.terms import declared_meta
from aligner.readers.fields import meta_of
from aligner.readers.files.capped import MAX_MARKUP_BYTES, read_bytes
from aligner.readers.files.decode import Decoded, decode
from aligner.readers.markup.html_tree import parse_html, stream_paragraphs
from aligner.readers.markup.inline import mend
from aligner.readers.markup.paragraphs import paragraphs
from aligner.types import RawDocument

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED_ENCODING = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_MIN_STORY_CHARS = 100
_DECLARATION_BYTES = 4096  # searched for the encoding

# trafilatura turns every blank into a plain space, but French needs its no-break spaces:
# each is replaced by a visible character before the extraction, and restored after it.
_NO_BREAK_SPACES = {
    "\N{NO-BREAK SPACE}": ("\N{OPEN BOX}", re.compile("\N{NO-BREAK SPACE}|&nbsp;|&#160;|&#[xX][aA]0;")),
    "\N{NARROW NO-BREAK SPACE}": (
        "\N{SHOULDERED OPEN BOX}",
        re.compile("\N{NARROW NO-BREAK SPACE}|&#8239;|&#[xX]202[fF];"),
    ),
}


def read(id: str, path: Path) -> Iterator[RawDocument]:
    """Read the main text of a web page, without menus and comments, and its metadata."""
    html, encoding = _decode(id, read_bytes(id, path, MAX_MARKUP_BYTES))
    for space, (sign, written) in _NO_BREAK_SPACES.items():
        html = written.sub(sign, html.replace(sign, space))
    page = parse_html(html)
    if page is None:
        fields, blocks = {}, stream_paragraphs(html)
    else:
        fields = _metadata(page)
        page = mend(page)
        for element in page.iter("*"):
            element.text, element.tail = _hide(element.text), _hide(element.tail)
        blocks = _story(page)
    text = _restore("\n\n".join(blocks)).strip()
    if not text:
        raise InputError(f"{id}: no story text found in this page; save the story itself, or as plain text")
    meta = meta_of(**{key: _restore(value or "") for key, value in fields.items()}, encoding=encoding)
    yield RawDocument(id, text, meta=meta)


def _metadata(page: HtmlElement) -> dict[str, str | None]:
    from trafilatura.metadata import extract_metadata

    # Never a date guessed from the running text.
    found = extract_metadata(page, date_config={"original_date": True, "extensive_search": False})
    fields = {"title": found.title, "date": found.date, "url": found.url, "agency": found.sitename}
    return fields | {"byline": found.author, "language": found.language} | declared_meta(declarations_in_page(page))


@cache
def _config() -> ConfigParser:
    """Return the settings of trafilatura, with a shorter text before it takes all of the page in one paragraph."""
    from trafilatura.settings import DEFAULT_CONFIG

    config = deepcopy(DEFAULT_CONFIG)
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_MIN_STORY_CHARS))
    return config


def _story(page: HtmlElement) -> list[str]:
    """Return the paragraphs of the story in a page."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Page

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it warns of is raised by the caller
    found = bare_extraction(page, favor_recall=True, include_comments=False, config=_config())
    if not isinstance(found, Page) or found.body is None:
        return []
    for element in found.body.iter("code"):  # all others have been mended
        element.tag = "pre"
    return paragraphs(found.body)


def _decode(id: str, data: bytes) -> Decoded:
    declared = _DECLARED_ENCODING.search(data[:_DECLARATION_BYTES])
    try:
        return decode(data, declared[1].decode("ascii") if declared else None)
    except ValueError as error:
        raise InputError(f"{id}: {error}") from error


def _hide(text: str | None) -> str | None:
    """Return text with visible characters for no-break spaces."""
    for space, (sign, _) in _NO_BREAK_SPACES.items():
        text = text and text.replace(space, sign)
    return text


def _restore(text: str) -> str:
    for space, (sign, _) in _NO_BREAK_SPACES.items():
        text = text.replace(sign, space)
    return text
