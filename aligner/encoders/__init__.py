"""Text to vectors, comparable across English and French."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from aligner.registry import load
from aligner.weights import models_folder

if TYPE_CHECKING:
    from aligner.encoders.static import Tokens


if TYPE_CHECKING:
    from aligner.encoders.static import StaticEncoder

ENCODERS = {
    "static": "aligner.encoders.static:StaticEncoder",
    "transformer": "aligner.encoders.transformer:TransformerEncoder",
}
EMBEDDED = "encoder"


class Encoder(Protocol):
    """What every encoder can do."""

    name: str

    @property
    def dim(self) -> int: ...

    @property
    def digest(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts as unit rows, (n, dim) float32, in order."""
        ...


def load_encoder(name: str | None = None, *, half: bool = False) -> Encoder:
    """Load the embedded encoder, or any sentence-transformers model by name or folder.

    Parameters
    ----------
    half : compute in half precision; the embedded encoder has no other than its own

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
    """The embedded encoder, loaded once: most that asks for it has not loaded it itself.

    Raises
    ------
    ModelMissingError
        When the model is not on this machine.
    """
    encoder: StaticEncoder = load("encoders", ENCODERS, "static")(models_folder() / EMBEDDED)
    return encoder


class Words(Protocol):
    """Vectors of the words of each text, as `StaticEncoder.encode_tokens` gives them."""

    def __call__(self, texts: Sequence[str]) -> Iterable[Tokens]: ...
