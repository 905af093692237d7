"""Word documents."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.capped_files import MAX_DOCUMENT_BYTES, read_bytes
from aligner.readers.fields import meta_of
from aligner.types import RawDocument

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Text that was deleted or moved away, and the second copy of a text box for old programs.
_IGNORED_TAGS = (f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_CHARACTER_TAGS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}",
}


def read(id: str, path: Path) -> Iterator[RawDocument]:
    """Read the paragraphs of a Word document in order, with those of tables, text boxes and insertions."""
    word = _open(id, read_bytes(id, path))
    text = "\n\n".join(filter(str.strip, map(_text, word.element.body.iter(f"{_W}p"))))
    if not text:
        raise InputError(f"{id}: has no text; if it is a picture of a page, run OCR on it first")
    properties = word.core_properties
    created = properties.created.date().isoformat() if properties.created else ""
    yield RawDocument(id, text, meta=meta_of(title=properties.title, date=created, byline=properties.author))


def _open(id: str, data: bytes) -> WordDocument:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > MAX_DOCUMENT_BYTES:
            raise InputError(
                f"{id}: unpacks to {size >> 20} MiB, more than {MAX_DOCUMENT_BYTES >> 20}; save it without pictures"
            )
        return docx.Document(BytesIO(data))
    except zipfile.BadZipFile as error:
        raise InputError(f"{id}: not a .docx file ({error}); open it in a word processor and save as .docx") from error
    except (OpcError, XMLSyntaxError, KeyError, ValueError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{id}: damaged or locked .docx ({error}); save it again without a password") from error


def _text(paragraph: _Element) -> str:
    """Return the text of one paragraph, without that of paragraphs inside it."""
    pieces: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in _CHARACTER_TAGS:
            pieces.append(_CHARACTER_TAGS[element.tag])
        elif element.tag != f"{_W}p" and element.tag not in _IGNORED_TAGS:
            stack.extend(reversed(element))
    return "".join(pieces)
