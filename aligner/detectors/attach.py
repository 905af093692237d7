"""Findings to the segments they belong to."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from aligner.detectors import examine, views
from aligner.detectors.view import Unmatched
from aligner.text.cleaning.clean import original_spans
from aligner.types import Document, Finding, Segment


def attach(
    en: Document, fr: Document, segments: Sequence[Segment], unmatched: Sequence[Unmatched]
) -> tuple[Segment, ...]:
    """Examine two aligned documents and give each segment its findings.

    A finding goes where it stands, one between sentences (a line that cleaning
    removed) to the next sentence, and an omission to the segment of what is omitted.
    """
    found: dict[int, list[Finding]] = defaultdict(list)
    homes = {
        en.id: _homes(en, [each.bead.en for each in segments]),
        fr.id: _homes(fr, [each.bead.fr for each in segments]),
    }
    for view in views(en, fr, [each.bead for each in segments], unmatched):
        for finding in examine(view):
            document, start = finding.document, finding.start
            if finding.start == finding.end and "document" in finding.evidence:
                document, start = str(finding.evidence["document"]), int(str(finding.evidence["start"]))
            ends, owners = homes[document]
            found[owners[min(bisect_right(ends, start), len(owners) - 1)]].append(finding)
    return tuple(each._replace(findings=tuple(found[at])) if at in found else each for at, each in enumerate(segments))


def _homes(document: Document, ranges: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Where each sentence ends in the text as read, and which segment holds it."""
    owners = [0] * len(document.sentences)
    for at, span in enumerate(ranges):  # in the order of the English sentences, which moved ones are not in here
        owners[slice(*span)] = [at] * (span[1] - span[0])
    spans = original_spans(document.steps, [(each.start, each.end) for each in document.sentences])
    return [end for _, end in spans], owners
