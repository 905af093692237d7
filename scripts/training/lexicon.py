"""Learn the word lexicon and write its folder.

    python -m scripts.training.lexicon ../shared/data -o models/lexicon

Links between the words of translated sentences (scripts/fitting/ibm_model1.py) are counted and combined with the
translations in Wiktionary, which weigh more for words with fewer links. Nothing is random: the same data give the
same bytes.
"""

from __future__ import annotations

import argparse
import lzma
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.languages.inflection import FUNCTION_WORDS, IRREGULAR
from aligner.text.words.tokens import find_lemma, lemma_candidates, tokenize
from aligner.types import SIDES, Doubles, Ints, Side
from scripts.datasets.corpora import MIXTURE
from scripts.fitting.ibm_model1 import Bags, LinkCounts, count_links
from scripts.training.lexicon_export import TranslationTable, write_folder

WIKTIONARY = "wiktionary.en-fr"
EXCLUDED_PARTS_OF_SPEECH = {"prefix", "suffix", "abbr", "initialism", "acronym", "proverb"}
MAX_WORDS = 60  # of a side; longer ones are tables and lists
MAX_ENTRY_WORDS = 4  # of a side of a Wiktionary entry
WIKTIONARY_WEIGHT = 20  # links that weigh as much as the translations in Wiktionary
MAX_LINK_SHARE = 0.75  # of a word's probabilities that comes from links, however many
INHERITED_SHARE = 0.3  # of a verb's probabilities, for a form that has an entry of its own
MAX_MINOR_LINES = 2  # in Wiktionary, of a form that may still be reduced to another
MIN_LINKS = 1.0  # of a pair that is not in Wiktionary; fewer are chance
MIN_COUNT = 3  # of a word that others may be reduced to


class TrainingWords(NamedTuple):
    """Parallel lists of folded words, and the single-word pairs of Wiktionary with their number of editions."""

    en: list[list[str]]
    fr: list[list[str]]
    single: Counter[tuple[str, str]]


def read_words(data: Path) -> tuple[TrainingWords, dict[str, int]]:
    """Read the words of sentence pairs and Wiktionary entries, and return them with the sizes of the corpora."""
    words, sizes = TrainingWords([], [], Counter()), {}
    for name, corpus in MIXTURE.items():
        before = len(words.en)
        if name == WIKTIONARY:
            _read_entries(data / "lexicon" / f"{name}.tsv.xz", words)
        else:
            _read_sentences(data / "train" / f"{name}.tsv.xz", min(1.0, corpus.times), words)
        sizes[name] = len(words.en) - before
    return words, sizes


def _read_fields(path: Path) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        yield from (line.rstrip("\n").split("\t") for line in lines)


def _read_sentences(path: Path, share: float, words: TrainingWords) -> None:
    """Add distinct pairs, evenly spread over the file, so that each document of a long corpus is read in part."""
    distinct = list(dict.fromkeys((row[0], row[1]) for row in _read_fields(path)))
    for number in range(round(len(distinct) * share)):
        pair = distinct[int(number / share)]
        en, fr = (_content_words(text, side) for text, side in zip(pair, SIDES, strict=True))
        if 0 < len(en) <= MAX_WORDS and 0 < len(fr) <= MAX_WORDS:
            words.en.append(en)
            words.fr.append(fr)


def _read_entries(path: Path, words: TrainingWords) -> None:
    for english, french, part_of_speech, _, editions in _read_fields(path):
        en, fr = _content_words(english, "en"), _content_words(french, "fr")
        if not (0 < len(en) <= MAX_ENTRY_WORDS and 0 < len(fr) <= MAX_ENTRY_WORDS):
            continue
        if part_of_speech in EXCLUDED_PARTS_OF_SPEECH or ":" in english:
            continue
        words.en.append(en)
        words.fr.append(fr)
        if len(en) == len(fr) == 1:
            words.single[en[0], fr[0]] += 1 + editions.count("+")


def _content_words(text: str, side: Side) -> list[str]:
    stop = FUNCTION_WORDS[side]
    return [word.folded for word in tokenize(text, side) if len(word.folded) > 1 and word.folded not in stop]


def assign_entries(sentences: list[list[str]], listed: dict[str, Counter[str]], side: Side) -> dict[str, str]:
    """Return the entry of each word: a dictionary form, or the nearest form among those that were read."""
    counts = Counter(word for words in sentences for word in words)
    common = {word for word, count in counts.items() if count >= MIN_COUNT}
    lemmas = {word for word in listed if not _is_inflected(word, listed, side)}
    return {word: find_lemma(word, side, lemmas) or find_lemma(word, side, common - {word}) or word for word in counts}


def _is_inflected(word: str, listed: dict[str, Counter[str]], side: Side) -> bool:
    """Return whether Wiktionary lists only a plural or participle: few translations, or those of another form."""
    endings = ("s", "ed", "ing") if side == "en" else ("s", "x", "é", "ée", "és", "ées")
    if not word.endswith(endings) and word not in IRREGULAR[side]:
        return False
    other: Side = "fr" if side == "en" else "en"
    lines = listed[word].total()
    for form in islice(lemma_candidates(word, side), 1, None):
        if form in listed and listed[form].total() >= max(MAX_MINOR_LINES + 1, 2 * lines):
            known = {lemma for name in listed[form] for lemma in lemma_candidates(name, other)}
            same = sum(not known.isdisjoint(lemma_candidates(name, other)) for name in listed[word])
            if lines <= MAX_MINOR_LINES or 2 * same >= len(listed[word]):
                return True
    return False


def make_bags(sentences: list[list[str]], entries: dict[str, str]) -> tuple[Bags, list[str]]:
    """Return the sentences as sets of entry numbers, and the entries in alphabetical order."""
    names = sorted(set(entries.values()))
    numbers = {name: number for number, name in enumerate(names)}
    by_word = {word: numbers[name] for word, name in entries.items()}
    sets = [sorted({by_word[word] for word in words}) for words in sentences]
    offsets = np.cumsum([0, *map(len, sets)])
    return Bags(np.array([number for own in sets for number in own], np.int64), offsets, len(names)), names


def combine_sources(counts: LinkCounts, single: LinkCounts, sizes: tuple[int, int]) -> TranslationTable:
    """Return the probabilities in both directions of all pairs that were linked or are in Wiktionary."""
    kept = counts.links >= MIN_LINKS
    codes = [source.en * sizes[1] + source.fr for source in (counts, single)]
    union = np.union1d(codes[0][kept], codes[1])
    en, fr = union // sizes[1], union % sizes[1]
    linked, listed = np.zeros(len(union)), np.zeros(len(union))
    linked[np.searchsorted(union, codes[0][kept])] = counts.links[kept]
    listed[np.searchsorted(union, codes[1])] = single.links
    ahead, back = (_interpolate(linked, listed, given) for given in (en, fr))
    return TranslationTable(en, fr, ahead, back)


def _interpolate(linked: Doubles, listed: Doubles, given: Ints) -> Doubles:
    """Interpolate the relative frequencies of links and of Wiktionary's entries, given the word of each pair."""
    totals = [np.bincount(given, counts) for counts in (linked, listed)]
    weight = np.minimum(totals[0] / (totals[0] + WIKTIONARY_WEIGHT), MAX_LINK_SHARE)
    weight = np.where(totals[1] > 0, weight, totals[0] / (totals[0] + 0.5))
    from_links, from_entries = (
        counts / np.maximum(total, 1e-9)[given] for counts, total in zip((linked, listed), totals, strict=True)
    )
    return np.asarray(weight[given] * from_links + (1 - weight[given]) * from_entries)


def inherit_from_verbs(
    table: TranslationTable, names: tuple[list[str], list[str]], frequencies: tuple[Ints, Ints]
) -> TranslationTable:
    """Give forms with an entry of their own, such as "declared", part of the probabilities of their verb."""
    for side in range(2):
        own = table[side]
        order = np.argsort(own, kind="stable")
        rows, heirs = [], []
        numbers = {name: number for number, name in enumerate(names[side])}
        irregular = [numbers[name] for name in IRREGULAR[SIDES[side]] if name in numbers]
        for name, form in numbers.items():
            if verb := _verb_of(name, SIDES[side], numbers):
                first, last = np.searchsorted(own[order], [numbers[verb], numbers[verb] + 1])
                rows.append(order[first:last])
                heirs.append(np.full(last - first, form))
        inherited = np.concatenate(rows)
        words = [table.en[inherited], table.fr[inherited]]
        words[side] = np.concatenate(heirs)
        # Frequent forms have links that show what they mean; those of "rose" or "left" show too little of the verb.
        rarity = WIKTIONARY_WEIGHT / (WIKTIONARY_WEIGHT + frequencies[side][words[side]])
        weight = INHERITED_SHARE * np.where(np.isin(words[side], irregular), 1, rarity)
        more = TranslationTable(words[0], words[1], weight * table.ahead[inherited], weight * table.back[inherited])
        table = _merge_tables(table, more, len(names[1]))
    return table


def _merge_tables(table: TranslationTable, more: TranslationTable, size: int) -> TranslationTable:
    """Return the pairs of both tables, each with the larger of its probabilities."""
    both = [np.concatenate(parts) for parts in zip(table, more, strict=True)]
    codes, index = np.unique(both[0] * size + both[1], return_inverse=True)
    merged = np.zeros((2, len(codes)))
    for column, probabilities in zip(merged, both[2:], strict=True):
        np.maximum.at(column, index, probabilities)
    return TranslationTable(codes // size, codes % size, merged[0], merged[1])


def _verb_of(name: str, side: Side, known: dict[str, int]) -> str | None:
    """Find the verb that an entry may be a form of; endings of nouns would make "news" a form of "new"."""
    if side == "en" and not name.endswith(("ed", "ing")) and name not in IRREGULAR[side]:
        return None
    ends = "" if side == "en" else ("er", "ir", "re")
    others = (form for form in islice(lemma_candidates(name, side), 1, None) if form.endswith(ends))
    return next((form for form in others if form in known), None)


def learn(
    words: TrainingWords, options: argparse.Namespace
) -> tuple[TranslationTable, tuple[list[str], list[str]], tuple[Ints, Ints]]:
    """Return the table, the entries of both sides, and how many sentences have each."""
    listings: tuple[dict[str, Counter[str]], ...] = {}, {}
    for (english, french), count in words.single.items():
        listings[0].setdefault(english, Counter())[french] += count
        listings[1].setdefault(french, Counter())[english] += count
    entries = [assign_entries(own, listed, side) for own, listed, side in zip(words[:2], listings, SIDES, strict=True)]
    (en, left), (fr, right) = (make_bags(own, names) for own, names in zip(words[:2], entries, strict=True))
    counts = count_links(en, fr, max_candidates=options.candidates, rounds=options.rounds)
    numbers = [{name: number for number, name in enumerate(names)} for names in (left, right)]
    pairs: Counter[tuple[int, int]] = Counter()
    for (english, french), editions in words.single.items():
        pairs[numbers[0][entries[0][english]], numbers[1][entries[1][french]]] += editions
    codes = np.array(sorted(pairs), np.int64)
    single = LinkCounts(
        codes[:, 0], codes[:, 1], np.array([float(pairs[english, french]) for english, french in codes.tolist()])
    )
    frequencies = np.bincount(en.words, minlength=en.size), np.bincount(fr.words, minlength=fr.size)
    table = inherit_from_verbs(combine_sources(counts, single, (en.size, fr.size)), (left, right), frequencies)
    return table, (left, right), frequencies


def main() -> None:
    """Read the corpora, learn the lexicon and write its folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/lexicon"))
    parser.add_argument("--candidates", type=int, default=40, help="most candidate translations of a word")
    parser.add_argument("--rounds", type=int, default=8, help="rounds of expectation and maximisation")
    options = parser.parse_args()
    started = time.time()
    words, sizes = read_words(options.data)
    print(f"{len(words.en)} pairs read in {time.time() - started:.0f} s", flush=True)
    table, names, frequencies = learn(words, options)
    print(f"{len(table.en)} pairs of words in {time.time() - started:.0f} s", flush=True)
    weights = {"doubt": WIKTIONARY_WEIGHT, "share": MAX_LINK_SHARE, "carried": INHERITED_SHARE}
    write_folder(options.output, (table, names, frequencies), {**vars(options), **weights, "sizes": sizes})


if __name__ == "__main__":
    main()
