"""Find the verbs of aligned texts whose actor and object changed places: "was sued by", « a poursuivi »."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from weakref import WeakKeyDictionary

from aligner.languages.clauses import CLAUSES, LOOSE_VERBS
from aligner.text.entities.roles.find import ClauseReader, Deed
from aligner.text.entities.terms.find import Located
from aligner.text.words.segment_words import PairWords, SegmentWords

MAX_SHORT_WORDS = 12  # words of sentences in which all verbs are compared


class Swap(NamedTuple):
    """A deed here and the same one there with the roles exchanged."""

    here: Deed
    there: Deed

    @property
    def mirrored(self) -> Swap:
        """The same change seen from the other side."""
        return Swap(self.there, self.here)


_SWAPS: WeakKeyDictionary[PairWords, dict[int, list[Swap]]] = WeakKeyDictionary()


def swaps_of_pair(pair: PairWords) -> dict[int, list[Swap]]:
    """Return the verbs with exchanged roles of the segments that have any, seen from the first side."""
    if pair not in _SWAPS:
        found = ((index, [*swapped_roles(pair[index])]) for index in range(len(pair)))
        _SWAPS[pair] = {index: swaps for index, swaps in found if swaps}
    return _SWAPS[pair]


def swapped_roles(words: SegmentWords) -> Iterator[Swap]:
    """Yield the verbs whose roles the other text exchanges.

    All verbs are compared in short sentences, and where names change their order; else those with an agent.
    """
    all_verbs = _is_short(words) or _are_names_crossed(words)
    if not (all_verbs or _has_agent(words) or _has_agent(words.mirrored)):
        return
    readers = _reader(words), _reader(words.mirrored)
    for verb, other in words.links.items() if all_verbs else _passive_pairs(words, readers):
        if _is_loose(words, verb) or _is_loose(words.mirrored, other):
            continue
        here = readers[0].deed(verb)
        there = readers[1].deed(other) if here else None
        if here and there and are_swapped(here, there, words.links):
            yield Swap(here, there)


def _has_agent(words: SegmentWords) -> bool:
    return not CLAUSES[words.side].agents.isdisjoint(words.folded)


def are_swapped(here: Deed, there: Deed, links: Mapping[int, int]) -> bool:
    """Return whether the actor of each of two deeds is linked to the object of the other, and to nothing else there."""
    actor, acted_on = ({links[at] for at in part if at in links} for part in (here.actor, here.object))
    crossed = actor & there.object and acted_on & there.actor
    return bool(crossed) and not (actor & there.actor or acted_on & there.object)


def _passive_pairs(words: SegmentWords, readers: tuple[ClauseReader, ClauseReader]) -> dict[tuple[int, int], None]:
    """Return the linked verbs one of which an agent follows."""
    links, back = words.links, words.mirrored.links
    pairs = dict.fromkeys((verb, links[verb]) for verb in readers[0].passive_verbs() if verb in links)
    return pairs | dict.fromkeys((back[verb], verb) for verb in readers[1].passive_verbs() if verb in back)


def _is_short(words: SegmentWords) -> bool:
    sizes = len(words.folded), len(words.mirrored.folded)
    return min(sizes) > 0 and max(sizes) <= MAX_SHORT_WORDS


def _are_names_crossed(words: SegmentWords) -> bool:
    """Return whether both texts have the same capitalised words in another order."""
    here, there = _capitalised(words), _capitalised(words.mirrored)
    order = [there[word] for word in here if word in there]
    return order != sorted(order)


def _capitalised(words: SegmentWords) -> dict[str, int]:
    capital = [words.text[start].isupper() for start in words.starts]
    return {word: at for at, word in enumerate(words.folded) if capital[at]}


def _reader(words: SegmentWords) -> ClauseReader:
    return ClauseReader(Located(words.folded, words.starts, words.text), words.side)


def _is_loose(words: SegmentWords, verb: int) -> bool:
    return words.folded[verb].startswith(LOOSE_VERBS[words.side])
