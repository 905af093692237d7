"""Find the verbs of aligned texts whose actor and object changed places: "was sued by", « a poursuivi »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.languages.clauses import CLAUSES, LOOSE_VERBS
from aligner.text.entities.roles.find import ClauseReader, Deed
from aligner.text.entities.terms.find import Located
from aligner.text.words.interning import Interner
from aligner.text.words.once_per_pair import once_per_pair
from aligner.text.words.segment_words import PairWords, SegmentWords
from aligner.text.words.word_marks import WordMarks
from aligner.types import Ints

MAX_SHORT_WORDS = 12  # words of sentences in which all verbs are compared
_AGENTS = WordMarks(lambda side: CLAUSES[side].agents.__contains__)
_Readers = tuple[ClauseReader, ClauseReader]


class Swap(NamedTuple):
    """A deed here and the same one there with the roles exchanged."""

    here: Deed
    there: Deed

    @property
    def mirrored(self) -> Swap:
        """The same change seen from the other side."""
        return Swap(self.there, self.here)


@once_per_pair
def swaps_of_pair(pair: PairWords) -> dict[int, list[Swap]]:
    """Return the verbs with exchanged roles of the segments that have any, seen from the first side."""
    every = _are_short(pair) | _are_names_crossed(pair)
    chosen = np.flatnonzero(np.logical_or(every, np.logical_or(*pair.marked(_AGENTS)))).tolist()
    found = ((index, [*swapped_roles(pair[index], all_verbs=bool(every[index]))]) for index in chosen)
    return {index: swaps for index, swaps in found if swaps}


def swapped_roles(words: SegmentWords, *, all_verbs: bool) -> Iterator[Swap]:
    """Yield the verbs whose roles the other text exchanges.

    All verbs are compared in short sentences, and where names change their order; else those with an agent.
    """
    readers = _reader(words), _reader(words.mirrored)
    for verb, other in (_all_pairs if all_verbs else _passive_pairs)(words, readers):
        if _is_loose(words, verb) or _is_loose(words.mirrored, other):
            continue
        here = readers[0].deed(verb)
        there = readers[1].deed(other) if here else None
        if here and there and are_swapped(here, there, words.links):
            yield Swap(here, there)


def are_swapped(here: Deed, there: Deed, links: Mapping[int, int]) -> bool:
    """Return whether the actor of each of two deeds is linked to the object of the other, and to nothing else there."""
    actor, acted_on = ({links[at] for at in part if at in links} for part in (here.actor, here.object))
    crossed = actor & there.object and acted_on & there.actor
    return bool(crossed) and not (actor & there.actor or acted_on & there.object)


def _all_pairs(words: SegmentWords, readers: _Readers) -> Iterable[tuple[int, int]]:
    """Return all linked words, if both texts have a verb with roles; links cost more than that."""
    plain = all(any(map(reader.deed, range(reader.size))) for reader in readers)
    return words.links.items() if plain else ()


def _passive_pairs(words: SegmentWords, readers: _Readers) -> Iterable[tuple[int, int]]:
    """Return the linked verbs with roles one of which an agent follows."""
    here, there = ([*filter(reader.deed, reader.passive_verbs())] for reader in readers)
    pairs = dict.fromkeys((verb, words.links[verb]) for verb in here if verb in words.links)
    back = words.mirrored
    return pairs | dict.fromkeys((back.links[verb], verb) for verb in there if verb in back.links)


def _are_short(pair: PairWords) -> NDArray[np.bool_]:
    """Return for each segment whether it is short, (segments,)."""
    sizes = pair.words[0].sizes, pair.words[1].sizes
    return np.asarray((np.minimum(*sizes) > 0) & (np.maximum(*sizes) <= MAX_SHORT_WORDS))


def _are_names_crossed(pair: PairWords) -> NDArray[np.bool_]:
    """Return for each segment whether both sides have the same capitalised words in another order, (segments,).

    The first of equal words of the first side is compared with the last one of the second side.
    """
    numbers = Interner[str]()
    (segment, form, place), (segment_there, form_there, place_there) = (
        _capitalised(pair, index, numbers) for index in (0, 1)
    )
    here, first = np.unique(segment * len(numbers) + form, return_index=True)
    there, last = np.unique((segment_there * len(numbers) + form_there)[::-1], return_index=True)
    common, one, two = np.intersect1d(here, there, assume_unique=True, return_indices=True)
    order = np.argsort(place[first[one]])
    backwards = np.diff(place_there[::-1][last[two]][order]) < 0
    crossed = np.zeros(len(pair), np.bool_)
    crossed[(common[order] // max(1, len(numbers)))[1:][backwards]] = True
    return crossed


def _capitalised(pair: PairWords, side: int, numbers: Interner[str]) -> tuple[Ints, Ints, Ints]:
    """Return the capitalised words of a side: the segment of each, the number of its folded form, and its place."""
    words, places = pair.words[side], np.flatnonzero(pair.capitals[side])
    used, form = np.unique(words.form[places], return_inverse=True)
    shared = np.array([numbers[words.forms[number]] for number in used.tolist()], np.int64)
    return np.searchsorted(words.ends, places, side="right"), shared[form], places


def _reader(words: SegmentWords) -> ClauseReader:
    return ClauseReader(Located(words.folded, words.starts, words.text), words.side)


def _is_loose(words: SegmentWords, verb: int) -> bool:
    return words.folded[verb].startswith(LOOSE_VERBS[words.side])
