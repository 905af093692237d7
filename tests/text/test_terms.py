"""Words of closed classes, those that replaced each other, and denials: the cases in tests/cases/text/entities."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from conftest import CASES as ALL_CASES

from aligner.languages.forms import inflected
from aligner.languages.term_tables import TERM_TABLES, term_blocks
from aligner.text.entities.terms.changes import changed_terms, changes_of_pair
from aligner.text.entities.terms.find import find_terms
from aligner.text.entities.terms.lost_denials import lost_denials
from aligner.text.words.segment_words import PairWords, read_pair_words
from aligner.types import SIDES, Side

CASES = ALL_CASES / "text" / "entities"


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def words_of(*rows: dict[str, Any]) -> PairWords:
    return read_pair_words([row["en"] for row in rows], [row["fr"] for row in rows], SIDES)


@pytest.mark.parametrize("case", cases("term_changes"), ids=lambda case: f"{case['en'][:30]} {case['fr'][:30]}")
def test_changed_terms(case: dict[str, Any]) -> None:
    words = words_of(case)[0]
    found = [
        [
            words.text[words.here[here.first].start : words.here[here.last].end],
            words.mirrored.text[words.there[there.first].start : words.there[there.last].end],
        ]
        for here, there, _ in changed_terms(words)
    ]
    assert found == case["changes"]
    mirrored = changed_terms(words.mirrored)
    assert len(mirrored) == len(found)
    if "sure" in case:
        assert {change.sure for change in (*changed_terms(words), *mirrored)} == {case["sure"]}


def test_the_filter_of_segments_misses_no_change() -> None:
    rows = cases("term_changes")
    pair = words_of(*rows)
    expected = {index: len(row["changes"]) for index, row in enumerate(rows) if row["changes"]}
    assert {index: len(changes) for index, changes in changes_of_pair(pair).items()} == expected


@pytest.mark.parametrize("case", cases("denials"), ids=lambda case: f"{case['en'][:30]} {case['fr'][:30]}")
def test_lost_denials(case: dict[str, Any]) -> None:
    lost = lost_denials(words_of(case)).get(0, (None, None))
    texts = [one and text[one.start : one.end] for one, text in zip(lost, (case["en"], case["fr"]), strict=True)]
    assert texts == [case["only_en"], case["only_fr"]]


@pytest.mark.parametrize(
    ("text", "side", "terms"),
    [
        ("North Korea, not Korea, met on Monday’s eve.", "en",
         [("place", "North Korea"), ("place", "Korea"), ("weekday", "Monday"), ("eve", "eve")]),
        ("He will march in may and drink in china.", "en", []),
        ("They told us that the US agreed.", "en", [("place", "US")]),
        ("La semaine dernière, la belle-mère du maire", "fr",
         [("relative", "semaine dernière"), ("relation", "belle-mère"), ("office", "maire")]),
        ("Il a été à l’est du lac cet été.", "fr", [("direction", "l’est"), ("season", "cet été")]),
        ("Des Sud-Coréennes et des Nigérianes", "fr", [("people", "Sud-Coréennes"), ("people", "Nigérianes")]),
    ],
)  # fmt: skip
def test_terms(text: str, side: Side, terms: list[tuple[str, str]]) -> None:
    kinds = {kind for kind, _ in terms} | {"place", "people", "month", "season"}
    found = [(term.kind, term.text) for term in find_terms(text, side) if term.kind in kinds]
    assert found == terms
    assert all(text[term.start : term.end] == term.text for term in find_terms(text, side))


def test_values_are_the_same_in_both_languages() -> None:
    english = {(t.kind, t.block, t.rows) for t in find_terms("On Thursday the Austrian mayor left", "en")}
    french = {(t.kind, t.block, t.rows) for t in find_terms("Jeudi, le maire autrichien", "fr")}
    assert {kind for kind, _, _ in english & french} == {"weekday", "people", "office"}


@pytest.mark.parametrize(
    ("name", "side", "forms"),
    [
        ("stop*", "en", {"stop", "stops", "stopped", "stopping"}),
        ("set*_up", "en", {"set_up", "sets_up", "setting_up"}),
        ("enemy+", "en", {"enemy", "enemies"}),
        ("spokesman+", "en", {"spokesman", "spokesmen"}),
        ("rejeter*", "fr", {"rejeté", "rejettent", "rejetant", "rejetées"}),
        ("commencer*", "fr", {"commençait", "commence", "commencèrent"}),
        ("vendre*", "fr", {"vendu", "vendent", "vend"}),
        ("réduire*", "fr", {"réduit", "réduisent", "réduira"}),
        ("élever*", "fr", {"élève", "élevé", "élèvera"}),
        ("norvégien+", "fr", {"norvégienne", "norvégiens"}),
        ("directeur+", "fr", {"directrice", "directeurs"}),
        ("régional+", "fr", {"régionaux", "régionale"}),
        ("Monday", "en", {"Monday"}),
    ],
)  # fmt: skip
def test_inflected_forms(name: str, side: Side, forms: set[str]) -> None:
    assert forms <= set(inflected(name, side))


def test_tables_have_words_of_both_languages_and_no_block_twice() -> None:
    rows = [row for block in term_blocks() for row in block if row.kind != "people"]
    assert not [row for row in rows if not row.english.strip() or not row.french.strip()]
    assert Counter(kind for kind, table in TERM_TABLES.items() if not table.strip()) == Counter()
    first = Counter(tuple(row.english for row in block) for block in term_blocks())
    assert first.most_common(1)[0][1] == 1
