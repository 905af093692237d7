"""Where the terms of two aligned texts are: whether the links of the words show that two have the same place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.segment_words import SegmentWords
from aligner.text.words.tokens import find_lemma

NEAR_WORDS = 2  # words around two terms in which a link shows that they have the same place
LED_WORDS = 5  # words after a connective that belong to what it leads to
NEXT_WORDS = 2  # words between a quantifier and what it counts
MIN_NEAR_LINKS = 2  # such links from which two terms without links have the same place
FRAME_WORDS = 5  # words around a term of which
MAX_TRANSLATIONS = 12  # usual translations of a word that are considered
MIN_TRANSLATION_SHARE = 0.04  # probability of a usual translation
MIN_RARE_SHARE = 0.01  # probability of any translation
MAX_UNCOVERED_FRAME = 0.5  # at most this share may be without a translation


class PlacedTerm(NamedTuple):
    """A term of a text, at the indices of its first and last word."""

    kind: str
    block: int
    rows: tuple[int, ...]
    first: int
    last: int


def words_of(term: PlacedTerm) -> range:
    """Return the indices of the words of a term."""
    return range(term.first, term.last + 1)


def are_linked(one: PlacedTerm, two: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether a word of a term is linked to one of the other term."""
    return any(words.links.get(at, -1) in words_of(two) for at in words_of(one))


def is_known(term: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether a word of a term can be looked up."""
    return not words.known_here.isdisjoint(words_of(term))


def is_framed(term: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether the other text translates nearly all content words around a term."""
    around = {*range(term.first - FRAME_WORDS, term.last + FRAME_WORDS + 1)} - {*words_of(term)}
    known = around & words.known_here
    return len(known & words.uncovered_here) <= MAX_UNCOVERED_FRAME * len(known)


def have_same_place(one: PlacedTerm, two: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether no other content words are linked to two terms, and words around them are linked to each other."""
    links = words.content_links
    taken = any(at in links for at in words_of(one)) or not set(links.values()).isdisjoint(words_of(two))
    return not taken and (_near_links(one, two, words) >= MIN_NEAR_LINKS or _have_same_neighbours(one, two, links))


def _have_same_neighbours(one: PlacedTerm, two: PlacedTerm, links: Mapping[int, int]) -> bool:
    """Return whether the nearest linked words before and after two terms are linked to each other."""
    here, there = sorted(links), sorted(links.values())
    place, other = bisect_left(here, one.first), bisect_left(there, two.first)
    before = place > 0 and other > 0 and links[here[place - 1]] == there[other - 1]
    after = place < len(here) and other < len(there) and links[here[place]] == there[other]
    first, last = place == other == 0, place == len(here) and other == len(there)
    return (before or first) and (after or last) and (before or after)


def follow_same(one: PlacedTerm, two: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether the last content words before two terms are linked."""
    here = max((at for at in words.known_here if at < one.first), default=None)
    there = max((at for at in words.mirrored.known_here if at < two.first), default=None)
    return here is not None and there is not None and words.links.get(here) == there


def precede_same(one: PlacedTerm, two: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether the next content words after two terms are linked: "some of the guests", « aucun des invités »."""
    here, there = next_known(one.last, words), next_known(two.last, words.mirrored)
    return here is not None and there is not None and words.links.get(here) == there


def lead_to_same(one: PlacedTerm, two: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether what two connectives lead to is the same: "before the vote", « après le vote »."""
    links = words.content_links
    ahead = [links[at] for at in range(one.last + 1, one.last + 1 + LED_WORDS) if at in links]
    return any(two.last < at <= two.last + LED_WORDS for at in ahead) and all(at > two.last for at in ahead)


def next_known(index: int, words: SegmentWords) -> int | None:
    """Return the index of the content word that shortly follows a word."""
    after = range(index + 1, index + 2 + NEXT_WORDS)
    return next((at for at in after if at in words.known_here), None)


def are_near(one: PlacedTerm, two: PlacedTerm, words: SegmentWords, reach: int = NEAR_WORDS) -> bool:
    """Return whether a word around a term is linked to one around the other one."""
    return _near_links(one, two, words, reach) > 0


def _near_links(one: PlacedTerm, two: PlacedTerm, words: SegmentWords, reach: int = NEAR_WORDS) -> int:
    """Return the number of words around a term that are linked to words around the other one."""
    links = words.links
    around = range(one.first - reach, one.last + reach + 1)
    return sum(two.first - reach <= links.get(at, -reach - 1) <= two.last + reach for at in around)


def translate_each_other(here: int, there: int, words: SegmentWords, min_share: float = MIN_TRANSLATION_SHARE) -> bool:
    """Return whether the lexicon has a word there as a translation of one here, or the other way round."""
    lexicon = load_lexicon()
    return any(
        find_lemma(other.folded[target], other.side, {lemma})
        for at, target, own, other in ((here, there, words, words.mirrored), (there, here, words.mirrored, words))
        for lemma, share in lexicon.translations(own.folded[at], own.side, MAX_TRANSLATIONS)
        if share >= min_share
    )
