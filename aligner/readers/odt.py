"""OpenDocument texts, as LibreOffice writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.fields import meta_of
from aligner.readers.files.capped import read_bytes
from aligner.readers.markup.zipped_xml import PartError, ZippedXml
from aligner.readers.word.open_document import OpenDocumentText, TextStyles
from aligner.types import RawDocument, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read the paragraphs of an OpenDocument text in order, then those of its notes.

    Read are also tables, text boxes and insertions, but no deletions, hidden text, comments, indexes, or headers and
    footers of pages. A damaged part without which the text can be read is skipped.
    """
    try:
        parts = ZippedXml(read_bytes(id, path))
    except PartError as error:
        reason = f"not an .odt file, or cut short ({error})"
        raise InputError(f"{id}: {reason}; open it in a word processor and save it again") from error
    content = _content(id, parts)
    skipped: list[Skipped] = []

    def part(name: str, root: str) -> _Element | None:
        try:
            return parts.parse(name, root) if name in parts.paths else None
        except PartError as error:
            skipped.append(Skipped(f"{id}#{name}", f"{error}; the story was read without it"))
            return None

    body = content.find("{*}body/{*}text")
    if body is None:
        raise InputError(f"{id}: an OpenDocument file without text, such as a spreadsheet; save the story as .odt")
    document = OpenDocumentText(TextStyles(content, part("styles.xml", "document-styles")))
    blocks, notes = document.paragraphs(body)
    if not blocks:
        raise InputError(f"{id}: has no text; if it is a picture of a page, run OCR on it first")
    meta = _properties(part("meta.xml", "document-meta"))
    text = "\n\n".join((*blocks, *(block for note in notes for block in note)))
    yield RawDocument(id, text, meta=meta_of(**meta, notes=len(notes) or ""))
    yield from skipped


def _content(id: str, parts: ZippedXml) -> _Element:
    if "content.xml" not in parts.paths:
        kind = "a Word document" if any(path.startswith("word/") for path in parts.paths) else "another zip file"
        raise InputError(f"{id}: {kind}, not an OpenDocument text; save the story as .odt")
    try:
        return parts.parse("content.xml", "document-content")
    except PartError as error:
        if _is_locked(parts):
            raise InputError(f"{id}: locked by a password; open it, remove the password and save it again") from error
        raise InputError(f"{id}: {error}; open it in a word processor, and if all is there, save it again") from error


def _is_locked(parts: ZippedXml) -> bool:
    try:
        manifest = parts.parse("meta-inf/manifest.xml")
    except PartError:
        return False
    return next(manifest.iter("{*}encryption-data"), None) is not None


def _properties(root: _Element | None) -> dict[str, str]:
    if root is None:
        return {}
    created, changed = (_DATE.match(root.findtext(f".//{{*}}{name}", "").strip()) for name in ("creation-date", "date"))
    date = created or changed
    return {
        "title": root.findtext(".//{*}title", ""),
        "date": date[0] if date else "",
        "byline": root.findtext(".//{*}initial-creator", "") or root.findtext(".//{*}creator", ""),
    }
