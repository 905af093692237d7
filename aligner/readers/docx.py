"""Word documents, usual and Strict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.fields import meta_of
from aligner.readers.files.capped import read_bytes
from aligner.readers.markup.paragraphs import attribute_of
from aligner.readers.markup.zipped_xml import PartError
from aligner.readers.word.package import WordPackage
from aligner.readers.word.text import Styles, WordText
from aligner.types import RawDocument, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read the paragraphs of a Word document in order, then those of its notes.

    Read are also tables, text boxes and insertions, but no deletions, hidden text, comments, or
    headers and footers of pages. A damaged part without which the text can be read is skipped.
    """
    package = WordPackage(id, read_bytes(id, path))
    skipped: list[Skipped] = []

    def part(kind: str) -> _Element | None:
        try:
            return package.properties() if kind == "properties" else package.part(kind)
        except PartError as error:
            skipped.append(Skipped(f"{id}#{kind}", f"{error}; the story was read without it"))
            return None

    word = WordText(Styles(part("styles")))
    blocks = word.paragraphs(package.document)
    notes = [
        note
        for kind, references in word.references.items()
        if references
        for note in _notes(word, part(f"{kind}s"), list(references))
    ]
    text = "\n\n".join((*blocks, *(block for note in notes for block in note)))
    if not text:
        raise InputError(f"{id}: has no text; if it is a picture of a page, run OCR on it first")
    meta = _properties(part("properties"))
    yield RawDocument(id, text, meta=meta_of(**meta, notes=len(notes) or ""))
    if next(package.document.iter("{*}altChunk"), None) is not None:
        skipped.append(
            Skipped(f"{id}#altChunk", "holds another document as a whole; open it in Word and save it again")
        )
    yield from skipped


def _notes(word: WordText, part: _Element | None, references: list[str]) -> list[list[str]]:
    """Return the paragraphs of each note that the text refers to, in the order of the references."""
    notes = {} if part is None else {attribute_of(note, "id"): note for note in part}
    texts = [word.paragraphs(notes[reference]) for reference in references if reference in notes]
    return [text for text in texts if text]


def _properties(root: _Element | None) -> dict[str, str]:
    if root is None:
        return {}
    created = _DATE.match(root.findtext("{*}created", "").strip())
    return {
        "title": root.findtext("{*}title", ""),
        "date": created[0] if created else "",
        "byline": root.findtext("{*}creator", ""),
    }
