"""Find and replace a text over all pairs of a run, with a preview; each change is an edit in the log."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any, NamedTuple

from aligner.errors import ConflictError
from aligner.messages import message
from aligner.review.apply import apply, edited_text
from aligner.review.decision import Decision
from aligner.review.rescore import rescore
from aligner.review.session import Session, Submission
from aligner.review.units import Unit, find_unit, text_digest, unit_names
from aligner.types import Side
from aligner.writers.plain_data import segment_record

MAX_FIND_CHARS = 500
MAX_CHANGES = 500  # segments that are changed at once, so that their scores do not keep the reviewer waiting


class Replacement(NamedTuple):
    """What is to be found on one side, and what is put there."""

    find: str
    put: str
    side: Side
    match_case: bool
    only_undecided: bool

    @property
    def pattern(self) -> re.Pattern[str]:
        """The text that is found, taken as it is."""
        return re.compile(re.escape(self.find), 0 if self.match_case else re.IGNORECASE)


class Change(NamedTuple):
    """A segment that a replacement changes.

    number : of the segment in its pair, from 1
    pieces : its text now, cut at what is found: every second piece is found
    text : its text then
    """

    pair: int
    number: int
    name: str
    unit: Unit
    pieces: tuple[str, ...]
    text: str


def read_replacement(content: Mapping[str, Any]) -> Replacement:
    """Return the replacement that a page asks for; raise ConflictError if it is none."""
    find, put, side = (content.get(name) for name in ("find", "put", "side"))
    if not (isinstance(find, str) and isinstance(put, str) and side in ("en", "fr")):
        raise ConflictError(message("a replacement needs a text to find, one to put there, and a side"))
    if not find or max(len(find), len(put)) > MAX_FIND_CHARS:
        raise ConflictError(message("enter a text to find, of at most {count} characters", count=MAX_FIND_CHARS))
    return Replacement(
        find, put, "en" if side == "en" else "fr", bool(content.get("match_case")), bool(content.get("only_undecided"))
    )


def find_changes(session: Session, replacement: Replacement) -> Iterator[Change]:
    """Yield the segments that a replacement changes, in the order of the run."""
    pattern = replacement.pattern
    for pair, (_, state) in enumerate(session.states()):
        names: list[str] = []
        for index, unit in enumerate(state.units):
            text = unit.segment.en_text if replacement.side == "en" else unit.segment.fr_text
            if (replacement.only_undecided and unit.verdict) or not pattern.search(text):
                continue
            then = edited_text(pattern.sub(lambda _: replacement.put, text))
            if then not in ("", text):
                names = names or unit_names(state.units)
                yield Change(pair, index + 1, names[index], unit, tuple(_pieces(pattern, text)), then)


def _pieces(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    done = 0
    for match in pattern.finditer(text):
        yield from (text[done : match.start()], match[0])
        done = match.end()
    yield text[done:]


def replace_all(session: Session, replacement: Replacement, reviewer: str, nonce: str) -> int:
    """Make the first `MAX_CHANGES` changes as edits that are undone together, and return how many were made."""
    changes = islice(find_changes(session, replacement), MAX_CHANGES)
    groups = [(pair, list(own)) for pair, own in groupby(changes, key=lambda change: change.pair)]
    submissions = (
        submission for pair, own in groups for submission in _edits(session, pair, own, replacement, reviewer)
    )
    return session.decide_block(submissions, nonce)


def _edits(
    session: Session, pair: int, changes: Sequence[Change], replacement: Replacement, reviewer: str
) -> Iterator[Submission]:
    """Yield the edits of one pair, with the segments scored as they are when all of them are made."""
    units, ids = session.state(pair).units, session.run.pairs[pair].ids
    bodies: dict[str, dict[str, Any]] = {
        change.name: {"side": replacement.side, "text": change.text, "find": replacement.find} for change in changes
    }
    for name, body in bodies.items():
        units = apply(units, Decision(0, "", reviewer, "edit", *ids, name, body))
    places = {name: find_unit(units, name) for name in bodies}
    scored = rescore(units, places.values(), session.run)
    for change in changes:
        body = {**bodies[change.name], "segment": segment_record(scored[places[change.name]])}
        yield Submission(pair, change.name, "edit", reviewer, body, text_digest(change.unit))
