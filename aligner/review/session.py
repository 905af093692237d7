"""A run and its log together: the units of each pair with all decisions applied."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from aligner.errors import ConflictError
from aligner.messages import message
from aligner.review.apply import apply
from aligner.review.decision import BLOCK, REDO, UNDO, Decision, clean_name
from aligner.review.history import History, reversal
from aligner.review.log import Log
from aligner.review.run_folder import Ids, PairEntry, RunFolder
from aligner.review.units import Unit, find_unit, text_digest, unit_names

CACHED_PAIRS = 20  # pairs whose units are kept in memory
SEVERITY_RANK = {"minor": 0, "major": 1, "critical": 2}


class Submission(NamedTuple):
    """A decision as a reviewer sends it.

    pair : number of the pair in the run
    unit : name of the unit
    body : what else the verb needs
    seen : `text_digest` of the unit when it was decided on, "" to skip the comparison
    nonce : a random string by which a decision that is sent twice is recognised
    """

    pair: int
    unit: str
    verb: str
    reviewer: str
    body: Mapping[str, Any] = {}
    seen: str = ""
    nonce: str = ""


class PairState(NamedTuple):
    """The units of a pair, and the decisions on it that do not fit because its texts or other decisions changed.

    These stay in the log, and are active again when the units that they are on exist again.
    """

    units: tuple[Unit, ...]
    set_aside: tuple[Decision, ...] = ()


class PairCounts(NamedTuple):
    """How many units of a pair are decided and disputed, and how many decisions are set aside."""

    units: int
    decided: int
    disputed: int = 0
    set_aside: int = 0

    @property
    def left(self) -> int:
        """Return the number of units without a verdict."""
        return self.units - self.decided


class Answer(NamedTuple):
    """What a decision changed in its pair: `removed` units, from the index `first` on, were replaced by `new`."""

    pair: int
    first: int
    removed: int
    new: tuple[Unit, ...]
    unit: str  # name of the unit to show next
    version: int
    is_block: bool = False  # whether other pairs may have changed, too


class Session:
    """All that reviewers see and do; every change is in the log before it is shown."""

    def __init__(self, run: RunFolder, log: Log) -> None:
        self.run, self.log = run, log
        self.history = History(log.rows())
        self._numbers = {entry.ids: number for number, entry in enumerate(run.pairs)}
        self._states: dict[int, PairState] = {}
        self._counts: dict[int, PairCounts] = {}
        self._homes = self._find_homes()
        self._by_pair: tuple[int, dict[int | None, list[Decision]]] = (-1, {})

    def state(self, number: int) -> PairState:
        """Return the units of a pair, by its number in the run."""
        if not 0 <= number < len(self.run.pairs):
            raise ConflictError(message("there is no such pair"))
        if number not in self._states:
            while len(self._states) >= CACHED_PAIRS:
                del self._states[next(iter(self._states))]
            self._states[number] = self._replay(number)
        state = self._states[number]
        self._counts[number] = _count(state)
        return state

    def states(self) -> Iterator[tuple[PairEntry, PairState]]:
        """Yield all pairs in the order of the run."""
        for number, entry in enumerate(self.run.pairs):
            yield entry, self.state(number)

    def counts(self, number: int) -> PairCounts:
        """Return the progress of a pair; a pair without decisions is not read for it."""
        if number not in self._counts and not self.decisions(number):
            self._counts[number] = PairCounts(self.run.pairs[number].segments, 0)
        if number not in self._counts:
            self.state(number)
        return self._counts[number]

    def order(self) -> list[int]:
        """Return the numbers of the pairs, the most doubtful first and finished ones last."""
        pairs = self.run.pairs
        return sorted(
            range(len(pairs)), key=lambda number: (not self.counts(number).left, -pairs[number].doubt, number)
        )

    def next_pair(self, number: int, *, is_reading: bool) -> int | None:
        """Return the pair that comes after one, in reading order or by doubt, and has something left to decide."""
        size = len(self.run.pairs)
        order = [(number + step) % size for step in range(1, size)] if is_reading else self.order()
        return next((other for other in order if other != number and self.counts(other).left), None)

    def decide(self, submission: Submission) -> Answer:
        """Log a decision and apply it.

        Raises
        ------
        ConflictError
            When it does not fit, or the texts of the unit changed since it was seen; nothing is logged then.
        OutputError
            When the log cannot be written.
        """
        number, name = submission.pair, submission.unit
        reviewer = clean_name(submission.reviewer)
        if (known := self.log.find_nonce(submission.nonce)) and known.id in self.history.rows:
            return self._unchanged(number, known.unit)
        state = self.state(number)
        decision = self._decision(submission, state.units, reviewer)
        units = apply(state.units, decision)
        row = self.log.add(decision, submission.nonce or secrets.token_hex(8))
        self.history.add(row)
        return self._changed(number, state, state._replace(units=units), name)

    def _decision(self, submission: Submission, units: Sequence[Unit], reviewer: str) -> Decision:
        """Return a submission as a decision; raise ConflictError if its unit has other texts now."""
        name = submission.unit
        if submission.seen and submission.seen != text_digest(units[find_unit(units, name)]):
            raise ConflictError(message("someone changed this segment meanwhile; look at it again"))
        return Decision(0, "", reviewer, submission.verb, *self.run.pairs[submission.pair].ids, name, submission.body)

    def decide_block(self, submissions: Iterable[Submission], nonce: str) -> int:
        """Log and apply decisions of one reviewer that are undone together, and return how many of them fitted.

        Raises
        ------
        OutputError
            When the log cannot be written; nothing is done then.
        """
        if self.log.find_nonce(nonce):
            return sum(row.body.get(BLOCK) == nonce for row in self.history.rows.values())
        nonce = nonce or secrets.token_hex(8)
        changed: dict[int, tuple[Unit, ...]] = {}
        decisions = []
        for submission in submissions:
            units = changed.get(submission.pair) or self.state(submission.pair).units
            with suppress(ConflictError):  # someone changed it meanwhile
                decision = self._decision(submission, units, clean_name(submission.reviewer))
                changed[submission.pair] = apply(units, decision)
                decisions.append(decision._replace(body={**decision.body, BLOCK: nonce}))
        self._log_together(decisions, nonce)
        self._forget(changed)
        return len(decisions)

    def _log_together(self, decisions: Sequence[Decision], nonce: str) -> None:
        with self.log.writing():
            rows = [self.log.add(row, f"{nonce}.{index}" if index else nonce) for index, row in enumerate(decisions)]
        for row in rows:
            self.history.add(row)

    def _forget(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._states.pop(number, None)
            self._counts.pop(number, None)

    def undo(self, verb: str, reviewer: str, *, nonce: str = "") -> Answer:
        """Undo or redo the reviewer's last decision, in any pair, with those that were made in one block with it.

        Raises
        ------
        ConflictError
            When there is none.
        OutputError
            When the log cannot be written.
        """
        reviewer = clean_name(reviewer)
        if verb not in (UNDO, REDO):
            raise ConflictError(f"the verb must be {UNDO} or {REDO}")
        if known := self.log.find_nonce(nonce):
            return self._unchanged(self._home(known), known.unit)
        targets = self.history.block(verb, reviewer)
        target = targets[-1]
        number = self._home(target)
        before = PairState(()) if number is None else self.state(number)
        self._log_together([reversal(verb, row, reviewer) for row in targets], nonce or secrets.token_hex(8))
        self._forget(home for row in targets if (home := self._home(row)) is not None)
        if number is None:
            raise ConflictError(
                message("done, but its texts, {en} and {fr}, are no longer there", en=target.en_doc, fr=target.fr_doc)
            )
        answer = self._changed(number, before, self._replay(number), target.unit)
        return answer._replace(is_block=len(targets) > 1)

    def orphaned(self) -> list[Decision]:
        """Return the decisions on texts that are not in the run any more."""
        return [row for row in self.history.active() if self._home(row) is None]

    def _replay(self, number: int) -> PairState:
        units, set_aside = self.run.units(self.run.pairs[number]), []
        for row in self.decisions(number):
            try:
                units = apply(units, row)
            except ConflictError:
                set_aside.append(row)
        return PairState(units, tuple(set_aside))

    def decisions(self, number: int) -> list[Decision]:
        """Return the decisions on a pair that are not undone, in their order."""
        if self._by_pair[0] != self.history.last:
            groups: dict[int | None, list[Decision]] = {}
            for row in self.history.active():
                groups.setdefault(self._home(row), []).append(row)
            self._by_pair = self.history.last, groups
        return self._by_pair[1].get(number, [])

    def _home(self, row: Decision) -> int | None:
        return self._numbers.get(row.ids, self._homes.get(row.ids))

    def _find_homes(self) -> dict[Ids, int]:
        """Map renamed documents that have decisions to the pair with most of their units."""
        renamed: dict[Ids, set[str]] = {}
        for row in self.history.rows.values():
            if row.ids not in self._numbers:
                renamed.setdefault(row.ids, set()).add(row.unit.partition(".")[0])
        best: dict[Ids, tuple[int, int]] = {}
        for number, entry in enumerate(self.run.pairs if renamed else ()):
            keys = {unit.key for unit in self.run.units(entry)}
            for ids, decided_keys in renamed.items():
                shared = len(decided_keys & keys)
                if shared > best.get(ids, (0, 0))[0]:
                    best[ids] = shared, number
        return {ids: number for ids, (_, number) in best.items()}

    def _changed(self, number: int, before: PairState, after: PairState, unit: str) -> Answer:
        self._states[number] = after
        self._counts[number] = _count(after)
        old, new = (list(zip(unit_names(state.units), state.units, strict=True)) for state in (before, after))
        first = 0
        while first < min(len(old), len(new)) and old[first] == new[first]:
            first += 1
        rest = 0
        while rest < min(len(old), len(new)) - first and old[-1 - rest] == new[-1 - rest]:
            rest += 1
        changed = new[first : len(new) - rest]
        next_unit = changed[0][0] if changed else unit
        units = tuple(unit for _, unit in changed)
        return Answer(number, first, len(old) - rest - first, units, next_unit, self.history.last)

    def _unchanged(self, number: int | None, unit: str) -> Answer:
        """Answer a decision that was sent twice: the unit as it is now, if it is still there."""
        units = self.state(number or 0).units
        names = unit_names(units)
        if unit not in names:
            return Answer(number or 0, 0, 0, (), unit, self.history.last)
        index = names.index(unit)
        return Answer(number or 0, index, 1, units[index : index + 1], unit, self.history.last)


def unit_doubt(unit: Unit) -> tuple[int, float]:
    """Return the severity rank of the most severe open finding, and 1 minus the confidence."""
    severity = max((SEVERITY_RANK[finding.severity] for finding in unit.open_findings), default=0)
    return severity, 1 - unit.segment.confidence


def _count(state: PairState) -> PairCounts:
    units = state.units
    decided, disputed = sum(bool(unit.verdict) for unit in units), sum(unit.disputed for unit in units)
    return PairCounts(len(units), decided, disputed, len(state.set_aside))
