"""Templates of stories in both languages: sentences with slots, read from files, and filled with drawn values.

A file is a genre: its slots, then layouts that begin with "==". A layout has paragraphs separated by blank lines, the
title first, and each sentence is a line of English and one of French. "{slot}" is a value, "[one|other]" a choice of
wording, and "?" begins an optional sentence. Slots marked with "*" are what a series of stories is about: a town, a
company.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.types import SIDES, Side
from scripts.datasets.story_values import Draw, Value, draw_other, parse_kind

OPTIONAL_SHARE = 0.5  # of the stories that have an optional sentence
MAX_SEED = 2**31
_SLOT = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
_CHOICE = re.compile(r"\[([^\[\]|]+(?:\|[^\[\]|]+)+)\]")
_ELISION = re.compile(r"\b([Dd]|[Qq]u)e (?=[AEIOUÉÈÊÀaeiouéèêà])")


class Sentence(NamedTuple):
    """A sentence with slots in both languages."""

    forms: tuple[str, str]
    optional: bool


Layout = tuple[tuple[Sentence, ...], ...]  # paragraphs; the first one is the title


class Genre(NamedTuple):
    """The slots and layouts of a kind of templated news.

    Attributes
    ----------
    subject : slots that stay in a series of stories
    """

    name: str
    slots: dict[str, Draw]
    subject: frozenset[str]
    layouts: tuple[Layout, ...]


class Event(NamedTuple):
    """What a story reports: values of the slots of a genre, and how they are put into words.

    Attributes
    ----------
    extent, wording : seeds that decide which optional sentences and which words are chosen
    """

    genre: Genre
    layout: int
    values: dict[str, Value]
    extent: int
    wording: int


@cache
def load_genres(folder: Path) -> dict[str, Genre]:
    """Read the templates of a folder, by genre."""
    return {path.stem: _read_genre(path) for path in sorted(folder.glob("*.txt"))}


def _read_genre(path: Path) -> Genre:
    head, *layouts = path.read_text(encoding="utf-8").split("\n==\n")
    rows = [row.split(" = ", 1) for row in head.splitlines()]
    subject = frozenset(name[1:] for name, _ in rows if name.startswith("*"))
    slots = {name.lstrip("*"): parse_kind(kind) for name, kind in rows}
    return Genre(path.stem, slots, subject, tuple(map(_read_layout, layouts)))


def _read_layout(text: str) -> Layout:
    paragraphs = (block.splitlines() for block in text.strip().split("\n\n"))
    return tuple(
        tuple(
            Sentence((english.removeprefix("? "), french), english.startswith("? "))
            for english, french in zip(lines[::2], lines[1::2], strict=True)
        )
        for lines in paragraphs
    )


def draw_event(genre: Genre, layout: int, rng: np.random.Generator, keep: Mapping[str, Value] | None = None) -> Event:
    """Draw an event.

    Parameters
    ----------
    keep : values of slots that are not drawn
    """
    values = dict(keep or {})
    for slot, draw in genre.slots.items():
        if slot not in values:
            values[slot] = draw_other(draw, {value.name for value in values.values()}, rng)
    extent, wording = (int(seed) for seed in rng.integers(MAX_SEED, size=2))
    return Event(genre, layout, values, extent, wording)


def write_paragraphs(event: Event, side: Side) -> list[list[str]]:
    """Put an event into words: its title and its paragraphs, each a list of sentences."""
    extent, wording = (np.random.default_rng(seed) for seed in (event.extent, event.wording))
    column = SIDES.index(side)
    written = []
    for paragraph in event.genre.layouts[event.layout]:
        # Every optional sentence takes a draw, so that both languages have the same ones.
        chosen = [sentence for sentence in paragraph if not sentence.optional or extent.random() < OPTIONAL_SHARE]
        written.append([fill_sentence(sentence.forms[column], event.values, side, wording) for sentence in chosen])
    return [sentences for sentences in written if sentences]


def used_slots(layout: Layout) -> list[str]:
    """Return the slots of some paragraphs, each once, in running order."""
    forms = (sentence.forms[0] for paragraph in layout for sentence in paragraph)
    return list(dict.fromkeys(match[1] for form in forms for match in _SLOT.finditer(form)))


def fill_sentence(template: str, values: Mapping[str, Value], side: Side, rng: np.random.Generator) -> str:
    """Choose the wording of a sentence and fill its slots."""
    worded = _CHOICE.sub(lambda match: str(rng.choice(match[1].split("|"))), template)
    text = _SLOT.sub(lambda match: values[match[1]].forms[match[2] or ""][SIDES.index(side)], worded)
    if side == "fr":
        text = _ELISION.sub(r"\1’", text)
    return text[0].upper() + text[1:].replace("m..", "m.")
