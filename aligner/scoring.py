"""The confidence of each pair of an existing corpus, row by row as it is read."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, chain, islice, zip_longest
from pathlib import Path
from typing import NamedTuple

from aligner.confidence import Context, Weighed, weigh
from aligner.detectors.attach import attach
from aligner.engine import run
from aligner.errors import CannotRead
from aligner.readers import source, tmx
from aligner.readers.source import STDIN
from aligner.types import Bead, Document, Finding, Reason, Segment, Sentence, Side, Skipped

log = logging.getLogger(__name__)
Row = dict[str, object]
BATCH = 2000  # rows that are held: neighbours give context, memory stays constant
LONGEST = 20_000  # characters of a side; what is longer is no segment
KEYS = (("en", "fr"), ("en_text", "fr_text"), ("english", "french"))


class Line(NamedTuple):
    """A row of a corpus: its number, its two texts or what is wrong with it, and all that stood there."""

    number: int
    en: str = ""
    fr: str = ""
    wrong: str = ""
    cells: Sequence[str] = ()
    record: Mapping[str, object] | None = None


class Scored(NamedTuple):
    """A row, its confidence, None of a row that is no pair, and why; its artefacts, where they were sought.

    Offsets of findings and of their evidence are into the texts of the row.
    """

    line: Line
    confidence: float | None
    reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...] | None = None


def score_files(
    paths: Sequence[Path], *, prior: float, findings: bool = False, jobs: int | None = 1
) -> Iterator[Scored]:
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


def read_pairs(paths: Sequence[Path]) -> Iterator[Line]:
    """The rows of a corpus, one file of pairs or two of lines that belong together."""
    if len(paths) == 2:
        rows = _moses(*paths)
    elif paths[0] != STDIN and ".tmx" in paths[0].suffixes[-2:]:
        rows = _tmx(paths[0])
    elif paths[0] != STDIN and ".jsonl" in paths[0].suffixes[-2:]:
        rows = map(_from_json, _lines(paths[0]))
    else:
        rows = map(_from_cells, _lines(paths[0]))
    for line in rows:
        wrong = line.wrong or _fault(line)
        if wrong:
            log.warning("line %d: %s", line.number, wrong)
        yield line._replace(wrong=wrong)


def _lines(path: Path) -> Iterator[source.Line]:
    return source.stream_lines("standard input", sys.stdin.buffer) if path == STDIN else source.lines(path.name, path)


def _fault(line: Line) -> str:
    if not line.en.strip() or not line.fr.strip():
        return "a side is empty"
    if "\0" in line.en or "\0" in line.fr:
        return "a NUL byte in the text"
    if max(len(line.en), len(line.fr)) > LONGEST:
        return f"a side of {max(len(line.en), len(line.fr)):,} characters is no segment"
    return ""


def _from_cells(line: source.Line) -> Line:
    cells = line.text.split("\t")
    if line.fault or len(cells) < 2:
        return Line(line.number, wrong=line.fault or "one column where two are needed", cells=cells)
    return Line(line.number, cells[0], cells[1], cells=cells)


def _from_json(line: source.Line) -> Line:
    if line.fault:
        return Line(line.number, wrong=line.fault)
    try:
        record = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        return Line(line.number, wrong=f"no JSON ({error})", cells=[line.text])
    if isinstance(record, dict):
        for keys in KEYS:
            texts = [record.get(key) for key in keys]
            if all(isinstance(text, str) for text in texts):
                return Line(line.number, str(texts[0]), str(texts[1]), cells=list(map(str, texts)), record=record)
    return Line(line.number, wrong="no object with the keys en and fr", cells=[line.text])


def _tmx(path: Path) -> Iterator[Line]:
    for number, row in enumerate(tmx.rows(path.name, path), 1):
        if isinstance(row, Skipped):
            yield Line(number, wrong=row.reason)
        else:
            yield Line(number, row.left, row.right, cells=[row.left, row.right])


def _moses(en: Path, fr: Path) -> Iterator[Line]:
    for number, (left, right) in enumerate(zip_longest(_lines(en), _lines(fr)), 1):
        if left is None or right is None:
            raise CannotRead(f"{(en if left is None else fr).name}: ends at line {number - 1}, before the other file")
        yield Line(number, left.text, right.text, left.fault or right.fault, [left.text, right.text])


def _weigh(batch: Sequence[Line], prior: float, findings: bool) -> list[Scored]:
    good = [line for line in batch if not line.wrong]
    texts = [(line.en, line.fr) for line in good]
    beads = [Bead((at, at + 1), (at, at + 1), 0.0) for at in range(len(good))]
    weighed = weigh(Context(beads, texts), prior=prior)
    found = _findings(good, weighed) if findings else [None] * len(good)
    pairs = zip(good, weighed, found, strict=True)
    scored = (Scored(line, each.confidence, each.reasons, some) for line, each, some in pairs)
    none = () if findings else None
    return [Scored(line, None, (Reason(line.wrong),), none) if line.wrong else next(scored) for line in batch]


def _findings(lines: Sequence[Line], weighed: Sequence[Weighed]) -> list[tuple[Finding, ...]]:
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


def tally(found: Iterable[Scored], wrong: list[int]) -> Iterator[Scored]:
    """Pass the rows on, and note the numbers of those that are no pairs in `wrong`."""
    for scored in found:
        if scored.confidence is None:
            wrong.append(scored.line.number)
        yield scored


def row(scored: Scored) -> Row:
    """What `aligner score` says of a row as JSON; of a JSONL corpus the row's own keys come first."""
    line, confidence, reasons, findings = scored
    said: Row = {
        **(line.record or {}),
        "confidence": confidence,
        "reasons": [reason.text for reason in reasons],
        "reason_spots": [[spot._asdict() for spot in reason.spots] for reason in reasons],
    }
    return said if findings is None else said | {"findings": [finding._asdict() for finding in findings]}


def columns(found: Iterable[Scored]) -> Iterator[str]:
    """The rows as they stood, as TSV lines with two columns more: confidence (empty where there is none), reasons."""
    for line, confidence, reasons, _ in found:
        said = "; ".join(reason.text for reason in reasons).replace("\t", " ").replace("\n", " ")
        yield "\t".join([*line.cells, "" if confidence is None else f"{confidence:.4f}", said])
