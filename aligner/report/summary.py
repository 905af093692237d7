"""The summary of a run, computed in one pass over its documents and one over its segments."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from aligner.report.outlook import ThresholdRow, is_in_question, threshold_table
from aligner.report.top_issues import ReportPosition, TopIssue, find_top_issues
from aligner.types import SEVERITIES, Corpus, DocumentPair, Duplicate, Segment

HISTOGRAM_BINS = 20  # of equal width, from confidence 0 to 1


class UnpairedDocument(NamedTuple):
    """A document without a version in the other language, and the reason."""

    id: str
    side: str
    reason: str


class CopySummary(NamedTuple):
    """A copy: the share of the kept document that it leaves out, and the share of the copy that is new."""

    duplicate: Duplicate
    left_out: float | None
    added: float | None


class FamilySummary(NamedTuple):
    """The copies of a document, and its versions in the other language with the confidence of each."""

    copies: tuple[CopySummary, ...]
    versions: tuple[tuple[str, float], ...]


class Summary(NamedTuple):
    """The contents of the first page.

    histogram : number of segments with both sides, repeats not counted, in each of `HISTOGRAM_BINS` intervals of
        confidence
    thresholds : how many of them thresholds of confidence would keep
    findings : (code, numbers of critical, major and minor ones), by falling numbers
    """

    documents: Mapping[str, int]
    families: Mapping[str, FamilySummary]
    pairs: int
    kept: int
    dropped: Mapping[str, int]
    histogram: tuple[int, ...]
    thresholds: tuple[ThresholdRow, ...]
    top_issues: tuple[TopIssue, ...]
    findings: tuple[tuple[str, tuple[int, ...]], ...]
    unpaired: tuple[UnpairedDocument, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def segments(self) -> int:
        """The number of segments."""
        return self.kept + sum(self.dropped.values())

    @property
    def copies(self) -> int:
        """The number of copies that were dropped."""
        return sum(len(family.copies) for family in self.families.values())

    @property
    def kinds(self) -> list[str]:
        """The families of the codes of the findings."""
        return sorted({code.partition(".")[0] for code, _ in self.findings})

    @property
    def finding_count(self) -> int:
        """The number of findings."""
        return sum(sum(counts) for _, counts in self.findings)


def summarise(corpus: Corpus) -> Summary:
    """Summarise a corpus; only the ids and lengths of its documents are kept in memory."""
    sides, lengths = {}, {}
    for document in corpus.documents:
        sides[document.id], lengths[document.id] = document.side or "", len(document.text)
    dropped: Counter[str] = Counter()
    confidences = array("d")
    codes: Counter[tuple[str, str]] = Counter()

    def counted() -> Iterator[tuple[ReportPosition, Segment]]:
        for position, segment in _numbered(corpus.segments):
            dropped["" if segment.kept else segment.why_dropped or "no reason given"] += 1
            if is_in_question(segment):
                confidences.append(segment.confidence)
            codes.update((finding.code, finding.severity) for finding in segment.findings)
            yield position, segment

    top_issues = find_top_issues(counted())
    bins = Counter(bin_index(confidence, HISTOGRAM_BINS) for confidence in confidences)
    return Summary(
        documents=Counter(sides.values()),
        families=_families(corpus, lengths),
        pairs=len(corpus.pairs),
        kept=dropped.pop("", 0),
        dropped=dict(sorted(dropped.items(), key=lambda item: (-item[1], item[0]))),
        histogram=tuple(bins[index] for index in range(HISTOGRAM_BINS)),
        thresholds=tuple(threshold_table(confidences)),
        top_issues=top_issues,
        findings=_count_by_code(codes),
        unpaired=_unpaired(sides, corpus),
        skipped=corpus.skipped,
    )


def _numbered(segments: Iterable[Segment]) -> Iterator[tuple[ReportPosition, Segment]]:
    """Yield each segment with its position in the report."""
    for pair, (_, own) in enumerate(groupby(segments, key=lambda segment: segment.ids), 1):
        for number, segment in enumerate(own, 1):
            yield ReportPosition(pair, number), segment


def bin_index(confidence: float, bins: int) -> int:
    """Return the index of a confidence among `bins` equal intervals from 0 to 1; 1 is in the last."""
    return max(0, min(bins - 1, int(confidence * bins)))


def _families(corpus: Corpus, lengths: Mapping[str, int]) -> dict[str, FamilySummary]:
    versions: dict[str, list[DocumentPair]] = {}
    for pair in corpus.pairs:
        for id in pair.ids:
            versions.setdefault(id, []).append(pair)
    copies: dict[str, list[CopySummary]] = {}
    for duplicate in corpus.duplicates:
        copies.setdefault(duplicate.kept, []).append(_summarise_copy(duplicate, lengths))
    return {
        kept: FamilySummary(
            tuple(own), tuple((p.fr if p.en == kept else p.en, p.confidence) for p in versions.get(kept, ()))
        )
        for kept, own in copies.items()
    }


def _summarise_copy(duplicate: Duplicate, lengths: Mapping[str, int]) -> CopySummary:
    """Return what a copy changed, if the overlap is known."""
    if not duplicate.spans:
        return CopySummary(duplicate, None, None)
    shares = []
    for side, id in enumerate((duplicate.kept, duplicate.dropped)):
        covered = sum(spans[side].end - spans[side].start for spans in duplicate.spans)
        shares.append(max(0.0, 1 - covered / max(1, lengths.get(id, 0))))
    return CopySummary(duplicate, shares[0], shares[1])


def _count_by_code(codes: Counter[tuple[str, str]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    counts = {code: tuple(codes[code, severity] for severity in SEVERITIES) for code, _ in codes}
    return tuple(sorted(counts.items(), key=lambda item: (tuple(-number for number in item[1]), item[0])))


def _unpaired(sides: Mapping[str, str], corpus: Corpus) -> tuple[UnpairedDocument, ...]:
    """Return documents in no pair that are not copies; the reason is the most confident pair that was rejected."""
    paired = {id for pair in corpus.pairs for id in pair.ids}
    min_confidence = min((pair.confidence for pair in corpus.pairs), default=1.0)
    copies = {copy.dropped for copy in corpus.duplicates}
    best: dict[str, DocumentPair] = {}
    for pair in corpus.rejected:
        for id in pair.ids:
            if id not in best or pair.confidence > best[id].confidence:
                best[id] = pair
    return tuple(
        UnpairedDocument(id, side, _reason(id, best.get(id), min_confidence))
        for id, side in sorted(sides.items())
        if id not in paired and id not in copies
    )


def _reason(id: str, best: DocumentPair | None, min_confidence: float) -> str:
    if best is None:
        return "no similar document in the other language"
    other = best.fr if best.en == id else best.en
    if best.confidence >= min_confidence:
        return f"{other} was paired with a better match; confidence with it: {best.confidence:.2f}"
    return f"best match is {other}, with confidence of only {best.confidence:.2f}"
