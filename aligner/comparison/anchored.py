"""Find what is expressed of a number or a date in the contrary way: five points more, six weeks before.

The same fact in both texts is an anchor: words of closed classes next to it are compared, wherever they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from aligner.comparison.compared_text import ComparedText
from aligner.comparison.facts import Fact, change_code, excludes
from aligner.comparison.known_facts import family, same_in_other_words
from aligner.comparison.passage import Change
from aligner.text.entities.numbers.quantity import Quantity
from aligner.text.entities.terms.find import Term, find_terms
from aligner.types import Side, Span

MAX_GAP_CHARS = 24  # between an anchor and a word that concerns it
MAX_STEPS = 10  # facts from an anchor to a word that concerns it; one word may be several facts
MAX_ANCHORS = 300  # of a text
MORE, LESS = 0, 1  # rows of words for a larger and for a smaller amount
_CLAUSE_END = re.compile(r"[,.;:!?()\n]")
_AMOUNT_BLOCK = -1000  # of these rows
_MORE: dict[Side, str] = {"en": "increase, higher, above, more", "fr": "hausse, supérieur, plus, de plus, plus que"}
_LESS: dict[Side, str] = {
    "en": "decrease, lower, below, less, fewer, fewer than",
    "fr": "baisse, inférieur, moins, de moins, moins que, moins qu'un",
}
_ANCHORS = frozenset({"number", "weekday", "month", "season"})
_BEFORE, _HIGHER = "before", "higher"
_CONTRARY_BOUNDS = {"<": ">", ">": "<"}


class _Anchor(NamedTuple):
    """A fact that both texts may have, and the words next to it."""

    fact: Fact
    near: list[Fact]


def anchored_changes(texts: tuple[ComparedText, ComparedText], regions: Sequence[Span]) -> Iterator[Change]:
    """Yield the words of regions here that are next to a fact in the place of words that exclude them."""
    there: dict[str, list[_Anchor]] = defaultdict(list)
    for anchor in _anchors(texts[1], [(0, len(texts[1].text))]):
        there[family(anchor.fact)].append(anchor)
    for anchor in _anchors(texts[0], regions):
        others = [other for other in there[family(anchor.fact)] if same_in_other_words(anchor.fact, other.fact)]
        if len(others) == 1:
            yield from _contrary_bound(anchor, others[0])
            yield from _contrary_words(anchor, others[0])


def _anchors(text: ComparedText, regions: Sequence[Span]) -> list[_Anchor]:
    """Return the numbers and dates of regions with the words next to them in the same clause."""
    anchors = []
    for region in regions:
        facts = text.facts_within(region)
        for index, fact in enumerate(facts):
            if fact.kind in _ANCHORS and not (isinstance(fact.item, Quantity) and fact.item.value in (0, 1)):
                anchors.append(_Anchor(fact, [*_near(text, facts, index)]))
    return anchors[:MAX_ANCHORS]


def _near(text: ComparedText, facts: Sequence[Fact], index: int) -> Iterator[Fact]:
    """Yield the terms on both sides of a fact, without a mark or another number between."""
    fact, around = facts[index], facts[max(0, index - MAX_STEPS) : index + MAX_STEPS + 1]
    numbers = [other for other in around if isinstance(other.item, Quantity)]
    for other in around:
        begin, end = (other.end, fact.start) if other.end <= fact.start else (fact.end, other.start)
        if not (isinstance(other.item, Term) and begin <= end <= begin + MAX_GAP_CHARS):
            continue
        if _CLAUSE_END.search(text.text, begin, end) or any(begin <= number.start < end for number in numbers):
            continue
        yield other
        amount = _amounts().get((other.item.block, other.item.rows))
        if amount is not None and (other.kind == "opposite" or other.start >= fact.end):  # more than 40; 40 more
            yield other._replace(kind="opposite", item=Term("opposite", _AMOUNT_BLOCK, (amount,), 0, 0, ""))


def _contrary_bound(one: _Anchor, two: _Anchor) -> Iterator[Change]:
    """Yield a number that is an upper bound where it is a lower one in the other text, or the other way round."""
    a, b = one.fact.item, two.fact.item
    if isinstance(a, Quantity) and isinstance(b, Quantity) and _CONTRARY_BOUNDS.get(a.bound) == b.bound:
        yield Change("number.bound", (one.fact.start, one.fact.end), (two.fact.start, two.fact.end))


def _contrary_words(one: _Anchor, two: _Anchor) -> Iterator[Change]:
    if any(fact.kind == "denial" for fact in one.near) != any(fact.kind == "denial" for fact in two.near):
        return
    for new in one.near:
        if not isinstance(new.item, Term) or new.item.block not in _blocks():
            continue
        rivals = [lost for lost in two.near if lost.kind == new.kind and excludes(lost, new)]
        same = any(isinstance(lost.item, Term) and lost.item.shares_value(new.item) for lost in two.near)
        if rivals and not same:
            code, severity = change_code(rivals[0], new)
            yield Change(code, (new.start, new.end), (rivals[0].start, rivals[0].end), severity)
            return


@cache
def _amounts() -> dict[tuple[int, tuple[int, ...]], int]:
    """Return whether rows are of larger or of smaller amounts, by block and rows."""
    more, less = _meanings(_MORE), _meanings(_LESS)
    return dict.fromkeys(more - less, MORE) | dict.fromkeys(less - more, LESS)


def _meanings(words: Mapping[Side, str]) -> set[tuple[int, tuple[int, ...]]]:
    """Return the blocks and rows of words that compare amounts."""
    terms = (term for side, text in words.items() for part in text.split(", ") for term in find_terms(part, side))
    return {(term.block, term.rows) for term in terms if term.kind in ("opposite", "comparison")}


@cache
def _blocks() -> frozenset[int]:
    """Return the blocks of words that express something of a number: more and less, before and after."""
    times = {term.block for term in find_terms(_BEFORE, "en") if term.kind == "opposite"}
    levels = {term.block for term in find_terms(_HIGHER, "en") if term.kind == "comparison"}
    return frozenset({_AMOUNT_BLOCK, *times, *levels})
