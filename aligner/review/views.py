"""What a reviewer's browser is shown: the report's view of a pair, with what can be decided of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from aligner.report.rows import Row, row
from aligner.report.template import environment
from aligner.report.word_links import links
from aligner.review.session import Session, doubt
from aligner.review.units import REJECTED, Unit, look_of, names
from aligner.writers import WRITERS

LIT = 500  # units of a pair whose words are linked while its reader waits


linked = lru_cache(maxsize=10 * LIT)(links)


class Shown(NamedTuple):
    """A unit as the page shows it; `rank` is the higher, the sooner it should be looked at."""

    name: str
    unit: Unit
    row: Row
    seen: str
    rank: float


def index(board: Session) -> str:
    """The page of all pairs, the most doubtful first."""
    order = board.order()
    pairs = [(number, board.run.pairs[number], board.count(number)) for number in order]
    total, left = sum(count.units for *_, count in pairs), sum(count.left for *_, count in pairs)
    return _render("index.html.j2", pairs=pairs, total=total, left=left, lost=board.lost(), formats=sorted(WRITERS))


def pair(board: Session, number: int) -> str:
    """The page of one pair."""
    table = board.table(number)
    order = board.order()
    later = [other for other in order if other != number and board.count(other).left]
    shown = _shown(board, number, table.units, 0)
    return _render(
        "pair.html.j2",
        kinds=sorted({kind for each in shown for kind in each.row.kinds}),
        number=number,
        run=blake2b(str(board.run.folder.resolve()).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest(),
        found=board.run.pairs[number],
        shown=shown,
        aside=table.aside,
        next=later[0] if later else None,
        **progress(board, number),
    )


def rows(board: Session, number: int, units: Iterable[Unit], *, first: int = 0) -> str:
    """The list items of some units of a pair, of which the first is its `first`."""
    return _render("rows.html.j2", shown=_shown(board, number, tuple(units), first))


def progress(board: Session, number: int) -> dict[str, int]:
    """What is left to do, in a pair and in all."""
    counts = [board.count(at) for at in range(len(board.run.pairs))]
    return {
        "version": board.history.last,
        "left": counts[number].left,
        "units": counts[number].units,
        "left_in_all": sum(count.left for count in counts),
        "units_in_all": sum(count.units for count in counts),
        "aside_here": counts[number].aside,
    }


def _shown(board: Session, number: int, units: tuple[Unit, ...], first: int) -> list[Shown]:
    # Names count equal units from the first of the pair on.
    own = names(board.table(number).units)[first : first + len(units)]
    lit = len(board.table(number).units) <= LIT
    found = []
    for at, (name, unit) in enumerate(zip(own, units, strict=True), first + 1):
        segment = unit.segment._replace(findings=unit.open)
        if unit.verdict == REJECTED:
            segment = segment._replace(kept=False, why_dropped=f"rejected by {unit.verdicts[-1][0]}")
        worst, lack = doubt(unit)
        found.append(
            Shown(
                name,
                unit,
                row(at, segment, linked(segment.en_text, segment.fr_text) if lit else ""),
                look_of(unit),
                worst + lack,
            )
        )
    return found


def _render(name: str, **values: Any) -> str:
    return environment("aligner.report", "aligner.review").get_template(name).render(values)
