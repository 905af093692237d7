"""The field's measures on gold data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from aligner.align import align, beads_of
from aligner.align.score import Counts, Indices, count
from aligner.encoders import Encoder, load_encoder
from aligner.errors import CannotRead
from aligner.types import Sentence

Row = dict[str, object]
NEIGHBOURS = 4  # of the margin: Artetxe & Schwenk (2019)


def alignment(gold: Sequence[Path], *, paragraphs: bool, model: str) -> Iterator[Row]:
    """Score the aligner on gold beads, per text and pooled."""
    encoder = load_encoder(model)
    total = Counts()
    for path in gold:
        sides = [gold_sentences(path.with_suffix(f".{side}"), paragraphs) for side in ("en", "fr")]
        vectors = [encoder.encode([sentence.text for sentence in side]) for side in sides]
        found = [beads_of(bead) for bead in align(sides[0], sides[1], (vectors[0], vectors[1]))]
        counts = count(found, gold_beads(path))
        total = total.plus(counts)
        yield _row(path.stem, counts)
    yield _row("pooled", total)


def _row(name: str, counts: Counts) -> Row:
    figures = {"strict": counts.strict, "lax": counts.lax, "null": counts.null}
    return {"text": name, **{key: round(value, 4) for key, value in figures.items()}, "beads": counts.found}


def _read(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRead(f"{path}: {error}; gold data is UTF-8 text") from error


def gold_sentences(path: Path, paragraphs: bool) -> list[Sentence]:
    """Sentences of a "paragraph<TAB>text" file; all in one paragraph unless `paragraphs`."""
    rows = [line.partition("\t") for line in _read(path)]
    try:
        return [Sentence(text, 0, len(text), int(number) if paragraphs else 0) for number, _, text in rows]
    except ValueError as error:
        raise CannotRead(f"{path}: each line is to be paragraph number, tab, sentence; {error}") from error


def gold_beads(path: Path) -> list[Indices]:
    """Beads of a "[en lines]:[fr lines]" file."""
    try:
        sides = [[tuple(json.loads(part)) for part in line.split(":")] for line in _read(path) if line.strip()]
        return [(en, fr) for en, fr in sides]
    except (ValueError, TypeError) as error:
        raise CannotRead(f"{path}: each line is to be [en lines]:[fr lines]; {error}") from error


def retrieval(files: Sequence[Path], *, model: str) -> Iterator[Row]:
    """Top-1 accuracy in both directions, by cosine and by the ratio margin."""
    encoder = load_encoder(model)
    for path in files:
        rows = [line.split("\t")[:2] for line in _read(path) if "\t" in line]
        if not rows:
            raise CannotRead(f"{path}: no english<TAB>french line")
        cosines = _cosines(encoder, rows)
        yield {
            "file": path.name,
            "pairs": len(rows),
            **_accuracy(cosines, ""),
            **_accuracy(_margins(cosines), "_margin"),
        }


def _cosines(encoder: Encoder, rows: list[list[str]]) -> NDArray[np.float32]:
    return encoder.encode([row[0] for row in rows]) @ encoder.encode([row[1] for row in rows]).T


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
