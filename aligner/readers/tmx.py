"""TMX, the exchange format of translation memories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from aligner.readers.files.capped import read_markup_chunks
from aligner.readers.memory import units
from aligner.readers.memory.unit import has_variant, rows_of, salvage
from aligner.readers.memory.units import Unit, UnitFormat, unit_documents
from aligner.types import RawDocument, Skipped

_TMX = UnitFormat(
    name="TMX",
    root="tmx",
    unit="tu",
    id=re.compile(rb"""\s(tuid)\s*=\s*["']([^"'<>]{1,60})"""),
    has_text=has_variant,
    rows=lambda unit, _: rows_of(unit),
    salvage=salvage,
)


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read the units of a TMX that have English and French, as two documents aligned line by line."""
    yield from unit_documents(id, read_units(id, path))


def read_units(id: str, path: Path) -> Iterator[Unit]:
    """Read the units of a TMX in order, one at a time; a damaged one costs no other.

    A unit has several rows if it has several texts in a language, or notes in its texts; see `memory.unit.rows_of`.
    A line of the log names the units in which faults were put right.

    Raises
    ------
    InputError
        While iterating, when the file is not TMX or has no unit, or is empty or missing, or is damaged compressed data.
    """
    yield from units.read_units(id, read_markup_chunks(id, path), _TMX)
