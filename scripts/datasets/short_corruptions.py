"""Corruptions of short pairs: the contrary, a related pair, another word, name or figure, and a text left as it was."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product

import numpy as np

from aligner.confidence.features.kept_words import words_to_translate
from aligner.confidence.features.short import bare_text
from aligner.encoders import load_embedded
from aligner.evaluation.corruptions import (
    Corruption,
    Pair,
    SentencePool,
    SourceDocument,
    negation_flipped,
    number_changed,
    number_swapped,
    random,
)
from aligner.languages.offices import RowsByWord
from aligner.text.words.lexicon import MIN_TRANSLATION_PROBABILITY, load_lexicon
from aligner.text.words.tokens import fold_case, tokenize
from aligner.types import SIDES, Ints, Side

NEAREST = 12  # related pairs from which a wrong one is drawn
MIN_RELATED, MAX_RELATED = 0.25, 0.8  # cosine of two English texts that are related and differ in meaning
MAX_FRENCH_COSINE = 0.75  # of two French texts that differ in meaning
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
Blocks = tuple[RowsByWord, ...]


class ShortPool(SentencePool):
    """Short pairs with their nearest neighbours, and the words that exclude each other in them.

    Parameters
    ----------
    known : the French texts that translate an English one
    blocks : words that exclude each other
    """

    def __init__(self, pairs: Sequence[Pair], known: Mapping[str, set[str]], blocks: Blocks) -> None:
        super().__init__(pairs)
        self.known = known
        self.blocks = blocks

    @cached_property
    def related(self) -> list[Ints]:
        """Return for each pair the indices of others that resemble it and do not have its meaning."""
        en, fr = (load_embedded().encode([pair[side] for pair in self.pairs]) for side in (0, 1))
        found = []
        for index in range(len(self.pairs)):
            own, there = en @ en[index], fr @ fr[index]
            own[(own > MAX_RELATED) | (own < MIN_RELATED) | (there > MAX_FRENCH_COSINE)] = 0
            nearest = np.argsort(-own, kind="stable")[:NEAREST]
            found.append(nearest[own[nearest] > 0])
        return found

    @cached_property
    def place(self) -> dict[Pair, int]:
        """Return the index of each pair."""
        return {pair: index for index, pair in enumerate(self.pairs)}

    @cached_property
    def endings(self) -> dict[Side, dict[str, list[str]]]:
        """Return the long words of each side by their last letters."""
        words: dict[Side, dict[str, set[str]]] = {side: defaultdict(set) for side in SIDES}
        for side, text in ((side, text) for pair in self.pairs for side, text in zip(SIDES, pair, strict=True)):
            for match in _LONG_WORD.finditer(text):
                words[side][match[0][-2:]].add(fold_case(match[0]))
        return {side: {end: sorted(group) for end, group in by_end.items()} for side, by_end in words.items()}


def _pool(source: SourceDocument) -> ShortPool:
    assert isinstance(source.pool, ShortPool)
    return source.pool


def related(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace the French text by that of a related pair."""
    pool, (en, fr) = _pool(source), source.pairs[index]
    known = pool.known.get(folded_text(en), set())
    near = [pool.pairs[place][1] for place in pool.related[pool.place[en, fr]]]
    others = [other for other in near if folded_text(other) not in known and not _may_translate(en, other)]
    return (en, others[int(rng.integers(len(others)))]) if others else None


def folded_text(text: str) -> str:
    """Return a text in lower case, without spaces and without the marks at its ends."""
    return fold_case(bare_text(text))


def _may_translate(en: str, fr: str) -> bool:
    """Return whether the lexicon has a translation of any word."""
    lexicon = load_lexicon()
    for one, two in product(tokenize(en, "en"), tokenize(fr, "fr")):
        translations = lexicon.translations(one.folded, "en", 12)
        entry = lexicon.entry_id(two.folded, "fr")
        lemma = lexicon.lemma(entry, "fr") if entry >= 0 else two.folded
        if any(other == lemma and share >= MIN_TRANSLATION_PROBABILITY for other, share in translations):
            return True
    return False


def opposite(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace a word by one that excludes it."""
    pair, choices = source.pairs[index], list[tuple[int, int, int, str]]()
    tokens = [tokenize(text, side) for text, side in zip(pair, SIDES, strict=True)]
    for block in _pool(source).blocks:
        shared = [
            {row for word in words for row in block[side].get(word.folded, ())}
            for words, side in zip(tokens, SIDES, strict=True)
        ]
        if len(shared[0]) != 1 or shared[0] != shared[1]:
            continue
        for number, (words, side) in enumerate(zip(tokens, SIDES, strict=True)):
            own = [word for word in words if block[side].get(word.folded)]
            others = [word for word, rows in block[side].items() if shared[0].isdisjoint(rows)]
            same_ending = [word for word in others if word[-1:] == own[0].folded[-1:]]
            choices += [(number, own[0].start, own[0].end, word) for word in same_ending or others]
    if not choices:
        return None
    return _replaced(pair, *choices[int(rng.integers(len(choices)))])


def _replaced(pair: Pair, side: int, start: int, end: int, new: str) -> Pair:
    text = pair[side]
    text = text[:start] + (new.capitalize() if text[start].isupper() else new) + text[end:]
    return (text, pair[1]) if side == 0 else (pair[0], text)


def other_word(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace a long word by another one with the same ending."""
    pair, number = source.pairs[index], int(rng.integers(2))
    words = list(_LONG_WORD.finditer(pair[number]))
    if not words:
        return None
    word = words[int(rng.integers(len(words)))]
    others = _pool(source).endings[SIDES[number]].get(word[0][-2:], [])
    new = others[int(rng.integers(len(others)))] if others else fold_case(word[0])
    if new[:3] == fold_case(word[0])[:3] or _may_translate(*((new, pair[1]) if number == 0 else (pair[0], new))):
        return None
    return _replaced(pair, number, word.start(), word.end(), new)


def left_as_it_was(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Put the text of one side on both sides, unless it is nearly the same in both languages."""
    pair, side = source.pairs[index], int(rng.integers(2))
    one, two = (folded_text(text) for text in pair)
    if one == two or words_to_translate(pair[side])[0] == 0:
        return None
    return pair[side], pair[side]


def other_name(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace a kept name by another one."""
    pair, pairs = source.pairs[index], source.pool.pairs
    other = pairs[int(rng.integers(len(pairs)))][1]
    words = set(fold_case(pair[0]).split())
    return None if not words.isdisjoint(fold_case(other).split()) else (pair[0], other)


def other_part(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace one word of a kept name by that of another one."""
    pair, pairs = source.pairs[index], source.pool.pairs
    words, others = pair[1].split(), pairs[int(rng.integers(len(pairs)))][1].split()
    places = [place for place, word in enumerate(words) if word[:1].isupper()]
    if len(words) < 2 or not places or not others[-1][:1].isupper() or others[-1] in words:
        return None
    words[places[int(rng.integers(len(places)))]] = others[-1]
    return pair[0], " ".join(words)


def figures_swapped(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Swap two figures that follow each other, as in a result."""
    pair, side = source.pairs[index], int(rng.integers(2))
    figures = list(re.finditer(r"\d+", pair[side]))
    places = [place for place in range(len(figures) - 1) if figures[place][0] != figures[place + 1][0]]
    if not places:
        return None
    place = places[int(rng.integers(len(places)))]
    one, two, text = figures[place], figures[place + 1], pair[side]
    swapped = text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]
    return (swapped, pair[1]) if side == 0 else (pair[0], swapped)


SHORT_CORRUPTIONS: dict[str, Mapping[str, Corruption]] = {
    "short words": {
        "random": random, "related": related, "opposite": opposite, "other_word": other_word,
        "left_as_it_was": left_as_it_was,
    },
    "short phrases": {
        "random": random, "related": related, "opposite": opposite, "other_word": other_word,
        "left_as_it_was": left_as_it_was, "negation_flipped": negation_flipped,
    },
    "kept texts": {
        "other_name": other_name, "other_part": other_part, "number_changed": number_changed,
        "number_swapped": number_swapped, "figures_swapped": figures_swapped,
    },
}  # fmt: skip
