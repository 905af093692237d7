"""Types of single values and arrays."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Side = Literal["en", "fr"]
SIDES: tuple[Side, Side] = ("en", "fr")
Severity = Literal["minor", "major", "critical"]
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")  # the most severe first
Span = tuple[int, int]  # half-open: the start and the end before which it stops

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
