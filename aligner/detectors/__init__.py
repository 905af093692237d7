"""Artefacts of republished wire copy: one short file for each kind.

A detector is a function ``detect(view) -> Iterator[Hit]`` beside a tuple ``RULES``
of what it may report. It may look at one text alone or at its match in another version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from time import perf_counter

from aligner.detectors.view import Hit, Range, Rule, View, views
from aligner.registry import load, names
from aligner.text.cleaning.clean import original_spans, undo
from aligner.types import Document, Finding

__all__ = ["DETECTORS", "Costs", "Hit", "Rule", "View", "examine", "rules", "views"]

DETECTORS = {
    "acronyms": "aligner.detectors.rules.acronyms:detect",
    "boilerplate": "aligner.detectors.rules.boilerplate:detect",
    "broken": "aligner.detectors.rules.split_sentences:detect",
    "doubled": "aligner.detectors.rules.doubled_punctuation:detect",
    "foreign": "aligner.detectors.rules.foreign_passages:detect",
    "fused": "aligner.detectors.rules.fused_sentences:detect",
    "glued": "aligner.detectors.rules.glued_compounds:detect",
    "hyphens": "aligner.detectors.rules.torn_compounds:detect",
    "invisible": "aligner.detectors.rules.invisible_characters:detect",
    "loops": "aligner.detectors.rules.repetition:detect",
    "mojibake": "aligner.detectors.rules.mojibake:detect",
    "numbers": "aligner.detectors.rules.numbers:detect",
    "offices": "aligner.detectors.rules.titles_and_offices:detect",
    "opposites": "aligner.detectors.rules.polarity:detect",
    "persons": "aligner.detectors.rules.person_names:detect",
    "places": "aligner.detectors.rules.countries:detect",
    "provenance": "aligner.detectors.rules.attribution:detect",
    "quotes": "aligner.detectors.rules.altered_quotes:detect",
    "residue": "aligner.detectors.rules.untranslated:detect",
    "sentences": "aligner.detectors.rules.omissions:detect",
    "slips": "aligner.detectors.rules.grammar:detect",
    "spacing": "aligner.detectors.rules.spacing:detect",
    "terms": "aligner.detectors.rules.wrong_terms:detect",
    "truncated": "aligner.detectors.rules.truncation:detect",
    "variants": "aligner.detectors.rules.spelling_variants:detect",
    "voice": "aligner.detectors.rules.first_person_voice:detect",
    "wording": "aligner.detectors.rules.wording:detect",
}
Detector = Callable[[View], Iterator[Hit]]
Costs = defaultdict[str, float]


def examine(view: View, costs: Costs | None = None) -> list[Finding]:
    """The findings of a document, in its order; offsets are into the text as it was read.

    What words stand for each other is found out by the first detector that asks: `costs`, the
    seconds by detector, has it under "words".
    """
    hits = [hit for detect in _detectors() for hit in detect(view)] if costs is None else list(_timed(view, costs))
    if not hits:
        return []
    spans = _as_read(view.document, [hit.span for hit in hits], kept=[hit.as_read for hit in hits])
    proofs = _as_read(view.other, [hit.there or (0, 0) for hit in hits]) if view.other else spans
    found = [_finding(view, *row) for row in zip(hits, spans, proofs, strict=True)]
    unique = {(each.code, each.start, each.end, str(each.evidence)): each for each in found}
    return sorted(unique.values(), key=lambda each: (each.start, each.end, each.code))


def rules(name: str) -> tuple[Rule, ...]:
    """What a detector may report."""
    module = names("detectors", DETECTORS)[name].partition(":")[0]
    declared: tuple[Rule, ...] = import_module(module).RULES
    return declared


def _timed(view: View, costs: Costs) -> Iterator[Hit]:
    begun = perf_counter()
    _ = view.full
    costs["words"] += perf_counter() - begun
    for detect in _detectors():
        begun = perf_counter()
        hits = list(detect(view))
        costs[str(detect.__module__).rpartition(".")[2]] += perf_counter() - begun
        yield from hits


@cache
def _detectors() -> tuple[Detector, ...]:
    return tuple(load("detectors", DETECTORS, name) for name in sorted(names("detectors", DETECTORS)))


def _as_read(document: Document, spans: Sequence[Range], kept: Sequence[bool] = ()) -> list[tuple[int, int, str]]:
    """Where spans of the cleaned text stand in the text as read, and what stands there; those `kept` are there."""
    text, moved = undo(document.text, document.steps), original_spans(document.steps, spans)
    if kept:
        moved = [old if stays else new for old, new, stays in zip(spans, moved, kept, strict=True)]
    return [(start, end, text[start:end]) for start, end in moved]


def _finding(view: View, hit: Hit, place: tuple[int, int, str], proof: tuple[int, int, str]) -> Finding:
    evidence = dict(hit.said)
    if hit.there and view.other:
        evidence |= {"document": view.other.id, "start": proof[0], "end": proof[1], "text": proof[2]}
    rule, (start, end, text) = hit.rule, place
    kind = rule.code, hit.severity or rule.severity, rule.category
    return Finding(view.document.id, view.side, *kind, start, end, text, hit.message, evidence, hit.fix)
