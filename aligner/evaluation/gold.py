"""The field's measures on gold data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.align import align, beads_of
from aligner.encoders import load_encoder
from aligner.encoders.static import StaticEncoder
from aligner.encoders.words import words_of
from aligner.errors import InputError, ModelMissingError
from aligner.evaluation.bead_metrics import Counts, Indices, count
from aligner.text.words.word_alignment import METHODS, align_words
from aligner.types import Sentence

Row = dict[str, object]
Links = set[tuple[int, int]]
LINK = re.compile(r"(\d{1,9})([-p])(\d{1,9})", re.ASCII)
NEIGHBOURS = 4  # of the margin: Artetxe & Schwenk (2019)


def alignment(gold: Sequence[Path], *, paragraphs: bool, model: str) -> Iterator[Row]:
    """Score the aligner on gold beads, per text and pooled."""
    encoder = load_encoder(model)
    total = Counts()
    for path in gold:
        sides = [gold_sentences(path.with_suffix(f".{side}"), paragraphs) for side in ("en", "fr")]
        vectors = [encoder.encode([sentence.text for sentence in side]) for side in sides]
        found = [beads_of(bead) for bead in align(sides[0], sides[1], (vectors[0], vectors[1]), words=words_of(model))]
        counts = count(found, gold_beads(path))
        total = total.plus(counts)
        yield _row(path.stem, counts)
    yield _row("pooled", total)


def _row(name: str, counts: Counts) -> Row:
    row: Row = {"text": name}
    for measure in ("strict", "lax", "null"):
        precision, recall, f1 = (round(value, 4) for value in getattr(counts, measure))
        row |= {measure: f1, f"{measure}_precision": precision, f"{measure}_recall": recall}
    return {**row, "beads": counts.found}


def _read(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; gold data is UTF-8 text") from error


def gold_sentences(path: Path, paragraphs: bool) -> list[Sentence]:
    """Sentences of a "paragraph<TAB>text" file; all in one paragraph unless `paragraphs`."""
    rows = [line.partition("\t") for line in _read(path)]
    try:
        return [Sentence(text, 0, len(text), int(number) if paragraphs else 0) for number, _, text in rows]
    except ValueError as error:
        raise InputError(f"{path}: each line is to be paragraph number, tab, sentence; {error}") from error


def gold_beads(path: Path) -> list[Indices]:
    """Beads of a "[en lines]:[fr lines]" file."""
    try:
        sides = [[tuple(json.loads(part)) for part in line.split(":")] for line in _read(path) if line.strip()]
        return [(en, fr) for en, fr in sides]
    except (ValueError, TypeError) as error:
        raise InputError(f"{path}: each line is to be [en lines]:[fr lines]; {error}") from error


def retrieval(files: Sequence[Path], *, model: str) -> Iterator[Row]:
    """Top-1 accuracy in both directions, by cosine and by the ratio margin."""
    encoder = load_encoder(model)
    for path in files:
        rows = [line.split("\t")[:2] for line in _read(path) if "\t" in line]
        if not rows:
            raise InputError(f"{path}: no english<TAB>french line")
        en, fr = (encoder.encode([row[side] for row in rows]) for side in (0, 1))
        yield {"file": path.name, "pairs": len(rows), **top1(en, fr)}


def top1(en: NDArray[np.float32], fr: NDArray[np.float32]) -> dict[str, float]:
    """Shares of rows whose nearest on the other side is their own, by cosine and by margin; (n, dim) unit rows."""
    cosines = en @ fr.T
    return {**_accuracy(cosines, ""), **_accuracy(_margins(cosines), "_margin")}


def _margins(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    k = min(NEIGHBOURS, len(cosines))
    rows, columns = (np.sort(cosines, axis=axis) for axis in (1, 0))
    nearest: NDArray[np.float32] = (rows[:, -k:].mean(axis=1)[:, None] + columns[-k:].mean(axis=0)[None]) / 2
    return np.asarray(cosines / np.maximum(nearest, 1e-9), np.float32)


def _accuracy(scores: NDArray[np.float32], name: str) -> dict[str, float]:
    gold = np.arange(len(scores))
    forth, back = float((scores.argmax(axis=1) == gold).mean()), float((scores.argmax(axis=0) == gold).mean())
    return {f"top1{name}": round((forth + back) / 2, 4)} if name else {
        "en_fr": round(forth, 4), "fr_en": round(back, 4), "top1": round((forth + back) / 2, 4),
    }  # fmt: skip


def words(pairs: Path, gold: Path, *, model: str) -> Iterator[Row]:
    """Alignment error rate, precision and recall of word links (Och & Ney 2003), a row per method.

    Raises
    ------
    ModelMissingError
        When the model is one that has no vectors of words.
    InputError
        When the files are not as `aligner eval words --help` says, or do not fit each other.
    """
    encoder = load_encoder(model)
    if not isinstance(encoder, StaticEncoder):
        raise ModelMissingError(
            f"the model {model!r} has no vectors of single words; leave --model out to measure our own"
        )
    sides = [[side.split() for side in line.split("|||")] for line in _read(pairs)]
    if wrong := next((at for at, each in enumerate(sides, 1) if len(each) != 2), 0):
        raise InputError(f"{pairs}: line {wrong} is not english ||| french")
    links = [_gold_links(gold, line) for line in _read(gold)]
    if len(links) != len(sides):
        raise InputError(f"{gold}: {len(links)} lines for the {len(sides)} of {pairs}; there is to be one for each")
    vectors = [[_word_vectors(encoder, side) for side in pair] for pair in sides]
    for method in METHODS:
        found = [{(link.en + 1, link.fr + 1) for link in align_words(*pair, method=method)} for pair in vectors]
        yield {"links": method, **_error_rate(found, links)}


def _word_vectors(encoder: StaticEncoder, side: list[str]) -> NDArray[np.float32]:
    """Vectors of the words as the gold data has split them, which may be more than one token."""
    rows = [tokens.vectors.sum(axis=0) for tokens in encoder.encode_tokens(side)]
    return np.array(rows, np.float32).reshape(-1, encoder.dim)


def _gold_links(path: Path, line: str) -> tuple[Links, Links]:
    """Sure links, and those that are at least possible, of a line of "1-1 2p3"; numbers count from 1."""
    links = [LINK.fullmatch(link) for link in line.split()]
    if not all(links):
        raise InputError(f"{path}: each line is to be links such as 1-1 (sure) and 2p3 (possible); found {line!r:.60}")
    rows = [(int(link[1]), link[2], int(link[3])) for link in links if link]
    return {(en, fr) for en, kind, fr in rows if kind == "-"}, {(en, fr) for en, _, fr in rows}


def _error_rate(found: Sequence[Links], gold: Sequence[tuple[Links, Links]]) -> Row:
    every, sure = sum(map(len, found)), sum(len(each) for each, _ in gold)
    right = sum(len(links & each) for links, (_, each) in zip(found, gold, strict=True))
    hit = sum(len(links & each) for links, (each, _) in zip(found, gold, strict=True))
    figures = {
        "aer": 1 - (hit + right) / max(1, every + sure),
        "precision": right / max(1, every),
        "recall": hit / max(1, sure),
    }
    return {**{name: round(value, 4) for name, value in figures.items()}, "found": every, "sure": sure}
