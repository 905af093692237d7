"""Find the width at which the lines of a text were wrapped, if they were.

The width is the one that explains most of the breaks within sentences: their line had no room for the next word. Verse,
lists, tables and files of one sentence a line have no such width, or hardly any break within a sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from aligner.text.cleaning.layout import Line

MIN_WIDTH_CHARS, MAX_WIDTH_CHARS = 25, 150  # columns at which people and programs wrap text
MAX_SPARE_SHARE = 0.15  # share of the width that a break may leave free in ragged lines and proportional fonts
MIN_EXACT_SHARE = 0.5  # share of the breaks within sentences that the width explains without spare room
MIN_NEAR_SHARE = 0.9  # share of them that it explains with spare room
MAX_RAGGED_SHARE = 0.03  # share of them that may leave more free than a break before a capital
MIN_INNER_SHARE = 0.15  # share of all breaks that are within sentences, about a half in wrapped text
MAX_CAPITAL_SHARE = 0.5  # share of the breaks between sentence ends that are before a capital; more in verse
MAX_CLAUSE_SHARE = 0.4  # share of the full lines within sentences that end with a comma, one in ten; more in verse
MAX_ODD_SHARE = 0.1  # share of the lines that are tables or much longer than the width
MAX_CHARS_WITHOUT_STOP = 600  # on average; lists of phrases have no full stops
MAX_COLUMNS = 10_000  # needed by a word of which half is on the next line


class Break(NamedTuple):
    """The break between two lines of a block.

    columns : length of the first line, 0 if it is one word, which may be longer than the width
    needed : columns that the first line and the next word would have taken
    inner : whether it is within a sentence
    capital : whether it is between a line without a full stop and a capital
    ended, clause : whether a sentence or a clause ends before it
    leading : whether there is a word before it that another one follows
    stop : whether there is a full stop in the first line
    """

    columns: int
    needed: int
    inner: bool
    capital: bool
    ended: bool
    clause: bool
    leading: bool
    stop: bool


class Width(NamedTuple):
    """The width of lines, and how much of it a break before a capital may leave free."""

    columns: int
    spare: float

    def explains(self, found: Break) -> bool:
        """Return whether the next word would not have fitted."""
        return found.needed > self.columns * (1 - (MAX_SPARE_SHARE if found.inner else self.spare))


def find_breaks(block: Sequence[Line]) -> list[Break]:
    """Return the breaks between the lines of a block."""
    return list(map(_break, block, block[1:]))


def _break(line: Line, after: Line) -> Break:
    inner = (line.last in ("-", "the") and after.first != "-") or (line.last != "." and after.first == "a")
    return Break(
        0 if line.is_one_word else line.columns,
        MAX_COLUMNS if line.last == "-" else line.columns + line.tabs + 1 + after.word,
        inner,
        not inner and line.last != "." and after.first == "A",
        line.last == ".",
        line.last == ",",
        line.last == "the",
        line.stop,
    )


def find_width(breaks: Sequence[Break], last: Line | None = None) -> Width | None:
    """Return the width at which lines were wrapped, None if they were not; `last` is the line after the last break."""
    stops = sum(found.stop for found in breaks) + (last is not None and last.stop)
    if stops * MAX_CHARS_WITHOUT_STOP < sum(found.columns for found in breaks):
        return None
    inner = [found for found in breaks if found.inner]
    if not inner or len(inner) < MIN_INNER_SHARE * len(breaks):
        return None
    filled, needed = sorted(found.columns for found in inner), sorted(found.needed for found in inner)
    widths = sorted({found.columns for found in breaks if MIN_WIDTH_CHARS <= found.columns <= MAX_WIDTH_CHARS})
    explained = [bisect_right(filled, width) - bisect_right(needed, width) for width in widths]
    most = max(explained, default=0)
    if most < MIN_EXACT_SHARE * len(inner):
        return None
    columns = max(width for width, count in zip(widths, explained, strict=True) if count == most)
    least = columns * (1 - MAX_SPARE_SHARE)
    near = bisect_right(filled, columns * (1 + MAX_SPARE_SHARE)) - bisect_right(needed, least)
    if near < MIN_NEAR_SHARE * len(inner) or not _is_prose(breaks, columns):
        return None
    spare = 1 - needed[int(len(needed) * MAX_RAGGED_SHARE)] / columns
    return Width(columns, min(max(spare, 0.0), MAX_SPARE_SHARE))


def _is_prose(breaks: Sequence[Break], columns: int) -> bool:
    """Return whether full lines end anywhere within sentences, unlike verse and lists, and few lines are longer."""
    full = [found for found in breaks if found.needed > columns * (1 - MAX_SPARE_SHARE) and not found.ended]
    capitals, inner = sum(found.capital for found in full), sum(found.inner for found in full)
    clauses, leading = sum(found.clause for found in full), sum(found.leading for found in full)
    longer = sum(found.columns > columns * (1 + MAX_SPARE_SHARE) for found in breaks)
    return (
        capitals <= MAX_CAPITAL_SHARE * (capitals + inner)
        and clauses <= max(1, MAX_CLAUSE_SHARE * len(full)) + leading
        and longer <= max(len(breaks) > 2, MAX_ODD_SHARE * len(breaks))
    )
