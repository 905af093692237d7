"""Plain text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aligner.readers.fields import meta_of
from aligner.readers.files.capped import read_text
from aligner.types import RawDocument


def read(id: str, path: Path) -> Iterator[RawDocument]:
    """Read plain text in whatever encoding."""
    text, encoding = read_text(id, path)
    yield RawDocument(id, text, meta=meta_of(encoding=encoding))
