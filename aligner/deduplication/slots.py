"""Judge by what fills the slots of matching sentences whether two stories report the same event.

Two reports by one template share their sentences and differ in the numbers,
days, countries and names. A newer version differs in some of them, a copy in
none, and a reworded copy, whose names may be replaced, also in the words around
them. What only one of two sentences has was added or dropped and is no
difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

import numpy as np

from aligner.deduplication.compare import Comparison
from aligner.deduplication.record import Story
from aligner.languages import LANGUAGES, Language
from aligner.text.entities.names.find import fold_name
from aligner.text.entities.numbers.words import parse_number_words
from aligner.text.entities.terms.find import term_lookups
from aligner.types import SIDES, Bead, Sentence, Side

MAX_CACHED_STORIES = 32  # whose slots are kept in memory: those that are compared one after the other
STEM_CHARS = 4  # of a name, which both languages share: London, Londres
MIN_COPIED_SHARE = 0.8  # of a text: of a copy a little is not recognised, or added in both texts
MIN_FRAME_AGREEMENT = 0.6  # of the words around the slots, above which the sentences are those of a template
MIN_ALIGNED_COSINE = 0.3  # of two passages that were aligned because they match
TERM_KINDS = frozenset({"weekday", "month", "season", "place"})
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d+(?:[.,\u202f\u00a0]\d+|\x20\d{3}(?!\d))*")
_SEPARATOR = re.compile(r"[.,\s]")
_OPENED = re.compile(r"[\"“«‘(—–:]\s*([^\W\d_]+)")


class SlotFeatures(NamedTuple):
    """Features of two texts that may report two events, each 0 to 1.

    Within a language, `names` and `own` are less where the words around the slots differ, and 0 for a reworded text.
    """

    values: float  # share of the matching text with other numbers, days or countries, times that of what differs
    names: float  # the same with other names
    own: float  # squared share of the text that is copied more by which it is below MIN_COPIED_SHARE


class Slots(NamedTuple):
    """What fills the slots of a sentence, and its other words; values are the same in both languages."""

    values: frozenset[str]
    names: frozenset[str]
    frame: frozenset[str]


class _Tally:
    """Count what fills slots of one kind in sentences that match: what both have, and what only one of two has."""

    def __init__(self) -> None:
        self.common: set[str] = set()
        self.weight = 0.0  # of the sentences that differ
        self._own: tuple[set[str], set[str]] = set(), set()

    def add(self, one: frozenset[str], other: frozenset[str], weight: float) -> None:
        """Add two sentences, which differ if each has something that the other has not."""
        self.common |= one & other
        here, there = one - other, other - one
        if here and there:
            self._own[0].update(here)
            self._own[1].update(there)
            self.weight += weight

    @property
    def differing(self) -> int:
        """The number of things that the other text has others for."""
        return min(map(len, self._own))


def slot_features(one: Story, other: Story, comparison: Comparison, pairs: Sequence[tuple[int, int]]) -> SlotFeatures:
    """Compare what fills the slots of the sentences that match.

    Parameters
    ----------
    pairs : indices of the sentences that match
    """
    shares = comparison.one.share, comparison.other.share
    covered = max(float(shares[side][sorted({pair[side] for pair in pairs})].sum()) for side in (0, 1))
    across = one.side != other.side
    if not across and all(one.texts[i] == other.texts[j] for i, j in pairs):
        return SlotFeatures(0.0, 0.0, _own(covered))
    here, there = (read_slots(story.texts, story.side) for story in (one, other))
    matching = [(here[i], there[j], float(shares[0][i] + shares[1][j])) for i, j in pairs]
    return _features(matching, covered, across=across)


def translation_slot_features(en: Sequence[Sentence], fr: Sequence[Sentence], beads: Iterable[Bead]) -> SlotFeatures:
    """Compare what fills the slots of the passages that were aligned across languages."""
    sides = en, fr
    slots = [read_slots(tuple(sentence.text for sentence in own), side) for own, side in zip(sides, SIDES, strict=True)]
    shares = [np.array([len(sentence.text) for sentence in own]) for own in sides]
    shares = [lengths / max(lengths.sum(), 1) for lengths in shares]
    matching, covered = [], [0.0, 0.0]
    for bead in beads:
        if bead.score >= MIN_ALIGNED_COSINE and all(first < last for first, last in bead.spans):
            own = [float(share[slice(*span)].sum()) for share, span in zip(shares, bead.spans, strict=True)]
            here, there = (_joined(side[slice(*span)]) for side, span in zip(slots, bead.spans, strict=True))
            matching.append((here, there, sum(own)))
            covered = [whole + part for whole, part in zip(covered, own, strict=True)]
    return _features(matching, max(covered), across=True)


def _features(matching: Iterable[tuple[Slots, Slots, float]], covered: float, *, across: bool) -> SlotFeatures:
    """Compare the slots of pairs of passages.

    Parameters
    ----------
    matching : slots of both passages, and the sum of their shares of their texts
    covered : share of the text that is copied more
    """
    values, names = _Tally(), _Tally()
    total, same_words, all_words = 0.0, 1, 1
    for here, there, weight in matching:
        total += weight
        values.add(here.values, there.values, weight)
        if across:
            names.add(_stems(here.names), _stems(there.names), weight)
        else:
            names.add(here.names, there.names, weight)
            same_words += 2 * len(here.frame & there.frame)
            all_words += len(here.frame) + len(there.frame)
    differing = values.differing + names.differing
    share = differing / (len(values.common) + len(names.common) + differing + 1) / max(total, 1e-9)
    agreement = max(same_words / all_words - MIN_FRAME_AGREEMENT, 0) / (1 - MIN_FRAME_AGREEMENT)
    return SlotFeatures(values.weight * share, names.weight * share * agreement, _own(covered) * agreement)


def _own(covered: float) -> float:
    return max(MIN_COPIED_SHARE - covered, 0) ** 2


def _joined(slots: Sequence[Slots]) -> Slots:
    return Slots(*(frozenset[str]().union(*column) for column in zip(*slots, strict=True)))


def _stems(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name[:STEM_CHARS] for name in names)


class _Words(NamedTuple):
    """The words of a sentence in order, those in lower case, with a capital, and with one that no place gives them."""

    ordered: list[str]
    plain: frozenset[str]
    capital: frozenset[str]
    inside: frozenset[str]


@lru_cache(MAX_CACHED_STORIES)
def read_slots(texts: tuple[str, ...], side: Side) -> tuple[Slots, ...]:
    """Read the slots of the sentences of a story.

    A capitalised word is a name unless the story has it in lower case; the
    first one of a sentence must be one elsewhere within a sentence.
    """
    sentences = [_words(text) for text in texts]
    plain = frozenset().union(*(words.plain for words in sentences))
    inside = frozenset().union(*(words.inside for words in sentences))
    names = {word for word in inside if word.lower() not in plain and len(word) > 1}
    return tuple(_slots(text, words, names, side) for text, words in zip(texts, sentences, strict=True))


def _words(text: str) -> _Words:
    ordered = _WORD.findall(text)
    every = frozenset(ordered)
    plain = frozenset(filter(str.islower, every))
    capital = every - plain
    inside = capital.intersection(ordered[1:]).difference(_OPENED.findall(text)) if capital else capital
    return _Words(ordered, plain, capital, inside)


def _slots(text: str, words: _Words, names: set[str], side: Side) -> Slots:
    lower, terms = words.plain.union(map(str.lower, words.capital)), _term_values(side)
    values = {_figure(figure) for figure in _FIGURE.findall(text)}
    if spelled := lower & _number_words(side):
        values.update(_spelled(words.ordered, LANGUAGES[side]))
    dated = {word for word in lower & terms.keys() if word.title() in words.capital or not terms[word].capital}
    values.update(terms[word].value for word in dated)
    own = {word.lower(): fold_name(word) for word in words.capital & names if word.lower() not in dated}
    return Slots(frozenset(values), frozenset(own.values()), lower.difference(spelled, dated, own))


def _spelled(words: Sequence[str], language: Language) -> Iterator[str]:
    """Yield the numbers of a sentence that are in words."""
    for number, run in groupby(
        map(str.lower, words), lambda word: word in language.cardinals or word in language.ordinals
    ):
        if number:
            spelled = parse_number_words(" ".join(run), language)
            yield from (str(found.value) for found in spelled if not found.bare)


@cache
def _number_words(side: Side) -> frozenset[str]:
    language = LANGUAGES[side]
    return frozenset((*language.cardinals, *language.ordinals)) - {*language.bare_one}


def _figure(text: str) -> str:
    """Return a number without the separators of its thousands, with a full stop before its decimals."""
    whole, *groups = _SEPARATOR.split(text)
    if all(len(group) == 3 for group in groups):
        return (whole + "".join(groups)).lstrip("0") or "0"
    return "".join([whole, *groups[:-1]]) + "." + groups[-1]


class _Term(NamedTuple):
    """The value of a word of TERM_KINDS, and whether it must have a capital."""

    value: str
    capital: bool


@cache
def _term_values(side: Side) -> dict[str, _Term]:
    return {
        word: _Term(f"{meaning.block}.{meaning.rows[0]}", bool(entry.capitals))
        for word, entries in term_lookups(side)[0].items()
        for entry in entries
        for meaning in entry.meanings
        if meaning.kind in TERM_KINDS
    }
