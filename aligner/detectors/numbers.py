"""Numbers that did not survive from one version to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from aligner.detectors.view import Hit, Match, Range, Rule, View
from aligner.numbers import Quantity, numbers, same
from aligner.types import Document, Side

MISSING = Rule("number.missing", "critical", "Omission", "for a very long time ← sur 10 ans", evidence="version")
CHANGED = Rule("number.changed", "critical", "Mistranslation", "15 years ← 10 ans", evidence="version")
ADDED = Rule("number.added", "major", "Addition", "a number that the original has not", evidence="version")
RULES = (ADDED, CHANGED, MISSING)
LIKE = 0.4  # cosine below which two texts need not tell the same
NEAR = 2  # matches to each side where a number may have moved to
_CURRENCY = re.compile(r"[A-Z]{3}")
_HOURS: dict[str, Decimal] = {
    "minute": Decimal(1) / 60, "hour": Decimal(1), "heure": Decimal(1), "day": Decimal(24), "jour": Decimal(24),
    "week": Decimal(168), "semaine": Decimal(168), "month": Decimal(730), "mois": Decimal(730),
    "year": Decimal(8760), "an": Decimal(8760), "année": Decimal(8760),
}  # fmt: skip
_TIME = re.compile(rf"[\s-]({'|'.join(sorted(_HOURS, key=len, reverse=True))})s?(?!\w)", re.IGNORECASE)
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
        if match.likeness < LIKE or not (match.missing or match.extra):
            continue
        near = view.matches[max(0, at - NEAR) : at + NEAR + 1]
        sides = (here, match.here), (there, match.there)
        missing = _surely(match.missing, sides[1], sides[0], [number for each in near for number in each.extra])
        extra = _surely(match.extra, sides[0], sides[1], [number for each in near for number in each.missing])
        for lost, new in zip(missing, extra, strict=False):
            yield Hit(CHANGED, (new.start, new.end), f"{new.text} for {lost.text}", there=(lost.start, lost.end))
        for lost in missing[len(extra) :]:
            proof = _with_time(lost, there.text)
            yield Hit(MISSING, _place(view, match), f"{there.text[slice(*proof)]} is lost", there=proof)
        if view.original:
            for new in extra[len(missing) :]:
                yield Hit(ADDED, (new.start, new.end), f"{new.text} is not in the original", there=match.there)


def _surely(unmatched: Sequence[Quantity], mine: Passage, other: Passage, near: Sequence[Quantity]) -> list[Quantity]:
    """Those of my numbers that a second, kinder look at the other side does not find either, there or near it."""
    found = [number for number in unmatched if _counts(number, *mine)]
    if not found:
        return []
    document, (start, end) = other
    inside = document.text[start:end]
    known = [(each, inside) for each in numbers(inside, document.side or "en")] + [
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
    a, b = one[0], two[0]
    if same(a, b) or (a.value == b.value and not _other_money(a, b)):
        return True
    low, high = sorted((a.value, b.value))
    if high >= 1900 and high - low in (1900, 2000):
        return True  # '15 for 2015
    if "clock" in (a.kind, b.kind):
        return int(low) % 12 == int(high) % 12
    hours = [each for number, text in (one, two) for each in _hours(number, text)]
    return len(hours) == 2 and abs(hours[0] - hours[1]) <= Decimal("0.05") * max(hours)


def _hours(number: Quantity, text: str) -> Iterator[Decimal]:
    """How long it is, if a unit of time follows: two weeks are fourteen days."""
    unit = _TIME.match(text, number.end)
    if unit:
        yield number.value * _HOURS[unit[1].lower()]


def _with_time(number: Quantity, text: str) -> Range:
    unit = _TIME.match(text, number.end)
    return number.start, unit.end() if unit else number.end


def _other_money(one: Quantity, two: Quantity) -> bool:
    """Whether the units are two currencies; a dollar may be anyone's, and ¥ is two."""
    if one.unit == two.unit or not (_CURRENCY.fullmatch(one.unit) and _CURRENCY.fullmatch(two.unit)):
        return False
    return not (one.unit[-1] == two.unit[-1] == "D" or "¥" in one.text + two.text)


def _place(view: View, match: Match) -> Range:
    """The vague words that may stand for a lost number, or all of the match."""
    vague = list(_VAGUE[view.side].finditer(view.here(match)))
    if len(vague) != 1:
        return match.here
    return match.here[0] + vague[0].start(), match.here[0] + vague[0].end()
