"""Values for the slots of templated stories, each as English and as French writes it: names, places, figures, times."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from scripts.datasets.fact_tables import EN_MONTH, EN_WEEKDAY, FR_MONTH, FR_WEEKDAY, GIVEN_NAMES, SURNAMES

Forms = tuple[str, str]  # as English and as French writes it
MAX_DRAWS = 100  # of a value that no other slot of the story may have
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"

# A table a line; "English / French" where the two differ.
TABLES = Path(__file__).resolve().parent / "story_names.txt"
MORE_SURNAMES = (
    "Aldous Barlow Cormier Dufresne Eriksen Ferrand Gaskell Hollander Iversen Jourdain Kowalski Lemoine Mbeki Nakamura "
    "Ostrowski Pelletier Quinlan Renner Sauvage Thibault Ugarte Vernier Wexler Yardley Zanetti Amadou Brunel Carver"
)
PREFIXES = {"man": "m", "woman": "f"}


class Value(NamedTuple):
    """A value of a slot: its forms as a whole ("") and of its parts, such as the surname of a person."""

    forms: dict[str, Forms]

    @property
    def name(self) -> str:
        """The English form of the whole."""
        return self.forms[""][0]


Draw = Callable[[np.random.Generator], Value]


def parse_kind(text: str) -> Draw:
    """Return what draws the values of a slot.

    Parameters
    ----------
    text : a kind with its range ("number 3 40"), or the values themselves ("rain / de la pluie; snow / de la neige")
    """
    if ";" in text:
        return _from_table(text)
    kind, *bounds = text.split()
    if bounds:
        low, high = map(int, bounds)
        return lambda rng: FIGURES[kind](low, high, rng)
    return KINDS[kind]


def draw_other(draw: Draw, taken: Collection[str], rng: np.random.Generator) -> Value:
    """Draw a value that is not taken, if a few draws find one."""
    value = draw(rng)
    for _ in range(MAX_DRAWS):
        if value.name not in taken:
            break
        value = draw(rng)
    return value


def _from_table(text: str) -> Draw:
    rows = [[form.strip() for form in row.split(" / ")] for row in text.split(";")]
    values = [Value({"": (row[0], row[-1])}) for row in rows]
    return lambda rng: _pick(values, rng)


def _pick(values: Sequence[Value], rng: np.random.Generator) -> Value:
    return values[int(rng.integers(len(values)))]


def _person(kind: str) -> Draw:
    given, surnames = GIVEN_NAMES[PREFIXES[kind]].split(), f"{SURNAMES} {MORE_SURNAMES}".split()

    def draw(rng: np.random.Generator) -> Value:
        first, last = (names[int(rng.integers(len(names)))] for names in (given, surnames))
        return Value({"": (f"{first} {last}",) * 2, "last": (last,) * 2})

    return draw


def _number(low: int, high: int, rng: np.random.Generator) -> Value:
    return number_value(int(rng.integers(low, high + 1)))


def number_value(number: int) -> Value:
    """Return a whole number as a value."""
    english = f"{number:,}"
    return Value({"": (english, english.replace(",", NARROW_SPACE)), "ord": _ordinal(number)})


def _ordinal(number: int) -> Forms:
    teen = number % 100 in (11, 12, 13)
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}", f"{number}{'e' if number > 1 else 're'}"


def _code(low: int, high: int, rng: np.random.Generator) -> Value:
    return Value({"": (str(rng.integers(low, high + 1)),) * 2})


def _decimal(low: int, high: int, rng: np.random.Generator) -> Value:
    """Draw a number with one decimal, from above the lower bound to below the number after the upper one."""
    english = str(int(rng.integers(10 * low + 1, 10 * high + 10)) / 10)
    return Value({"": (english, english.replace(".", ","))})


def _clock(rng: np.random.Generator) -> Value:
    hour, minute = int(rng.integers(24)), 5 * int(rng.integers(12))
    english = f"{(hour - 1) % 12 + 1}{f':{minute:02}' if minute else ''} {'a' if hour < 12 else 'p'}.m."
    return Value({"": (english, f"{hour} h {minute:02}" if minute else f"{hour} heures" if hour > 1 else f"{hour} h")})


def _date(rng: np.random.Generator) -> Value:
    day, month = int(rng.integers(1, 29)), int(rng.integers(12))
    french = "1er" if day == 1 else str(day)
    return Value({"": (f"{day} {EN_MONTH.split()[month]}", f"{french} {FR_MONTH.split()[month]}")})


def _words(english: str, french: str) -> Draw:
    return _from_table(";".join(map(" / ".join, zip(english.split(), french.split(), strict=True))))


def _read_tables() -> Iterator[tuple[str, Draw]]:
    for line in TABLES.read_text(encoding="utf-8").splitlines():
        kind, table = line.split(" = ", 1)
        yield kind, _from_table(table)


FIGURES: dict[str, Callable[[int, int, np.random.Generator], Value]] = {
    "number": _number,
    "code": _code,
    "decimal": _decimal,
}
KINDS: dict[str, Draw] = {
    **dict(_read_tables()),
    **{kind: _person(kind) for kind in PREFIXES},
    "weekday": _words(EN_WEEKDAY, FR_WEEKDAY),
    "month": _words(EN_MONTH, FR_MONTH),
    "clock": _clock,
    "date": _date,
}
