"""Score each pair of an existing corpus, row by row as it is read."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import NamedTuple

from aligner.confidence import Context, Scores, score_segments
from aligner.confidence.chosen_model import ChosenModelEvidence
from aligner.confidence.context_reader import load_context_reader
from aligner.detectors import document_codes
from aligner.detectors.attach import attach
from aligner.detectors.view import JOINED_ROWS
from aligner.encoders import load_encoder
from aligner.parallel import parallel_map
from aligner.pipeline.calibrate import MIN_CONFIDENCE, calibrate
from aligner.readers.bitext import DEFAULTS, ReadOptions, read_pairs
from aligner.readers.tables.pair_rows import BitextRow
from aligner.types import Bead, Document, Finding, Reason, Segment, Sentence, Side

log = logging.getLogger(__name__)
Row = dict[str, object]
_Batch = tuple[Sequence[BitextRow], ChosenModelEvidence | None]
_BREAK = re.compile("[\t\n\v\f\r]")
BATCH_ROWS = 2000  # rows that are scored together: neighbours give context, and memory stays constant


class ScoredRow(NamedTuple):
    """A row with its score.

    confidence : probability that the pair is right, None if the row is no pair
    reasons : why the pair is doubtful, or why the row is no pair
    findings : artefacts, None if they were not searched; their offsets are into the texts of the row
    """

    line: BitextRow
    confidence: float | None
    reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...] | None = None

    def to_dict(self) -> Row:
        """Return the row that `aligner score` prints as JSON; the own keys of a row of JSONL come first."""
        line, confidence, reasons, findings = self
        out: Row = {
            **(line.record or {}),
            "confidence": confidence,
            "reasons": [reason.text for reason in reasons],
            "reason_spots": [[spot._asdict() for spot in reason.spots] for reason in reasons],
        }
        return out if findings is None else out | {"findings": [finding._asdict() for finding in findings]}


def score_files(
    paths: Sequence[Path],
    *,
    prior: float,
    findings: bool = False,
    jobs: int | None = 1,
    batch_rows: int = BATCH_ROWS,
    options: ReadOptions = DEFAULTS,
    model: str = "",
    context: bool = False,
) -> Iterator[ScoredRow]:
    """Score each pair of a table, a TMX or JSON file, of two Moses files or of standard input, in order.

    Parameters
    ----------
    prior : share of the pairs that are right
    findings : whether to search for artefacts, too, which takes about twice as long
    jobs : processes, None for one per core if there are many rows; the result does not depend on their number
    batch_rows : rows that are scored together, as neighbours in one text
    options : how the files are read, where their contents are not to decide
    model : name or folder of a sentence-transformers model whose vectors count too, "" for none
    context : whether the second reader of the extra `context` reads doubtful pairs

    Raises
    ------
    InputError, ModelMissingError, PackageMissingError
    """
    if context:
        load_context_reader()  # before anything is read or printed
    lines = read_pairs(paths, options)
    batches = iter(lambda: list(islice(lines, batch_rows)), [])
    tasks = _encode_batches(batches, model, prior) if model else ((batch, None) for batch in batches)
    return chain.from_iterable(
        parallel_map(partial(_score_batch, prior=prior, findings=findings, context=context), tasks, jobs, chunk=1)
    )


def _encode_batches(batches: Iterator[list[BitextRow]], model: str, prior: float) -> Iterator[_Batch]:
    """Yield batches with the evidence of a model that is calibrated on the first one."""
    encoder = load_encoder(model)
    first = next(batches, [])
    confident = score_segments(_context(first), prior=prior).segments
    likely = [
        pair for pair, scored in zip(_texts(first), confident, strict=True) if scored.confidence >= MIN_CONFIDENCE
    ]
    layer = calibrate(encoder, [likely]).layer
    for batch in chain([first], batches):
        if layer is None:
            yield batch, None
            continue
        texts = _texts(batch)
        vectors = encoder.encode([text for pair in texts for text in pair])
        yield batch, ChosenModelEvidence(layer, (vectors[::2], vectors[1::2]))


def _texts(batch: Sequence[BitextRow]) -> list[tuple[str, str]]:
    return [(line.en, line.fr) for line in batch if not line.fault]


def _context(batch: Sequence[BitextRow]) -> Context:
    """Return the pairs of a batch as beads of one text."""
    texts = _texts(batch)
    return Context([Bead((index, index + 1), (index, index + 1), 0.0) for index in range(len(texts))], texts)


def _score_batch(task: _Batch, prior: float, findings: bool, context: bool) -> list[ScoredRow]:
    batch, chosen = task
    good = [line for line in batch if not line.fault]
    scores = score_segments(_context(batch), prior=prior, chosen=chosen, read_again=context)
    scored = (
        ScoredRow(line, segment.confidence, segment.reasons, segment.findings if findings else None)
        for line, segment in zip(good, _examined(good, scores, only_facts=not findings), strict=True)
    )
    nothing = () if findings else None
    return [
        ScoredRow(line, None, (Reason("invalid_row", line.fault),), nothing) if line.fault else next(scored)
        for line in batch
    ]


def _examined(lines: Sequence[BitextRow], scores: Scores, *, only_facts: bool) -> Iterator[Segment]:
    """Yield each pair as a segment with its artefacts, or only with the changes of fact that its confidence depends on.

    Detectors read documents, so the English texts and the French texts of all rows are joined to one document each,
    whose sentences are the rows. What depends on the rest of a document is left out, because rows may belong to many.
    """
    documents = join_rows("en", "en", [line.en for line in lines]), join_rows("fr", "fr", [line.fr for line in lines])
    segments = [
        Segment(
            "en", "fr", Bead((row, row + 1), (row, row + 1), scored.cosine), line.en, line.fr, scored.confidence,
            scored.reasons,
        )
        for row, (line, scored) in enumerate(zip(lines, scores.segments, strict=True))
    ]  # fmt: skip
    numbers = [scored.differences.numbers for scored in scores.segments]
    starts = {document.id: [sentence.start for sentence in document.sentences] for document in documents}
    for row, segment in enumerate(attach(*documents, segments, numbers, scores.words, only_facts=only_facts)):
        findings = (
            _relative_to_row(finding, starts["en"][row], starts["fr"][row])
            for finding in segment.findings
            if finding.code not in document_codes()
        )
        yield segment._replace(findings=() if only_facts else tuple(findings))


def join_rows(id: str, side: Side, texts: Sequence[str]) -> Document:
    """Return a document with one text a line, each as a sentence and a paragraph."""
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))[:-1]
    rows = enumerate(zip(texts, starts, strict=True))
    sentences = tuple(Sentence(text, start, start + len(text), row) for row, (text, start) in rows)
    return Document(id, "\n".join(texts), side, 1.0, sentences, meta={JOINED_ROWS: "yes"})


def _relative_to_row(finding: Finding, en: int, fr: int) -> Finding:
    """Return a finding with offsets into its row, whose texts begin at `en` and `fr`."""
    own, other = (en, fr) if finding.side == "en" else (fr, en)
    proof = dict(finding.evidence)
    if proof.pop("document", None):
        proof |= {end: int(str(proof[end])) - other for end in ("start", "end")}
    return finding._replace(document="", start=finding.start - own, end=finding.end - own, evidence=proof)


class BadRowCounter:
    """Rows that are passed on while those that are no pairs are counted.

    Attributes
    ----------
    count : number of such rows so far
    first : line number of the first one, None if there was none
    """

    def __init__(self, rows: Iterable[ScoredRow]) -> None:
        self._rows = rows
        self.count = 0
        self.first: int | None = None

    def __iter__(self) -> Iterator[ScoredRow]:
        """Yield the rows."""
        for scored in self._rows:
            if scored.confidence is None:
                self.count += 1
                self.first = scored.line.number if self.first is None else self.first
            yield scored


def columns(rows: Iterable[ScoredRow]) -> Iterator[str]:
    """Yield rows as TSV lines with two more columns: confidence, empty for a row that is no pair, and reasons.

    Line breaks and tabs within a cell become spaces, so that each row is a line.
    """
    for line, confidence, reasons, _ in rows:
        listed = "; ".join(reason.text for reason in reasons)
        cells = [*line.cells, "" if confidence is None else f"{confidence:.4f}", listed]
        yield "\t".join(cell if cell.isprintable() else _BREAK.sub(" ", cell) for cell in cells)
