"""Text to vectors, comparable across English and French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from aligner.errors import ModelMissing
from aligner.registry import load

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


@contextmanager
def model_arrays(path: Path, missing: str, script: str) -> Iterator[Mapping[str, NDArray[Any]]]:
    """The arrays of a model's file, while they are read.

    Parameters
    ----------
    missing, script : what is said to be missing, and what makes it

    Raises
    ------
    ModelMissing
        When the file, or what else is read meanwhile, is not there, or is no such model.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            yield arrays
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ModelMissing(f"{missing}: {error}; {script} makes one") from error


def models_folder() -> Path:
    """Where the weights lie: in the installed package, or in the checkout's `models/`."""
    package = Path(str(files("aligner")))
    return package / "models" if (package / "models").is_dir() else package.parent / "models"


def load_encoder(name: str | None = None, *, half: bool = False) -> Encoder:
    """Load the embedded encoder, or any sentence-transformers model by name or folder.

    Parameters
    ----------
    half : compute in half precision; the embedded encoder has no other than its own

    Raises
    ------
    ModelMissing
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
    ModelMissing
        When the model is not on this machine.
    """
    encoder: StaticEncoder = load("encoders", ENCODERS, "static")(models_folder() / EMBEDDED)
    return encoder
