"""Direct speech that was altered: other words between the quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from aligner.detectors.quotations import quotations
from aligner.detectors.view import Hit, Rule, View
from aligner.detectors.word_view import SPUN, local_shares

ALTERED = Rule(
    "quote.altered", "critical", "Mistranslation", "“We have drawn in various tasks” ← « attiré de multiples projets »",
    evidence="version",
)  # fmt: skip
RULES = (ALTERED,)
LIKE = 0.4  # cosine below which two texts need not tell the same
LEAST = 7  # content words of a quotation that is judged
SAID = 0.6  # of them that the other version must say in a text that was spun, and
LITTLE = 0.35  # in one that was not


def detect(view: View) -> Iterator[Hit]:
    """Quotations of which the other version says too few of the words."""
    spans = quotations(view.document.text)
    if view.other is None or not spans:
        return
    starts = [start for start, _ in spans]
    for (match, words), share in zip(view.full, local_shares(view.full, across=view.across), strict=True):
        least = SAID if share < SPUN else LITTLE
        if match.likeness < LIKE or not quotations(view.there(match)):
            continue
        for start, end in spans[bisect_left(starts, match.here[0]) : bisect_left(starts, match.here[1])]:
            inside = [at for at, word in enumerate(words.here) if start <= match.here[0] + word.start < end]
            known = [at for at in inside if at in words.looked_up]
            gone = [at for at in known if at in words.unsaid_here]
            if len(known) >= LEAST and len(gone) > (1 - least) * len(known):
                yield Hit(ALTERED, (start, end), "other words than the speaker's", there=match.there)
