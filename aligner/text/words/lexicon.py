"""A dictionary of single words, English to French and back, with the probability of each translation.

It was learnt from translated sentences and from Wiktionary by scripts.training.lexicon and lies in `models/lexicon`.
Entries are dictionary forms; an inflected form is led back to its entry by its ending (tokens.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from aligner.encoders.tokenizer import ranges
from aligner.errors import ModelMissingError
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.text.words.tokens import LONGEST, Word, entry, fold_case, strip_accents
from aligner.types import SIDES, Side
from aligner.weights import model_arrays, models_folder

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
TABLE = "translations.npz"
REMEMBERED = 1 << 17  # words whose entries are kept at hand
LITTLE = 0.015  # a translation that is less likely may be a stray, and keeps no word from being covered by its spelling
MOST = 400  # words of a side that are compared by their spelling, but for equality
ALIKE = 80  # rapidfuzz ratio from which two spellings are one word's
SHORT = 5  # letters; shorter words resemble each other by chance
BEGUN = 6  # letters at least that two words share at their beginning, and
STEM = 0.7  # this part of the shorter one: commission, commissaire


class Coverage(NamedTuple):
    """How well the other side says each word: (m,) and (n,) float32.

    The probability of its best translation there, 0 for none, 1 for its own
    spelling; nan where nothing can be said: function words, and words that are
    not in the lexicon.
    """

    en: Floats
    fr: Floats


class LexiconQuery(NamedTuple):
    """Words of one side of some pairs, pair after pair.

    Attributes
    ----------
    entries : (words,) -1 for a word that has none, or that says nothing by itself
    spellings : (words,) equal for those spelt alike, but for accents, on either side; -1 for those not asked about
    sizes : (pairs,) words of each
    """

    entries: Ints
    spellings: Ints
    sizes: Ints

    @property
    def pair(self) -> Ints:
        """Of each word the pair."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


def words_file(side: Side) -> str:
    """The name of the list of a side's entries."""
    return f"words.{side}.txt"


class Lexicon:
    """Entries of both sides and the probability of each translation; `load_lexicon` gives the one of `models/`.

    Raises
    ------
    ModelMissingError
        When the folder holds no lexicon.
    """

    def __init__(self, folder: Path) -> None:
        paths = {side: folder / words_file(side) for side in SIDES}
        with model_arrays(folder / TABLE, f"no lexicon in {folder}", "scripts.training.lexicon") as arrays:
            self._starts, self._french = (arrays[name].astype(np.int64) for name in ("starts", "french"))
            self._ahead, self._back = (arrays[name].astype(np.float32) / 255 for name in ("ahead", "back"))
            self._seen: dict[Side, NDArray[np.uint8]] = {side: arrays[f"seen_{side}"] for side in SIDES}
            self._names: dict[Side, list[str]] = {
                side: path.read_text(encoding="utf-8").split("\n")[:-1] for side, path in paths.items()
            }
        if not self._fits():
            raise ModelMissingError(f"the parts of the lexicon in {folder} do not belong together")
        self._numbers: dict[Side, dict[str, int]] = {
            side: dict(zip(names, range(len(names)), strict=True)) for side, names in self._names.items()
        }
        # What was looked up before: the words of many texts are mostly the same few.
        self._known: dict[Side, dict[str, tuple[int, str]]] = {side: {} for side in SIDES}

    def _fits(self) -> bool:
        sizes = {side: len(names) for side, names in self._names.items()}
        return (
            len(self._starts) == sizes["en"] + 1
            and self._starts[0] == 0
            and int(np.diff(self._starts).min(initial=0)) >= 0
            and len(self._french) == len(self._ahead) == len(self._back) == int(self._starts[-1])
            and int(self._french.max(initial=-1)) < sizes["fr"]
            and all(len(self._seen[side]) == sizes[side] for side in SIDES)
        )

    def number(self, folded: str, side: Side) -> int:
        """The entry that a folded word belongs to, -1 if there is none."""
        return self.look_up(folded, side)[0]

    def name(self, number: int, side: Side) -> str:
        """The dictionary form of an entry."""
        return self._names[side][number]

    def look_up(self, folded: str, side: Side) -> tuple[int, str]:
        """The entry of a folded word, -1 if there is none, and the word without accents.

        That is empty for a word that says nothing by itself.
        """
        known = self._known[side]
        found = known.get(folded)
        if found is None:
            says = len(folded) > 1 and folded not in FUNCTION_WORDS[side]
            found = (self._find(folded, side), strip_accents(folded)) if says else (-1, "")
            if len(known) >= REMEMBERED:
                known.clear()
            if len(folded) <= LONGEST:
                known[folded] = found
        return found

    def _find(self, folded: str, side: Side) -> int:
        name = entry(folded, side, self._numbers[side])
        if name is not None:
            return self._numbers[side][name]
        name = entry(strip_accents(folded), side, self._bare[side])
        return -1 if name is None else self._bare[side][name]

    @cached_property
    def _bare(self) -> dict[Side, dict[str, int]]:
        """Entries without their accents, for texts that have none; of several the one that is read most."""
        found: dict[Side, dict[str, int]] = {}
        for side in SIDES:
            seen = self._seen[side]
            accented = ((strip_accents(name), at) for name, at in self._numbers[side].items() if not name.isascii())
            found[side] = dict(sorted(accented, key=lambda row: int(seen[row[1]])))
        return found

    def frequency(self, folded: str, side: Side) -> int:
        """About how many training sentences had the word in one of its forms; 0 for one that is not known."""
        number = self.number(folded, side)
        return 0 if number < 0 else round(2 ** (float(self._seen[side][number]) / 8)) - 1

    def translations(self, word: str, side: Side, count: int = 5) -> list[tuple[str, float]]:
        """The usual translations of a word, dictionary forms, the likeliest first; none for a word it does not know."""
        number = self.number(fold_case(word), side)
        if number < 0:
            return []
        if side == "en":
            rows = np.arange(self._starts[number], self._starts[number + 1])
            others, chances = self._french[rows], self._ahead[rows]
        else:
            rows = self._of_french[1][slice(*self._of_french[0][number : number + 2])]
            others, chances = self._english[rows], self._back[rows]
        names = self._names["fr" if side == "en" else "en"]
        best = np.argsort(-chances, kind="stable")[:count]
        return [(names[others[at]], round(float(chances[at]), 3)) for at in best]

    @cached_property
    def _english(self) -> Ints:
        return np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))

    @cached_property
    def _of_french(self) -> tuple[Ints, Ints]:
        """Where the rows of each French entry begin in the second array, the rows by their French."""
        order = np.argsort(self._french, kind="stable")
        starts = np.searchsorted(self._french[order], np.arange(len(self._names["fr"]) + 1))
        return starts, order

    def covered(self, en: Sequence[Word], fr: Sequence[Word]) -> Coverage:
        """How well each word is said on the other side."""
        return self.covered_many([(en, fr)])[0]

    def covered_many(self, pairs: Sequence[tuple[Sequence[Word], Sequence[Word]]]) -> list[Coverage]:
        """`covered` of many pairs, at a fraction of the cost."""
        spelt: dict[str, int] = {"": -1}
        sides = []
        for at, side in enumerate(SIDES):
            found = [self.look_up(word[1], side) for pair in pairs for word in pair[at]]
            entries = np.array([number for number, _ in found], np.int64)
            spellings = np.array([spelt.setdefault(plain, len(spelt) - 1) for _, plain in found], np.int64)
            sides.append(LexiconQuery(entries, spellings, np.array([len(pair[at]) for pair in pairs], np.int64)))
        shares = self.shares(sides[0], sides[1], list(spelt)[1:])
        parts = (np.split(own, np.cumsum(side.sizes)[:-1]) for own, side in zip(shares, sides, strict=True))
        return list(map(Coverage, *parts)) if pairs else []

    def shares(self, en: LexiconQuery, fr: LexiconQuery, names: Sequence[str]) -> tuple[Floats, Floats]:
        """`covered` of all words of many pairs, side by side.

        Parameters
        ----------
        names : the spellings by their numbers
        """
        left, right = self._joined([en.entries, fr.entries], [en.pair, fr.pair])
        _spelt(en, fr, left, names)
        _spelt(fr, en, right, names)
        return left, right

    def _joined(self, numbers: list[Ints], pair: list[Ints]) -> list[Floats]:
        """The best probability of each word among the words of the other side of its pair."""
        shares = [np.where(own < 0, np.nan, 0).astype(np.float32) for own in numbers]
        left = np.flatnonzero(numbers[0] >= 0)
        entries = numbers[0][left]
        counts = self._starts[entries + 1] - self._starts[entries]
        rows = ranges(self._starts[entries], counts)
        words = np.repeat(left, counts)
        size = len(self._names["fr"])
        there = np.flatnonzero(numbers[1] >= 0)
        codes, places = np.unique(pair[1][there] * size + numbers[1][there], return_inverse=True)
        if not (len(codes) and len(rows)):
            return shares
        wanted = pair[0][words] * size + self._french[rows]
        at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
        hit = codes[at] == wanted
        np.maximum.at(shares[0], words[hit], self._ahead[rows[hit]])
        best = np.zeros(len(codes), np.float32)
        np.maximum.at(best, at[hit], self._back[rows[hit]])
        shares[1][there] = best[places]
        return shares


def _spelt(own: LexiconQuery, other: LexiconQuery, shares: Floats, names: Sequence[str]) -> None:
    """Cover the words that the other side spells alike, known or not."""
    open = np.flatnonzero((own.spellings >= 0) & ~(shares > LITTLE))
    there, room = other.spellings >= 0, len(names)
    pair, pair_there = own.pair, other.pair
    equal = np.isin(pair[open] * room + own.spellings[open], (pair_there * room + other.spellings)[there])
    shares[open[equal]] = 1
    begins = np.append(0, np.cumsum(other.sizes)).tolist()
    rest = open[~equal]
    near = rest - (np.cumsum(own.sizes) - own.sizes)[pair[rest]] < MOST
    before, rivals = -1, list[str]()
    for at, number, word in zip(
        rest[near].tolist(), pair[rest[near]].tolist(), own.spellings[rest[near]].tolist(), strict=True
    ):
        name = names[word]
        if len(name) < SHORT:
            continue
        if number != before:
            begin, end = begins[number : number + 2]
            some = other.spellings[begin : min(end, begin + MOST)].tolist()
            before, rivals = number, [names[each] for each in dict.fromkeys(some) if each >= 0]
        first = name[0]
        if any(alike(name, rival) for rival in rivals if rival[0] == first):
            shares[at] = 1


def alike(left: str, right: str) -> bool:
    """Whether two folded words without accents are spelt so much alike that they are taken for one: names, cognates."""
    if left == right:
        return True
    least = min(len(left), len(right))
    if least < SHORT:
        return False
    begun = max(BEGUN, math.ceil(STEM * least))
    return (least >= begun and left[:begun] == right[:begun]) or fuzz.ratio(left, right, score_cutoff=ALIKE) > 0


@cache
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Read `lexicon` of `models/`, once, or another written by scripts.training.lexicon."""
    return Lexicon(folder or models_folder() / "lexicon")
