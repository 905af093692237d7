"""What the confidence is trained and measured on: documents of translated sentences, by domain."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.evaluation.corruptions import SentencePool, SourceDocument
from aligner.evaluation.gold import gold_beads, gold_sentences
from scripts.datasets.gold import NOVELS, Pair, chunks, news

SIZE = 25  # lines that are taken for a document where none are marked
TRAIN = {  # documents that the encoder was trained on too, and how many of their pairs are taken
    "laws_ca_acts_frag": 900, "laws_ca_regs_frag": 900, "cds_blog_sent": 1200, "literary_bilinguator": 1500,
    "gc_a11y_sent": 700, "php_docs": 500, "python_docs": 500, "europarl_small": 1500,
}  # fmt: skip
HELD_DOMAIN = "commentary"
SHORT, FEW = 40, 0.12  # characters, and share of runs of letters
NEAR, MORE, MANY = 8, 0.2, 0.3  # lines, and shares of runs that another line must have in addition and at least
EACH = 5  # of so many documents one is held out


class Split(NamedTuple):
    """Documents of a domain: to train on, and held out."""

    train: list[SourceDocument]
    held: list[SourceDocument]


def domains(data: Path) -> dict[str, Split]:
    """All domains; `HELD_DOMAIN` is held out as a whole, and so is FLORES devtest, of the kind of FLORES dev."""
    found: dict[str, Split] = {}
    corpora = news(data) | {HELD_DOMAIN: in_step(data)}
    for name in ("flores.dev", "flores.devtest", "newstest", "commentary", "tatoeba"):
        found[name] = _split(corpora[name], list(chunks(corpora[name], SIZE)))
    found["dialogue"] = _split(*_dialogue(data))
    found["novels"] = _split(*_novels(data))
    for name, most in TRAIN.items():
        found[name] = _split(*_train(data / f"train/{name}.tsv.xz", most))
    for name in ("flores.devtest", HELD_DOMAIN):
        found[name] = Split([], found[name].train + found[name].held)
    return found


def fitted(data: Path) -> set[Pair]:
    """The pairs of training corpora that the confidence is fitted to or measured on: nothing else may learn of them."""
    split = domains(data)
    return {pair for name in TRAIN for part in split[name] for source in part for pair in source.pairs}


def in_step(data: Path) -> list[Pair]:
    """The commentary without the lines, one in seventeen, that stand beside the French of another line.

    Two machine translations of each English line come with it. A human French line that shares hardly a run of four
    letters with either is another sentence's, but for short ones, of which this says too little; so is one that shares
    far more with those of a line nearby.
    """
    path = data / "dev/machine_translation/news_commentary_mt.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")[1:-1]]
    found = []
    for at, (_, en, fr, *made) in enumerate(rows):
        own = max(_shared(fr, text) for text in made)
        near = [*rows[max(0, at - NEAR) : at], *rows[at + 1 : at + 1 + NEAR]]
        other = max(_shared(fr, text) for row in near for text in row[3:])
        if (own > FEW or len(en) < SHORT) and other < max(own + MORE, MANY):
            found.append((en, fr))
    return found


def _shared(one: str, two: str) -> float:
    """Share of runs of four letters that two texts have in common."""
    left, right = ({text[at : at + 4] for at in range(len(text) - 3)} for text in (one.lower(), two.lower()))
    return 2 * len(left & right) / max(1, len(left) + len(right))


def _split(pairs: Sequence[Pair], documents: Sequence[Sequence[Pair]]) -> Split:
    corpus = SentencePool(pairs)
    sources = [SourceDocument(document, corpus) for document in documents]
    held = [source for at, source in enumerate(sources) if at % EACH == EACH - 1]
    return Split([source for at, source in enumerate(sources) if at % EACH != EACH - 1], held)


def _dialogue(data: Path) -> tuple[list[Pair], list[list[Pair]]]:
    """Human translations of conversations between two people (DiaBLa)."""
    documents: dict[str, list[Pair]] = {}
    with (data / "dev/machine_translation/dialogue_mt.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            texts = row["source"], row["human_reference"]
            if all(texts):
                documents.setdefault(row["doc"], []).append(texts if row["src_lang"] == "english" else texts[::-1])
    every = [pairs[:40] for pairs in documents.values()][::2]
    return [pair for pairs in every for pair in pairs], every


def _novels(data: Path) -> tuple[list[Pair], list[list[Pair]]]:
    """Beads of novels that were aligned by hand, without the nulls."""
    documents = []
    for name in NOVELS:
        path = data / f"dev/sentence_alignment/{name}.gold"
        en, fr = (gold_sentences(path.with_suffix(f".{side}"), True) for side in ("en", "fr"))
        beads = [bead for bead in gold_beads(path) if all(bead)]
        pairs = [(" ".join(en[i].text for i in own), " ".join(fr[j].text for j in other)) for own, other in beads]
        documents += list(chunks(pairs[:500], SIZE))
    return [pair for pairs in documents for pair in pairs], documents


def _train(path: Path, most: int) -> tuple[list[Pair], list[list[Pair]]]:
    """Documents spread over a training file, at most 40 lines of each."""
    documents: dict[str, list[Pair]] = {}
    for number, row in enumerate(read_rows(path)):
        name = row[2] if len(row) > 2 else str(number // SIZE)
        documents.setdefault(name, []).append((row[0], row[1]))
    large = [document[:40] for document in documents.values() if len(document) > 3]
    order = np.random.default_rng(7).permutation(len(large))
    chosen: list[list[Pair]] = []
    for at in order:
        if sum(map(len, chosen)) >= most:
            break
        chosen.append(large[at])
    return [pair for document in chosen for pair in document], chosen


def read_rows(path: Path) -> Iterator[list[str]]:
    """The rows of a training file that have both sides."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            if row[0].strip() and row[1].strip():
                yield row
