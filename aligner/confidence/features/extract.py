"""Extract the features of the confidence of a segment, one row per bead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.coverage import FEATURES as COVERAGE_FEATURES
from aligner.confidence.features.coverage import coverage_features
from aligner.confidence.features.entities import NO_DIFFERENCES, EntityDifferences, match_names, shared_words
from aligner.confidence.features.fluency import FEATURES as FLUENCY_FEATURES
from aligner.confidence.features.fluency import fluency_features, load_fluency
from aligner.confidence.features.lexical import FEATURES as LEXICAL_FEATURES
from aligner.confidence.features.lexical import lexical_features
from aligner.confidence.features.names import WordMatches, names_of
from aligner.confidence.features.places import FEATURES as PLACE_FEATURES
from aligner.confidence.features.places import PlacedWords, marked_words, place_features
from aligner.confidence.features.runs import FEATURES as RUN_FEATURES
from aligner.confidence.features.runs import SideWords, run_features
from aligner.confidence.features.short import FEATURES as SHORT_FEATURES
from aligner.confidence.features.short import short_features
from aligner.confidence.features.surface import FEATURES as SURFACE_FEATURES
from aligner.confidence.features.surface import surface_features
from aligner.confidence.features.word_errors import FEATURES as WORD_ERROR_FEATURES
from aligner.confidence.features.word_errors import TokenTable, WordErrorScores, load_net
from aligner.text.entities.numbers.compare import NO_NUMBERS, compare_numbers
from aligner.text.words.kind_vectors import KindVectors
from aligner.text.words.segment_words import PairWords
from aligner.text.words.word_evidence import TokenEvidence, WordEvidence
from aligner.text.words.word_table import WordTable, load_word_table_cache
from aligner.types import SIDES, Bead, Doubles, Floats

PAIR_FEATURES = (
    "cosine", "margin", "rival", "merged",
    "numbers_en", "numbers_fr", "numbers_both", "numbers_shared",
    "kept_missing", "names_en", "names_fr", "names_both", "names_shared",
)  # fmt: skip
FEATURES = (
    PAIR_FEATURES + COVERAGE_FEATURES + LEXICAL_FEATURES + SURFACE_FEATURES + SHORT_FEATURES + WORD_ERROR_FEATURES
    + FLUENCY_FEATURES + RUN_FEATURES + PLACE_FEATURES
)  # fmt: skip
WINDOW = 6  # sentences to each side that are searched for a better match
BATCH_SIZE = 64  # beads whose neighbours are compared at a time
MIN_SAME_COSINE = 0.95  # cosine from which two sentences of one language have the same meaning


class Context(NamedTuple):
    """Two aligned texts.

    Attributes
    ----------
    beads : the beads
    texts : both texts of each bead; a null has an empty one
    known_names : words of names that both texts spell alike somewhere; None for those that are in the beads
    sentences : (n, d) and (m, d)
        Unit vectors of the sentences by the embedded encoder; None if each sentence is the text of a bead.
    """

    beads: Sequence[Bead]
    texts: Sequence[tuple[str, str]]
    known_names: frozenset[str] | None = None
    sentences: tuple[Floats, Floats] | None = None


class PairTables(NamedTuple):
    """The words of pairs of texts, compared with each other.

    Attributes
    ----------
    sides : the words of each side
    vectors : per side, the vectors of the different words
    units : per side, (pairs, d), unit vectors of the texts
    coverage, lexical, surface, short : (pairs, n) features of the modules of these names
    tokens : per side, the words with their best matches, as the word error net reads them
    """

    sides: tuple[WordTable, WordTable]
    vectors: tuple[KindVectors, KindVectors]
    units: tuple[Floats, Floats]
    coverage: Doubles
    lexical: Doubles
    surface: Doubles
    short: Doubles
    tokens: tuple[TokenTable, TokenTable]

    def spans(self, pair: int) -> tuple[slice, slice]:
        """Return the rows of the words of a pair, per side."""
        left, right = (slice(int(own.ends[pair] - own.sizes[pair]), int(own.ends[pair])) for own in self.sides)
        return left, right

    def pair_words(self, texts: Sequence[tuple[str, str]], word_errors: WordErrorScores) -> PairWords:
        """Return the words of the pairs, with what was found about them, in the form that detectors read."""
        left, right = (
            TokenEvidence(own.place, own.top, own.share, own.follows, own.ends, errors)
            for own, errors in zip(self.tokens, word_errors.words, strict=True)
        )
        cosines = (self.units[0] * self.units[1]).sum(axis=1)
        both = [en for en, _ in texts], [fr for _, fr in texts]
        return PairWords(both, SIDES, self.sides, self.vectors, WordEvidence((left, right), cosines))

    def matches(self, pair: int) -> tuple[WordMatches, WordMatches]:
        """Return the English and the French words of a pair with their best matches."""
        left, right = (
            WordMatches(own.starts[span], own.stops[span], tokens.top[span], tokens.share[span])
            for own, tokens, span in zip(self.sides, self.tokens, self.spans(pair), strict=True)
        )
        return left, right


class SegmentFeatures(NamedTuple):
    """The features of beads, and what they were computed from.

    Attributes
    ----------
    rows : (beads, len(FEATURES))
    differences : the numbers and names of each bead that one side lacks
    tables : the words of each bead and their best matches
    word_errors : scores of the word error net
    """

    rows: Doubles
    differences: list[EntityDifferences]
    tables: PairTables
    word_errors: WordErrorScores


def extract_features(context: Context) -> SegmentFeatures:
    """Extract the features of all beads, in the order of `FEATURES`; a null has only that of its best rival."""
    tables = pair_tables(context.texts)
    full = np.array([all(pair) for pair in context.texts], bool)
    differences = _entity_differences(context, tables)
    word_errors = load_net().score(*tables.tokens)
    rows = np.column_stack([
        _pair_features(context, tables.units, differences), tables.coverage, tables.lexical, tables.surface,
        tables.short, word_errors.features, *map(fluency_features, tables.tokens), 
        _run_features(tables.tokens, tables.vectors), _place_features(context.texts, tables),
    ])  # fmt: skip
    rows[~full] *= np.array(FEATURES) == "rival"
    return SegmentFeatures(rows, differences, tables, word_errors)


def pair_tables(texts: Sequence[tuple[str, str]]) -> PairTables:
    """Compare the words of pairs of texts."""
    sides = load_word_table_cache().read(texts)
    vectors = KindVectors(sides[0].kinds), KindVectors(sides[1].kinds)
    coverage = coverage_features(*sides, vectors)
    lexical = lexical_features(*sides, coverage.best)
    tokens = [
        TokenTable(
            own.kinds, own.kind, own.sizes, coverage.place[index], coverage.best[index], lexical.shares[index],
            *load_fluency().ratios(own.kinds, own.kind, own.sizes, index),
        )
        for index, own in enumerate(sides)
    ]  # fmt: skip
    letters = sides[0].letters, sides[1].letters
    surface, short = surface_features(texts, *letters), short_features(texts, *letters)
    units = _unit(coverage.sums[0]), _unit(coverage.sums[1])
    return PairTables(
        sides, vectors, units, coverage.features, lexical.features, surface, short, (tokens[0], tokens[1])
    )


def read_words(texts: Sequence[tuple[str, str]]) -> PairWords:
    """Read the words of pairs of texts with what the models of words find about them."""
    tables = pair_tables(texts)
    return tables.pair_words(texts, load_net().score(*tables.tokens))


def _run_features(sides: tuple[TokenTable, TokenTable], vectors: tuple[KindVectors, KindVectors]) -> Doubles:
    """Return the features of passages without a counterpart."""
    words = []
    for own, own_vectors in zip(sides, vectors, strict=True):
        table, rows = own_vectors.select(own.kind)
        words.append(SideWords(own.sizes, table.lengths[rows], own.place, own.top, own.share))
    return run_features(words[0], words[1])


def _place_features(texts: Sequence[tuple[str, str]], tables: PairTables) -> Doubles:
    """Return the features of words that may have changed places."""
    sides = [
        PlacedWords(own.sizes, tokens.place, tokens.top, marked_words([pair[side] for pair in texts], own))
        for side, (own, tokens) in enumerate(zip(tables.sides, tables.tokens, strict=True))
    ]
    return place_features(sides[0], sides[1])


def _entity_differences(context: Context, tables: PairTables) -> list[EntityDifferences]:
    """Compare the numbers and names of each bead, searching only texts that may have any."""
    en, fr = tables.sides
    may_contain_number = (en.may_contain_number | fr.may_contain_number).tolist()
    may_name = zip(en.may_name.tolist(), fr.may_name.tolist(), strict=True)
    names = [
        (names_of(left, "en", may=in_en), names_of(right, "fr", may=in_fr))
        for (left, right), (in_en, in_fr) in zip(context.texts, may_name, strict=True)
    ]
    known_names = context.known_names
    if known_names is None:
        known_names = shared_words((one for one, _ in names), (two for _, two in names))
    all_differences = []
    for index, pair in enumerate(context.texts):
        differences = NO_DIFFERENCES
        if all(pair):
            numbers = compare_numbers(*pair) if may_contain_number[index] else NO_NUMBERS
            differences = match_names(pair, numbers, names[index], known_names, partial(tables.matches, index))
        all_differences.append(differences)
    return all_differences


def _unit(sums: Floats) -> Floats:
    """Scale rows, which nothing else needs, to unit length."""
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return sums


def _pair_features(
    context: Context, blocks: tuple[Floats, Floats], differences: Sequence[EntityDifferences]
) -> Doubles:
    """Return the features `PAIR_FEATURES` of each bead, whose unit vectors are `blocks`."""
    cosine = (blocks[0] * blocks[1]).sum(axis=1, dtype=np.float64)
    rival = rival_cosines(context, blocks)
    merged = [max(0, sum(stop - start for start, stop in (bead.en, bead.fr)) - 2) for bead in context.beads]
    counts = [
        (
            min(len(own.numbers_en), 2), min(len(own.numbers_fr), 2), min(len(own.numbers_en), len(own.numbers_fr), 2),
            min(own.numbers_shared, 3), min(len(own.names_en) + len(own.names_fr), 2),
            max(own.doubt_en, default=0.0), max(own.doubt_fr, default=0.0),
            min(max(own.doubt_en, default=0.0), max(own.doubt_fr, default=0.0)), min(own.names_shared, 3),
        )
        for own in differences
    ]  # fmt: skip
    return np.column_stack([
        cosine, cosine - rival, rival, np.minimum(merged, 4), np.array(counts, float).reshape(-1, 9),
    ])  # fmt: skip


def rival_cosines(context: Context, blocks: tuple[Floats, Floats]) -> Doubles:
    """Return the best cosine of either side of each bead with a sentence near, but not in, the other side.

    For a null, that is the most similar sentence near the place of a translation. A sentence with the same meaning as
    the bead's other side is no rival, because corpora repeat lines.
    """
    rivals = np.zeros(len(context.beads))
    en, fr = context.sentences or blocks
    for own, theirs in enumerate((fr, en)):
        spans = np.array([bead[1 - own] for bead in context.beads], np.intp).reshape(-1, 2)
        for first in range(0, len(spans), BATCH_SIZE):
            rows = slice(first, first + BATCH_SIZE)
            nearest = _nearest(theirs, spans[rows], blocks[own][rows], blocks[1 - own][rows])
            rivals[rows] = np.maximum(rivals[rows], nearest)
    return rivals


def _nearest(theirs: Floats, spans: NDArray[np.intp], own: Floats, other: Floats) -> Doubles:
    """Return the best cosine of blocks with a sentence near their spans that differs in meaning from the other block.

    Parameters
    ----------
    theirs : (sentences, d) vectors of the other text
    spans : (blocks, 2) ranges of its sentences
    own, other : (blocks, d) vectors of the blocks and of their counterparts
    """
    near = np.concatenate([spans[:, :1] + np.arange(-WINDOW, 0), spans[:, 1:] + np.arange(WINDOW)], axis=1)
    inside = (near >= 0) & (near < len(theirs))
    if not inside.any():
        return np.zeros(len(spans))
    sentences, place = np.unique(near[inside], return_inverse=True)
    columns = np.zeros(near.shape, np.intp)
    columns[inside] = place
    rows = np.arange(len(spans))[:, None]
    cosines, same = ((blocks @ theirs[sentences].T)[rows, columns] for blocks in (own, other))
    best: Doubles = np.where(inside & (same < MIN_SAME_COSINE), cosines, 0.0).max(axis=1, initial=0.0)
    return best
