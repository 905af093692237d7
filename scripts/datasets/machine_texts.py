"""Sentences and documents of known origin: written by people, machine-translated, or spun."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.detectors import View, examine
from aligner.evaluation.corruptions import synonyms
from aligner.text.segment import segment
from aligner.text.words.tokens import is_content, tokenize
from aligner.types import SIDES, Document, Side
from scripts.datasets.corpora import read_corpora
from scripts.datasets.gold import sentence_pairs

SHORT_CHARS = 30  # of a dialogue line that shows nothing of its origin
MIN_CHARS = 40  # of either side of a pair of the training corpora
MAX_SENTENCES = 3000  # of a training corpus
TRAINING_CORPORA = ("europarl_small", "cds_blog_sent", "gc_a11y_sent", "literary_bilinguator")
SPUN_CORPORA = ("newstest", "flores", "europarl_small")
BLOCK_LINES = 60  # consecutive lines that share a fold
SPUN_SHARE = (0.35, 0.7)  # least and greatest share of the content words that a spinner changes
INFLECTED_ENDINGS = ("ing", "ed", "s")
_Row = tuple[str, Side, str, str, int]  # text, side, kind, source, block


class OriginLine(NamedTuple):
    """A sentence of known origin."""

    text: str
    side: Side
    kind: str  # human, machine_translation or spun
    source: str  # the corpus or the system
    fold: int  # the half of the data that it belongs to


class OriginDocument(NamedTuple):
    """Consecutive lines of one origin, and the codes of the findings in them."""

    texts: list[str]
    side: Side
    kind: str
    source: str
    codes: list[str]


def read_lines(data: Path) -> list[OriginLine]:
    """Read all sentences; lines of the same block of a corpus share a fold, whatever their origin."""
    rows = [*_read_newstest(data), *_read_commentary(data)]
    flores = [*sentence_pairs(data)["flores.dev"], *sentence_pairs(data)["flores.devtest"]]
    for number, (en, fr) in enumerate(flores):
        block = number // BLOCK_LINES
        rows += [(en, "en", "human", "flores", block), (fr, "fr", "human", "flores", block)]
    rows += _read_dialogue(data)
    for name, pairs in read_corpora(data, 5).items():
        if name in TRAINING_CORPORA:
            long = [pair for pair in pairs if min(map(len, pair)) > MIN_CHARS][:MAX_SENTENCES]
            rows += [
                (pair[column], side, "human", name, number // BLOCK_LINES)
                for number, pair in enumerate(long)
                for column, side in enumerate(SIDES)
            ]
    rng = np.random.default_rng(7)
    spun = [
        (spun_text, side, "spun", f"spun-{source}", block)
        for text, side, kind, source, block in rows
        if kind == "human" and source in SPUN_CORPORA
        if (spun_text := spin(text, side, rng)) != text
    ]
    return [
        OriginLine(text, side, kind, source, block % 2)
        for text, side, kind, source, block in [*rows, *spun]
        if text.strip()
    ]


def _read_newstest(data: Path) -> Iterator[_Row]:
    path = data / "dev/machine_translation/newstest2014_mt.jsonl"
    for number, row in enumerate(map(json.loads, path.read_text("utf-8").splitlines())):
        for name, text in row.items():
            side: Side = "en" if name.startswith("en") else "fr"
            _, machine, system = name.partition("_mt:")
            kind = "machine_translation" if machine else "human"
            yield text, side, kind, system or "newstest", number // BLOCK_LINES


def _read_commentary(data: Path) -> Iterator[_Row]:
    path = data / "dev/machine_translation/news_commentary_mt.tsv"
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    for number, (_, en, fr, beam, sampled) in enumerate(rows):
        block = number // BLOCK_LINES
        yield en, "en", "human", "commentary", block
        yield fr, "fr", "human", "commentary", block
        yield beam, "fr", "machine_translation", "opus-beam", block
        yield sampled, "fr", "machine_translation", "opus-topp", block


def _read_dialogue(data: Path) -> Iterator[_Row]:
    path = data / "dev/machine_translation/dialogue_mt.tsv"
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    for number, row in enumerate(rows):
        side: Side = "fr" if row[2] == "english" else "en"
        if min(len(row[5]), len(row[6])) > SHORT_CHARS:
            yield row[5], side, "human", "dialogue", number // BLOCK_LINES
            yield row[6], side, "machine_translation", f"diabla-{row[7]}", number // BLOCK_LINES


def corpus_of(source: str) -> str:
    """Return the corpus that the lines of a source come from."""
    for prefix, corpus in (("spun-", source[5:]), ("opus-", "commentary"), ("diabla-", "dialogue")):
        if source.startswith(prefix):
            return corpus
    return "newstest" if source.endswith("shot") else source


def make_documents(lines: Sequence[OriginLine], sizes: Sequence[int]) -> Iterator[OriginDocument]:
    """Make documents of consecutive lines of one source; `sizes` give their numbers of lines in turn."""
    groups: dict[tuple[Side, str, str], list[str]] = defaultdict(list)
    for line in lines:
        groups[line.side, line.kind, line.source].append(line.text)
    for (side, kind, source), texts in groups.items():
        start = number = 0
        while start + min(sizes) <= len(texts):
            size = sizes[(number // 2) % len(sizes)]
            part = texts[start : start + size]
            document = segment(Document("story", "\n".join(part), side, 1.0))
            if len(part) == size:
                yield OriginDocument(part, side, kind, source, [hit.code for hit in examine(View(document))])
            start, number = start + size, number + 1


def spin(text: str, side: Side, rng: np.random.Generator) -> str:
    """Replace words one by one by other back-translations of their translations, with their endings."""
    share = rng.uniform(*SPUN_SHARE)
    parts, last = [], 0
    for word in tokenize(text, side):
        if not is_content(word, side) or not word.text.islower() or rng.random() > share:
            continue
        others = [other for other in synonyms(word.text, side, 4, 6) if other[:4] != word.folded[:4]]
        if others:
            parts += [text[last : word.start], inflect(others[int(rng.integers(len(others)))], word.text, side)]
            last = word.end
    return "".join([*parts, text[last:]])


def inflect(base: str, word: str, side: Side) -> str:
    """Give a word the ending of the word that it replaces."""
    if side == "fr":
        return base + "s" if word.endswith("s") and not base.endswith(("s", "x", "z", "r")) else base
    ending = next((end for end in INFLECTED_ENDINGS if word.endswith(end) and len(word) > len(end) + 2), "")
    if not ending or base.endswith(ending):
        return base
    return (base[:-1] if base.endswith("e") and ending != "s" else base) + ending
