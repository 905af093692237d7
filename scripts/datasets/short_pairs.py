"""Short pairs to train the confidence on: dictionary entries, phrases, words that exclude each other, and kept names.

A document is a list of pairs of one kind. The wrong pairs that are made from it are those that a reader of a memory or
of a table meets: the contrary, a related word, another value, and a text that was left as it was.
"""

from __future__ import annotations

import lzma
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from aligner.evaluation.corruptions import Pair, SourceDocument
from aligner.languages.contraries import EXCLUSIVE_IN_SHORT_TEXTS
from aligner.languages.places import COUNTRIES
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case
from aligner.types import SIDES
from scripts.datasets.domains import HELD_OUT_EVERY, DomainSplit, read_rows
from scripts.datasets.made_up_texts import codes, figures, lists, titles
from scripts.datasets.short_corruptions import Blocks, ShortPool, folded_text

MAX_PHRASE_WORDS = 6  # words of a phrase
ENTRIES, PHRASES, KEPT_NAMES = 2500, 4000, 2500  # how many of each kind are taken
MIN_FREQUENCY = 15  # training sentences with a dictionary entry that is taken
DOCUMENT_PAIRS = 25
CAPITAL_SHARE, MARK_SHARE = 0.7, 0.4  # of the entries that get a capital, and a mark at the end
SEED = 11


def load_short_pairs(data: Path, domains: Mapping[str, DomainSplit]) -> dict[str, DomainSplit]:
    """Read all kinds of short pairs; the held-out ones have other words that exclude each other.

    Parameters
    ----------
    domains : human translations, in which names are searched that both sides have
    """
    rng = np.random.default_rng(SEED)
    known, entries = _dictionary(data)
    phrases = _draw(
        [(en, fr) for en, fr, *_ in read_rows(data / "train/tatoeba_anki.tsv.xz") if _is_short(en, fr)], PHRASES, rng
    )
    for en, fr in phrases:
        known[folded_text(en)].add(folded_text(fr))
    texts = [pair for split in domains.values() for source in split.train for pair in source.pairs]
    kept = _draw(sorted(set(_kept_texts(texts))), KEPT_NAMES, rng)
    words = [_dressed(pair, rng) for pair in _draw(entries, ENTRIES, rng)]
    made = [*codes(rng), *titles(entries, rng), *lists([name for name, _ in kept], np.random.default_rng(SEED + 1))]
    pairs: dict[str, list[Pair]] = {
        "short words": words,
        "short phrases": phrases,
        "kept texts": [*kept, *((text, text) for text in made), *figures(np.random.default_rng(SEED + 2))],
    }
    splits = {}
    for name, own in pairs.items():
        order = [own[index] for index in rng.permutation(len(own)).tolist()]
        border = len(order) // HELD_OUT_EVERY
        parts = [order[border:], order[:border]]
        if name == "short words":  # each word of a block that is left out is held out
            parts = [[*part, *[_dressed(pair, rng) for pair in _named(held)]] for held, part in enumerate(parts)]
        splits[name] = DomainSplit(*(_documents(part, known, _blocks(held), rng) for held, part in enumerate(parts)))
    return splits


def _blocks(held: int) -> Blocks:
    """Return the words that exclude each other to train on, or a third of them that is held out."""
    return tuple(block for number, block in enumerate(EXCLUSIVE_IN_SHORT_TEXTS) if (number % 3 == 2) == bool(held))


def _named(held: int) -> Iterator[Pair]:
    """Yield the words of the blocks, and the names of countries, as pairs."""
    for block in _blocks(held):
        rows: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for number, side in enumerate(SIDES):
            for word, own in block[side].items():
                if len(own) == 1:
                    rows[own[0]][number].append(word)
        for en, fr in rows.values():
            yield from zip(en[:1], fr[:1], strict=False)
    yield from ((en[0], fr[0]) for number, (en, fr) in enumerate(COUNTRIES) if (number % 3 == 2) == bool(held))


def _documents(
    pairs: Sequence[Pair], known: Mapping[str, set[str]], blocks: Blocks, rng: np.random.Generator
) -> list[SourceDocument]:
    pairs = list(dict.fromkeys(pairs))
    pairs = [pairs[index] for index in rng.permutation(len(pairs)).tolist()]
    pool = ShortPool(pairs, known, blocks)
    return [
        SourceDocument(pairs[first : first + DOCUMENT_PAIRS], pool) for first in range(0, len(pairs), DOCUMENT_PAIRS)
    ]


def _draw(pairs: Sequence[Pair], count: int, rng: np.random.Generator) -> list[Pair]:
    return [pairs[index] for index in rng.permutation(len(pairs))[:count].tolist()]


def _is_short(*texts: str) -> bool:
    return max(len(text.split()) for text in texts) <= MAX_PHRASE_WORDS


def _dictionary(data: Path) -> tuple[dict[str, set[str]], list[Pair]]:
    """Return all translations of each entry, and the entries of frequent words that both Wiktionaries have."""
    known: dict[str, set[str]] = defaultdict(set)
    entries, lexicon = [], load_lexicon()
    with lzma.open(data / "lexicon/wiktionary.en-fr.tsv.xz", "rt", encoding="utf-8") as lines:
        for en, fr, _, _, source in (line.rstrip("\n").split("\t") for line in lines):
            known[folded_text(en)].add(folded_text(fr))
            frequent = min(lexicon.frequency(fold_case(word), "en") for word in en.split()) >= MIN_FREQUENCY
            if source == "enwikt+frwikt" and frequent and _is_short(en, fr) and len(fr.split()) <= 3:
                entries.append((en, fr))
    return known, entries


def _dressed(pair: Pair, rng: np.random.Generator) -> Pair:
    """Return an entry as it is found in texts: with a capital, or with a mark at the end."""
    capital, mark = rng.random() < CAPITAL_SHARE, ".!"[int(rng.integers(2))] if rng.random() < MARK_SHARE else ""
    en, fr = (text[:1].upper() + text[1:] if capital else text for text in pair)
    return en + mark, fr + (" !" if mark == "!" else mark)


def _kept_texts(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Yield the longest runs of words with capitals or digits that both sides of a pair have."""
    for en, fr in pairs:
        there = f" {' '.join(fr.split())} "
        words = en.split()
        first = 0
        while first < len(words):
            last = first
            while last < len(words) and f" {' '.join(words[first : last + 1])} " in there:
                last += 1
            run = " ".join(words[first:last]).strip(" ,;:.()[]–\"'")
            if run and first and not run.islower() and not run.isdigit() and _is_short(run) and len(run) > 2:
                yield run, run
            first = max(last, first + 1)
