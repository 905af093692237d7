"""Web pages: the story found by trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

from aligner.errors import InputError
from aligner.readers import capped_files as source
from aligner.readers.decode import Decoded, decode
from aligner.readers.fields import meta
from aligner.readers.paragraphs import paragraphs
from aligner.types import Document

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)

# trafilatura makes every blank a plain space, and French means its no-break ones: they travel as visible signs.
_KEPT = {
    "\N{NO-BREAK SPACE}": ("\N{OPEN BOX}", re.compile("\N{NO-BREAK SPACE}|&nbsp;|&#160;|&#[xX][aA]0;")),
    "\N{NARROW NO-BREAK SPACE}": (
        "\N{SHOULDERED OPEN BOX}",
        re.compile("\N{NARROW NO-BREAK SPACE}|&#8239;|&#[xX]202[fF];"),
    ),
}


def read(id: str, path: Path) -> Iterator[Document]:
    """A web page: its main text without menus and comments, and what it says of itself."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Page

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it warns of is raised below
    page, encoding = _decoded(id, source.whole(id, path, source.MAX_MARKUP))
    for kept, (sign, written) in _KEPT.items():
        page = written.sub(sign, page.replace(sign, kept))
    found = bare_extraction(
        page,
        favor_recall=True,
        include_comments=False,
        with_metadata=True,
        # Never a date guessed from the running text.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    blocks = paragraphs(found.body) if isinstance(found, Page) and found.body is not None else []
    text = _restored("\n\n".join(blocks)).strip()
    if not text or not isinstance(found, Page):
        raise InputError(f"{id}: no story text found in this page; save the story itself, or as plain text")
    told = {"title": found.title, "date": found.date, "url": found.url, "agency": found.sitename}
    told |= {"byline": found.author, "language": found.language}
    yield Document(
        id, text, meta=meta(**{key: _restored(value or "") for key, value in told.items()}, encoding=encoding)
    )


def _decoded(id: str, data: bytes) -> Decoded:
    declared = _DECLARED.search(data[:4096])
    try:
        return decode(data, declared[1].decode("ascii") if declared else None)
    except ValueError as error:
        raise InputError(f"{id}: {error}") from error


def _restored(text: str) -> str:
    for kept, (sign, _) in _KEPT.items():
        text = text.replace(sign, kept)
    return text
