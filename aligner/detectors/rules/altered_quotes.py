"""Altered direct speech: other words between the quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from aligner.detectors.phrasing import NO_WORD_MESSAGE, changed_hit
from aligner.detectors.view import MIN_BEAD_COSINE, AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import kinship, relatedness
from aligner.text.entities.terms.same_place import PlacedTerm, have_same_place, is_framed
from aligner.text.quotations import quotations
from aligner.text.words.segment_words import SegmentWords
from aligner.types import Span

ALTERED = Rule(
    "quote.altered", "critical", "Mistranslation", "“We have drawn in various tasks” ← « attiré de multiples projets »",
    evidence="version",
)  # fmt: skip
RULES = (ALTERED,)
_OTHER_WORDS_MESSAGE = "not the speaker’s words — compare them with {whose}"
MAX_RELATEDNESS = 0.38  # of a word with the words of the other version from which it means something else
MAX_KINSHIP = 0.45  # cosine of a word with the translations of another from which it does not translate that
MAX_SURE_KINSHIP = 0.15  # the same of a word that surely replaced the other
MAX_SURE_RELATEDNESS = 0.4  # of both with the words of the other version, where one surely replaced the other
MAX_CLOSE_UNCOVERED = 4  # uncovered words of both sides up to which a passage is translated word for word
MIN_TRANSLATED_COVERAGE = 0.5  # coverage of a passage from which an odd word in it is rare
MIN_CLOSE_COVERAGE = 0.7  # coverage of both sides from which a passage is translated word for word
MAX_UNRELATED = 3  # such words of a quotation; one with more is translated freely
MIN_WORDS = 7  # content words needed to judge a quotation
MIN_COVERAGE_IN_SPUN = 0.6  # coverage of a quotation's words by the other version, in a text that was spun
MIN_COVERAGE = 0.35  # the same in other texts


def detect(view: View) -> Iterator[Hit]:
    """Report quotations with too few words that the other version covers, and unrelated words in the others."""
    spans = view.own.quotations
    if view.other is None or not spans:
        return
    starts = [start for start, _ in spans]
    for index in view.full_indices:
        match = view.matches[index]
        inside = spans[bisect_left(starts, match.here[0]) : bisect_left(starts, match.here[1])]
        if not inside or match.cosine < MIN_BEAD_COSINE or not (theirs := quotations(view.there(match))):
            continue
        words = view.words(index)
        for start, end in inside:
            known = [at for at in _inside((start, end), match.here[0], words) if at in words.known_here]
            uncovered = [at for at in known if at in words.uncovered_here]
            if len(known) >= MIN_WORDS and _is_altered(1 - len(uncovered) / len(known), view):
                yield changed_hit(view, ALTERED, ((start, end), match.there), template=_OTHER_WORDS_MESSAGE)
            elif view.across and words.coverage >= MIN_TRANSLATED_COVERAGE:
                yield from _unrelated_words(view, match, words, uncovered, theirs)


def _is_altered(coverage: float, view: View) -> bool:
    """Return whether too few words of a quotation are covered; how the text was made is judged only if it matters."""
    if not MIN_COVERAGE <= coverage < MIN_COVERAGE_IN_SPUN:
        return coverage < MIN_COVERAGE
    spun = view.odd_words.probability("spun") if view.odd_words else 0.0
    return coverage < MIN_COVERAGE + spun * (MIN_COVERAGE_IN_SPUN - MIN_COVERAGE)


def _inside(quotation: Span, base: int, words: SegmentWords) -> range:
    """Return the indices of the words of a passage that begin within a quotation."""
    return range(*(bisect_left(words.starts, offset - base) for offset in quotation))


def _unrelated_words(
    view: View, match: AlignedPassage, words: SegmentWords, uncovered: Sequence[int], theirs: Sequence[Span]
) -> Iterator[Hit]:
    """Report the words of a quotation in the place of others, and those that no word of the other version is like.

    Translators may choose such a word, so it is a doubt, unless the words around both are translated.
    """
    odd = [at for at in uncovered if words.here[at].text.islower()]
    if not odd:
        return
    lost = [
        at
        for at in sorted(words.uncovered_there)
        if any(start <= words.there[at].start < end for start, end in theirs) and words.there[at].text.islower()
    ]
    replaced = {at: other for at in odd if (other := _counterpart(words, at, lost)) >= 0}
    unrelated = (at for at in odd if at in replaced or relatedness(words, at) <= MAX_RELATEDNESS)
    odd = [*islice(unrelated, MAX_UNRELATED + 1)]
    if len(odd) > MAX_UNRELATED:
        return
    for at in odd:
        span = match.here[0] + words.here[at].start, match.here[0] + words.here[at].end
        if at in replaced:
            instead = words.there[replaced[at]]
            proof = match.there[0] + instead.start, match.there[0] + instead.end
            yield changed_hit(view, ALTERED, (span, proof), "major" if _is_sure(words, at, replaced[at]) else "minor")
        else:
            yield changed_hit(view, ALTERED, (span, match.there), "minor", NO_WORD_MESSAGE)


def _counterpart(words: SegmentWords, index: int, lost: Sequence[int]) -> int:
    """Return the index of the word with another meaning in the place of a word, -1 without one."""
    linked = words.links.get(index, -1)
    others = [linked] if linked in lost else [at for at in lost if have_same_place(*_terms(index, at), words)]
    return next((at for at in others if _kinship(words, index, at) <= MAX_KINSHIP), -1)


def _is_sure(words: SegmentWords, index: int, other: int) -> bool:
    """Return whether both texts are translated closely around two words, and no word there is related to either."""
    here, there = _terms(index, other)
    return (
        min(words.coverage, words.mirrored.coverage) >= MIN_CLOSE_COVERAGE
        and len(words.uncovered_here) + len(words.uncovered_there) <= MAX_CLOSE_UNCOVERED
        and is_framed(here, words)
        and is_framed(there, words.mirrored)
        and _kinship(words, index, other) <= MAX_SURE_KINSHIP
        and max(relatedness(words, index), relatedness(words.mirrored, other)) <= MAX_SURE_RELATEDNESS
    )


def _kinship(words: SegmentWords, index: int, other: int) -> float:
    here, there = words.folded[index], words.mirrored.folded[other]
    return max(kinship(here, there, words.side), kinship(there, here, words.mirrored.side))


def _terms(index: int, other: int) -> tuple[PlacedTerm, PlacedTerm]:
    return PlacedTerm("", 0, (), index, index), PlacedTerm("", 0, (), other, other)
