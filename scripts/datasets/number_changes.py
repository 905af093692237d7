"""Changes that spoil one number of a French text, for measuring what the comparison of numbers sees.

The numbers to be spoilt are found by their figures alone, not by the reader that is measured. Each change
takes a text and a random generator and gives the changed text, or None where the text has nothing to spoil.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from aligner.text.entities.compare import compare
from scripts.datasets.gold import Pair

_Item = TypeVar("_Item")
DRAWS = 3
Change = Callable[[str, np.random.Generator], "str | None"]
# Figures that no letter touches on the left: H1N1 and A380 are names.
_RUN = re.compile(r"(?<![^\W_])\d+")
_NUMBER = re.compile(r"(?<![^\W_])(?<!\d[.,])(?P<it>[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?)")
_SCALE = re.compile(r"\b(?P<it>milliards?|millions?)\b")
_MONEY = {
    "euros": "dollars", "euro": "dollar", "dollars": "euros", "dollar": "euro", "€": "$", "$": "€", "£": "€",
    "livres": "euros", "livre": "euro", "yuans": "yens", "yuan": "yen", "yens": "yuans", "yen": "yuan",
    "roubles": "dollars", "rouble": "dollar",
}  # fmt: skip
_COUNTED = r"(?:\d[\s\u00a0\u202f]?|(?:millions?|milliards?)\s(?:de\s|d['’]))"
_CURRENCY = re.compile(rf"{_COUNTED}(?P<it>(?:euro|dollar|livre|yuan|yen|rouble)s?\b|[€$£](?!\w))")
_PERCENT = re.compile(r"(?<=\d)(?P<it>\s?(?:%|pour cent))")


def seen(pairs: Sequence[Pair]) -> dict[str, float]:
    """Share of the changes of each kind after which `compare` says that a number is missing.

    Every pair with a figure in French, and no missing number as it stands, is changed `DRAWS` times.
    """
    whole = [pair for pair in pairs if _RUN.search(pair[1]) and not _alarms(*pair)]
    figures = {}
    for name, change in CHANGES.items():
        rng = np.random.default_rng(7)
        made = [(en, text) for en, fr in whole for _ in range(DRAWS) if (text := change(fr, rng)) is not None]
        figures[f"numbers.seen.{name}"] = sum(_alarms(*pair) for pair in made) / len(made)
    return figures


def _alarms(en: str, fr: str) -> bool:
    found = compare(en, fr)
    return bool(found.only_one or found.only_two)


def digit_changed(text: str, rng: np.random.Generator) -> str | None:
    """One figure of a number becomes another."""
    places = [at for run in _RUN.finditer(text) for at in range(*run.span())]
    if not places:
        return None
    at = _any(places, rng)
    first = at == 0 or not text[at - 1].isdigit()
    return text[:at] + _any([d for d in "0123456789"[first:] if d != text[at]], rng) + text[at + 1 :]


def digits_swapped(text: str, rng: np.random.Generator) -> str | None:
    """Two neighbouring figures of a number change places."""
    places = [
        at
        for run in _RUN.finditer(text)
        for at in range(run.start(), run.end() - 1)
        if text[at] != text[at + 1] and (at > run.start() or text[at + 1] != "0")
    ]
    if not places:
        return None
    at = _any(places, rng)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def multiplied(text: str, rng: np.random.Generator) -> str | None:
    """A number becomes ten times as large: the comma moves, or a nought is added."""
    return _scaled(text, 1, rng)


def scaled(text: str, rng: np.random.Generator) -> str | None:
    """A number becomes a hundred or a thousand times as large."""
    return _scaled(text, int(rng.integers(2, 4)), rng)


def scale_changed(text: str, rng: np.random.Generator) -> str | None:
    """« million » becomes « milliard », and the other way round."""
    return _replaced(text, _SCALE, rng, _other_scale)


def currency_changed(text: str, rng: np.random.Generator) -> str | None:
    """An amount of money is given in another currency."""
    return _replaced(text, _CURRENCY, rng, lambda word: _MONEY[word])


def percent_lost(text: str, rng: np.random.Generator) -> str | None:
    """A per cent sign is left out."""
    return _replaced(text, _PERCENT, rng, lambda word: "")


def removed(text: str, rng: np.random.Generator) -> str | None:
    """A number is left out."""
    return _replaced(text, _NUMBER, rng, lambda word: "")


CHANGES: dict[str, Change] = {
    change.__name__: change
    for change in (
        digit_changed, digits_swapped, multiplied, scale_changed, currency_changed, percent_lost, scaled, removed,
    )
}  # fmt: skip


def _scaled(text: str, power: int, rng: np.random.Generator) -> str | None:
    return _replaced(text, _NUMBER, rng, lambda number: _times(number, power))


def _times(number: str, power: int) -> str:
    """A French number times a power of ten, its groups apart as they were."""
    whole, _, part = number.partition(",")
    space = next((c for c in whole if not c.isdigit()), "")
    figures = "".join(c for c in whole if c.isdigit()) + (part + "0" * power)[:power]
    rest = part[power:]
    if space:
        figures = f"{int(figures):,}".replace(",", space)
    return (figures.lstrip("0") or "0") + ("," + rest if rest else "")


def _other_scale(word: str) -> str:
    return word.replace("ard", "on") if "ard" in word else word.replace("on", "ard")


def _replaced(
    text: str, pattern: re.Pattern[str], rng: np.random.Generator, change: Callable[[str], str]
) -> str | None:
    found = list(pattern.finditer(text))
    if not found:
        return None
    one = _any(found, rng)
    start, end = one.span("it")
    made = text[:start] + change(one["it"]) + text[end:]
    return made if made != text else None


def _any(items: Sequence[_Item], rng: np.random.Generator) -> _Item:
    return items[int(rng.integers(len(items)))]
