"""Join the lines of text that was wrapped at a width, so that every line is a paragraph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from aligner.text.cleaning.edits import Replacement
from aligner.text.cleaning.layout import HALF_WORD, Line, line_blocks
from aligner.text.cleaning.line_end_hyphens import LineEndHyphens
from aligner.text.cleaning.wrap_width import MIN_WIDTH_CHARS, Break, Width, find_breaks, find_width

LAYOUT_STEPS = ("hyphen.wrap", "quote.mark", "space.indent", "space.wrap")
MAX_SAMPLE_LINES = 20_000  # from which the width of a document is estimated
MAX_WORD_CHARS = 40  # of each half of a word at a line end
_BEFORE_SMALL = rf"(?<=[^\n]{{{MIN_WIDTH_CHARS - 1}}}[^\n.!?…:;]\n)[^\w\n]{{0,20}}[a-zß-öø-ÿœ]"
_INNER_BREAK = re.compile(rf"\n(?:{_BEFORE_SMALL}|(?<=[^\n]{{9}}{HALF_WORD}\n)[ \t>]*\w)")


def find_wraps(text: str) -> Iterator[Replacement]:
    """Find line breaks within paragraphs, and quote marks before lines, from left to right."""
    if not _INNER_BREAK.search(text) and "\n>" not in text and "\n >" not in text:
        return  # nearly all texts
    blocks, sample, lines = line_blocks(text), list[list[Line]](), 0
    for block in blocks:
        sample.append(block)
        lines += len(block)
        if lines >= MAX_SAMPLE_LINES:
            break
    widths, hyphens = _find_common_widths(sample), LineEndHyphens(text)
    for block in chain(sample, blocks):
        breaks = find_breaks(block)
        width = _choose_width(breaks, block[-1], widths.get(block[0].depth))
        joined = [False, *_joined(block, breaks, width)] if width else [False] * len(block)
        yield from _edits(text, block, joined, hyphens, unindent=width is not None)


def _find_common_widths(blocks: Iterable[Sequence[Line]]) -> dict[int, Width | None]:
    """Return the common width of all blocks of each quotation depth, None if they have none."""
    breaks = defaultdict[int, list[Break]](list)
    for block in blocks:
        breaks[block[0].depth] += find_breaks(block)
    return {depth: find_width(found) for depth, found in breaks.items()}


def _choose_width(breaks: Sequence[Break], last: Line, common: Width | None) -> Width | None:
    """Return the common width unless it leaves most breaks within sentences unexplained, else the block's own."""
    inner = [found for found in breaks if found.inner]
    if common and 2 * sum(map(common.explains, inner)) >= len(inner):
        return common
    return find_width(breaks, last) or common


def _joined(block: Sequence[Line], breaks: Sequence[Break], width: Width) -> Iterator[bool]:
    """Yield for each line after the first one whether it continues the line before it."""
    base, opening = _base_indent(block, breaks), block[0]  # the first line of the paragraph
    for (line, after), found in zip(pairwise(block), breaks, strict=True):
        alone = line.is_one_word and line.columns > width.columns and found.capital  # an address
        joined = width.explains(found) and not alone and not _begins_paragraph(found, line, after, opening, base)
        opening = opening if joined else after
        yield joined


def _base_indent(block: Sequence[Line], breaks: Sequence[Break]) -> int:
    """Return the indentation of the lines that continue a paragraph."""
    inner = Counter(after.indent for after, found in zip(block[1:], breaks, strict=True) if found.inner)
    return inner.most_common(1)[0][0] if inner else min(line.indent for line in block)


def _begins_paragraph(found: Break, line: Line, after: Line, opening: Line, base: int) -> bool:
    """Return whether the line after a break begins a paragraph because of its marker, indentation, capitals or gaps."""
    if line.odd or after.odd:
        return True
    if after.first == "-":
        return opening.first == "-" or line.last == "."
    if found.inner:
        return False
    if opening.first == "-":
        return after.indent <= opening.indent < base
    return after.indent > base or after.indent < min(line.indent, base) or line.shouted != after.shouted


def _edits(
    text: str, block: Sequence[Line], joined: Iterable[bool], hyphens: LineEndHyphens, *, unindent: bool
) -> Iterator[Replacement]:
    last = block[0]
    for line, joins in zip(block, joined, strict=True):
        if joins and last.last == "-":
            half = text[max(last.start, last.end - MAX_WORD_CHARS) : last.end]
            mark = hyphens.mark(half, text[line.start : line.start + MAX_WORD_CHARS])
            yield Replacement(last.end - 1, line.start, mark, "hyphen.wrap")
        elif joins:
            yield Replacement(last.end, line.start, " ", "space.wrap")
        elif line.depth:
            yield Replacement(line.begin, line.start, "", "quote.mark")
        elif unindent and line.start > line.begin:
            yield Replacement(line.begin, line.start, "", "space.indent")
        last = line
