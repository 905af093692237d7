"""Training pairs of the word error net: translations with replaced words, and a label for each word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.extract import PairTables, pair_tables
from aligner.confidence.features.word_errors import KINDS, TokenTable
from aligner.encoders import load_encoder
from aligner.evaluation.corruptions import CORRUPTIONS, Pair, SentencePool, SourceDocument, synonyms
from aligner.evaluation.fragments import FRAGMENTS
from aligner.text.words.tokens import is_content, tokenize
from aligner.text.words.word_table import load_word_table_cache
from aligner.types import SIDES
from scripts.datasets.domains import confidence_pairs, read_rows

# Pairs taken of each corpus: law repeats itself.
PAIRS_TAKEN = {
    "laws_ca_acts_frag": 30_000, "laws_ca_regs_frag": 25_000, "laws_ca_annual_frag": 15_000, "tatoeba_anki": 50_000,
    "php_docs": 25_000, "python_docs": 25_000, "cds_blog_sent": 8_500, "literary_bilinguator": 7_200,
    "gc_a11y_sent": 6_200, "gnome_docs": 3_500, "europarl_small": 3_000,
}  # fmt: skip
# Of each corruption: how often it is drawn, and the kind of error that it makes of words.
CORRUPTION_KINDS = {
    "replaced": (0.38, "replaced"), "spun": (0.08, "replaced"), "name_swapped": (0.03, "replaced"),
    "negation_flipped": (0.11, "denied"), "word_order": (0.025, "disordered"), "machine_loop": (0.025, "disordered"),
    "truncated": (0.03, "uncovered"), "appended": (0.02, "uncovered"), "partly_untranslated": (0.03, "uncovered"),
    "neighbour": (0.03, "uncovered"), "cut": (0.13, "uncovered"), "appended_any": (0.11, "uncovered"),
}  # fmt: skip
BLOCK_LINES = 25  # consecutive lines of a corpus
JOB_BLOCKS = 40  # blocks that are prepared together
MAX_CHARS, MAX_WORDS = 400, 90  # of a side
WRONG_PAIRS = 4  # for each right pair
FUNCTION_WORD_SHARE = 0.15  # of the function words may be replaced too
REPLACED_SHARES = (0.08, 0.3, 0.75)  # of the words; with the least, exactly one word
METHODS = (0.55, 0.3, 0.15)  # probabilities of a synonym, a word with a similar vector, any word
MAX_VOCABULARY = 30_000  # words of a language that may replace others
NEIGHBOURS = 12  # words with the most similar vectors
MIN_LINK_COSINE = 0.45  # of a counterpart
MIN_LOSS = 0.1  # of that cosine, when the counterpart is gone
ReplacementWords = tuple[dict[str, list[str]], list[str]]  # nearest words of each, and all by frequency


class Examples(NamedTuple):
    """Pairs ready for training.

    Attributes
    ----------
    kinds : (pairs,) number of the kind of error in `KINDS`, -1 for right pairs
    sides : arrays of each side: `sizes` (words of each pair), `counts` (pieces of each word), `pieces` (of all
        words), and for each word `place`, `top`, `share`, `follows` as in `TokenTable` and `labels`, 1 if damaged
    """

    kinds: NDArray[np.int8]
    sides: tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]]]


def make_examples(data: Path, seed: int, processes: int = 2) -> Examples:
    """Make all examples, in an order that depends on the seed alone."""
    blocks = list(_draw_blocks(data, seed))
    replacements = _replacement_words([pair for block in blocks for pair in block])
    jobs = [(blocks[first : first + JOB_BLOCKS], seed + first) for first in range(0, len(blocks), JOB_BLOCKS)]
    with Pool(processes, _set_replacements, (replacements,)) as pool:
        parts = list(pool.imap(_run_job, jobs))
    en, fr = (
        {name: np.concatenate([part.sides[side][name] for part in parts]) for name in parts[0].sides[side]}
        for side in (0, 1)
    )
    return Examples(np.concatenate([part.kinds for part in parts]), (en, fr))


def _draw_blocks(data: Path, seed: int) -> Iterator[list[Pair]]:
    """Yield blocks of consecutive lines of all corpora, without the pairs of the confidence."""
    excluded = confidence_pairs(data)
    blocks: list[list[Pair]] = []
    for name, max_pairs in PAIRS_TAKEN.items():
        rows = [(row[0], row[1]) for row in read_rows(data / f"train/{name}.tsv.xz")]
        pairs = [pair for pair in rows if pair not in excluded and max(map(len, pair)) < MAX_CHARS]
        own = [pairs[first : first + BLOCK_LINES] for first in range(0, len(pairs), BLOCK_LINES)]
        order = np.random.default_rng(seed).permutation(len(own))[: max_pairs // BLOCK_LINES]
        blocks += [own[index] for index in order]
    yield from (blocks[index] for index in np.random.default_rng(seed).permutation(len(blocks)))


def _replacement_words(pairs: Sequence[Pair]) -> dict[str, ReplacementWords]:
    """Return the nearest words of each word by vector, and all words by frequency, for each language."""
    replacements: dict[str, ReplacementWords] = {}
    for column, side in enumerate(SIDES):
        counts = Counter(
            word.text
            for pair in pairs
            for word in tokenize(pair[column], side)
            if word.text.islower() and len(word.text) > 1
        )
        words = [word for word, count in counts.most_common(MAX_VOCABULARY) if count > 2]
        vectors = load_encoder().encode(words)
        nearest: dict[str, list[str]] = {}
        for first in range(0, len(words), 1000):
            best = np.argpartition(-(vectors[first : first + 1000] @ vectors.T), NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
            nearest |= {
                words[first + row]: [words[index] for index in indices if index != first + row]
                for row, indices in enumerate(best.tolist())
            }
        replacements[side] = nearest, words
    return replacements


_REPLACEMENTS: dict[str, ReplacementWords] = {}


def _set_replacements(replacements: dict[str, ReplacementWords]) -> None:
    _REPLACEMENTS.update(replacements)


def replace_words(pair: Pair, rng: np.random.Generator) -> Pair | None:
    """Replace one word, some or most words of one side."""
    column = int(rng.integers(2))
    side = SIDES[column]
    words = [
        word
        for word in tokenize(pair[column], side)
        if word.text.islower() and (is_content(word, side) or rng.random() < FUNCTION_WORD_SHARE)
    ]
    share, main_method = float(rng.choice(REPLACED_SHARES)), int(rng.choice(3, p=METHODS))
    if share == REPLACED_SHARES[0] and words:
        words = [words[int(rng.integers(len(words)))]]
    elif share != REPLACED_SHARES[0]:
        words = [word for word in words if rng.random() < share]
    nearest, frequent = _REPLACEMENTS[side]
    parts, last = [], 0
    for word in words:
        method = main_method if rng.random() < 0.8 else int(rng.integers(3))
        if method == 0:
            others = synonyms(word.text, side)
            if rng.random() < 0.7:
                others = [other for other in others if other[:4] != word.folded[:4]]
        elif method == 1:
            others = nearest.get(word.text, [])
        else:
            others = [frequent[int(len(frequent) * rng.random() ** 2)]]
        others = [other for other in others if other != word.text]
        if others:
            parts += [pair[column][last : word.start], others[int(rng.integers(len(others)))]]
            last = word.end
    if not parts:
        return None
    text = "".join([*parts, pair[column][last:]])
    return (text, pair[1]) if column == 0 else (pair[0], text)


class _Example(NamedTuple):
    pair: Pair
    corruption: str  # or "right"
    number: int  # of the right pair that it was made from


def _run_job(job: tuple[list[list[Pair]], int]) -> Examples:
    """Make the examples of some blocks."""
    blocks, seed = job
    rng = np.random.default_rng(seed)
    pool = SentencePool([pair for block in blocks for pair in block])
    examples = list(_corrupt_blocks(blocks, pool, rng))
    sizes = [side.sizes for side in load_word_table_cache().read([example.pair for example in examples])]
    fitting = (np.minimum(*sizes) > 0) & (np.maximum(*sizes) <= MAX_WORDS)
    examples = [example for example, fits in zip(examples, fitting.tolist(), strict=True) if fits]
    tables = pair_tables([example.pair for example in examples])
    right = {example.number: row for row, example in enumerate(examples) if example.corruption == "right"}
    labels = [np.zeros(len(side.kind), np.int8) for side in tables.tokens]
    for row, example in enumerate(examples):
        if example.corruption != "right" and example.number in right:
            _label(labels, tables, row, right[example.number], whole=example.corruption == "neighbour")
    kind_numbers = {name: KINDS.index(kind) for name, (_, kind) in CORRUPTION_KINDS.items()}
    # A wrong pair whose right pair was too long has a kind, but no labelled words.
    kinds = [kind_numbers[example.corruption] if example.corruption != "right" else -1 for example in examples]
    en, fr = (_pack(table, side_labels) for table, side_labels in zip(tables.tokens, labels, strict=True))
    return Examples(np.array(kinds, np.int8), (en, fr))


def _corrupt_blocks(
    blocks: Sequence[Sequence[Pair]], pool: SentencePool, rng: np.random.Generator
) -> Iterator[_Example]:
    corruptions = {**CORRUPTIONS, **FRAGMENTS}
    names, probabilities = list(CORRUPTION_KINDS), [share for share, _ in CORRUPTION_KINDS.values()]
    number = 0
    for block in blocks:
        source = SourceDocument(block, pool)
        for index, pair in enumerate(block):
            yield _Example(pair, "right", number)
            for _ in range(WRONG_PAIRS):
                name = names[int(rng.choice(len(names), p=probabilities))]
                corrupted = replace_words(pair, rng) if name == "replaced" else corruptions[name](index, source, rng)
                if corrupted is not None and corrupted != pair:
                    yield _Example(corrupted, name, number)
            number += 1


def _label(labels: Sequence[NDArray[np.int8]], tables: PairTables, row: int, right: int, *, whole: bool) -> None:
    """Mark the words that differ from the right pair, and those that lose their counterpart by it.

    Parameters
    ----------
    labels : of the words of each side; changed in place
    row, right : rows of the wrong and of the right pair
    whole : mark all words of a changed side
    """
    spans, right_spans = tables.spans(row), tables.spans(right)
    for side in (0, 1):
        new, old = (tables.tokens[side].kind[span].tolist() for span in (spans[side], right_spans[side]))
        if new == old:
            continue
        start = spans[side].start
        gone: list[int] = []
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag != "equal":
                labels[side][start + k : start + m] = 1
                gone += range(i, j)
        if whole:
            labels[side][start : start + len(new)] = 1
        own, before = spans[1 - side], right_spans[1 - side]
        other: TokenTable = tables.tokens[1 - side]
        if own.stop - own.start == before.stop - before.start:
            lost = np.isin(other.place[before], gone) & (other.top[before] > MIN_LINK_COSINE)
            labels[1 - side][own] |= lost & (other.top[own] < other.top[before] - MIN_LOSS)


def _pack(side: TokenTable, labels: NDArray[np.int8]) -> dict[str, NDArray[Any]]:
    return {
        "sizes": side.sizes.astype(np.int16), "place": side.place.astype(np.int16), "top": side.top.astype(np.float16),
        "share": side.share.astype(np.float16), "follows": side.follows.astype(np.float16), "labels": labels,
        "counts": np.array([len(side.kinds[kind]) for kind in side.kind.tolist()], np.int16),
        "pieces": np.array([piece for kind in side.kind.tolist() for piece in side.kinds[kind]], np.int32),
    }  # fmt: skip
