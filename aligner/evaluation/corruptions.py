"""Wrong pairs made of right ones, each by a recipe of its own: what the confidence is trained and measured on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from aligner.text.entities.names import names
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import is_content, tokens
from aligner.types import SIDES, Side

Pair = tuple[str, str]  # English, French
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FIGURES = re.compile(r"(?<!\w)\d[\d.,  \N{NARROW NO-BREAK SPACE}]*\d(?!\w)|(?<!\w)\d(?!\w)")
_SCALES = {
    "million": "milliard", "millions": "milliards", "milliard": "million", "milliards": "millions",
    "milliers": "millions", "centaines": "milliers",
}  # fmt: skip
_SCALE = re.compile(rf"(?<!\w)(?:{'|'.join(_SCALES)})(?!\w)")
_VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|does|did|do)\b"
    r"(?! (?:not|no|never)\b)"
)
_NOT = re.compile(r" not\b|n['’]t\b")
_NE = re.compile(r"\b(?:ne |n['’])(?P<verb>\w+)(?P<rest>(?: \w+)?) (?:pas|jamais)\b")
_FRENCH_VERBS = re.compile(
    r"(?<![\w'’-])(?P<verb>est|sont|a|ont|était|étaient|avait|avaient|peut|peuvent|doit|doivent|sera|seront|va|vont|fait)\b"
    r"(?! (?:pas|jamais|plus|-))"
)
SPUN = 0.75  # of the words for which a spinner knows another, the share that it replaces
_LEAST = 8  # words of a text of which a part still says something


def _named(text: str, side: Side) -> set[str]:
    """The words of the names of a text."""
    return {word for name in names(text, side) for word in name.folded.split() if len(word) > 2}


class SourceDocument(NamedTuple):
    """A document's pairs, and all pairs of its corpus."""

    pairs: Sequence[Pair]
    corpus: SentencePool


class SentencePool:
    """All pairs of a corpus, and in which of them each name stands."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.pairs = pairs

    @cached_property
    def named(self) -> dict[str, list[int]]:
        """Places of the pairs in which both sides have a name, by its words."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, (en, fr) in enumerate(self.pairs):
            for word in sorted(_named(en, "en") & _named(fr, "fr")):
                found[word].append(at)
        return dict(found)

    @cached_property
    def spelt(self) -> list[str]:
        """Names as French texts spell them, each once."""
        return sorted({name.text for _, fr in self.pairs for name in names(fr, "fr") if len(name.text) > 3})


Recipe = Callable[[int, SourceDocument, np.random.Generator], "Pair | None"]


def _other(side: int, pair: Pair, text: str | None) -> Pair | None:
    """The pair with another text on one side, if it is another."""
    if text is None or not text.strip() or text == pair[side]:
        return None
    return (text, pair[1]) if side == 0 else (pair[0], text)


def _pick(rng: np.random.Generator, found: Sequence[re.Match[str]]) -> re.Match[str] | None:
    return found[int(rng.integers(len(found)))] if found else None


def _replaced(text: str, match: re.Match[str], by: str) -> str:
    return text[: match.start()] + by + text[match.end() :]


def random(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """A French sentence from anywhere."""
    pairs = source.corpus.pairs
    return _other(1, source.pairs[at], pairs[int(rng.integers(len(pairs)))][1])


def neighbour(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """The French of a sentence next to it."""
    near = [place for place in (at - 1, at + 1) if 0 <= place < len(source.pairs)]
    return _other(1, source.pairs[at], source.pairs[near[int(rng.integers(len(near)))]][1]) if near else None


def truncated(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """The last third to half of a side is missing."""
    side, pair = int(rng.integers(2)), source.pairs[at]
    spans = list(_WORD.finditer(pair[side]))
    if len(spans) < _LEAST:
        return None
    return _other(side, pair, pair[side][: spans[int(len(spans) * rng.uniform(0.5, 0.67)) - 1].end()])


def appended(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Half of the next sentence hangs on a side."""
    if at + 1 >= len(source.pairs):
        return None
    side, pair = int(rng.integers(2)), source.pairs[at]
    following = source.pairs[at + 1][side]
    spans = list(_WORD.finditer(following))
    if len(spans) < _LEAST:
        return None
    return _other(side, pair, f"{pair[side]} {following[: spans[len(spans) // 2].start()].rstrip()}")


def number_changed(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """One figure of a number is another."""
    pair, side = source.pairs[at], int(rng.integers(2))
    match = _pick(rng, list(re.finditer(r"\d", pair[side])))
    if match is None:
        return None
    return _other(side, pair, _replaced(pair[side], match, str((int(match[0]) + int(rng.integers(1, 9))) % 10)))


def number_swapped(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Two figures that follow each other have changed places."""
    pair, side = source.pairs[at], int(rng.integers(2))
    match = _pick(rng, [m for m in re.finditer(r"(?=(\d)(\d))", pair[side]) if m[1] != m[2]])
    if match is None:
        return None
    text = pair[side]
    return _other(side, pair, text[: match.start()] + match[2] + match[1] + text[match.start() + 2 :])


def number_scaled(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Million is milliard, or a number ten times as large."""
    pair = source.pairs[at]
    match = _pick(rng, list(_SCALE.finditer(pair[1])))
    if match:
        return _other(1, pair, _replaced(pair[1], match, _SCALES[match[0]]))
    match = _pick(rng, [m for m in _FIGURES.finditer(pair[1]) if m[0].isdigit() and len(m[0]) < 4 and int(m[0])])
    return _other(1, pair, _replaced(pair[1], match, match[0] + "0")) if match else None


def name_swapped(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """A name that both sides have is another one in French."""
    pair = source.pairs[at]
    told = {name.folded for name in names(pair[0], "en")}
    both = [name for name in names(pair[1], "fr") if name.folded in told and len(name.text) > 2]
    some = source.corpus.spelt
    if not both or not some:
        return None
    name, new = both[int(rng.integers(len(both)))], some[int(rng.integers(len(some)))]
    if name.text in new or new in pair[1]:
        return None
    return _other(1, pair, pair[1][: name.start] + new + pair[1][name.end :])


def negation_flipped(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """One side denies what the other says."""
    pair = source.pairs[at]
    if rng.integers(2):
        match = _pick(rng, list(_NOT.finditer(pair[0])))
        if match:
            return _other(0, pair, _replaced(pair[0], match, ""))
        match = _pick(rng, list(_VERBS.finditer(pair[0])))
        return _other(0, pair, _replaced(pair[0], match, f"{match[0]} not")) if match else None
    match = _pick(rng, list(_NE.finditer(pair[1])))
    if match:
        return _other(1, pair, _replaced(pair[1], match, match["verb"] + match["rest"]))
    match = _pick(rng, list(_FRENCH_VERBS.finditer(pair[1])))
    if not match:
        return None
    ne = "n'" if match[0][0] in "aeéou" else "ne "
    return _other(1, pair, _replaced(pair[1], match, f"{ne}{match[0]} pas"))


def word_order(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """The words of a side stand in any order."""
    side, pair = int(rng.integers(2)), source.pairs[at]
    words = pair[side].split()
    if len(words) < 6:
        return None
    return _other(side, pair, " ".join(words[place] for place in rng.permutation(len(words))))


def untranslated(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """English, or French, on both sides."""
    pair, side = source.pairs[at], int(rng.integers(2))
    return _other(side, pair, pair[1 - side]) if len(pair[0].split()) > 5 else None


def partly_untranslated(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """French begins, and English goes on."""
    pair = source.pairs[at]
    parts = [text.split() for text in pair]
    if min(map(len, parts)) < _LEAST:
        return None
    share = rng.uniform(0.4, 0.7)
    begun, rest = (round(len(part) * share) for part in (parts[1], parts[0]))
    return _other(1, pair, " ".join([*parts[1][:begun], *parts[0][rest:]]))


def machine_loop(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """A phrase comes again and again, as from a decoder that is stuck."""
    side, pair = int(rng.integers(2)), source.pairs[at]
    words = pair[side].split()
    if len(words) < 4:
        return None
    size, times = int(rng.integers(1, 5)), int(rng.integers(2, 5))
    start = int(rng.integers(max(1, len(words) - size)))
    phrase = words[start : start + size]
    return _other(side, pair, " ".join([*words[: start + size], *(phrase * times), *words[start + size :]]))


def same_names(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """The French of another sentence that has a name in common."""
    pair, corpus = source.pairs[at], source.corpus
    places = [place for word in sorted(_named(pair[0], "en")) for place in corpus.named.get(word, ())]
    others = [place for place in dict.fromkeys(places) if corpus.pairs[place] != pair]
    return _other(1, pair, corpus.pairs[others[int(rng.integers(len(others)))]][1]) if others else None


def synonyms(word: str, side: Side, usual: int = 3, back: int = 5) -> list[str]:
    """Translations back of the usual translations of a word, as a dictionary has them; itself may be among them."""
    lexicon, there = load_lexicon(), SIDES[1 - SIDES.index(side)]
    return [
        other
        for name, _ in lexicon.translations(word, side, usual)
        for other, _ in lexicon.translations(name, there, back)
    ]


def spun(at: int, source: SourceDocument, rng: np.random.Generator) -> Pair | None:
    """Most words that have one are a synonym of a dictionary, as article spinners choose it."""
    side, pair = int(rng.integers(2)), source.pairs[at]
    here = SIDES[side]
    made, changed, last = [], 0, 0
    words = [word for word in tokens(pair[side], here) if is_content(word, here) and word.text.islower()]
    for word in words:
        others = [other for other in synonyms(word.text, here) if other[:4] != word.folded[:4]]
        if others and rng.random() < SPUN:
            made += [pair[side][last : word.start], others[int(rng.integers(len(others)))]]
            last, changed = word.end, changed + 1
    if changed < max(2, len(words) / 3):
        return None
    return _other(side, pair, "".join([*made, pair[side][last:]]))


RECIPES: dict[str, Recipe] = {
    recipe.__name__: recipe
    for recipe in (
        random, neighbour, truncated, appended, number_changed, number_swapped, number_scaled, name_swapped,
        negation_flipped, word_order, untranslated, partly_untranslated, machine_loop, same_names, spun,
    )
}  # fmt: skip


class Case(NamedTuple):
    """A pair, which recipe made it ("right" for none), and where the right one stands among the pairs."""

    pair: Pair
    recipe: str
    at: int


def cases(source: SourceDocument, rng: np.random.Generator, *, share: float = 1.0) -> Iterator[Case]:
    """The right pairs of a document, and of a share of them what each recipe makes of it."""
    for at, pair in enumerate(source.pairs):
        yield Case(pair, "right", at)
        for name, recipe in RECIPES.items():
            if rng.random() < share and (made := recipe(at, source, rng)) is not None:
                yield Case(made, name, at)
