"""Tests of who acts and who is acted upon: the cases in tests/cases/text/entities/roles.jsonl, and any words."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import CASES, read
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.text.entities.roles.changes import are_swapped, swapped_roles
from aligner.text.entities.roles.find import ClauseReader, Deed
from aligner.text.entities.terms.find import Located
from aligner.text.words.segment_words import read_pair_words
from aligner.text.words.tokens import folded_words
from aligner.types import SIDES, Side

PIECES = st.sampled_from(
    ["by", "was", "who", "bitten", "a", "dog", ",", "par", "été", "qui", "l'", "s'est fait", "mordu", "chien", ".",
     "12", "of", "de", "que", "the", "et"]
)  # fmt: skip


def reader(text: str, side: Side) -> ClauseReader:
    return ClauseReader(Located(*folded_words(text, side), text), side)


@pytest.mark.parametrize("case", read(CASES / "text" / "entities" / "roles.jsonl"), ids=lambda case: case["text"])
def test_roles(case: dict[str, Any]) -> None:
    folded, _ = folded_words(case["text"], case["side"])
    deed = reader(case["text"], case["side"]).deed(folded.index(case["verb"]))
    named = [[folded[at] for at in sorted(role)] for role in (deed.actor, deed.object)] if deed else None
    assert named == case["roles"]


@pytest.mark.parametrize(
    ("actor", "acted_on", "links", "swapped"),
    [
        ({1}, {5}, {1: 6, 5: 2}, True),
        ({1}, {5}, {1: 2, 5: 6}, False),
        ({1}, {5}, {1: 6}, False),
        ({0, 1}, {5}, {0: 2, 1: 6, 5: 2}, False),
        ({1}, {5}, {}, False),
    ],
)
def test_roles_are_swapped_if_both_are_linked_to_the_other(
    actor: set[int], acted_on: set[int], links: dict[int, int], swapped: bool
) -> None:
    there = Deed(4, frozenset({2}), frozenset({6}))
    assert are_swapped(Deed(3, frozenset(actor), frozenset(acted_on)), there, links) == swapped


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES, max_size=25).map(" ".join), st.booleans())
def test_any_words_can_be_read(en: str, fr: str, all_verbs: bool) -> None:
    for text, side in ((en, SIDES[0]), (fr, SIDES[1])):
        folded, _ = folded_words(text, side)
        clauses = reader(text, side)
        for deed in filter(None, map(clauses.deed, range(len(folded)))):
            assert deed.verb not in deed.actor | deed.object
        assert all(0 <= verb < len(folded) for verb in clauses.passive_verbs())
    words = read_pair_words([en], [fr], SIDES)[0]
    back = swapped_roles(words.mirrored, all_verbs=all_verbs)
    assert [swap.mirrored for swap in swapped_roles(words, all_verbs=all_verbs)] == [*back]
