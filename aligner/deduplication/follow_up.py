"""Judge whether a story that is no copy follows up another one: it recalls what the other one began with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from aligner.deduplication.compare import BestMatches, Comparison
from aligner.deduplication.record import Story
from aligner.deduplication.slots import STEM_CHARS, Slots, read_slots

HEAD_SENTENCES, HEAD_SHARE = 4, 1 / 2  # of a story that a follow-up recalls
# Similarity of a sentence that recalls another one, times the share of MAX_SHARED that they share, and for stories of
# more sentences times the root of their number: among many, chance finds two that resemble each other.
MIN_RECALL = 0.0375
MAX_SHARED = 3  # numbers, days, places and names of two sentences
MIN_SUBJECT_SENTENCES = 4  # that name what a whole topic is about
MIN_VERBATIM = 0.9  # similarity of a sentence that is taken over, whatever it names


def is_follow_up(one: Story, other: Story, comparison: Comparison) -> bool:
    """Return whether one of two stories recalls the beginning of the other.

    The same last sentence in both is what a company or an agency puts under all of its texts.
    """
    if comparison.other.match[-1] == len(one.texts) - 1 and comparison.other.best[-1] >= MIN_VERBATIM:
        return False
    return any(
        recall >= MIN_RECALL * math.sqrt(len(later.texts))
        for earlier, later, matches in ((one, other, comparison.other), (other, one, comparison.one))
        for recall in _recalls(earlier, later, matches)
    )


def _recalls(earlier: Story, later: Story, matches: BestMatches) -> Iterator[float]:
    """Yield how well each sentence of a story recalls one of the beginning of another, of those that do not differ."""
    across = earlier.side != later.side
    here, there = ([_values(slots, across) for slots in read_slots(own.texts, own.side)] for own in (earlier, later))
    subject = _subject(here) | _subject(there)
    all_here, all_there = frozenset[str]().union(*here), frozenset[str]().union(*there)
    head = max(HEAD_SENTENCES, int(HEAD_SHARE * len(here)))
    for own, place, similarity in zip(there, matches.match, matches.best, strict=True):
        if place >= head:
            continue
        recalled = here[place]
        if similarity >= MIN_VERBATIM and not across:
            yield float(similarity)
        elif not (recalled - all_there and own - all_here):
            yield float(similarity) * min(len((own & recalled) - subject), MAX_SHARED) / MAX_SHARED


def _subject(values: Sequence[frozenset[str]]) -> set[str]:
    """Return what so many sentences of a story name that it is the subject of many stories, and not one event."""
    counts = Counter(value for own in values for value in own)
    return {value for value, count in counts.items() if count >= MIN_SUBJECT_SENTENCES}


def _values(slots: Slots, across: bool) -> frozenset[str]:
    """Return what fills the slots of a sentence, names by their beginnings across languages."""
    return slots.values | (frozenset(name[:STEM_CHARS] for name in slots.names) if across else slots.names)
