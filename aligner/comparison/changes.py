"""What a copy changed in a passage: each edit by the facts that it touches, then by its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from aligner.comparison.fact_match import FactMatch
from aligner.comparison.passage import Change, Passage
from aligner.comparison.speech import speech_class
from aligner.comparison.tokens import Token, differ_in_agreement, is_content, same_lemma
from aligner.comparison.weight import weigh_unquoted
from aligner.languages.negation import FRENCH_NE


def changes_of(passage: Passage) -> Iterator[Change]:
    """Yield the changes of a passage: of facts, then of the words that no fact explains."""
    for number in sorted(passage.spelled):
        yield Change("spelling.changed", *passage.spans_of(number), note="spelling")
    for number in sorted(passage.cut):
        yield _cut(passage, number)
    facts = FactMatch(passage)
    changes = list(facts.changes())
    yield from changes
    if passage.exact:
        yield from (Change("spelling.changed", *spans, note="spelling") for spans in passage.spelled_alike())
        denied = any(change.code == "negation.changed" for change in changes)
        explained = passage.spelled | passage.cut | facts.explained
        yield from _word_changes(passage, explained | (_edits_of_ne(passage) if denied else set()))
    elif passage.edits:
        yield Change("wording.rewritten", *passage.spans)


def _cut(passage: Passage, number: int) -> Change:
    """Return the change of words that are left out of a quotation."""
    here, there = passage.spans_of(number)
    text = passage.texts[1].text[slice(*there)]
    return Change("quote.shortened", here, there, weigh_unquoted(text, passage.side), "quotation")


def _word_changes(passage: Passage, explained: Set[int]) -> Iterator[Change]:
    """Yield the edits that no change of fact explains: moved phrases, quotations, parts and other words."""
    rest = [number for number in range(len(passage.edits)) if number not in explained]
    moved = _moved(passage, rest)
    for numbers in moved:
        yield Change("wording.moved", passage.spans_of(numbers[0])[0], passage.spans_of(numbers[1])[1], note="moved")
    gone = {number for numbers in moved for number in numbers}
    for number in rest:
        if number not in gone:
            yield _word_change(passage, number)


def _edits_of_ne(passage: Passage) -> set[int]:
    """Return the edits that only add or take out « ne »."""
    words = [[*here, *there] for here, there in map(passage.tokens, range(len(passage.edits)))]
    return {number for number, tokens in enumerate(words) if all(token.key in FRENCH_NE for token in tokens)}


def _moved(passage: Passage, numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return pairs of edits that add and take out the same words, in whatever order."""
    added: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in numbers:
        here, there = passage.tokens(number)
        if not there and any(is_content(token, passage.side) for token in here):
            added[_bag(here)].append(number)
    pairs = []
    for number in numbers:
        here, there = passage.tokens(number)
        places = [] if here else added.get(_bag(there), [])
        if places:
            pairs.append((places.pop(0), number))
    return pairs


def _bag(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(sorted(token.key for token in tokens))


def _word_change(passage: Passage, number: int) -> Change:
    """Return the change of words that are no facts."""
    here, there = passage.tokens(number)
    spans = passage.spans_of(number)
    quoted = passage.texts[0].quotation_at(spans[0][0]) or passage.texts[1].quotation_at(spans[1][0])
    if quoted:
        return Change("quote.altered", *spans, "major", "quotation")
    classes = [{speech_class(token.key, passage.side) for token in tokens} - {""} for tokens in (here, there)]
    if classes[0] and classes[1] and classes[0].isdisjoint(classes[1]):
        return Change("attribution.changed", *spans)
    if passage.is_part(number):
        return Change("addition.part" if len(here) > len(there) else "omission.part", *spans)
    forms = len(here) == len(there) == 1 and same_lemma(here[0].key, there[0].key, passage.side)
    if forms and passage.side == "fr" and differ_in_agreement(here[0].key, there[0].key):
        return Change("spelling.changed", *spans, note="spelling")
    return Change("wording.changed", *spans, note="form" if forms else "")
