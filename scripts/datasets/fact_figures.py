"""Changes of figures: numbers, percentages, years, days of a month, clocks and codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from aligner.types import Side
from scripts.datasets.fact_tables import EN_MONTH, FR_MONTH, any_of


class Edit(NamedTuple):
    """A span of a text and its replacement."""

    start: int
    end: int
    new: str


Finder = Callable[[str, np.random.Generator], Iterator[Edit]]
Replace = Callable[["re.Match[str]", np.random.Generator], "str | None"]

SPACE = r"[\s\u00a0\u202f]"
_YEAR = r"(?P<it>1[5-9]\d\d|20[0-3]\d)(?![\w.,]?\d|%|\s%|s\b)"
_EN_MONTH, _FR_MONTH = any_of(EN_MONTH), any_of(FR_MONTH)
_EN_BEFORE_YEAR = r"(?:in|In|since|Since|until|by|of|during|from|between|early|late|before|after|and|to)\s"
_FR_BEFORE_YEAR = (
    r"(?:en|En|depuis|Depuis|de|dès|avant|après|début|fin|et|à|entre|l['’]an|jusqu['’]en|l['’]année|années)\s"
)
_EN_YEAR = rf"(?:\b{_EN_BEFORE_YEAR}|\b(?:{_EN_MONTH})\s(?:\d{{1,2}},?\s)?|\(){_YEAR}"
_FR_YEAR = rf"(?:\b{_FR_BEFORE_YEAR}|\b(?:{_FR_MONTH})\s|\(){_YEAR}"
_EN_DAY = rf"\b(?:{_EN_MONTH})\s(?P<it>\d{{1,2}})(?!\d|st|nd|rd|th)|(?<![\d.,])(?P<first>\d{{1,2}})\s(?:{_EN_MONTH})\b"
_FR_DAY = rf"(?<![\d.,])(?P<it>\d{{1,2}}){SPACE}(?:{_FR_MONTH})\b"
_EN_CLOCK = r"(?<![\d:.,])(?P<it>\d{1,2})(?=(?:[:.]\d\d)?\s?[ap]\.?m\b|:\d\d(?![:\d]))"
_FR_CLOCK = (
    rf"(?<![\d:.,])(?P<it>\d{{1,2}})(?={SPACE}?h(?:{SPACE}?\d\d)?\b|:\d\d(?![:\d]))"
    rf"|\b(?:à|vers|dès){SPACE}(?P<first>\d{{1,2}})(?={SPACE}heures\b)"
)
_NO_NUMBERS = {"en": (_EN_YEAR, _EN_DAY, _EN_CLOCK), "fr": (_FR_YEAR, _FR_DAY, _FR_CLOCK)}
_NUMBER = re.compile(r"(?<![\w.,:/$€£-])[$€£]?(?P<it>\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?)(?![\w:/-]|[.,]\d)")
_DATED = re.compile(r"1[5-9]\d\d|20[0-3]\d")
_CODE = r"(?<![\w-])(?P<it>(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]*[A-Z0-9])(?![\w-])"
_EN_PERCENT = rf"(?<=\d)(?P<it>{SPACE}?%|{SPACE}(?:percent|per cent))(?![\w-])"
_FR_PERCENT = rf"(?<=\d)(?P<it>{SPACE}?%|{SPACE}pour{SPACE}cent)(?![\w-])"
_HALF_DAY = r"(?<=\d)\s?(?P<it>[apAP]\.?[mM])\b"
_SWAPPED_HALF = str.maketrans("apAP", "paPA")


def found_group(match: re.Match[str]) -> str:
    """Return the name of the group of what is replaced: `it`, or `first` where that matched instead."""
    return "it" if match["it"] is not None else "first"


def each(pattern: str, replace: Replace, skip: str = "") -> Finder:
    """Return what finds a pattern and replaces its group `it` or `first`; texts that have `skip` are left alone."""
    compiled, skipped = re.compile(pattern), re.compile(skip) if skip else None

    def find(text: str, rng: np.random.Generator) -> Iterator[Edit]:
        if skipped and skipped.search(text):
            return
        for match in compiled.finditer(text):
            new = replace(match, rng)
            if new is not None:
                yield Edit(*match.span(found_group(match)), new)

    return find


def fixed(new: str) -> Replace:
    """Return what replaces a match by fixed words."""
    return lambda match, rng: new


def _number_finder(side: Side) -> Finder:
    others = [re.compile(pattern) for pattern in _NO_NUMBERS[side]]

    def find(text: str, rng: np.random.Generator) -> Iterator[Edit]:
        taken = [match.span(found_group(match)) for other in others for match in other.finditer(text)]
        for match in _NUMBER.finditer(text):
            start, end = match.span("it")
            dated = _DATED.fullmatch(match["it"]) or any(start < last and first < end for first, last in taken)
            if not dated:
                yield Edit(start, end, _change_digit(match["it"], rng))

    return find


def _change_digit(number: str, rng: np.random.Generator) -> str:
    """Return a number or a code with one digit changed, no leading zero, and neither 0 nor 1."""
    places = [index for index, char in enumerate(number) if char.isdigit()]
    index = places[int(rng.integers(len(places)))]
    first = 2 if len(places) == 1 else 1 if index == 0 else 0
    digits = [digit for digit in "0123456789"[first:] if digit != number[index]]
    return number[:index] + digits[int(rng.integers(len(digits)))] + number[index + 1 :]


def _other_code(match: re.Match[str], rng: np.random.Generator) -> str:
    return _change_digit(match["it"], rng)


def _other_year(match: re.Match[str], rng: np.random.Generator) -> str:
    step = int(rng.integers(1, 10)) * (1 if rng.random() < 0.5 else -1)
    return str(int(match["it"]) + step)


def _other_day(match: re.Match[str], rng: np.random.Generator) -> str:
    """Return another day from the 2nd to the 28th."""
    day = int(match[found_group(match)])
    return str((day - 2 + int(rng.integers(1, 27))) % 27 + 2)


def _other_hour(match: re.Match[str], rng: np.random.Generator) -> str:
    """Return an hour of the same half of the day that is another one on a clock of twelve hours."""
    hour = int(match[found_group(match)])
    half = 12 if hour > 12 else 0
    return str((hour - half - 1 + int(rng.integers(1, 11))) % 12 + 1 + half)


def _other_half_day(match: re.Match[str], rng: np.random.Generator) -> str:
    return match["it"].translate(_SWAPPED_HALF)


FIGURES: dict[Side, dict[str, list[Finder]]] = {
    "en": {
        "number": [_number_finder("en")],
        "percent_lost": [each(_EN_PERCENT, fixed(""))],
        "year": [each(_EN_YEAR, _other_year)],
        "day": [each(_EN_DAY, _other_day)],
        "clock": [each(_EN_CLOCK, _other_hour), each(_HALF_DAY, _other_half_day)],
        "code": [each(_CODE, _other_code)],
    },
    "fr": {
        "number": [_number_finder("fr")],
        "percent_lost": [each(_FR_PERCENT, fixed(""))],
        "year": [each(_FR_YEAR, _other_year)],
        "day": [each(_FR_DAY, _other_day)],
        "clock": [each(_FR_CLOCK, _other_hour)],
        "code": [each(_CODE, _other_code)],
    },
}
