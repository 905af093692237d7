"""Families of stories as people and programs read them: a tree on a terminal, rows of plain data."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator

from aligner.deduplication.find import Copy, DedupResult, Family
from aligner.deduplication.index.store import Entry
from aligner.writers.escaping import visible

SHOWN = 10  # copies of a family, stories without one: the rest is counted
Row = dict[str, object]


def copy_rows(found: DedupResult) -> Iterator[Row]:
    """A row for each dropped story: `kept, dropped, level, score, spans` and more (see `Copy`)."""
    for copy in (copy for family in found.families for copy in family.copies):
        yield copy_row(copy)
    yield from map(copy_row, found.related)


def copy_row(copy: Copy) -> Row:
    """A copy as plain data; spans are of the matched and of the dropped story."""
    ids = copy.matched, copy.dropped
    spans = [
        [{"document": id, "start": start, "end": end} for id, (start, end) in zip(ids, pair, strict=True)]
        for pair in copy.spans
    ]
    return {
        "kept": copy.kept, "dropped": copy.dropped, "level": copy.level, "score": copy.score, "spans": spans,
        "matched": copy.matched, "told": list(copy.told), "why": copy.why, "shown": list(copy.shown),
    }  # fmt: skip


def family_rows(found: DedupResult) -> Iterator[Row]:
    """A row for each family: `kept, why, members`."""
    for family in found.families:
        members = [family.kept, *(copy.dropped for copy in family.copies)]
        yield {"kept": family.kept, "why": family.why, "members": members}


def said(found: DedupResult) -> Iterator[str]:
    """What was done to an index, and what could not be read."""
    yield from found.done
    yield from (f"skipped {each.source}: {each.reason}" for each in found.skipped)


def lines(found: DedupResult) -> Iterator[str]:
    """Families as trees, for a terminal."""
    for family in found.families:
        yield from _family(family)
    for copy in found.related:
        yield f"{visible(copy.dropped)}  {copy.level} of {visible(copy.kept)} {_score(copy)}"
        yield from _shown(copy, "   ")
    if found.alone:
        yield f"{len(found.alone)} without a copy"
        yield from _some(f"   {visible(id)}" for id in found.alone)
    for entry in found.entries:
        added = time.strftime("%Y-%m-%d %H:%M", time.localtime(entry.added))
        yield f"{visible(entry.id)}  {entry.side}  {entry.characters} characters  added {added}"
    yield from map(visible, _some(said(found)))


def _family(family: Family) -> Iterator[str]:
    yield f"{visible(family.kept)}  kept: {family.why}"
    more = len(family.copies) - SHOWN
    for at, copy in enumerate(family.copies[:SHOWN], 1):
        last = at == len(family.copies)
        yield f"{'└─' if last else '├─'} {_copy(family, copy)}"
        yield from _shown(copy, "   " if last else "│  ")
    if more > 0:
        yield f"└─ … and {more} more"


def _copy(family: Family, copy: Copy) -> str:
    there, here = (f"{100 * share:.0f} %" for share in copy.told)
    beside = "" if copy.matched == family.kept else f" of {visible(copy.matched)}"
    return f"{visible(copy.dropped)}  {copy.level}{beside} {_score(copy)}  (tells {there} of it, which tells {here})"


def _score(copy: Copy) -> str:
    return f"{math.floor(100 * copy.score) / 100:.2f}"  # 1 is for what is the same


def _shown(copy: Copy, margin: str) -> Iterator[str]:
    yield from (f"{margin}{mark} {visible(text)}" for mark, text in zip("<>", copy.shown, strict=False))


def _some(rows: Iterable[str]) -> Iterator[str]:
    every = list(rows)
    yield from every[:SHOWN]
    if len(every) > SHOWN:
        yield f"… and {len(every) - SHOWN} more"


def entry_row(entry: Entry) -> Row:
    """A story of an index as plain data."""
    return {
        "id": entry.id,
        "side": entry.side,
        "date": entry.date,
        "characters": entry.characters,
        "added": entry.added,
    }
