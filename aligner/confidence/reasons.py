"""Why a segment is doubted, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features import NAMES, Checks
from aligner.names import Name
from aligner.numbers import Quantity

LISTED = 5  # items named in one reason
SIDE = {"en": "English", "fr": "French"}


def reasons(row: NDArray[np.float64], checks: Checks) -> tuple[str, ...]:
    """What speaks against a segment, the gravest first."""
    value = dict(zip(NAMES, row.tolist(), strict=True))
    said = [
        *_missing("number", checks.numbers_en, "fr"),
        *_missing("number", checks.numbers_fr, "en"),
        *_missing("name", checks.names_en, "fr"),
        *_missing("name", checks.names_fr, "en"),
    ]
    if value["same_text"]:
        said.insert(0, "the same text on both sides")
    if value["cosine"] < 0.4:
        said.append(f"the sides are not alike (similarity {value['cosine']:.2f})")
    if value["margin"] < 0.05:
        said.append("as similar to a neighbouring sentence")
    if value["length"] > 0.6:
        said.append("the lengths do not match")
    return tuple(said)


def _missing(what: str, items: Sequence[Quantity | Name], where: str) -> list[str]:
    if not items:
        return []
    named = ", ".join(item.text for item in items[:LISTED]) + (", …" if len(items) > LISTED else "")
    return [f"{len(items)} {what}{'s' if len(items) > 1 else ''} missing in {SIDE[where]}: {named}"]
