"""Find denials that only one of two aligned texts has: "No one was hurt", « a fait un blessé »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from aligner.languages.denials import (
    AFFIRMING_STEMS,
    AFFIRMING_WORDS,
    DENYING,
    FRENCH_AFTER_NE,
    FRENCH_BEFORE_LOOSE,
    FRENCH_BEFORE_NE,
    FRENCH_LOOSE,
    IDIOMS,
    NEGATIVE_STEMS,
    NEGATIVE_WORDS,
)
from aligner.languages.negation import CONTRARY_PREFIX, FRENCH_NE
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.segment_words import PairWords, SegmentWords
from aligner.types import Side, Span

MAX_WORDS = 45  # words of a side up to which a missing denial is reported
MAX_LINKED_WORDS = 70  # the same where links show its place in the other text
MIN_COVERAGE = 0.55  # coverage of both sides from which it is
MIN_SURE_COVERAGE = 0.7  # the same for a denial that is hardly in other words
NE_REACH_WORDS = 6  # words between « ne » and « pas »
SCOPE_WORDS = 2  # words after a denial that it may concern
PLACE_WORDS = 3  # words around a denial whose links show its place in the other text
MAX_PLACE_WORDS = 8  # words of that place
NEAR_WORDS = 4  # words around the place of a denial in the other text that may translate it
_NUMBER = re.compile(r"\.?\s?\d")  # "No. 5"


class Denial(NamedTuple):
    """A denial, with the index of its word; `clear` unless the word may mean something else."""

    at: int
    clear: bool


class LostDenial(NamedTuple):
    """A denial that the other text does not have, with its offsets.

    Attributes
    ----------
    place : the offsets in the other text of the words that translate those around the denial
    sure : whether the other text has no word with a negative meaning at all, and translates the words around
    """

    start: int
    end: int
    place: Span
    sure: bool


_LOST: WeakKeyDictionary[PairWords, dict[int, tuple[LostDenial | None, LostDenial | None]]] = WeakKeyDictionary()


def lost_denials(pair: PairWords, indices: Iterable[int]) -> dict[int, tuple[LostDenial | None, LostDenial | None]]:
    """Return the denial that each side of a segment lacks a counterpart of, for the segments in which one does."""
    if pair not in _LOST:
        found = ((index, (lost_denial(pair[index]), lost_denial(pair[index].mirrored))) for index in indices)
        _LOST[pair] = {index: lost for index, lost in found if any(lost)}
    return _LOST[pair]


def lost_denial(words: SegmentWords) -> LostDenial | None:
    """Return the first denial of a text that the other text does not have, None if there is none.

    Both texts must cover each other well, and the other one must have no word with a negative meaning around the place.
    """
    there = words.mirrored
    longest = max(len(words.folded), len(there.folded))
    if longest > MAX_LINKED_WORDS:
        return None
    ours = _clear_denials(words)
    theirs = [denial.at for denial in _denying(there.folded, there.side)] if ours else []
    coverage = min(words.coverage, there.coverage)
    if len(theirs) >= len(ours) or coverage < MIN_COVERAGE:
        return None
    negative = theirs + _free_negatives(there)
    for index in ours:
        around = _around(index, words)
        if _NUMBER.match(words.text, words.here[index].end) or (longest > MAX_WORDS and len(around) < 2):
            continue
        first, last = _place(index, words)
        if not any(first <= other <= last for other in negative):
            start, end = words.here[index].start, words.here[index].end
            sure = not negative and coverage >= MIN_SURE_COVERAGE and longest <= MAX_WORDS and len(around) > 1
            sure = sure and words.uncovered_here.isdisjoint(_neighbours(index, words))
            return LostDenial(start, end, _span_there(around, words), sure)
    return None


def _free_negatives(words: SegmentWords) -> list[int]:
    """Return the indices of the words with a negative meaning that translate no word with one."""
    there, links = words.mirrored, words.links
    negative = [index for index, word in enumerate(words.folded) if is_negative(word, words.side)]
    return [at for at in negative if not (at in links and is_negative(there.folded[links[at]], there.side))]


def _neighbours(index: int, words: SegmentWords) -> range:
    return range(max(0, index - PLACE_WORDS), min(len(words.folded), index + PLACE_WORDS + 1))


def _around(index: int, words: SegmentWords) -> list[int]:
    """Return the indices of the other text's words that are linked to the next words before and after a denial."""
    near = _neighbours(index, words)
    before = next((words.links[at] for at in reversed(near) if at < index and at in words.links), None)
    after = next((words.links[at] for at in near if at > index and at in words.links), None)
    return sorted(at for at in (before, after) if at is not None)


def _span_there(around: Sequence[int], words: SegmentWords) -> Span:
    """Return the offsets of the words of the other text from the first to the last, of the whole text for none."""
    there = words.there
    if not around or around[-1] - around[0] > MAX_PLACE_WORDS:
        around = around[-1:]
    if not around:
        return 0, len(words.mirrored.text)
    return there[max(0, around[0] - 1)].start, there[min(len(there) - 1, around[-1] + 1)].end


def _possible_denials(folded: Sequence[str], side: Side) -> list[tuple[Denial, int | None]]:
    """Return the denials of a text, each with the index of the negative word that it denies; idioms deny nothing."""
    denials = [*_denying(folded, side)]
    idle = _idle_words(folded, side) if denials else ()
    return [(denial, _denied_negative(folded, denial.at, side)) for denial in denials if denial.at not in idle]


def _clear_denials(words: SegmentWords) -> list[int]:
    """Return the indices of the clear denials of a text, also of negative words that the other text has, too."""
    there, links = words.mirrored, words.links
    return [
        denial.at
        for denial, negative in _possible_denials(words.folded, words.side)
        if denial.clear
        and (negative is None or (negative in links and is_negative(there.folded[links[negative]], there.side)))
    ]


def _denying(folded: Sequence[str], side: Side) -> Iterator[Denial]:
    """Yield the denying words of a text, whatever they deny."""
    return _english(folded) if side == "en" else _french(folded)


def is_negative(word: str, side: Side) -> bool:
    """Return whether a word has a negative meaning, by itself or by its prefix."""
    return word in NEGATIVE_WORDS[side] or word.startswith(NEGATIVE_STEMS[side]) or _has_contrary(word, side)


def _has_contrary(word: str, side: Side) -> bool:
    """Return whether a prefix or an ending makes a word the contrary of another one: "unsafe", "harmless"."""
    prefix = CONTRARY_PREFIX[side].match(word)
    if prefix is not None:
        return load_lexicon().entry_id(word[prefix.end() :], side) >= 0
    return side == "en" and word.endswith("less") and len(word) > len("unless")


def _english(folded: Sequence[str]) -> Iterator[Denial]:
    for index, word in enumerate(folded):
        if word in DENYING["en"] or word.endswith("n't"):
            yield Denial(index, clear=True)


def _french(folded: Sequence[str]) -> Iterator[Denial]:
    particle = -NE_REACH_WORDS - 1  # the last « ne » that no word has completed
    pending = False
    for index, word in enumerate(folded):
        if word in FRENCH_NE:
            particle, pending = index, True
        elif word in DENYING["fr"]:
            yield Denial(index, clear=True)
        elif word in FRENCH_AFTER_NE and pending and index - particle <= NE_REACH_WORDS:
            pending = False
            yield Denial(index, clear=True)
        elif word in FRENCH_BEFORE_NE and index + 1 < len(folded) and folded[index + 1] in FRENCH_NE:
            yield Denial(index, clear=True)  # « personne n'est venu »
        elif word in FRENCH_LOOSE:
            yield Denial(index, clear=index == 0 or folded[index - 1] in FRENCH_BEFORE_LOOSE)
    if pending:
        yield Denial(particle, clear=False)


def _idle_words(folded: Sequence[str], side: Side) -> set[int]:
    text = " ".join(folded)
    return {
        text.count(" ", 0, start)
        for idiom in IDIOMS[side].finditer(text)
        for start in range(idiom.start(), idiom.end())
    }


def _denied_negative(folded: Sequence[str], index: int, side: Side) -> int | None:
    """Return the index of the negative word that a denial is of, so that both affirm: "never a wrong time"."""
    before = index - SCOPE_WORDS if side == "fr" else index
    scope = [*range(max(0, before), index), *range(index + 1, min(len(folded), index + 1 + SCOPE_WORDS))]
    return next((at for at in scope if _affirms_when_denied(folded[at], side)), None)


def _affirms_when_denied(word: str, side: Side) -> bool:
    return word in AFFIRMING_WORDS[side] or word.startswith(AFFIRMING_STEMS[side]) or _has_contrary(word, side)


def _place(index: int, words: SegmentWords) -> Span:
    """Return the first and last index of the words of the other text that may translate a denial."""
    there = len(words.mirrored.folded)
    near = range(max(0, index - SCOPE_WORDS), min(len(words.folded), index + SCOPE_WORDS + 1))
    linked = [words.links[at] for at in near if at in words.links]
    if not linked:
        return 0, there
    middle = sorted(linked)[len(linked) // 2]
    return middle - NEAR_WORDS, middle + NEAR_WORDS
