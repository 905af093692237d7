"""Render the pages of the review: the report's view of a pair, with what can be decided on it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from aligner.detectors.facts import weigh_facts
from aligner.report.rows import Row, make_row
from aligner.report.template import template_environment
from aligner.report.word_links import links
from aligner.review.session import Session, unit_doubt
from aligner.review.units import REJECTED, Unit, text_digest, unit_names
from aligner.writers import WRITERS

MAX_LINKED_UNITS = 500  # in a larger pair, linking the words would keep the reader waiting
cached_links = lru_cache(maxsize=10 * MAX_LINKED_UNITS)(links)


class ShownUnit(NamedTuple):
    """A unit as the page shows it; units of higher `rank` should be looked at first."""

    name: str
    unit: Unit
    row: Row
    seen: str
    rank: float


def render_index(session: Session) -> str:
    """Return the page of all pairs, the most doubtful first."""
    pairs = [(number, session.run.pairs[number], session.counts(number)) for number in session.order()]
    return _render(
        "index.html.j2",
        pairs=pairs,
        total=sum(counts.units for *_, counts in pairs),
        left=sum(counts.left for *_, counts in pairs),
        orphaned=session.orphaned(),
        formats=sorted(WRITERS),
    )


def render_pair(session: Session, number: int) -> str:
    """Return the page of one pair."""
    state = session.state(number)
    unfinished = [other for other in session.order() if other != number and session.counts(other).left]
    shown = _shown_units(session, number, state.units, 0)
    return _render(
        "pair.html.j2",
        kinds=sorted({kind for item in shown for kind in item.row.kinds}),
        number=number,
        run=blake2b(str(session.run.folder.resolve()).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest(),
        entry=session.run.pairs[number],
        shown=shown,
        set_aside=state.set_aside,
        next=unfinished[0] if unfinished else None,
        **progress(session, number),
    )


def render_rows(session: Session, number: int, units: Iterable[Unit], *, first: int = 0) -> str:
    """Return the list items of consecutive units of a pair; `first` is the index of the first one in the pair."""
    return _render("rows.html.j2", shown=_shown_units(session, number, tuple(units), first))


def progress(session: Session, number: int) -> dict[str, int]:
    """Return how much is left to review, in a pair and in the whole run."""
    counts = [session.counts(other) for other in range(len(session.run.pairs))]
    return {
        "version": session.history.last,
        "left": counts[number].left,
        "units": counts[number].units,
        "left_in_all": sum(count.left for count in counts),
        "units_in_all": sum(count.units for count in counts),
        "aside_here": counts[number].set_aside,
    }


def _shown_units(session: Session, number: int, units: tuple[Unit, ...], first: int) -> list[ShownUnit]:
    # The name of a unit counts equal ones before it, so names need all units of the pair.
    all_units = session.state(number).units
    names = unit_names(all_units)[first : first + len(units)]
    with_links = len(all_units) <= MAX_LINKED_UNITS
    shown = []
    for position, (name, unit) in enumerate(zip(names, units, strict=True), first + 1):
        segment = weigh_facts(unit.segment._replace(findings=unit.open_findings))
        if unit.verdict == REJECTED:
            segment = segment._replace(kept=False, why_dropped=f"rejected by {unit.verdicts[-1][0]}")
        word_links = cached_links(segment.en_text, segment.fr_text) if with_links else ""
        row = make_row(position, segment, word_links)
        shown.append(ShownUnit(name, unit, row, text_digest(unit), sum(unit_doubt(unit))))
    return shown


def _render(name: str, **values: Any) -> str:
    return template_environment("aligner.report", "aligner.review").get_template(name).render(values)
