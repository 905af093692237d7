"""The words of two versions match by match: which of them the other side says, and which stand for each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from aligner.encoders import load_embedded
from aligner.encoders.static import Tokens
from aligner.languages.offices import Lookup
from aligner.text.words.lexicon import LITTLE, load_lexicon
from aligner.text.words.tokens import Word, is_content, strip_accents, tokens
from aligner.text.words.word_alignment import align_words
from aligner.types import Side

Floats = NDArray[np.float32]
Texts = tuple[str, ...]
Links = dict[int, int]
MOST = 400  # words of a match that are compared
CLOSE = 0.55  # cosine of two words from which they say the same
LEAST = 25  # content words that show how a text was made
SPUN = 0.64  # of content words the other version says fewer: words were changed one by one; people reach .67
WHOLE = 0.6  # and in the whole text, for people translate a passage freely now and then
WINDOW = 4  # matches to each side that tell so much
LIKE = 0.25  # cosine below which two texts need not tell the same; spinning takes much of it away
REWRITTEN = 0.45  # the same within one language, where an editor rewrites too
TOGETHER = 0.4  # and on average
USUAL = 6  # translations of a word that are usual
ARTICLES = frozenset({"the", "le", "la", "les"})  # they begin a sentence, not a name
Places = dict[int, list[int]]


class Alike(Protocol):
    """What has a cosine of its two sides."""

    @property
    def likeness(self) -> float:
        """-1..1."""


@dataclass(frozen=True)
class Pairing:
    """The words of a match: its own and the other version's, at their offsets in the match's texts.

    unsaid_here, unsaid_there : places of content words that nothing on the other side says
    looked_up, looked_up_there : places of content words that can be looked up, said or not
    links : place here -> place there of words that stand for each other
    """

    here: Sequence[Word]
    there: Sequence[Word]
    unsaid_here: frozenset[int]
    unsaid_there: frozenset[int]
    looked_up: frozenset[int]
    looked_up_there: frozenset[int]
    linked: Callable[[], Links]

    @cached_property
    def links(self) -> Links:
        """Found when they are asked for: most sentences need none."""
        return self.linked()

    @property
    def share(self) -> float:
        """Of the content words here that can be looked up, how many the other side says; 1 of none."""
        return 1 - len(self.unsaid_here) / max(1, len(self.looked_up))

    def turned(self) -> Pairing:
        """The same as seen from the other side."""
        unsaid, known = (self.unsaid_there, self.unsaid_here), (self.looked_up_there, self.looked_up)
        return Pairing(self.there, self.here, *unsaid, *known, lambda: {two: one for one, two in self.links.items()})


def pairings(here: Texts, there: Texts, sides: tuple[Side, Side]) -> tuple[Pairing, ...]:
    """Read the matches of two versions, `here[i]` beside `there[i]`."""
    if sides[0] == sides[1]:
        return tuple(each[0] for each in _read_alike(here, there, sides[0]))
    if sides[0] == "en":
        return tuple(each[0] for each in _read(here, there))
    return tuple(each[1] for each in _read(there, here))


@lru_cache(maxsize=2)
def _read(en: Texts, fr: Texts) -> tuple[tuple[Pairing, Pairing], ...]:
    words = [(tokens(one, "en")[:MOST], tokens(two, "fr")[:MOST]) for one, two in zip(en, fr, strict=True)]
    covered = load_lexicon().covered_many(words)
    found = []
    for pair, told, vectors in zip(words, covered, _vectors(words, (en, fr)), strict=True):
        found.append(_pairing(pair, (np.asarray(told.en), np.asarray(told.fr)), vectors))
    return tuple(found)


@lru_cache(maxsize=2)
def _read_alike(here: Texts, there: Texts, side: Side) -> tuple[tuple[Pairing, Pairing], ...]:
    words = [(tokens(one, side)[:MOST], tokens(two, side)[:MOST]) for one, two in zip(here, there, strict=True)]
    found = []
    for pair, vectors in zip(words, _vectors(words, (here, there)), strict=True):
        stems = [[stem(word, side) for word in some] for some in pair]
        told = [
            np.array([(1 if mine in other else 0) if is_content(word, side) else np.nan
                      for word, mine in zip(some, own, strict=True)], np.float32)
            for some, own, other in zip(pair, stems, (set(stems[1]), set(stems[0])), strict=True)
        ]  # fmt: skip
        found.append(_pairing(pair, (told[0], told[1]), vectors))
    return tuple(found)


def stem(word: Word, side: Side) -> int | str:
    """What all forms of a word share: the number of its entry, or its letters without accents."""
    number = load_lexicon().number(word.folded, side)
    return number if number >= 0 else strip_accents(word.folded)


def _vectors(
    words: Sequence[tuple[list[Word], list[Word]]], texts: tuple[Texts, Texts]
) -> Iterator[tuple[Floats, Floats]]:
    sides = [list(load_embedded().encode_tokens(own)) for own in texts]
    for pair, one, two in zip(words, *sides, strict=True):
        yield _of_words(pair[0], one), _of_words(pair[1], two)


def _of_words(words: Sequence[Word], found: Tokens) -> Floats:
    """The vector of each word: the sum of its tokens'."""
    if not words or not len(found.starts):
        return np.zeros((len(words), found.vectors.shape[1]), np.float32)
    sums = np.vstack([np.zeros((1, found.vectors.shape[1]), np.float32), found.vectors.cumsum(axis=0)])
    first = np.searchsorted(found.starts, [word.start for word in words])
    last = np.searchsorted(found.starts, [word.end for word in words])
    out: Floats = sums[last] - sums[first]
    return out


def _pairing(
    words: tuple[list[Word], list[Word]], told: tuple[Floats, Floats], vectors: tuple[Floats, Floats]
) -> tuple[Pairing, Pairing]:
    units = [rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9) for rows in vectors]
    alike = units[0] @ units[1].T
    best = (alike.max(axis=1, initial=0), alike.max(axis=0, initial=0))
    unsaid = [
        frozenset(np.flatnonzero((own <= LITTLE) & (top < CLOSE)).tolist()) for own, top in zip(told, best, strict=True)
    ]
    known = [frozenset(np.flatnonzero(~np.isnan(own)).tolist()) for own in told]
    forth = Pairing(words[0], words[1], unsaid[0], unsaid[1], known[0], known[1], partial(_linked, *vectors))
    return forth, forth.turned()


def _linked(one: Floats, two: Floats) -> Links:
    return {link.en: link.fr for link in align_words(one, two)}


@lru_cache(maxsize=1 << 14)
def kinship(word: str, other: str, side: Side) -> float:
    """How like a word of `side` is to the usual translations of a word of the other language; 0 where it has none."""
    usual = [name for name, _ in load_lexicon().translations(other, "fr" if side == "en" else "en", USUAL)]
    if not usual:
        return 0.0
    vectors = load_embedded().encode([word, *usual])
    return float((vectors[1:] @ vectors[0]).max())


def local_shares(full: Sequence[tuple[Alike, Pairing]], *, across: bool) -> list[float]:
    """For each match, how much of the text around the other version says; 1 where there is too little to tell."""
    alike = np.array([match.likeness for match, _ in full], np.float64)
    counted = alike >= LIKE
    known = np.array([len(each.looked_up) for _, each in full], np.float64) * counted
    gone = np.array([len(each.unsaid_here) for _, each in full], np.float64) * counted
    if (
        known.sum() < LEAST
        or alike[counted].mean() < TOGETHER
        or 1 - gone.sum() / known.sum() >= (WHOLE if across else REWRITTEN)
    ):
        return [1.0] * len(full)
    out = []
    for at, counts in enumerate(counted):
        near = slice(max(0, at - WINDOW), at + WINDOW + 1)
        enough = counts and 2 * counted[near].sum() > len(counted[near]) and known[near].sum() >= LEAST
        out.append(1 - float(gone[near].sum() / known[near].sum()) if enough else 1.0)
    return out


def capitals(words: Sequence[Word], at: int, text: str) -> tuple[int, int]:
    """The first and last of the capitalised words around one, itself included."""
    first = last = at
    while first and words[first - 1].text[0].isupper() and words[first - 1].folded not in ARTICLES:
        if text[words[first - 1].end : words[first].start] != " ":
            break
        first -= 1
    while last + 1 < len(words) and words[last + 1].text[0].isupper():
        if text[words[last].end : words[last + 1].start] != " ":
            break
        last += 1
    return first, last


def named(words: Sequence[Word], rows: Lookup, side: Side) -> Places:
    """The rows that a text names, with the places of their words."""
    found: Places = {}
    table = rows[side]
    for at, word in enumerate(words):
        for number in table.get(word.folded, ()):
            found.setdefault(number, []).append(at)
    return found
