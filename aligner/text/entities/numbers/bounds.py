"""Read the bound that the words before a number express: at least, at most, about."""

from __future__ import annotations

import re
from functools import cache

from aligner.languages import LANGUAGES
from aligner.languages.language import Bound
from aligner.languages.numbers import NUMBER_TABLES
from aligner.types import Side

MAX_BOUND_CHARS, MAX_BOUND_WORDS = 30, 3  # before a number
MAX_DENIED_WORDS = 3  # between a denial and the bound that it surely turns round
MAX_DENIAL_CHARS = 60  # between a denial and the bound that it turns round
_CLAUSE_END = re.compile(r"[.;:!?,]|\b(?:that|which|who|but|if|when|qui|que|dont|mais|si|et|and)\b")
# Bounds that a denial before them turns round.
_DENIABLE = frozenset({
    "more than", "over", "above", "beyond", "less than", "fewer than", "under", "below", "plus de", "moins de",
    "au-delà de",
})  # fmt: skip
_ARTICLES, _OF = frozenset({"the", "le", "la", "les", "l'"}), frozenset({"d'", "des", "du"})
_OF_WITHIN = "du "  # of « plus du tiers », which begins a fraction
_REVERSE: dict[Bound, Bound] = {"<": ">", ">": "<"}


def bound_before(lowered: str, start: int, side: Side) -> Bound:
    """Return the bound that the words before a number express; "no less than about" is a lower one.

    Parameters
    ----------
    lowered : str
        The text in lower case.
    start : int
        Where the number begins.
    side : Side
        The language.
    """
    begin = max(0, start - MAX_BOUND_CHARS)
    before = lowered[begin:start].replace("’", "'").split()
    if lowered.startswith(_OF_WITHIN, start):
        before.append("de")
    elif before and before[-1] in _ARTICLES:
        before.pop()  # « plus de la moitié »
    elif before:
        before[-1] = "de" if before[-1] in _OF else before[-1]
    if not before or before[-1] not in _last_words(side):
        return ""
    bounds = LANGUAGES[side].bounds
    for first in range(max(0, len(before) - MAX_BOUND_WORDS), len(before)):
        bound = bounds.get(" ".join(before[first:]), "")
        at = lowered.rfind(before[first], begin, start) if bound else -1
        if bound == "~" and at > 0:
            return bound_before(lowered, at, side) or bound
        if bound:
            return _denied(bound, lowered, at, side) if " ".join(before[first:]) in _DENIABLE else bound
    return ""


@cache
def _last_words(side: Side) -> frozenset[str]:
    return frozenset(phrase.split()[-1] for phrase in LANGUAGES[side].bounds)


def _denied(bound: Bound, lowered: str, at: int, side: Side) -> Bound:
    """Return the bound turned round if its clause denies it: « ne peut accueillir plus de 60 » is no more than 60."""
    clause = _CLAUSE_END.split(lowered[max(0, at - MAX_DENIAL_CHARS) : at])[-1]
    denials = [*_negation(side).finditer(clause)]
    if not denials:
        return bound
    if len(clause[denials[-1].end() :].split()) > MAX_DENIED_WORDS:
        return ""  # another part of the clause may be denied
    if clause.split()[-1:] and clause.split()[-1] in NUMBER_TABLES[side].since:
        return ""  # « n’a pas été vu depuis plus de 20 ans »
    return _REVERSE.get(bound, bound)


@cache
def _negation(side: Side) -> re.Pattern[str]:
    return re.compile(rf"(?:\b|(?<=\w)(?=n['’]t)){NUMBER_TABLES[side].negation}")
