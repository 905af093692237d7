"""Word documents."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers import capped_files as source
from aligner.readers.fields import meta
from aligner.types import Document

if TYPE_CHECKING:
    from docx.document import Document as Word
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Text that was struck out or moved away, and the second copy of a text box for old programs.
_GONE = (f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}


def read(id: str, path: Path) -> Iterator[Document]:
    """A Word document: its paragraphs in order, those of tables, text boxes and accepted insertions too."""
    word = _open(id, source.whole(id, path))
    text = "\n\n".join(filter(str.strip, map(_text, word.element.body.iter(f"{_W}p"))))
    if not text:
        raise InputError(f"{id}: has no text; if it is a picture of a page, run OCR on it first")
    properties = word.core_properties
    created = properties.created.date().isoformat() if properties.created else ""
    yield Document(id, text, meta=meta(title=properties.title, date=created, byline=properties.author))


def _open(id: str, data: bytes) -> Word:
    from docx import Document as open_word
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > source.MAX_DOCUMENT:
            raise InputError(
                f"{id}: unpacks to {size >> 20} MiB, more than {source.MAX_DOCUMENT >> 20}; save it without pictures"
            )
        return open_word(BytesIO(data))
    except zipfile.BadZipFile as error:
        raise InputError(f"{id}: is no .docx ({error}); open it in a word processor and save it as .docx") from error
    except (OpcError, XMLSyntaxError, KeyError, ValueError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{id}: damaged or locked .docx ({error}); save it again without a password") from error


def _text(paragraph: _Element) -> str:
    """The text of one paragraph, without that of paragraphs inside it."""
    pieces: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in _SIGNS:
            pieces.append(_SIGNS[element.tag])
        elif element.tag != f"{_W}p" and element.tag not in _GONE:
            stack.extend(reversed(element))
    return "".join(pieces)
