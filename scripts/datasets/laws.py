"""A corpus of whole documents for the benchmark: Canadian acts and regulations, from the training data."""

from __future__ import annotations

import lzma
from collections import defaultdict
from pathlib import Path

LONGEST = 40  # paragraphs of a document: as long as a long story


def documents(data: Path, most: int | None = LONGEST) -> list[tuple[str, str]]:
    """English and French texts, one paragraph a line, their first `most`, in an order that mixes their kinds."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for path in sorted((data / "train").glob("laws_*.tsv.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                en, fr, name = line.rstrip("\n").split("\t")
                if most is None or len(rows[name]) < most:
                    rows[name].append([en, fr])
    # Every seventh, then the next seventh …: a small corpus is of the make-up of a large one.
    names = sorted(rows)
    order = [name for first in range(7) for name in names[first::7]]
    return [("\n".join(en for en, _ in rows[name]), "\n".join(fr for _, fr in rows[name])) for name in order]


def write(texts: list[tuple[str, str]], folder: Path) -> int:
    """Write NUMBER.a (English) and NUMBER.b files: nothing of a name tells the side; gives the characters written."""
    folder.mkdir(parents=True)
    for number, pair in enumerate(texts):
        for mark, text in zip("ab", pair, strict=True):
            (folder / f"{number:05}.{mark}.txt").write_text(text + "\n", encoding="utf-8")
    return sum(len(en) + len(fr) for en, fr in texts)
