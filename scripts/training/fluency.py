"""Count which classes of words follow each other and write models/fluency/classes.npz.

    python -m scripts.training.fluency ../shared/data -o models/fluency

Learnt from the training texts of each language alone; no line of them is one that the confidence is fitted to or
measured on. Run it before scripts.training.word_errors and scripts.training.confidence.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.linalg import svds  # type: ignore[import-untyped]

from aligner.confidence.features.fluency import concatenate_with_boundaries
from aligner.encoders import load_embedded
from aligner.encoders.static import StaticEncoder
from aligner.types import SIDES
from scripts.datasets.domains import fitted, read_rows

# Lines of a corpus that are read, where not all are: law says much the same.
TAKEN = {"laws_ca_acts_frag": 48_000, "laws_ca_regs_frag": 48_000, "laws_ca_annual_frag": 29_000}
LONGEST = 600  # characters of a line
ALONE, CLASSES = 160, 240  # the most frequent words have a class each, the others share so many
KNOWN, SEEN = 40_000, 4  # words that belong to a class, and how often they are seen at least
NEAR = 1000  # words whose company is counted
WIDTH = 60  # of a word's vector of company
ROUNDS = 25
OFTEN = 3  # times that three classes are seen together, to be kept
SEED = 17
Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]


def lines(data: Path) -> list[list[str]]:
    """The lines of each language, each once."""
    used = fitted(data)
    found: list[dict[str, None]] = [{}, {}]
    for path in sorted((data / "train").glob("*.tsv.xz")):
        rows = [row for row in read_rows(path) if (row[0], row[1]) not in used and max(map(len, row[:2])) < LONGEST]
        most = TAKEN.get(path.name.partition(".")[0], len(rows))
        for at in np.random.default_rng(SEED).permutation(len(rows))[:most]:
            for own, text in zip(found, rows[at], strict=False):
                own[text] = None
    return [list(own) for own in found]


def words(texts: list[str], encoder: StaticEncoder) -> tuple[Ints, Ints]:
    """The words of all texts, and how many each has; one of several pieces is told by its last."""
    ids = [
        [found[-1] + encoder.vocabulary * (len(found) > 1) for found in each.ids]
        for each in encoder.encode_tokens(texts)
    ]
    return np.concatenate([np.array(own, np.int64) for own in ids]), np.array(list(map(len, ids)), np.int64)


def classes(found: Ints, text: Ints, size: int) -> Ints:
    """(size,) the class of each word; 0 for a rare one."""
    counts = np.bincount(found, minlength=size)
    order = np.argsort(-counts, kind="stable")
    known = order[:KNOWN][counts[order[:KNOWN]] >= SEEN]
    company = _company(found, text, known, order[:NEAR], size)
    rest = np.arange(ALONE, len(known))
    means = faiss.Kmeans(
        WIDTH, CLASSES, niter=ROUNDS, seed=SEED, spherical=True, min_points_per_centroid=1,
        max_points_per_centroid=len(rest),
    )  # fmt: skip
    means.train(company[rest], weights=np.sqrt(counts[known[rest]]).astype(np.float32))
    own = np.zeros(size, np.int64)
    own[known[:ALONE]] = np.arange(1, ALONE + 1)
    own[known[rest]] = ALONE + 1 + means.index.search(company[rest], 1)[1].ravel()
    return own


def _company(found: Ints, text: Ints, known: Ints, near: Ints, size: int) -> NDArray[np.float32]:
    """Unit vectors of the known words, from how much oftener than by chance the near ones stand on either side."""
    row, column = np.full(size, -1), np.full(size, -1)
    row[known], column[near] = np.arange(len(known)), np.arange(len(near))
    beside = text[1:] == text[:-1]
    left, right = found[:-1][beside], found[1:][beside]
    at = np.concatenate([row[right], row[left]])
    by = np.concatenate([column[left], np.where(column[right] < 0, -1, column[right] + len(near))])
    both = (at >= 0) & (by >= 0)
    table = csr_matrix((np.ones(both.sum()), (at[both], by[both])), (len(known), 2 * len(near))).tocoo()
    own, theirs = (np.asarray(table.sum(axis=axis)).ravel() for axis in (1, 0))
    more = np.log(table.data * table.data.sum() / (own[table.row] * theirs[table.col]))
    table.data = np.maximum(more, 0) * table.data / (table.data + 2)
    start = np.random.default_rng(SEED).normal(size=min(table.shape))
    vectors, weights, _ = svds(table.tocsr(), k=WIDTH, v0=start)
    made = vectors * weights
    return np.ascontiguousarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9), np.float32)


def follow(own: Ints, found: Ints, sizes: Ints) -> dict[str, NDArray[np.generic]]:
    """What follows what: the arrays of `aligner.confidence.features.fluency.Following`."""
    count = ALONE + CLASSES + 2
    row, _, ends = concatenate_with_boundaries(own[found], sizes, count - 1)
    heads = np.concatenate([ends - sizes - 3, ends - sizes - 2])  # the edges before a text follow nothing
    inside = np.setdiff1d(np.arange(len(row)), heads)
    first, second, third = row[inside - 2], row[inside - 1], row[inside]
    one = np.bincount(third, minlength=count) + 0.5
    one = one / one.sum()
    pairs = np.bincount(second * count + third, minlength=count**2).reshape(count, count)
    two = _mixed(pairs, (pairs > 0).sum(axis=1), one)
    keys, times = np.unique((first * count + second) * count + third, return_counts=True)
    before, begin = np.unique(keys // count, return_index=True)
    total, kinds = np.zeros(count**2), np.zeros(count**2)
    total[before], kinds[before] = np.add.reduceat(times, begin), np.diff(np.append(begin, len(keys)))
    left = np.where(total > 0, 2 * kinds / np.maximum(total + 2 * kinds, 1), 1.0)
    keys, times = keys[times >= OFTEN], times[times >= OFTEN]
    context, last = keys // count, keys % count
    three = (1 - left[context]) * times / total[context] + left[context] * two[context % count, last]
    return {
        "classes": own.reshape(2, -1).astype(np.int16), "two": np.log(two / one).astype(np.float16),
        "left": np.log(np.maximum(left, 1e-3)).astype(np.float16), "keys": keys.astype(np.int32),
        "three": np.log(three / one[last]).astype(np.float16),
    }  # fmt: skip


def _mixed(pairs: Ints, kinds: Ints, one: Doubles) -> Doubles:
    """Probability of a class after another; the more different ones follow, the more is left to those never seen."""
    total = pairs.sum(axis=1)
    share = total / np.maximum(total + kinds, 1)
    return np.asarray(share[:, None] * pairs / np.maximum(total, 1)[:, None] + (1 - share)[:, None] * one)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/fluency"))
    options = parser.parse_args()
    encoder = load_embedded()
    arrays: dict[str, NDArray[np.generic]] = {}
    for side, texts in zip(SIDES, lines(options.data), strict=True):
        found, sizes = words(texts, encoder)
        own = classes(found, np.repeat(np.arange(len(sizes)), sizes), 2 * encoder.vocabulary)
        made = follow(own, found, sizes)
        print(f"{side}: {len(texts)} lines, {len(found)} words, {len(made['keys'])} times three classes", flush=True)
        arrays |= {f"{side}.{name}": value for name, value in made.items()}
    options.output.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.output / "classes.npz", **arrays)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
