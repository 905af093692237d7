"""Sentences and paragraphs that one version of a story has and the other lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.comparison.paragraphs import WHOLE_CODES, PassageSpans
from aligner.comparison.weight import weigh_added, weigh_dropped
from aligner.detectors.phrasing import whose
from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message

OMITTED = Rule("omission.sentence", "major", "Omission", "a sentence of the original is left out", evidence="version")
ADDED = Rule("addition.sentence", "major", "Addition", "a sentence that the original does not have", evidence="version")
PARAGRAPH_DROPPED = Rule(
    "paragraph.dropped", "major", "Omission", "a paragraph of the original is left out", evidence="version",
    scope="document",
)  # fmt: skip
PARAGRAPH_ADDED = Rule(
    "paragraph.added", "major", "Addition", "a paragraph that the original does not have", evidence="version",
    scope="document",
)  # fmt: skip
RULES = (ADDED, OMITTED, PARAGRAPH_ADDED, PARAGRAPH_DROPPED)
_OMITTED_MESSAGES = "no counterpart of this sentence of {whose}", "no counterpart of these {count} sentences of {whose}"
_ADDED_MESSAGES = "no counterpart of this sentence in {whose}", "no counterpart of these {count} sentences in {whose}"
MIN_WORDS = 5  # words of a sentence whose omission is reported
_WORD = re.compile(r"[^\W\d_]{2,}")


def detect(view: View) -> Iterator[Hit]:
    """Report passages that only one version has; an omission is located where the words should be.

    A whole paragraph is one finding; in two languages, a paragraph of one sentence is that sentence.
    """
    if view.other is None:
        return
    alike = view.comparison is not None
    # Of two copies neither is the original: what one adds, the other omits. In one language, a jury of copies decides.
    additions = view.original or alike
    for spans, whole in _alone(view):
        lost = spans[0][0] == spans[0][1]
        document, span = (view.other, spans[1]) if lost else (view.document, spans[0])
        if (lost or additions) and _is_long(document.text[slice(*span)]):
            count = sum(span[0] <= sentence.start < span[1] for sentence in document.sentences)
            rules = (PARAGRAPH_DROPPED, PARAGRAPH_ADDED) if whole and (alike or count > 1) else (OMITTED, ADDED)
            yield _hit(view, spans, rules[not lost], count)


def _alone(view: View) -> Iterator[tuple[PassageSpans, bool]]:
    """Yield the passages that only one version has, and whether they are whole paragraphs."""
    compared = view.comparison or view.paragraphs
    for change in compared.changes:
        if change.code in WHOLE_CODES:
            yield (change.here, change.there), True
    yield from ((spans, False) for spans in compared.alone)


def _hit(view: View, spans: PassageSpans, rule: Rule, count: int) -> Hit:
    """Return a hit; in one language with the kind of the change, the number of sentences, and its weight."""
    lost = spans[0][0] == spans[0][1]
    evidence, severity = dict[str, object](), None
    if view.comparison is not None and view.other is not None:
        evidence = {"change": "lost" if lost else "added", "sentences": count}
        weigh, text = (weigh_dropped, view.other.text) if lost else (weigh_added, view.document.text)
        severity = weigh(text[slice(*spans[lost])], view.side)
    template = (_OMITTED_MESSAGES if lost else _ADDED_MESSAGES)[count > 1]
    text = message(template, whose=whose(view), count=count)
    return Hit(rule, spans[0], text, proof=spans[1] if lost else None, severity=severity, evidence=evidence)


def _is_long(text: str) -> bool:
    return len(_WORD.findall(text)) >= MIN_WORDS
