"""Where the terms of two aligned texts are: whether the links of the words show that two have the same place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from aligner.text.words.segment_words import SegmentWords

NEAR_WORDS = 2  # words around two terms in which a link shows that they have the same place
MIN_NEAR_LINKS = 2  # such links from which two terms without links have the same place
FRAME_WORDS = 5  # words around a term of which
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
    links = _content_links(words)
    taken = any(at in links for at in words_of(one)) or not set(links.values()).isdisjoint(words_of(two))
    return not taken and (_near_links(one, two, words) >= MIN_NEAR_LINKS or _have_same_neighbours(one, two, links))


def _content_links(words: SegmentWords) -> dict[int, int]:
    """Return the links between content words; an auxiliary may be linked to any word that is left over."""
    known_here, known_there = words.known_here, words.mirrored.known_here
    return {one: two for one, two in words.links.items() if one in known_here and two in known_there}


def _have_same_neighbours(one: PlacedTerm, two: PlacedTerm, links: Mapping[int, int]) -> bool:
    """Return whether the nearest linked words before and after two terms are linked to each other."""
    here, there = sorted(links), sorted(links.values())
    place, other = bisect_left(here, one.first), bisect_left(there, two.first)
    before = place > 0 and other > 0 and links[here[place - 1]] == there[other - 1]
    after = place < len(here) and other < len(there) and links[here[place]] == there[other]
    first, last = place == other == 0, place == len(here) and other == len(there)
    return (before or first) and (after or last) and (before or after)


def are_near(one: PlacedTerm, two: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether a word around a term is linked to one around the other one."""
    return _near_links(one, two, words) > 0


def _near_links(one: PlacedTerm, two: PlacedTerm, words: SegmentWords) -> int:
    """Return the number of words around a term that are linked to words around the other one."""
    links = words.links
    around = range(one.first - NEAR_WORDS, one.last + NEAR_WORDS + 1)
    return sum(two.first - NEAR_WORDS <= links.get(at, -NEAR_WORDS - 1) <= two.last + NEAR_WORDS for at in around)
