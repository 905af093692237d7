"""The numbers of a run, counted in one pass over its documents and one over its segments."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from aligner.report.outlook import ThresholdRow, threshold_table
from aligner.report.top_issues import ReportPosition, TopIssue, worst
from aligner.types import Corpus, DocumentPair, Duplicate, Segment, Severity

BINS = 20  # of the histogram of confidence
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")


class Alone(NamedTuple):
    """A document without a version in the other language, and why."""

    id: str
    side: str
    reason: str


class Copy(NamedTuple):
    """A copy of the document that was kept; the shares of the one that it left out, and of itself that are new."""

    duplicate: Duplicate
    left_out: float | None
    added: float | None


class Family(NamedTuple):
    """The copies of a document, and its versions in the other language with their confidence."""

    copies: tuple[Copy, ...]
    versions: tuple[tuple[str, float], ...]


class Figures(NamedTuple):
    """What the first page shows.

    histogram : segments with both sides by confidence, `BINS` equal steps from 0 to 1
    thresholds : what thresholds of confidence would keep of them
    findings : (code, how many critical, major, minor), most of the gravest first
    """

    documents: Mapping[str, int]
    families: Mapping[str, Family]
    pairs: int
    kept: int
    dropped: Mapping[str, int]
    histogram: tuple[int, ...]
    thresholds: tuple[ThresholdRow, ...]
    worst: tuple[TopIssue, ...]
    findings: tuple[tuple[str, tuple[int, ...]], ...]
    alone: tuple[Alone, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def segments(self) -> int:
        return self.kept + sum(self.dropped.values())

    @property
    def copies(self) -> int:
        return sum(len(family.copies) for family in self.families.values())

    @property
    def kinds(self) -> list[str]:
        """The families of the findings' codes."""
        return sorted({code.partition(".")[0] for code, _ in self.findings})

    @property
    def found(self) -> int:
        return sum(sum(counts) for _, counts in self.findings)


def count(corpus: Corpus) -> Figures:
    """Count what is in a corpus; of its documents only ids and lengths are held."""
    sides, lengths = {}, {}
    for document in corpus.documents:
        sides[document.id], lengths[document.id] = document.side or "", len(document.text)
    dropped: Counter[str] = Counter()
    confidences = array("d")
    codes: Counter[tuple[str, str]] = Counter()

    def counted() -> Iterator[tuple[ReportPosition, Segment]]:
        for place, segment in _placed(corpus.segments):
            dropped["" if segment.kept else segment.why_dropped or "no reason given"] += 1
            if segment.en_text and segment.fr_text:
                confidences.append(segment.confidence)
            codes.update((finding.code, finding.severity) for finding in segment.findings)
            yield place, segment

    gravest = worst(counted())
    bins = Counter(step(confidence, BINS) for confidence in confidences)
    return Figures(
        documents=Counter(sides.values()),
        families=_families(corpus, lengths),
        pairs=len(corpus.pairs),
        kept=dropped.pop("", 0),
        dropped=dict(sorted(dropped.items(), key=lambda item: (-item[1], item[0]))),
        histogram=tuple(bins[at] for at in range(BINS)),
        thresholds=tuple(threshold_table(confidences)),
        worst=gravest,
        findings=_findings(codes),
        alone=_alone(sides, corpus),
        skipped=corpus.skipped,
    )


def _placed(segments: Iterable[Segment]) -> Iterator[tuple[ReportPosition, Segment]]:
    """Each segment with the numbers that the report gives it."""
    for pair, (_, own) in enumerate(groupby(segments, key=lambda segment: segment[:2]), 1):
        for number, segment in enumerate(own, 1):
            yield ReportPosition(pair, number), segment


def step(confidence: float, steps: int) -> int:
    """In which of `steps` equal steps from 0 to 1 a confidence lies; 1 lies in the last."""
    return max(0, min(steps - 1, int(confidence * steps)))


def _families(corpus: Corpus, lengths: Mapping[str, int]) -> dict[str, Family]:
    versions: dict[str, list[DocumentPair]] = {}
    for pair in corpus.pairs:
        for id in pair[:2]:
            versions.setdefault(id, []).append(pair)
    copies: dict[str, list[Copy]] = {}
    for found in corpus.duplicates:
        copies.setdefault(found.kept, []).append(_copy(found, lengths))
    return {
        kept: Family(tuple(own), tuple((p.fr if p.en == kept else p.en, p.confidence) for p in versions.get(kept, ())))
        for kept, own in copies.items()
    }


def _copy(found: Duplicate, lengths: Mapping[str, int]) -> Copy:
    """What a copy changed, as far as the overlap is known."""
    if not found.spans:
        return Copy(found, None, None)
    shares = []
    for side, id in enumerate((found.kept, found.dropped)):
        covered = sum(spans[side].end - spans[side].start for spans in found.spans)
        shares.append(max(0.0, 1 - covered / max(1, lengths.get(id, 0))))
    return Copy(found, shares[0], shares[1])


def _findings(codes: Counter[tuple[str, str]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    counts = {code: tuple(codes[code, severity] for severity in SEVERITIES) for code, _ in codes}
    return tuple(sorted(counts.items(), key=lambda item: (tuple(-number for number in item[1]), item[0])))


def _alone(sides: Mapping[str, str], corpus: Corpus) -> tuple[Alone, ...]:
    """Documents that are in no pair and no copy of another; the likeliest pair that was refused tells why."""
    paired = {id for pair in corpus.pairs for id in pair[:2]}
    least = min((pair.confidence for pair in corpus.pairs), default=1.0)
    copies = {copy.dropped for copy in corpus.duplicates}
    nearest: dict[str, DocumentPair] = {}
    for pair in corpus.rejected:
        for id in pair[:2]:
            if id not in nearest or pair.confidence > nearest[id].confidence:
                nearest[id] = pair
    return tuple(
        Alone(id, side, _why(id, nearest.get(id), least))
        for id, side in sorted(sides.items())
        if id not in paired and id not in copies
    )


def _why(id: str, nearest: DocumentPair | None, least: float) -> str:
    if nearest is None:
        return "nothing in the other language comes near it"
    other = nearest.fr if nearest.en == id else nearest.en
    if nearest.confidence >= least:
        return f"{other} has a likelier version; with it, confidence is {nearest.confidence:.2f}"
    return f"likeliest is {other}, with confidence {nearest.confidence:.2f} only"
