"""A row of a corpus of sentence pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from aligner.types.units import SourceUnit


class BitextRow(NamedTuple):
    """A row of a corpus.

    number : counted from 1, of the line or translation unit
    en, fr : its texts, each on one line
    fault : the reason why it cannot be used, else ""
    cells : all columns of the line
    record : the object of a JSON line
    unit : what else its unit has
    """

    number: int
    en: str = ""
    fr: str = ""
    fault: str = ""
    cells: Sequence[str] = ()
    record: Mapping[str, object] | None = None
    unit: SourceUnit | None = None
