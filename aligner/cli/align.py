"""The smaller commands: each cuts the straight line somewhere and gives plain rows."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.alignment.align import alternatives
from aligner.alignment.anchors import read_anchors
from aligner.alignment.previous import read_previous
from aligner.alignment.realign import Digests, sentence_digests
from aligner.detectors import DETECTORS, Rule, rules
from aligner.encoders import ENCODERS, Encoder, load_encoder
from aligner.encoders.words import words_of
from aligner.errors import InputError
from aligner.pipeline.judge import EncodedDocument, align_and_score
from aligner.pipeline.prepare import make_ready
from aligner.readers import READERS, plain, read, read_stream
from aligner.readers.capped_files import STDIN
from aligner.readers.decode import decode
from aligner.readers.discover import suffix_of
from aligner.registry import names
from aligner.settings import Settings
from aligner.types import Bead, Document, Segment, Sentence, Skipped
from aligner.writers import WRITERS

log = logging.getLogger(__name__)
Row = dict[str, object]
Range = tuple[int, int]


class BeadResult(NamedTuple):
    """A segment, its sentences' digests, and other beads that may be right in place of its own."""

    segment: Segment
    digests: tuple[Digests, Digests]
    others: tuple[Bead, ...] = ()


def align_files(
    en: Path,
    fr: Path,
    *,
    segmented: bool,
    model: str,
    anchors: Path | None = None,
    again: Path | None = None,
    others: int = 0,
) -> list[BeadResult]:
    """Align two files; `anchors` names one of sentence numbers that belong together.

    `again` names the alignment of the two before they were edited, as `full_row` gives it. Of each bead
    at most `others` other readings are given.
    """
    encoder = load_encoder(model)
    sides = [_side(path, name, segmented, encoder) for path, name in ((en, "en"), (fr, "fr"))]
    texts, vectors = [side.document.sentences for side in sides], (sides[0].vectors, sides[1].vectors)
    given = [] if anchors is None else read_anchors(_lines(anchors), str(anchors), (len(texts[0]), len(texts[1])))
    past = None if again is None else read_previous(_lines(again), str(again))
    segments = align_and_score(sides[0], sides[1], (0.0, 0.0), Settings(model=model), anchors=given, past=past).segments
    found: dict[tuple[Range, Range], tuple[Bead, ...]] = {}
    if others:
        read = alternatives(texts[0], texts[1], vectors, words=words_of(model), anchors=given, count=others)
        found = {bead[:2]: rest for bead, rest in read}
    left, right = (sentence_digests(text) for text in texts)
    return [
        BeadResult(each, (left[slice(*each.bead.en)], right[slice(*each.bead.fr)]), found.get(each.bead[:2], ()))
        for each in segments
    ]


def bead_row(aligned: BeadResult, others: int = 0) -> Row:
    """What `aligner align` says of a bead: that it is moved only if it is, alternatives only if `others` were asked."""
    bead = aligned.segment.bead
    row = {**_numbers(bead), "confidence": aligned.segment.confidence, "score": bead.score}
    if bead.moved:
        row["moved"] = True
    if others:
        row["alternatives"] = [{**_numbers(other), "posterior": other.posterior} for other in aligned.others]
    return row


def full_row(aligned: BeadResult, others: int = 0) -> Row:
    """`bead_row`, with what it takes to align anew only what has changed since."""
    digests = dict(zip(("en", "fr"), aligned.digests, strict=True))
    return {**bead_row(aligned, others), "posterior": aligned.segment.bead.posterior, "digests": digests}


def _numbers(bead: Bead) -> Row:
    return {"en": list(range(*bead.en)), "fr": list(range(*bead.fr))}


def _lines(path: Path) -> list[str]:
    try:
        return decode(path.read_bytes())[0].splitlines()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; check the path") from error


def _side(path: Path, side: str, segmented: bool, encoder: Encoder) -> EncodedDocument:
    document = _only(path)
    if segmented:
        document = segmented_document(document.id, side, document.text)
        return EncodedDocument(document, encoder.encode([sentence.text for sentence in document.sentences]))
    ready = make_ready(document, side, encoder)
    if isinstance(ready, Skipped):
        raise InputError(f"{ready.source}: {ready.reason}")
    return EncodedDocument(ready.document, ready.vectors.astype(np.float32))


def _only(path: Path) -> Document:
    """The one document of a file, or of standard input."""
    if path == STDIN:
        every = read_stream(sys.stdin.buffer)
    else:
        # Sentences a line come under any name, such as novel.en.
        told = suffix_of(path.name) in names("readers", READERS)
        every = read(path.name, path) if told else plain.read(path.name, path)
    found = list(islice(every, 2))
    if len(found) != 1 or isinstance(found[0], Skipped):
        why = found[0].reason if found and isinstance(found[0], Skipped) else "it does not hold one text"
        raise InputError(f"{path}: {why}; give a file with one story")
    return found[0]


def segmented_document(id: str, side: str, text: str) -> Document:
    """One sentence a line, a blank line between paragraphs."""
    sentences = []
    paragraph = start = 0
    for line in text.split("\n"):
        if line.strip():
            sentences.append(Sentence(line, start, start + len(line), paragraph))
        elif sentences:
            paragraph = sentences[-1].paragraph + 1
        start += len(line) + 1
    return Document(id, text, "en" if side == "en" else "fr", 1.0, tuple(sentences))


def parts(kind: str | None) -> Iterator[str]:
    """Lines "kind name: first line of its documentation"."""
    tables = {"readers": READERS, "writers": WRITERS, "detectors": DETECTORS, "encoders": ENCODERS}
    for family, table in tables.items():
        for name, target in sorted(names(family, table).items()):
            if kind in (None, family):
                module, _, attribute = target.partition(":")
                part = import_module(module)
                described = (
                    part.__doc__
                    if family in ("readers", "detectors")
                    else getattr(part, attribute).__doc__ or part.__doc__
                )
                yield f"{family[:-1]:8} {name:12} {(described or '').strip().splitlines()[0]}"
                if family == "detectors":
                    yield from map(_rule_line, rules(name))


def _rule_line(rule: Rule) -> str:
    needs = "" if rule.evidence == "text" else "; needs another version"
    languages = ", ".join(rule.languages)
    return f"{'':8} - {rule.code} ({rule.severity}; {languages}{needs}): {rule.example}"
