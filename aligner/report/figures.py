"""The numbers of a run, counted in one pass over its documents and one over its segments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aligner.types import Corpus, DocumentPair, Duplicate, Severity

BINS = 20  # of the histogram of confidence
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")


class Alone(NamedTuple):
    """A document without a version in the other language, and why."""

    id: str
    side: str
    reason: str


class Figures(NamedTuple):
    """What the first page shows.

    histogram : segments with both sides by confidence, `BINS` equal steps from 0 to 1
    findings : (code, how many critical, major, minor), most of the gravest first
    """

    documents: Mapping[str, int]
    families: Mapping[str, tuple[Duplicate, ...]]
    pairs: int
    kept: int
    dropped: Mapping[str, int]
    histogram: tuple[int, ...]
    findings: tuple[tuple[str, tuple[int, ...]], ...]
    alone: tuple[Alone, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def segments(self) -> int:
        return self.kept + sum(self.dropped.values())

    @property
    def copies(self) -> int:
        return sum(map(len, self.families.values()))

    @property
    def found(self) -> int:
        return sum(sum(counts) for _, counts in self.findings)


def count(corpus: Corpus) -> Figures:
    """Count what is in a corpus; of its documents only ids are held."""
    sides = {document.id: document.side or "" for document in corpus.documents}
    dropped: Counter[str] = Counter()
    bins: Counter[int] = Counter()
    codes: Counter[tuple[str, str]] = Counter()
    for segment in corpus.segments:
        dropped["" if segment.kept else segment.why_dropped or "no reason given"] += 1
        if segment.en_text and segment.fr_text:
            bins[step(segment.confidence, BINS)] += 1
        codes.update((finding.code, finding.severity) for finding in segment.findings)
    return Figures(
        documents=Counter(sides.values()),
        families=_families(corpus.duplicates),
        pairs=len(corpus.pairs),
        kept=dropped.pop("", 0),
        dropped=dict(sorted(dropped.items(), key=lambda item: (-item[1], item[0]))),
        histogram=tuple(bins[at] for at in range(BINS)),
        findings=_findings(codes),
        alone=_alone(sides, corpus),
        skipped=corpus.skipped,
    )


def step(confidence: float, steps: int) -> int:
    """In which of `steps` equal steps from 0 to 1 a confidence lies; 1 lies in the last."""
    return max(0, min(steps - 1, int(confidence * steps)))


def _families(duplicates: Iterable[Duplicate]) -> dict[str, tuple[Duplicate, ...]]:
    families: dict[str, tuple[Duplicate, ...]] = {}
    for copy in duplicates:
        families[copy.kept] = (*families.get(copy.kept, ()), copy)
    return families


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
