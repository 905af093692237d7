"""Countries replaced by others: « Irak » for Iran."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from aligner.detectors.view import MIN_BEAD_COSINE, Hit, Rule, View
from aligner.detectors.word_view import WordFilter, selected
from aligner.languages.places import COUNTRIES
from aligner.text.entities.names import fold_name
from aligner.text.words.tokens import tokenize
from aligner.types import Side, Span

CHANGED = Rule("place.changed", "critical", "Mistranslation", "Irak ← Iran", evidence="version")
RULES = (CHANGED,)
STEM_LETTERS = 4  # first letters that a country shares with its people
SpansByRow = dict[int, Span]


def detect(view: View) -> Iterator[Hit]:
    """Report a country that only the document names in a match where only the other version names another."""
    if view.other is None:
        return
    for _, match, _ in selected(view, np.logical_and(*_COUNTRIES.matches(view))):
        texts = view.here(match), view.there(match)
        if match.cosine < MIN_BEAD_COSINE:
            continue
        here, there = _countries(texts[0], view.side), _countries(texts[1], view.other.side)
        new = [row for row in here if row not in there and not _is_implied(row, texts[1])]
        lost = [row for row in there if row not in here and not _is_implied(row, texts[0])]
        if len(new) == len(lost) == 1:
            (start, end), (a, b) = here[new[0]], there[lost[0]]
            yield Hit(
                CHANGED, (match.here[0] + start, match.here[0] + end), f"the other version has {texts[1][a:b]!r}",
                proof=(match.there[0] + a, match.there[0] + b),
            )  # fmt: skip


def _countries(text: str, side: Side) -> SpansByRow:
    """Return the rows of the countries that a text names, with the span of the first name of each."""
    pattern, rows = _country_names(side)
    spans: SpansByRow = {}
    for name in pattern.finditer(text):
        for row in rows[name[0]]:
            spans.setdefault(row, name.span())
    return spans


def _is_implied(row: int, text: str) -> bool:
    """Return whether a text has a country's people, a capital of the same name, or its name in the other language."""
    folded = fold_name(text)
    stems = (fold_name(name)[:STEM_LETTERS] for names in COUNTRIES[row] for name in names)
    return any(re.search(rf"\b{re.escape(stem)}", folded) for stem in stems)


@cache
def _first_words(side: Side) -> frozenset[str]:
    return frozenset(tokenize(name, side)[0].folded for row in COUNTRIES for name in row[side == "fr"])


# Only passages in which both sides name a country are searched for them.
_COUNTRIES = WordFilter(lambda side: _first_words(side).__contains__)


@cache
def _country_names(side: Side) -> tuple[re.Pattern[str], dict[str, list[int]]]:
    """Return a pattern of all country names of a language, and the rows of each name."""
    rows: dict[str, list[int]] = {}
    for number, row in enumerate(COUNTRIES):
        for name in row[side == "fr"]:
            rows.setdefault(name, []).append(number)
    longest = sorted(rows, key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])"), rows
