"""Find a passage again in a text whose spaces may differ."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aligner.types import Span

_WHITESPACE = re.compile(r"\s")


def find_free(text: str, wanted: str, taken: Iterable[Span] = ()) -> Span | None:
    """Return the first occurrence of `wanted` outside the spans taken, if possible as a whole word."""
    # Cleaning may have replaced one kind of space by another.
    text, wanted, taken = _WHITESPACE.sub(" ", text), _WHITESPACE.sub(" ", wanted), tuple(taken)
    start = text.find(wanted)
    inside: Span | None = None
    while start >= 0:
        end = start + len(wanted)
        if all(end <= other or start >= stop for other, stop in taken):
            if not (wanted[0].isalnum() and text[:start][-1:].isalnum()) and not (
                wanted[-1].isalnum() and text[end : end + 1].isalnum()
            ):
                return start, end
            inside = inside or (start, end)
        start = text.find(wanted, start + 1)
    return inside
