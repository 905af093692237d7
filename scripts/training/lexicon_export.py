"""The lexicon's folder: a list of words for each side, the table of their translations, and the model's card."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.text.words.lexicon import LITTLE, TABLE, Lexicon, words_file
from aligner.types import SIDES
from scripts.datasets.corpora import MIXTURE
from scripts.training.lexicon_coverage import figures, linked

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]
SMALLEST = 0.004  # about 1/255: below, a probability is nothing


class Table(NamedTuple):
    """Pairs of words by number, and the chance of the French given the English and the other way round."""

    en: Ints
    fr: Ints
    ahead: Doubles
    back: Doubles


def write(
    folder: Path, lexicon: tuple[Table, tuple[list[str], list[str]], tuple[Ints, Ints]], facts: dict[str, Any]
) -> None:
    """Write the words that have a translation, the table, and the card."""
    table, names, seen = lexicon
    kept = np.maximum(table.ahead, table.back) >= SMALLEST
    table = Table(table.en[kept], table.fr[kept], table.ahead[kept], table.back[kept])
    used = [np.unique(part) for part in table[:2]]
    left, right = (np.searchsorted(some, part) for some, part in zip(used, table[:2], strict=True))
    order = np.lexsort((right, left))
    arrays = {
        "starts": np.searchsorted(left[order], np.arange(len(used[0]) + 1)).astype(np.uint32),
        "french": right[order].astype(np.uint32 if len(used[1]) > 65_535 else np.uint16),
        "ahead": _byte(table.ahead[order]),
        "back": _byte(table.back[order]),
        **{f"seen_{side}": _rarity(part[some]) for side, part, some in zip(SIDES, seen, used, strict=True)},
    }
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / TABLE, allow_pickle=False, **arrays)
    for side, every, some in zip(SIDES, names, used, strict=True):
        (folder / words_file(side)).write_text("".join(f"{every[at]}\n" for at in some.tolist()), encoding="utf-8")
    facts = {**facts, "table": TABLE, "digest": hashlib.sha256((folder / TABLE).read_bytes()).hexdigest()}
    facts |= {"pairs": len(order), "en": len(used[0]), "fr": len(used[1])}
    made = Lexicon(folder)
    told = {"figures": figures(facts["data"], made), "linked": linked(facts["data"], made)}
    (folder / "README.md").write_text(card({**facts, **told}), encoding="utf-8")


def _byte(chances: Doubles) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(chances * 255), 1, 255), np.uint8)


def _rarity(seen: Ints) -> NDArray[np.uint8]:
    """Eighths of powers of two of how often a word was read."""
    return np.asarray(np.minimum(np.rint(8 * np.log2(1 + seen)), 255), np.uint8)


def card(facts: dict[str, Any]) -> str:
    """The model's card: what it is, of what it was made, and how well it does."""
    sizes = facts["sizes"]
    corpora = [f"| {name} | {sizes[name]:,} | {corpus.source} | {corpus.licence} |" for name, corpus in MIXTURE.items()]
    rows = [
        f"| {name} | {told.right:.3f} | {told.neighbour:.3f} | {told.random:.3f} | {told.auc:.4f} | {told.known:.3f} |"
        for name, told in facts["figures"].items()
    ]
    return CARD.format(**{**facts, "corpora": "\n".join(corpora), "coverage": "\n".join(rows), "little": LITTLE})


CARD = """---
license: cc-by-sa-3.0
language: [en, fr]
---
# English-French word lexicon

{pairs:,} pairs of an English and a French word, of {en:,} English and {fr:,} French dictionary forms, with the
probability of each given the other. `words.en.txt` and `words.fr.txt` hold a word a line, lower case, with accents,
œ as oe, in order; `{table}` the pairs (numpy arrays, no pickle):

| array | what |
|---|---|
| `starts`, `french` | of English word n, counted from 0, the French words are `french[starts[n]:starts[n + 1]]` |
| `ahead` | of each pair, 255 times the probability of the French word given the English |
| `back` | the same of the English word given the French |
| `seen_en`, `seen_fr` | 8 log2(1 + n) where n training sentences have the word in any form |

Made by `python -m scripts.training.lexicon {data}` in a few minutes on one core. Nothing is drawn by lot:
the same data give the same bytes. SHA-256 of `{table}`: `{digest}`

## How it is made
Function words are left out (`aligner/languages/inflection.py`). Inflected forms are led back to a dictionary form where
an ending allows it and the dictionary or the texts have that form; other irregular ones keep an entry of their own.
IBM Model 1 (Brown et al. 1993) runs {rounds} rounds in both directions over the pairs of words that are found together
in two sentence pairs or more and oftener than by chance, at most {candidates} for a word. What both directions believe
of a link, multiplied, is its count (alignment by agreement, Liang et al. 2006). Where a word has n such links they
weigh n / (n + {doubt}), at most {share:g}, and what Wiktionary lists has the rest. Forms with an entry of their own,
such as "declared", have {carried:g} of their verb's probabilities at most.

## Figures
Share of the content words that are covered, of those of which anything can be said: the other side has a translation
of probability {little:g} or more, or their own spelling. `right`: beside their own translation, `next`: beside the next
line's (in FLORES mostly of the same article), `random`: beside one drawn by lot; AUC of the line's share, right against
next; `known`: content words of which anything can be said. No training pair has a line of these sets.

| set | right | next | random | AUC | known |
|---|---|---|---|---|---|
{coverage}

Of the sure links between known content words of the Hansards (NAACL 2003), {linked:.3f} are so covered on both sides.

## Sources
Sentence pairs, or entries, that were read: of law a part of each document, as for the encoder.

| corpus | pairs | source | licence |
|---|---|---|---|
{corpora}

The lexicon is derived from Wiktionary (contributors of the English and French editions) among others and is given under
CC BY-SA 3.0, as Wiktionary is.

## Limits
Single words only: "prime minister" is two. Law and manuals are most of what was read, so some words lean that way
("election" → choix, of an option). Some words have a stray translation at a probability of a few hundredths. A form
that is also another word's (French "porte", English "left") has the translations of both. Names are known as far as
Wiktionary lists them.
"""
