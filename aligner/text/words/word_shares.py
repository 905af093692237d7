"""How probable it is that the other side of each pair of texts has a translation of a word."""

from __future__ import annotations

import numpy as np

from aligner.text.words.lexicon import LexiconQuery, load_lexicon
from aligner.text.words.tokens import strip_accents
from aligner.text.words.word_table import Words, WordTable, span_of
from aligner.types import Floats, Side


def token_probabilities(en: WordTable, fr: WordTable) -> tuple[Floats, Floats]:
    """Return, per side, (tokens,): the probability of each token's best translation on the other side of its pair.

    It is nan for tokens that are not in the lexicon, and 1 for those that the other side spells alike.
    """
    queries = [LexiconQuery(table.entries, table.spellings, table.sizes) for table in (en, fr)]
    return load_lexicon().coverage_of_queries(queries[0], queries[1], en.spelt)


def by_word(shares: Floats, words: Words) -> Floats:
    """Return the share of each word, from that of its first token."""
    return np.asarray(np.append(shares, np.float32(np.nan))[words.token])


def equal_stems(tables: tuple[WordTable, WordTable], side: Side) -> tuple[Floats, Floats]:
    """Return, for texts of one language, 1 for content words whose stem the other side has, 0 for others, else nan."""
    forms = tables[0].words.forms
    stems = [stem(form, side) for form in forms]
    content = np.array([bool(load_lexicon().look_up(form, side)[1]) for form in forms], bool)
    shares = []
    for own, other in ((tables[0].words, tables[1].words), (tables[1].words, tables[0].words)):
        out = np.full(len(own.form), np.nan, np.float32)
        for index in range(len(own.sizes)):
            span = span_of(own, index)
            there = {stems[form] for form in other.form[span_of(other, index)].tolist()}
            out[span] = [stems[form] in there for form in own.form[span].tolist()]
        out[~content[own.form]] = np.nan
        shares.append(out)
    return shares[0], shares[1]


def stem(folded: str, side: Side) -> int | str:
    """Return what all forms of a word share: the number of its lexicon entry, or its letters without accents."""
    number = load_lexicon().entry_id(folded, side)
    return number if number >= 0 else strip_accents(folded)
