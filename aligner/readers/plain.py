"""Plain text: the story as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aligner.readers import capped_files as source
from aligner.readers.fields import meta
from aligner.types import Document


def read(id: str, path: Path) -> Iterator[Document]:
    """Plain text, in whatever encoding."""
    text, encoding = source.text(id, path)
    yield Document(id, text, meta=meta(encoding=encoding))
