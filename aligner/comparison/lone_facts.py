"""Compare the facts of rewritten passages, whatever their words, order and sentences.

Each number, name and word of a closed class of the one text is sought in all of the other. What only one side has is
paired with what only the other has, by the words around them: such a pair is a changed fact. What is left of either
side was added or left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import numpy as np

from aligner.comparison.compared_text import ComparedText, is_common_word
from aligner.comparison.facts import Fact, change_code, excludes, facts_of, lone_code
from aligner.comparison.known_facts import MIN_NAME_LETTERS, FactSet, family, known_facts
from aligner.comparison.passage import Change
from aligner.encoders import load_embedded
from aligner.languages.term_tables import term_gloss
from aligner.text.entities.names.find import fold_name
from aligner.text.entities.numbers.quantity import Quantity
from aligner.text.entities.terms.find import Term
from aligner.types import Doubles, Span

MIN_CONTEXT_COSINE = 0.6  # of the words around two facts from which the one may be in the place of the other
MIN_SOLE_COSINE = 0.4  # the same of facts that are the only ones of their class without a counterpart
BONUS = 0.25  # added to that cosine if the passages belong together, and if the facts are the only ones of their class
CONTEXT_CHARS = 70  # characters before and after a fact that are its context
MAX_LONE = 200  # facts of a side without a counterpart that are paired; a longer list is another story
WHOLE = 100  # percent
MAX_TERMS = 30  # numbers of a passage that may be added to each other
_COUNTED = frozenset({"cardinal", "bare", "approximate"})
_SOUGHT_TERMS = frozenset({"weekday", "month", "season", "place", "people", "relation", "direction"})
_REPORTED_ALONE = frozenset({"number", "name", "weekday", "month", "season", "place", "people"})
_CALENDAR_KINDS = frozenset({"date", "period", "clock"})  # of dates and times, which may be given by other words
MAX_SMALL = 10  # value of a number in words that other words may imply: both, a pair, weekly
MAX_ROUNDING = Decimal("0.1")  # relative difference of a number that is given less exactly


class _Lone(NamedTuple):
    """A fact that the other text does not have, the words around it, and the number of its pair of passages."""

    fact: Fact
    context: str
    passage: int


def lone_changes(texts: tuple[ComparedText, ComparedText], passages: Sequence[tuple[Span, Span]]) -> Iterator[Change]:
    """Yield the facts that rewritten passages changed, added or left out.

    Parameters
    ----------
    texts : here, there
    passages : the offsets of the rewritten passages, and of those without a counterpart, in both
    """
    here, there = (list(_lone(own, texts, passages)) for own in (0, 1))
    if max(len(here), len(there)) > MAX_LONE:
        return
    paired = list(_pairs(here, there))
    for new, lost in paired:
        code, severity = change_code(lost.fact, new.fact)
        yield Change(code, _span(new.fact), _span(lost.fact), severity)
    explained = {id(item) for pair in paired for item in pair}
    for new in here:
        if id(new) not in explained and _is_reported_alone(new.fact, *texts):
            yield Change(lone_code(new.fact, added=True), _span(new.fact), (0, 0), "major")
    for lost in there:
        start, place = passages[lost.passage][0]
        if start < place and id(lost) not in explained and _is_reported_missing(lost.fact, *texts):
            yield Change(lone_code(lost.fact, added=False), (place, place), _span(lost.fact), "major")


def _is_reported_missing(fact: Fact, text: ComparedText, other: ComparedText) -> bool:
    """Return whether a fact that a text lacks of another one is reported: a number, or a name of several words."""
    if other.in_headline(fact.start):
        return False
    if fact.kind == "name":
        words = fold_name(fact.text).split()
        return len(words) > 1 and text.folded_words.isdisjoint(words)
    if isinstance(fact.item, Quantity):
        value, unit = fact.item.value, fact.item.unit
        small = value <= MAX_SMALL and not unit and not any(map(str.isdigit, fact.text))
        numbers = [other.item for other in text.facts if isinstance(other.item, Quantity)]
        values = [number.value for number in numbers if number.unit == unit]
        rounded = any(abs(other - value) <= MAX_ROUNDING * abs(value) for other in values)
        return not (small or rounded or fact.item.kind in _CALENDAR_KINDS)
    return False


def _is_reported_alone(fact: Fact, text: ComparedText, other: ComparedText) -> bool:
    """Return whether an added fact is reported: a number or a name by itself, no part of a word or of a longer name."""
    before, after = text.text[max(0, fact.start - 2) : fact.start], text.text[fact.end : fact.end + 2]
    if (fact.kind not in _REPORTED_ALONE and not _is_compass_point(fact, other)) or before.endswith("-"):
        return False
    if fact.kind != "number" and text.in_headline(fact.start):
        return False
    return fact.kind not in ("place", "people") or not (after[:1] in (" ", "-") and after[1:].isupper())


def _is_compass_point(fact: Fact, other: ComparedText) -> bool:
    """Return whether a fact is a point of the compass that the other text lacks, and with it any homonym: « est »."""
    item = fact.item
    if not isinstance(item, Term) or family(fact) != _compass():
        return False
    gloss = term_gloss(item.kind, item.block, item.rows[0], other.side)  # l'est
    return gloss.rpartition("'")[2] not in other.folded_words


@cache
def _compass() -> str:
    """Return the family of points of the compass."""
    return next(family(fact) for fact in facts_of("to the north", "en") if fact.kind == "direction")


def _lone(own: int, texts: tuple[ComparedText, ComparedText], passages: Sequence[tuple[Span, Span]]) -> Iterator[_Lone]:
    """Yield the facts of the regions of a text that no part of the other text has, each value once."""
    text, other = texts[own], texts[1 - own]
    known, seen = known_facts(other, text.side), FactSet()
    others = [other.facts_within(pair[1 - own]) for pair in passages]
    regions = [pair[own] for pair in passages]
    for number, region in enumerate(regions):
        for fact in text.facts_within(region):
            if not is_sought(fact, text) or fact in known or fact in seen or _is_derived(fact, others[number]):
                continue
            seen.add(fact)
            before = text.text[max(0, fact.start - CONTEXT_CHARS) : fact.start]
            yield _Lone(fact, f"{before} {text.text[fact.end : fact.end + CONTEXT_CHARS]}", number)


def _is_derived(fact: Fact, others: Sequence[Fact]) -> bool:
    """Return whether a number is the sum or the difference of two others, or the rest of a share.

    19 seats, eight more, after 11; with 96% of the votes counted, 4% to be counted.
    """
    own = fact.item
    if not isinstance(own, Quantity) or own.kind not in _COUNTED:
        return False
    numbers = [other.item for other in others if isinstance(other.item, Quantity) and other.item.kind in _COUNTED]
    if own.unit == "%":
        return any(own.value + number.value == WHOLE for number in numbers if number.unit == "%")
    values = [number.value for number in numbers][:MAX_TERMS]
    return any(own.value in (one + two, one - two) for one in values for two in values if two and one != two)


def is_sought(fact: Fact, text: ComparedText) -> bool:
    """Return whether a rewrite has a fact, too: a number from two on, a name, a word of some classes."""
    item = fact.item
    if isinstance(item, Quantity):
        return item.value not in (0, 1) and item.kind not in ("ordinal", "fraction", "group", "bare")
    if isinstance(item, Term):
        return fact.kind in _SOUGHT_TERMS
    return any(len(word) >= MIN_NAME_LETTERS and not is_common_word(word, text.side) for word in item.folded.split())


def _pairs(here: Sequence[_Lone], there: Sequence[_Lone]) -> Iterator[tuple[_Lone, _Lone]]:
    """Yield the facts that may be in the place of each other, those with the most similar contexts first.

    What is left and the only fact of its class on both sides needs less similar contexts.
    """
    found = list(_similar_pairs(here, there, MIN_CONTEXT_COSINE))
    yield from found
    rest = [
        [item for item in items if all(item is not pair[own] for pair in found)]
        for own, items in enumerate((here, there))
    ]
    yield from _similar_pairs(rest[0], rest[1], MIN_SOLE_COSINE, only_sole=True)


def _similar_pairs(
    here: Sequence[_Lone], there: Sequence[_Lone], min_cosine: float, *, only_sole: bool = False
) -> Iterator[tuple[_Lone, _Lone]]:
    if not here or not there:
        return
    sole = _sole_families(here, there)
    cosines = _context_cosines(here, there, sole)
    taken: tuple[set[int], set[int]] = (set(), set())
    for place in np.argsort(-cosines, axis=None, kind="stable").tolist():
        one, two = divmod(place, len(there))
        if cosines[one, two] < min_cosine:
            return
        if one in taken[0] or two in taken[1] or (only_sole and family(here[one].fact) not in sole):
            continue
        if _comparable(here[one].fact, there[two].fact):
            taken[0].add(one)
            taken[1].add(two)
            yield here[one], there[two]


def _sole_families(here: Sequence[_Lone], there: Sequence[_Lone]) -> set[str]:
    """Return the classes that both sides have one fact of, those of numbers left out."""
    counts = [Counter(family(item.fact) for item in items) for items in (here, there)]
    return {name for name, count in counts[0].items() if count == counts[1][name] == 1 and name != "number"}


def _context_cosines(here: Sequence[_Lone], there: Sequence[_Lone], sole: set[str]) -> Doubles:
    """Return how likely each fact is in the place of another: by the words around them, and where they are."""
    encode = load_embedded().encode
    bonus = np.array([[(one.passage == two.passage) + (family(one.fact) in sole) for two in there] for one in here])
    cosines = encode([item.context for item in here]) @ encode([item.context for item in there]).T
    return np.asarray(cosines + BONUS * bonus, np.float64)


def _comparable(new: Fact, lost: Fact) -> bool:
    """Return whether a fact may have replaced another: of one class, and of one kind of quantity."""
    if family(new) != family(lost):
        return False
    a, b = new.item, lost.item
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return a.kind == b.kind or a.unit == b.unit
    return excludes(lost, new)


def _span(fact: Fact) -> Span:
    return fact.start, fact.end
