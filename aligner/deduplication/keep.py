"""Choose the copy of a family that is kept, and give the reason: each rule is a value to sort by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from aligner.documents.story_time import parse_time
from aligner.errors import UnknownNameError, unknown_name
from aligner.types import Side, Sketch

UNDATED = "9999"
LATEST = "latest"
SENTENCE_TOLERANCE = 0.05  # share of sentences: translators split differently, a line may be left over
CHARACTER_TOLERANCE = 0.02  # share of characters, of copies in the same language


class Member(NamedTuple):
    """The properties of a family's member that the rules look at.

    date : a line of `aligner.documents.story_time`
    characters : of its text, compared only among copies in one language
    human : probability that people wrote it, None if it was not judged
    central : whether most others of the family are copies of it
    rank : its place in the order of versions, see `aligner.deduplication.versions`; 0 for the oldest
    """

    id: str
    side: Side
    date: str
    sentences: int
    artefacts: int
    characters: int = 0
    human: float | None = None
    central: bool = False
    rank: int = 0


def make_member(sketch: Sketch) -> Member:
    """Return what the rules look at of a document that was not judged."""
    return Member(sketch.id, sketch.side, sketch.date, sketch.sentences, sketch.artefacts, sketch.characters)


class KeepRule(NamedTuple):
    """A value whose minimum is kept.

    why : the reason given when the rule decides
    tolerance : share of the minimum by which others may exceed it and still count as equal
    within : whether the value means nothing between copies in two languages
    """

    value: Callable[[Member], float | str]
    why: str
    tolerance: float = 0.0
    within: bool = False


RULES: dict[str, KeepRule] = {
    "earliest": KeepRule(lambda member: parse_time(member.date).published or UNDATED, "earliest date"),
    LATEST: KeepRule(lambda member: -member.rank, "latest version"),
    "complete": KeepRule(lambda member: -member.sentences, "most complete", SENTENCE_TOLERANCE),
    "whole": KeepRule(lambda member: -member.characters, "most complete", CHARACTER_TOLERANCE, within=True),
    "clean": KeepRule(lambda member: member.artefacts, "fewest artefacts"),
    "human": KeepRule(lambda member: -round(0.5 if member.human is None else member.human, 1), "written by people"),
    "central": KeepRule(lambda member: -member.central, "most like the others"),
    "first": KeepRule(lambda member: member.id, "first by name"),
}
DEFAULT_ORDER = ("earliest", "complete", "whole", "clean", "human", "central")


def rule_order(keep: str = "") -> tuple[str, ...]:
    """Return the names of the rules in the order of application.

    Parameters
    ----------
    keep : names of rules to apply first, separated by commas; the others follow

    Raises
    ------
    UnknownNameError
        With the names of all rules.
    """
    wanted = [name.strip() for name in keep.split(",") if name.strip()]
    for name in wanted:
        if name not in RULES:
            raise UnknownNameError(unknown_name("rule", name, RULES))
    return tuple(dict.fromkeys([*wanted, *DEFAULT_ORDER, "first"]))


def choose_kept(members: Iterable[Member], rules: tuple[str, ...]) -> tuple[Member, str]:
    """Return the copy that is kept and the reason, by the rules of these names."""
    return choose_by(members, [RULES[name] for name in rules])


def choose_by(members: Iterable[Member], rules: Iterable[KeepRule]) -> tuple[Member, str]:
    """Return the best copy and the reason of the rule that decided: each rule leaves the best ones."""
    left, why = list(members), "the only one"
    for rule in rules:
        if rule.within and len({member.side for member in left}) > 1:
            continue
        best = min(rule.value(member) for member in left)
        good = [member for member in left if _is_as_good(rule.value(member), best, rule.tolerance)]
        if len(good) < len(left):
            left, why = good, rule.why
    return left[0], why


def _is_as_good(value: float | str, best: float | str, tolerance: float) -> bool:
    if isinstance(value, str) or isinstance(best, str):
        return value == best
    return value <= best + tolerance * abs(best)
