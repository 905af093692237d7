"""Translations in which some words were put in the place of others, and which words these are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.extract import PairTables, read
from aligner.confidence.features.word_errors import KINDS, TokenTable
from aligner.confidence.features.word_table import load_word_table_cache
from aligner.encoders import load_encoder
from aligner.evaluation.corruptions import RECIPES, Pair, SentencePool, SourceDocument, synonyms
from aligner.text.words.tokens import is_content, tokens
from aligner.types import SIDES
from scripts.datasets.domains import fitted, read_rows

# How many pairs of each corpus are taken: law says much the same.
TAKEN = {
    "laws_ca_acts_frag": 30_000, "laws_ca_regs_frag": 25_000, "laws_ca_annual_frag": 15_000, "tatoeba_anki": 50_000,
    "php_docs": 25_000, "python_docs": 25_000, "cds_blog_sent": 8_500, "literary_bilinguator": 7_200,
    "gc_a11y_sent": 6_200, "gnome_docs": 3_500, "europarl_small": 3_000,
}  # fmt: skip
# What is done to a pair, how often, and what its words then are.
DONE = {
    "replaced": (0.5, "replaced"), "spun": (0.1, "replaced"), "name_swapped": (0.04, "replaced"),
    "negation_flipped": (0.14, "denied"), "word_order": (0.03, "disordered"), "machine_loop": (0.03, "disordered"),
    "truncated": (0.05, "uncovered"), "appended": (0.04, "uncovered"), "partly_untranslated": (0.03, "uncovered"),
    "neighbour": (0.04, "uncovered"),
}  # fmt: skip
SIZE = 25  # lines that stand together
BLOCKS = 40  # of so many lines, that are made ready in one go
LONGEST = 400, 90  # characters, and words, of a side
MADE = 3  # wrong pairs of each right one
SMALL = 0.15  # of the words that say nothing by themselves may be replaced too
SHARES = (0.08, 0.3, 0.75)  # of the words are replaced; of the least, only one
WAYS = (0.55, 0.3, 0.15)  # by a synonym, by a word with a like vector, by any
KNOWN = 30_000  # words of a language that may come instead
NEAR = 12  # words with the likest vectors
LINKED, LESS = 0.45, 0.1  # likeness of a counterpart, and how much is lost when it is gone
Words = tuple[dict[str, list[str]], list[str]]


class Examples(NamedTuple):
    """Pairs made ready: the words of both sides, of each word whether it was tampered with, and the kind, -1 for none.

    `sizes`, `pieces` (numbers of the pieces of all words), `counts` (pieces of each word), `place`, `top`, `share`,
    `follows` and `labels` have a row for each side.
    """

    kinds: NDArray[np.int8]
    sides: tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]]]


def examples(data: Path, seed: int, processes: int = 2) -> Examples:
    """All examples, in an order that the seed alone decides."""
    blocks = list(_blocks(data, seed))
    near = _near([pair for block in blocks for pair in block])
    jobs = [(blocks[at : at + BLOCKS], seed + at) for at in range(0, len(blocks), BLOCKS)]
    with Pool(processes, _begin, (near,)) as pool:
        parts = list(pool.imap(_made, jobs))
    en, fr = (
        {name: np.concatenate([part.sides[at][name] for part in parts]) for name in parts[0].sides[at]} for at in (0, 1)
    )
    return Examples(np.concatenate([part.kinds for part in parts]), (en, fr))


def _blocks(data: Path, seed: int) -> Iterator[list[Pair]]:
    """Lines that stand together, of all corpora; none that the confidence is fitted to or measured on."""
    used = fitted(data)
    found: list[list[Pair]] = []
    for name, most in TAKEN.items():
        rows = [(row[0], row[1]) for row in read_rows(data / f"train/{name}.tsv.xz")]
        pairs = [pair for pair in rows if pair not in used and max(map(len, pair)) < LONGEST[0]]
        own = [pairs[at : at + SIZE] for at in range(0, len(pairs), SIZE)]
        order = np.random.default_rng(seed).permutation(len(own))[: most // SIZE]
        found += [own[at] for at in order]
    yield from (found[at] for at in np.random.default_rng(seed).permutation(len(found)))


def _near(pairs: Sequence[Pair]) -> dict[str, Words]:
    """For each language the words with the likest vectors of each, and all words, the most frequent first."""
    found: dict[str, Words] = {}
    for at, side in enumerate(SIDES):
        counts = Counter(
            word.text for pair in pairs for word in tokens(pair[at], side) if word.text.islower() and len(word.text) > 1
        )
        words = [word for word, count in counts.most_common(KNOWN) if count > 2]
        vectors = load_encoder().encode(words)
        near: dict[str, list[str]] = {}
        for first in range(0, len(words), 1000):
            best = np.argpartition(-(vectors[first : first + 1000] @ vectors.T), NEAR, axis=1)[:, :NEAR]
            near |= {
                words[first + row]: [words[place] for place in places if place != first + row]
                for row, places in enumerate(best.tolist())
            }
        found[side] = near, words
    return found


_NEAR: dict[str, Words] = {}


def _begin(near: dict[str, Words]) -> None:
    _NEAR.update(near)


def replaced(pair: Pair, rng: np.random.Generator) -> Pair | None:
    """One word, some or most words of a side are others."""
    at = int(rng.integers(2))
    here = SIDES[at]
    words = [
        word
        for word in tokens(pair[at], here)
        if word.text.islower() and (is_content(word, here) or rng.random() < SMALL)
    ]
    share, usually = float(rng.choice(SHARES)), int(rng.choice(3, p=WAYS))
    if share == SHARES[0] and words:
        words = [words[int(rng.integers(len(words)))]]
    elif share != SHARES[0]:
        words = [word for word in words if rng.random() < share]
    near, every = _NEAR[here]
    made, last = [], 0
    for word in words:
        way = usually if rng.random() < 0.8 else int(rng.integers(3))
        if way == 0:
            others = synonyms(word.text, here)
            if rng.random() < 0.7:
                others = [other for other in others if other[:4] != word.folded[:4]]
        else:
            others = near.get(word.text, []) if way == 1 else [every[int(len(every) * rng.random() ** 2)]]
        others = [other for other in others if other != word.text]
        if others:
            made += [pair[at][last : word.start], others[int(rng.integers(len(others)))]]
            last = word.end
    if not made:
        return None
    text = "".join([*made, pair[at][last:]])
    return (text, pair[1]) if at == 0 else (pair[0], text)


class _Case(NamedTuple):
    pair: Pair
    recipe: str
    right: int  # the place of the pair it was made of


def _made(job: tuple[list[list[Pair]], int]) -> Examples:
    """The examples of some blocks."""
    blocks, seed = job
    rng = np.random.default_rng(seed)
    corpus = SentencePool([pair for block in blocks for pair in block])
    cases = list(_cases(blocks, corpus, rng))
    sizes = [side.sizes for side in load_word_table_cache().read([case.pair for case in cases])]
    fit = (np.minimum(*sizes) > 0) & (np.maximum(*sizes) <= LONGEST[1])
    cases = [case for case, fits in zip(cases, fit.tolist(), strict=True) if fits]
    found = read([case.pair for case in cases])
    right = {case.right: row for row, case in enumerate(cases) if case.recipe == "right"}
    labels = [np.zeros(len(side.kind), np.int8) for side in found.words]
    for row, case in enumerate(cases):
        if case.recipe != "right" and case.right in right:
            _label(labels, found, row, right[case.right], whole=case.recipe == "neighbour")
    done = {name: KINDS.index(kind) for name, (_, kind) in DONE.items()}
    # Without its right pair nothing is known of the words of a wrong one.
    kinds = [done[case.recipe] if case.recipe != "right" else -1 for case in cases]
    return Examples(np.array(kinds, np.int8), (_packed(found.words[0], labels[0]), _packed(found.words[1], labels[1])))


def _cases(blocks: Sequence[Sequence[Pair]], corpus: SentencePool, rng: np.random.Generator) -> Iterator[_Case]:
    names, often = list(DONE), [share for share, _ in DONE.values()]
    number = 0
    for block in blocks:
        source = SourceDocument(block, corpus)
        for at, pair in enumerate(block):
            yield _Case(pair, "right", number)
            for _ in range(MADE):
                name = names[int(rng.choice(len(names), p=often))]
                made = replaced(pair, rng) if name == "replaced" else RECIPES[name](at, source, rng)
                if made is not None and made != pair:
                    yield _Case(made, name, number)
            number += 1


def _label(labels: Sequence[NDArray[np.int8]], found: PairTables, row: int, right: int, *, whole: bool) -> None:
    """Mark the words that are others than in the right pair, and those that have thereby lost their counterpart."""
    spans, spans_right = found.spans(row), found.spans(right)
    for at in (0, 1):
        new, old = (found.words[at].kind[span].tolist() for span in (spans[at], spans_right[at]))
        if new == old:
            continue
        begin = spans[at].start
        gone: list[int] = []
        for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if what != "equal":
                labels[at][begin + k : begin + m] = 1
                gone += range(i, j)
        if whole:
            labels[at][begin : begin + len(new)] = 1
        own, before = spans[1 - at], spans_right[1 - at]
        side: TokenTable = found.words[1 - at]
        if own.stop - own.start == before.stop - before.start:
            lost = np.isin(side.place[before], gone) & (side.top[before] > LINKED)
            labels[1 - at][own] |= lost & (side.top[own] < side.top[before] - LESS)


def _packed(side: TokenTable, labels: NDArray[np.int8]) -> dict[str, NDArray[Any]]:
    return {
        "sizes": side.sizes.astype(np.int16), "place": side.place.astype(np.int16), "top": side.top.astype(np.float16),
        "share": side.share.astype(np.float16), "follows": side.follows.astype(np.float16), "labels": labels,
        "counts": np.array([len(side.kinds[kind]) for kind in side.kind.tolist()], np.int16),
        "pieces": np.array([piece for kind in side.kind.tolist() for piece in side.kinds[kind]], np.int32),
    }  # fmt: skip
