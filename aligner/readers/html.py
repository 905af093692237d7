"""Web pages, of which trafilatura extracts the story."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from aligner.errors import InputError
from aligner.readers.capped_files import MAX_MARKUP_BYTES, read_bytes
from aligner.readers.decode import Decoded, decode
from aligner.readers.fields import meta_of
from aligner.readers.paragraphs import paragraphs
from aligner.types import RawDocument

_DECLARED_ENCODING = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
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
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Page

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it warns of is raised below
    html, encoding = _decode(id, read_bytes(id, path, MAX_MARKUP_BYTES))
    for space, (sign, written) in _NO_BREAK_SPACES.items():
        html = written.sub(sign, html.replace(sign, space))
    page = bare_extraction(
        html,
        favor_recall=True,
        include_comments=False,
        with_metadata=True,
        # Never a date guessed from the running text.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    blocks = paragraphs(page.body) if isinstance(page, Page) and page.body is not None else []
    text = _restore("\n\n".join(blocks)).strip()
    if not text or not isinstance(page, Page):
        raise InputError(f"{id}: no story text found in this page; save the story itself, or as plain text")
    fields = {"title": page.title, "date": page.date, "url": page.url, "agency": page.sitename}
    fields |= {"byline": page.author, "language": page.language}
    meta = meta_of(**{key: _restore(value or "") for key, value in fields.items()}, encoding=encoding)
    yield RawDocument(id, text, meta=meta)


def _decode(id: str, data: bytes) -> Decoded:
    declared = _DECLARED_ENCODING.search(data[:_DECLARATION_BYTES])
    try:
        return decode(data, declared[1].decode("ascii") if declared else None)
    except ValueError as error:
        raise InputError(f"{id}: {error}") from error


def _restore(text: str) -> str:
    for space, (sign, _) in _NO_BREAK_SPACES.items():
        text = text.replace(sign, space)
    return text
