"""Countries that became others: « Irak » for Iran."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aligner.detectors.view import Hit, Rule, View
from aligner.languages.places import COUNTRIES
from aligner.text.entities.names import fold_name
from aligner.types import Side

CHANGED = Rule("place.changed", "critical", "Mistranslation", "Irak ← Iran", evidence="version")
RULES = (CHANGED,)
LIKE = 0.4  # cosine below which two texts need not tell the same
STEM = 4  # letters that a country and its people share
Found = dict[int, tuple[int, int]]


def detect(view: View) -> Iterator[Hit]:
    """A country that only one version of a passage has, beside one that only the other has."""
    if view.other is None:
        return
    for match in view.matches:
        texts = view.here(match), view.there(match)
        if match.likeness < LIKE or not all(texts):
            continue
        here, there = _countries(texts[0], view.side), _countries(texts[1], view.other.side or "en")
        new = [row for row in here if row not in there and not _hinted(row, texts[1])]
        lost = [row for row in there if row not in here and not _hinted(row, texts[0])]
        if len(new) == len(lost) == 1:
            (start, end), (a, b) = here[new[0]], there[lost[0]]
            yield Hit(
                CHANGED, (match.here[0] + start, match.here[0] + end), f"the other version says {texts[1][a:b]!r}",
                there=(match.there[0] + a, match.there[0] + b),
            )  # fmt: skip


def _countries(text: str, side: Side) -> Found:
    pattern, rows = _names(side)
    found: Found = {}
    for each in pattern.finditer(text):
        for row in rows[each[0]]:
            found.setdefault(row, each.span())
    return found


def _hinted(row: int, text: str) -> bool:
    """Whether a text has its people, its capital by the same name, or the name in the other language."""
    plain = fold_name(text)
    return any(re.search(rf"\b{re.escape(fold_name(name)[:STEM])}", plain) for side in COUNTRIES[row] for name in side)


@cache
def _names(side: Side) -> tuple[re.Pattern[str], dict[str, list[int]]]:
    rows: dict[str, list[int]] = {}
    for number, row in enumerate(COUNTRIES):
        for name in row[side == "fr"]:
            rows.setdefault(name, []).append(number)
    longest = sorted(rows, key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])"), rows
