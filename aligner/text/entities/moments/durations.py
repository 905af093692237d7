"""Find durations in figures of two units: "1min 12sec", « 2 h 05 min », 1'12", "2:03:15", « 10 s 72 »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from aligner.text.entities.numbers.quantity import Quantity
from aligner.types import Side

MIN_MINUTE_SECONDS = 12  # from which 5'12" cannot be feet and inches
_AND = r",?\s?(?:(?:and|et)\s)?"
_MINUTE, _SECOND = r"(?:minutes?|mins?|mn|m)\b", r"(?:seconde?s?|secs?|s)\b"
_PATTERN = re.compile(
    rf"(?<![\w.,:/])(?:"
    rf"(?P<h>\d{{1,3}})\s?(?:heures?|hours?|hrs?|h){_AND}(?P<hm>[0-5]?\d)\s?-?{_MINUTE}(?:{_AND}(?P<hs>[0-5]?\d)\s?{_SECOND})?"
    rf"|(?P<h3>\d{{1,3}})h\s?(?P<h3m>[0-5]\d)\s?(?:{_MINUTE}|['’′])(?:\s?(?P<h3s>[0-5]\d)(?:\s?{_SECOND}|[\"”″]))?"
    rf"|(?P<h2>\d{{1,2}}):(?P<h2m>[0-5]\d):(?P<h2s>[0-5]\d(?:[.,]\d{{1,3}})?)(?![\d:])"
    rf"|(?P<m>\d{{1,3}})\s?-?(?:{_MINUTE}){_AND}(?P<ms>[0-5]?\d(?:[.,]\d{{1,3}})?)\s?-?{_SECOND}"
    rf"|(?P<m2>\d{{1,3}})\s?['’′]\s?(?P<m2s>[0-5]\d(?:[.,]\d{{1,3}})?)\s?(?:[\"”″]|''|’’)(?P<m2f>\d{{1,3}})?"
    rf"|(?P<m3>2[5-9]|[3-9]\d|\d{{1,2}}(?=:\d\d[.,]\d)):(?P<m3s>[0-5]\d(?:[.,]\d{{1,3}})?)(?![\d:])"
    rf"|(?P<s>\d{{1,3}})\s?(?:s(?:ec)?\s?|[\"”″])(?P<f>\d{{2,3}})(?![\w%])|(?P<s2>\d{{1,2}}[.,]\d{{1,3}})s\b"
    rf")"
)
_CLUES = frozenset((">h", "> h", ">m", "> m", ">s", "> s", ">:", ">'", ">’", ">′", '>"', ">”", ">″"))
_TWO_FIGURES = re.compile(r"\d\s?-?(?:h|mi?n|m|s|['’′\"”″:]).{0,14}\d|\d[.,]\d{1,3}s\b")


def find_durations(text: str, lowered: str, side: Side, clues: set[str]) -> Iterator[list[Quantity]]:
    """Yield the durations in figures of a text in lower case, each in the largest of its units."""
    if clues.isdisjoint(_CLUES) or not _TWO_FIGURES.search(lowered):
        return
    for match in _PATTERN.finditer(lowered):
        value, unit = _read(match)
        if not (side == "en" and match["m2"] and _may_be_feet(match)):
            yield [Quantity(value, unit, *match.span(), text[slice(*match.span())])]


def _may_be_feet(match: re.Match[str]) -> bool:
    seconds = match["m2s"]
    return not match["m2f"] and not seconds.startswith("0") and Decimal(seconds.replace(",", ".")) < MIN_MINUTE_SECONDS


def _read(match: re.Match[str]) -> tuple[Decimal, str]:
    """Return the value and the unit of a match."""
    for name in ("h", "h2", "h3"):
        if match[name]:
            minutes, seconds = match[f"{name}m"], match[f"{name}s"]
            return _number(match[name]) + _number(minutes) / 60 + _number(seconds) / 3600, "hour"
    for name in ("m", "m2", "m3"):
        if match[name]:
            fraction = match["m2f"] if name == "m2" else None
            seconds = match[f"{name}s"] + (f".{fraction}" if fraction else "")
            return _number(match[name]) + _number(seconds) / 60, "minute"
    return _number(match["s2"] or f"{match['s']}.{match['f']}"), "second"


def _number(written: str | None) -> Decimal:
    return Decimal((written or "0").replace(",", "."))
