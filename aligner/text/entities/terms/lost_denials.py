"""Find denials that only one of two aligned texts has: "No one was hurt", « a fait un blessé »."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from aligner.languages.denials import AFFIRMED_INSTEAD, COORDINATORS, UNTIL
from aligner.text.entities.terms.degrees import makes_record
from aligner.text.entities.terms.denials import (
    SCOPE_WORDS,
    Denial,
    contrary_of,
    denied_negative,
    denying_words,
    find_denials,
    is_negative,
    may_deny,
)
from aligner.text.entities.terms.find import Located, Meaning, locate_terms
from aligner.text.entities.terms.same_place import MAX_TRANSLATIONS, MIN_TRANSLATION_SHARE, translate_each_other
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.once_per_pair import once_per_pair
from aligner.text.words.segment_words import PairWords, SegmentWords
from aligner.text.words.tokens import find_lemma
from aligner.text.words.word_marks import WordMarks
from aligner.types import Span

MAX_WORDS = 45  # words of a side up to which a missing denial is reported
MAX_LINKED_WORDS = 70  # the same where links show its place in the other text
MIN_COVERAGE = 0.45  # coverage of both sides from which it is
MIN_SURE_COVERAGE = 0.7  # the same for a denial that is hardly in other words
PLACE_WORDS = 3  # words around a denial whose links show its place in the other text
MAX_PLACE_WORDS = 8  # words of that place
NEAR_WORDS = 4  # words around the place of a denial in the other text that may translate it
WIDE_WORDS = 4  # words around these that may, too, if they translate nothing else
UNTIL_WORDS = 6  # words after a denial in which "until" belongs to it
_NUMBER = re.compile(r"\.?\s?\d")  # "No. 5"
_DENYING = WordMarks(may_deny)
_CONTRARY = WordMarks(lambda side: lambda word: bool(contrary_of(word, side)))


class LostDenial(NamedTuple):
    """A denial that the other text does not have, with its offsets.

    Attributes
    ----------
    place : the offsets in the other text of the words that translate those around the denial
    sure : whether the other text translates what is denied, and has nothing in place of the denial
    """

    start: int
    end: int
    place: Span
    sure: bool


class _Answers(NamedTuple):
    """What may translate the denials of a text.

    Attributes
    ----------
    places : for each denial, where the other text may have a word for it
    words : the indices of the other text's denials, and of negative words that translate no other one
    """

    places: Mapping[int, range]
    words: Sequence[int]

    def answer(self, denial: int) -> int | None:
        """Return the index of a word at the place of a denial that may translate it."""
        return next((word for word in self.words if word in self.places[denial]), None)

    def free(self) -> list[int]:
        """Return the indices of those words that are at the place of no denial."""
        return [word for word in self.words if not any(word in place for place in self.places.values())]


@once_per_pair
def lost_denials(pair: PairWords) -> dict[int, tuple[LostDenial | None, LostDenial | None]]:
    """Return the denial that each side of a segment lacks a counterpart of, for the segments in which one does."""
    found = ((index, (_lost_denial(pair[index]), _lost_denial(pair[index].mirrored))) for index in _candidates(pair))
    return {index: lost for index, lost in found if any(lost)}


def _candidates(pair: PairWords) -> list[int]:
    """Return the segments with a word that may deny, whose sides are not too long and cover each other well."""
    short = np.maximum(pair.words[0].sizes, pair.words[1].sizes) <= MAX_LINKED_WORDS
    covered = np.minimum(*pair.coverages) >= MIN_COVERAGE
    return [*map(int, np.flatnonzero(np.logical_or(*pair.marked(_DENYING)) & short & covered))]


def _lost_denial(words: SegmentWords) -> LostDenial | None:
    """Return a denial of a text that the other text does not have, nor a negative word at its place, else None."""
    return _lost_contrary(words) or _lost_word(words)


def _lost_word(words: SegmentWords) -> LostDenial | None:
    """Return the first word that denies without a counterpart, a sure one first."""
    there = words.mirrored
    ours = _clear_denials(words)
    if not ours:
        return None
    denials = [*denying_words(there.folded, there.side)]
    theirs, clear = [denial.at for denial in denials], [denial.at for denial in denials if denial.clear]
    places = {denial.at: _place(denial.at, words) for denial in ours}
    if len(clear) >= len(ours) and _Answers(places, clear).free():
        return None
    answers = _Answers(places, theirs + _free_negatives(there, {*places}))
    unsure = None
    for denial in ours:
        around = _around(denial.at, words)
        if _is_affirmed(denial.at, places[denial.at], theirs, words):
            return _lost(denial.at, around, words, sure=True)
        if (
            answers.answer(denial.at) is not None
            or _NUMBER.match(words.text, words.here[denial.at].end)
            or _has_opposite(denial.at, places[denial.at], words)
            or makes_record(denial.at, words)
        ):
            continue
        if _is_sure(denial, answers, words):
            return _lost(denial.at, around, words, sure=True)
        if unsure is None and (len(around) > 1 or max(len(words.folded), len(there.folded)) <= MAX_WORDS):
            unsure = _lost(denial.at, around, words, sure=False)
    return unsure


def _lost_contrary(words: SegmentWords) -> LostDenial | None:
    """Return the first word that the other text has a translation of without its prefix: "unprepared", « préparé »."""
    there, side = words.mirrored, words.side
    for index in words.marked(_CONTRARY):
        if _affirms(index, contrary_of(words.folded[index], side), words):
            linked = words.links[index]
            if not (_is_denied(index, words) or _is_denied(linked, there) or _follows_negative(linked, there)):
                return _lost(index, [linked], words, sure=True)
    return None


def _is_denied(index: int, words: SegmentWords) -> bool:
    """Return whether a denial is around a word."""
    near = range(index - NEAR_WORDS, index + NEAR_WORDS + 1)
    return any(denial.at in near for denial in denying_words(words.folded, words.side))


def _follows_negative(index: int, words: SegmentWords) -> bool:
    """Return whether a word with a negative meaning is shortly before a word, or is that word."""
    return any(is_negative(word, words.side) for word in words.folded[max(0, index - PLACE_WORDS) : index + 1])


def _affirms(index: int, stem: str, words: SegmentWords) -> bool:
    """Return whether the word that is linked to one is a usual translation of the stem of that one."""
    there = words.mirrored
    linked = there.folded[words.links[index]] if index in words.links else ""
    return bool(linked) and any(
        share >= MIN_TRANSLATION_SHARE and find_lemma(linked, there.side, {lemma})
        for lemma, share in load_lexicon().translations(stem, words.side, MAX_TRANSLATIONS)
    )


def _lost(index: int, around: Sequence[int], words: SegmentWords, *, sure: bool) -> LostDenial:
    word = words.here[index]
    return LostDenial(word.start, word.end, _span_there(around, words), sure)


def _clear_denials(words: SegmentWords) -> list[Denial]:
    """Return the clear denials of a text, also of negative words that the other text has, too."""
    there = words.mirrored
    denials = [denial for denial in find_denials(words.folded, words.side) if denial.clear]
    denied = [denied_negative(words.folded, denial.at, words.side) for denial in denials]
    return [
        denial
        for denial, negative in zip(denials, denied, strict=True)
        if negative is None
        or (negative in words.links and is_negative(there.folded[words.links[negative]], there.side))
    ]


def _free_negatives(words: SegmentWords, denials: set[int]) -> list[int]:
    """Return the indices of the words with a negative meaning that may translate one of the other text's denials.

    A word that is linked to another negative one translates that; so does a usual translation of a word that no denial
    is near.
    """
    there, links = words.mirrored, words.links
    denied = {at for denial in denials for at in range(denial - SCOPE_WORDS, denial + PLACE_WORDS + 1)}
    negative = [index for index, word in enumerate(words.folded) if is_negative(word, words.side)]
    return [
        at
        for at in negative
        if at not in links
        or links[at] in denials
        or not (
            is_negative(there.folded[links[at]], there.side)
            or (links[at] not in denied and translate_each_other(at, links[at], words))
        )
    ]


def _is_affirmed(index: int, place: range, theirs: Sequence[int], words: SegmentWords) -> bool:
    """Return whether the other text affirms at the place of a denial, and denies nothing: "without", « avec »."""
    instead = AFFIRMED_INSTEAD.get(words.folded[index])
    if instead is None or any(at in place for at in theirs):
        return False
    there = words.mirrored
    near = range(max(0, place.start), min(len(there.folded), place.stop))
    return any(there.folded[at] in instead and not _follows_negative(at, there) for at in near)


def _is_sure(denial: Denial, answers: _Answers, words: SegmentWords) -> bool:
    """Return whether the other text translates what is denied, and has nothing in place of the denial."""
    there, place = words.mirrored, answers.places[denial.at]
    wide = range(place.start - WIDE_WORDS, place.stop + WIDE_WORDS)
    if any(word in wide for word in answers.free()) or min(words.coverage, there.coverage) < MIN_SURE_COVERAGE:
        return False
    if "?" in words.text[words.here[denial.at].end :]:
        return False  # "Don't you see it?"
    if not UNTIL[words.side].isdisjoint(words.folded[denial.at + 1 : denial.at + 1 + UNTIL_WORDS]):
        return False
    return denial.firm and _is_denied_thing_translated(denial.at, words) and not _is_shared(denial.at, answers, words)


def _has_opposite(index: int, place: range, words: SegmentWords) -> bool:
    """Return whether the other text has the opposite of what is denied: "not safe", « dangereux »."""
    near = {*range(index - SCOPE_WORDS, index + PLACE_WORDS + 1)} - {index}
    denied = [*_meanings(near, words)]
    return bool(denied) and any(
        one.block == other.block and {*one.rows}.isdisjoint(other.rows)
        for other in _meanings(place, words.mirrored)
        for one in denied
    )


def _meanings(indices: Container[int], words: SegmentWords) -> Iterator[Meaning]:
    """Yield the meanings of the opposites that begin at one of the indices."""
    for first, _, meanings in locate_terms(Located(words.folded, words.starts, words.text), words.side):
        if first in indices:
            yield from (meaning for meaning in meanings if meaning.kind == "opposite")


def _is_denied_thing_translated(index: int, words: SegmentWords) -> bool:
    """Return whether the content word that follows a denial has a translation, and one around it is linked to one."""
    near = [at for at in _neighbours(index, words) if at in words.known_here]
    if next((at in words.uncovered_here for at in near if at > index), False):
        return False
    known_there = words.mirrored.known_here
    return any(words.links.get(at) in known_there for at in near if at not in words.uncovered_here)


def _is_shared(index: int, answers: _Answers, words: SegmentWords) -> bool:
    """Return whether one denial of the other text may be for this one and the one before: "do not walk or drive"."""
    before = next((answers.answer(at) for at in sorted(answers.places, reverse=True) if at < index), None)
    if before is None:
        return False
    between = words.mirrored.folded[before : answers.places[index].stop]
    return not COORDINATORS[words.mirrored.side].isdisjoint(between)


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


def _place(index: int, words: SegmentWords) -> range:
    """Return the indices of the words of the other text that may translate a denial."""
    near = range(max(0, index - SCOPE_WORDS), min(len(words.folded), index + SCOPE_WORDS + 1))
    linked = [words.links[at] for at in near if at in words.links]
    if not linked:
        return range(len(words.mirrored.folded))
    middle = sorted(linked)[len(linked) // 2]
    return range(middle - NEAR_WORDS, middle + NEAR_WORDS + 1)
