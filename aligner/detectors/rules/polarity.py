"""Reversed meaning: opposites, negations, degrees of certainty, vague quantities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from aligner.detectors.view import AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import WordFilter, rows_named, selected
from aligner.languages.negation import FRENCH_NE, FRENCH_WITH_NE, NEGATIONS, SOFT_NEGATIONS
from aligner.languages.offices import RowsByWord
from aligner.languages.opposites import DENIALS, MODALS, OPPOSITES, VAGUE
from aligner.text.words.segment_words import SegmentWords
from aligner.text.words.tokens import Word
from aligner.types import Side

REVERSED = Rule(
    "polarity.reversed", "critical", "Mistranslation", "prices rose ← les prix ont baissé", evidence="version"
)
NEGATION = Rule("negation.changed", "critical", "Mistranslation", "he did not come ← il est venu", evidence="version")
MODALITY = Rule("modality.changed", "minor", "Mistranslation", "may come ← doit venir", evidence="version")
QUANTITY = Rule("vague.changed", "minor", "Mistranslation", "some of them ← la plupart", evidence="version")
RULES = (REVERSED, NEGATION, MODALITY, QUANTITY)
MIN_COSINE = 0.5  # cosine of a match below which its two texts may differ in meaning
MIN_COVERAGE = 0.9  # coverage of both sides from which a missing negation is reported
MAX_WORDS = 40  # words of a side up to which a missing negation is reported
_TABLES = tuple(
    (rule, block, WordFilter.of(block))
    for rule, blocks in ((REVERSED, OPPOSITES), (MODALITY, MODALS), (QUANTITY, VAGUE))
    for block in blocks
)
_NEGATED = WordFilter(lambda side: lambda word: word in DENIALS[side] or word.endswith("n't"))
_CLEAR_NEGATIONS: dict[Side, frozenset[str]] = {
    "en": NEGATIONS["en"],
    "fr": NEGATIONS["fr"] | FRENCH_NE | FRENCH_WITH_NE,
}


def detect(view: View) -> Iterator[Hit]:
    """Report words that exclude each other: one row of a table only here, another only there."""
    if view.other is None:
        return
    both = np.array([np.logical_and(*filter_.matches(view)) for _, _, filter_ in _TABLES])
    negated = np.logical_or(*_NEGATED.matches(view))
    for index, match, words in selected(view, both.any(axis=0) | negated):
        if match.cosine < MIN_COSINE:
            continue
        for number in np.flatnonzero(both[:, index]).tolist():
            rule, block, _ = _TABLES[number]
            yield from _exclusive(rule, block, match, words, view.sides)
        if negated[index]:
            yield from _changed_negation(match, words, view.sides)


def _exclusive(
    rule: Rule, block: RowsByWord, match: AlignedPassage, words: SegmentWords, sides: tuple[Side, Side]
) -> Iterator[Hit]:
    """Report the only row of a table that the document has if the other version has another one."""
    here = rows_named(words.folded, block, sides[0])
    if len(here) != 1:
        return
    there = rows_named(words.mirrored.folded, block, sides[1])
    new, lost = here.keys() - there.keys(), there.keys() - here.keys()
    if here.keys() & there.keys() or len(new) != 1 or len(lost) != 1:
        return
    indices, others = here[min(new)], there[min(lost)]
    # A word that is linked to another word is not a reversal.
    if len(indices) > 1 or len(others) > 1:
        return
    if rule is REVERSED and words.links.get(indices[0], others[0]) != others[0]:
        return
    own, theirs = words.here[indices[0]], words.there[others[0]]
    yield Hit(
        rule, (match.here[0] + own.start, match.here[0] + own.end), f"the other version has {theirs.text!r}",
        proof=(match.there[0] + theirs.start, match.there[0] + theirs.end),
    )  # fmt: skip


def _changed_negation(match: AlignedPassage, words: SegmentWords, sides: tuple[Side, Side]) -> Iterator[Hit]:
    """Report a negation on one side only, in a match whose other words are covered."""
    if max(len(words.folded), len(words.mirrored.folded)) > MAX_WORDS:
        return
    if min(words.coverage, words.mirrored.coverage) < MIN_COVERAGE:
        return
    here, there = (_only_negation(own, side) for own, side in zip((words, words.mirrored), sides, strict=True))
    base, other = match.here[0], match.there[0]
    if here and not _may_negate(words.mirrored.folded, sides[1]):
        yield Hit(NEGATION, (base + here.start, base + here.end), "no negation in the other version", proof=match.there)
    elif there and not _may_negate(words.folded, sides[0]):
        proof = (other + there.start, other + there.end)
        yield Hit(NEGATION, match.here, f"{there.text!r} of the other version is missing", proof=proof)


def _only_negation(words: SegmentWords, side: Side) -> Word | None:
    negations = [index for index, word in enumerate(words.folded) if word in DENIALS[side] or word.endswith("n't")]
    return words.here[negations[0]] if len(negations) == 1 else None


def _may_negate(folded: Sequence[str], side: Side) -> bool:
    return any(word in _CLEAR_NEGATIONS[side] or word.startswith(SOFT_NEGATIONS[side]) for word in folded)
