"""Standard metrics on gold data: alignment of sentences and words, and retrieval."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from aligner.alignment.align import align, bead_indices
from aligner.encoders import load_encoder
from aligner.encoders.static import StaticEncoder
from aligner.encoders.words import words_of
from aligner.errors import InputError, ModelMissingError
from aligner.evaluation.bead_metrics import Counts, Indices, compare_beads
from aligner.text.words.word_alignment import METHODS, align_words
from aligner.types import Floats, Sentence

Row = dict[str, object]
Links = set[tuple[int, int]]
_LINK = re.compile(r"(\d{1,9})([-p])(\d{1,9})", re.ASCII)
MARGIN_NEIGHBOURS = 4  # nearest neighbours of the ratio margin (Artetxe & Schwenk 2019)


def alignment_rows(gold: Sequence[Path], *, paragraphs: bool, model: str) -> Iterator[Row]:
    """Yield the metrics of sentence alignment against gold beads, per text and pooled."""
    encoder = load_encoder(model)
    total = Counts()
    for path in gold:
        sides = [gold_sentences(path.with_suffix(f".{side}"), paragraphs) for side in ("en", "fr")]
        vectors = [encoder.encode([sentence.text for sentence in side]) for side in sides]
        found = [
            bead_indices(bead) for bead in align(sides[0], sides[1], (vectors[0], vectors[1]), words=words_of(model))
        ]
        counts = compare_beads(found, gold_beads(path))
        total = total.plus(counts)
        yield _row(path.stem, counts)
    yield _row("pooled", total)


def _row(name: str, counts: Counts) -> Row:
    row: Row = {"text": name}
    for measure in ("strict", "lax", "null"):
        precision, recall, f1 = (round(value, 4) for value in getattr(counts, measure))
        row |= {measure: f1, f"{measure}_precision": precision, f"{measure}_recall": recall}
    return {**row, "beads": counts.found}


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}; gold data is UTF-8 text") from error


def gold_sentences(path: Path, paragraphs: bool) -> list[Sentence]:
    """Read the sentences of a "paragraph<TAB>text" file, all in one paragraph unless `paragraphs`."""
    rows = [line.partition("\t") for line in _read_lines(path)]
    try:
        return [Sentence(text, 0, len(text), int(number) if paragraphs else 0) for number, _, text in rows]
    except ValueError as error:
        raise InputError(f"{path}: each line must be paragraph number, tab, sentence; {error}") from error


def gold_beads(path: Path) -> list[Indices]:
    """Read the beads of a "[en lines]:[fr lines]" file."""
    try:
        sides = [[tuple(json.loads(part)) for part in line.split(":")] for line in _read_lines(path) if line.strip()]
        return [(en, fr) for en, fr in sides]
    except (ValueError, TypeError) as error:
        raise InputError(f"{path}: each line must be [en lines]:[fr lines]; {error}") from error


def retrieval_rows(files: Sequence[Path], *, model: str) -> Iterator[Row]:
    """Yield the top-1 accuracy of retrieval in both directions, by cosine and by the ratio margin."""
    encoder = load_encoder(model)
    for path in files:
        rows = [line.split("\t")[:2] for line in _read_lines(path) if "\t" in line]
        if not rows:
            raise InputError(f"{path}: the file has no english<TAB>french line")
        en, fr = (encoder.encode([row[side] for row in rows]) for side in (0, 1))
        yield {"file": path.name, "pairs": len(rows), **top1_accuracy(en, fr)}


def top1_accuracy(en: Floats, fr: Floats) -> dict[str, float]:
    """Compute the share of rows (n, dim) whose nearest neighbour on the other side is their translation."""
    cosines = en @ fr.T
    return {**_accuracy(cosines, ""), **_accuracy(_margins(cosines), "_margin")}


def _margins(cosines: Floats) -> Floats:
    k = min(MARGIN_NEIGHBOURS, len(cosines))
    rows, columns = (np.sort(cosines, axis=axis) for axis in (1, 0))
    nearest: Floats = (rows[:, -k:].mean(axis=1)[:, None] + columns[-k:].mean(axis=0)[None]) / 2
    return np.asarray(cosines / np.maximum(nearest, 1e-9), np.float32)


def _accuracy(scores: Floats, name: str) -> dict[str, float]:
    gold = np.arange(len(scores))
    en_fr, fr_en = float((scores.argmax(axis=1) == gold).mean()), float((scores.argmax(axis=0) == gold).mean())
    return {f"top1{name}": round((en_fr + fr_en) / 2, 4)} if name else {
        "en_fr": round(en_fr, 4), "fr_en": round(fr_en, 4), "top1": round((en_fr + fr_en) / 2, 4),
    }  # fmt: skip


def word_link_rows(pairs: Path, gold: Path, *, model: str) -> Iterator[Row]:
    """Yield the error rate, precision and recall of word links (Och & Ney 2003), one row per method.

    Raises
    ------
    ModelMissingError
        If the model has no word vectors.
    InputError
        If the files are not as `aligner eval words --help` describes, or do not match each other.
    """
    encoder = load_encoder(model)
    if not isinstance(encoder, StaticEncoder):
        raise ModelMissingError(f"the model {model!r} has no word vectors; omit --model to use the embedded encoder")
    sides = [[side.split() for side in line.split("|||")] for line in _read_lines(pairs)]
    if bad := next((number for number, parts in enumerate(sides, 1) if len(parts) != 2), 0):
        raise InputError(f"{pairs}: line {bad} is not english ||| french")
    links = [_gold_links(gold, line) for line in _read_lines(gold)]
    if len(links) != len(sides):
        raise InputError(
            f"{gold}: {len(links)} lines, but {pairs} has {len(sides)}; there must be one line for each pair"
        )
    vectors = [[_word_vectors(encoder, side) for side in pair] for pair in sides]
    for method in METHODS:
        found = [{(link.en + 1, link.fr + 1) for link in align_words(*pair, method=method)} for pair in vectors]
        yield {"links": method, **_error_rate(found, links)}


def _word_vectors(encoder: StaticEncoder, side: list[str]) -> Floats:
    """Return the vectors of the words of the gold data, each the sum of its tokens' vectors."""
    rows = [tokens.vectors.sum(axis=0) for tokens in encoder.encode_tokens(side)]
    return np.array(rows, np.float32).reshape(-1, encoder.dim)


def _gold_links(path: Path, line: str) -> tuple[Links, Links]:
    """Read the sure links, and the sure or possible ones, of a line such as "1-1 2p3" of numbers from 1."""
    links = [_LINK.fullmatch(link) for link in line.split()]
    if not all(links):
        raise InputError(f"{path}: each line must be links such as 1-1 (sure) and 2p3 (possible), not {line!r:.60}")
    rows = [(int(link[1]), link[2], int(link[3])) for link in links if link]
    return {(en, fr) for en, kind, fr in rows if kind == "-"}, {(en, fr) for en, _, fr in rows}


def _error_rate(found: Sequence[Links], gold: Sequence[tuple[Links, Links]]) -> Row:
    found_count, sure_count = sum(map(len, found)), sum(len(sure) for sure, _ in gold)
    right = sum(len(links & possible) for links, (_, possible) in zip(found, gold, strict=True))
    hit = sum(len(links & sure) for links, (sure, _) in zip(found, gold, strict=True))
    metrics = {
        "aer": 1 - (hit + right) / max(1, found_count + sure_count),
        "precision": right / max(1, found_count),
        "recall": hit / max(1, sure_count),
    }
    return {**{name: round(value, 4) for name, value in metrics.items()}, "found": found_count, "sure": sure_count}
