"""What stands between quotation marks: others' words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from aligner.detectors.view import Range

LONGEST = 1500  # characters; a quotation that goes on for longer was not closed
_QUOTED = re.compile(
    rf"«\s?(?P<a>[^«»]{{1,{LONGEST}}}?)\s?»|“(?P<b>[^“”]{{1,{LONGEST}}})”|\"(?P<c>[^\"\n]{{1,{LONGEST}}})\""
)


def quotations(text: str) -> list[Range]:
    """The ranges between the marks."""
    return [found.span(found.lastgroup or 0) for found in _QUOTED.finditer(text)]


def inside(place: int, spans: Sequence[Range]) -> bool:
    """Whether a place is in one of the ranges, which are in order."""
    at = bisect_right(spans, (place, 1 << 60)) - 1
    return at >= 0 and spans[at][0] <= place < spans[at][1]
