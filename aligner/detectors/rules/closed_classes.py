"""Words of closed classes that became others: Tuesday for « jeudi », a sister for a brother, a fall for a rise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from aligner.comparison.facts import TERM_CODES
from aligner.detectors.phrasing import NO_WORD_MESSAGE, changed_hit
from aligner.detectors.rules.copy_changes import ATTRIBUTION, CAUSE
from aligner.detectors.rules.numbers import DATE, TIME
from aligner.detectors.rules.titles_and_offices import INSTITUTION, LEVEL
from aligner.detectors.view import MIN_BEAD_COSINE, AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import WordFilter, capitalised_run
from aligner.languages.hedges import HEDGES
from aligner.languages.offices import HEADS
from aligner.text.entities.terms.changes import TermChange, changes_of_pair
from aligner.text.entities.terms.hedges import lost_hedges
from aligner.text.entities.terms.same_place import PlacedTerm
from aligner.text.words.segment_words import SegmentWords
from aligner.types import Side

PLACE = Rule("place.changed", "critical", "Mistranslation", "Irak ← Iran", evidence="version")
ROLE = Rule("role.changed", "critical", "Mistranslation", "chairman of Beijing ← maire", evidence="version")
RELATION = Rule("relation.changed", "critical", "Mistranslation", "his sister ← son frère", evidence="version")
REVERSED = Rule(
    "polarity.reversed", "critical", "Mistranslation", "prices rose ← les prix ont baissé", evidence="version"
)
MODALITY = Rule("modality.changed", "major", "Mistranslation", "may come ← doit venir", evidence="version")
COMPARISON = Rule("comparison.changed", "major", "Mistranslation", "the smallest ← le plus grand", evidence="version")
IDIOM = Rule("idiom.changed", "major", "Mistranslation", "a piece of cake ← un casse-tête", evidence="version")
RULES = (PLACE, ROLE, RELATION, REVERSED, MODALITY, COMPARISON, IDIOM)


def _is_hedge(side: Side) -> Callable[[str], bool]:
    """Return the test of whether a folded word belongs to a class of `HEDGES`."""
    words = re.compile("|".join(hedge.words.pattern for hedge in HEDGES if hedge.side == side))
    return lambda word: words.match(word) is not None


_HEDGES = WordFilter(_is_hedge)
_RULES: Mapping[str, Rule] = {rule.code: rule for rule in (*RULES, ATTRIBUTION, CAUSE, DATE, INSTITUTION, LEVEL, TIME)}


def detect(view: View) -> Iterator[Hit]:
    """Report words of closed classes for which the other version has another one of the class, or none."""
    if view.pair is None or view.other is None:
        return
    changed, hedged = changes_of_pair(view.pair), _HEDGES.matches(view)[0]
    for index in view.full_indices:
        match = view.matches[index]
        if (index in changed or hedged[index]) and match.cosine >= MIN_BEAD_COSINE:
            changes = [change.mirrored if view.mirrored else change for change in changed.get(index, ())]
            yield from _hits(changes, view.words(index), match, view)


def _hits(changes: Sequence[TermChange], words: SegmentWords, match: AlignedPassage, view: View) -> Iterator[Hit]:
    for here, there, sure in changes:
        if here.kind == "institution" and _is_in_a_name(here, words):
            continue  # reported with the name
        at = here.first, here.last, there.first, there.last
        yield _hit(TERM_CODES[here.kind], words, match, at, view)._replace(severity=None if sure else "minor")
    reported = {at for here, _, _ in changes for at in range(here.first, here.last + 1)}
    for kind, index, contrary in lost_hedges(words):
        if index in reported:
            continue
        if contrary is not None:
            yield _hit(TERM_CODES[kind], words, match, (index, index, contrary, contrary), view)
        else:
            word = words.here[index]
            span = match.here[0] + word.start, match.here[0] + word.end
            yield changed_hit(view, _RULES[TERM_CODES[kind]], (span, match.there), "minor", NO_WORD_MESSAGE)


def _hit(code: str, words: SegmentWords, match: AlignedPassage, at: tuple[int, int, int, int], view: View) -> Hit:
    """Return a hit on words here, from the first to the last, with words there as its proof."""
    start, end = words.here[at[0]].start, words.here[at[1]].end
    proof = words.there[at[2]].start, words.there[at[3]].end
    span = match.here[0] + start, match.here[0] + end
    return changed_hit(view, _RULES[code], (span, (match.there[0] + proof[0], match.there[0] + proof[1])))


def _is_in_a_name(term: PlacedTerm, words: SegmentWords) -> bool:
    first, last = capitalised_run(words.here, term.first, words.text)
    return first < last and words.here[term.first].folded in HEADS[words.side]
