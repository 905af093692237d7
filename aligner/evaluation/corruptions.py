"""Corruptions of correct sentence pairs, for training and evaluating the confidence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from aligner.text.entities.names.find import find_names
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import is_content, tokenize
from aligner.types import SIDES, Side

Pair = tuple[str, str]  # English, French
_CHUNK_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"(?<!\w)\d[\d.,  \N{NARROW NO-BREAK SPACE}]*\d(?!\w)|(?<!\w)\d(?!\w)")
_OTHER_SCALE = {
    "million": "milliard", "millions": "milliards", "milliard": "million", "milliards": "millions",
    "milliers": "millions", "centaines": "milliers",
}  # fmt: skip
_SCALE_WORD = re.compile(rf"(?<!\w)(?:{'|'.join(_OTHER_SCALE)})(?!\w)")
_ENGLISH_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|does|did|do)\b"
    r"(?! (?:not|no|never)\b)"
)
_ENGLISH_NEGATION = re.compile(r" not\b|n['’]t\b")
_FRENCH_NEGATION = re.compile(r"\b(?:ne |n['’])(?P<verb>\w+)(?P<rest>(?: \w+)?) (?:pas|jamais)\b")
_FRENCH_VERB = re.compile(
    r"(?<![\w'’-])(?P<verb>est|sont|a|ont|était|étaient|avait|avaient|peut|peuvent|doit|doivent|sera|seront|va|vont|fait)\b"
    r"(?! (?:pas|jamais|plus|-))"
)
SPUN_SHARE = 0.75  # share of the words with a synonym that spinning replaces
MIN_WORDS = 8  # of a text, so that a part of it is still meaningful


def _name_words(text: str, side: Side) -> set[str]:
    """Return the words of the names of a text."""
    return {word for name in find_names(text, side) for word in name.folded.split() if len(word) > 2}


class SourceDocument(NamedTuple):
    """The pairs of a document, and the pool of its whole corpus."""

    pairs: Sequence[Pair]
    pool: SentencePool


class SentencePool:
    """All pairs of a corpus, with an index of their names."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.pairs = pairs

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """Map each word of a name to the indices of the pairs that have it on both sides."""
        indices: dict[str, list[int]] = defaultdict(list)
        for index, (en, fr) in enumerate(self.pairs):
            for word in sorted(_name_words(en, "en") & _name_words(fr, "fr")):
                indices[word].append(index)
        return dict(indices)

    @cached_property
    def french_names(self) -> list[str]:
        """Return the distinct names of the French texts."""
        return sorted({name.text for _, fr in self.pairs for name in find_names(fr, "fr") if len(name.text) > 3})


Corruption = Callable[[int, SourceDocument, np.random.Generator], "Pair | None"]


def with_side(side: int, pair: Pair, text: str | None) -> Pair | None:
    """Return the pair with another text on one side, or None if nothing changed."""
    if text is None or not text.strip() or text == pair[side]:
        return None
    return (text, pair[1]) if side == 0 else (pair[0], text)


def _pick(rng: np.random.Generator, matches: Sequence[re.Match[str]]) -> re.Match[str] | None:
    return matches[int(rng.integers(len(matches)))] if matches else None


def _replace_match(text: str, match: re.Match[str], replacement: str) -> str:
    return text[: match.start()] + replacement + text[match.end() :]


def random(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace the French text by a random one."""
    pairs = source.pool.pairs
    return with_side(1, source.pairs[index], pairs[int(rng.integers(len(pairs)))][1])


def neighbour(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace the French text by that of a neighbouring sentence."""
    near = [other for other in (index - 1, index + 1) if 0 <= other < len(source.pairs)]
    return with_side(1, source.pairs[index], source.pairs[near[int(rng.integers(len(near)))]][1]) if near else None


def truncated(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Cut the last third to half of a side."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    spans = list(_CHUNK_WORD.finditer(pair[side]))
    if len(spans) < MIN_WORDS:
        return None
    return with_side(side, pair, pair[side][: spans[int(len(spans) * rng.uniform(0.5, 0.67)) - 1].end()])


def appended(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Append half of the next sentence to a side."""
    if index + 1 >= len(source.pairs):
        return None
    side, pair = int(rng.integers(2)), source.pairs[index]
    following = source.pairs[index + 1][side]
    spans = list(_CHUNK_WORD.finditer(following))
    if len(spans) < MIN_WORDS:
        return None
    return with_side(side, pair, f"{pair[side]} {following[: spans[len(spans) // 2].start()].rstrip()}")


def number_changed(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace a digit by another one."""
    pair, side = source.pairs[index], int(rng.integers(2))
    match = _pick(rng, list(re.finditer(r"\d", pair[side])))
    if match is None:
        return None
    return with_side(side, pair, _replace_match(pair[side], match, str((int(match[0]) + int(rng.integers(1, 9))) % 10)))


def number_swapped(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Swap two neighbouring digits."""
    pair, side = source.pairs[index], int(rng.integers(2))
    match = _pick(rng, [m for m in re.finditer(r"(?=(\d)(\d))", pair[side]) if m[1] != m[2]])
    if match is None:
        return None
    text = pair[side]
    return with_side(side, pair, text[: match.start()] + match[2] + match[1] + text[match.start() + 2 :])


def number_scaled(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace million by milliard and the like, or multiply a number by ten."""
    pair = source.pairs[index]
    match = _pick(rng, list(_SCALE_WORD.finditer(pair[1])))
    if match:
        return with_side(1, pair, _replace_match(pair[1], match, _OTHER_SCALE[match[0]]))
    match = _pick(rng, [m for m in _NUMBER.finditer(pair[1]) if m[0].isdigit() and len(m[0]) < 4 and int(m[0])])
    return with_side(1, pair, _replace_match(pair[1], match, match[0] + "0")) if match else None


def name_swapped(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace a name that both sides share by another one in the French text."""
    pair = source.pairs[index]
    english = {name.folded for name in find_names(pair[0], "en")}
    shared = [name for name in find_names(pair[1], "fr") if name.folded in english and len(name.text) > 2]
    others = source.pool.french_names
    if not shared or not others:
        return None
    name, new = shared[int(rng.integers(len(shared)))], others[int(rng.integers(len(others)))]
    if name.text in new or new in pair[1]:
        return None
    return with_side(1, pair, pair[1][: name.start] + new + pair[1][name.end :])


def negation_flipped(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Add a negation to one side, or remove it."""
    pair = source.pairs[index]
    if rng.integers(2):
        match = _pick(rng, list(_ENGLISH_NEGATION.finditer(pair[0])))
        if match:
            return with_side(0, pair, _replace_match(pair[0], match, ""))
        match = _pick(rng, list(_ENGLISH_AUXILIARY.finditer(pair[0])))
        return with_side(0, pair, _replace_match(pair[0], match, f"{match[0]} not")) if match else None
    match = _pick(rng, list(_FRENCH_NEGATION.finditer(pair[1])))
    if match:
        return with_side(1, pair, _replace_match(pair[1], match, match["verb"] + match["rest"]))
    match = _pick(rng, list(_FRENCH_VERB.finditer(pair[1])))
    if not match:
        return None
    ne = "n'" if match[0][0] in "aeéou" else "ne "
    return with_side(1, pair, _replace_match(pair[1], match, f"{ne}{match[0]} pas"))


def word_order(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Shuffle the words of a side."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    words = pair[side].split()
    if len(words) < 6:
        return None
    return with_side(side, pair, " ".join(words[position] for position in rng.permutation(len(words))))


def untranslated(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Put the English text, or the French one, on both sides."""
    pair, side = source.pairs[index], int(rng.integers(2))
    return with_side(side, pair, pair[1 - side]) if len(pair[0].split()) > 5 else None


def partly_untranslated(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace the end of the French text by the end of the English one."""
    pair = source.pairs[index]
    parts = [text.split() for text in pair]
    if min(map(len, parts)) < MIN_WORDS:
        return None
    share = rng.uniform(0.4, 0.7)
    french, english = (round(len(part) * share) for part in (parts[1], parts[0]))
    return with_side(1, pair, " ".join([*parts[1][:french], *parts[0][english:]]))


def machine_loop(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Repeat a phrase, like a decoder in a loop."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    words = pair[side].split()
    if len(words) < 4:
        return None
    size, times = int(rng.integers(1, 5)), int(rng.integers(2, 5))
    start = int(rng.integers(max(1, len(words) - size)))
    phrase = words[start : start + size]
    return with_side(side, pair, " ".join([*words[: start + size], *(phrase * times), *words[start + size :]]))


def same_names(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace the French text by that of another sentence with a common name."""
    pair, pool = source.pairs[index], source.pool
    matches = [match for word in sorted(_name_words(pair[0], "en")) for match in pool.by_name.get(word, ())]
    others = [match for match in dict.fromkeys(matches) if pool.pairs[match] != pair]
    return with_side(1, pair, pool.pairs[others[int(rng.integers(len(others)))]][1]) if others else None


def synonyms(word: str, side: Side, forward: int = 3, back: int = 5) -> list[str]:
    """Find synonyms of a word by translating it forward and back; the word itself may be among them.

    Parameters
    ----------
    forward : int
        Number of translations of the word.
    back : int
        Number of translations back of each of these.
    """
    lexicon, other_side = load_lexicon(), SIDES[1 - SIDES.index(side)]
    return [
        synonym
        for translation, _ in lexicon.translations(word, side, forward)
        for synonym, _ in lexicon.translations(translation, other_side, back)
    ]


def spun(index: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Replace most words that have a synonym by one, like an article spinner."""
    side, pair = int(rng.integers(2)), source.pairs[index]
    language = SIDES[side]
    parts, changed, last = list[str](), 0, 0
    words = [word for word in tokenize(pair[side], language) if is_content(word, language) and word.text.islower()]
    for word in words:
        others = [other for other in synonyms(word.text, language) if other[:4] != word.folded[:4]]
        if others and rng.random() < SPUN_SHARE:
            parts += [pair[side][last : word.start], others[int(rng.integers(len(others)))]]
            last, changed = word.end, changed + 1
    if changed < max(2, len(words) / 3):
        return None
    return with_side(side, pair, "".join([*parts, pair[side][last:]]))


CORRUPTIONS: dict[str, Corruption] = {
    corruption.__name__: corruption
    for corruption in (
        random, neighbour, truncated, appended, number_changed, number_swapped, number_scaled, name_swapped,
        negation_flipped, word_order, untranslated, partly_untranslated, machine_loop, same_names, spun,
    )
}  # fmt: skip


class CorruptedPair(NamedTuple):
    """A pair, its corruption ("right" for none), and the index of the correct pair in the document."""

    pair: Pair
    corruption: str
    position: int


def corrupt_pairs(
    source: SourceDocument,
    rng: np.random.Generator,
    *,
    share: float = 1.0,
    corruptions: Mapping[str, Corruption] = CORRUPTIONS,
) -> Iterator[CorruptedPair]:
    """Yield the correct pairs of a document, and each corruption of a share of them."""
    for index, pair in enumerate(source.pairs):
        yield CorruptedPair(pair, "right", index)
        for name, corrupt in corruptions.items():
            if rng.random() < share and (corrupted := corrupt(index, source, rng)) is not None:
                yield CorruptedPair(corrupted, name, index)
