"""Compare the facts of rewritten passages, whatever their words, order and sentences.

Each number, name and word of a closed class of the one text is sought in all of the other. What only one side has is
paired with what only the other has, by the words around them: such a pair is a changed fact. Quotations are compared
word by word. What a rewriter merely leaves out is a hint, what he adds is not.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from aligner.comparison.compared_text import ComparedText, is_common_word
from aligner.comparison.facts import Fact, change_code, excludes, facts_of, lone_code
from aligner.comparison.known_facts import MIN_NAME_LETTERS, FactSet, KnownFacts, family
from aligner.comparison.passage import Change
from aligner.encoders import load_embedded
from aligner.languages.term_tables import term_gloss
from aligner.text.entities.numbers.quantity import Quantity
from aligner.text.entities.terms.find import Term
from aligner.types import Doubles, Sentence, Span

MIN_CONTEXT_COSINE = 0.6  # of the words around two facts from which the one may be in the place of the other
MIN_SOLE_COSINE = 0.4  # the same of facts that are the only ones of their class without a counterpart
MIN_RETOLD_COSINE = 0.4  # of a sentence and one of the other text from which that has its content
MIN_ORPHAN_COSINE = 0.25  # the same if the other sentence has no counterpart, either
MIN_RETOLD_FACTS = ((0.3, 1), (0.25, 2))  # the same of one whose facts the other text has, and how many there must be
BONUS = 0.25  # added to that cosine if the passages belong together, and if the facts are the only ones of their class
MAX_RETOLD = 1500  # sentences without a counterpart that are sought in the other text
CONTEXT_CHARS = 70  # characters before and after a fact that are its context
MAX_LONE = 200  # facts of a side without a counterpart that are paired; a longer list is another story
WHOLE = 100  # percent
MAX_TERMS = 30  # numbers of a passage that may be added to each other
MIN_PART_WORDS = 4  # of a part of a sentence that may have the content of another sentence
_MARK = re.compile(r"[,;:()–—](?!\d)")
_COUNTED = frozenset({"cardinal", "bare", "approximate"})
_SOUGHT_TERMS = frozenset({"weekday", "month", "season", "place", "people", "relation", "direction"})
_PROPER_KINDS = frozenset({"number", "name", "weekday", "month", "place", "people"})
_REPORTED_ALONE = frozenset({"number", "name", "weekday", "month", "season", "place", "people"})


class _Lone(NamedTuple):
    """A fact that the other text does not have, the words around it, and the number of its pair of passages."""

    fact: Fact
    context: str
    passage: int


def rewritten_changes(
    texts: tuple[ComparedText, ComparedText], passages: Sequence[tuple[Span, Span]]
) -> Iterator[Change]:
    """Yield the facts that rewritten passages changed or added.

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
    explained = {id(new) for new, _ in paired}
    for new in here:
        if id(new) not in explained and _is_reported_alone(new.fact, *texts):
            yield Change(lone_code(new.fact, added=True), _span(new.fact), (0, 0), "major")


def _is_reported_alone(fact: Fact, text: ComparedText, other: ComparedText) -> bool:
    """Return whether an added fact is reported: a number or a name by itself, no part of a word or of a longer name."""
    before, after = text.text[max(0, fact.start - 2) : fact.start], text.text[fact.end : fact.end + 2]
    if (fact.kind not in _REPORTED_ALONE and not _is_compass_point(fact, other)) or before.endswith("-"):
        return False
    if (
        fact.kind != "number"
        and _is_headline(text.document.sentences[0])
        and fact.start < text.document.sentences[0].end
    ):
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
    known, seen = KnownFacts(other, text.side), FactSet()
    others = [other.facts_within(pair[1 - own]) for pair in passages]
    regions = [pair[own] for pair in passages]
    for number, region in enumerate(regions):
        for fact in text.facts_within(region):
            if not _is_sought(fact, text) or fact in known or fact in seen or _is_derived(fact, others[number]):
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


def _is_sought(fact: Fact, text: ComparedText) -> bool:
    """Return whether a retold story has a fact, too: a number from two on, a name, a word of some classes."""
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


def find_retold(
    texts: tuple[ComparedText, ComparedText], alone: Sequence[tuple[Span, Span]], changes: Sequence[Change]
) -> tuple[frozenset[Span], frozenset[Span]]:
    """Return the passages without a counterpart, here and there, whose content the other text has elsewhere.

    Parameters
    ----------
    alone : the passages without a counterpart, in both
    changes : known changes; facts that became others are in both texts
    """
    changed = [change for change in changes if change.here[0] < change.here[1] and change.there[0] < change.there[1]]
    return (
        _retold(0, texts, alone, frozenset(change.here for change in changed)),
        _retold(1, texts, alone, frozenset(change.there for change in changed)),
    )


def _retold(
    own: int,
    texts: tuple[ComparedText, ComparedText],
    alone: Sequence[tuple[Span, Span]],
    changed: frozenset[Span],
) -> frozenset[Span]:
    spans = [pair[own] for pair in alone if pair[own][0] < pair[own][1]]
    sentences = [
        [s for s in texts[own].document.sentences if a <= s.start < b and not _is_headline(s)] for a, b in spans
    ]
    others = texts[1 - own].document.sentences
    if not spans or not others or sum(map(len, sentences)) > MAX_RETOLD:
        return frozenset()
    encode = load_embedded().encode
    ours, theirs = encode([s.text for group in sentences for s in group]), encode([*_parts(others)])
    best = (ours @ theirs.T).max(axis=1).tolist()
    orphans = [s.text for pair in alone for s in others if pair[1 - own][0] <= s.start < pair[1 - own][1]]
    near = (ours @ encode(orphans).T).max(axis=1).tolist() if orphans else [0.0] * len(best)
    known, retold, at = KnownFacts(texts[1 - own], texts[own].side), set[Span](), 0
    for span, group in zip(spans, sentences, strict=True):
        rows = range(at, at + len(group))
        if all(
            best[row] >= MIN_RETOLD_COSINE
            or near[row] >= MIN_ORPHAN_COSINE
            or _known_facts(sentence, texts[own], known, changed) >= _facts_needed(best[row])
            for row, sentence in zip(rows, group, strict=True)
        ):
            retold.add(span)
        at += len(group)
    return frozenset(retold)


def _facts_needed(cosine: float) -> float:
    """Return how many facts the other text must have of a sentence that is not very similar to any of its own."""
    return next((count for least, count in MIN_RETOLD_FACTS if cosine >= least), math.inf)


def _known_facts(sentence: Sentence, text: ComparedText, known: KnownFacts, changed: frozenset[Span]) -> int:
    """Return how many facts of a sentence the other text has, or has others for; 0 if it lacks one."""
    facts = [fact for fact in text.facts_within((sentence.start, sentence.end)) if fact.kind in _PROPER_KINDS]
    new = [fact for fact in facts if fact not in known and _span(fact) not in changed]
    return 0 if any(_is_sought(fact, text) for fact in new) else len(facts) - len(new)


def _parts(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Yield sentences, and the parts between marks of those that have several."""
    for sentence in sentences:
        yield sentence.text
        parts = [part for part in _MARK.split(sentence.text) if len(part.split()) >= MIN_PART_WORDS]
        if len(parts) > 1:
            yield from parts


def _is_headline(sentence: Sentence) -> bool:
    """Return whether a sentence is a first line without a full stop, which a rewriter always replaces."""
    return sentence.start == 0 and sentence.text[-1:].isalnum()


def _span(fact: Fact) -> Span:
    return fact.start, fact.end
