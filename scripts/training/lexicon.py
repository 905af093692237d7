"""Learn the word lexicon and write its folder.

    python -m scripts.training.lexicon ../shared/data -o models/lexicon

Links between the words of translated sentences (ibm_model.py) are counted, and what Wiktionary has is mixed in: the
fewer links a word has, the more Wiktionary says. No draw of chance: the same data give the same bytes.
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
from numpy.typing import NDArray

from aligner.languages.inflection import FUNCTION_WORDS, IRREGULAR
from aligner.text.words.tokens import entry, forms, tokens
from aligner.types import SIDES, Side
from scripts.datasets.corpora import MIXTURE
from scripts.fitting.ibm_model1 import Bags, Counts, links
from scripts.training.lexicon_export import Table, write

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]
WIKTIONARY = "wiktionary.en-fr"
NO_WORDS = {"prefix", "suffix", "abbr", "initialism", "acronym", "proverb"}
LONGEST = 60  # words of a side that are read; longer ones are tables and lists
DOUBT = 20  # links that weigh as much as what Wiktionary has
SHARE = 0.75  # of the links at most, however many
CARRIED = 0.3  # of a verb's translations, for a form that has an entry of its own
FEW = 2  # lines in Wiktionary that do not keep a form from being led back to another
LEAST = 1.0  # links without which a pair that is not in Wiktionary is chance


class Rows(NamedTuple):
    """Pairs of lists of folded words, and the pairs of single words that Wiktionary has, with how many editions."""

    en: list[list[str]]
    fr: list[list[str]]
    single: Counter[tuple[str, str]]


def read(data: Path) -> tuple[Rows, dict[str, int]]:
    """The words of the sentence pairs and of Wiktionary's entries, and the sizes of the corpora."""
    rows, sizes = Rows([], [], Counter()), {}
    for name, corpus in MIXTURE.items():
        before = len(rows.en)
        if name == WIKTIONARY:
            _entries(data / "lexicon" / f"{name}.tsv.xz", rows)
        else:
            _sentences(data / "train" / f"{name}.tsv.xz", min(1.0, corpus.times), rows)
        sizes[name] = len(rows.en) - before
    return rows, sizes


def _lines(path: Path) -> Iterator[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        yield from (line.rstrip("\n").split("\t") for line in lines)


def _sentences(path: Path, share: float, rows: Rows) -> None:
    """Distinct pairs, evenly spread over the file: each document of a long corpus is read in part."""
    distinct = list(dict.fromkeys((row[0], row[1]) for row in _lines(path)))
    for at in range(round(len(distinct) * share)):
        en, fr = (_words(text, side) for text, side in zip(distinct[int(at / share)], SIDES, strict=True))
        if 0 < len(en) <= LONGEST and 0 < len(fr) <= LONGEST:
            rows.en.append(en)
            rows.fr.append(fr)


def _entries(path: Path, rows: Rows) -> None:
    for english, french, kind, _, editions in _lines(path):
        en, fr = _words(english, "en"), _words(french, "fr")
        if kind in NO_WORDS or not (0 < len(en) <= 4 and 0 < len(fr) <= 4) or ":" in english:
            continue
        rows.en.append(en)
        rows.fr.append(fr)
        if len(en) == len(fr) == 1:
            rows.single[en[0], fr[0]] += 1 + editions.count("+")


def _words(text: str, side: Side) -> list[str]:
    stop = FUNCTION_WORDS[side]
    return [word.folded for word in tokens(text, side) if len(word.folded) > 1 and word.folded not in stop]


def keys(sentences: list[list[str]], listed: dict[str, Counter[str]], side: Side) -> dict[str, str]:
    """The entry of each word: a dictionary form, or the form that it is nearest to among those that are read."""
    counts = Counter(word for words in sentences for word in words)
    common = {word for word, count in counts.items() if count >= 3}
    lemmas = {word for word in listed if not _inflected(word, listed, side)}
    return {word: entry(word, side, lemmas) or entry(word, side, common - {word}) or word for word in counts}


def _inflected(word: str, listed: dict[str, Counter[str]], side: Side) -> bool:
    """Whether what Wiktionary lists is but a plural or a participle: it says little, or the same as of the other."""
    endings = ("s", "ed", "ing") if side == "en" else ("s", "x", "é", "ée", "és", "ées")
    if not word.endswith(endings) and word not in IRREGULAR[side]:
        return False
    other: Side = "fr" if side == "en" else "en"
    lines = listed[word].total()
    for form in islice(forms(word, side), 1, None):
        if form in listed and listed[form].total() >= max(FEW + 1, 2 * lines):
            known = {each for name in listed[form] for each in forms(name, other)}
            same = sum(not known.isdisjoint(forms(name, other)) for name in listed[word])
            if lines <= FEW or 2 * same >= len(listed[word]):
                return True
    return False


def bags(sentences: list[list[str]], entries: dict[str, str]) -> tuple[Bags, list[str]]:
    """The sentences as sets of numbers, and the entry of each number in alphabetical order."""
    names = sorted(set(entries.values()))
    numbers = {name: at for at, name in enumerate(names)}
    own = {word: numbers[name] for word, name in entries.items()}
    sets = [sorted({own[word] for word in words}) for words in sentences]
    offsets = np.cumsum([0, *map(len, sets)])
    return Bags(np.array([number for some in sets for number in some], np.int64), offsets, len(names)), names


def mixed(counts: Counts, single: Counts, sizes: tuple[int, int]) -> Table:
    """Probabilities in both directions of all pairs that were linked or are in Wiktionary."""
    kept = counts.links >= LEAST
    codes = [part.en * sizes[1] + part.fr for part in (counts, single)]
    every = np.union1d(codes[0][kept], codes[1])
    en, fr = every // sizes[1], every % sizes[1]
    linked, listed = np.zeros(len(every)), np.zeros(len(every))
    linked[np.searchsorted(every, codes[0][kept])] = counts.links[kept]
    listed[np.searchsorted(every, codes[1])] = single.links
    ahead, back = (_chances(linked, listed, side) for side in (en, fr))
    return Table(en, fr, ahead, back)


def _chances(linked: Doubles, listed: Doubles, given: Ints) -> Doubles:
    totals = [np.bincount(given, part) for part in (linked, listed)]
    weight = np.minimum(totals[0] / (totals[0] + DOUBT), SHARE)
    weight = np.where(totals[1] > 0, weight, totals[0] / (totals[0] + 0.5))
    own, other = (part / np.maximum(total, 1e-9)[given] for part, total in zip((linked, listed), totals, strict=True))
    return np.asarray(weight[given] * own + (1 - weight[given]) * other)


def carried(table: Table, names: tuple[list[str], list[str]], seen: tuple[Ints, Ints]) -> Table:
    """Give forms with an entry of their own, such as "declared", their verb's translations as well, at less weight."""
    for side in range(2):
        own = table[side]
        order = np.argsort(own, kind="stable")
        rows, heirs = [], []
        numbers = {name: at for at, name in enumerate(names[side])}
        plain = [numbers[name] for name in IRREGULAR[SIDES[side]] if name in numbers]
        for name, form in numbers.items():
            if verb := _verb(name, SIDES[side], numbers):
                first, last = np.searchsorted(own[order], [numbers[verb], numbers[verb] + 1])
                rows.append(order[first:last])
                heirs.append(np.full(last - first, form))
        taken = np.concatenate(rows)
        words = [table.en[taken], table.fr[taken]]
        words[side] = np.concatenate(heirs)
        # What was read of a form says what it means; of "rose" or "left" it says too little of the verb.
        sure = DOUBT / (DOUBT + seen[side][words[side]])
        weight = CARRIED * np.where(np.isin(words[side], plain), 1, sure)
        more = Table(words[0], words[1], weight * table.ahead[taken], weight * table.back[taken])
        table = _joined(table, more, len(names[1]))
    return table


def _joined(table: Table, more: Table, size: int) -> Table:
    """Both tables' pairs, each with the larger of its probabilities."""
    both = [np.concatenate(parts) for parts in zip(table, more, strict=True)]
    codes, at = np.unique(both[0] * size + both[1], return_inverse=True)
    chances = np.zeros((2, len(codes)))
    for chance, part in zip(chances, both[2:], strict=True):
        np.maximum.at(chance, at, part)
    return Table(codes // size, codes % size, chances[0], chances[1])


def _verb(name: str, side: Side, known: dict[str, int]) -> str | None:
    """The verb that an entry may be a form of; endings of nouns would make news of new."""
    if side == "en" and not name.endswith(("ed", "ing")) and name not in IRREGULAR[side]:
        return None
    ends = "" if side == "en" else ("er", "ir", "re")
    others = (form for form in islice(forms(name, side), 1, None) if form.endswith(ends))
    return next((form for form in others if form in known), None)


def learn(rows: Rows, options: argparse.Namespace) -> tuple[Table, tuple[list[str], list[str]], tuple[Ints, Ints]]:
    """The table, the entries of both sides, and how often each was read."""
    listing: tuple[dict[str, Counter[str]], ...] = {}, {}
    for (english, french), count in rows.single.items():
        listing[0].setdefault(english, Counter())[french] += count
        listing[1].setdefault(french, Counter())[english] += count
    entries = [keys(words, known, side) for words, known, side in zip(rows[:2], listing, SIDES, strict=True)]
    (en, left), (fr, right) = (bags(words, names) for words, names in zip(rows[:2], entries, strict=True))
    counts = links(en, fr, most=options.candidates, rounds=options.rounds)
    numbers = [{name: at for at, name in enumerate(names)} for names in (left, right)]
    listed: Counter[tuple[int, int]] = Counter()
    for (english, french), editions in rows.single.items():
        listed[numbers[0][entries[0][english]], numbers[1][entries[1][french]]] += editions
    pairs = np.array(sorted(listed), np.int64)
    single = Counts(pairs[:, 0], pairs[:, 1], np.array([float(listed[a, b]) for a, b in pairs.tolist()]))
    seen = np.bincount(en.words, minlength=en.size), np.bincount(fr.words, minlength=fr.size)
    table = carried(mixed(counts, single, (en.size, fr.size)), (left, right), seen)
    return table, (left, right), seen


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/lexicon"))
    parser.add_argument("--candidates", type=int, default=40, help="of a word, that are looked at")
    parser.add_argument("--rounds", type=int, default=8)
    options = parser.parse_args()
    started = time.time()
    rows, sizes = read(options.data)
    print(f"{len(rows.en)} pairs read in {time.time() - started:.0f} s", flush=True)
    table, names, seen = learn(rows, options)
    print(f"{len(table.en)} pairs of words in {time.time() - started:.0f} s", flush=True)
    weights = {"doubt": DOUBT, "share": SHARE, "carried": CARRIED}
    write(options.output, (table, names, seen), {**vars(options), **weights, "sizes": sizes})


if __name__ == "__main__":
    main()
