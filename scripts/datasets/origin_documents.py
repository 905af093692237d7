"""Documents of known origin with their versions: by people, by several machines, and spun in several ways.

A maker is a way in which a text was made. Models are fitted without one in turn, to see what they find of makers that
they never met.
"""

from __future__ import annotations

import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.confidence.features.extract import read_words
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.segment_words import PairWords
from aligner.text.words.tokens import is_content, tokenize
from aligner.types import SIDES, Side
from scripts.datasets.domains import confidence_pairs, load_domains
from scripts.datasets.gold import Pair, sentence_pairs
from scripts.datasets.machine_texts import INFLECTED_ENDINGS, inflect, spin
from scripts.datasets.rule_translations import CATALAN, SPANISH, Hops, translate

MAX_LINES = 800  # of a corpus
MIN_LINES = 200  # of a corpus from which it shows the style of its people
RULE_CORPORA = ("newstest", "flores")  # that are translated by rules here
MIN_CHARS, MAX_CHARS = 40, 600  # of either side of a pair
MIN_WORDS = 4  # of a line that shows anything
BLOCK_LINES = 50  # consecutive lines that share a fold
DOCUMENT_SIZES = (10, 15, 10, 20)  # lines of documents, in turn
SPUN_SHARE = (0.3, 0.8)  # least and greatest share of the content words that a thesaurus changes
MAX_SYNONYM_WORDS = 2
USUAL_TRANSLATION_SHARE = 0.8  # of the words that a glossary translates by the most usual translation
# Systems that write nearly as people do; only models of n-grams know them, and none that they did not learn from.
FLUENT_MAKERS = ("mt0-xxl", "bloom-7b1", "opus", "diabla", "google", "bing", "moses")
MEASURED_MAKERS = (*FLUENT_MAKERS, "bloom-560m", "t0", "rules-spanish")  # that nothing is fitted on
EDITS = (0.35, 0.6, 0.8)  # cumulative shares of lines of an edited copy that are kept, shortened, or lose words


class VersionedLine(NamedTuple):
    """A line with its versions.

    other, same : the version that it was made from in the other language, and the one in its own; "" for none
    kind : human, machine_translation or spun
    maker : how it was made
    fold : the half of the data that it belongs to
    """

    text: str
    side: Side
    kind: str
    maker: str
    corpus: str
    fold: int
    other: str = ""
    same: str = ""


class VersionedDocument(NamedTuple):
    """Consecutive lines of one maker."""

    lines: list[VersionedLine]

    @property
    def head(self) -> VersionedLine:
        """The first line, for what all have in common."""
        return self.lines[0]

    def read_words(self) -> PairWords:
        """Read the words of the lines next to those of the other language."""
        return read_words([
            (line.text, line.other) if line.side == "en" else (line.other, line.text) for line in self.lines
        ])  # fmt: skip


def read_origin_documents(data: Path) -> list[VersionedDocument]:
    """Read and make all documents."""
    groups: dict[tuple[str, ...], list[VersionedLine]] = defaultdict(list)
    for line in read_origin_lines(data):
        if len(line.text.split()) >= MIN_WORDS:
            groups[line.corpus, line.side, line.maker, str(line.fold)].append(line)
    documents = []
    for lines in groups.values():
        start = number = 0
        while start + DOCUMENT_SIZES[number % len(DOCUMENT_SIZES)] <= len(lines):
            size = DOCUMENT_SIZES[number % len(DOCUMENT_SIZES)]
            documents.append(VersionedDocument(lines[start : start + size]))
            start, number = start + size, number + 1
    return documents


def read_origin_lines(data: Path) -> Iterator[VersionedLine]:
    """Read all lines: those by people, and what each maker makes of them."""
    makers = _Makers(data)
    corpora, domains = sentence_pairs(data), load_domains(data)
    sets = {"newstest": corpora["newstest"], "flores": corpora["flores.dev"] + corpora["flores.devtest"]}
    for name in ("commentary", "dialogue", "novels"):
        sets[name] = [pair for part in domains[name] for source in part for pair in source.pairs]
    for name, pairs in sets.items():
        chosen = pairs if name == "novels" else [pair for pair in pairs if _is_long(pair)]
        chosen = chosen[:: max(1, len(chosen) // MAX_LINES)][:MAX_LINES]
        yield from makers.make(name, chosen)
        if name in RULE_CORPORA:
            yield from _translated(name, chosen, CATALAN, "rules")
            yield from _translated(name, chosen, SPANISH, "rules-spanish")
    for name, rows in _read_rule_rows(data).items():
        yield from makers.make(name, [(row[0], row[1]) for row in rows])
        yield from _rule_lines(name, rows)
    yield from _read_systems(data)
    yield from _read_people(data)


class _Makers:
    """What makes texts from those of people."""

    def __init__(self, data: Path) -> None:
        self._rng = np.random.default_rng(11)
        self._synonyms = {side: read_synonyms(data, side) for side in SIDES}

    def make(self, corpus: str, pairs: Sequence[Pair]) -> Iterator[VersionedLine]:
        """Yield the lines of people, an editor's copies of them, and what each maker makes of them."""
        for number, pair in enumerate(pairs):
            fold = number // BLOCK_LINES % 2
            for own, side in enumerate(SIDES):
                text, other = pair[own], pair[1 - own]
                line = partial(VersionedLine, side=side, corpus=corpus, fold=fold, other=other)
                yield line(text, kind="human", maker="people")
                yield line(edit(text, self._rng), kind="human", maker="editor", other="", same=text)
                glossed = gloss(other, SIDES[1 - own], self._rng)
                yield line(glossed, kind="machine_translation", maker="gloss", same=text)
                spun = {
                    "dictionary": spin(text, side, self._rng),
                    "thesaurus": replace_by_synonyms(text, side, self._synonyms[side], self._rng),
                }
                for maker, made in spun.items():
                    if made != text:
                        yield line(made, kind="spun", maker=maker, same=text)


def _is_long(pair: Pair) -> bool:
    return all(MIN_CHARS < len(text) < MAX_CHARS for text in pair)


def _read_rule_rows(data: Path) -> dict[str, list[list[str]]]:
    """Read rows of pairs that no model has learnt from: text that one knows would read more fluent than others."""
    unseen = confidence_pairs(data)
    rows: dict[str, list[list[str]]] = defaultdict(list)
    with lzma.open(data / "train/rule_mt.tsv.xz", "rt", encoding="utf-8", newline="\n") as lines:
        next(lines)
        for line in lines:
            name, *row = line.rstrip("\n").split("\t")
            if len(rows[name]) < MAX_LINES and (row[0], row[1]) in unseen and _is_long((row[0], row[1])):
                rows[name].append(row)
    return {name: own for name, own in rows.items() if len(own) >= MIN_LINES}


def _translated(corpus: str, pairs: Sequence[Pair], hops: Hops, maker: str) -> Iterator[VersionedLine]:
    """Yield translations by rules of news, there and back, too."""
    for own, side in enumerate(SIDES):
        for back in (False, True):
            made = translate([pair[own if back else 1 - own] for pair in pairs], hops[side, back])
            for number, (pair, text) in enumerate(zip(pairs, made, strict=True)):
                name, fold = f"{maker}-back" if back else maker, number // BLOCK_LINES % 2
                if text and text != pair[own]:
                    yield VersionedLine(text, side, "machine_translation", name, corpus, fold, pair[1 - own], pair[own])


def _rule_lines(corpus: str, rows: Sequence[Sequence[str]]) -> Iterator[VersionedLine]:
    """Yield the translations by rules of the rows of a corpus, there and back, too."""
    for number, (en, fr, en_mt, fr_mt, round_trip) in enumerate(rows):
        line = partial(VersionedLine, kind="machine_translation", corpus=corpus, fold=number // BLOCK_LINES % 2)
        if en_mt:
            yield line(en_mt, "en", maker="rules", other=fr, same=en)
        if fr_mt:
            yield line(fr_mt, "fr", maker="rules", other=en, same=fr)
        if round_trip and round_trip != en:
            yield line(round_trip, "en", maker="rules-back", other=fr, same=en)


def _read_systems(data: Path) -> Iterator[VersionedLine]:
    """Yield the outputs of systems, and for the fluent ones what people wrote, next to them."""
    path = data / "dev/machine_translation/newstest2014_mt.jsonl"
    for number, row in enumerate(map(json.loads, path.read_text("utf-8").splitlines())):
        for name, text in row.items():
            if "_mt:" in name:
                side: Side = "en" if name.startswith("en") else "fr"
                other = row["fr" if side == "en" else "en"]
                yield from _system_lines(text, row[side], other, side, name.partition(":")[2], "newstest", number)
    rows = _tsv_rows(data / "dev/machine_translation/news_commentary_mt.tsv")
    for number, (_, en, fr, beam, sampled) in enumerate(rows):
        for maker, text in (("opus-beam", beam), ("opus-topp", sampled)):
            yield from _system_lines(text, fr, en, "fr", maker, "commentary", number)
    for number, row in enumerate(_tsv_rows(data / "dev/machine_translation/dialogue_mt.tsv")):
        own: Side = "fr" if row[2] == "english" else "en"
        if min(len(row[5]), len(row[6])) > MIN_CHARS:
            yield from _system_lines(row[6], row[5], row[3], own, f"diabla-{row[7]}", "dialogue", number)


def _system_lines(
    text: str, human: str, other: str, side: Side, maker: str, corpus: str, number: int
) -> Iterator[VersionedLine]:
    fold = number // BLOCK_LINES % 2
    yield VersionedLine(text, side, "machine_translation", maker, corpus, fold, other, human)
    if is_fluent(maker):
        yield VersionedLine(human, side, "human", "rewriter", corpus, fold, "", text)


def _read_people(data: Path) -> Iterator[VersionedLine]:
    """Yield texts by people, and news with outputs of systems, that nothing is fitted on."""
    for side, name in zip(SIDES, ("ewt.en", "gsd.fr"), strict=True):
        for number, line in enumerate((data / f"dev/human/{name}.tsv").read_text("utf-8").splitlines()):
            yield VersionedLine(line.partition("\t")[2], side, "human", "people", name, number // BLOCK_LINES % 2)
    rows = _tsv_rows(data / "dev/machine_translation/post_edited_news.tsv")
    for number, (_, fr, edited, google, bing, moses) in enumerate(rows[: 3 * MAX_LINES]):
        make = partial(VersionedLine, corpus="post_edited_news", fold=number // BLOCK_LINES % 2)
        yield make(fr, "fr", "human", "people", other=edited)
        yield make(edited, "en", "human", "post-editor", other=fr)
        for maker, text in (("google", google), ("bing", bing), ("moses", moses)):
            yield make(text, "en", "machine_translation", maker, other=fr, same=edited)


def _tsv_rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]


def is_fluent(maker: str) -> bool:
    """Return whether a maker writes nearly as people do."""
    return maker.startswith(FLUENT_MAKERS)


def gloss(text: str, side: Side, rng: np.random.Generator) -> str:
    """Translate each word of a text by itself."""
    parts, last = [], 0
    for word in tokenize(text, side):
        usual = [name for name, _ in load_lexicon().translations(word.folded, side, 3)]
        capital = word.text[0].isupper()
        if not usual or (capital and last):
            continue
        name = usual[0] if rng.random() < USUAL_TRANSLATION_SHARE else usual[int(rng.integers(len(usual)))]
        parts += [text[last : word.start], name[:1].upper() + name[1:] if capital else name]
        last = word.end
    return "".join([*parts, text[last:]])


def read_synonyms(data: Path, side: Side) -> dict[str, list[str]]:
    """Read a thesaurus: the synonyms of each word in all its senses."""
    synonyms: dict[str, list[str]] = defaultdict(list)
    with lzma.open(data / f"spinners/synonyms.{side}.tsv.xz", "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            word, _, others = line.rstrip("\n").split("\t")[:3]
            synonyms[word] += [
                other for other in others.split("|") if other != word and len(other.split()) <= MAX_SYNONYM_WORDS
            ]
    return synonyms


def replace_by_synonyms(text: str, side: Side, synonyms: dict[str, list[str]], rng: np.random.Generator) -> str:
    """Replace words by synonyms of any of their senses, with their endings."""
    share, parts, last = rng.uniform(*SPUN_SHARE), list[str](), 0
    for word in tokenize(text, side):
        if not is_content(word, side) or not word.text.islower() or rng.random() > share:
            continue
        base = next((form for form in _base_forms(word.text) if synonyms.get(form)), "")
        if base:
            other = synonyms[base][int(rng.integers(len(synonyms[base])))]
            parts += [text[last : word.start], other if base == word.text else inflect(other, word.text, side)]
            last = word.end
    return "".join([*parts, text[last:]])


def _base_forms(word: str) -> Iterable[str]:
    yield word
    for ending in (*INFLECTED_ENDINGS, "es", "e"):
        if word.endswith(ending):
            yield word.removesuffix(ending)
            yield word.removesuffix(ending) + "e"


def edit(text: str, rng: np.random.Generator) -> str:
    """Edit a line as an editor does: keep it, cut it at a comma, drop words, or cut its beginning."""
    draw, words = rng.random(), text.split()
    commas = [match.start() for match in re.finditer(", ", text)]
    if draw < EDITS[0] or len(words) < 2 * MIN_WORDS or (draw < EDITS[1] and not commas):
        return text
    if draw < EDITS[1]:
        return text[: commas[int(rng.integers(len(commas)))]].rstrip() + "."
    if draw < EDITS[2]:
        dropped = set(rng.integers(1, len(words) - 1, size=2).tolist())
        return " ".join(word for index, word in enumerate(words) if index not in dropped)
    rest = text.partition(", ")[2] or text
    return rest[:1].upper() + rest[1:]
