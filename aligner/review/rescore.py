"""Score an edited segment again, among its neighbours, as if its pair had been aligned like that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from aligner.confidence import Context, score_segments
from aligner.detectors import document_codes
from aligner.detectors.attach import attach
from aligner.detectors.facts import without_facts
from aligner.messages import messages_in
from aligner.pipeline.score import join_rows
from aligner.review.apply import apply
from aligner.review.calibration import Calibration
from aligner.review.decision import Decision
from aligner.review.run_folder import RunFolder
from aligner.review.session import Session
from aligner.review.units import Unit, find_unit
from aligner.types import SIDES, Finding, Segment, Side
from aligner.writers.plain_data import segment_record

PLACE_NAMES = ("document", "start", "end")  # in the evidence of a finding
NEIGHBOURS = 5  # segments on either side that are read with an edited one


def plan_edit(session: Session, number: int, unit: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of an edit with the segment that it makes, scored again with the findings of both sides.

    Raises
    ------
    ConflictError
        When the edit does not fit.
    """
    decision = Decision(0, "", "", "edit", *session.run.pairs[number].ids, unit, body)
    units = apply(session.state(number).units, decision)
    index = find_unit(units, unit)
    segment = rescore(units, [index], session.run)[index]
    return {**body, "segment": segment_record(segment)}


def rescore(units: Sequence[Unit], indices: Iterable[int], run: RunFolder) -> dict[int, Segment]:
    """Return segments of units with the confidence, the reasons and the findings of their texts as they are.

    Reasons and findings are in the language of the run, as those of all other segments.
    """
    segments = {index: units[index].segment for index in indices}
    # The confidence of a null is about the rest of the other text.
    full = [index for index, own in segments.items() if own.en_text and own.fr_text]
    near = {other for index in full for other in range(index - NEIGHBOURS, index + NEIGHBOURS + 1)}
    read = [index for index in sorted(near) if 0 <= index < len(units)]
    with messages_in(run.language):
        scored = dict(zip(read, _score([units[index].segment for index in read]) if read else (), strict=True))
    return segments | {index: _result(segments[index], scored[index], run.calibration) for index in full}


def _score(near: Sequence[Segment]) -> Sequence[Segment]:
    """Return segments scored as those of one text, with the places of their findings in it."""
    beads = [own.bead._replace(en=en, fr=fr) for (en, fr), own in zip(_row_spans(near), near, strict=True)]
    scores = score_segments(Context(beads, [(own.en_text, own.fr_text) for own in near]))
    plain = [
        own._replace(bead=bead, confidence=score.confidence, reasons=score.reasons, findings=())
        for own, bead, score in zip(near, beads, scores.segments, strict=True)
    ]
    en, fr = (join_rows(side, side, [text for own in near if (text := _text(own, side))]) for side in SIDES)
    return attach(en, fr, plain, [score.differences.numbers for score in scores.segments], scores.words)


def _result(before: Segment, scored: Segment, calibration: Calibration) -> Segment:
    """Return a segment with a score and its findings, and with those that only the whole document shows."""
    of_document = (finding for finding in before.findings if finding.code in document_codes())
    findings = (*of_document, *_placed(scored.findings, before))
    plain = without_facts(scored)
    return calibration.adjust(before._replace(confidence=plain.confidence, reasons=plain.reasons, findings=findings))


def _text(segment: Segment, side: Side) -> str:
    return segment.en_text if side == "en" else segment.fr_text


def _row_spans(segments: Sequence[Segment]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the place of each segment in the texts of its neighbours, of which each is one row."""
    ends = [list(accumulate((int(bool(_text(own, side))) for own in segments), initial=0)) for side in SIDES]
    for index in range(len(segments)):
        en, fr = ((own[index], own[index + 1]) for own in ends)
        yield en, fr


def _placed(findings: Sequence[Finding], segment: Segment) -> Iterator[Finding]:
    """Yield findings with the places of those that were there before; words of an edit are in no document."""
    before = {(finding.code, finding.side, finding.text): finding for finding in segment.findings}
    for finding in findings:
        if finding.code not in document_codes():
            known = before.get((finding.code, finding.side, finding.text))
            place = {"document": known.document, "start": known.start, "end": known.end} if known else {"document": ""}
            evidence = {name: value for name, value in finding.evidence.items() if name not in PLACE_NAMES}
            yield finding._replace(**place, evidence=evidence)
