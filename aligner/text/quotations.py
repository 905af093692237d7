"""Find passages between quotation marks, which are the words of others."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from aligner.types import Span

MAX_QUOTATION_CHARS = 1500  # a longer quotation was not closed
_QUOTATION = re.compile(
    rf"«\s?(?P<a>[^«»]{{1,{MAX_QUOTATION_CHARS}}}?)\s?»|“(?P<b>[^“”]{{1,{MAX_QUOTATION_CHARS}}})”"
    rf"|\"(?P<c>[^\"\n]{{1,{MAX_QUOTATION_CHARS}}})\""
)


def quotations(text: str) -> list[Span]:
    """Return the spans between the marks."""
    return [quotation.span(quotation.lastgroup or 0) for quotation in _QUOTATION.finditer(text)]


def inside(offset: int, spans: Sequence[Span]) -> bool:
    """Return whether an offset is in one of the spans, which are in order."""
    index = bisect_right(spans, (offset, 1 << 60)) - 1
    return index >= 0 and spans[index][0] <= offset < spans[index][1]
