"""Numbers that did not survive from one version to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType

from aligner.detectors.view import AlignedPassage, Hit, Range, Rule, View
from aligner.languages import en, fr
from aligner.text.entities.compare import same
from aligner.text.entities.numbers import Bound, Quantity
from aligner.text.entities.quantities import values
from aligner.text.entities.units import same_time, time_unit_end
from aligner.types import Document, Side

MISSING = Rule("number.missing", "critical", "Omission", "for a very long time ← sur 10 ans", evidence="version")
CHANGED = Rule("number.changed", "critical", "Mistranslation", "15 years ← 10 ans", evidence="version")
ADDED = Rule("number.added", "major", "Addition", "a number that the original has not", evidence="version")
SCALE = Rule("number.scale", "critical", "Mistranslation", "74 million ← 74 milliards", evidence="version")
BOUND = Rule(
    "number.bound", "critical", "Mistranslation", "in no less than about fourteen days ← d’ici deux semaines",
    evidence="version",
)  # fmt: skip
CURRENCY = Rule("currency.changed", "critical", "Mistranslation", "74 dollars ← 74 euros", evidence="version")
PERCENT = Rule("percent.changed", "critical", "Mistranslation", "15 ← 15 %", evidence="version")
UNIT = Rule("unit.changed", "critical", "Mistranslation", "35 miles ← 35 km", evidence="version")
DATE = Rule("date.changed", "critical", "Mistranslation", "12 March ← le 14 mars", evidence="version")
RULES = (ADDED, BOUND, CHANGED, CURRENCY, DATE, MISSING, PERCENT, SCALE, UNIT)
_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
ROUGHLY = 8  # characters between a bound and its number: "about"
LIKE = 0.4  # cosine below which two texts need not tell the same
LEAST_POWER = 10
NEAR = 2  # matches to each side where a number may have moved to
_CURRENCY = re.compile(r"[A-Z]{3}")
_PARTS = {
    25: "quarter|quart", 50: "half|halv|moitié|demi", 75: "quarter|quart",
    100: "all|entire|every|whole|full|tou[ts]|totalité|intégral|entière?",
}  # fmt: skip
Passage = tuple[Document, Range]
# What a number may have been blurred to.
_VAGUE: dict[Side, re.Pattern[str]] = {
    "en": re.compile(
        r"(?i)\b(?:for )?(?:a (?:very )?(?:long|short) (?:time|while)|(?:so )?many (?:years|months|days|people)"
        r"|several \w+|a (?:number|lot|handful) of|numerous|countless|a while)\b"
    ),
    "fr": re.compile(
        r"(?i)\b(?:(?:depuis|pendant) (?:très )?longtemps|de (?:très )?nombreu(?:x|ses) \w+|plusieurs \w+"
        r"|un (?:certain )?nombre de|beaucoup d[e'’]|quelques \w+|d[e'’]innombrables)"
    ),
}


def detect(view: View) -> Iterator[Hit]:
    """Numbers by value and unit; one that is lost beside one that appeared has changed.

    Rough and ordinal numbers and times of day are left to the translator, and so is a
    measure repeated in brackets in another system.
    """
    if view.other is None:
        return
    here, there = view.document, view.other
    for at, match in enumerate(view.matches):
        if match.likeness >= LIKE:
            yield from _bounds(view, match)
        if match.likeness < LIKE or not (match.missing or match.extra):
            continue
        near = view.matches[max(0, at - NEAR) : at + NEAR + 1]
        sides = (here, match.here), (there, match.there)
        missing = _surely(match.missing, sides[1], sides[0], [number for each in near for number in each.extra])
        extra = _surely(match.extra, sides[0], sides[1], [number for each in near for number in each.missing])
        for lost, new in zip(missing, extra, strict=False):
            rule = _rule(lost, new)
            if rule is not BOUND:  # which is told with the words that make it one
                yield Hit(rule, (new.start, new.end), f"{new.text} for {lost.text}", there=(lost.start, lost.end))
        for lost in missing[len(extra) :]:
            proof = lost.start, time_unit_end(lost, there.text)
            yield Hit(MISSING, _place(view, match), f"{there.text[slice(*proof)]} is lost", there=proof)
        if view.original:
            for new in extra[len(missing) :]:
                yield Hit(ADDED, (new.start, new.end), f"{new.text} is not in the original", there=match.there)


def _money(*both: Quantity) -> bool:
    return all(_CURRENCY.fullmatch(each.unit) for each in both)


def _rule(lost: Quantity, new: Quantity) -> Rule:
    """What of a number has changed: its date, unit or scale, or all of it."""
    if "date" in (lost.kind, new.kind):
        return DATE
    if lost.value == new.value and lost.unit != new.unit:
        if "%" in (lost.unit, new.unit):
            return PERCENT
        return CURRENCY if _money(lost, new) else UNIT
    if lost.value == new.value:
        return BOUND
    low, high = sorted((lost.value, new.value))
    power = (high / low).normalize() if low else low
    return SCALE if power >= LEAST_POWER and power.as_tuple().digits == (1,) else CHANGED


def _bounds(view: View, match: AlignedPassage) -> Iterator[Hit]:
    """Numbers that agree, one of which is a least and the other a most."""
    other = view.other.side if view.other and view.other.side else view.side
    texts, sides = (view.here(match), view.there(match)), (view.side, other)
    if not all(_bound(side).search(text) for text, side in zip(texts, sides, strict=True)):
        return
    here, there = (list(_bounded(text, side)) for text, side in zip(texts, sides, strict=True))
    for start, sign, number in here:
        for a, b, twin in there:
            if sign != b and (
                same(number._replace(bound=""), twin._replace(bound="")) or same_time(number, texts[0], twin, texts[1])
            ):
                span = match.here[0] + start, match.here[0] + time_unit_end(number, texts[0])
                proof = match.there[0] + a, match.there[0] + time_unit_end(twin, texts[1])
                yield Hit(BOUND, span, f"{texts[0][start : number.end]} for {texts[1][a : twin.end]}", there=proof)


def _bounded(text: str, side: Side) -> Iterator[tuple[int, Bound, Quantity]]:
    """Where a bound begins, what it is, and the number that follows it."""
    found = values(text, side)
    for bound in _bound(side).finditer(text):
        near = [each for each in found if 0 <= each.start - bound.end() <= ROUGHLY]
        if near:
            yield bound.start(), _signs(side)[bound[0].lower().replace("’", "'")], near[0]


@cache
def _bound(side: Side) -> re.Pattern[str]:
    phrases = sorted(_signs(side), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?i)(?<!\w)(?:" + "|".join(map(re.escape, phrases)).replace("'", "['’]") + r")(?!\w)")


@cache
def _signs(side: Side) -> dict[str, Bound]:
    """The phrases that say a least or a most; a time within which something is done is a most."""
    signs: dict[str, Bound] = {phrase: sign for phrase, sign in _TABLES[side].BOUNDS.items() if sign in ("<", ">")}
    within: Bound = "<"
    return signs | {"d'ici" if side == "fr" else "within": within}


def _surely(unmatched: Sequence[Quantity], mine: Passage, other: Passage, near: Sequence[Quantity]) -> list[Quantity]:
    """Those of my numbers that a second, kinder look at the other side does not find either, there or near it."""
    found = [number for number in unmatched if _counts(number, *mine)]
    if not found:
        return []
    document, (start, end) = other
    inside = document.text[start:end]
    known = [(each, inside) for each in values(inside, document.side or "en")] + [
        (each, document.text) for each in near
    ]
    return [
        one
        for one in found
        if not _in_words(one, inside) and not any(_alike((one, mine[0].text), two) for two in known)
    ]


def _in_words(number: Quantity, text: str) -> bool:
    """Whether a percentage may stand there as "half" or « le quart »."""
    part = _PARTS.get(int(number.value)) if number.unit == "%" and number.value % 1 == 0 else None
    return part is not None and re.search(rf"(?i)\b(?:{part})", text) is not None


def _counts(number: Quantity, document: Document, span: Range) -> bool:
    text = document.text
    if number.kind == "date":
        return True
    if number.kind != "cardinal" or number.value <= 1 or "cent" in number.text.lower().split()[-1][:5]:
        return False
    if number.text[0].isupper() and number.start > span[0]:
        return False  # the city of Trente
    if text[number.end : number.end + 1].isalpha() or (number.start and text[number.start - 1] in "/-.:#"):
        return False  # 33T, Q1/15, &#8217;
    opened, closed = (text.rfind(mark, span[0], number.start) for mark in "()")
    return opened <= closed or number.unit == "%" or bool(_CURRENCY.fullmatch(number.unit))


def _alike(one: tuple[Quantity, str], two: tuple[Quantity, str]) -> bool:
    """Whether two numbers, each with the text it stands in, may mean the same."""
    return same(one[0], two[0]) or same_time(*one, *two)


def _place(view: View, match: AlignedPassage) -> Range:
    """The vague words that may stand for a lost number, or all of the match."""
    vague = list(_VAGUE[view.side].finditer(view.here(match)))
    if len(vague) != 1:
        return match.here
    return match.here[0] + vague[0].start(), match.here[0] + vague[0].end()
