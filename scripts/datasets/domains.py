"""Training and held-out documents of the confidence, by domain."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.evaluation.corruptions import SentencePool, SourceDocument
from aligner.evaluation.gold import gold_beads, gold_sentences
from scripts.datasets.gold import NOVELS, Pair, sentence_pairs, split_documents

DOCUMENT_LINES = 25  # of a document where the corpus marks none
MAX_DOCUMENT_LINES = 40
MAX_NOVEL_BEADS = 500
# Corpora that the encoder was trained on too, and how many of their pairs are taken.
TRAINING_PAIRS = {
    "laws_ca_acts_frag": 900, "laws_ca_regs_frag": 900, "cds_blog_sent": 1200, "literary_bilinguator": 1500,
    "gc_a11y_sent": 700, "php_docs": 500, "python_docs": 500, "europarl_small": 1500,
}  # fmt: skip
HELD_OUT_DOMAIN = "commentary"
SHORT_CHARS = 40  # of an English line whose n-grams show too little
MIN_OWN_SHARE = 0.12  # of the 4-grams of a human line that its machine translations share
MAX_LINE_DISTANCE = 8  # to the lines that a misaligned line may belong to
MIN_OTHER_SHARE, MIN_EXCESS = 0.3, 0.2  # of 4-grams that another line shares, and beyond those of its own
HELD_OUT_EVERY = 5  # documents, one is held out


class DomainSplit(NamedTuple):
    """Documents of a domain: to train on, and held out."""

    train: list[SourceDocument]
    held: list[SourceDocument]


def load_domains(data: Path) -> dict[str, DomainSplit]:
    """Read all domains.

    `HELD_OUT_DOMAIN` is held out as a whole, and so is FLORES devtest, whose domain FLORES dev shares.
    """
    splits: dict[str, DomainSplit] = {}
    corpora = sentence_pairs(data) | {HELD_OUT_DOMAIN: aligned_commentary(data)}
    for name in ("flores.dev", "flores.devtest", "newstest", "commentary", "tatoeba"):
        splits[name] = _split(corpora[name], list(split_documents(corpora[name], DOCUMENT_LINES)))
    splits["dialogue"] = _split(*_read_dialogue(data))
    splits["novels"] = _split(*_read_novels(data))
    for name, max_pairs in TRAINING_PAIRS.items():
        splits[name] = _split(*_read_training_documents(data / f"train/{name}.tsv.xz", max_pairs))
    for name in ("flores.devtest", HELD_OUT_DOMAIN):
        splits[name] = DomainSplit([], splits[name].train + splits[name].held)
    return splits


def confidence_pairs(data: Path) -> set[Pair]:
    """Return the pairs of training corpora that the confidence is fitted or measured on.

    No other model may learn from them.
    """
    splits = load_domains(data)
    return {pair for name in TRAINING_PAIRS for part in splits[name] for source in part for pair in source.pairs}


def aligned_commentary(data: Path) -> list[Pair]:
    """Read the commentary without its misaligned lines, one in seventeen.

    Two machine translations come with each English line. A human French line is misaligned if it shares hardly any
    character 4-grams with either of them, unless the line is too short to judge, or if it shares far more with those
    of a line nearby.
    """
    path = data / "dev/machine_translation/news_commentary_mt.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")[1:-1]]
    pairs = []
    for index, (_, en, fr, *translations) in enumerate(rows):
        own = max(shared_ngrams(fr, text) for text in translations)
        nearby = [
            *rows[max(0, index - MAX_LINE_DISTANCE) : index], *rows[index + 1 : index + 1 + MAX_LINE_DISTANCE]
        ]  # fmt: skip
        other = max(shared_ngrams(fr, text) for row in nearby for text in row[3:])
        if (own > MIN_OWN_SHARE or len(en) < SHORT_CHARS) and other < max(own + MIN_EXCESS, MIN_OTHER_SHARE):
            pairs.append((en, fr))
    return pairs


def shared_ngrams(one: str, two: str) -> float:
    """Return the Dice coefficient of the character 4-grams of two texts."""
    left, right = ({text[start : start + 4] for start in range(len(text) - 3)} for text in (one.lower(), two.lower()))
    return 2 * len(left & right) / max(1, len(left) + len(right))


def _split(pairs: Sequence[Pair], documents: Sequence[Sequence[Pair]]) -> DomainSplit:
    corpus = SentencePool(pairs)
    sources = [SourceDocument(document, corpus) for document in documents]
    last = HELD_OUT_EVERY - 1
    held = [source for index, source in enumerate(sources) if index % HELD_OUT_EVERY == last]
    return DomainSplit([source for index, source in enumerate(sources) if index % HELD_OUT_EVERY != last], held)


def _read_dialogue(data: Path) -> tuple[list[Pair], list[list[Pair]]]:
    """Read human translations of conversations between two people (DiaBLa)."""
    documents: dict[str, list[Pair]] = {}
    with (data / "dev/machine_translation/dialogue_mt.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            texts = row["source"], row["human_reference"]
            if all(texts):
                documents.setdefault(row["doc"], []).append(texts if row["src_lang"] == "english" else texts[::-1])
    chosen = [pairs[:MAX_DOCUMENT_LINES] for pairs in documents.values()][::2]
    return [pair for pairs in chosen for pair in pairs], chosen


def _read_novels(data: Path) -> tuple[list[Pair], list[list[Pair]]]:
    """Read the beads of manually aligned novels, without the nulls."""
    documents = []
    for name in NOVELS:
        path = data / f"dev/sentence_alignment/{name}.gold"
        en, fr = (gold_sentences(path.with_suffix(f".{side}"), True) for side in ("en", "fr"))
        beads = [bead for bead in gold_beads(path) if all(bead)]
        pairs = [(" ".join(en[i].text for i in left), " ".join(fr[j].text for j in right)) for left, right in beads]
        documents += list(split_documents(pairs[:MAX_NOVEL_BEADS], DOCUMENT_LINES))
    return [pair for pairs in documents for pair in pairs], documents


def _read_training_documents(path: Path, max_pairs: int) -> tuple[list[Pair], list[list[Pair]]]:
    """Draw documents from a training file, cut to `MAX_DOCUMENT_LINES`, until they have `max_pairs`."""
    documents: dict[str, list[Pair]] = {}
    for number, row in enumerate(read_rows(path)):
        name = row[2] if len(row) > 2 else str(number // DOCUMENT_LINES)
        documents.setdefault(name, []).append((row[0], row[1]))
    large = [document[:MAX_DOCUMENT_LINES] for document in documents.values() if len(document) > 3]
    order = np.random.default_rng(7).permutation(len(large))
    chosen: list[list[Pair]] = []
    for index in order:
        if sum(map(len, chosen)) >= max_pairs:
            break
        chosen.append(large[index])
    return [pair for document in chosen for pair in document], chosen


def read_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a training file in which neither side is empty."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            if row[0].strip() and row[1].strip():
                yield row
