"""Find verbs whose actor and object changed places: "herders killed police" for "herders were killed by police"."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from aligner.comparison.compared_text import ComparedText
from aligner.comparison.facts import Fact, same_fact
from aligner.comparison.passage import Change
from aligner.languages.denials import NOT_ACTIVE
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.text.entities.names.find import fold_name
from aligner.text.entities.terms.find import Term
from aligner.types import Side, Span

MAX_CHARS = 60  # from a verb to the words for its actor and object
MIN_LETTERS = 4  # of such a word
MAX_VERBS = 300  # of a text that are compared
_AGENT: dict[Side, re.Pattern[str]] = {"en": re.compile(r"\bby\b"), "fr": re.compile(r"\bpar\b")}
_CLAUSE = re.compile(r"[,.;:!?()\n–—]|\b(?:and|but|when|after|before|because|et|mais|quand|après|avant|lorsque|car)\b")
_PLACES = frozenset({"place", "people"})
_WORD = re.compile(r"[^\W\d_]+")


class _Deed(NamedTuple):
    """A verb with the words for who acts and for who is acted upon; countries and peoples as values."""

    fact: Fact
    actor: frozenset[Hashable]
    object: frozenset[Hashable]


def swapped_actors(texts: tuple[ComparedText, ComparedText], regions: Sequence[Span]) -> Iterator[Change]:
    """Yield the clauses of regions here whose verb has the other text's actor as its object, and the reverse."""
    there = _deeds(texts[1], [(0, len(texts[1].text))])
    for deed in _deeds(texts[0], regions):
        for other in there:
            if same_fact(deed.fact, other.fact) and _are_swapped(deed, other):
                spans = (deed.fact.start, deed.fact.end), (other.fact.start, other.fact.end)
                yield Change("role.changed", *spans, note="swapped")
                break


def _are_swapped(one: _Deed, two: _Deed) -> bool:
    crossed = one.actor & two.object and one.object & two.actor
    return bool(crossed) and not (one.actor & two.actor or one.object & two.object)


def _deeds(text: ComparedText, regions: Sequence[Span]) -> list[_Deed]:
    verbs = [fact for region in regions for fact in text.facts_within(region) if fact.kind == "opposite"]
    return [deed for fact in verbs[:MAX_VERBS] for deed in (_deed(text, fact),) if deed.actor and deed.object]


def _deed(text: ComparedText, fact: Fact) -> _Deed:
    left, right = _left_clause(text.text, fact.start), _right_clause(text.text, fact.end)
    before, after = _values(text, left), _values(text, right)
    passive = any(word in NOT_ACTIVE[text.side] for word in text.text[slice(*left)].lower().split()[-3:])
    agent = _AGENT[text.side].search(text.text, *right)
    if agent is None:
        return _Deed(fact, before if not passive else frozenset(), after)
    return _Deed(fact, _values(text, (agent.end(), right[1])), before)


def _left_clause(text: str, end: int) -> Span:
    marks = [mark.end() for mark in _CLAUSE.finditer(text, max(0, end - MAX_CHARS), end)]
    return (marks[-1] if marks else max(0, end - MAX_CHARS)), end


def _right_clause(text: str, start: int) -> Span:
    mark = _CLAUSE.search(text, start, start + MAX_CHARS)
    return start, mark.start() if mark else min(len(text), start + MAX_CHARS)


def _values(text: ComparedText, span: Span) -> frozenset[Hashable]:
    """Return the content words of a range without accents, and the values of its countries and peoples."""
    words = (fold_name(word) for word in _WORD.findall(text.text, *span))
    facts = text.facts_within(span)
    numbers = {word for fact in facts if fact.kind == "number" for word in fold_name(fact.text).split()}
    places = {
        (fact.item.block, fact.item.rows) for fact in facts if isinstance(fact.item, Term) and fact.kind in _PLACES
    }
    common = FUNCTION_WORDS[text.side] | numbers
    return frozenset({word for word in words if len(word) >= MIN_LETTERS and word not in common} | places)
