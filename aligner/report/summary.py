"""The summary of a run, computed in one pass over its documents and one over its segments."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from aligner.documents.story_time import DAY_CHARS, publication_time
from aligner.messages import message, number_text
from aligner.report.families import DocumentFacts, FamilySummary, summarise_families
from aligner.report.outlook import Outlook, ThresholdRow, is_in_question, look_out, threshold_table
from aligner.report.plain_words import DropLine, common_name, explain_drops
from aligner.report.top_issues import ReportPosition, TopIssue, find_top_issues
from aligner.types import SEVERITIES, Corpus, DocumentPair, Segment

HISTOGRAM_BINS = 20  # of equal width, from confidence 0 to 1


class UnpairedDocument(NamedTuple):
    """A document without a version in the other language, and the reason."""

    id: str
    side: str
    reason: str


class Summary(NamedTuple):
    """The contents of the first page.

    name : of the folder or file that all documents are from, "" if there is none
    sizes : number of segments of each pair that has any
    published : the first and the last day on which documents were published, as far as they state it
    histogram : number of segments with both sides, repeats not counted, in each of `HISTOGRAM_BINS` intervals of
        confidence
    thresholds : how many of them thresholds of confidence would keep
    outlook : the same for the threshold of the run, and for all that a reader can try
    findings : (code, numbers of critical, major and minor ones), by falling numbers
    """

    name: str
    published: tuple[str, ...]
    documents: Mapping[str, int]
    families: Mapping[str, FamilySummary]
    pairs: int
    sizes: Sequence[int]
    kept: int
    dropped: Mapping[str, int]
    histogram: tuple[int, ...]
    thresholds: tuple[ThresholdRow, ...]
    outlook: Outlook
    top_issues: tuple[TopIssue, ...]
    findings: tuple[tuple[str, tuple[int, ...]], ...]
    unpaired: tuple[UnpairedDocument, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """What the corpus is, in a line."""
        count = number_text(self.pairs or sum(self.documents.values()))
        if not self.pairs:
            title = message("{count} documents, no story in both languages", count=count)
        elif self.pairs == 1:
            title = message("{count} story, English–French", count=count)
        else:
            title = message("{count} stories, English–French", count=count)
        return message("{name}: {title}", name=self.name, title=title) if self.name else title

    @property
    def drops(self) -> list[DropLine]:
        """Why segments were dropped, in plain words."""
        return explain_drops(self.dropped)

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
    """Summarise a corpus; only a few facts of each document are kept in memory."""
    documents = {
        document.id: DocumentFacts(document.side, len(document.text), publication_time(document, document.side))
        for document in corpus.documents
    }
    days = {facts.published[:DAY_CHARS] for facts in documents.values() if facts.published}
    dropped: Counter[str] = Counter()
    confidences, sizes = array("d"), array("L")
    codes: Counter[tuple[str, str]] = Counter()

    def counted() -> Iterator[tuple[ReportPosition, Segment]]:
        for position, segment in _numbered(corpus.segments):
            if position.number == 1:
                sizes.append(0)
            sizes[-1] += 1
            dropped["" if segment.kept else segment.why_dropped or "no reason given"] += 1
            if is_in_question(segment):
                confidences.append(segment.confidence)
            codes.update((finding.code, finding.severity) for finding in segment.findings)
            yield position, segment

    top_issues = find_top_issues(counted())
    bins = Counter(bin_index(confidence, HISTOGRAM_BINS) for confidence in confidences)
    return Summary(
        name=common_name(documents),
        published=tuple(sorted({min(days), max(days)})) if days else (),
        documents=Counter(facts.side for facts in documents.values()),
        families=summarise_families(corpus, documents),
        pairs=len(corpus.pairs),
        sizes=sizes,
        kept=dropped.pop("", 0),
        dropped=dict(sorted(dropped.items(), key=lambda item: (-item[1], item[0]))),
        histogram=tuple(bins[index] for index in range(HISTOGRAM_BINS)),
        thresholds=tuple(threshold_table(confidences)),
        outlook=look_out(confidences, corpus),
        top_issues=top_issues,
        findings=_count_by_code(codes),
        unpaired=_unpaired(documents, corpus),
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


def _count_by_code(codes: Counter[tuple[str, str]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    counts = {code: tuple(codes[code, severity] for severity in SEVERITIES) for code, _ in codes}
    return tuple(sorted(counts.items(), key=lambda item: (tuple(-number for number in item[1]), item[0])))


def _unpaired(documents: Mapping[str, DocumentFacts], corpus: Corpus) -> tuple[UnpairedDocument, ...]:
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
        UnpairedDocument(id, facts.side, _reason(id, best.get(id), min_confidence))
        for id, facts in sorted(documents.items())
        if id not in paired and id not in copies
    )


def _reason(id: str, best: DocumentPair | None, min_confidence: float) -> str:
    if best is None:
        return message("no similar document in the other language")
    other = best.fr if best.en == id else best.en
    confidence = number_text(best.confidence, ".2f")
    if best.confidence >= min_confidence:
        return message(
            "{other} was paired with a better match; confidence with it: {confidence}",
            other=other,
            confidence=confidence,
        )
    return message("best match is {other}, with confidence of only {confidence}", other=other, confidence=confidence)
