"""Pairs of texts that share much and report the same event or another one: templated news and running stories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from scripts.datasets.gold import Pair, sentence_pairs, sibling_stories
from scripts.datasets.running_stories import StoryRelation, make_relations
from scripts.datasets.story_copies import CopyCase, StoryText, half_of_stories
from scripts.datasets.templated_stories import HELD_OUT_GENRES, TEMPLATES, TemplatedStory, make_pairs
from scripts.datasets.templates import load_genres
from scripts.datasets.wire_styles import Version

COPY_RELATIONS = frozenset(
    {"identical", "near copy", "translation", "newer version", "correction", "contained"}
)  # a version of the same story is a copy, a follow-up is none
FITTED_HALF = 0
EVENTS = 3  # of each layout of a genre
STORIES = 48  # that run
SIBLINGS = 96  # stories on one topic with another
SEED = 20


def human_sentences(data: Path, half: int) -> list[Pair]:
    """Return sentences of human news, those for fitting or those for reporting."""
    return sentence_pairs(data)["flores.dev" if half == FITTED_HALF else "flores.devtest"]


def draw_relations(data: Path, half: int, rng: np.random.Generator) -> Iterator[StoryRelation]:
    """Yield pairs of texts around stories of one half."""
    stories = half_of_stories(data, half)
    names = [name for name in stories if name.startswith("news")]
    chosen = [names[number] for number in sorted(rng.permutation(len(names))[:STORIES].tolist())]
    siblings = [one for number, one in enumerate(sibling_stories(data)) if number // 2 % 2 == half]
    yield from make_relations({name: stories[name] for name in chosen}, siblings[:SIBLINGS], rng)


def event_cases(data: Path, half: int) -> Iterator[CopyCase]:
    """Yield the pairs of one half without the genres that are kept out of all fitting."""
    rng = np.random.default_rng(SEED + half)
    fitted = sorted({*load_genres(TEMPLATES)} - HELD_OUT_GENRES)
    for pair in make_pairs(fitted, EVENTS, human_sentences(data, half), SEED + half):
        yield CopyCase(pair.kind, story_text(pair.one), story_text(pair.other), pair.copy)
    for relation in draw_relations(data, half, rng):
        texts = story_text(relation.one), story_text(relation.other)
        yield CopyCase(f"{relation.relation}, {relation.kind}", *texts, relation.relation in COPY_RELATIONS)


def story_text(text: TemplatedStory | Version) -> StoryText:
    """Return a made text as a text of a story."""
    return StoryText(text.id, text.side, "", text.text)
