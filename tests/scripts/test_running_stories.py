"""Running stories: versions grow, are updated and corrected, and every pair of texts has its relation and its order."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest

from aligner.types import SIDES
from scripts.datasets.running_stories import (
    RELATIONS,
    Chain,
    StoryRelation,
    chain_relations,
    make_chain,
    make_relations,
)
from scripts.datasets.wire_styles import WireStyle, correction_note, dateline, draw_style, draw_times, headline

ROWS = [
    (f"On day {number} the {word} was opened.", f"Le jour {number}, on a ouvert : {word}.")
    for number, word in enumerate(["bridge", "harbour", "museum", "station", "library", "garden", "market", "canal"])
]
STORIES = {
    f"news{number}": (
        "\n\n".join(f"{number}: {en}" for en, _ in ROWS),
        "\n\n".join(f"{number} : {fr}" for _, fr in ROWS),
    )
    for number in range(4)
}
UNEVEN = {"uneven": ("One.\n\nTwo.", "Un.")}
SEEDS = range(25)


@pytest.fixture(scope="module")
def chains() -> list[Chain]:
    return [make_chain(f"s{seed}", ROWS, np.random.default_rng(seed)) for seed in SEEDS]


@pytest.fixture(scope="module")
def relations() -> dict[str, list[StoryRelation]]:
    siblings = list(STORIES.values())
    made: dict[str, list[StoryRelation]] = defaultdict(list)
    for seed in range(4):
        for relation in make_relations(STORIES | UNEVEN, siblings, np.random.default_rng(seed)):
            made[relation.kind].append(relation)
    return made


def test_a_chain_has_two_to_six_versions_in_both_languages(chains: list[Chain]) -> None:
    assert {len(chain.versions) for chain in chains} == {2, 3, 4, 5, 6}
    for chain in chains:
        assert len(chain.steps) == len(chain.versions) - 1
        for number, version in enumerate(chain.versions, 1):
            assert [version[side].side for side in SIDES] == list(SIDES)
            assert {version[side].number for side in SIDES} == {number}
            assert len(version["en"].paragraphs) == len(version["fr"].paragraphs)


def test_each_step_does_what_it_is_called(chains: list[Chain]) -> None:
    seen = set()
    for chain in chains:
        for (earlier, later), step in zip(pairwise(chain.versions), chain.steps, strict=True):
            seen.add(step)
            for side in SIDES:
                one, other = earlier[side].paragraphs, later[side].paragraphs
                notes = sum(text.startswith(("Correction: an", "Rectificatif :")) for text in other) - sum(
                    text.startswith(("Correction: an", "Rectificatif :")) for text in one
                )
                assert notes == (step == "correction")
                if step == "newer version":
                    assert one[1] != other[1] or one[0] != other[0]
    assert seen == {"newer version", "correction", "near copy"}


def test_a_correction_names_a_value_that_is_there_now(chains: list[Chain]) -> None:
    checked = 0
    for chain in chains:
        for version, step in zip(chain.versions[1:], chain.steps, strict=True):
            if step == "correction":
                *paragraphs, note = version["en"].paragraphs
                new = note.rpartition(" instead of ")[2].rstrip(".")
                assert new in " ".join((version["en"].title, *paragraphs)), note
                checked += 1
    assert checked > 5


def test_dates_of_versions_rise(chains: list[Chain]) -> None:
    dated = [[version["fr"].date for version in chain.versions] for chain in chains]
    assert any(not dates[0] for dates in dated)
    assert any(dates[0] for dates in dated)
    for dates in dated:
        assert dates == sorted(dates)
        assert len(set(dates)) in (1 if not dates[0] else len(dates),)


def test_every_pair_of_versions_has_a_relation(chains: list[Chain]) -> None:
    chain = next(chain for chain in chains if "correction" in chain.steps and len(chain.versions) > 3)
    own = [relation for relation in chain_relations(chain) if relation.kind == "running" and relation.newer]
    count = len(chain.versions)
    assert len(own) == 2 * count * (count - 1) / 2
    for relation in own:
        assert relation.newer == "other"
        assert relation.one.number < relation.other.number
        between = chain.steps[relation.one.number - 1 : relation.other.number - 1]
        assert relation.relation in between


def test_all_relations_are_made(relations: dict[str, list[StoryRelation]]) -> None:
    assert {relation.relation for own in relations.values() for relation in own} == set(RELATIONS)
    assert not any("uneven" in relation.one.id for own in relations.values() for relation in own)


def test_a_roundup_contains_its_briefs(relations: dict[str, list[StoryRelation]]) -> None:
    for relation in relations["roundup"]:
        assert "\n\n".join((relation.other.title, *relation.other.paragraphs)) in relation.one.text
        assert len(relation.one.text) > 2.5 * len(relation.other.text)


def test_a_follow_up_has_other_facts_and_some_background(relations: dict[str, list[StoryRelation]]) -> None:
    for relation in relations["follow-up"]:
        shared = set(relation.one.paragraphs) & set(relation.other.paragraphs)
        assert 1 <= len(shared) <= 2
        assert not set(relation.other.paragraphs[:2]) & set(relation.one.paragraphs)
        assert relation.newer == "other"


def test_a_sequel_is_about_the_same_place_and_has_other_sentences(relations: dict[str, list[StoryRelation]]) -> None:
    for relation in [*relations["sequel"], *relations["sequel across"]]:
        assert relation.newer == "other"
        assert (relation.one.side != relation.other.side) == (relation.kind == "sequel across")
        one, other = (set(text.text.replace(",", "").split()) for text in (relation.one, relation.other))
        assert any(word[0].isupper() and len(word) > 3 for word in one & other), relation
        assert not set(relation.one.paragraphs) & set(relation.other.paragraphs)


def test_a_live_blog_keeps_its_earlier_entries_below(relations: dict[str, list[StoryRelation]]) -> None:
    for relation in relations["live blog"]:
        one, other = relation.one.paragraphs, relation.other.paragraphs
        assert len(other) > len(one)
        assert other[-len(one) :] == one


def test_press_releases_share_what_they_have_about_the_company(relations: dict[str, list[StoryRelation]]) -> None:
    for relation in relations["press release"]:
        one, other = relation.one.paragraphs, relation.other.paragraphs
        assert one[-1] == other[-1]
        assert not set(one[:-1]) & set(other[:-1])


def test_slugs_datelines_and_notes() -> None:
    rng = np.random.default_rng(0)
    style: WireStyle = draw_style(rng)._replace(city=("Vienna", "Vienne"))
    first, later = draw_times(style, 2, rng)
    assert first < later
    first = first.replace(month=3, day=4, hour=7, minute=5)
    made = [
        headline(style._replace(slug=slug), side, "X", number, corrected)
        for slug in ("update", "lead", "brackets", "words", "none")
        for side in SIDES
        for number, corrected in ((1, False), (3, False), (4, True))
    ]
    assert made == [
        *("X", "UPDATE 2-X", "CORRECTED-X", "X", "ACTUALISATION 2-X", "CORRIGÉ-X"),
        *("X", "2ND LEAD X", "(CORRECTED) X", "X", "LEAD 2 : X", "(RECTIFIÉ) X"),
        *("X", "X (update 2)", "X (corrected)", "X", "X (actualisation 2)", "X (corrigé)"),
        *("X", "Updated: X", "Correction: X", "X", "Actualisé : X", "Rectificatif : X"),
        *["X"] * 6,
    ]
    lines = [dateline(style._replace(dateline=kind), "fr", first, 2) for kind in ("agency", "clock", "none")]
    assert lines == ["VIENNE, 4 mars (NAP) - ", "Mis à jour le 4 mars à 7 h 05. ", ""]
    assert dateline(style._replace(dateline="clock"), "en", first, 1) == "Published 7:05 on 4 March. "
    assert "12 au lieu de 21" in correction_note("fr", "12", "21")
