"""Parts by name, each imported when it is used for the first time, and what each kind of part must do.

A part is a reader, writer, detector or encoder. Other packages add theirs through
entry points of the group ``aligner.KIND``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol, TypeVar

from aligner.errors import PackageMissingError, UnknownNameError, unknown_name
from aligner.types import Corpus, Floats, RawDocument, Skipped

View_contra = TypeVar("View_contra", contravariant=True)
Hit_co = TypeVar("Hit_co", covariant=True)


class Reader(Protocol):
    """A reader of one format; see `aligner.readers` for what it must do."""

    def __call__(self, id: str, path: Path, /) -> Iterator[RawDocument | Skipped]:
        """Read the documents of one file."""
        ...


class Writer(Protocol):
    """A writer of one format."""

    def __call__(self, corpus: Corpus, folder: Path, /) -> list[Path]:
        """Write the kept segments of a corpus into a folder, and return the paths of the files."""
        ...


class Encoder(Protocol):
    """A model that turns texts into vectors, comparable across English and French."""

    name: str

    @property
    def dim(self) -> int:
        """Length of a vector."""
        ...

    @property
    def digest(self) -> str:
        """Hash of everything that a vector depends on except its text."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts as unit rows, (n, dim) float32, in order."""
        ...


class Detector(Protocol[View_contra, Hit_co]):
    """A detector of artefacts, on a view as in `aligner.detectors.view`."""

    def __call__(self, view: View_contra, /) -> Iterator[Hit_co]:
        """Find the artefacts of a document."""
        ...


def names(kind: str, table: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of a kind: those of other packages and our own `table`, which wins."""
    return {point.name: point.value for point in entry_points(group=f"aligner.{kind}")} | dict(table)


def load(kind: str, table: Mapping[str, str], name: str) -> Any:
    """Import the part called `name`.

    Prefer the loaders of one kind, which have its type: `aligner.readers.load_reader`,
    `aligner.writers.load_writer`, `aligner.encoders.load_encoder`.

    Parameters
    ----------
    kind : str
        "readers", "writers", "detectors" or "encoders".
    table : Mapping of str to str
        Our own parts of this kind: ``"package.module:attribute"`` by name.

    Raises
    ------
    UnknownNameError
        When there is no such part; the message lists the existing ones.
    PackageMissingError
        When it needs a package that is not installed; the message has the command that installs it.
    """
    target = table.get(name) or names(kind, table).get(name)
    if target is None:
        raise UnknownNameError(unknown_name(kind, name, sorted(names(kind, table))))
    path, _, attribute = target.partition(":")
    return getattr(import_part(kind, name, path), attribute)


def import_part(kind: str, name: str, path: str) -> ModuleType:
    """Import the module of a part.

    Raises
    ------
    PackageMissingError
        When it needs a package that is not installed.
    """
    try:
        return import_module(path)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package in ("", "aligner"):
            raise
        needs = f"the {kind.removesuffix('s')} {name!r} needs the package {package}"
        raise PackageMissingError(f"{needs}: python -m pip install {package}") from error
