"""The confidence of each pair of an existing corpus, row by row as it is read."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import NamedTuple

from aligner.confidence import Context, ScoredSegment, score_segments
from aligner.detectors.attach import attach
from aligner.parallel import run
from aligner.readers.bitext import Line, read_pairs
from aligner.types import Bead, Document, Finding, Reason, Segment, Sentence, Side

log = logging.getLogger(__name__)
Row = dict[str, object]
BATCH = 2000  # rows that are held: neighbours give context, memory stays constant


class ScoredRow(NamedTuple):
    """A row, its confidence, None of a row that is no pair, and why; its artefacts, where they were sought.

    Offsets of findings and of their evidence are into the texts of the row.
    """

    line: Line
    confidence: float | None
    reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...] | None = None


def score_files(
    paths: Sequence[Path], *, prior: float, findings: bool = False, jobs: int | None = 1
) -> Iterator[ScoredRow]:
    """Weigh each pair of a TSV, TMX or JSONL file, of two Moses files or of standard input, in order.

    Parameters
    ----------
    prior : share of the pairs that are right, before they are looked at
    findings : look for artefacts too, which takes some four times as long
    jobs : processes, None for one per core when there is much to do; the result is the same whatever their number
    """
    lines = read_pairs(paths)
    batches = iter(lambda: list(islice(lines, BATCH)), [])
    return chain.from_iterable(run(partial(_weigh, prior=prior, findings=findings), batches, jobs, chunk=1))


def _weigh(batch: Sequence[Line], prior: float, findings: bool) -> list[ScoredRow]:
    good = [line for line in batch if not line.wrong]
    texts = [(line.en, line.fr) for line in good]
    beads = [Bead((at, at + 1), (at, at + 1), 0.0) for at in range(len(good))]
    weighed = score_segments(Context(beads, texts), prior=prior)
    found = _findings(good, weighed) if findings else [None] * len(good)
    pairs = zip(good, weighed, found, strict=True)
    scored = (ScoredRow(line, each.confidence, each.reasons, some) for line, each, some in pairs)
    none = () if findings else None
    return [ScoredRow(line, None, (Reason(line.wrong),), none) if line.wrong else next(scored) for line in batch]


def _findings(lines: Sequence[Line], weighed: Sequence[ScoredSegment]) -> list[tuple[Finding, ...]]:
    """What the detectors see in each pair, the lines read as two documents."""
    documents = _document("en", [line.en for line in lines]), _document("fr", [line.fr for line in lines])
    segments = [
        Segment("en", "fr", Bead((at, at + 1), (at, at + 1), found.cosine), line.en, line.fr, found.confidence)
        for at, (line, found) in enumerate(zip(lines, weighed, strict=True))
    ]
    numbers = [(each.checks.numbers_en, each.checks.numbers_fr) for each in weighed]
    starts = {document.id: [each.start for each in document.sentences] for document in documents}
    return [
        tuple(_of_row(finding, starts["en"][at], starts["fr"][at]) for finding in segment.findings)
        for at, segment in enumerate(attach(documents[0], documents[1], segments, numbers))
    ]


def _document(side: Side, texts: Sequence[str]) -> Document:
    ends = list(accumulate((len(text) + 1 for text in texts), initial=0))
    placed = enumerate(zip(texts, ends[:-1], strict=True))
    sentences = tuple(Sentence(text, at, at + len(text), number) for number, (text, at) in placed)
    return Document(side, "\n".join(texts), side, 1.0, sentences)


def _of_row(finding: Finding, en: int, fr: int) -> Finding:
    """A finding with offsets into its own row, whose texts begin at `en` and `fr`."""
    own, other = (en, fr) if finding.side == "en" else (fr, en)
    proof = dict(finding.evidence)
    if proof.pop("document", None):
        proof |= {end: int(str(proof[end])) - other for end in ("start", "end")}
    return finding._replace(document="", start=finding.start - own, end=finding.end - own, evidence=proof)


def collect_bad_rows(found: Iterable[ScoredRow], wrong: list[int]) -> Iterator[ScoredRow]:
    """Pass the rows on, and note the numbers of those that are no pairs in `wrong`."""
    for scored in found:
        if scored.confidence is None:
            wrong.append(scored.line.number)
        yield scored


def row(scored: ScoredRow) -> Row:
    """What `aligner score` says of a row as JSON; of a JSONL corpus the row's own keys come first."""
    line, confidence, reasons, findings = scored
    said: Row = {
        **(line.record or {}),
        "confidence": confidence,
        "reasons": [reason.text for reason in reasons],
        "reason_spots": [[spot._asdict() for spot in reason.spots] for reason in reasons],
    }
    return said if findings is None else said | {"findings": [finding._asdict() for finding in findings]}


def columns(found: Iterable[ScoredRow]) -> Iterator[str]:
    """The rows as they stood, as TSV lines with two columns more: confidence (empty where there is none), reasons."""
    for line, confidence, reasons, _ in found:
        said = "; ".join(reason.text for reason in reasons).replace("\t", " ").replace("\n", " ")
        yield "\t".join([*line.cells, "" if confidence is None else f"{confidence:.4f}", said])
