"""Find times of day in figures and in words, and compare them by half of the day and by zone.

The value of a time is its hour, with minutes as a fraction. The unit shows whether the half of the day is certain, as
in "7.30pm", "19:30" and « 7h30 », or not, as in "half past seven" and « huit heures » without « du matin ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import product
from typing import NamedTuple

from aligner.languages.times import DAY_PARTS, HOURS, MINUTES, NOON, SPOKEN_MINUTES, ZONES
from aligner.text.entities.moments.clues import HOUR, FormIndex
from aligner.text.entities.numbers.patterns import any_of_pattern
from aligner.text.entities.numbers.quantity import Quantity
from aligner.types import Side

KNOWN_HALF = "24h"  # the unit of a time whose half of the day is certain
HOURS_PER_DAY, SECONDS_PER_HOUR = 24, 3600
MAX_EVENING_GAP = 80  # characters between a time and the mention of an evening that it belongs to
_FREE = r"(?<![\w.,:/€$£])"
_EVENING = re.compile(r"\b(?:après-midi|soir|soirée|nuit)\b")
_DAY_PART: dict[Side, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:,?\s(?:in|on|the|this|that|at|early|late|local|time|next|same|following|yesterday|tomorrow|last|\w{3,6}day))"
        r"{0,4},?\s(morning|afternoon|evening|night|tonight)(?!\w)"
    ),
    "fr": re.compile(
        r"(?:,?\s(?:du|de\sla|ce|cet|cette|au|dans\sla|le|\w{2,5}di|dimanche|hier|demain)){0,3},?\s(?:de\sl['’])?"
        r"(matinée|matin|soirée|soir|après-midi|nuit)(?!\w)"
    ),
}
_ZONE = re.compile(
    r",?\s\(?(?:(?P<letters>[A-Z]{1,4})(?![\w-])|[hH]eures?\s(?:normale\s|avancée\s|d['’]été\s)?(?P<of>(?:de\s|du\s|des\s)?"
    r"(?:l['’])?\w+(?:\s[A-Z]\w+)?)|(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s(?:[a-z]+\s)?[tT]ime)\)?"
)


class _Form(NamedTuple):
    """One way to write a time of day: clues one of which every text with it has, and its pattern."""

    clues: tuple[str, ...]
    pattern: re.Pattern[str]
    certain: bool = False  # whether it gives the half of the day


def find_clocks(text: str, lowered: str, side: Side, clues: set[str]) -> Iterator[list[Quantity]]:
    """Yield the times of day of a text, both of a range together; if two overlap, the better one first.

    Parameters
    ----------
    text : str
        Any text.
    lowered : str
        The same in lower case, with all characters at the same offsets.
    side : Side
        Its language.
    clues : set of str
        The clues of the text, `clock_clues` among them.
    """
    for form in _forms(side).likely(clues):
        for match in form.pattern.finditer(lowered):
            if times := list(_read(match, text, side, form.certain)):
                yield times


def clock_clues(side: Side) -> Iterable[str]:
    """Return the clues to all forms of times of day."""
    return _forms(side).clues


def same_clock(one: Quantity, two: Quantity) -> bool:
    """Return whether two times of day may be the same moment, or one of them and a number.

    Times whose half of the day is certain must be equal; others may be twelve hours apart. Two zones are converted.
    """
    if one.kind != "clock":
        return False
    if two.kind != "clock":
        return _is_hour(one, two)
    period = HOURS_PER_DAY if one.unit == two.unit == KNOWN_HALF else HOURS_PER_DAY // 2
    zones = _zone(one.text), _zone(two.text)
    if zones[0] and zones[1] and not set(zones[0]) & set(zones[1]):
        seasons = zip(*zones, strict=True) if len(zones[0]) == len(zones[1]) else product(*zones)
        differences = {one.value - a - two.value + b for a, b in seasons}
    else:
        differences = {one.value - two.value}
    return any(_is_multiple(difference, period) for difference in differences)


def _is_multiple(hours: Decimal, period: int) -> bool:
    """Return whether a difference in hours is a multiple of a period, to the second."""
    return round(hours * SECONDS_PER_HOUR) % (period * SECONDS_PER_HOUR) == 0


def _is_hour(one: Quantity, two: Quantity) -> bool:
    """Return whether a number may be a time of day: "at 8", « à 9.30 », « huit heures »."""
    if two.kind != "cardinal" or two.value > HOURS_PER_DAY:
        return False
    if two.unit not in ("", "hour"):
        return one.value == two.value and (one.text.isdecimal() or one.text.isalpha())  # "at eight", « à huit ans »
    if two.unit:
        return _is_multiple(one.value - two.value, HOURS_PER_DAY if one.unit == KNOWN_HALF else HOURS_PER_DAY // 2)
    hour, minutes = divmod(two.value, 1)
    return any(_is_multiple(one.value - time, HOURS_PER_DAY // 2) for time in (two.value, hour + minutes * 100 / 60))


@cache
def _forms(side: Side) -> FormIndex[_Form]:
    return FormIndex(_english_forms() if side == "en" else _french_forms())


def _english_forms() -> Iterator[_Form]:
    words, noon = any_of_pattern(HOURS["en"]), rf"(?P<noon>{any_of_pattern(NOON['en'])})"
    hour = rf"(?P<hour>\d{{1,2}}(?![\d,.]\d)|{words})"
    minute = rf"(?P<minute>[0-5]?\d|{any_of_pattern(MINUTES['en'])})(?:[\s-]minutes?)?"
    figures, sixty = r"(?P<hour>[012]?\d)", r"(?P<minute>[0-5]\d)"
    until = r"(?P<until>\s?[-–]\s?|\s(?:to|until|till|or|and)\s)"
    first = rf"(?:(?P<first>\d{{1,2}})(?:[:.](?P<first_minute>[0-5]\d))?{until})?"
    half = rf"(?:[:.]{sixty})?[\s-]?(?P<half>[ap])(?:\.\s?m\b\.?|m\b)"
    at = r"\b(?:at|by|about|around|until|till|from|before|after|since|past|almost|nearly|between)\s(?P<begin>)"
    day_part = r"(?=,?\s(?:in\sthe\s(?:early\s|late\s)?(?:morning|afternoon|evening)|at\snight)\b)"
    after = (
        r"in\sthe|on|at|when|and(?!\sa\b)|as|local|gmt|this|that|yesterday|today|tomorrow|tonight|every|each|because"
        r"|but|sharp"
    )
    ends = rf"(?=[.,;:!?)”\"]|\s?$|\s(?:{after})\b)"
    yield _Form((">a", ">p", "> a", "> p"), re.compile(rf"{_FREE}{first}(?P<hour>\d{{1,2}}){half}"), certain=True)
    yield _Form((" a.m", " p.m", " pm"), re.compile(rf"\b(?P<hour>{words}){half}"), certain=True)
    yield _Form(("> g", "> u"), re.compile(rf"{_FREE}(?P<hour>[012]\d)[:.]?{sixty}(?=\s(?:gmt|utc)\b)"), certain=True)
    yield _Form(("> h",), re.compile(rf"\bat\s(?P<begin>)(?P<hour>[012]\d){sixty}\shours\b"), certain=True)
    yield _Form((">:", ">h"), re.compile(rf"{_FREE}{figures}[:h]{sixty}(?![\d:])"))
    yield _Form(("> i", "> a", ">,"), re.compile(rf"{_FREE}{figures}\.{sixty}(?!\d){day_part}"))
    yield _Form(("past",), re.compile(rf"\b{minute}[\s-]past[\s-](?:{hour}|{noon})"))
    quarter = r"(?P<minute>(?:a\s)?quarter)\s(?:(?P<to>to)|after)\s"
    yield _Form(("quarter",), re.compile(rf"\b{quarter}(?:{hour}|{noon})"))
    before = ("ve to ", "en to ", "ty to ", "es to ", "> t")
    spelled = rf"\b(?:at|until|till|before|almost|nearly)\s(?P<begin>)(?P<minute>{any_of_pattern(MINUTES['en'])})"
    yield _Form(before, re.compile(rf"{spelled}\s(?P<to>to)\s(?:{noon}|{hour}{ends})"))
    yield _Form(before, re.compile(rf"\b{minute}\s(?P<to>to)\s{hour}{day_part}"))
    yield _Form(("es to ",), re.compile(rf"\b{minute}(?<=s)\s(?P<to>to)\s(?:{noon}|{hour}{ends})"))
    yield _Form(("half",), re.compile(rf"{at}(?P<minute>half)\s{hour}{ends}"))
    yield _Form(("clock",), re.compile(rf"\b{hour}\s?o\s?['’]\s?clock\b"))
    yield _Form(("morning", "noon", "evening", " at night"), re.compile(rf"{at}{hour}{day_part}"))
    spoken = rf"(?P<hour>{words})[\s-](?P<minute>{any_of_pattern(SPOKEN_MINUTES)})"
    yield _Form(("ty", "teen", "oh "), re.compile(rf"{at}{spoken}(?:{ends}|{day_part})"))
    bare = r"\b(?:at|until|till|before|after|around|since)\s(?P<begin>)"
    few = any_of_pattern(HOURS["en"].keys() - {"one"})
    yield _Form((HOUR,), re.compile(rf"{bare}(?P<hour>1[0-2](?![\d,.]\d)|[2-9](?!\d|[,.]\d)|{few}){ends}"))
    yield _Form(tuple(NOON["en"]), re.compile(rf"\b(?:(?:12|twelve)\s)?{noon}"))


def _french_forms() -> Iterator[_Form]:
    words = any_of_pattern(HOURS["fr"])
    hour, figures, sixty = rf"(?P<hour>\d{{1,2}}(?![\d,.]\d)|{words})", r"(?P<hour>[012]?\d)", r"(?P<minute>[0-5]\d)"
    minute = rf"(?P<minute>{any_of_pattern(MINUTES['fr'])})(?!-|\s(?:minutes|secondes|pour\scent|%))"
    more = rf"(?:\set\s(?:un\s)?|\s(?P<to>moins)\s(?:le\s|un\s)?|\s){minute}"
    first = r"(?:(?P<first>[012]?\d)(?P<first_minute>)(?P<until>\s?[-–]\s?|\s(?:à|ou|et)\s))?"
    day_part = r"(?=\s(?:du\s(?:matin|soir)|de\sl['’]après-midi|de\sla\s(?:nuit|matinée|soirée)))"
    no_duration = (
        r"(?!\s(?:(?:et\s)?[\w-]+\sminutes?\b|de\s(?!la\s(?:nuit|mat|soir))|d['’]|par\s|plus\s|avant\s|après\s)|\w)"
    )
    at = r"\b(?:à|vers|dès|avant|après|depuis)\s(?:environ\s)?(?P<begin>)"
    between = r"\b(?:à|vers|dès|de|entre|jusqu['’]à|avant|depuis)\s(?:environ\s)?(?P<begin>)"
    earlier = r"(?P<first>[012]?\d)(?P<first_minute>)(?:\sheures?)?(?P<until>\s(?:à|et)\s)"
    noon = rf"(?P<noon>{any_of_pattern(NOON['fr'])})(?<!-midi)(?<!\ble midi)(?<!\bdu midi)(?<!\bau midi)"
    half = rf"(?:[:.h]{sixty})?\s?(?P<half>[ap])\.?\s?m\b"
    yield _Form((">a", ">p", "> a", "> p"), re.compile(rf"{_FREE}(?P<hour>\d{{1,2}}){half}"), certain=True)
    yield _Form((">h", "> h"), re.compile(rf"{_FREE}{figures}\s?(?:h|heures?)\s?{sixty}(?!\d|\s?['’]|,\d)"))
    yield _Form((">:", "> :"), re.compile(rf"{_FREE}{figures}\s?:\s?{sixty}(?![\d:])"))
    yield _Form((">h", "> h"), re.compile(rf"{_FREE}{first}{figures}\s?h(?![\w/])"))
    yield _Form(("> g", "> u", "> t"), re.compile(rf"{_FREE}(?P<hour>[012]\d){sixty}(?=\s(?:gmt|utc|tu)\b)"))
    yield _Form((" heure",), re.compile(rf"\b{hour}\sheures?{more}"))
    yield _Form((" heure",), re.compile(rf"{_FREE}{first}{hour}\sheures?{day_part}"))
    yield _Form((" heure",), re.compile(rf"{between}{earlier}{hour}\sheures?{no_duration}"))
    yield _Form((" heure",), re.compile(rf"{at}{hour}\sheures?{no_duration}"))
    yield _Form(tuple(NOON["fr"]), re.compile(rf"\b{noon}(?:{more})?(?!\w)"))


def _read(match: re.Match[str], text: str, side: Side, certain: bool) -> Iterator[Quantity]:
    """Yield the time of a match, after the first time of a range that ends with it."""
    groups, lowered, end = match.groupdict(), match.string, match.end()
    part = None if groups.get("noon") else _DAY_PART[side].match(lowered, end)
    half = groups.get("half") or (DAY_PARTS[part[1]] if part else "")
    end, written = part.end() if part else end, groups.get("hour") or ""
    zone = _ZONE.match(text, end)
    if zone and _zone(zone[0]):
        end = zone.end() - (zone[0][-1] == ")" and "(" not in zone[0])
    hour = NOON[side][groups["noon"]] if groups.get("noon") else _number(written, HOURS[side])
    minute = _number(groups.get("minute"), {**MINUTES[side], **SPOKEN_MINUTES}) * (-1 if groups.get("to") else 1)
    if hour > HOURS_PER_DAY or (groups.get("half") and hour > 12):
        return
    certain = certain or bool(half or groups.get("noon")) or _gives_half(written, hour, match, side)
    start, unit = match.start("begin" if "begin" in groups else 0), KNOWN_HALF if certain else ""
    if groups.get("first"):
        start = match.start("hour")
        between = lowered.endswith(("between ", "entre "), 0, match.start("first"))
        if between or groups["until"].strip() not in ("and", "et"):
            first = int(groups["first"])
            earlier = {"a": "p", "p": "a"}.get(half, "") if first % 12 > hour % 12 else half
            value = _value(first, _number(groups["first_minute"], {}), earlier)
            yield Quantity(value, unit, *match.span("first"), match["first"], "clock")
    yield Quantity(_value(hour, minute, half), unit, start, end, text[start:end], "clock")


def _value(hour: int, minute: int, half: str) -> Decimal:
    """Return a time in hours; the half is "a" before noon, "p" after noon, "n" at night, or "" as written."""
    if half and hour <= 12:
        afternoon = half == "p" or (half == "n" and 5 <= hour < 12)
        hour = hour % 12 + 12 * afternoon
    minutes = 60 * hour + minute
    return Decimal(minutes if minutes >= 0 else minutes + 60 * HOURS_PER_DAY) / 60


def _number(written: str | None, words: dict[str, int]) -> int:
    written = (written or "0").removeprefix("a ")
    return int(written) if written.isdecimal() else words[re.sub(r"\s", " ", written)]


def _gives_half(written: str, hour: int, match: re.Match[str], side: Side) -> bool:
    """Return whether the half of the day is certain from how an hour is written.

    French figures count from 0 to 24, except where an evening is mentioned: « lundi soir à 8 h ».
    """
    if hour == 0 or hour > 12:
        return True
    if side == "en" or not written[:1].isdigit():
        return written[:1] == "0"
    return not _EVENING.search(match.string, max(0, match.start() - MAX_EVENING_GAP), match.end() + MAX_EVENING_GAP)


@cache
def _zone(text: str) -> tuple[int, ...]:
    """Return the possible hours ahead of Greenwich of the zone in a text, () if it names none."""
    for zone in _ZONE.finditer(text):
        name = zone["letters"] or (zone["of"] or zone["name"]).lower().replace("’", "'")
        if name in ZONES:
            return ZONES[name]
    return ()
