"""Find and read the weights in models/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from aligner.errors import ModelMissingError


@contextmanager
def model_arrays(path: Path, missing: str, script: str) -> Iterator[Mapping[str, NDArray[Any]]]:
    """Open the arrays of a model's file.

    Parameters
    ----------
    missing : str
        The beginning of the error message, such as "no lexicon in FOLDER".
    script : str
        The module that creates the model, for the error message.

    Raises
    ------
    ModelMissingError
        When this file, or another one read in the block, is missing or is not such a model.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            yield arrays
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ModelMissingError(f"{missing}: {error}; {script} creates one") from error


def models_folder() -> Path:
    """Return the folder of the weights: in the installed package, or `models/` of the checkout."""
    package = Path(str(files("aligner")))
    return package / "models" if (package / "models").is_dir() else package.parent / "models"


@cache
def model_digests() -> dict[str, str]:
    """Return the SHA-256 of the weights of each model in `models/` by the name of its folder, ignoring model cards."""
    digests = {}
    for folder in sorted(path for path in models_folder().iterdir() if path.is_dir()):
        hasher = sha256()
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.suffix != ".md":
                hasher.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
        digests[folder.name] = hasher.hexdigest()
    return digests
