"""The facts of a text: its numbers, names and words of closed classes, and what it means that one became another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz

from aligner.comparison.tokens import Token
from aligner.languages.contrasts import CONTRASTS
from aligner.languages.forms import inflected
from aligner.languages.negation import FRENCH_NE, FRENCH_WITH_NE, NEGATIONS
from aligner.text.entities.names.find import Name, find_names, fold_name
from aligner.text.entities.numbers.equivalence import MOMENTS_AND_CODES, same_quantity
from aligner.text.entities.numbers.quantities import find_quantities
from aligner.text.entities.numbers.quantity import Quantity
from aligner.text.entities.terms.find import Term, find_terms
from aligner.text.words.tokens import tokenize
from aligner.types import Severity, Side

MAX_APPROXIMATION = Decimal("0.05")  # relative difference of a number that is given as about another one
MIN_SAME_NAME_RATIO = 80  # rapidfuzz ratio of two spellings of one name
MIN_SCALE_POWER = 10  # power of ten by which two numbers differ in scale
_CURRENCY = re.compile(r"[A-Z]{3}")
# The code of a changed term by its class.
TERM_CODES = {
    "weekday": "date.changed", "month": "date.changed", "relative": "date.changed", "season": "date.changed",
    "part": "date.changed", "eve": "date.changed",
    "place": "place.changed", "people": "place.changed", "relation": "relation.changed", "gender": "relation.changed",
    "office": "role.changed", "level": "role.level", "institution": "name.institution",
    "organisation": "name.institution", "portfolio": "role.changed",
    "direction": "polarity.reversed", "opposite": "polarity.reversed", "colour": "polarity.reversed",
    "period": "unit.changed", "certainty": "modality.changed", "denial": "negation.changed",
    "comparison": "comparison.changed", "bound": "comparison.changed",
    "quantifier": "comparison.changed", "converse": "polarity.reversed", "idiom": "idiom.changed",
    "speaker": "attribution.changed", "order": "time.changed", "cause": "cause.changed",
}  # fmt: skip
# Classes whose words are facts by themselves, so that one is missed if nothing replaces it.
LONE_KINDS = frozenset({
    "number", "name", "organisation", "weekday", "month", "relative", "season", "place", "people", "relation", "office",
    "direction", "certainty", "denial",
})  # fmt: skip
ANY_DENIAL = -1  # the block of denials, whose words do not exclude each other
MAX_FACTS = 100  # facts of a passage that are matched with each other; a longer list is no prose


class Fact(NamedTuple):
    """A number, a name or a term with its half-open offsets; `kind` is "number", "name" or the class of a term."""

    kind: str
    start: int
    end: int
    text: str
    item: Quantity | Name | Term


def facts_of(text: str, side: Side, offset: int = 0) -> list[Fact]:
    """Return the facts of a text in order; a name that is a term, as a country is, is listed as that term.

    Parameters
    ----------
    offset : added to the offsets of the facts
    """
    terms = find_terms(text, side)
    terms += _denials(text, side, terms)
    facts = [Fact("number", q.start, q.end, q.text, q) for q in find_quantities(text, side, bare=True)]
    facts += [Fact(term.kind, term.start, term.end, term.text, _unplaced(term)) for term in terms]
    covered = {at for term in terms for at in range(term.start, term.end)}
    facts += [
        Fact("name", name.start, name.end, name.text, name)
        for name in find_names(text, side)
        if not covered.issuperset(at for at in range(name.start, name.end) if text[at].isalnum())
    ]
    moved = (fact._replace(start=fact.start + offset, end=fact.end + offset) for fact in facts)
    return sorted(moved, key=lambda fact: (fact.start, fact.end, fact.kind))


def _denials(text: str, side: Side, terms: Sequence[Term]) -> list[Term]:
    """Return the words that negate, those of other terms left out: "no more than" is a bound."""
    covered = {at for term in terms if " " in term.text for at in range(term.start, term.end)}
    words = tokenize(text, side)
    bare_ne = not FRENCH_NE.isdisjoint(word.folded for word in words)
    negations = NEGATIONS[side] | FRENCH_WITH_NE if side == "fr" and bare_ne else NEGATIONS[side]
    return [
        Term("denial", ANY_DENIAL, (0,), word.start, word.end, word.text)
        for word in words
        if word.folded in negations and word.start not in covered
    ]


def contrasts(token: Token, side: Side) -> list[Fact]:
    """Return what one word may mean where another word is in its place."""
    terms = (
        *find_terms(token.text, side),
        *(Term(*row, 0, len(token.text), "") for row in _contrasts(side).get(token.key, ())),
    )
    return [Fact(term.kind, token.start, token.end, token.text, _unplaced(term)) for term in terms]


def _unplaced(term: Term) -> Term:
    """Return a term as a value: two with the same meaning are equal wherever they are."""
    return term._replace(start=0, end=0, text="")


@cache
def _contrasts(side: Side) -> dict[str, list[tuple[str, int, tuple[int, ...]]]]:
    """Return the kind, block and row of each form of the words of `CONTRASTS`; the blocks have negative numbers."""
    meanings: dict[str, list[tuple[str, int, tuple[int, ...]]]] = {}
    blocks = [(kind, block) for kind, table in CONTRASTS.items() for block in table.strip().split("\n\n")]
    for number, (kind, block) in enumerate(blocks):
        for row, line in enumerate(block.splitlines()):
            for word in line.split(";")[side == "fr"].split():
                for form in inflected(word, side):
                    meanings.setdefault(form, []).append((kind, ANY_DENIAL - 1 - number, (row,)))
    return meanings


def name_fact(text: str, start: int, end: int) -> Fact:
    """Return a word of a text as a name."""
    word = text[start:end]
    return Fact("name", start, end, word, Name(word, fold_name(word), start, end))


def same_fact(one: Fact, two: Fact) -> bool:
    """Return whether two facts are the same, or one a shorter form of the other."""
    a, b = one.item, two.item
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return same_quantity(a, b) and a.unit == b.unit and a.bound == b.bound
    if isinstance(a, Term) and isinstance(b, Term):
        return a.kind == b.kind and a.shares_value(b)
    if isinstance(a, Name) and isinstance(b, Name):
        words = {*a.folded.split()}, {*b.folded.split()}
        return words[0] <= words[1] or words[1] <= words[0]
    return False


def restates(one: Fact, two: Fact) -> bool:
    """Return whether a number is another one in other units, or rounded: 90 minutes, an hour and a half."""
    a, b = one.item, two.item
    if not (isinstance(a, Quantity) and isinstance(b, Quantity)) or not {a.bound, b.bound} <= {"", "~"}:
        return False
    if MOMENTS_AND_CODES.isdisjoint((a.kind, b.kind)) and bool(a.unit) == bool(b.unit) and same_quantity(a, b):
        return a.value != b.value or a.unit != b.unit
    vague = [item for item in (a, b) if item.bound or item.kind == "approximate"]
    rounded = abs(a.value - b.value) <= MAX_APPROXIMATION * max(abs(a.value), abs(b.value))
    return a.unit == b.unit and rounded and (len(vague) == 2 if a.value == b.value else len(vague) == 1)


def excludes(one: Fact, two: Fact) -> bool:
    """Return whether a text that has one fact instead of the other has another meaning."""
    a, b = one.item, two.item
    if isinstance(a, Term) and isinstance(b, Term):
        return a.excludes(b)
    return type(a) is type(b) and not same_fact(one, two)


def change_code(lost: Fact, new: Fact) -> tuple[str, Severity | None]:
    """Return the code for a fact that replaced another, and its severity if it is not that of the code."""
    a, b = lost.item, new.item
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return quantity_code(a, b), None
    if isinstance(a, Name) and isinstance(b, Name):
        if all(any(char.isdigit() for char in name.folded) for name in (a, b)):
            return "code.changed", None
        alike = len(a.folded) > 4 and fuzz.ratio(a.folded, b.folded) >= MIN_SAME_NAME_RATIO
        return ("name.altered" if alike and len(a.folded.split()) == 1 else "name.changed"), None
    code = TERM_CODES.get(new.kind, "wording.changed")
    return code, "major" if code == "modality.changed" else None


def quantity_code(lost: Quantity, new: Quantity) -> str:
    """Return the code for a changed quantity: its date, time, unit, bound, scale or value."""
    kinds = {lost.kind, new.kind}
    if "clock" in kinds:
        return "time.changed"
    if not kinds.isdisjoint(("date", "period", "decade")):
        return "date.changed"
    if not kinds.isdisjoint(("phone", "code")):
        return "code.changed"
    if lost.value == new.value and lost.unit != new.unit:
        if "%" in (lost.unit, new.unit):
            return "percent.changed"
        return (
            "currency.changed" if all(_CURRENCY.fullmatch(unit) for unit in (lost.unit, new.unit)) else "unit.changed"
        )
    if lost.value == new.value:
        return "number.bound" if lost.bound != new.bound else "number.changed"
    low, high = sorted((abs(lost.value), abs(new.value)))
    power = (high / low).normalize() if low else Decimal(0)
    return "number.scale" if power >= MIN_SCALE_POWER and power.as_tuple().digits == (1,) else "number.changed"


def lone_code(fact: Fact, *, added: bool) -> str:
    """Return the code for a fact that only the original has, or only the copy."""
    if fact.kind == "number":
        return "number.added" if added else "number.missing"
    if fact.kind == "name":
        return "name.hallucinated" if added else "name.missing"
    return TERM_CODES.get(fact.kind, "wording.changed")
