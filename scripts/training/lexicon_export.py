"""Export the lexicon: a word list for each side, the table of their translations, and the model card."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.text.words.lexicon import MIN_TRANSLATION_PROBABILITY, TABLE_FILE, Lexicon, entries_file
from aligner.types import SIDES, Doubles, Ints
from scripts.datasets.corpora import MIXTURE
from scripts.training.lexicon_coverage import link_coverage, measure_sets

MIN_PROBABILITY = 0.004  # about 1/255: smaller ones cannot be stored


class TranslationTable(NamedTuple):
    """Pairs of word numbers, the probability of the French word given the English, and the reverse."""

    en: Ints
    fr: Ints
    ahead: Doubles
    back: Doubles


LearntLexicon = tuple[TranslationTable, tuple[list[str], list[str]], tuple[Ints, Ints]]


def write_folder(folder: Path, lexicon: LearntLexicon, facts: dict[str, Any]) -> None:
    """Write the words that have a translation, the table, and the card.

    Parameters
    ----------
    lexicon : the table, the words of both sides, and how many training sentences have each
    facts : data, options and corpus sizes, for the card
    """
    table, names, frequencies = lexicon
    kept = np.maximum(table.ahead, table.back) >= MIN_PROBABILITY
    table = TranslationTable(table.en[kept], table.fr[kept], table.ahead[kept], table.back[kept])
    used = [np.unique(numbers) for numbers in table[:2]]
    left, right = (np.searchsorted(own, numbers) for own, numbers in zip(used, table[:2], strict=True))
    order = np.lexsort((right, left))
    arrays: dict[str, NDArray[Any]] = {
        "starts": np.searchsorted(left[order], np.arange(len(used[0]) + 1)).astype(np.uint32),
        "french": right[order].astype(np.uint32 if len(used[1]) > 65_535 else np.uint16),
        "ahead": _to_byte(table.ahead[order]),
        "back": _to_byte(table.back[order]),
    }
    for side, counts, own in zip(SIDES, frequencies, used, strict=True):
        arrays[f"seen_{side}"] = _log_frequency(counts[own])
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / TABLE_FILE, allow_pickle=False, **arrays)
    for side, words, own in zip(SIDES, names, used, strict=True):
        lines = "".join(f"{words[number]}\n" for number in own.tolist())
        (folder / entries_file(side)).write_text(lines, encoding="utf-8")
    facts = {**facts, "table": TABLE_FILE, "digest": hashlib.sha256((folder / TABLE_FILE).read_bytes()).hexdigest()}
    facts |= {"pairs": len(order), "en": len(used[0]), "fr": len(used[1])}
    stored = Lexicon(folder)
    metrics = {"metrics": measure_sets(facts["data"], stored), "linked": link_coverage(facts["data"], stored)}
    (folder / "README.md").write_text(format_card({**facts, **metrics}), encoding="utf-8")


def _to_byte(probabilities: Doubles) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(probabilities * 255), 1, 255), np.uint8)


def _log_frequency(frequencies: Ints) -> NDArray[np.uint8]:
    """Return the binary logarithms of frequencies, in eighths."""
    return np.asarray(np.minimum(np.rint(8 * np.log2(1 + frequencies)), 255), np.uint8)


def format_card(facts: dict[str, Any]) -> str:
    """Format the model card: description, training data and metrics."""
    sizes = facts["sizes"]
    corpora = [f"| {name} | {sizes[name]:,} | {corpus.source} | {corpus.licence} |" for name, corpus in MIXTURE.items()]
    rows = [
        f"| {name} | {own.right:.3f} | {own.neighbour:.3f} | {own.random:.3f} | {own.auc:.4f} | {own.known:.3f} |"
        for name, own in facts["metrics"].items()
    ]
    tables = {"corpora": "\n".join(corpora), "coverage": "\n".join(rows), "threshold": MIN_TRANSLATION_PROBABILITY}
    return CARD.format(**{**facts, **tables})


CARD = """---
license: cc-by-sa-3.0
language: [en, fr]
---
# English-French word lexicon

{pairs:,} pairs of an English and a French word, from {en:,} English and {fr:,} French dictionary forms, with the
probability of each given the other. `words.en.txt` and `words.fr.txt` list one word a line, lower case, with accents,
œ as oe, sorted; `{table}` contains the pairs (numpy arrays, no pickle):

| array | contents |
|---|---|
| `starts`, `french` | the French words of English word n, counted from 0, are `french[starts[n]:starts[n + 1]]` |
| `ahead` | 255 times the probability of the French word given the English, for each pair |
| `back` | the same for the English word given the French |
| `seen_en`, `seen_fr` | 8 log2(1 + n) for a word that n training sentences contain in any form |

Made by `python -m scripts.training.lexicon {data} -o models/lexicon` in a few minutes on one core. Nothing is
random: the same data give the same bytes. SHA-256 of `{table}`: `{digest}`

## Training
Function words are left out (`aligner/languages/inflection.py`). Inflected forms are reduced to a dictionary form where
an ending allows it and the dictionary or the texts have that form; other irregular forms keep an entry of their own.
IBM Model 1 (Brown et al. 1993) runs {rounds} rounds in both directions over the word pairs that occur together in at
least two sentence pairs and more often than by chance, at most {candidates} for a word. The count of a link is the
product of its probabilities in both directions (alignment by agreement, Liang et al. 2006). The n links of a word have
the weight n / (n + {doubt}), at most {share:g}, and its translations in Wiktionary have the rest. Forms with an entry
of their own, such as "declared", get at most {carried:g} of their verb's probabilities.

## Metrics
The share of covered words among the content words that the lexicon knows. A word is covered if the other side has a
translation of it with a probability of {threshold:g} or more, or the same spelling. `right`: with its own translation;
`next`: with the next line's (in FLORES mostly of the same article); `random`: with a random line's; AUC of the line's
share, right against next; `known`: share of the content words that the lexicon knows. No line of these sets is in the
training data.

| set | right | next | random | AUC | known |
|---|---|---|---|---|---|
{coverage}

On the Hansards (NAACL 2003), {linked:.3f} of the sure links between known content words are covered on both sides.

## Sources
Number of sentence pairs, or entries, that were read: of law only a part of each document, as for the encoder.

| corpus | pairs | source | licence |
|---|---|---|---|
{corpora}

The lexicon is derived from Wiktionary (contributors of the English and French editions) among others, and is licensed
under CC BY-SA 3.0, as Wiktionary is.

## Limits
Single words only: "prime minister" is two. Most of the training data are laws and manuals, so some words have meanings
of these ("election" → choix, of an option). Some words have a wrong translation with a probability of a few hundredths.
A form that is also a form of another word (French "porte", English "left") has the translations of both. The lexicon
knows only names that Wiktionary lists.
"""
