"""Numbers that differ between two versions."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from aligner.detectors.phrasing import (
    ADDED_MESSAGE,
    CHANGED_MESSAGE,
    LOST_MESSAGES,
    changed_hit,
    phrase,
    with_words_after,
)
from aligner.detectors.view import MIN_BEAD_COSINE, AlignedPassage, Hit, Rule, View
from aligner.languages import LANGUAGES
from aligner.text.entities.numbers.compare import MAX_COMPARISONS, same_quantity
from aligner.text.entities.numbers.context import category, is_kept
from aligner.text.entities.numbers.quantity import Quantity
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
TIME = Rule("time.changed", "critical", "Mistranslation", "at 5 p.m. ← à 15 heures", evidence="version")
CODE = Rule("code.changed", "critical", "Mistranslation", "flight AF474 ← le vol AF447", evidence="version")
RULES = (ADDED, BOUND, CHANGED, CODE, CURRENCY, DATE, MISSING, PERCENT, SCALE, TIME, UNIT)
_RULE_OF_KIND = {"phone": CODE, "code": CODE, "clock": TIME, "date": DATE, "period": DATE, "decade": DATE}
MIN_SCALE_POWER = 10  # power of ten by which two numbers differ in scale
NEIGHBOURS = 2  # matches to each side that are searched for a number that moved
RATE_WORDS = 2  # of a rate: "an hour", « par jour »
MAX_RANGE_GAP_CHARS = 8  # between the two numbers of a range, which change together
MIN_CHANGED_COSINE = 0.25  # of a match whose numbers are compared; in a short one they count much
MAX_PHRASE_CHARS = 30  # from a number to the words of its phrase
MAX_ITEM_CHARS = 4  # before the number of an item of a list
_MARK_BEFORE = re.compile(r"[/.:#]$|(?:^|\D)-$")
MAX_BOUND_CHARS, MAX_BOUND_WORDS = 32, 5  # before a number that they bound
_CURRENCY = re.compile(r"[A-Z]{3}|[cp]")
Change = tuple[Rule, Quantity, Quantity]
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

    A number that moved to a neighbouring passage is not reported, nor is a lost one that translators often leave out.
    """
    if view.other is None:
        return
    for index, match in enumerate(view.matches):
        if match.cosine >= MIN_CHANGED_COSINE and (match.missing or match.extra):
            yield from _differing_numbers(view, index)


def _differing_numbers(view: View, index: int) -> Iterator[Hit]:
    """Report the numbers that a match changes, lacks or adds."""
    assert view.other is not None, "only versions of a story are compared"
    match, near = view.matches[index], view.matches[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1]
    missing = _not_found(match.missing, [number for other in near for number in other.extra])
    extra = _not_found(match.extra, [number for other in near for number in other.missing])
    changes, lost_alone, new_alone = _pair_up(
        [lost for lost in missing if not _is_part_of_name(lost, view.other)],
        [new for new in extra if not _is_part_of_name(new, view.document)],
    )
    for _, group in groupby(_in_ranges(changes), key=itemgetter(0)):
        yield _changed(view, [change for _, change in group])
    if match.cosine < MIN_BEAD_COSINE:
        return
    for lost in lost_alone:
        if _must_match(lost, view.other, match.there):
            yield _lost(view, index, lost)
    for new in new_alone if view.original else ():
        if _must_match(new, view.document, match.here):
            spans = (new.start, new.end), match.there
            yield Hit(ADDED, spans[0], phrase(view, spans, ADDED_MESSAGE), spans[1])


def _lost(view: View, index: int, lost: Quantity) -> Hit:
    """Return the finding of a number that only the other version has."""
    match = view.matches[index]
    spans = _replacing_span(view, match), (lost.start, lost.end)
    alone = spans[0] == match.here
    text = phrase(view, spans, LOST_MESSAGES[not view.original] if alone else CHANGED_MESSAGE)
    left_out = view.across and alone and _is_left_out(view, index, lost)
    return Hit(MISSING, spans[0], text, spans[1], severity="minor" if left_out else None)


def _pair_up(
    missing: Sequence[Quantity], extra: Sequence[Quantity]
) -> tuple[list[Change], list[Quantity], list[Quantity]]:
    """Pair lost and new numbers, by value, then by category, then in order; return the pairs and what is left."""
    lost_alone, new_alone, pairs = list(missing), list(extra), list[Change]()
    for key_of in (_value, category, _kept_kind):
        waiting: dict[Hashable, deque[int]] = {}
        for place, new in enumerate(new_alone):
            waiting.setdefault(key_of(new), deque()).append(place)
        waiting.pop(None, None)
        rest, taken = [], set[int]()
        for lost in lost_alone:
            if places := waiting.get(key_of(lost)):
                taken.add(place := places.popleft())
                pairs.append((_rule(lost, new_alone[place]), lost, new_alone[place]))
            else:
                rest.append(lost)
        lost_alone, new_alone = rest, [new for place, new in enumerate(new_alone) if place not in taken]
    if len(lost_alone) == len(new_alone) == 1 and _is_countable(lost_alone[0]) and _is_countable(new_alone[0]):
        lost, new = lost_alone.pop(), new_alone.pop()  # one change, even of a date to a number
        pairs.append((_rule(lost, new), lost, new))
    return sorted(pairs, key=lambda pair: pair[2].start), lost_alone, new_alone


def _value(number: Quantity) -> Hashable:
    return number.value


def _kept_kind(number: Quantity) -> Hashable:
    """Return the same for all plain numbers that translations keep, None for others."""
    return "kept" if number.kind in ("cardinal", "ordinal") and is_kept(number) else None


def _in_ranges(changes: Sequence[Change]) -> Iterator[tuple[int, Change]]:
    """Yield each change with the number of its range: both numbers of "6 to 8 million euros" change at once."""
    number, before = 0, None
    for change in changes:
        together = (
            before is not None
            and before[0] is change[0]
            and all(
                0 <= one.start - other.end <= MAX_RANGE_GAP_CHARS
                for one, other in zip(change[1:], before[1:], strict=True)
            )
        )
        number += not together
        before = change
        yield number, change


def _changed(view: View, changes: Sequence[Change]) -> Hit:
    """Return the finding of one changed number, or of both of a range."""
    assert view.other is not None, "only versions of a story are compared"
    rule, lost, new = changes[0]
    proof, span = (lost.start, changes[-1][1].end), (new.start, changes[-1][2].end)
    if rule is BOUND:
        proof, span = _with_bound(view.other, proof), _with_bound(view.document, span)
    if lost.per != new.per and lost.unit == new.unit:
        proof, span = (
            with_words_after(document, at, RATE_WORDS) for document, at in ((view.other, proof), (view.document, span))
        )
    return changed_hit(view, rule, (span, proof))


def _with_bound(document: Document, span: Span) -> Span:
    """Return the span of a number together with the words before it that express its bound."""
    begin = max(0, span[0] - MAX_BOUND_CHARS)
    words = [*re.finditer(r"\S+", document.text[begin : span[0]])][-MAX_BOUND_WORDS:]
    for word in words:
        phrase = document.text[begin + word.start() : span[0]].lower().replace("’", "'").split()
        for size in range(len(phrase), 0, -1):
            if LANGUAGES[document.side].bounds.get(" ".join(phrase[:size])) in ("<", ">"):
                return begin + word.start(), span[1]
    return span


def _rule(lost: Quantity, new: Quantity) -> Rule:
    """Return the rule for a changed number: its date, unit, scale, bound or value."""
    for kind, rule in _RULE_OF_KIND.items():
        if kind in (lost.kind, new.kind):
            return rule
    if lost.value == new.value and (lost.unit != new.unit or lost.per != new.per):
        if "%" in (lost.unit, new.unit):
            return PERCENT
        if all(_CURRENCY.fullmatch(number.unit) for number in (lost, new)) and lost.unit != new.unit:
            return CURRENCY
        return UNIT if lost.bound == new.bound or lost.unit != new.unit else BOUND
    if same_quantity(lost._replace(bound=""), new._replace(bound="")):
        return BOUND
    low, high = sorted((abs(lost.value), abs(new.value)))
    power = (high / low).normalize() if low else low
    return SCALE if power >= MIN_SCALE_POWER and power.as_tuple().digits == (1,) else CHANGED


def _not_found(numbers: Sequence[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    """Return the numbers that are not among the unmatched ones near them."""
    if len(numbers) * len(others) > MAX_COMPARISONS:
        values = {other.value for other in others}
        return [number for number in numbers if number.value not in values]
    return [number for number in numbers if not any(same_quantity(number, other) for other in others)]


def _is_part_of_name(number: Quantity, document: Document) -> bool:
    """Return whether a number belongs to a name or a mark: 33T, Q1/15, &#8217;."""
    if number.kind in _RULE_OF_KIND:
        return False
    return document.text[number.end : number.end + 1].isalpha() or bool(
        _MARK_BEFORE.search(document.text, max(0, number.start - 2), number.start)
    )


def _is_left_out(view: View, index: int, lost: Quantity) -> bool:
    """Return whether the words around a lost number have no counterpart either: a phrase was left out."""
    match, words = view.matches[index], view.words(index)
    near = [
        at
        for at, word in enumerate(words.there)
        if abs(match.there[0] + word.start - lost.start) <= MAX_PHRASE_CHARS and at in words.mirrored.known_here
    ]
    gone = [at for at in near if at in words.uncovered_there]
    return lost.start < match.there[0] + MAX_ITEM_CHARS or 2 * len(gone) >= max(2, len(near))


def _is_remark(number: Quantity, document: Document, span: Span) -> bool:
    """Return whether a number is in brackets, as explanations and conversions are."""
    if number.kind in _RULE_OF_KIND:
        return False
    text = document.text
    opened, closed = (text.rfind(mark, span[0], number.start) for mark in "()")
    return opened > closed and number.unit != "%" and not _CURRENCY.fullmatch(number.unit)


def _must_match(number: Quantity, document: Document, span: Span) -> bool:
    """Return whether a number of one version alone is reported: a date, or a cardinal above 1 that is no remark."""
    return _is_countable(number) and (number.kind == "date" or not _is_remark(number, document, span))


def _is_countable(number: Quantity) -> bool:
    """Return whether a number is a date or a cardinal above 1."""
    if number.kind == "date":
        return True
    return number.kind == "cardinal" and number.value > 1 and "cent" not in number.text.lower().split()[-1][:5]


def _replacing_span(view: View, match: AlignedPassage) -> Span:
    """Return the span of the vague words that may replace a lost number, or of the whole match."""
    vague = list(_VAGUE[view.side].finditer(view.here(match)))
    if len(vague) != 1:
        return match.here
    return match.here[0] + vague[0].start(), match.here[0] + vague[0].end()
