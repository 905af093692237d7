"""Names of parts, and the import that happens only when one is used."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from aligner.errors import UnknownNameError


def names(kind: str, table: Mapping[str, str]) -> dict[str, str]:
    """Our own table joined by the entry points that other packages declare as ``aligner.KIND``."""
    return {point.name: point.value for point in entry_points(group=f"aligner.{kind}")} | dict(table)


def load(kind: str, table: Mapping[str, str], name: str) -> Any:
    """Import what `name` stands for: ``"package.module:attribute"``.

    Raises
    ------
    UnknownNameError
        With the names there are.
    """
    target = table.get(name) or names(kind, table).get(name)
    if target is None:
        raise UnknownNameError(f"no {kind} called {name!r}; there are {', '.join(sorted(names(kind, table)))}")
    module, _, attribute = target.partition(":")
    return getattr(import_module(module), attribute)
