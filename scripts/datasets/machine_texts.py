"""Sentences and documents of which it is known how they were made: by people, by machines, by a spinner."""

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
from aligner.text.words.tokens import is_content, tokens
from aligner.types import SIDES, Document, Side
from scripts.datasets import gold as goldsets
from scripts.datasets.corpora import read_corpora

SHORT = 30  # characters of a line that says nothing of its maker
MOST = 3000  # sentences of a source
OTHER = ("europarl_small", "cds_blog_sent", "gc_a11y_sent", "literary_bilinguator")
SHARE = (0.35, 0.7)  # of content words that a spinner changes
ENDINGS = ("ing", "ed", "s")


class Line(NamedTuple):
    """A sentence, who made it, and the half of the data that it belongs to."""

    text: str
    side: Side
    kind: str
    source: str
    fold: int


class Story(NamedTuple):
    """Consecutive lines of one maker, and the codes of what is found in them."""

    texts: list[str]
    side: Side
    kind: str
    source: str
    codes: list[str]


def lines(data: Path) -> list[Line]:
    """All sentences; lines of one place share a fold, whoever wrote them."""
    folder = data / "dev/machine_translation"
    found = []
    for at, row in enumerate(map(json.loads, (folder / "newstest2014_mt.jsonl").read_text("utf-8").splitlines())):
        for name, text in row.items():
            side: Side = "en" if name.startswith("en") else "fr"
            _, machine, system = name.partition("_mt:")
            found.append((text, side, "machine_translation" if machine else "human", system or "newstest", at // 60))
    rows = [line.split("\t") for line in (folder / "news_commentary_mt.tsv").read_text("utf-8").splitlines()[1:]]
    for at, (_, en, fr, beam, sampled) in enumerate(rows):
        for text, side, system in (
            (en, "en", ""),
            (fr, "fr", ""),
            (beam, "fr", "opus-beam"),
            (sampled, "fr", "opus-topp"),
        ):
            kind = "machine_translation" if system else "human"
            found.append((text, side, kind, system or "commentary", at // 60))
    for at, (en, fr) in enumerate([*goldsets.news(data)["flores.dev"], *goldsets.news(data)["flores.devtest"]]):
        found += [(en, "en", "human", "flores", at // 60), (fr, "fr", "human", "flores", at // 60)]
    found += _dialogue(folder / "dialogue_mt.tsv")
    for name, pairs in read_corpora(data, 5).items():
        if name in OTHER:
            long = [pair for pair in pairs if min(map(len, pair)) > 40][:MOST]
            found += [
                (pair[at], side, "human", name, number // 60)
                for number, pair in enumerate(long)
                for at, side in enumerate(SIDES)
            ]
    rng = np.random.default_rng(7)
    spun = [
        (made, side, "spun", f"spun-{source}", place)
        for text, side, kind, source, place in found
        if kind == "human" and source in ("newstest", "flores", "europarl_small")
        if (made := spin(text, side, rng)) != text
    ]
    return [
        Line(text, side, kind, source, place % 2) for text, side, kind, source, place in [*found, *spun] if text.strip()
    ]


def _dialogue(path: Path) -> Iterator[tuple[str, Side, str, str, int]]:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    for at, row in enumerate(rows):
        side: Side = "fr" if row[2] == "english" else "en"
        if min(len(row[5]), len(row[6])) > SHORT:
            yield row[5], side, "human", "dialogue", at // 60
            yield row[6], side, "machine_translation", f"diabla-{row[7]}", at // 60


def corpus_of(source: str) -> str:
    """The corpus that a maker's lines come from."""
    for start, corpus in (("spun-", source[5:]), ("opus-", "commentary"), ("diabla-", "dialogue")):
        if source.startswith(start):
            return corpus
    return "newstest" if source.endswith("shot") else source


def stories(found: Sequence[Line], sizes: Sequence[int]) -> Iterator[Story]:
    """Documents of consecutive lines, as long as `sizes` in turn."""
    groups: dict[tuple[Side, str, str], list[str]] = defaultdict(list)
    for line in found:
        groups[line.side, line.kind, line.source].append(line.text)
    for (side, kind, source), texts in groups.items():
        at = number = 0
        while at + min(sizes) <= len(texts):
            size = sizes[(number // 2) % len(sizes)]
            part = texts[at : at + size]
            document = segment(Document("story", "\n".join(part), side, 1.0))
            if len(part) == size:
                yield Story(part, side, kind, source, [each.code for each in examine(View(document))])
            at, number = at + size, number + 1


def spin(text: str, side: Side, rng: np.random.Generator) -> str:
    """Words changed one by one for other translations of their translations, their endings kept."""
    share = rng.uniform(*SHARE)
    made, last = [], 0
    for word in tokens(text, side):
        if not is_content(word, side) or not word.text.islower() or rng.random() > share:
            continue
        others = [other for other in synonyms(word.text, side, 4, 6) if other[:4] != word.folded[:4]]
        if others:
            made += [text[last : word.start], _inflected(others[int(rng.integers(len(others)))], word.text, side)]
            last = word.end
    return "".join([*made, text[last:]])


def _inflected(base: str, word: str, side: Side) -> str:
    """The ending of the word that it stands for."""
    if side == "fr":
        return base + "s" if word.endswith("s") and not base.endswith(("s", "x", "z", "r")) else base
    ending = next((end for end in ENDINGS if word.endswith(end) and len(word) > len(end) + 2), "")
    if not ending or base.endswith(ending):
        return base
    return (base[:-1] if base.endswith("e") and ending != "s" else base) + ending
