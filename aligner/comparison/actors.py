"""Find verbs whose actor and object changed places: "herders killed police" for "herders were killed by police"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from aligner.comparison.compared_text import ComparedText
from aligner.comparison.passage import Change
from aligner.languages.clauses import LOOSE_VERBS
from aligner.text.entities.names.find import fold_name
from aligner.text.entities.roles.find import ClauseReader
from aligner.text.entities.terms.find import Located, Term
from aligner.text.words.tokens import folded_words
from aligner.text.words.word_shares import stem
from aligner.types import Span

MIN_LETTERS = 4  # of a word that is compared
MAX_VERBS = 300  # of a text that are compared
_PLACES = frozenset({"place", "people"})
_Verbs = Mapping[Hashable, list[int]]


class _Deed(NamedTuple):
    """A verb at its offsets with the words for who acts and for who is acted upon; countries and peoples as values."""

    span: Span
    actor: frozenset[Hashable]
    object: frozenset[Hashable]


def swapped_actors(texts: tuple[ComparedText, ComparedText], regions: Sequence[Span]) -> Iterator[Change]:
    """Yield the verbs of regions here whose actor is the object in the other text, and the reverse."""
    here, there = map(_Clauses, texts)
    keys = here.key_verbs() | there.key_verbs()
    verbs, others = here.verbs(keys, regions), there.verbs(keys, [(0, len(texts[1].text))])
    for key, indices in verbs.items():
        known = [*filter(None, map(there.deed, others.get(key, ())))]
        for deed in filter(None, map(here.deed, indices if known else ())):
            other = next((other for other in known if _are_swapped(deed, other)), None)
            if other is not None:
                yield Change("roles.swapped", deed.span, other.span, note="swapped")


def _are_swapped(one: _Deed, two: _Deed) -> bool:
    crossed = one.actor & two.object and one.object & two.actor
    return bool(crossed) and not (one.actor & two.actor or one.object & two.object)


class _Clauses:
    """The clauses of a compared text, whose verbs have keys that do not depend on their form."""

    def __init__(self, text: ComparedText) -> None:
        self._text, self._words = text, Located(*folded_words(text.text, text.side), text.text)
        self._reader = ClauseReader(self._words, text.side)
        self._opposites = {fact.start: fact for fact in text.facts if fact.kind == "opposite"}

    def key_verbs(self) -> set[Hashable]:
        """Return the keys of the opposites, and of the verbs that an agent follows."""
        passives = islice(self._reader.passive_verbs(), MAX_VERBS)
        return {key for verb in passives for key in self._keys(verb)} | {
            key for start in self._opposites for key in self._keys(bisect_left(self._words.starts, start))
        }

    def verbs(self, keys: set[Hashable], regions: Sequence[Span]) -> _Verbs:
        """Return the indices of the words of regions that have some of the keys."""
        found: dict[Hashable, list[int]] = {}
        for start, end in regions:
            for index in range(bisect_left(self._words.starts, start), bisect_left(self._words.starts, end)):
                key = next((key for key in self._keys(index) if key in keys), None)
                if key is not None and len(found.setdefault(key, [])) < MAX_VERBS:
                    found[key].append(index)
        return found

    def deed(self, verb: int) -> _Deed | None:
        """Return the roles around a verb, None if they are not plain or may be named in any order."""
        if self._words.folded[verb].startswith(LOOSE_VERBS[self._text.side]):
            return None
        deed = self._reader.deed(verb)
        if deed is None:
            return None
        start = self._words.starts[verb]
        span = start, start + len(self._words.folded[verb])
        return _Deed(span, self._values(deed.actor), self._values(deed.object))

    def _keys(self, index: int) -> Iterator[Hashable]:
        fact = self._opposites.get(self._words.starts[index]) if index < len(self._words.starts) else None
        if fact is not None and isinstance(fact.item, Term):
            yield from ((fact.item.block, row) for row in fact.item.rows)
        if index < len(self._words.folded):
            yield stem(self._words.folded[index], self._text.side)

    def _values(self, role: frozenset[int]) -> frozenset[Hashable]:
        """Return the words of a role without accents, and the values of its countries and peoples."""
        values = set[Hashable]()
        for index in role:
            word, start = fold_name(self._words.folded[index]), self._words.starts[index]
            values |= {word} if len(word) >= MIN_LETTERS else set()
            for fact in self._text.facts_within((start, start + 1)):
                if isinstance(fact.item, Term) and fact.kind in _PLACES:
                    values.add((fact.item.block, fact.item.rows))
        return frozenset(values)
