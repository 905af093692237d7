"""Texts -> vectors that can be compared across English and French."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from aligner.registry import Encoder, load
from aligner.types import Floats
from aligner.weights import models_folder

if TYPE_CHECKING:
    from aligner.encoders.static import StaticEncoder, Tokens

ENCODERS = {
    "static": "aligner.encoders.static:StaticEncoder",
    "transformer": "aligner.encoders.transformer:TransformerEncoder",
}
EMBEDDED = "encoder"  # folder of the embedded encoder in models/
MAX_CACHED_WORDS = 1 << 13  # words whose vectors are kept, a kilobyte each
_VECTORS: dict[str, Floats | None] = {}


class WordVectors(Protocol):
    """An encoder of words, such as `StaticEncoder.encode_tokens`."""

    def __call__(self, texts: Sequence[str]) -> Iterable[Tokens]:
        """Encode the words of each text."""
        ...


def load_encoder(name: str | None = None, *, half: bool = False) -> Encoder:
    """Load the embedded encoder, or any sentence-transformers model by name or folder.

    Parameters
    ----------
    name : str
        "" for the embedded encoder.
    half : bool
        Compute in half precision; has no effect on the embedded encoder.

    Raises
    ------
    ModelMissingError
        When the model is not on this machine and cannot be fetched.
    """
    if not name:
        return load_embedded()
    encoder: Encoder = load("encoders", ENCODERS, "transformer")(name, half=half)
    return encoder


@cache
def load_embedded() -> StaticEncoder:
    """Load the embedded encoder once and return it to every caller.

    Raises
    ------
    ModelMissingError
        When the model is not on this machine.
    """
    encoder: StaticEncoder = load("encoders", ENCODERS, "static")(models_folder() / EMBEDDED)
    return encoder


def encode_words(words: Sequence[str]) -> Floats:
    """Encode words as unit rows, (words, d); frequent ones are encoded once."""
    known = {word: _VECTORS.get(word) for word in words}
    if new := [word for word, vector in known.items() if vector is None]:
        known.update(zip(new, load_embedded().encode_words(new), strict=True))
        if len(_VECTORS) > MAX_CACHED_WORDS:
            _VECTORS.clear()
        _VECTORS.update(known)
    return np.array([known[word] for word in words], np.float32).reshape(len(words), load_embedded().dim)
