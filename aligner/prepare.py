"""One file to its documents, each cleaned, segmented, encoded and summed up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.clean import clean
from aligner.encoders import Encoder, load_encoder
from aligner.errors import CannotRead
from aligner.language import assign_side
from aligner.readers import read
from aligner.segment import segment
from aligner.sketch import sketch
from aligner.types import Document, Sketch, Skipped


class Source(NamedTuple):
    """A file to read: its id, where it lies, and the side and encoder to use."""

    id: str
    path: Path
    side: str = ""  # "" tells the side by the language
    model: str = ""


class Prepared(NamedTuple):
    """A document ready to be paired and aligned; vectors are (sentences, d) float16."""

    document: Document
    vectors: NDArray[np.float16]
    sketch: Sketch


encoder = cache(load_encoder)


def prepare(source: Source) -> list[Prepared | Skipped]:
    """Read a file and make ready what is in it; nothing is raised for a file that cannot be read."""
    return list(_prepare(source))


def _prepare(source: Source) -> Iterator[Prepared | Skipped]:
    try:
        for found in read(source.id, source.path):
            yield found if isinstance(found, Skipped) else make_ready(found, source.side, encoder(source.model))
    except CannotRead as error:
        yield Skipped(source.id, str(error).removeprefix(f"{source.id}: "))


def make_ready(document: Document, side: str, model: Encoder) -> Prepared | Skipped:
    """Clean, tell the side, segment, encode and sum up one document."""
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    document = clean(replace(document, meta={**document.meta, "sha256": digest}))
    if side in ("en", "fr"):
        told: Document | Skipped = replace(document, side="en" if side == "en" else "fr", language_confidence=1.0)
    else:
        told = assign_side(document)
    if isinstance(told, Skipped):
        return told
    told = segment(told)
    if not told.sentences or told.side is None:
        return Skipped(told.id, "no sentence is left after cleaning")
    vectors = model.encode([sentence.text for sentence in told.sentences])
    return Prepared(told, vectors.astype(np.float16), sketch(told, told.side, vectors))
