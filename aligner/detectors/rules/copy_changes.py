"""Words that a copy changed of its original in the same language, by the facts that they touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from aligner.comparison.paragraphs import WHOLE_CODES
from aligner.comparison.passage import Change
from aligner.detectors.catalogue import DETECTORS, load_rules
from aligner.detectors.phrasing import changed_hit, exact_hit, phrase, quote, wider_spans
from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message
from aligner.registry import names

LAYOUT = Rule(
    "layout.changed",
    "minor",
    "Locale convention",
    "a comma, typographic quotation marks",
    evidence="version",
    scope="document",
)
WORDING = Rule("wording.changed", "minor", "Style", "the house ← the home", evidence="version")
MOVED_WORDS = Rule("wording.moved", "minor", "Style", "He came on Monday. ← On Monday he came.", evidence="version")
REWRITTEN = Rule("wording.rewritten", "minor", "Style", "a sentence in new words", evidence="version")
HEADLINE = Rule("headline.rewritten", "minor", "Style", "a headline in new words", evidence="version", scope="document")
LEAD = Rule("lead.rewritten", "minor", "Style", "a first paragraph in new words", evidence="version", scope="document")
MOVED = Rule("sentence.moved", "minor", "Style", "a sentence in another place", evidence="version", scope="document")
LEFT_OUT = Rule("omission.part", "major", "Omission", "a clause of the original is left out", evidence="version")
PUT_IN = Rule("addition.part", "major", "Addition", "a clause that the original does not have", evidence="version")
PARAGRAPH_MOVED = Rule(
    "paragraph.moved", "minor", "Style", "a paragraph in another place", evidence="version", scope="document"
)
SHORTENED = Rule("quote.shortened", "minor", "Omission", "“We won.” ← “We won, but only just.”", evidence="version")
SPELLING = Rule("spelling.changed", "minor", "Spelling", "colour ← color, évènement ← événement", evidence="version")
NAME_MISSING = Rule("name.missing", "major", "Omission", "a neighbour came ← Ana Cole came", evidence="version")
ATTRIBUTION = Rule(
    "attribution.changed", "major", "Mistranslation", "the firm admitted ← the firm said", evidence="version"
)
CAUSE = Rule("cause.changed", "major", "Mistranslation", "because of a strike ← because of rain", evidence="version")
RULES = (
    ATTRIBUTION, CAUSE, HEADLINE, LAYOUT, LEAD, LEFT_OUT, MOVED, MOVED_WORDS, NAME_MISSING, PARAGRAPH_MOVED, PUT_IN,
    REWRITTEN, SHORTENED, SPELLING, WORDING,
)  # fmt: skip
_PLACE_MESSAGE = "“{here}” is in another place than in {whose}"
_NOTE_MESSAGES = {
    ("swapped", "changed"): "“{here}” in this order — {whose} says “{there}”",
    ("quotation", "changed"): "“{here}” — {whose} says “{there}” in a quotation",
    ("quotation", "lost"): "“{there}” is left out of a quotation",
    ("quotation", "added"): "“{here}” is quoted — {whose} does not have it",
}
_LAYOUT_MESSAGES = (
    "other punctuation or spacing in one place", "other punctuation or spacing in {count} places",
)  # fmt: skip
_EXACT_CODES = frozenset({SPELLING.code, WORDING.code})  # a wider span would hide the edit
MAX_EXAMPLES = 3  # changes of layout that the message quotes


def detect(view: View) -> Iterator[Hit]:
    """Report each change of a version in the same language, and all those of the layout as one."""
    comparison = view.comparison
    if comparison is None or view.other is None:
        return
    for change in comparison.changes:
        if change.code not in WHOLE_CODES:  # reported with single sentences
            yield change_hit(view, change)
    if comparison.layout:
        first = comparison.layout[0]
        yield Hit(
            LAYOUT, first.here, _layout_message(view, comparison.layout), first.there, evidence={"change": "layout"}
        )


def change_hit(view: View, change: Change) -> Hit:
    """Return a change of a version as a hit."""
    rule, spans, kind = _rules()[change.code], (change.here, change.there), _kind(change)
    template = _PLACE_MESSAGE if kind == "moved" else _NOTE_MESSAGES.get((change.note, kind), "")
    if change.code in _EXACT_CODES and kind == "changed":
        shown = wider_spans(view, spans) if rule == WORDING else spans
        return exact_hit(view, rule, spans, shown, {"change": kind})
    if template:
        text = phrase(view, spans, template)
        return Hit(rule, change.here, text, change.there, change.severity, evidence={"change": kind})
    return changed_hit(view, rule, spans, change.severity, evidence={"change": kind})


def _kind(change: Change) -> Literal["added", "changed", "lost", "moved"]:
    if change.note == "moved":
        return "moved"
    if change.here[0] == change.here[1]:
        return "lost"
    return "added" if change.there[0] == change.there[1] else "changed"


def _layout_message(view: View, changes: Sequence[Change]) -> str:
    """Return the number of changes of the layout, and the first ones."""
    assert view.other is not None, "only versions are compared"
    pairs = dict.fromkeys((quote(view.document, item.here), quote(view.other, item.there)) for item in changes)
    shown = [message("“{here}” for “{there}”", here=ours, there=theirs) for ours, theirs in pairs if ours and theirs]
    text = message(_LAYOUT_MESSAGES[len(changes) > 1], count=len(changes))
    return message("{text}: {examples}", text=text, examples=", ".join(shown[:MAX_EXAMPLES])) if shown else text


@cache
def _rules() -> dict[str, Rule]:
    """Return the rules of all detectors by code: the changes of facts have the codes of those for two languages."""
    return {rule.code: rule for name in names("detectors", DETECTORS) for rule in load_rules(name)}
