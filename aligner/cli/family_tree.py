"""Story families as trees for people and as rows of plain data for programs."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence

from aligner.deduplication.find import DedupResult
from aligner.deduplication.group import Family
from aligner.deduplication.index.store import Entry
from aligner.deduplication.versions import INVERSE, OTHER
from aligner.documents.story_time import parse_time
from aligner.types import Duplicate
from aligner.writers.escaping import visible

MAX_LISTED = 10  # copies of a family, stories without a copy: of the rest only the number is shown
RELATION_NAMES = {"exact": "identical", "same template": "template", "follow-up": "follow_up"}
Row = dict[str, object]


def relation_rows(result: DedupResult) -> Iterator[Row]:
    """Yield a row for each pair of related stories: ``a, b, relation, score, spans``; `b` is the later one if known."""
    for copy in (*result.copies, *result.related):
        later = copy.relation in INVERSE.values()  # the kept one
        a, b = (copy.dropped, copy.kept) if later else (copy.kept, copy.dropped)
        pairs = [*INVERSE.items(), (OTHER, OTHER)]
        named = next((name for name, inverse in pairs if copy.relation in (name, inverse)), copy.how)
        relation = RELATION_NAMES.get(named, named.replace(" ", "_"))
        yield {"a": a, "b": b, "relation": relation, "score": copy.score, "spans": copy.to_dict()["spans"]}


def change_rows(result: DedupResult) -> Iterator[Row]:
    """Yield a row for each change: ``from, to, kind, what, code, old, new, spans`` (see `VersionChange`)."""
    for change in result.changes:
        yield {
            "from": change.older, "to": change.newer, "kind": change.kind, "what": change.what, "code": change.code,
            "old": change.old_text, "new": change.new_text,
            "spans": [change.old_span._asdict(), change.new_span._asdict()],
        }  # fmt: skip


def entry_row(entry: Entry) -> Row:
    """Return a story of an index as plain data."""
    return {
        "id": entry.id,
        "side": entry.side,
        "date": parse_time(entry.date).published,
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
    for chain in family.chains:
        yield "   versions: " + " → ".join(map(visible, _shown_chain(chain)))


def _shown_chain(chain: Sequence[str]) -> list[str]:
    """Return the ids of a chain, of a long one those at both ends."""
    if len(chain) <= MAX_LISTED:
        return list(chain)
    return [*chain[: MAX_LISTED // 2], "…", *chain[-(MAX_LISTED // 2) :]]


def _copy_line(family: Family, copy: Duplicate) -> str:
    matched, dropped = (f"{100 * share:.0f} %" for share in copy.coverage)
    other = "" if copy.matched == family.kept else f" of {visible(copy.matched)}"
    covered = f"covers {matched} of it, {dropped} covered by it"
    relation = f", {copy.relation}" if copy.relation else ""
    return f"{visible(copy.dropped)}  {copy.how}{other} {_score(copy)}{relation}  ({covered})"


def _score(copy: Duplicate) -> str:
    return f"{math.floor(100 * copy.score) / 100:.2f}"  # rounded down: 1.00 is for identical texts only


def _excerpt_lines(copy: Duplicate, margin: str) -> Iterator[str]:
    yield from (f"{margin}{mark} {visible(text)}" for mark, text in zip("<>", copy.excerpts, strict=False))


def _first(lines: Iterable[str]) -> Iterator[str]:
    all_lines = list(lines)
    yield from all_lines[:MAX_LISTED]
    if len(all_lines) > MAX_LISTED:
        yield f"… and {len(all_lines) - MAX_LISTED} more"
