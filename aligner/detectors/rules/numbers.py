"""Numbers that differ between two versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from aligner.detectors.view import MIN_BEAD_COSINE, AlignedPassage, Hit, Rule, View
from aligner.languages import LANGUAGES
from aligner.languages.language import Bound
from aligner.text.entities.compare import same_quantity
from aligner.text.entities.numbers import Quantity
from aligner.text.entities.quantities import find_quantities
from aligner.text.entities.units import same_time, time_unit_end
from aligner.types import Document, Side, Span

MISSING = Rule("number.missing", "critical", "Omission", "for a very long time ← sur 10 ans", evidence="version")
CHANGED = Rule("number.changed", "critical", "Mistranslation", "15 years ← 10 ans", evidence="version")
ADDED = Rule("number.added", "major", "Addition", "a number that the original does not have", evidence="version")
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
MAX_BOUND_GAP_CHARS = 8  # characters between a bound and its number, for a word such as "about"
MIN_SCALE_POWER = 10  # power of ten by which two numbers differ in scale
NEIGHBOURS = 2  # matches to each side that are searched for a number that moved
_CURRENCY = re.compile(r"[A-Z]{3}")
# Words for a percentage.
_FRACTIONS = {
    25: "quarter|quart", 50: "half|halv|moitié|demi", 75: "quarter|quart",
    100: "all|entire|every|whole|full|tou[ts]|totalité|intégral|entière?",
}  # fmt: skip
Passage = tuple[Document, Span]
QuantityInText = tuple[Quantity, str]
# Vague words that may replace a number.
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
    """Report numbers of one version that the other lacks; a lost number and a new one are a changed number.

    Vague and ordinal numbers and times of day are left to the translator, as is a measure repeated in brackets in
    another system.
    """
    if view.other is None:
        return
    for index, match in enumerate(view.matches):
        if match.cosine >= MIN_BEAD_COSINE:
            yield from _changed_bounds(view, match)
            if match.missing or match.extra:
                yield from _differing_numbers(view, index)


def _differing_numbers(view: View, index: int) -> Iterator[Hit]:
    """Report the numbers that a match lacks or adds."""
    assert view.other is not None, "only versions of a story are compared"
    match, near = view.matches[index], view.matches[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1]
    here, there = (view.document, match.here), (view.other, match.there)
    missing = _confirm(match.missing, there, here, [number for neighbour in near for number in neighbour.extra])
    extra = _confirm(match.extra, here, there, [number for neighbour in near for number in neighbour.missing])
    for lost, new in zip(missing, extra, strict=False):
        rule = _rule(lost, new)
        if rule is not BOUND:  # reported with the words that express the bound
            yield Hit(rule, (new.start, new.end), f"{new.text} instead of {lost.text}", (lost.start, lost.end))
    for lost in missing[len(extra) :]:
        proof = lost.start, time_unit_end(lost, view.other.text)
        yield Hit(MISSING, _replacing_span(view, match), f"{view.other.text[slice(*proof)]} is missing", proof)
    if view.original:
        for new in extra[len(missing) :]:
            yield Hit(ADDED, (new.start, new.end), f"{new.text} is not in the original", match.there)


def _are_money(*quantities: Quantity) -> bool:
    return all(_CURRENCY.fullmatch(quantity.unit) for quantity in quantities)


def _rule(lost: Quantity, new: Quantity) -> Rule:
    """Return the rule for a changed number: its date, unit, scale or value."""
    if "date" in (lost.kind, new.kind):
        return DATE
    if lost.value == new.value and lost.unit != new.unit:
        if "%" in (lost.unit, new.unit):
            return PERCENT
        return CURRENCY if _are_money(lost, new) else UNIT
    if lost.value == new.value:
        return BOUND
    low, high = sorted((lost.value, new.value))
    power = (high / low).normalize() if low else low
    return SCALE if power >= MIN_SCALE_POWER and power.as_tuple().digits == (1,) else CHANGED


def _changed_bounds(view: View, match: AlignedPassage) -> Iterator[Hit]:
    """Report equal numbers, one of which is a lower bound and the other an upper bound."""
    other = view.other.side if view.other and view.other.side else view.side
    texts, sides = (view.here(match), view.there(match)), (view.side, other)
    if not all(_bound_pattern(side).search(text) for text, side in zip(texts, sides, strict=True)):
        return
    here, there = (list(_bounded_quantities(text, side)) for text, side in zip(texts, sides, strict=True))
    for start, bound, number in here:
        for other_start, other_bound, twin in there:
            if bound != other_bound and (
                same_quantity(number._replace(bound=""), twin._replace(bound=""))
                or same_time(number, texts[0], twin, texts[1])
            ):
                span = match.here[0] + start, match.here[0] + time_unit_end(number, texts[0])
                proof = match.there[0] + other_start, match.there[0] + time_unit_end(twin, texts[1])
                message = f"{texts[0][start : number.end]} instead of {texts[1][other_start : twin.end]}"
                yield Hit(BOUND, span, message, proof)


def _bounded_quantities(text: str, side: Side) -> Iterator[tuple[int, Bound, Quantity]]:
    """Yield where the phrase of a bound begins, the bound, and the number that follows it."""
    quantities = find_quantities(text, side)
    for phrase in _bound_pattern(side).finditer(text):
        near = [quantity for quantity in quantities if 0 <= quantity.start - phrase.end() <= MAX_BOUND_GAP_CHARS]
        if near:
            yield phrase.start(), _bound_phrases(side)[phrase[0].lower().replace("’", "'")], near[0]


@cache
def _bound_pattern(side: Side) -> re.Pattern[str]:
    phrases = sorted(_bound_phrases(side), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?i)(?<!\w)(?:" + "|".join(map(re.escape, phrases)).replace("'", "['’]") + r")(?!\w)")


@cache
def _bound_phrases(side: Side) -> dict[str, Bound]:
    """Return the phrases for a lower or an upper bound; a time limit is an upper bound."""
    bounds: dict[str, Bound] = {
        phrase: bound for phrase, bound in LANGUAGES[side].bounds.items() if bound in ("<", ">")
    }
    within: Bound = "<"
    return bounds | {"d'ici" if side == "fr" else "within": within}


def _confirm(unmatched: Sequence[Quantity], own: Passage, other: Passage, near: Sequence[Quantity]) -> list[Quantity]:
    """Return the unmatched numbers that a more lenient comparison does not find either, in the match or near it."""
    doubtful = [number for number in unmatched if _must_match(number, *own)]
    if not doubtful:
        return []
    document, (start, end) = other
    passage = document.text[start:end]
    known = [(quantity, passage) for quantity in find_quantities(passage, document.side)]
    known += [(quantity, document.text) for quantity in near]
    return [
        number
        for number in doubtful
        if not _is_in_words(number, passage)
        and not any(_may_be_equal((number, own[0].text), quantity) for quantity in known)
    ]


def _is_in_words(number: Quantity, text: str) -> bool:
    """Return whether a text may express a percentage as "half" or « le quart »."""
    fraction = _FRACTIONS.get(int(number.value)) if number.unit == "%" and number.value % 1 == 0 else None
    return fraction is not None and re.search(rf"(?i)\b(?:{fraction})", text) is not None


def _must_match(number: Quantity, document: Document, span: Span) -> bool:
    """Return whether a translation must have a number: a date, or a cardinal above 1 that is no part of a name."""
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


def _may_be_equal(one: QuantityInText, two: QuantityInText) -> bool:
    """Return whether two numbers, each with the text that contains it, may mean the same."""
    return same_quantity(one[0], two[0]) or same_time(*one, *two)


def _replacing_span(view: View, match: AlignedPassage) -> Span:
    """Return the span of the vague words that may replace a lost number, or of the whole match."""
    vague = list(_VAGUE[view.side].finditer(view.here(match)))
    if len(vague) != 1:
        return match.here
    return match.here[0] + vague[0].start(), match.here[0] + vague[0].end()
