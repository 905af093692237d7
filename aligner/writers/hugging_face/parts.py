"""The parts of a data set: tables of one kind of row, each in a folder of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa

from aligner.writers.parquet import ROWS_AT_A_TIME

Digests = Mapping[str, str]  # SHA-256 of each file of rows, by its path in the data set, in order


class Part(NamedTuple):
    """A part.

    max_rows : in a file, about a quarter of a gigabyte
    at_a_time : rows that are read together
    """

    name: str
    folder: str
    schema: pa.Schema
    max_rows: int
    at_a_time: int = ROWS_AT_A_TIME
