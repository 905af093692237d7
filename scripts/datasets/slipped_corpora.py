"""Corpora that slipped out of step: lines dropped, doubled, swapped or split on one side, with the truth.

Only the lines of one side change at each fault, so that all lines after it are out of step, as in corpora whose sides
were edited apart.
"""

from __future__ import annotations

import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from aligner.evaluation.gold import gold_beads, gold_sentences
from aligner.types import SIDES, Side
from scripts.datasets.domains import aligned_commentary
from scripts.datasets.gold import NOVELS, Pair, sentence_pairs

Kind = Literal["dropped", "doubled", "swapped", "split"]
KINDS: tuple[Kind, ...] = ("dropped", "doubled", "swapped")
MAX_BLOCK_LINES = 30
MIN_SPLIT_CHARS = 40  # of a line that is split in two
RUN_LINES = 200  # of a document where the corpus marks none
# Corpora of the training data, and how many of their pairs are taken.
TRAINING_PAIRS = {
    "laws_ca_regs_frag": 4000, "laws_ca_acts_frag": 2000, "literary_bilinguator": 3000, "php_docs": 2000,
    "gnome_docs": 1500, "europarl_small": 1500,
}  # fmt: skip
_BETWEEN_WORDS = re.compile(r"(?<=\w[,;:.]) ")


class Slips(NamedTuple):
    """How a corpus is damaged.

    rate : faults per line
    kinds : of faults, equally likely
    blocks : whether a fault concerns 2 to `MAX_BLOCK_LINES` lines, else one
    sides : where the faults are
    """

    rate: float
    kinds: Sequence[Kind] = KINDS
    blocks: bool = False
    sides: Sequence[Side] = SIDES


class SlippedCorpus(NamedTuple):
    """Both columns of a damaged corpus, not always of one length, and the pairs of texts that belong together."""

    en: list[str]
    fr: list[str]
    truth: list[Pair]


class Outcome(NamedTuple):
    """Counts of the pairs that belong together.

    shifted, mended : that were in no row of the damaged corpus, and those of them that are in a row now
    right, kept : that were in a row, and those of them that still are
    rows, wrong : rows now, and those of them that are no such pair
    """

    shifted: int
    mended: int
    right: int
    kept: int
    rows: int
    wrong: int


def slip(pairs: Sequence[Pair], slips: Slips, rng: np.random.Generator) -> SlippedCorpus:
    """Return a damaged corpus."""
    columns: tuple[list[str], list[str]] = ([], [])
    truth: list[Pair] = []
    at = 0
    while at < len(pairs):
        if rng.random() >= slips.rate:
            _copy(pairs[at : at + 1], columns, truth)
            at += 1
            continue
        size = int(rng.integers(2, MAX_BLOCK_LINES + 1)) if slips.blocks else 1
        kind = slips.kinds[int(rng.integers(len(slips.kinds)))]
        side = SIDES.index(slips.sides[int(rng.integers(len(slips.sides)))])
        taken = pairs[at : at + (2 * size if kind == "swapped" else size)]
        changed = list(_changed([pair[side] for pair in taken], kind))
        columns[side].extend(changed)
        columns[1 - side].extend(pair[1 - side] for pair in taken)
        if kind == "split":
            truth += [_with(pair, side, " ".join(_halves(pair[side]))) for pair in taken]
        elif kind != "dropped":
            truth += taken
        at += len(taken)
    return SlippedCorpus(*columns, truth)


def exchange(pairs: Sequence[Pair], rate: float, side: Side, rng: np.random.Generator) -> SlippedCorpus:
    """Let lines of one side, a share of all, change places with others anywhere in the corpus."""
    columns = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    lines = columns[SIDES.index(side)]
    count = max(1, round(rate * len(pairs) / 2))
    chosen = rng.permutation(len(pairs))[: 2 * count].tolist()
    for one, other in zip(chosen[:count], chosen[count:], strict=True):
        lines[one], lines[other] = lines[other], lines[one]
    return SlippedCorpus(*columns, list(pairs))


def _copy(pairs: Sequence[Pair], columns: tuple[list[str], list[str]], truth: list[Pair]) -> None:
    for en, fr in pairs:
        columns[0].append(en)
        columns[1].append(fr)
        truth.append((en, fr))


def _changed(lines: list[str], kind: Kind) -> Iterator[str]:
    if kind == "doubled":
        yield from lines + lines
    elif kind == "swapped":
        half = len(lines) // 2
        yield from lines[half:] + lines[:half]
    elif kind == "split":
        for line in lines:
            yield from _halves(line)


def _halves(line: str) -> list[str]:
    """Return a line split after the mark nearest to its middle, or whole if it is short or has none."""
    places = [match.start() for match in _BETWEEN_WORDS.finditer(line)]
    if len(line) < MIN_SPLIT_CHARS or not places:
        return [line]
    middle = min(places, key=lambda place: abs(2 * place - len(line)))
    return [line[:middle], line[middle + 1 :]]


def _with(pair: Pair, side: int, text: str) -> Pair:
    return (text, pair[1]) if side == 0 else (pair[0], text)


def count_outcome(corpus: SlippedCorpus, rows: Sequence[Pair]) -> Outcome:
    """Compare the rows of a mended corpus with the truth; equal pairs count as often as they occur."""
    truth, found = Counter(corpus.truth), Counter(rows)
    before = Counter(zip(corpus.en, corpus.fr, strict=False)) & truth
    shifted, now = truth - before, found & truth
    kept = now & before
    return Outcome(
        shifted=shifted.total(),
        mended=(now - kept).total(),
        right=before.total(),
        kept=kept.total(),
        rows=len(rows),
        wrong=(found - truth).total(),
    )


def fitted_corpora(data: Path) -> dict[str, list[Pair]]:
    """Return the corpora that weights are fitted to: FLORES dev, and every second document or novel of others."""
    own = {"flores.dev": sentence_pairs(data)["flores.dev"]}
    own |= {name: _documents(data, name, 0, size) for name, size in TRAINING_PAIRS.items()}
    return own | {name: _novel(data, name) for name in NOVELS[::2]}


def held_out_corpora(data: Path) -> dict[str, list[Pair]]:
    """Return the corpora that nothing was fitted to, in running order."""
    sentences = sentence_pairs(data)
    own = {name: sentences[name] for name in ("flores.devtest", "newstest")}
    own |= {
        "law": _documents(data, "laws_ca_regs_frag", 1, TRAINING_PAIRS["laws_ca_regs_frag"]),
        "commentary": aligned_commentary(data),
        "literary": _documents(data, "literary_bilinguator", 1, TRAINING_PAIRS["literary_bilinguator"]),
    }
    return own | {"novels": [pair for name in NOVELS[1::2] for pair in _novel(data, name)]}


def _documents(data: Path, name: str, rest: int, size: int) -> list[Pair]:
    """Return pairs of the documents of a corpus whose numbers, divided by two, leave a rest."""
    documents: dict[str, list[Pair]] = defaultdict(list)
    with lzma.open(data / f"train/{name}.tsv.xz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            en, fr, *names = line.rstrip("\n").split("\t")
            documents[names[0] if names else f"{number // RUN_LINES:06}"].append((en, fr))
    chosen = sorted(documents)[rest::2]
    return [pair for document in chosen for pair in documents[document]][:size]


def _novel(data: Path, name: str) -> list[Pair]:
    """Return the beads of a novel that are no nulls, as rows."""
    path = data / f"dev/sentence_alignment/{name}.gold"
    sides = [gold_sentences(path.with_suffix(f".{side}"), True) for side in SIDES]
    beads = (bead for bead in gold_beads(path) if all(bead))
    return [
        (" ".join(sides[0][at].text for at in bead[0]), " ".join(sides[1][at].text for at in bead[1])) for bead in beads
    ]
