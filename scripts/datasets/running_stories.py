"""Running stories: versions with facts added, updated and corrected, follow-ups, roundups, live blogs, press releases.

The text around the made-up facts is human news in both languages. Each pair of texts has a relation, and which of the
two is newer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.types import SIDES, Side
from scripts.datasets.gold import Pair, StoryPair
from scripts.datasets.story_values import Forms, Value, draw_other, number_value
from scripts.datasets.templates import Event, Genre, draw_event, load_genres, used_slots, write_paragraphs
from scripts.datasets.wire_styles import (
    Version,
    WireStyle,
    correction_note,
    dateline,
    draw_style,
    draw_times,
    headline,
)

FACTS = Path(__file__).resolve().parent / "running_facts"
RELATIONS = (
    "identical", "near copy", "translation", "newer version", "correction", "follow-up", "contained",
    "same template", "same topic", "unrelated",
)  # fmt: skip
MAX_VERSIONS = 6
STEP_SHARES = {"newer version": 0.6, "correction": 0.25, "near copy": 0.15}
FIRST_SHARE = 0.4  # of the human paragraphs that the first version has
MIN_HUMAN = 2  # paragraphs
HUMAN_STEPS = (-1, 1, 2, 3)  # paragraphs by which the next version is longer
BRIEF_PARAGRAPHS, BACKGROUND_PARAGRAPHS, RELEASE_PARAGRAPHS = 4, 2, 3  # of human text
LIVE_ENTRIES = 5, 9  # of the two versions of a live blog
MAX_GROWTH = 1.2  # of a figure from one version to the next, as a share of it
_LIVE_TITLES = {"en": "Live: the latest on {}", "fr": "Direct : les dernières nouvelles, {}"}
_ROUNDUP_TITLES = {"en": "News at a glance", "fr": "L’essentiel de l’actualité"}
_CREDITS = {"en": "(Writing by the desk; additional reporting by our staff)", "fr": "(Avec la rédaction et l’agence)"}


class StoryRelation(NamedTuple):
    """Two texts, how they are related, and which one is newer: "one", "other" or neither ("").

    Attributes
    ----------
    kind : what made them
    """

    relation: str
    kind: str
    one: Version
    other: Version
    newer: str


class Chain(NamedTuple):
    """The versions of a running story in both languages, and the step that led to each but the first."""

    versions: list[dict[Side, Version]]
    steps: list[str]


class _State(NamedTuple):
    """What a version of a running story has: so many human paragraphs, so many facts, and what was corrected."""

    human: int
    facts: int
    values: dict[str, Value]
    notes: tuple[tuple[Forms, Forms], ...] = ()


def make_chain(name: str, rows: Sequence[Pair], rng: np.random.Generator) -> Chain:
    """Make two to six versions of a story.

    Parameters
    ----------
    rows : paragraphs of human news in both languages
    """
    genre = load_genres(FACTS)["updates"]
    event = draw_event(genre, int(rng.integers(len(genre.layouts))), rng)
    style, count = draw_style(rng), int(rng.integers(2, MAX_VERSIONS + 1))
    times = draw_times(style, count, rng)
    steps = [str(step) for step in rng.choice([*STEP_SHARES], size=count - 1, p=[*STEP_SHARES.values()])]
    states = [_State(max(MIN_HUMAN, round(FIRST_SHARE * len(rows))), 1, event.values)]
    for step in steps:
        states.append(_next_state(states[-1], step, event, len(rows), rng))
    versions: list[dict[Side, Version]] = []
    for number, (state, step, time) in enumerate(zip(states, ["", *steps], times, strict=True), 1):
        own = event._replace(values=state.values)
        date = f"{time:%Y-%m-%dT%H:%M:00Z}" if style.dated else ""
        made = {}
        for side in SIDES:
            title, *paragraphs = _write_state(own, state, rows, side)
            paragraphs[0] = dateline(style, side, time, number) + paragraphs[0]
            slug = headline(style, side, title, number, step == "correction")
            ending = [_CREDITS[side]] if step == "near copy" else []
            made[side] = Version(name, number, side, date, slug, (*paragraphs, *ending))
        versions.append(made)
    return Chain(versions, steps)


def _next_state(state: _State, step: str, event: Event, rows: int, rng: np.random.Generator) -> _State:
    layout, values = event.genre.layouts[event.layout], dict(state.values)
    if step == "correction":
        slots = used_slots(layout[1 : 1 + state.facts])
        slot = slots[int(rng.integers(len(slots)))]
        values[slot] = draw_other(event.genre.slots[slot], {value.name for value in values.values()}, rng)
        note = state.values[slot].forms[""], values[slot].forms[""]
        return state._replace(values=values, notes=(*state.notes, note))
    if step == "newer version":
        for slot in used_slots(layout[1:2]):
            values[slot] = _grow(values[slot], rng)
        human = min(rows, max(MIN_HUMAN, state.human + int(rng.choice(HUMAN_STEPS))))
        return state._replace(human=human, facts=min(len(layout) - 1, state.facts + 1), values=values)
    return state


def _grow(value: Value, rng: np.random.Generator) -> Value:
    digits = value.name.replace(",", "")
    if not digits.isdigit():
        return value
    return number_value(int(digits) + max(1, round(int(digits) * MAX_GROWTH * rng.random())))


def _write_state(event: Event, state: _State, rows: Sequence[Pair], side: Side) -> list[str]:
    """Return the title, the latest facts, the human paragraphs and the notes of corrections."""
    column = SIDES.index(side)
    title, count, *facts = (" ".join(sentences) for sentences in write_paragraphs(event, side))
    human = [row[column] for row in rows[: state.human]]
    notes = [correction_note(side, old[column], new[column]) for old, new in state.notes]
    return [title, count, human[0], *reversed(facts[: state.facts - 1]), *human[1:], *notes]


def chain_relations(chain: Chain) -> Iterator[StoryRelation]:
    """Yield the relations of all versions of a story in one language, and of the last one across languages."""
    for (earlier, one), (later, other) in combinations(enumerate(chain.versions), 2):
        between = chain.steps[earlier:later]
        relation = next((step for step in STEP_SHARES if step in between), "identical")
        for side in SIDES:
            yield StoryRelation(relation, "running", one[side], other[side], "other")
    first, last = chain.versions[0], chain.versions[-1]
    yield StoryRelation("translation", "running", last["en"], last["fr"], "")
    if "newer version" in chain.steps:
        yield StoryRelation("newer version", "running across", last["en"], first["fr"], "one")


def make_relations(
    stories: Mapping[str, StoryPair], siblings: Sequence[StoryPair], rng: np.random.Generator
) -> Iterator[StoryRelation]:
    """Yield pairs of texts with their relations, several kinds for each story.

    Parameters
    ----------
    stories : human news by name; those whose paragraphs do not correspond are left out
    siblings : pairs of stories on one topic, one after the other
    """
    rows = {name: split for name, pair in stories.items() if (split := _paragraph_pairs(pair))}
    names = list(rows)
    for number, name in enumerate(names):
        others = [rows[names[number - step]] for step in (1, 2)]
        side = SIDES[number % 2]
        chain = make_chain(name, rows[name], rng)
        yield from chain_relations(chain)
        yield _follow_up(name, chain, rows[name], side, rng)
        yield _sequel(name, side, SIDES[number // 2 % 2], rng)
        yield from _roundup(name, [rows[name], *others], side)
        yield _live_blog(name, rows[name], side, rng)
        yield _press_releases(name, [rows[name], others[0]], side, rng)
        plain = _plain(name, rows[name], side)
        yield StoryRelation("identical", "rerun", plain, plain._replace(number=2), "")
        far = names[number - len(names) // 2]
        yield StoryRelation("unrelated", "news", plain, _plain(far, rows[far], SIDES[number // 2 % 2]), "")
    for number, (one, other) in enumerate(zip(siblings[::2], siblings[1::2], strict=False)):
        texts = [
            _plain(f"sibling{number}{letter}", split, SIDES[number % 2])
            for letter, pair in zip("ab", (one, other), strict=True)
            if (split := _paragraph_pairs(pair))
        ]
        if len(texts) == 2:
            yield StoryRelation("same topic", "siblings", texts[0], texts[1], "")


def _paragraph_pairs(pair: StoryPair) -> list[Pair]:
    """Return the paragraphs of a story in both languages; none if their numbers differ or are too few."""
    english, french = (text.split("\n\n") for text in pair)
    enough = len(english) == len(french) > LIVE_ENTRIES[0]
    return list(zip(english, french, strict=True)) if enough else []


def _plain(name: str, rows: Sequence[Pair], side: Side) -> Version:
    title, *paragraphs = (row[SIDES.index(side)] for row in rows)
    return Version(name, 1, side, "", title, tuple(paragraphs))


def draw_from(genre: Genre, rng: np.random.Generator, keep: Mapping[str, Value] | None = None) -> Event:
    """Draw an event of any layout of a genre.

    Parameters
    ----------
    keep : values of slots that it has in common with another event
    """
    return draw_event(genre, int(rng.integers(len(genre.layouts))), rng, keep)


def _follow_up(name: str, chain: Chain, rows: Sequence[Pair], side: Side, rng: np.random.Generator) -> StoryRelation:
    """Return the last version of a story, and a later one with other facts and some paragraphs of the old one."""
    event = draw_from(load_genres(FACTS)["followups"], rng)
    title, *facts = (" ".join(sentences) for sentences in write_paragraphs(event, side))
    background = [row[SIDES.index(side)] for row in rows[:BACKGROUND_PARAGRAPHS]]
    later = Version(f"{name}.later", 1, side, "", title, (*facts, *background))
    return StoryRelation("follow-up", "follow-up", chain.versions[-1][side], later, "other")


def _sequel(name: str, side: Side, later_side: Side, rng: np.random.Generator) -> StoryRelation:
    """Return a short report, and one of what came of it; layouts are in twos."""
    genre = load_genres(FACTS)["sequels"]
    report = draw_event(genre, 2 * int(rng.integers(len(genre.layouts) // 2)), rng)
    texts = []
    for number, own in enumerate((side, later_side)):
        title, *paragraphs = write_paragraphs(report._replace(layout=report.layout + number), own)
        joined = tuple(" ".join(sentences) for sentences in paragraphs)
        texts.append(Version(f"{name}.report{number}", 1, own, "", " ".join(title), joined))
    kind = "sequel" if side == later_side else "sequel across"
    return StoryRelation("follow-up", kind, texts[0], texts[1], "other")


def _roundup(name: str, stories: Sequence[Sequence[Pair]], side: Side) -> Iterator[StoryRelation]:
    """Yield a text of the beginnings of three stories with each of the three as a brief."""
    briefs = [_plain(f"{name}.brief{number}", rows[:BRIEF_PARAGRAPHS], side) for number, rows in enumerate(stories)]
    joined = tuple(paragraph for brief in briefs for paragraph in (brief.title, *brief.paragraphs))
    whole = Version(f"{name}.roundup", 1, side, "", _ROUNDUP_TITLES[side], joined)
    for brief in briefs:
        yield StoryRelation("contained", "roundup", whole, brief, "")


def _live_blog(name: str, rows: Sequence[Pair], side: Side, rng: np.random.Generator) -> StoryRelation:
    """Return a live blog, its newest entry first, and the same one later."""
    style: WireStyle = draw_style(rng)
    times = draw_times(style, len(rows), rng)
    form = "%H:%M" if side == "en" else "%H h %M"
    entries = [f"{time:{form}} {row[SIDES.index(side)]}" for time, row in zip(times, rows, strict=True)]
    title = _LIVE_TITLES[side].format(style.city[SIDES.index(side)])
    blogs = [
        Version(f"{name}.live", number, side, "", title, tuple(reversed(entries[:count])))
        for number, count in enumerate(LIVE_ENTRIES, 1)
    ]
    return StoryRelation("newer version", "live blog", blogs[0], blogs[1], "other")


def _press_releases(
    name: str, stories: Sequence[Sequence[Pair]], side: Side, rng: np.random.Generator
) -> StoryRelation:
    """Return two press releases of a company, which end with the same paragraph about it."""
    genre = load_genres(FACTS)["releases"]
    subject = draw_from(genre, rng).values
    keep = {slot: subject[slot] for slot in genre.subject}
    releases = []
    for number, rows in enumerate(stories):
        paragraphs = write_paragraphs(draw_from(genre, rng, keep), side)
        title, *lead, about = (" ".join(sentences) for sentences in paragraphs)
        human = [row[SIDES.index(side)] for row in rows[:RELEASE_PARAGRAPHS]]
        releases.append(Version(f"{name}.release{number}", 1, side, "", title, (*lead, *human, about)))
    return StoryRelation("same template", "press release", releases[0], releases[1], "")
