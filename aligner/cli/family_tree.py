"""Story families as trees for people and as rows of plain data for programs."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator

from aligner.deduplication.find import DedupResult
from aligner.deduplication.group import Family
from aligner.deduplication.index.store import Entry
from aligner.types import Duplicate
from aligner.writers.escaping import visible

MAX_LISTED = 10  # copies of a family, stories without a copy: of the rest only the number is shown
Row = dict[str, object]


def copy_rows(result: DedupResult) -> Iterator[Row]:
    """Yield a row for each dropped story: ``kept, dropped, level, score, spans`` and more (see `Duplicate`)."""
    for copy in (copy for family in result.families for copy in family.copies):
        yield copy_row(copy)
    yield from map(copy_row, result.related)


def copy_row(copy: Duplicate) -> Row:
    """Return a copy as plain data; its spans are pairs of one in the matched and one in the dropped story."""
    spans = [[span._asdict() for span in pair] for pair in copy.spans]
    return {
        "kept": copy.kept, "dropped": copy.dropped, "level": copy.how, "score": copy.score, "spans": spans,
        "matched": copy.matched, "coverage": list(copy.coverage), "why": copy.why, "excerpts": list(copy.excerpts),
    }  # fmt: skip


def family_rows(result: DedupResult) -> Iterator[Row]:
    """Yield a row for each family: ``kept, why, members``."""
    for family in result.families:
        members = [family.kept, *(copy.dropped for copy in family.copies)]
        yield {"kept": family.kept, "why": family.why, "members": members}


def entry_row(entry: Entry) -> Row:
    """Return a story of an index as plain data."""
    return {
        "id": entry.id,
        "side": entry.side,
        "date": entry.date,
        "characters": entry.characters,
        "added": entry.added,
    }


def note_lines(result: DedupResult) -> Iterator[str]:
    """Yield what was done to an index, and what could not be read."""
    yield from result.done
    yield from (f"skipped {skipped.source}: {skipped.reason}" for skipped in result.skipped)


def family_lines(result: DedupResult) -> Iterator[str]:
    """Yield the families as trees, then all other stories, and notes."""
    for family in result.families:
        yield from _tree(family)
    for copy in result.related:
        yield f"{visible(copy.dropped)}  {copy.how} of {visible(copy.kept)} {_score(copy)}"
        yield from _excerpt_lines(copy, "   ")
    if result.alone:
        yield f"{len(result.alone)} without a copy"
        yield from _first(f"   {visible(id)}" for id in result.alone)
    yield from map(visible, _first(note_lines(result)))


def entry_line(entry: Entry) -> str:
    """Return a story of an index as a line for people."""
    added = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.added))
    return f"{visible(entry.id)}  {entry.side}  {entry.characters} characters  added {added}"


def _tree(family: Family) -> Iterator[str]:
    yield f"{visible(family.kept)}  kept: {family.why}"
    hidden = len(family.copies) - MAX_LISTED
    for number, copy in enumerate(family.copies[:MAX_LISTED], 1):
        last = number == len(family.copies)
        yield f"{'└─' if last else '├─'} {_copy_line(family, copy)}"
        yield from _excerpt_lines(copy, "   " if last else "│  ")
    if hidden > 0:
        yield f"└─ … and {hidden} more"


def _copy_line(family: Family, copy: Duplicate) -> str:
    matched, dropped = (f"{100 * share:.0f} %" for share in copy.coverage)
    other = "" if copy.matched == family.kept else f" of {visible(copy.matched)}"
    covered = f"covers {matched} of it, {dropped} covered by it"
    return f"{visible(copy.dropped)}  {copy.how}{other} {_score(copy)}  ({covered})"


def _score(copy: Duplicate) -> str:
    return f"{math.floor(100 * copy.score) / 100:.2f}"  # rounded down: 1.00 is for identical texts only


def _excerpt_lines(copy: Duplicate, margin: str) -> Iterator[str]:
    yield from (f"{margin}{mark} {visible(text)}" for mark, text in zip("<>", copy.excerpts, strict=False))


def _first(lines: Iterable[str]) -> Iterator[str]:
    all_lines = list(lines)
    yield from all_lines[:MAX_LISTED]
    if len(all_lines) > MAX_LISTED:
        yield f"… and {len(all_lines) - MAX_LISTED} more"
