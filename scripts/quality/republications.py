"""Gate part of republications: the changes that a site made to a wire story, each reported with spans and severity.

    python -m scripts.quality.republications --table [--half 0 --show-missed 20]

Measured on pairs of stories written by hand, of which only those with odd numbers count. A labelled change is reported
if a finding with a fitting code has its place: of parts of a story (lines, paragraphs, sentences) the spans overlap by
half of their union; of edits most of the finding is within the label, or the label is within the finding with a word
more; on each side where the label has words.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from threadpoolctl import threadpool_limits

from aligner.checking.check import check_files
from aligner.checking.summary import is_change
from aligner.detectors.facts import is_fact
from aligner.types import Finding, Span
from scripts.quality.relations import REPORTED_HALF, ROOT, group_by

PAIRS = ROOT / "tests" / "cases" / "deduplication" / "republications"
MIN_OVERLAP = 0.5  # of the union of two spans, or of an edit's words within the label
MAX_AROUND_CHARS = 20  # of a finding around a label: small words are reported with the word that they belong to
# The beginnings of codes that fit each kind of change; facts by `_fits`.
CODES = {
    "credit_removed": ("credit.",),
    "credit_replaced": ("credit.replaced",),
    "byline_replaced": ("byline.",),
    "headline_rewritten": ("headline.",),
    "lead_rewritten": ("lead.",),
    "paragraph_moved": ("paragraph.moved",),
    "paragraph_dropped": ("paragraph.dropped", "omission.sentence", "credit.removed"),
    "paragraph_added": ("paragraph.added", "addition.sentence", "credit.added"),
    "sentence_dropped": ("omission.sentence", "paragraph.dropped"),
    "sentence_added": ("addition.sentence", "paragraph.added"),
    "quotation_shortened": ("quote.shortened",),
    "spelling_edited": ("spelling.",),
    "style_edited": ("wording.", "style.", "spelling.", "omission.part", "addition.part"),
    "fact_changed": (),
}
EDITS = frozenset({"quotation_shortened", "spelling_edited", "style_edited", "fact_changed"})


class Label(NamedTuple):
    """A change as labelled, with its spans in the copy and in the original; None where there is nothing."""

    kind: str
    severity: str
    copy: Span | None
    original: Span | None


class Outcome(NamedTuple):
    """A labelled change of a pair, whether it is reported, and whether with the right severity."""

    pair: str
    kind: str
    label: Label
    reported: bool
    right: bool


class Measured(NamedTuple):
    """The labelled changes, and the findings of each pair that correspond to none."""

    outcomes: list[Outcome]
    strays: dict[str, list[Finding]]


def measure_republications(data: Path) -> dict[str, float]:
    """Return the metrics of republications; `data` is not needed."""
    return summarise(measure())


def measure(half: int = REPORTED_HALF) -> Measured:
    """Check each copy next to its original, and compare the findings with the labels."""
    measured = Measured([], {})
    for path in sorted(PAIRS.glob("*.changes.tsv")):
        name = path.name.partition(".")[0]
        if int(name) % 2 == half:
            findings, labels = _findings(name), list(_labels(path, name))
            for label in labels:
                fitting = [finding for finding in findings if _corresponds(label, finding)]
                right = bool(fitting) and ("minor" if label.severity == "minor" else "major") in map(_weight, fitting)
                measured.outcomes.append(Outcome(name, label.kind, label, bool(fitting), right))
            measured.strays[name] = [item for item in findings if not any(_corresponds(own, item) for own in labels)]
    return measured


def _findings(name: str) -> list[Finding]:
    copy, original = (PAIRS / f"{name}.{part}.txt" for part in ("copy", "original"))
    (result,) = check_files([copy], original=original).results
    # Typographic quotation marks and spaces are not labelled.
    return [item for item in result.findings if is_change(item) and item.code != "layout.changed"]


def _labels(path: Path, name: str) -> Iterator[Label]:
    texts = {part: (PAIRS / f"{name}.{part}.txt").read_text(encoding="utf-8") for part in ("copy", "original")}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Label(row["kind"], row["severity"], *(_span(texts[part], row[part]) for part in ("copy", "original")))


def _span(text: str, words: str) -> Span | None:
    return (text.index(words), text.index(words) + len(words)) if words else None


def _weight(finding: Finding) -> str:
    return "minor" if finding.severity == "minor" else "major"


def _corresponds(label: Label, finding: Finding) -> bool:
    if not _fits(label.kind, finding):
        return False
    places = (label.copy, (finding.start, finding.end)), (label.original, _proof(finding))
    if label.kind not in EDITS:
        return all(_share_of_union(own, found) >= MIN_OVERLAP for own, found in places if own)
    filled = [(own, found) for own, found in places if own and found[0] < found[1]]
    return bool(filled) and all(_is_at(own, found) for own, found in filled)


def _fits(kind: str, finding: Finding) -> bool:
    """Return whether a finding has a code for a kind; a minor one of a fact is a hint at other words for the same."""
    if kind in ("fact_changed", "style_edited") and is_fact(finding.code):
        return (finding.severity == "minor") == (kind == "style_edited")
    return finding.code.startswith(CODES[kind])


def _proof(finding: Finding) -> Span:
    return int(str(finding.evidence.get("start", 0))), int(str(finding.evidence.get("end", 0)))


def _common(one: Span, two: Span) -> int:
    return max(0, min(one[1], two[1]) - max(one[0], two[0]))


def _share_of_union(one: Span, two: Span) -> float:
    common = _common(one, two)
    return common / max(1, one[1] - one[0] + two[1] - two[0] - common)


def _is_at(label: Span, found: Span) -> bool:
    """Return whether most of a finding is within a label, or all of a label within a finding with a word more."""
    within = _common(label, found) >= MIN_OVERLAP * (found[1] - found[0])
    around = label[0] - found[0] + found[1] - label[1]
    return within or (found[0] <= label[0] and label[1] <= found[1] and around <= MAX_AROUND_CHARS)


def summarise(measured: Measured) -> dict[str, float]:
    """Return the share of the changes that is reported, in all and by kind, and the strays of a pair."""
    shares = _shares(measured.outcomes)
    metrics = {"republications.reported": shares[0], "republications.severity": shares[1]}
    for kind, own in sorted(group_by(measured.outcomes, "kind").items()):
        metrics[f"republications.{kind}"] = _shares(own)[0]
    strays = sum(map(len, measured.strays.values())) / max(1, len(measured.strays))
    return {**metrics, "republications.strays.false_alarms": strays}


def _shares(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """Return the share that is reported, and of these the share with the right severity."""
    reported = [outcome for outcome in outcomes if outcome.reported]
    return len(reported) / max(1, len(outcomes)), sum(item.right for item in reported) / max(1, len(reported))


def format_table(measured: Measured) -> str:
    """Format the figures by kind."""
    lines = [f"{'kind':24}{'changes':>8}{'reported':>10}{'severity':>10}"]
    for kind, own in [*sorted(group_by(measured.outcomes, "kind").items()), ("all", measured.outcomes)]:
        reported, right = _shares(own)
        lines.append(f"{kind:24}{len(own):8}{reported:10.3f}{right:10.3f}")
    count = sum(map(len, measured.strays.values()))
    return "\n".join([*lines, f"strays: {count} in {len(measured.strays)} stories"])


def _missed(measured: Measured, count: int) -> Iterator[str]:
    """Yield the labels that are missed or have another severity, and the strays."""
    wrong = [outcome for outcome in measured.outcomes if not outcome.right]
    for pair, kind, label, reported, _ in wrong[:count]:
        words = [
            (PAIRS / f"{pair}.{part}.txt").read_text(encoding="utf-8")[slice(*span)] if span else ""
            for part, span in (("copy", label.copy), ("original", label.original))
        ]
        yield f"{pair} {kind} {label.severity} {'SEVERITY' if reported else 'MISSED'}: {words[0]!r} <- {words[1]!r}"
    strays = [(pair, finding) for pair, findings in measured.strays.items() for finding in findings]
    for pair, finding in strays[:count]:
        shown = str(finding.evidence.get("text", ""))
        yield f"{pair} STRAY {finding.code} {finding.severity}: {finding.text!r} <- {shown!r}"


def main() -> int:
    """Measure, and print the metrics."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", type=int, choices=[0, 1], default=REPORTED_HALF, help="0 is for development")
    parser.add_argument("--table", action="store_true", help="print a table by kind")
    parser.add_argument("--show-missed", type=int, default=0, metavar="N", help="print what is missed, with --half 0")
    options = parser.parse_args()
    if options.show_missed and options.half == REPORTED_HALF:
        parser.error("the pairs that are reported are only counted: use --half 0")
    with threadpool_limits(1):
        measured = measure(options.half)
    print(format_table(measured) if options.table else summarise(measured))
    print(*_missed(measured, options.show_missed), sep="\n", end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
