"""Assign findings to the segments that they belong to."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from aligner.detectors import examine, views
from aligner.detectors.facts import weigh_facts
from aligner.detectors.one_change import unmirrored
from aligner.detectors.view import Unmatched
from aligner.text.cleaning.edits import original_spans
from aligner.text.words.segment_words import PairWords
from aligner.types import Document, Finding, Segment, Span


def attach(
    en: Document,
    fr: Document,
    segments: Sequence[Segment],
    unmatched: Sequence[Unmatched],
    words: PairWords | None = None,
    *,
    only_facts: bool = False,
) -> tuple[Segment, ...]:
    """Return the segments of two aligned documents with their findings, and with the confidence that these leave.

    A finding belongs to the segment of its sentence, or of the next sentence if it is between sentences, as a line that
    cleaning removed. An omission belongs to the segment of the omitted sentence. A change is reported on one side, with
    the words of the other as its evidence.

    Parameters
    ----------
    unmatched : sequence of pairs of sequences of Quantity
        For each segment, the numbers of each side that the other lacks.
    words : PairWords, optional
        The words of the segments, if they have been read before.
    only_facts : bool
        Whether to search for nothing but changes of fact, which the confidence depends on.
    """
    found = list[Finding]()
    owners = {
        en.id: _sentence_owners(en, [segment.bead.en for segment in segments]),
        fr.id: _sentence_owners(fr, [segment.bead.fr for segment in segments]),
    }
    for view in views(en, fr, [segment.bead for segment in segments], unmatched, words):
        found += examine(view, only_facts=only_facts)
    findings: dict[int, list[Finding]] = defaultdict(list)
    for finding in unmirrored(found):
        document, start = finding.document, finding.start
        if finding.start == finding.end and "document" in finding.evidence:
            document, start = str(finding.evidence["document"]), int(str(finding.evidence["start"]))
        findings[owners[document].segment_at(start)].append(finding)
    return tuple(
        weigh_facts(segment._replace(findings=tuple(findings[index]))) if index in findings else segment
        for index, segment in enumerate(segments)
    )


class _SentenceOwners(NamedTuple):
    """Where each sentence of a document ends in the text as read, and the index of its segment."""

    ends: list[int]
    segments: list[int]

    def segment_at(self, offset: int) -> int:
        """Return the segment of the sentence at an offset, or of the next one, or of the last of all."""
        return self.segments[min(bisect_right(self.ends, offset), len(self.segments) - 1)]


def _sentence_owners(document: Document, ranges: Sequence[Span]) -> _SentenceOwners:
    """Map the sentences of a document to segments with these sentence ranges."""
    segments = [0] * len(document.sentences)
    for index, span in enumerate(ranges):
        segments[slice(*span)] = [index] * (span[1] - span[0])
    spans = original_spans(document.steps, [(sentence.start, sentence.end) for sentence in document.sentences])
    return _SentenceOwners([end for _, end in spans], segments)
