"""Results in rows, which become plain data or a table of another library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol, TypeVar, overload

from aligner.errors import PackageMissingError


class Describable(Protocol):
    """A row that can be turned into plain data."""

    def to_dict(self) -> dict[str, object]:
        """Return the row as plain data, as the command writes it in JSON lines."""
        ...


Row = TypeVar("Row", bound=Describable)


class Rows(Sequence[Row]):
    """Results in order."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = tuple(rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Rows[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Rows[Row]:
        """Return a row, or the rows of a range."""
        return Rows(self._rows[index]) if isinstance(index, slice) else self._rows[index]

    def __iter__(self) -> Iterator[Row]:
        """Iterate over the rows."""
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        """Return whether the other has the same rows."""
        return isinstance(other, Rows) and self._rows == other._rows

    def __hash__(self) -> int:
        """Return the hash of the rows."""
        return hash(self._rows)

    def __repr__(self) -> str:
        """Return the rows as Python shows a list."""
        return f"Rows({list(self._rows)!r})"

    def to_dicts(self) -> list[dict[str, object]]:
        """Return the rows as plain data."""
        return [row.to_dict() for row in self._rows]

    def to_pandas(self) -> Any:
        """Return a `pandas.DataFrame` with a column for each key.

        Raises
        ------
        PackageMissingError
            When pandas is not installed.
        """
        return _library("pandas").DataFrame(self.to_dicts())

    def to_polars(self) -> Any:
        """Return a `polars.DataFrame` with a column for each key.

        Raises
        ------
        PackageMissingError
            When polars is not installed.
        """
        return _library("polars").from_dicts(self.to_dicts(), infer_schema_length=None)

    def to_dataset(self) -> Any:
        """Return a `datasets.Dataset` of Hugging Face with a column for each key.

        Raises
        ------
        PackageMissingError
            When datasets is not installed.
        """
        return _library("datasets").Dataset.from_list(self.to_dicts())


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise PackageMissingError(f"this takes the package {name}: python -m pip install {name}") from error
