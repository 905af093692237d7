"""Detectors of artefacts in republished wire copy.

A rule is a file of `aligner.detectors.rules` with a function ``detect(view) -> Iterator[Hit]`` and a tuple ``RULES``
of what it may report. It examines one text alone or with its counterpart in another version.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from time import perf_counter
from typing import NamedTuple

from aligner.detectors.catalogue import DETECTORS, FACT_DETECTORS, load_rules
from aligner.detectors.document_facts import DocumentFacts
from aligner.detectors.facts import is_fact
from aligner.detectors.one_change import distinct_hits
from aligner.detectors.view import Hit, Rule, View, views
from aligner.registry import Detector, load, names
from aligner.text.cleaning.edits import original_spans
from aligner.types import Finding, Span

__all__ = [
    "DETECTORS",
    "Examination",
    "Hit",
    "Rule",
    "View",
    "document_codes",
    "examine",
    "examine_timed",
    "load_rules",
    "views",
]

# What these report of two languages, the comparison of two texts of one language reports exactly.
REPLACED_IN_ONE_LANGUAGE = frozenset({"classes", "denials", "numbers", "offices", "persons", "quotes"})
_LocatedText = tuple[int, int, str]


class Examination(NamedTuple):
    """The findings of a document in text order, and the seconds that each detector took.

    The time to match the words of two versions, which several detectors need, is listed as "words".
    """

    findings: list[Finding]
    seconds: dict[str, float]


def examine(view: View, *, only_facts: bool = False) -> list[Finding]:
    """Return the findings of a document in text order, with offsets into the text as it was read.

    With `only_facts`, only the detectors are run that may report a change of fact.
    """
    if not only_facts:
        return examine_timed(view).findings
    return _findings(view, [hit for detect in _fact_detectors() for hit in detect(view)])


def examine_timed(view: View) -> Examination:
    """Examine a document and measure how long each detector takes."""
    hits, seconds = list[Hit](), dict[str, float]()
    begun = perf_counter()
    if view.pair is not None:
        _ = view.pair.uncovered  # would else be charged to the first detector that needs it
    seconds["words"] = perf_counter() - begun
    for name, detect in _detectors(alike=view.comparison is not None):
        begun = perf_counter()
        hits += detect(view)
        seconds[name] = perf_counter() - begun
    if view.rewrite is not None:
        from aligner.detectors.rewrites import confirmed

        hits = list(confirmed(view, hits))
    return Examination(_findings(view, hits), seconds)


@cache
def document_codes() -> frozenset[str]:
    """Return the codes of findings that depend on the rest of a document, so that a list of pairs cannot show them."""
    rules = (rule for name in names("detectors", DETECTORS) for rule in load_rules(name))
    return frozenset(rule.code for rule in rules if rule.scope == "document")


@cache
def _detectors(*, alike: bool) -> tuple[tuple[str, Detector[View, Hit]], ...]:
    """Return the detectors by name of their module, in a fixed order.

    Parameters
    ----------
    alike : for two versions in one language
    """
    chosen = sorted(names("detectors", DETECTORS).keys() - (REPLACED_IN_ONE_LANGUAGE if alike else frozenset()))
    loaded: list[Detector[View, Hit]] = [load("detectors", DETECTORS, name) for name in chosen]
    return tuple((str(detect.__module__).rpartition(".")[2], detect) for detect in loaded)


@cache
def _fact_detectors() -> tuple[Detector[View, Hit], ...]:
    """Return the detectors that may report a change of fact, in a fixed order."""
    others = names("detectors", DETECTORS).keys() - DETECTORS.keys()
    chosen = sorted(
        {*FACT_DETECTORS, *(name for name in others if any(is_fact(rule.code) for rule in load_rules(name)))}
    )
    return tuple(load("detectors", DETECTORS, name) for name in chosen)


def _findings(view: View, hits: Sequence[Hit]) -> list[Finding]:
    """Return hits as findings, without those that are reported twice."""
    if not hits:
        return []
    if view.other is not None:
        hits = distinct_hits(hits, view)
    as_read = [hit.as_read for hit in hits]
    located = _locate_as_read(view.own, [hit.span for hit in hits], as_read)
    proofs = _locate_as_read(view.theirs, [hit.proof or (0, 0) for hit in hits], as_read) if view.theirs else located
    unique: dict[tuple[str, int, int, str], Finding] = {}
    for hit, place, proof in zip(hits, located, proofs, strict=True):
        finding = _finding(view, hit, place, proof)
        unique[finding.code, finding.start, finding.end, str(finding.evidence)] = finding
    return sorted(unique.values(), key=lambda finding: (finding.start, finding.end, finding.code))


def _locate_as_read(facts: DocumentFacts, spans: Sequence[Span], as_read: Sequence[bool]) -> list[_LocatedText]:
    """Return where spans of the cleaned text are in the text as read, with its text there.

    Spans marked `as_read` are already offsets into the text as read.
    """
    text, moved = facts.text_as_read, original_spans(facts.document.steps, spans)
    moved = [span if stays else new for span, new, stays in zip(spans, moved, as_read, strict=True)]
    return [(start, end, text[start:end]) for start, end in moved]


def _finding(view: View, hit: Hit, place: _LocatedText, proof: _LocatedText) -> Finding:
    evidence = dict(hit.evidence)
    if hit.proof and view.other:
        evidence |= {"document": view.other.id, "start": proof[0], "end": proof[1], "text": proof[2]}
    rule, (start, end, text) = hit.rule, place
    kind = rule.code, hit.severity or rule.severity, rule.category
    return Finding(view.document.id, view.side, *kind, start, end, text, hit.message, evidence, hit.fix)
