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
    """The arrays of a model's file, while they are read.

    Parameters
    ----------
    missing, script : what is said to be missing, and what makes it

    Raises
    ------
    ModelMissingError
        When the file, or what else is read meanwhile, is not there, or is no such model.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            yield arrays
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ModelMissingError(f"{missing}: {error}; {script} makes one") from error


def models_folder() -> Path:
    """Where the weights lie: in the installed package, or in the checkout's `models/`."""
    package = Path(str(files("aligner")))
    return package / "models" if (package / "models").is_dir() else package.parent / "models"


@cache
def model_digests() -> dict[str, str]:
    """Return the SHA-256 of the weights of each model in `models/`, by the name of its folder.

    The model cards do not count: they change nothing in the output.
    """
    digests = {}
    for folder in sorted(path for path in models_folder().iterdir() if path.is_dir()):
        digest = sha256()
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.suffix != ".md":
                digest.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
        digests[folder.name] = digest.hexdigest()
    return digests
