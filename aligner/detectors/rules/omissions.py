"""Sentences that one version of a story has and the other lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.phrasing import whose
from aligner.detectors.view import AlignedPassage, Hit, Rule, View
from aligner.messages import message

OMITTED = Rule("omission.sentence", "major", "Omission", "a sentence of the original is left out", evidence="version")
ADDED = Rule("addition.sentence", "major", "Addition", "a sentence that the original does not have", evidence="version")
RULES = (ADDED, OMITTED)
_OMITTED_MESSAGES = "no counterpart of this sentence of {whose}", "no counterpart of these {count} sentences of {whose}"
_ADDED_MESSAGES = "no counterpart of this sentence in {whose}", "no counterpart of these {count} sentences in {whose}"
MIN_WORDS = 5  # words of a sentence whose omission is reported
_WORD = re.compile(r"[^\W\d_]{2,}")


def detect(view: View) -> Iterator[Hit]:
    """Report beads with one side only; an omission is located where the sentence should be."""
    # Of two copies neither is the original: what one adds, the other omits. In one language, a jury of copies decides.
    additions = view.original or view.comparison is not None
    compared = view.comparison or view.rewrite
    elsewhere = compared.elsewhere if compared is not None else (frozenset(), frozenset())
    for match in view.matches:
        if match.here in elsewhere[0] or match.there in elsewhere[1]:
            continue
        if match.here[0] == match.here[1] and _is_long(view.there(match)):
            yield _hit(view, match, OMITTED)
        elif additions and match.there[0] == match.there[1] and _is_long(view.here(match)):
            yield _hit(view, match, ADDED)


def _hit(view: View, match: AlignedPassage, rule: Rule) -> Hit:
    """Return a hit; in one language with the kind of the change and the number of sentences."""
    lost = rule is OMITTED
    evidence, count = dict[str, object](), 1
    if view.comparison is not None and view.other is not None:
        document, span = (view.other, match.there) if lost else (view.document, match.here)
        count = sum(span[0] <= sentence.start < span[1] for sentence in document.sentences)
        evidence = {"change": "lost" if lost else "added", "sentences": count}
    template = (_OMITTED_MESSAGES if lost else _ADDED_MESSAGES)[count > 1]
    text = message(template, whose=whose(view), count=count)
    return Hit(rule, match.here, text, proof=match.there if lost else None, evidence=evidence)


def _is_long(text: str) -> bool:
    return len(_WORD.findall(text)) >= MIN_WORDS
