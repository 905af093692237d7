"""Degrees of comparison and certainty: "less violent", « plus doux »; « peuvent révéler »; « pas vu depuis »."""

from __future__ import annotations

from aligner.languages.comparatives import DEGREES, RECORD_CLAUSES, RECORDS
from aligner.languages.hedges import SOFTENED_ENDINGS, SOFTENERS
from aligner.text.entities.terms.same_place import MIN_RARE_SHARE, PlacedTerm, next_known, translate_each_other
from aligner.text.words.segment_words import SegmentWords

RECORD_WORDS = 12  # words from a denial on in which it makes a record
SOFTENER_WORDS = 3  # words before a verb in which another one softens it


def compare_other_words(here: int, there: int, words: SegmentWords) -> bool:
    """Return whether two words of degree are of words that do not translate each other: "less violent", « plus doux ».

    A comparative with an ending is itself what it compares; two of them, such as "larger" and « plus petit », are
    compared as they are.
    """
    degrees = words.folded[here] in DEGREES, words.mirrored.folded[there] in DEGREES
    one = next_known(here, words) if degrees[0] else here
    two = next_known(there, words.mirrored) if degrees[1] else there
    if one is None or two is None or not any(degrees):
        return False
    return not translate_each_other(one, two, words, MIN_RARE_SHARE)


def is_softened(term: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether a verb before a term, or its tense, makes it less certain: "may show", « montrerait »."""
    before = words.folded[max(0, term.first - SOFTENER_WORDS) : term.first]
    conditional = words.folded[term.first].endswith(SOFTENED_ENDINGS[words.side])
    return conditional or any(map(SOFTENERS[words.side].match, before))


def makes_record(denial: int, words: SegmentWords) -> bool:
    """Return whether a denial makes a record, for which the other text has a word: "not seen since", « un sommet »."""
    clause = " ".join(words.folded[denial : denial + RECORD_WORDS])
    there = words.mirrored
    return RECORD_CLAUSES[words.side].match(clause) is not None and not RECORDS[there.side].isdisjoint(there.folded)
