"""A bilingual dictionary of single words with translation probabilities in both directions.

scripts.training.lexicon learned it from sentence pairs and Wiktionary; its files are in `models/lexicon`. Entries are
dictionary forms; inflected forms are mapped to them by their endings (`tokens.find_lemma`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.tokenizer import concatenated_ranges
from aligner.errors import ModelMissingError
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.text.words.spellings import MIN_FUZZY_LETTERS, spelled_alike
from aligner.text.words.tokens import MAX_INFLECTED_LETTERS, Word, find_lemma, fold_case, strip_accents
from aligner.types import SIDES, Floats, Ints, Side
from aligner.weights import model_arrays, models_folder

TABLE_FILE = "translations.npz"
CACHE_SIZE = 1 << 17  # words of a side whose entries are cached
MIN_TRANSLATION_PROBABILITY = 0.015  # a less likely translation may be noise; similar spelling still covers the word
MAX_FUZZY_WORDS = 400  # words of a side whose spellings are compared for similarity; equality is always tested


class WordCoverage(NamedTuple):
    """The coverage of each word by the other side: (m,) and (n,) float32.

    The probability of the word's best translation there, 0 for none, 1 for a
    similar spelling; nan for function words and for words that are not in the
    lexicon.
    """

    en: Floats
    fr: Floats


class LexiconQuery(NamedTuple):
    """The words of one side of some pairs, pair after pair.

    Attributes
    ----------
    entries : (words,) lexicon entries; -1 for function words and unknown words
    spellings : (words,) indices of spellings without accents, shared by both sides; -1 for words not to look up
    sizes : (pairs,) number of words
    """

    entries: Ints
    spellings: Ints
    sizes: Ints

    @property
    def pair(self) -> Ints:
        """Return the index of the pair of each word."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


def entries_file(side: Side) -> str:
    """Return the name of the file that lists the entries of a side."""
    return f"words.{side}.txt"


class Lexicon:
    """The entries of both sides and the probability of each translation; `load_lexicon` returns the one of `models/`.

    Parameters
    ----------
    folder : Path
        Output of scripts.training.lexicon.
    cache_size : int
        Words of each side whose entries are cached.

    Raises
    ------
    ModelMissingError
        When the folder contains no lexicon, or a damaged one.
    """

    def __init__(self, folder: Path, *, cache_size: int = CACHE_SIZE) -> None:
        paths = {side: folder / entries_file(side) for side in SIDES}
        with model_arrays(folder / TABLE_FILE, f"no lexicon in {folder}", "scripts.training.lexicon") as arrays:
            self._starts, self._french = (arrays[name].astype(np.int64) for name in ("starts", "french"))
            self._ahead, self._back = (arrays[name].astype(np.float32) / 255 for name in ("ahead", "back"))
            self._frequencies: dict[Side, NDArray[np.uint8]] = {side: arrays[f"seen_{side}"] for side in SIDES}
            self._lemmas: dict[Side, list[str]] = {
                side: path.read_text(encoding="utf-8").split("\n")[:-1] for side, path in paths.items()
            }
        if not self._is_consistent():
            raise ModelMissingError(f"the parts of the lexicon in {folder} do not belong together")
        self._ids: dict[Side, dict[str, int]] = {
            side: dict(zip(lemmas, range(len(lemmas)), strict=True)) for side, lemmas in self._lemmas.items()
        }
        # Most texts share most of their words.
        self._cache_size = cache_size
        self._cache: dict[Side, dict[str, tuple[int, str]]] = {side: {} for side in SIDES}

    def _is_consistent(self) -> bool:
        sizes = {side: len(lemmas) for side, lemmas in self._lemmas.items()}
        return (
            len(self._starts) == sizes["en"] + 1
            and self._starts[0] == 0
            and int(np.diff(self._starts).min(initial=0)) >= 0
            and len(self._french) == len(self._ahead) == len(self._back) == int(self._starts[-1])
            and int(self._french.max(initial=-1)) < sizes["fr"]
            and all(len(self._frequencies[side]) == sizes[side] for side in SIDES)
        )

    def entry_id(self, folded: str, side: Side) -> int:
        """Return the entry of a folded word, or -1."""
        return self.look_up(folded, side)[0]

    def lemma(self, entry: int, side: Side) -> str:
        """Return the dictionary form of an entry."""
        return self._lemmas[side][entry]

    def look_up(self, folded: str, side: Side) -> tuple[int, str]:
        """Return the entry of a folded word, or -1, and the word without accents.

        The latter is empty for words that are no content words.
        """
        cache = self._cache[side]
        result = cache.get(folded)
        if result is None:
            is_content_word = len(folded) > 1 and folded not in FUNCTION_WORDS[side]
            result = (self._find_entry(folded, side), strip_accents(folded)) if is_content_word else (-1, "")
            if len(cache) >= self._cache_size:
                cache.clear()
            if len(folded) <= MAX_INFLECTED_LETTERS:
                cache[folded] = result
        return result

    def _find_entry(self, folded: str, side: Side) -> int:
        if (entry := self._ids[side].get(folded, -1)) >= 0:
            return entry
        lemma = find_lemma(folded, side, self._ids[side])
        if lemma is not None:
            return self._ids[side][lemma]
        lemma = find_lemma(strip_accents(folded), side, self._ids_without_accents[side])
        return -1 if lemma is None else self._ids_without_accents[side][lemma]

    @cached_property
    def _ids_without_accents(self) -> dict[Side, dict[str, int]]:
        """Index accented entries by their letters without accents; of several, the most frequent one."""
        ids: dict[Side, dict[str, int]] = {}
        for side in SIDES:
            frequencies = self._frequencies[side]
            accented = (
                (strip_accents(lemma), entry) for lemma, entry in self._ids[side].items() if not lemma.isascii()
            )
            ids[side] = dict(sorted(accented, key=lambda row: int(frequencies[row[1]])))
        return ids

    def frequency(self, folded: str, side: Side) -> int:
        """Estimate how many training sentences contain the word in any of its forms; 0 for an unknown word."""
        entry = self.entry_id(folded, side)
        return 0 if entry < 0 else round(2 ** (float(self._frequencies[side][entry]) / 8)) - 1

    def translations(self, word: str, side: Side, count: int = 5) -> list[tuple[str, float]]:
        """Return the most likely translations of a word and their probabilities, in descending order.

        Dictionary forms; an unknown word has none.
        """
        entry = self.entry_id(fold_case(word), side)
        if entry < 0:
            return []
        if side == "en":
            rows = np.arange(self._starts[entry], self._starts[entry + 1])
            others, probabilities = self._french[rows], self._ahead[rows]
        else:
            starts, order = self._rows_by_french
            rows = order[starts[entry] : starts[entry + 1]]
            others, probabilities = self._english[rows], self._back[rows]
        lemmas = self._lemmas["fr" if side == "en" else "en"]
        best = np.argsort(-probabilities, kind="stable")[:count]
        return [(lemmas[others[index]], round(float(probabilities[index]), 3)) for index in best]

    @cached_property
    def _english(self) -> Ints:
        return np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))

    @cached_property
    def _rows_by_french(self) -> tuple[Ints, Ints]:
        """Return where each French entry begins in the second array, and the rows in the order of French entries."""
        order = np.argsort(self._french, kind="stable")
        starts = np.searchsorted(self._french[order], np.arange(len(self._lemmas["fr"]) + 1))
        return starts, order

    def coverage(self, en: Sequence[Word], fr: Sequence[Word]) -> WordCoverage:
        """Return the coverage of each word of two texts by the other."""
        return self.coverage_of_pairs([(en, fr)])[0]

    def coverage_of_pairs(self, pairs: Sequence[tuple[Sequence[Word], Sequence[Word]]]) -> list[WordCoverage]:
        """Return the coverage of many pairs at a fraction of the cost of `coverage`."""
        spellings: dict[str, int] = {"": -1}
        queries = []
        for index, side in enumerate(SIDES):
            entries = [self.look_up(word.folded, side) for pair in pairs for word in pair[index]]
            queries.append(
                LexiconQuery(
                    np.array([entry for entry, _ in entries], np.int64),
                    np.array([spellings.setdefault(plain, len(spellings) - 1) for _, plain in entries], np.int64),
                    np.array([len(pair[index]) for pair in pairs], np.int64),
                )
            )
        coverage = self.coverage_of_queries(queries[0], queries[1], list(spellings)[1:])
        parts = (np.split(own, np.cumsum(query.sizes)[:-1]) for own, query in zip(coverage, queries, strict=True))
        return list(map(WordCoverage, *parts)) if pairs else []

    def coverage_of_queries(
        self, en: LexiconQuery, fr: LexiconQuery, spellings: Sequence[str]
    ) -> tuple[Floats, Floats]:
        """Return the coverage of all words of many pairs in one array per side.

        Parameters
        ----------
        en, fr : LexiconQuery
            Both sides of the pairs.
        spellings : sequence of str
            The spellings to which the queries refer.
        """
        left, right = self._translation_coverage([en.entries, fr.entries], [en.pair, fr.pair])
        _cover_by_spelling(en, fr, left, spellings)
        _cover_by_spelling(fr, en, right, spellings)
        return left, right

    def _translation_coverage(self, entries: list[Ints], pair: list[Ints]) -> list[Floats]:
        """Return the best translation probability of each word among the other words of its pair."""
        coverage = [np.where(own < 0, np.nan, 0).astype(np.float32) for own in entries]
        known = np.flatnonzero(entries[0] >= 0)
        english = entries[0][known]
        counts = self._starts[english + 1] - self._starts[english]
        rows = concatenated_ranges(self._starts[english], counts)
        words = np.repeat(known, counts)
        size = len(self._lemmas["fr"])
        known_there = np.flatnonzero(entries[1] >= 0)
        codes, code_of_word = np.unique(pair[1][known_there] * size + entries[1][known_there], return_inverse=True)
        if not (len(codes) and len(rows)):
            return coverage
        wanted = pair[0][words] * size + self._french[rows]
        position = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
        hit = codes[position] == wanted
        np.maximum.at(coverage[0], words[hit], self._ahead[rows[hit]])
        best = np.zeros(len(codes), np.float32)
        np.maximum.at(best, position[hit], self._back[rows[hit]])
        coverage[1][known_there] = best[code_of_word]
        return coverage


def _cover_by_spelling(own: LexiconQuery, other: LexiconQuery, coverage: Floats, spellings: Sequence[str]) -> None:
    """Set the coverage to 1 for words with a similar spelling on the other side, known or unknown."""
    uncovered = np.flatnonzero((own.spellings >= 0) & ~(coverage > MIN_TRANSLATION_PROBABILITY))
    there, size = other.spellings >= 0, len(spellings)
    pair, pair_there = own.pair, other.pair
    equal = np.isin(pair[uncovered] * size + own.spellings[uncovered], (pair_there * size + other.spellings)[there])
    coverage[uncovered[equal]] = 1
    starts = np.append(0, np.cumsum(other.sizes)).tolist()
    rest = uncovered[~equal]
    rest = rest[rest - (np.cumsum(own.sizes) - own.sizes)[pair[rest]] < MAX_FUZZY_WORDS]
    last_pair, candidates = -1, list[str]()
    for word, pair_index, number in zip(rest.tolist(), pair[rest].tolist(), own.spellings[rest].tolist(), strict=True):
        spelling = spellings[number]
        if len(spelling) < MIN_FUZZY_LETTERS:
            continue
        if pair_index != last_pair:
            start, end = starts[pair_index : pair_index + 2]
            numbers = other.spellings[start : min(end, start + MAX_FUZZY_WORDS)].tolist()
            last_pair = pair_index
            candidates = [spellings[candidate] for candidate in dict.fromkeys(numbers) if candidate >= 0]
        first = spelling[0]
        if any(spelled_alike(spelling, candidate) for candidate in candidates if candidate[0] == first):
            coverage[word] = 1


@cache
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Load the lexicon of `models/`, or another written by scripts.training.lexicon, once per process."""
    return Lexicon(folder or models_folder() / "lexicon")
