"""Read a very long text in blocks."""

from __future__ import annotations

from collections.abc import Iterator

BLOCK_CHARS = 1 << 20


def text_blocks(text: str, end_mark: str = " ", size: int = BLOCK_CHARS) -> Iterator[str]:
    """Yield a text in blocks of at least `size` characters that end with a mark.

    To change the case of a text Python takes twelve bytes for each of its characters.
    """
    start = 0
    while start < len(text):
        end = text.find(end_mark, start + size) + 1 or len(text)
        yield text[start:end]
        start = end
