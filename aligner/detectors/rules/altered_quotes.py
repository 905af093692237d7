"""Altered direct speech: other words between the quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from aligner.detectors.phrasing import changed_hit
from aligner.detectors.view import MIN_BEAD_COSINE, AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import MAX_SPUN_COVERAGE, local_coverages, relatedness
from aligner.text.quotations import quotations
from aligner.text.words.segment_words import SegmentWords
from aligner.types import Span

ALTERED = Rule(
    "quote.altered", "critical", "Mistranslation", "“We have drawn in various tasks” ← « attiré de multiples projets »",
    evidence="version",
)  # fmt: skip
RULES = (ALTERED,)
_OTHER_WORDS_MESSAGE = "not the speaker’s words — compare them with {whose}"
_NO_WORD_MESSAGE = "{whose} has no word for “{here}”"
MAX_RELATEDNESS = 0.3  # of a word with the words of the other version from which it means something else
MAX_SURE_RELATEDNESS = 0.2  # the same of both words where one surely replaced the other
MIN_TRANSLATED_COVERAGE = 0.5  # coverage of a passage from which an odd word in it is rare
MIN_CLOSE_COVERAGE = 0.85  # coverage of a passage that is translated word for word
MAX_UNRELATED = 2  # such words of a quotation; one with more is translated freely
MIN_WORDS = 7  # content words needed to judge a quotation
MIN_COVERAGE_IN_SPUN = 0.6  # coverage of a quotation's words by the other version, in a text that was spun
MIN_COVERAGE = 0.35  # the same in other texts


def detect(view: View) -> Iterator[Hit]:
    """Report quotations with too few words that the other version covers, and unrelated words in the others."""
    spans = view.own.quotations
    if view.other is None or not spans:
        return
    starts = [start for start, _ in spans]
    for (match, words), coverage in zip(view.full, local_coverages(view), strict=True):
        inside = spans[bisect_left(starts, match.here[0]) : bisect_left(starts, match.here[1])]
        if not inside or match.cosine < MIN_BEAD_COSINE or not (theirs := quotations(view.there(match))):
            continue
        min_coverage = MIN_COVERAGE_IN_SPUN if coverage < MAX_SPUN_COVERAGE else MIN_COVERAGE
        for start, end in inside:
            quoted = [index for index, word in enumerate(words.here) if start <= match.here[0] + word.start < end]
            known = [index for index in quoted if index in words.known_here]
            uncovered = [index for index in known if index in words.uncovered_here]
            if len(known) >= MIN_WORDS and len(uncovered) > (1 - min_coverage) * len(known):
                yield changed_hit(view, ALTERED, ((start, end), match.there), template=_OTHER_WORDS_MESSAGE)
            elif view.across and coverage >= MAX_SPUN_COVERAGE and words.coverage >= MIN_TRANSLATED_COVERAGE:
                yield from _unrelated_words(view, match, words, uncovered, theirs)


def _unrelated_words(
    view: View, match: AlignedPassage, words: SegmentWords, uncovered: Sequence[int], theirs: Sequence[Span]
) -> Iterator[Hit]:
    """Report the words of a quotation that no word of the other version is related to.

    Translators may choose such a word, so it is a doubt, unless it is the only one and replaced the only one there.
    """
    odd = [at for at in uncovered if words.here[at].text.islower() and relatedness(words, at) <= MAX_RELATEDNESS]
    if not odd or len(odd) > MAX_UNRELATED:
        return
    lost = [
        at
        for at in sorted(words.uncovered_there)
        if any(start <= words.there[at].start < end for start, end in theirs) and words.there[at].text.islower()
    ]
    close = len(uncovered) == len(lost) == 1 and words.coverage >= MIN_CLOSE_COVERAGE
    sure = close and all(
        relatedness(own, at) <= MAX_SURE_RELATEDNESS for own, at in ((words, odd[0]), (words.mirrored, lost[0]))
    )
    for at in odd:
        span = match.here[0] + words.here[at].start, match.here[0] + words.here[at].end
        if sure:
            proof = match.there[0] + words.there[lost[0]].start, match.there[0] + words.there[lost[0]].end
            yield changed_hit(view, ALTERED, (span, proof), "major")
        else:
            yield changed_hit(view, ALTERED, (span, match.there), "minor", _NO_WORD_MESSAGE)
