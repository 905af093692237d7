"""Render the pages of the review: the report's view of a pair, with what can be decided on it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from aligner.detectors.facts import weigh_facts
from aligner.messages import message, number_text, reader, translated
from aligner.report.rows import Row, make_row
from aligner.report.template import template_environment
from aligner.report.word_links import links
from aligner.review.keys import ACTIONS, KEY_MESSAGES, MORE_KEYS, PRIMARY_KEYS, SCRIPT_MESSAGES
from aligner.review.pace import describe_progress, seconds_per_decision
from aligner.review.session import Session, unit_doubt
from aligner.review.units import ACCEPTED, REJECTED, Unit, text_digest, unit_names
from aligner.writers import WRITERS

MAX_LINKED_UNITS = 500  # in a larger pair, linking the words would keep the reader waiting
DOUBT, READING = "doubt", "reading"
ORDERS = (DOUBT, READING)  # in which pairs and their segments are shown, and come one after the other
VERDICT_MESSAGES = {ACCEPTED: "accepted", REJECTED: "rejected"}
cached_links = lru_cache(maxsize=10 * MAX_LINKED_UNITS)(links)


class ShownUnit(NamedTuple):
    """A unit as the page shows it; units of higher `rank` should be looked at first."""

    name: str
    unit: Unit
    row: Row
    seen: str
    rank: float


def render_index(session: Session, order: str = DOUBT) -> str:
    """Return the page of all pairs."""
    numbers = session.order() if order == DOUBT else range(len(session.run.pairs))
    pairs = [(number, session.run.pairs[number], session.counts(number)) for number in numbers]
    total, left = sum(counts.units for *_, counts in pairs), sum(counts.left for *_, counts in pairs)
    return render(
        "index.html.j2",
        order=order,
        pairs=pairs,
        total=total,
        decided=total - left,
        text=_progress_text(session, total - left, total),
        orphaned=session.orphaned(),
        formats=sorted(WRITERS),
    )


def render_pair(session: Session, number: int, order: str = DOUBT, reviewer: str = "") -> str:
    """Return the page of one pair, for a reviewer whose name is known or asked for."""
    state = session.state(number)
    shown = _shown_units(session, number, state.units, 0)
    return render(
        "pair.html.j2",
        kinds=sorted({kind for item in shown for kind in item.row.kinds}),
        number=number,
        run=_run_id(session),
        entry=session.run.pairs[number],
        shown=sorted(shown, key=lambda item: -item.rank) if order == DOUBT else shown,
        order=order,
        reviewer=reviewer,
        set_aside=state.set_aside,
        primary=PRIMARY_KEYS,
        more=MORE_KEYS,
        labels=KEY_MESSAGES,
        actions=ACTIONS,
        **progress(session, number, order),
    )


def render_corpus_page(session: Session, name: str, **values: Any) -> str:
    """Return a page that is about all pairs."""
    return render(name, run=_run_id(session), **values)


def _run_id(session: Session) -> str:
    """Return a short name of the folder, under which a browser keeps decisions that wait."""
    return blake2b(str(session.run.folder.resolve()).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()


def render_rows(session: Session, number: int, units: Iterable[Unit], *, first: int = 0) -> str:
    """Return the list items of consecutive units of a pair; `first` is the index of the first one in the pair."""
    return render("rows.html.j2", shown=_shown_units(session, number, tuple(units), first))


def progress(session: Session, number: int, order: str = DOUBT) -> dict[str, int | str]:
    """Return how much is left to decide, in a pair and in the whole run, in figures and words, and the next pair."""
    counts = [session.counts(other) for other in range(len(session.run.pairs))]
    here, left = counts[number], sum(count.left for count in counts)
    total = sum(count.units for count in counts)
    text = _progress_text(session, total - left, total)
    if len(counts) > 1:
        decided = number_text(here.decided)
        text += " · " + message("{decided} of {total} in this pair", decided=decided, total=number_text(here.units))
    if here.set_aside:
        text += " · " + message("decisions set aside: {count}", count=here.set_aside)
    next_pair = session.next_pair(number, is_reading=order == READING)
    return {
        "version": session.history.last,
        "left": here.left,
        "units": here.units,
        "left_in_all": left,
        "units_in_all": total,
        "text": text,
        "next": "" if next_pair is None else next_pair,
    }


def _progress_text(session: Session, decided: int, total: int) -> str:
    return describe_progress(decided, total, seconds_per_decision(session.history.rows.values()))


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
        elif unit.verdict == ACCEPTED and segment.en_text and segment.fr_text:
            segment = segment._replace(kept=True, why_dropped="")
        word_links = cached_links(segment.en_text, segment.fr_text) if with_links else ""
        row = make_row(position, segment, word_links)
        shown.append(ShownUnit(name, unit, row, text_digest(unit), round(sum(unit_doubt(unit)), 4)))
    return shown


def render(name: str, **values: Any) -> str:
    """Return a template filled in, in the language of the reader."""
    environment = template_environment("aligner.report", "aligner.review")
    environment.globals.update(t=message, reader=reader, texts=_script_texts, verdicts=VERDICT_MESSAGES)
    return environment.get_template(name).render(values)


def _script_texts() -> str:
    """Return the texts that scripts show, in the language of the reader, as JSON."""
    return json.dumps({name: translated(template) for name, template in SCRIPT_MESSAGES.items()})
