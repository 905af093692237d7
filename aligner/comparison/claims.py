"""Find the words of closed classes that mean the contrary of what another text has in their place.

What a rewriter turned into its contrary is in a context that the other text has around an excluding word, and nowhere
around a word with the same meaning: "will come", « pourrait venir ». Contexts are compared by their vectors, so that
neither order nor language matters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from aligner.comparison.compared_text import ComparedText
from aligner.comparison.facts import Fact, change_code, excludes, same_fact
from aligner.comparison.passage import Change
from aligner.encoders import load_embedded
from aligner.languages.clauses import CLAUSES
from aligner.languages.denials import NEGATIVE_STEMS, NEGATIVE_WORDS
from aligner.text.entities.terms.find import Term, find_terms
from aligner.text.words.future import FRENCH_FUTURE, is_french_future
from aligner.types import Floats, Sentence, Span

CONVERSE = "converse"  # of verbs of which one has the object of the other as its actor: "sold to", "bought from"
KINDS = frozenset({"opposite", CONVERSE, "direction", "certainty", "relation"})
CONTEXT_CHARS = 60  # characters before and after a word, in its sentence, that are its context
MIN_COSINE = 0.37  # of two contexts from which a word may be in the place of another
MIN_COSINE_WITHOUT_NAMES = 0.42  # the same where neither sentence has a name before the word
MIN_GAIN = 0.27  # by which that cosine exceeds those of words with the same meaning
MAX_DENIAL_CHARS = 24  # from the start of a denial to a word that it concerns
MAX_DENIAL_CHARS_AFTER = 6  # after a word, in which a denial still concerns it: « n'ouvre pas »
MAX_NEGATIVE_WORDS = 2  # before a word, of which one makes it its contrary: "lack of rain"
MAX_CLAIMS = 600  # words of a text that are compared
_PARTICIPLE_ENDINGS = ("é", "ée", "és", "ées")


class _Claim(NamedTuple):
    """The meanings of a word with the words around it.

    context : the text around the word in its sentence
    subject : the folded words of the names before it there
    denied : whether a denial next to the word concerns it
    """

    facts: list[Fact]
    context: str
    subject: frozenset[str]
    denied: bool

    @property
    def span(self) -> Span:
        return self.facts[0].start, self.facts[0].end


class _Rival(NamedTuple):
    """Two words that exclude each other, by their numbers, and the cosine of their contexts."""

    cosine: float
    one: int
    two: int
    new: Fact
    lost: Fact


def contrary_claims(texts: tuple[ComparedText, ComparedText], regions: Sequence[Span]) -> Iterator[Change]:
    """Yield the words of regions here that mean the contrary of what the text there has in their place.

    Parameters
    ----------
    texts : here, there
    regions : half-open offsets of the passages here
    """
    here = list(islice(_claims(texts[0], regions), MAX_CLAIMS + 1))
    there = list(islice(_claims(texts[1], [(0, len(texts[1].text))]), MAX_CLAIMS + 1))
    if not (0 < len(here) <= MAX_CLAIMS and 0 < len(there) <= MAX_CLAIMS):
        return
    encode = load_embedded().encode
    cosines = np.asarray(encode([item.context for item in here]) @ encode([item.context for item in there]).T)
    same = _same_meanings(here, there, cosines)
    taken: tuple[set[int], set[int]] = (set(), set())
    for rival in sorted(_rivals(here, there, cosines), reverse=True, key=lambda rival: rival.cosine):
        if rival.one in taken[0] or rival.two in taken[1]:
            continue
        if rival.cosine >= MIN_GAIN + max(same[0][rival.one], same[1][rival.two]):
            taken[0].add(rival.one)
            taken[1].add(rival.two)
            code, severity = change_code(rival.lost, rival.new)
            yield Change(code, here[rival.one].span, there[rival.two].span, severity)


def _claims(text: ComparedText, regions: Sequence[Span]) -> Iterator[_Claim]:
    """Yield the words of the classes in regions of a text, each with all its meanings; numbers are left out."""
    sentences = text.document.sentences
    starts = [sentence.start for sentence in sentences]
    for region in regions:
        words = defaultdict[Span, list[Fact]](list)
        facts = [*text.facts_within(region), *_futures(text, region)]
        numbers = {at for fact in facts if fact.kind == "number" for at in range(fact.start, fact.end)}
        for fact in facts:
            if fact.kind in KINDS and numbers.isdisjoint(range(fact.start, fact.end)):
                words[fact.start, fact.end].append(fact)
        for own in words.values():
            sentence = sentences[bisect_right(starts, own[0].start) - 1]
            if not (text.in_headline(sentence.start) or _is_person(text, own[0])):
                subject, denied = _subject(text, sentence, own[0]), _is_denied(text, own[0])
                yield _Claim(own, _context(text, sentence, own[0]), subject, denied)


def _is_person(text: ComparedText, fact: Fact) -> bool:
    """Return whether a French participle is a noun for somebody, not what happened to them: « la condamnée »."""
    if text.side != "fr" or not fact.text.endswith(_PARTICIPLE_ENDINGS):
        return False
    first, _ = text.token_range((fact.start, fact.end))
    words = CLAUSES["fr"]
    return first > 0 and text.tokens[first - 1].key in words.determiners | words.prepositions


def _futures(text: ComparedText, region: Span) -> Iterator[Fact]:
    """Yield the French verbs whose form means "will"."""
    if text.side != "fr":
        return
    sure = next(term for term in find_terms("will", "en") if term.kind == "certainty")
    for match in FRENCH_FUTURE.finditer(text.text, *region):
        if is_french_future(match[0].lower()):
            yield Fact("certainty", *match.span(), match[0], sure._replace(start=0, end=0, text=""))


def _context(text: ComparedText, sentence: Sentence, fact: Fact) -> str:
    begin, end = max(sentence.start, fact.start - CONTEXT_CHARS), min(sentence.end, fact.end + CONTEXT_CHARS)
    return f"{text.text[begin : fact.start]} {text.text[fact.end : end]}"


def _subject(text: ComparedText, sentence: Sentence, fact: Fact) -> frozenset[str]:
    """Return the folded words of the names before a word in its sentence."""
    first, last = (bisect_left(text.proper, (offset,)) for offset in (sentence.start, fact.start))
    return frozenset(name for _, name in text.proper[first:last])


def _is_denied(text: ComparedText, fact: Fact) -> bool:
    """Return whether a denial, or a word such as "lack", is next to a word."""
    near = text.facts_within((fact.start - MAX_DENIAL_CHARS, fact.end + MAX_DENIAL_CHARS_AFTER))
    denials = sum(other.kind == "denial" and not (other.start < fact.end and fact.start < other.end) for other in near)
    before = text.tokens[slice(*text.token_range((fact.start - MAX_DENIAL_CHARS, fact.start)))][-MAX_NEGATIVE_WORDS:]
    stems = NEGATIVE_STEMS[text.side]
    negative = any(token.key.startswith(stems) or token.key in NEGATIVE_WORDS[text.side] for token in before)
    return denials == 1 or (negative and not denials)


def _same_meanings(here: Sequence[_Claim], there: Sequence[_Claim], cosines: Floats) -> tuple[list[float], list[float]]:
    """Return for each word of both sides the highest cosine with one of the other side that means the same."""
    same = np.zeros_like(cosines)
    for one, two in _comparable(here, there):
        if any(same_fact(a, b) for a in here[one].facts for b in there[two].facts):
            same[one, two] = cosines[one, two]
    return same.max(axis=1).tolist(), same.max(axis=0).tolist()


def _rivals(here: Sequence[_Claim], there: Sequence[_Claim], cosines: Floats) -> Iterator[_Rival]:
    """Yield the words that exclude each other and have similar contexts, unless they are about different names."""
    for one, two in _comparable(here, there):
        cosine = float(cosines[one, two])
        subjects = here[one].subject, there[two].subject
        if cosine < (MIN_COSINE if any(subjects) else MIN_COSINE_WITHOUT_NAMES):
            continue
        shared = not subjects[0].isdisjoint(subjects[1])
        if here[one].denied != there[two].denied or (all(subjects) and not shared):
            continue
        pair = next(
            (
                (a, b)
                for a in here[one].facts
                for b in there[two].facts
                if a.kind == b.kind and excludes(b, a) and not (_is_sure(a) and _is_sure(b))
                and (shared or a.kind != CONVERSE)
            ),
            None,
        )  # fmt: skip
        if pair is not None:
            yield _Rival(cosine, one, two, *pair)


def _comparable(here: Sequence[_Claim], there: Sequence[_Claim]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the words of both sides that have meanings of one block."""
    blocks = defaultdict[int, list[int]](list)
    for two, claim in enumerate(there):
        for block in _blocks(claim):
            blocks[block].append(two)
    for one, claim in enumerate(here):
        yield from ((one, two) for two in sorted({two for block in _blocks(claim) for two in blocks[block]}))


def _blocks(claim: _Claim) -> set[int]:
    return {fact.item.block for fact in claim.facts if isinstance(fact.item, Term)}


def _is_sure(fact: Fact) -> bool:
    """Return whether a word may express that something will, must or should be, which rewriters exchange."""
    item = fact.item
    return isinstance(item, Term) and any((item.block, row) in _sure_rows() for row in item.rows)


@cache
def _sure_rows() -> frozenset[tuple[int, int]]:
    terms = (term for term in find_terms("will must", "en") if term.kind == "certainty")
    return frozenset((term.block, row) for term in terms for row in term.rows)
