"""Find the facts of a text in another one, in either language and in other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from functools import cached_property, lru_cache

from aligner.comparison.compared_text import ComparedText, is_common_word
from aligner.comparison.facts import Fact
from aligner.languages.measures import SIZES
from aligner.text.entities.names.counterparts import counterparts
from aligner.text.entities.names.find import Name, fold_name
from aligner.text.entities.names.text_parts import TextPart, text_parts
from aligner.text.entities.names.words import MAX_WORDS, NamePassage
from aligner.text.entities.numbers.equivalence import same_quantity
from aligner.text.entities.numbers.quantity import Quantity
from aligner.text.entities.terms.find import Term
from aligner.types import Side

MAX_TEXTS = 4  # whose facts are kept: both sides of two comparisons
MAX_COMPARED = 300  # facts of a class among which other words for a fact are sought
MAX_ROUNDING = 0.12  # relative difference of a measure given in another unit
MIN_NAME_LETTERS = 3  # letters of a word of a name that is sought
MAX_CHARS = 4 * MAX_WORDS  # of sentences whose names are compared at a time


class KnownFacts:
    """The facts of a text, in which those of another text are sought.

    Parameters
    ----------
    text : the text in which facts are sought
    side : language of the facts that are sought
    """

    def __init__(self, text: ComparedText, side: Side) -> None:
        self._text, self._side, self._values = text, side, FactSet(text.facts)
        self._found: dict[Hashable, bool] = {}

    def __contains__(self, fact: Fact) -> bool:
        """Return whether the text has a fact, however it expresses it."""
        key = fact.kind, fact.text, _meaning(fact)
        if key not in self._found:
            self._found[key] = self._has(fact)
        return self._found[key]

    def _has(self, fact: Fact) -> bool:
        if fact in self._values:
            return True
        if fact.kind in ("place", "people"):
            return self._side != self._text.side and self._has_counterparts(fact, fold_name(fact.text).split())
        return fact.kind == "name" and self._has_name(fact)

    def _has_name(self, name: Fact) -> bool:
        """Return whether the text has all words of a name that are no common words, however it writes them."""
        words = [word for word in fold_name(name.text).replace("-", " ").split() if len(word) >= MIN_NAME_LETTERS]
        lost = [word for word in words if word not in self._text.folded_words and not is_common_word(word, self._side)]
        return not lost or (self._side != self._text.side and self._has_counterparts(name, lost))

    def _has_counterparts(self, name: Fact, lost: list[str]) -> bool:
        """Return whether the other language has words of a name in another form."""
        own = NamePassage(name.text, self._side)
        rows = [row for row, word in enumerate(own.words) if fold_name(word.text) in lost]
        return all(any(counterparts(own, row, part) for part in self._parts) for row in rows)

    @cached_property
    def _parts(self) -> list[TextPart]:
        """The sentences of the text, as many together as are compared with a name at a time."""
        parts, text = [""], self._text.text
        for sentence in self._text.document.sentences:
            if len(parts[-1]) > MAX_CHARS:
                parts.append("")
            parts[-1] += f"{text[sentence.start : sentence.end]}\n"
        return text_parts(parts, self._text.side)


@lru_cache(MAX_TEXTS)
def known_facts(text: ComparedText, side: Side) -> KnownFacts:
    """Return the facts of a text, in which those of another text are sought; what was sought before is known."""
    return KnownFacts(text, side)


class FactSet:
    """Facts by class, in which the same fact in other words is found."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._values: dict[str, set[Hashable]] = defaultdict(set)
        self._facts: dict[str, dict[Hashable, Fact]] = defaultdict(dict)
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        """Add a fact; of a class with very many, only the value."""
        kind = family(fact)
        self._values[kind].add(_value(fact))
        if len(self._facts[kind]) < MAX_COMPARED:
            self._facts[kind].setdefault(_meaning(fact), fact)

    def __contains__(self, fact: Fact) -> bool:
        """Return whether a fact, or the same in other words, is among these."""
        kind = family(fact)
        if _value(fact) in self._values[kind]:
            return True
        return any(same_in_other_words(fact, twin) for twin in self._facts[kind].values())


def family(fact: Fact) -> str:
    """Return the class of a fact, that of countries for their peoples; those of directions by their block."""
    if fact.kind == "direction" and isinstance(fact.item, Term):
        return f"direction {fact.item.block}"
    return "place" if fact.kind == "people" else fact.kind


def _meaning(fact: Fact) -> Hashable:
    """Return what distinguishes a fact from others, wherever they are."""
    return fact.item.folded if isinstance(fact.item, Name) else fact.item._replace(start=0, end=0)


def _value(fact: Fact) -> Hashable:
    """Return what equal facts share."""
    if isinstance(fact.item, Quantity):
        return fact.item.kind, fact.item.value, fact.item.unit, fact.item.per
    return fact.item if isinstance(fact.item, Term) else fact.item.folded


def same_in_other_words(one: Fact, two: Fact) -> bool:
    """Return whether two facts may be the same in other words."""
    a, b = one.item, two.item
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        if same_quantity(a, b) or _same_without_unit(a, b):
            return True
        return bool(a.bound or b.bound) and same_quantity(a._replace(bound=""), b._replace(bound=""))
    if isinstance(a, Term) and isinstance(b, Term):
        return a.shares_value(b)
    return False


def _same_without_unit(one: Quantity, two: Quantity) -> bool:
    """Return whether two values are equal and may have one unit, or are about one measure: six weeks, 1.5 months."""
    if one.kind == two.kind and one.value == two.value:
        units = {one.unit.casefold(), two.unit.casefold()}
        return len(units) == 1 or ("" in units and "%" not in units)
    a, b = (SIZES.get(quantity.unit, ("", 0)) for quantity in (one, two))
    if not a[0] or a[0] != b[0] or one.unit == two.unit:
        return False
    sizes = [float(quantity.value) * float(size) for quantity, (_, size) in ((one, a), (two, b))]
    return abs(sizes[0] - sizes[1]) <= MAX_ROUNDING * max(map(abs, sizes))
