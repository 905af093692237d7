"""Judge a number by its text: whether translations keep it, its category, and the numbers around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from aligner.languages.named_events import named_events
from aligner.languages.numbers import NUMBER_TABLES
from aligner.text.entities.moments.periods import ALWAYS
from aligner.text.entities.numbers.equivalence import MAX_SHARE_DIFFERENCE, MOMENTS_AND_CODES
from aligner.text.entities.numbers.find import lower_same_length
from aligner.text.entities.numbers.patterns import any_of_pattern
from aligner.text.entities.numbers.quantity import Quantity
from aligner.text.entities.numbers.units import dimension
from aligner.types import Side

MAX_SMALL_NUMBER = 12  # number words up to it are often translated by other words
MAX_WEAK_DISTANCE, MAX_GROUP_DISTANCE = 0.5, 0.25  # of two numbers that replace each other, in lengths of the text
MAX_NEAR_CHARS = 40  # by which such numbers may be apart in a short text
MAX_SHARE_CHARS = 30  # between the two numbers of "nine customers out of ten"
MAX_SERIES_CHARS = 24  # between the ordinals of a series
MAX_GROUPED_CHARS = 12  # of a figure in groups, around one of them
MAX_ITEM_CHARS = 4  # before the number of an item
MAX_EVENT_CHARS = 24  # between a year and the noun that it is of: "the 1929 stock market crash"
MAX_YEAR_DIGITS = 4
MAX_PAIR_CHARS = 24  # between the two numbers of "312 votes to 240"
# Kinds that translations often put in other words.
_WEAK_KINDS = frozenset({"approximate", "bare", "group", "multiple", "fraction", "age", "period", "code"})
_CODE_PARTS = re.compile(r"[^\W\d_]+|\d+")
_CODE_MARK = "[\\s.\\-\N{NON-BREAKING HYPHEN}]?"
_ROMAN = re.compile(r"[IVXLW]+")
_GROUPED = re.compile(r"(?<![\d-])\d{1,3}(?:\s\d{3})+(?!\d|-\d{3})")
_PROVISION = re.compile(r"(?<!\d)(\d{1,4})(?:\s?\(|\.|,?\s(?:paragraphs?|paragraphes?|para\.?|§)\s)(\d{1,2})(?!\d)")
_ITEM = re.compile(r"\W{0,3}\d{1,2}[.)]\s")
_YEAR = re.compile(r"1\d{3}|20\d\d")
_LETTERS_BEFORE = re.compile(r"\b([A-Z]+)[- ]\Z")  # "G-8", « AF 447 »
_TO: dict[Side, str] = {"en": r"-|–|to|against", "fr": r"-|–|à|contre"}
_OUT_OF: dict[Side, re.Pattern[str]] = {
    "en": re.compile(r"(?i)\s(?:[\w’']+\s){0,3}?(?:in|out of|of)\s(?:every\s|the\s|\w{3,5}\s)?"),
    "fr": re.compile(r"(?i)\s(?:[\w’']+\s){0,3}?(?:sur|des|pour)\s(?:les\s)?"),
}
_ONE_OUT_OF: dict[Side, re.Pattern[str]] = {
    "en": re.compile(r"(?i)\b(?:one|1)\s(?:[\w’']+\s){0,2}?(?:in|out of|of)\s(?:every\s)?$"),
    "fr": re.compile(r"(?i)\b(?:une?|1)\s(?:[\w’']+\s){0,2}?sur\s$"),
}


_NAME_BEFORE = re.compile(r"(?:\b[A-Z]\w*[\s-]|[+:])$")
_ANY_ONE: dict[Side, re.Pattern[str]] = {
    "en": re.compile(r"1|\b(?:I|an?|one|once|first|single|sole|only|top)\b", re.IGNORECASE),
    "fr": re.compile(r"1|\b(?:I|une?|premiers?|premières?|unique|seule?|er|re)\b", re.IGNORECASE),
}


class Text(NamedTuple):
    """A text with its numbers and dates."""

    text: str
    side: Side
    quantities: list[Quantity]


def is_kept(quantity: Quantity) -> bool:
    """Return whether translations keep a number as a number."""
    if quantity.kind == "clock":
        return any(c.isdigit() for c in quantity.text)
    if quantity.kind in _WEAK_KINDS or _ROMAN.fullmatch(quantity.text):
        return False
    if abs(quantity.value) > MAX_SMALL_NUMBER:
        return True
    if quantity.unit and quantity.value > 1 and dimension(quantity.unit) not in ("", "time", "times"):
        return True
    return any(c.isdigit() for c in quantity.text) and (quantity.value != 1 or bool(quantity.unit))


def category(quantity: Quantity) -> str:
    """Return the category of a number: numbers of different categories do not replace each other."""
    if quantity.unit == ALWAYS:
        return ALWAYS
    if quantity.kind == "clock":
        return "time"
    if quantity.kind in ("bare", "ordinal", "decade", *MOMENTS_AND_CODES):
        return quantity.kind
    if quantity.kind in ("fraction", "multiple") or dimension(quantity.unit) == "times":
        return "share"  # "a third", "doubled", "twice", 30 %
    if _YEAR.fullmatch(quantity.text):
        return "year"
    if quantity.kind == "approximate" and quantity.unit == "year":
        return "count"  # an age
    return dimension(quantity.unit) or "count"


def are_near(one: Quantity, own: Text, two: Quantity, other: Text) -> bool:
    """Return whether two numbers are at about the same place in their texts."""
    distance = abs(one.start / len(own.text) - two.start / len(other.text))
    farthest = MAX_GROUP_DISTANCE if "group" in (one.kind, two.kind) else MAX_WEAK_DISTANCE
    return distance <= farthest or distance * len(own.text) <= MAX_NEAR_CHARS


def is_share(percentage: Decimal, other: Text) -> bool:
    """Return whether a text expresses a percentage by two numbers: "nine out of ten"."""
    before, out_of, one_out_of = None, _OUT_OF[other.side], _ONE_OUT_OF[other.side]
    for two in other.quantities:
        if two.value > 0:
            begin, near = max(0, two.start - MAX_SHARE_CHARS), before is not None and before.value / two.value
            if near and before and out_of.fullmatch(other.text, max(begin, before.end), two.start):
                if _near(near, percentage):
                    return True
            elif one_out_of.search(other.text, begin, two.start) and _near(1 / two.value, percentage):
                return True
        before = two
    return False


def _near(share: Decimal, percentage: Decimal) -> bool:
    return abs(share * 100 - percentage) < MAX_SHARE_DIFFERENCE


def may_be_torn_out(one: Quantity) -> bool:
    """Return whether `is_torn_out` considers a number."""
    counts_time = one.kind == "cardinal" and one.value > 1 and dimension(one.unit) == "time"
    return one.kind == "code" or counts_time or one.text == "1"


def is_torn_out(one: Quantity, own: Text, other: Text) -> bool:
    """Return whether a text has what was around a number, without it: "COVID-", "years" without their count."""
    if one.kind == "code":
        letters, hyphen, _ = one.text.partition("-")
        return bool(hyphen) and re.search(rf"{re.escape(letters)}-(?!\w)", other.text) is not None
    if one.text != "1":
        return may_be_torn_out(one) and has_loose_unit(one.unit, other)
    named = _NAME_BEFORE.search(own.text, max(0, one.start - 20), one.start) is not None
    return named and not _ANY_ONE[other.side].search(other.text)  # "Formula 1"


def has_code(code: str, other: Text) -> bool:
    """Return whether a text has a code, perhaps with other marks between its letters and figures."""
    parts = _CODE_PARTS.findall(code)
    if parts[-1] == "s":  # "two F-16s"
        parts.pop()
    pattern = rf"(?<![^\W_]){_CODE_MARK.join(parts)}s?(?![^\W_])"
    return re.search(pattern, other.text, re.IGNORECASE) is not None


def has_loose_unit(unit: str, other: Text) -> bool:
    """Return whether a text names a unit without a number before it, as if the number had been left out."""
    read = {quantity.end for quantity in other.quantities}
    names = _unit_names(unit, other.side).finditer(lower_same_length(other.text))
    return any(name.end() not in read for name in names)


@cache
def _unit_names(unit: str, side: Side) -> re.Pattern[str]:
    names = [name for name, other in NUMBER_TABLES[side].units.items() if other == unit]
    return re.compile(rf"(?<!\w){any_of_pattern(names)}" if names else r"[^\w\W]")


def in_a_name(one: Quantity, own: Text, other: Text) -> bool:
    """Return whether a number is in a name: a word with a capital, or "G-8" where the other text has no hyphen."""
    before = own.text[max(0, one.start - 6) : one.start]
    if one.kind != "ordinal" and one.text.istitle() and one.text.isalpha():
        return before.rstrip()[-1:].isalpha()
    letters = _LETTERS_BEFORE.search(before)
    return letters is not None and f"{letters[1]}{one.text}" in other.text


def in_a_series(one: Quantity, own: Text, other: Text) -> bool:
    """Return whether an ordinal is between two that another text has, too: "the 11th, 12th and 13th", « XIe-XIIIe »."""
    if one.kind != "ordinal":
        return False
    there = {two.value for two in other.quantities if two.kind == "ordinal"}
    near = [q for q in own.quantities if q.kind == "ordinal" and q.value in there]
    return any(0 <= one.start - q.end <= MAX_SERIES_CHARS and q.value < one.value for q in near) and any(
        0 <= q.start - one.end <= MAX_SERIES_CHARS and q.value > one.value for q in near
    )


def is_grouped(one: Quantity, own: Text, other: Text) -> bool:
    """Return whether a figure belongs to groups of three that the other text has, too: "EN 301 549", « 301549 »."""
    for run in _GROUPED.finditer(own.text, max(0, one.start - MAX_GROUPED_CHARS), one.end + MAX_GROUPED_CHARS):
        if run.start() <= one.start < run.end():
            digits = "[^\\w(]?".join(run[0].split())
            return re.search(rf"(?<!\d){digits}(?!\d)", other.text) is not None
    return False


def is_provision(one: Quantity, own: Text, other: Text) -> bool:
    """Return whether a number is one of a paragraph that the other text writes otherwise: "81(1)", « 81.1 »."""
    for parts in _PROVISION.finditer(own.text, max(0, one.start - MAX_GROUPED_CHARS), one.end + MAX_GROUPED_CHARS):
        if parts.start() <= one.start < parts.end():
            article, paragraph = parts.groups()
            there = rf"(?<!\d){article}(?:[.(]|,?\s(?:paragraphs?|paragraphes?|para\.?|§)\s)\s?{paragraph}(?!\d)"
            return re.search(there, other.text) is not None
    return False


def numbers_item(one: Quantity, own: Text) -> bool:
    """Return whether a number only counts an item of a list, at the beginning of a text: "2. Do this"."""
    return one.start < MAX_ITEM_CHARS and _ITEM.match(own.text) is not None


def is_year_of_name(one: Quantity, own: Text, other: Text) -> bool:
    """Return whether a number is the year of a date that another text has as a name without one: "9/11"."""
    if not _YEAR.fullmatch(one.text):
        return False
    names = {two.value for two in other.quantities if two.kind == "date" and " " not in two.text}
    return any(q.kind == "date" and q.value in names and q.start < one.start < q.end + 6 for q in own.quantities)


def is_year_of_event(one: Quantity, own: Text, other: Text) -> bool:
    """Return whether a year is in place of the name that the other text has for an event: « la crise de 1929 »."""
    events = named_events().get(int(one.text), ()) if one.text.isdecimal() and len(one.text) <= MAX_YEAR_DIGITS else ()
    if not events:
        return False
    here, there = (text.text.replace("’", "'").lower() for text in (own, other))
    near = here[max(0, one.start - MAX_EVENT_CHARS) : one.end + MAX_EVENT_CHARS]
    return any(
        nouns[own.side].search(near) and names[other.side].search(there) and not names[own.side].search(here)
        for nouns, names in events
    )


def reversed_pairs(left: Text, right: Text) -> tuple[list[Quantity], list[Quantity]]:
    """Return the pairs of numbers, such as a score or a change from one to the other, in reverse order."""
    pairs = dict(_pairs(left))
    others = dict(_pairs(right)) if pairs else {}
    keys = [(a, b) for a, b in pairs if a != b and (b, a) in others and (a, b) not in others and (b, a) not in pairs]
    return [pairs[key] for key in keys], [others[b, a] for a, b in keys]


def _pairs(text: Text) -> Iterator[tuple[tuple[Decimal, Decimal], Quantity]]:
    for one, two in zip(text.quantities, text.quantities[1:], strict=False):
        if (
            0 < two.start - one.end <= MAX_PAIR_CHARS
            and one.kind == two.kind == "cardinal"
            and _pair_gap(text.side).fullmatch(text.text, one.end, two.start)
        ):
            span = one.start, two.end
            yield (one.value, two.value), one._replace(end=two.end, text=text.text[slice(*span)], kind="order")


@cache
def _pair_gap(side: Side) -> re.Pattern[str]:
    return re.compile(rf"(?:\s[^\W\d_]{{1,12}})?\s?(?:{_TO[side]})\s?")
