"""The words of a text as rows of numbers, alone or next to another version: what shows whether a person chose them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.confidence.features.coverage import coverage_features
from aligner.confidence.features.extract import read_words
from aligner.confidence.features.fluency import load_fluency
from aligner.confidence.features.word_errors import word_positions
from aligner.text.words.kind_vectors import KindVectors
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.once_per_pair import once_per_pair
from aligner.text.words.segment_words import PairWords
from aligner.text.words.word_evidence import TokenEvidence
from aligner.text.words.word_table import Words, WordTable, load_word_table_cache, places_of_words
from aligner.types import SIDES, Doubles, Floats, Ints, Side

ALONE_COLUMNS = ("follows", "follows_both", "follows_around")
ACROSS_COLUMNS = (
    "cosine", "unlisted", "share", "follows", "follows_both", "replaced", "denied", "disordered", "uncovered",
    "replaced_near", "mutual", "displaced", "jump",
)  # fmt: skip
ALIKE_COLUMNS = ("cosine", "same", "jump", "follows", "follows_both", "mutual", "displaced")
MAX_LOG_RATIO = 6.0  # to which log-ratios of the fluency are clipped
MAX_LOG_ODDS = 10.0  # to which those of the word error net are clipped
MAX_JUMP_WORDS = 4  # to which the distance between the counterparts of two neighbours is capped
UNLISTED_SHARE, UNKNOWN_SHARE = 0.03, 0.3  # probability below which a translation is unlisted; that of unknown words
MIN_SHARE = 0.003  # to which probabilities of translations are raised
SAME_COSINE = 0.98  # from which a word of one language is the other version's word
MIN_LOWER_CASE_LETTERS = 3  # of a word whose frequency counts


class WordRows(NamedTuple):
    """The words of some texts, text after text.

    rows : (words, columns)
    sizes : (texts,) words of each text
    starts, stops : (words,) half-open offsets into the text
    """

    rows: Floats
    sizes: Ints
    starts: Ints
    stops: Ints


class TextWords(NamedTuple):
    """The words of texts alone.

    words : with the columns `ALONE_COLUMNS`
    ends : (texts,) log-ratio of the fluency at the end of each text
    frequencies : (common words,) logarithm of how often each word in lower case was in the training texts, 0 for never
    """

    words: WordRows
    ends: Floats
    frequencies: Doubles


class ComparedSide(NamedTuple):
    """The words of one side of pairs of texts.

    across : with the columns `ACROSS_COLUMNS`
    alone : the same words without those of the other side
    place : (words,) index of the word in its text as `tokens.tokenize` splits it, -1 for numbers and marks
    """

    across: WordRows
    alone: TextWords
    place: Ints


class ComparedTexts(NamedTuple):
    """The English and the French words of pairs of texts, and the cosines of the texts, (pairs,)."""

    sides: tuple[ComparedSide, ComparedSide]
    cosines: Floats


class _Tokens(NamedTuple):
    """The tokens of one side of some pairs: how many each text has, their offsets, and what is known about them."""

    sizes: Ints
    starts: Ints
    stops: Ints
    evidence: TokenEvidence


def read_alone(texts: Sequence[str], side: Side) -> TextWords:
    """Read texts of one language."""
    table = load_word_table_cache().read_sides(texts, [""] * len(texts), (side, side))[0]
    follows, ends = _follows(table, side)
    rows = WordRows(_alone_rows(follows, table.sizes), table.sizes, table.starts, table.stops)
    return TextWords(rows, ends, _frequencies(texts, table.words, side))


@once_per_pair
def read_across(pair: PairWords) -> ComparedTexts:
    """Read the pairs that have a text on both sides, the English one first."""
    texts = list(zip(*pair.texts, strict=True))
    pair = pair if pair.evidence else read_words(texts)
    evidence = pair.evidence
    assert evidence is not None, "it was just found"
    full = np.array([bool(en and fr) for en, fr in texts], bool)
    tokens = [_chosen(table, own, full) for table, own in zip(pair.tables, evidence.sides, strict=True)]
    left, right = (
        _compared_side(pair, index, full, (tokens[index], tokens[1 - index])) for index in range(len(tokens))
    )
    return ComparedTexts((left, right), evidence.cosines[full])


def _chosen(table: WordTable, own: TokenEvidence, texts: NDArray[np.bool_]) -> _Tokens:
    """Return the tokens of some texts."""
    kept = np.repeat(texts, table.sizes)
    return _Tokens(table.sizes[texts], table.starts[kept], table.stops[kept], own.select(kept, texts))


def _compared_side(
    pair: PairWords, side: int, texts: NDArray[np.bool_], tokens: tuple[_Tokens, _Tokens]
) -> ComparedSide:
    """Return the words of one side of some of the pairs, whose tokens are the first ones."""
    own, other = tokens
    follows = own.evidence.follows.clip(-MAX_LOG_RATIO, MAX_LOG_RATIO)
    across, alone = _across_rows(own, other, follows), _alone_rows(follows, own.sizes)
    frequencies = _frequencies(pair.texts[side], pair.words[side], pair.sides[side], texts)
    place = places_of_words(pair.tables[side])[np.repeat(texts, pair.tables[side].sizes)]
    rows = (WordRows(columns, own.sizes, own.starts, own.stops) for columns in (across, alone))
    return ComparedSide(next(rows), TextWords(next(rows), own.evidence.ends, frequencies), place)


def read_alike(here: Sequence[str], there: Sequence[str], side: Side) -> tuple[WordRows, WordRows]:
    """Read texts and others in the same language that correspond to them, with the columns `ALIKE_COLUMNS`."""
    tables = load_word_table_cache().read_sides(here, there, (side, side))
    vectors = KindVectors(tables[0].kinds), KindVectors(tables[1].kinds)
    coverage = coverage_features(*tables, vectors)
    both = []
    for own, table in enumerate(tables):
        other = tables[1 - own]
        follows, _ = _follows(table, side)
        cosines, places = coverage.best[own], coverage.place[own]
        links = _links(table.sizes, other.sizes, places, coverage.place[1 - own])
        columns = [cosines, cosines > SAME_COSINE, links[2], follows, (follows + _near(follows, table.sizes, 1)) / 2]
        rows = np.column_stack([*columns, *links[:2]]).astype(np.float32)
        both.append(WordRows(rows, table.sizes, table.starts, table.stops))
    return both[0], both[1]


def _alone_rows(follows: Floats, sizes: Ints) -> Floats:
    both, before = (follows + _near(follows, sizes, step) for step in (1, -1))
    return np.column_stack([follows, both / 2, (both + before - follows) / 3])


def _follows(table: WordTable, side: Side) -> tuple[Floats, Floats]:
    """Return the log-ratio of the fluency of each word, and of the end of each text."""
    follows, ends = load_fluency().ratios(table.kinds, table.kind, table.sizes, SIDES.index(side))
    return follows.clip(-MAX_LOG_RATIO, MAX_LOG_RATIO), ends


def _frequencies(texts: Sequence[str], words: Words, side: Side, chosen: NDArray[np.bool_] | None = None) -> Doubles:
    """Return the logarithmic frequencies of the words in lower case of the chosen texts, of all by default."""
    lexicon, logs = load_lexicon(), dict[int, float]()
    owners = np.repeat(np.arange(len(texts)), words.sizes)
    long = words.stops - words.starts >= MIN_LOWER_CASE_LETTERS
    kept = np.flatnonzero(long if chosen is None else long & chosen[owners])
    columns = (column[kept].tolist() for column in (owners, words.starts, words.stops, words.form))
    found = []
    for text, start, stop, form in zip(*columns, strict=True):
        if texts[text][start:stop].islower():
            if form not in logs:
                logs[form] = float(np.log1p(lexicon.frequency(words.forms[form], side)))
            found.append(logs[form])
    return np.array(found)


def _across_rows(own: _Tokens, other: _Tokens, follows: Floats) -> Floats:
    """Return the columns `ACROSS_COLUMNS`, given the clipped log-ratios of the fluency."""
    found = own.evidence
    errors = found.errors.clip(-MAX_LOG_ODDS, MAX_LOG_ODDS)
    known, share = ~np.isnan(found.share), np.nan_to_num(found.share, nan=UNKNOWN_SHARE)
    near = (_near(errors[:, 0], own.sizes, 1) + _near(errors[:, 0], own.sizes, -1)) / 2
    columns = [
        found.top, known & (share < UNLISTED_SHARE), np.log(np.maximum(share, MIN_SHARE)), follows,
        (follows + _near(follows, own.sizes, 1)) / 2, errors, near,
        *_links(own.sizes, other.sizes, found.place, other.evidence.place),
    ]  # fmt: skip
    return np.column_stack(columns).astype(np.float32)


def _links(sizes: Ints, other_sizes: Ints, places: Ints, other_places: Ints) -> tuple[Floats, Floats, Floats]:
    """Return for each word whether it and its counterpart are each other's, how far it is displaced, and its jump.

    The jump is the distance in words between its counterpart and the one that follows that of the previous word.
    """
    text, index = word_positions(sizes)
    partner = (np.cumsum(other_sizes) - other_sizes)[text] + places
    mutual = np.append(other_places, -1)[np.minimum(partner, len(other_places))] == index
    displaced = np.abs(index / np.maximum(sizes[text], 1) - places / np.maximum(other_sizes[text], 1))
    jump = np.abs(places - _near(places.astype(np.float32), sizes, -1) - 1).clip(0, MAX_JUMP_WORDS)
    return mutual.astype(np.float32), displaced.astype(np.float32), jump.astype(np.float32)


def _near(values: Floats, sizes: Ints, step: int) -> Floats:
    """Return the value of the word so many places later in the same text; at its border, of the word itself."""
    text, index = word_positions(sizes)
    beyond = (index + step < 0) | (index + step >= sizes[text])
    return np.where(beyond, values, np.roll(values, -step))
