"""Numbers that did not survive from one version to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aligner.detectors.view import Hit, Match, Range, Rule, View
from aligner.measures import same_time, time_unit_end
from aligner.numbers import Quantity
from aligner.quantities import same
from aligner.types import Document, Side
from aligner.values import values

MISSING = Rule("number.missing", "critical", "Omission", "for a very long time ← sur 10 ans", evidence="version")
CHANGED = Rule("number.changed", "critical", "Mistranslation", "15 years ← 10 ans", evidence="version")
ADDED = Rule("number.added", "major", "Addition", "a number that the original has not", evidence="version")
RULES = (ADDED, CHANGED, MISSING)
LIKE = 0.4  # cosine below which two texts need not tell the same
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
        if match.likeness < LIKE or not (match.missing or match.extra):
            continue
        near = view.matches[max(0, at - NEAR) : at + NEAR + 1]
        sides = (here, match.here), (there, match.there)
        missing = _surely(match.missing, sides[1], sides[0], [number for each in near for number in each.extra])
        extra = _surely(match.extra, sides[0], sides[1], [number for each in near for number in each.missing])
        for lost, new in zip(missing, extra, strict=False):
            yield Hit(CHANGED, (new.start, new.end), f"{new.text} for {lost.text}", there=(lost.start, lost.end))
        for lost in missing[len(extra) :]:
            proof = lost.start, time_unit_end(lost, there.text)
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


def _place(view: View, match: Match) -> Range:
    """The vague words that may stand for a lost number, or all of the match."""
    vague = list(_VAGUE[view.side].finditer(view.here(match)))
    if len(vague) != 1:
        return match.here
    return match.here[0] + vague[0].start(), match.here[0] + vague[0].end()
