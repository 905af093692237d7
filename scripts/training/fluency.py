"""Count which classes of words follow each other and write models/fluency/classes.npz.

    python -m scripts.training.fluency ../shared/data -o models/fluency

Learnt from the training texts of each language alone, without the lines that the confidence is fitted or measured on.
Run it before scripts.training.word_errors and scripts.training.confidence.
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
from aligner.types import SIDES, Doubles, Floats, Ints
from scripts.datasets.domains import confidence_pairs, read_rows

# Lines that are read of a corpus, where not all are: law repeats itself.
LINES_TAKEN = {"laws_ca_acts_frag": 48_000, "laws_ca_regs_frag": 48_000, "laws_ca_annual_frag": 29_000}
MAX_CHARS = 600  # of a line
SINGLE_CLASSES, SHARED_CLASSES = 160, 240  # classes of one frequent word each, and classes that all others share
MAX_WORDS, MIN_COUNT = 40_000, 4  # words that belong to a class, and their least number of occurrences
CONTEXT_WORDS = 1000  # most frequent words, which are counted as neighbours
DIMENSIONS = 60  # of a word's context vector
KMEANS_ROUNDS = 25
MIN_TRIGRAM_COUNT = 3
SEED = 17


def read_lines(data: Path) -> list[list[str]]:
    """Read the distinct lines of each language."""
    excluded = confidence_pairs(data)
    lines: list[dict[str, None]] = [{}, {}]
    for path in sorted((data / "train").glob("*.tsv.xz")):
        rows = [
            row for row in read_rows(path) if (row[0], row[1]) not in excluded and max(map(len, row[:2])) < MAX_CHARS
        ]
        max_lines = LINES_TAKEN.get(path.name.partition(".")[0], len(rows))
        for index in np.random.default_rng(SEED).permutation(len(rows))[:max_lines]:
            for own, text in zip(lines, rows[index], strict=False):
                own[text] = None
    return [list(own) for own in lines]


def word_ids(texts: list[str], encoder: StaticEncoder) -> tuple[Ints, Ints]:
    """Return the words of all texts and the number of each; a word of several pieces is identified by its last."""
    ids = [
        [pieces[-1] + encoder.vocabulary * (len(pieces) > 1) for pieces in tokens.ids]
        for tokens in encoder.encode_tokens(texts)
    ]
    return np.concatenate([np.array(own, np.int64) for own in ids]), np.array(list(map(len, ids)), np.int64)


def cluster_words(words: Ints, text: Ints, size: int) -> Ints:
    """Assign a class to each word of the vocabulary, 0 for a rare one.

    Parameters
    ----------
    words, text : (n,) the words of all texts, and the text that each is in
    size : of the vocabulary

    Returns
    -------
    (size,) int
    """
    counts = np.bincount(words, minlength=size)
    order = np.argsort(-counts, kind="stable")
    known = order[:MAX_WORDS][counts[order[:MAX_WORDS]] >= MIN_COUNT]
    vectors = _context_vectors(words, text, known, order[:CONTEXT_WORDS], size)
    rest = np.arange(SINGLE_CLASSES, len(known))
    kmeans = faiss.Kmeans(
        DIMENSIONS, SHARED_CLASSES, niter=KMEANS_ROUNDS, seed=SEED, spherical=True, min_points_per_centroid=1,
        max_points_per_centroid=len(rest),
    )  # fmt: skip
    kmeans.train(vectors[rest], weights=np.sqrt(counts[known[rest]]).astype(np.float32))
    classes = np.zeros(size, np.int64)
    classes[known[:SINGLE_CLASSES]] = np.arange(1, SINGLE_CLASSES + 1)
    classes[known[rest]] = SINGLE_CLASSES + 1 + kmeans.index.search(vectors[rest], 1)[1].ravel()
    return classes


def _context_vectors(words: Ints, text: Ints, known: Ints, context: Ints, size: int) -> Floats:
    """Return unit vectors of the known words, from how far their neighbours exceed chance, on either side."""
    row, column = np.full(size, -1), np.full(size, -1)
    row[known], column[context] = np.arange(len(known)), np.arange(len(context))
    adjacent = text[1:] == text[:-1]
    left, right = words[:-1][adjacent], words[1:][adjacent]
    own_rows = np.concatenate([row[right], row[left]])
    columns = np.concatenate([column[left], np.where(column[right] < 0, -1, column[right] + len(context))])
    both = (own_rows >= 0) & (columns >= 0)
    shape = (len(known), 2 * len(context))
    table = csr_matrix((np.ones(both.sum()), (own_rows[both], columns[both])), shape).tocoo()
    own, theirs = (np.asarray(table.sum(axis=axis)).ravel() for axis in (1, 0))
    gain = np.log(table.data * table.data.sum() / (own[table.row] * theirs[table.col]))
    table.data = np.maximum(gain, 0) * table.data / (table.data + 2)
    start = np.random.default_rng(SEED).normal(size=min(table.shape))
    singular_vectors, singular_values, _ = svds(table.tocsr(), k=DIMENSIONS, v0=start)
    vectors = singular_vectors * singular_values
    norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return np.ascontiguousarray(vectors / norms, np.float32)


def count_sequences(classes: Ints, words: Ints, sizes: Ints) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of `aligner.confidence.features.fluency.Following`."""
    count = SINGLE_CLASSES + SHARED_CLASSES + 2
    row, _, ends = concatenate_with_boundaries(classes[words], sizes, count - 1)
    heads = np.concatenate([ends - sizes - 3, ends - sizes - 2])  # the boundaries before a text follow nothing
    inside = np.setdiff1d(np.arange(len(row)), heads)
    first, second, third = row[inside - 2], row[inside - 1], row[inside]
    one = np.bincount(third, minlength=count) + 0.5
    one = one / one.sum()
    pairs = np.bincount(second * count + third, minlength=count**2).reshape(count, count)
    two = _interpolate(pairs, (pairs > 0).sum(axis=1), one)
    keys, frequencies = np.unique((first * count + second) * count + third, return_counts=True)
    context, begin = np.unique(keys // count, return_index=True)
    total, kinds = np.zeros(count**2), np.zeros(count**2)
    total[context], kinds[context] = np.add.reduceat(frequencies, begin), np.diff(np.append(begin, len(keys)))
    left = np.where(total > 0, 2 * kinds / np.maximum(total + 2 * kinds, 1), 1.0)
    keys, frequencies = keys[frequencies >= MIN_TRIGRAM_COUNT], frequencies[frequencies >= MIN_TRIGRAM_COUNT]
    context, last = keys // count, keys % count
    three = (1 - left[context]) * frequencies / total[context] + left[context] * two[context % count, last]
    return {
        "classes": classes.reshape(2, -1).astype(np.int16), "two": np.log(two / one).astype(np.float16),
        "left": np.log(np.maximum(left, 1e-3)).astype(np.float16), "keys": keys.astype(np.int32),
        "three": np.log(three / one[last]).astype(np.float16),
    }  # fmt: skip


def _interpolate(pairs: Ints, kinds: Ints, one: Doubles) -> Doubles:
    """Return the probability of a class after another (Witten and Bell 1991).

    The more different classes follow a class, the more probability is left to those never seen after it.
    """
    total = pairs.sum(axis=1)
    share = total / np.maximum(total + kinds, 1)
    return np.asarray(share[:, None] * pairs / np.maximum(total, 1)[:, None] + (1 - share)[:, None] * one)


def main() -> None:
    """Learn the classes and sequences of both languages and write them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/fluency"))
    options = parser.parse_args()
    encoder = load_embedded()
    arrays: dict[str, NDArray[np.generic]] = {}
    for side, texts in zip(SIDES, read_lines(options.data), strict=True):
        words, sizes = word_ids(texts, encoder)
        classes = cluster_words(words, np.repeat(np.arange(len(sizes)), sizes), 2 * encoder.vocabulary)
        sequences = count_sequences(classes, words, sizes)
        print(f"{side}: {len(texts)} lines, {len(words)} words, {len(sequences['keys'])} trigrams", flush=True)
        arrays |= {f"{side}.{name}": value for name, value in sequences.items()}
    options.output.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(options.output / "classes.npz", **arrays)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
