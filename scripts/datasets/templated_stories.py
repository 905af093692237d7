"""Templated news in both languages: the same sentences with other names, places, figures and dates in their slots.

The templates are in `story_templates`, one file a genre; `scripts.datasets.templates` describes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.types import SIDES, Side
from scripts.datasets.gold import Pair
from scripts.datasets.templates import MAX_SEED, Event, Genre, draw_event, load_genres, write_paragraphs

TEMPLATES = Path(__file__).resolve().parent / "story_templates"
HELD_OUT_GENRES = frozenset({"air", "cycling", "earthquake", "election", "flu", "lottery", "obituary", "recall"})
_OTHER_TITLES = {"en": "News in brief: {}", "fr": "En bref : {}"}
_CREDITS = {
    "en": "Reporting by our correspondents; editing by the night desk.",
    "fr": "Avec nos correspondants ; édition : service de nuit.",
}


class TemplatedStory(NamedTuple):
    """A text about an event."""

    id: str
    genre: str
    side: Side
    slots: dict[str, str]
    text: str


class TemplatedPair(NamedTuple):
    """Two templated texts of a genre, how the second was made, and whether it is a copy of the first."""

    kind: str
    one: TemplatedStory
    other: TemplatedStory
    copy: bool


def write_story(event: Event, side: Side, made: str = "", paragraphs: Iterable[Sequence[str]] = ()) -> TemplatedStory:
    """Write a story of an event, or of the given paragraphs that were made of its own.

    Parameters
    ----------
    made : how the paragraphs were made
    """
    text = "\n\n".join(" ".join(sentences) for sentences in paragraphs or write_paragraphs(event, side))
    slots = {slot: value.name for slot, value in event.values.items()}
    name = f"{event.genre.name}{event.layout}-{event.extent:08x}-{event.wording:08x}"
    return TemplatedStory("-".join(filter(None, (name, side, made))), event.genre.name, side, slots, text)


def _retitle(event: Event, side: Side, rng: np.random.Generator) -> list[list[str]]:
    """Put a sentence of the story in place of its title."""
    _, first, *rest = write_paragraphs(event, side)
    return [[_OTHER_TITLES[side].format(first[0].rstrip("."))], first, *rest]


def _trim(event: Event, side: Side, rng: np.random.Generator) -> list[list[str]]:
    """Drop the last paragraph, as an editor with too little space does."""
    return write_paragraphs(event, side)[:-1]


def _edit(event: Event, side: Side, rng: np.random.Generator) -> list[list[str]]:
    """Drop one sentence after the first paragraph, and add a credit."""
    title, first, *rest = write_paragraphs(event, side)
    places = [(number, place) for number, sentences in enumerate(rest) for place in range(len(sentences))]
    number, place = places[int(rng.integers(len(places)))]
    rest[number] = rest[number][:place] + rest[number][place + 1 :]
    return [title, first, *filter(None, rest), [_CREDITS[side]]]


def _reword(event: Event, side: Side, rng: np.random.Generator) -> list[list[str]]:
    """Draw other words where the template has a choice, and split paragraphs into sentences."""
    reworded = event._replace(wording=int(rng.integers(MAX_SEED)))
    return [[sentence] for sentence in chain.from_iterable(write_paragraphs(reworded, side))]


COPIES: dict[str, Callable[[Event, Side, np.random.Generator], list[list[str]]]] = {
    "retitled": _retitle,
    "trimmed": _trim,
    "edited": _edit,
    "reworded": _reword,
}


def make_pairs(genres: Iterable[str], events: int, human: Sequence[Pair], seed: int = 0) -> Iterator[TemplatedPair]:
    """Yield for events of each layout pairs with copies, and pairs with other events.

    Copies are made by COPIES and by writing the event in the other language. Other events have the same template with
    the same words (`other_event`), in the other language (`other_event_across`), with another choice of words and
    optional sentences (`other_words`), about the same town or company (`same_subject`), another layout
    (`other_layout`), or one or two sentences of each story's own (`own_sentences`).

    Parameters
    ----------
    events : number of events of each layout
    human : sentences of human news, from which each story's own are drawn
    """
    for name in genres:
        genre = load_genres(TEMPLATES)[name]
        rng = np.random.default_rng([seed, *name.encode()])
        for layout in range(len(genre.layouts)):
            for number in range(events):
                event, side = draw_event(genre, layout, rng), SIDES[number % 2]
                yield from _copies(event, side, rng)
                yield from _other_events(genre, event, side, rng)
                yield _with_own_sentences(event, draw_event(genre, layout, rng), side, human, rng)


def _copies(event: Event, side: Side, rng: np.random.Generator) -> Iterator[TemplatedPair]:
    own, across = write_story(event, side), _other_side(side)
    for kind, make in COPIES.items():
        yield TemplatedPair(kind, own, write_story(event, side, kind, make(event, side, rng)), True)
    yield TemplatedPair("translated", own, write_story(event, across), True)
    trimmed = write_story(event, across, "trimmed", _trim(event, across, rng))
    yield TemplatedPair("translated_trimmed", own, trimmed, True)


def _other_events(genre: Genre, event: Event, side: Side, rng: np.random.Generator) -> Iterator[TemplatedPair]:
    own = write_story(event, side)
    subject = {slot: value for slot, value in event.values.items() if slot in genre.subject}
    free = draw_event(genre, event.layout, rng)
    rigid = free._replace(extent=event.extent, wording=event.wording)
    series = draw_event(genre, event.layout, rng, subject)._replace(extent=event.extent, wording=event.wording)
    elsewhere = draw_event(genre, (event.layout + 1) % len(genre.layouts), rng)
    across = write_story(rigid, _other_side(side), "other")
    yield TemplatedPair("other_event", own, write_story(rigid, side, "other"), False)
    yield TemplatedPair("other_words", own, write_story(free, side), False)
    yield TemplatedPair("same_subject", own, write_story(series, side, "series"), False)
    yield TemplatedPair("other_layout", own, write_story(elsewhere, side), False)
    yield TemplatedPair("other_event_across", own, across, False)


def _with_own_sentences(
    event: Event, other: Event, side: Side, human: Sequence[Pair], rng: np.random.Generator
) -> TemplatedPair:
    """Return two events in the same words, each with one or two sentences of human news at its end."""
    count = int(rng.integers(1, 3))
    chosen = rng.choice(len(human), size=(2, count), replace=False)
    stories = []
    for number, each in enumerate((event, other._replace(extent=event.extent, wording=event.wording))):
        own = [[human[index][SIDES.index(side)]] for index in chosen[number]]
        stories.append(write_story(each, side, f"own{number}", [*write_paragraphs(each, side), *own]))
    return TemplatedPair("own_sentences", stories[0], stories[1], False)


def _other_side(side: Side) -> Side:
    return "fr" if side == "en" else "en"
