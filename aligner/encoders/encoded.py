"""Documents with the vectors of their sentences."""

from __future__ import annotations

from typing import NamedTuple

from aligner.types import Document, Floats


class EncodedDocument(NamedTuple):
    """A document and its sentences' unit vectors, (n, d)."""

    document: Document
    vectors: Floats
