"""Who acts and who is acted upon, exchanged: "was sued by the parents", « a poursuivi les parents »."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.detectors.phrasing import changed_hit
from aligner.detectors.view import MIN_BEAD_COSINE, Hit, Rule, View
from aligner.languages.clauses import CLAUSES
from aligner.text.entities.roles.changes import swaps_of_pair
from aligner.text.entities.roles.find import Deed
from aligner.text.words.segment_words import SegmentWords
from aligner.types import Span

SWAPPED = Rule(
    "roles.swapped", "critical", "Mistranslation", "the mayor was sued by Ana ← le maire a poursuivi Ana",
    evidence="version",
)  # fmt: skip
RULES = (SWAPPED,)
_MESSAGE = "“{here}”: who acts and on whom is swapped — {whose} says “{there}”"


def detect(view: View) -> Iterator[Hit]:
    """Report the verbs whose actor is acted upon in the other version; a doubt where one is only a pronoun."""
    if view.pair is None or not view.across:
        return
    for index, swaps in swaps_of_pair(view.pair).items():
        match, words = view.matches[index], view.words(index)
        for swap in swaps if match.cosine >= MIN_BEAD_COSINE else ():
            here, there = swap.mirrored if view.mirrored else swap
            spans = _span(match.here[0], words, here), _span(match.there[0], words.mirrored, there)
            named = _is_named(words, here) and _is_named(words.mirrored, there)
            yield changed_hit(view, SWAPPED, spans, None if named else "major", _MESSAGE)


def _is_named(words: SegmentWords, deed: Deed) -> bool:
    """Return whether neither role is named by a pronoun alone."""
    pronouns = CLAUSES[words.side].pronouns
    return all(any(words.folded[at] not in pronouns for at in role) for role in (deed.actor, deed.object))


def _span(base: int, words: SegmentWords, deed: Deed) -> Span:
    """Return the offsets of a verb with its roles."""
    places = sorted({deed.verb, *deed.actor, *deed.object})
    return base + words.here[places[0]].start, base + words.here[places[-1]].end
