"""Whole documents for the benchmark: Canadian acts and regulations, from the training data."""

from __future__ import annotations

import lzma
from collections import defaultdict
from pathlib import Path

MAX_PARAGRAPHS = 40  # of a document: the length of a long story
STRIDE = 7


def law_documents(data: Path, max_paragraphs: int | None = MAX_PARAGRAPHS) -> list[tuple[str, str]]:
    """Read English and French texts, one paragraph a line, in an order that mixes acts and regulations."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for path in sorted((data / "train").glob("laws_*.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                en, fr, name = line.rstrip("\n").split("\t")
                if max_paragraphs is None or len(rows[name]) < max_paragraphs:
                    rows[name].append([en, fr])
    # Every seventh name, then the next seventh …: a small corpus has the same composition as a large one.
    names = sorted(rows)
    order = [name for first in range(STRIDE) for name in names[first::STRIDE]]
    return [("\n".join(en for en, _ in rows[name]), "\n".join(fr for _, fr in rows[name])) for name in order]


def write_documents(texts: list[tuple[str, str]], folder: Path) -> int:
    """Write NUMBER.a (English) and NUMBER.b (French), names that give no language away; return the characters."""
    folder.mkdir(parents=True)
    for number, pair in enumerate(texts):
        for suffix, text in zip("ab", pair, strict=True):
            (folder / f"{number:05}.{suffix}.txt").write_text(text + "\n", encoding="utf-8")
    return sum(len(en) + len(fr) for en, fr in texts)
