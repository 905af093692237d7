"""Altered direct speech: other words between the quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from aligner.detectors.quotations import quotations
from aligner.detectors.view import MIN_BEAD_COSINE, Hit, Rule, View
from aligner.detectors.word_view import MAX_SPUN_COVERAGE, local_coverages

ALTERED = Rule(
    "quote.altered", "critical", "Mistranslation", "“We have drawn in various tasks” ← « attiré de multiples projets »",
    evidence="version",
)  # fmt: skip
RULES = (ALTERED,)
MIN_WORDS = 7  # content words needed to judge a quotation
MIN_COVERAGE_IN_SPUN = 0.6  # coverage of a quotation's words by the other version, in a text that was spun
MIN_COVERAGE = 0.35  # the same in other texts


def detect(view: View) -> Iterator[Hit]:
    """Report quotations with too few words that the other version covers."""
    spans = view.own.quotations
    if view.other is None or not spans:
        return
    starts = [start for start, _ in spans]
    for (match, words), coverage in zip(view.full, local_coverages(view), strict=True):
        inside = spans[bisect_left(starts, match.here[0]) : bisect_left(starts, match.here[1])]
        if not inside or match.cosine < MIN_BEAD_COSINE or not quotations(view.there(match)):
            continue
        min_coverage = MIN_COVERAGE_IN_SPUN if coverage < MAX_SPUN_COVERAGE else MIN_COVERAGE
        for start, end in inside:
            quoted = [index for index, word in enumerate(words.here) if start <= match.here[0] + word.start < end]
            known = [index for index in quoted if index in words.known_here]
            uncovered = [index for index in known if index in words.uncovered_here]
            if len(known) >= MIN_WORDS and len(uncovered) > (1 - min_coverage) * len(known):
                yield Hit(ALTERED, (start, end), "not the speaker's words", proof=match.there)
