"""Whether a denial or a negative word makes up for the difference of two terms: "not cheap", « cher »."""

from __future__ import annotations

from aligner.languages.denials import REVERSERS, REVERSERS_AFTER
from aligner.languages.negation import FRENCH_NE
from aligner.text.entities.terms.denials import find_denials, is_negative
from aligner.text.entities.terms.same_place import PlacedTerm
from aligner.text.words.segment_words import SegmentWords

REVERSER_WORDS = 4  # words before a term, or REVERSER_WORDS_AFTER after it, in which a denial may concern it
REVERSER_WORDS_AFTER = 2
NEAR_REVERSER_WORDS = 2  # words before a term in which a denial surely concerns it


def may_be_reversed(one: PlacedTerm, two: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether a denial closely before one of two terms makes up for the difference."""
    reach = NEAR_REVERSER_WORDS
    return is_reversed(one, words, reach) != is_reversed(two, words.mirrored, reach)


def is_near_negative(term: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether a word with a negative meaning is around a term, which may make up for another one: "not all"."""
    folded = words.folded
    near = folded[max(0, term.first - REVERSER_WORDS) : term.first] + folded[term.last + 1 :][:REVERSER_WORDS]
    return any(
        word in REVERSERS[words.side]
        or word in REVERSERS_AFTER
        or word.endswith("n't")
        or is_negative(word, words.side)
        for word in near
    )


def is_reversed(term: PlacedTerm, words: SegmentWords, reach: int = REVERSER_WORDS) -> bool:
    """Return whether a denial concerns a term, and no second one takes it back: "not cheap", but « pas peu cher »."""
    folded, side = words.folded, words.side
    earlier = range(term.first - reach, term.first)
    later = range(term.last + 1, term.last + 1 + REVERSER_WORDS_AFTER)
    denials = sum(
        at in earlier or (at in later and folded[at] in REVERSERS_AFTER)
        for at, clear, _ in find_denials(folded, side)
        if clear or folded[at] not in FRENCH_NE  # « ne … que », « craindre qu'il ne parte »
    )
    before = folded[max(0, term.first - NEAR_REVERSER_WORDS) : term.first]
    return (denials + sum(word in REVERSERS[side] for word in before)) % 2 == 1
