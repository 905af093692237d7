"""The lines that sign a story, which republishing changed: bylines, credits, datelines, initials."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.comparison.story_lines import LineChange, line_changes
from aligner.detectors.lines_as_read import lines_as_read
from aligner.detectors.phrasing import phrase_words
from aligner.detectors.view import Hit, Rule, View
from aligner.types import Severity

_ROWS: tuple[tuple[str, Severity, str], ...] = (
    ("byline.added", "minor", "By Max Hall"),
    ("byline.removed", "minor", "(nobody) ← By Ana Cole"),
    ("byline.replaced", "major", "By Max Hall ← By Ana Cole"),
    ("credit.added", "minor", "With agencies"),
    ("credit.removed", "minor", "(nothing) ← LYON, May 5 (Wire) —"),
    ("credit.replaced", "major", "The Courier ← Allied Wire"),
)
RULES = tuple(
    Rule(code, severity, "Provenance", example, evidence="version", scope="document")
    for code, severity, example in _ROWS
)
_RULES = {rule.code: rule for rule in RULES}


def detect(view: View) -> Iterator[Hit]:
    """Report the lines that sign the story and that the copy removed, replaced or added."""
    if view.theirs is None or not (view.original or view.comparison is not None):
        return
    here, there = lines_as_read(view.own), lines_as_read(view.theirs)
    known = {line.names for line in there.sources}
    sources = [line for line in here.sources if line.names not in known]
    for change in line_changes(here.lines, there.lines, sources, across=view.across):
        yield _hit(view, change, here.ends[change.there is not None and change.there.closing])


def _hit(view: View, change: LineChange, place: int) -> Hit:
    """Return the hit of a line; `place` is where a removed one would be."""
    span = change.here.span if change.here else (place, place)
    words = [line.text if line else "" for line in (change.here, change.there)]
    kind = "lost" if not change.here else "changed" if change.there else "added"
    proof = change.there.span if change.there else None
    text = phrase_words(view, words[0], words[1])
    return Hit(_RULES[change.code], span, text, proof, change.severity, as_read=True, evidence={"change": kind})
