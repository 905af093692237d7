"""The vectors of the different words of a text."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.confidence.features.extract import pair_tables
from aligner.confidence.features.word_errors import load_net
from aligner.text.words import kind_vectors
from aligner.text.words.kind_vectors import KindVectors
from aligner.text.words.word_table import load_word_table_cache

PAIRS = [
    ("The ferry from Ostrel was late again.", "Le ferry d’Ostrel était encore en retard."),
    ("", "Personne ne savait pourquoi."),
    ("Nobody waited.", ""),
    ("Mara Quill mended the lock, the door and the lock.", "Mara Quill a réparé la serrure et la porte."),
]


def test_words_are_selected_alike_whether_all_vectors_are_kept_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check that vectors, lengths and units do not depend on the number of words, and that -1 is zeros."""
    kinds = load_word_table_cache().read(PAIRS)[1].kinds
    chosen = np.array([[2, -1, 5], [5, 0, -1]])
    kept, rows = KindVectors(kinds).select(chosen)
    monkeypatch.setattr(kind_vectors, "MAX_KEPT_KINDS", 3)
    few, own_rows = KindVectors(kinds).select(chosen)
    assert len(few.rows) == 4  # three different words and the zeros
    assert len(kept.rows) == len(kinds) + 1
    for name in ("rows", "lengths", "units"):
        assert np.array_equal(getattr(kept, name)[rows], getattr(few, name)[own_rows])
    assert not few.rows[own_rows[0, 1]].any()
    assert few.rows[own_rows[0, 0]].any()


def test_features_do_not_depend_on_which_vectors_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare all features of pairs with those of a text that has too many different words to keep."""
    kept = pair_tables(PAIRS)
    monkeypatch.setattr(kind_vectors, "MAX_KEPT_KINDS", 0)
    asked = pair_tables(PAIRS)
    for name in ("coverage", "lexical", "units"):
        assert np.array_equal(getattr(kept, name), getattr(asked, name)), name
    left, right = (tables.pair_words(PAIRS, load_net().score(*tables.tokens)) for tables in (kept, asked))
    for side in (0, 1):
        assert np.array_equal(left.uncovered[side], right.uncovered[side])
    assert left.links(3) == right.links(3)
    assert left.links(3)
