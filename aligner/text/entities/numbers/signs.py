"""Read what the words around a number make of it: below zero, a multiple, an age, a numbered thing."""

from __future__ import annotations

import re
from functools import cache

from aligner.languages.numbers import NUMBER_TABLES
from aligner.text.entities.numbers.quantity import Quantity
from aligner.types import Side

MAX_WORD_CHARS = 16  # of the word before a number
MAX_TIMES_CHARS, MAX_AGE_CHARS = 30, 24  # of the words before a number
_MINUS_SIGNS = ("-", "−", "–")
_DEGREES = ("°", "°C", "°F")
_AGE_PARTS = {"": 0, "early": 2, "mid": 5, "late": 8}
_BEFORE_MULTIPLE = ("par ", "by ", "of ", " de ")
_BEFORE_CHANGE = (" by ", " in ", " de ", " d'", " d’")
_AT_LEAST = re.compile(r"\b(?:au|du|le)\s(?:\w+\s)?moins\s$")
_COLD = re.compile(r"\s(?:below|sous|degr|au-dessous|en[\s-]dessous)")


def with_sign(number: Quantity, text: str, lowered: str, end: int, side: Side) -> Quantity:
    """Return a cardinal with its sign ("minus 5 degrees"), or as a multiple (« multiplié par trois »).

    Parameters
    ----------
    number : Quantity
        The number as its own words give it.
    text, lowered : str
        The text, and the same in lower case.
    end : int
        Where what belongs to the number ends.
    side : Side
        Its language.
    """
    start, unit = number.start, number.unit
    if (
        unit in _DEGREES
        and lowered[start - 1 : start] in _MINUS_SIGNS
        and lowered[start - 2 : start - 1] in ("", " ", "(")
    ):
        return _negative(number, text, start - 1)
    if (not unit or unit in _DEGREES) and start:
        word = word_before(lowered, start)
        negative = word in NUMBER_TABLES[side].negative and not _AT_LEAST.search(lowered, max(0, start - 12), start)
        if negative and (unit or side == "en"):
            return _negative(number, text, lowered.rindex(word, 0, start))
        if _COLD.match(lowered, end) and _below_zero(side).match(lowered, end):
            return _negative(number, text, start)
    if not unit and lowered.endswith(_BEFORE_MULTIPLE, 0, start):
        times = _times(side).search(lowered, max(0, start - MAX_TIMES_CHARS), start)
        if times:
            divided = times.lastgroup == "divided" and number.value
            return number._replace(value=1 / number.value if divided else number.value, kind="multiple")
    return number


def _negative(number: Quantity, text: str, start: int) -> Quantity:
    """Return a number below zero, from its sign on."""
    return number._replace(value=-number.value, start=start, text=text[start : number.end])


def is_change(lowered: str, start: int) -> bool:
    """Return whether a fraction is what something changes by: "cut by half", « réduit de moitié »."""
    return lowered.endswith(_BEFORE_CHANGE, 0, start)


def word_before(lowered: str, start: int) -> str:
    """Return the word before a number, or its last letters."""
    words = lowered[max(0, start - MAX_WORD_CHARS) : start].split()
    return words[-1] if words else ""


def follows_numbered(lowered: str, start: int, side: Side) -> bool:
    """Return whether the word before a number is one that numbers follow: "World War Two"."""
    return word_before(lowered, start) in NUMBER_TABLES[side].numbered


def age_years(lowered: str, start: int, side: Side) -> int | None:
    """Return the years to add to a decade of life ("in his late thirties"), None if the words before speak of none."""
    match = _age_pattern(side).search(lowered, max(0, start - MAX_AGE_CHARS), start)
    return _AGE_PARTS[match["part"] or ""] if match else None


@cache
def _below_zero(side: Side) -> re.Pattern[str]:
    return re.compile(NUMBER_TABLES[side].below_zero)


@cache
def _times(side: Side) -> re.Pattern[str]:
    tables = NUMBER_TABLES[side]
    return re.compile(rf"\b(?:(?P<times>{tables.times})|(?P<divided>{tables.divided}))$")


@cache
def _age_pattern(side: Side) -> re.Pattern[str]:
    part = r"(?:(?P<part>early|mid|late)[\s-])?"
    return re.compile(rf"\b{NUMBER_TABLES[side].age}(?:(?:early|mid|late)[\s-]to[\s-])?{part}$")
