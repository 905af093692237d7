"""Find words of degree and of certainty that one of two aligned texts has and the other has no word for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from aligner.languages.hedges import HEDGES, Hedge
from aligner.text.entities.terms.degrees import compare_other_words
from aligner.text.words.segment_words import SegmentWords
from aligner.types import Side

LINKED_WORDS = 2  # words around a word whose links show its place in the other text
PLACE_WORDS = 6  # words around that place that may translate it


class LostHedge(NamedTuple):
    """A word here without a counterpart, and the word there that means the contrary, if the class has one."""

    kind: str
    here: int
    there: int | None


def lost_hedges(words: SegmentWords) -> Iterator[LostHedge]:
    """Yield the first word of each class that a text has and the other text lacks."""
    own, other = words.folded, words.mirrored.folded
    for hedge in _hedges(words.side):
        here = next(
            (index for index, word in enumerate(own) if hedge.words.match(word) and not _is_idle(own, index, hedge)),
            None,
        )
        if here is None or any(map(hedge.answers.match, other[_place(here, words)])):
            continue
        if hedge.contrary is None:
            yield LostHedge(hedge.kind, here, None)
            continue
        there = next((index for index, word in enumerate(other) if hedge.contrary.match(word)), None)
        if there is not None:
            doubtful = any(map(hedge.answers.match, other)) or compare_other_words(here, there, words)
            yield LostHedge(hedge.kind, here, None if doubtful else there)


def _place(index: int, words: SegmentWords) -> slice:
    """Return where the other text has the words that translate those around a word, the whole text if unknown."""
    near = range(max(0, index - LINKED_WORDS), index + LINKED_WORDS + 1)
    linked = [words.links[at] for at in near if at in words.links]
    return slice(max(0, min(linked) - PLACE_WORDS), max(linked) + PLACE_WORDS + 1) if linked else slice(None)


def _is_idle(folded: list[str], index: int, hedge: Hedge) -> bool:
    before = folded[max(0, index - 2) : index]
    return bool(before) and not hedge.idle_after.isdisjoint((before[-1], " ".join(before)))


@cache
def _hedges(side: Side) -> tuple[Hedge, ...]:
    return tuple(hedge for hedge in HEDGES if hedge.side == side)
