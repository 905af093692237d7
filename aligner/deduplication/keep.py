"""Which copy of a family is kept, and why: the only rules, each one a figure to sort by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from aligner.errors import UnknownNameError
from aligner.types import Side

UNDATED = "9999"
SLACK = 0.05  # so many sentences more or less are as complete: translators differ, a line may be left over
SHORTER = 0.02  # and so many characters, of copies in one language


class Candidate(NamedTuple):
    """What the rules look at.

    characters : of its text, which only copies of one language are compared by
    human : probability that people wrote it, None where nobody judged
    central : whether most others of the family are copies of it
    """

    id: str
    side: Side
    date: str
    sentences: int
    artefacts: int
    characters: int = 0
    human: float | None = None
    central: bool = False


class Rule(NamedTuple):
    """A figure of which the least is kept, what is said when it decides, and what is as good as the least.

    `within` is for figures that say nothing between copies of two languages.
    """

    figure: Callable[[Candidate], float | str]
    why: str
    slack: float = 0.0  # share of the figure
    within: bool = False


RULES: dict[str, Rule] = {
    "earliest": Rule(lambda each: each.date or UNDATED, "earliest date"),
    "complete": Rule(lambda each: -each.sentences, "most complete", SLACK),
    "whole": Rule(lambda each: -each.characters, "most complete", SHORTER, within=True),
    "clean": Rule(lambda each: each.artefacts, "fewest artefacts"),
    "human": Rule(lambda each: -round(0.5 if each.human is None else each.human, 1), "written by people"),
    "central": Rule(lambda each: -each.central, "most like the others"),
    "first": Rule(lambda each: each.id, "first by name"),
}
ORDER = ("earliest", "complete", "whole", "clean", "human", "central")


def order(keep: str = "") -> tuple[str, ...]:
    """The rules in the order they are asked: `keep` names some, with commas, and the others follow.

    Raises
    ------
    UnknownNameError
        With the rules there are.
    """
    wanted = [name.strip() for name in keep.split(",") if name.strip()]
    for name in wanted:
        if name not in RULES:
            raise UnknownNameError(f"no rule called {name!r}; there are {', '.join(RULES)}")
    return tuple(dict.fromkeys([*wanted, *ORDER, "first"]))


def choose_kept(candidates: Iterable[Candidate], rules: tuple[str, ...]) -> tuple[Candidate, str]:
    """The copy that is kept, and the rule that decided: each rule leaves the best, the last one of all."""
    left, why = list(candidates), "the only one"
    for rule in (RULES[name] for name in rules):
        if rule.within and len({each.side for each in left}) > 1:
            continue
        best = min(rule.figure(each) for each in left)
        good = [each for each in left if _as_good(rule.figure(each), best, rule.slack)]
        if len(good) < len(left):
            left, why = good, rule.why
    return left[0], why


def _as_good(figure: float | str, best: float | str, slack: float) -> bool:
    if isinstance(figure, str) or isinstance(best, str):
        return figure == best
    return figure <= best + slack * abs(best)
