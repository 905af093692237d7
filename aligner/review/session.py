"""A run and its log together: the units of each pair as the decisions have left them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from aligner.errors import ConflictError
from aligner.review.apply import apply
from aligner.review.decision import REDO, UNDO, Decision
from aligner.review.history import History, undoing
from aligner.review.log import Log
from aligner.review.run_folder import Ids, PairEntry, Run
from aligner.review.units import Unit, find, look_of, names

HELD = 20  # pairs whose units are held
LONGEST = 80  # characters of a reviewer's name


class PairState(NamedTuple):
    """The units of a pair, and the decisions on it that no longer fit: its texts have changed since, or others' have.

    They stay in the log, and count again when what they are on is there again.
    """

    units: tuple[Unit, ...]
    aside: tuple[Decision, ...] = ()


class Count(NamedTuple):
    """How far a pair is reviewed."""

    units: int
    decided: int
    disputed: int = 0
    aside: int = 0

    @property
    def left(self) -> int:
        """Units without a verdict."""
        return self.units - self.decided


class Answer(NamedTuple):
    """What a decision changed: in its pair, the units from `first` on, of which `removed` gave way to `new`."""

    pair: int
    first: int
    removed: int
    new: tuple[Unit, ...]
    unit: str  # the one to look at next
    version: int


class Session:
    """All that reviewers see and do; every change is in the log before it is shown."""

    def __init__(self, run: Run, log: Log) -> None:
        self.run, self.log = run, log
        self.history = History(log.rows())
        self._numbers = {found.ids: number for number, found in enumerate(run.pairs)}
        self._tables: dict[int, PairState] = {}
        self._counts: dict[int, Count] = {}
        self._homes = self._find_homes()
        self._grouped: tuple[int, dict[int | None, list[Decision]]] = (-1, {})

    def table(self, number: int) -> PairState:
        """The units of a pair, by its place in the run."""
        if not 0 <= number < len(self.run.pairs):
            raise ConflictError("there is no such pair")
        if number not in self._tables:
            while len(self._tables) >= HELD:
                del self._tables[next(iter(self._tables))]
            self._tables[number] = self._replay(number)
        table = self._tables[number]
        self._counts[number] = _count(table)
        return table

    def count(self, number: int) -> Count:
        """How far a pair is reviewed; one that nobody has touched is not read for it."""
        if number not in self._counts and not self._decisions(number):
            self._counts[number] = Count(self.run.pairs[number].segments, 0)
        if number not in self._counts:
            self.table(number)
        return self._counts[number]

    def order(self) -> list[int]:
        """The pairs, the most doubtful first; those that are done last."""
        pairs = self.run.pairs
        return sorted(range(len(pairs)), key=lambda at: (not self.count(at).left, -pairs[at].doubt, at))

    def decide(
        self,
        number: int,
        unit: str,
        verb: str,
        reviewer: str,
        *,
        body: Mapping[str, Any],
        seen: str = "",
        nonce: str = "",
    ) -> Answer:
        """Carry out a decision and log it.

        Parameters
        ----------
        number : of the pair in the run
        unit : its name
        seen : `look_of` the unit when it was decided on
        nonce : by which a decision that is sent twice is known

        Raises
        ------
        Refused
            When it does not fit, or the unit looks otherwise now; nothing is logged then.
        OutputError
        """
        reviewer = named(reviewer)
        if (known := self.log.known(nonce)) and known.id in self.history.rows:
            return self._unchanged(number, known.unit)
        table = self.table(number)
        if seen and seen != look_of(table.units[find(table.units, unit)]):
            raise ConflictError("someone changed this segment meanwhile; look at it again")
        wanted = Decision(0, "", reviewer, verb, *self.run.pairs[number].ids, unit, body)
        units = apply(table.units, wanted)
        row = self.log.add(wanted, nonce or secrets.token_hex(8))
        self.history.add(row)
        return self._changed(number, table, table._replace(units=units), unit)

    def undo(self, verb: str, reviewer: str, *, nonce: str = "") -> Answer:
        """Undo or redo the reviewer's last decision, on whatever pair it was.

        Raises
        ------
        Refused
            When there is none.
        OutputError
        """
        reviewer = named(reviewer)
        if verb not in (UNDO, REDO):
            raise ConflictError("undo or redo")
        if known := self.log.known(nonce):
            return self._unchanged(self._home(known), known.unit)
        target = self.history.next(verb, reviewer)
        row = self.log.add(undoing(verb, target, reviewer), nonce or secrets.token_hex(8))
        self.history.add(row)
        number = self._home(target)
        if number is None:
            raise ConflictError(f"done, but its texts, {target.en_doc} and {target.fr_doc}, are no longer there")
        before = self.table(number)
        return self._changed(number, before, self._replay(number), target.unit)

    def tables(self) -> Iterator[tuple[PairEntry, PairState]]:
        """All pairs in the order of the run."""
        for number, found in enumerate(self.run.pairs):
            yield found, self.table(number)

    def lost(self) -> list[Decision]:
        """Decisions on texts that are no longer in the run at all."""
        return [row for row in self.history.active() if self._home(row) is None]

    def _replay(self, number: int) -> PairState:
        units, aside = self.run.units(self.run.pairs[number]), []
        for row in self._decisions(number):
            try:
                units = apply(units, row)
            except ConflictError:
                aside.append(row)
        return PairState(units, tuple(aside))

    def _decisions(self, number: int) -> list[Decision]:
        if self._grouped[0] != self.history.last:
            groups: dict[int | None, list[Decision]] = {}
            for row in self.history.active():
                groups.setdefault(self._home(row), []).append(row)
            self._grouped = self.history.last, groups
        return self._grouped[1].get(number, [])

    def _home(self, row: Decision) -> int | None:
        ids = row.en_doc, row.fr_doc
        return self._numbers.get(ids, self._homes.get(ids))

    def _find_homes(self) -> dict[Ids, int]:
        """Where the decisions on renamed documents belong: the pair that has most of their units."""
        away: dict[Ids, set[str]] = {}
        for row in self.history.rows.values():
            if row[4:6] not in self._numbers:
                away.setdefault((row.en_doc, row.fr_doc), set()).add(row.unit.partition(".")[0])
        best: dict[Ids, tuple[int, int]] = {}
        for number, found in enumerate(self.run.pairs if away else ()):
            keys = {unit.key for unit in self.run.units(found)}
            for ids, wanted in away.items():
                shared = len(wanted & keys)
                if shared > best.get(ids, (0, 0))[0]:
                    best[ids] = shared, number
        return {ids: number for ids, (_, number) in best.items()}

    def _changed(self, number: int, before: PairState, after: PairState, unit: str) -> Answer:
        self._tables[number] = after
        self._counts[number] = _count(after)
        old, new = (list(zip(names(table.units), table.units, strict=True)) for table in (before, after))
        first = 0
        while first < min(len(old), len(new)) and old[first] == new[first]:
            first += 1
        rest = 0
        while rest < min(len(old), len(new)) - first and old[-1 - rest] == new[-1 - rest]:
            rest += 1
        changed = new[first : len(new) - rest]
        look = changed[0][0] if changed else unit
        return Answer(
            number, first, len(old) - rest - first, tuple(each for _, each in changed), look, self.history.last
        )

    def _unchanged(self, number: int | None, unit: str) -> Answer:
        return Answer(number or 0, 0, 0, (), unit, self.history.last)


def named(reviewer: str) -> str:
    """The name of a reviewer on one line; Refused when there is none."""
    name = " ".join("".join(c if c.isprintable() else " " for c in reviewer).split())
    if not name or len(name) > LONGEST:
        raise ConflictError(f"say who you are, in {LONGEST} characters at most")
    return name


def doubt(unit: Unit) -> tuple[int, float]:
    """What makes a unit come early: its gravest finding that nobody dismissed, then what its confidence lacks."""
    worst = max((("minor", "major", "critical").index(found.severity) for found in unit.open), default=-1)
    return max(worst, 0), 1 - unit.segment.confidence


def _count(table: PairState) -> Count:
    units = table.units
    return Count(len(units), sum(bool(u.verdict) for u in units), sum(u.disputed for u in units), len(table.aside))
