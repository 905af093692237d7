"""Align two files and describe the beads as plain rows."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from aligner.alignment.align import alternatives
from aligner.alignment.anchors import Anchor, read_anchors
from aligner.alignment.previous import read_previous
from aligner.alignment.realign import Digests, sentence_digests
from aligner.detectors.attach import attach
from aligner.documents.prepare import make_ready
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.encoders.words import words_of
from aligner.errors import InputError
from aligner.pipeline.calibrate import calibrate, right_pairs
from aligner.pipeline.judge import align_and_score
from aligner.readers.files.decode import decode
from aligner.readers.single import read_single
from aligner.registry import Encoder
from aligner.settings import Settings
from aligner.types import SIDES, Bead, Document, Segment, Sentence, Side, Skipped, Span

Row = dict[str, object]


class AlignOptions(NamedTuple):
    """Options of `align_files`.

    segmented : the files have one sentence a line and a blank line between paragraphs
    model : name or folder of a sentence-transformers model, "" for the embedded encoder
    anchors : file with the numbers of sentences that belong together
    previous : file with the alignment before an edit, as `full_row` describes it
    alternatives : how many other beads to give for each bead, at most
    """

    segmented: bool = False
    model: str = ""
    anchors: Path | None = None
    previous: Path | None = None
    alternatives: int = 0


class BeadResult(NamedTuple):
    """An aligned segment.

    digests : digests of its English and of its French sentences
    alternatives : other beads that may be right instead, best first; None if they were not asked for
    """

    segment: Segment
    digests: tuple[Digests, Digests]
    alternatives: tuple[Bead, ...] | None = None


def align_files(en: Path, fr: Path, options: AlignOptions | None = None) -> list[BeadResult]:
    """Align the sentences of two files.

    Parameters
    ----------
    en, fr : Path
        The English and the French version; ``-`` is standard input.

    Returns
    -------
    list of BeadResult
        In English order; every sentence is in exactly one.

    Raises
    ------
    InputError
        When a file cannot be read or does not hold what it should.
    ModelMissingError
        When the model is not on this machine.
    """
    options = options or AlignOptions()
    encoder = load_encoder(options.model)
    documents = [
        _encode_file(path, side, options.segmented, encoder) for path, side in zip((en, fr), SIDES, strict=True)
    ]
    sentences = [encoded.document.sentences for encoded in documents]
    anchors = _read_anchors(options.anchors, (len(sentences[0]), len(sentences[1])))
    path = options.previous
    previous = None if path is None else read_previous(_read_lines(path), str(path))
    settings = Settings(model=options.model)
    left, right = documents
    judge = partial(align_and_score, left, right, (0.0, 0.0), settings, anchors=anchors, previous=previous)
    scored = judge()
    if options.model and (layer := calibrate(encoder, [right_pairs(scored.segments)]).layer):
        scored = judge(layer=layer)
    segments = attach(left.document, right.document, scored.segments, scored.unmatched, scored.words, only_facts=True)
    others = _alternatives(documents, anchors, options) if options.alternatives else None
    en_digests, fr_digests = (sentence_digests(side) for side in sentences)
    return [
        BeadResult(
            segment,
            (en_digests[slice(*segment.bead.en)], fr_digests[slice(*segment.bead.fr)]),
            None if others is None else others.get((segment.bead.en, segment.bead.fr), ()),
        )
        for segment in segments
    ]


def _alternatives(
    documents: list[EncodedDocument], anchors: list[Anchor], options: AlignOptions
) -> dict[tuple[Span, Span], tuple[Bead, ...]]:
    en, fr = documents
    rivals = alternatives(
        en.document.sentences,
        fr.document.sentences,
        (en.vectors, fr.vectors),
        words=words_of(options.model),
        anchors=anchors,
        count=options.alternatives,
    )
    return {(bead.en, bead.fr): others for bead, others in rivals}


def bead_row(result: BeadResult) -> Row:
    """Describe a bead as `aligner align` prints it.

    The key ``moved`` is there only for a bead that is moved, ``alternatives`` only if they were asked for.
    """
    bead = result.segment.bead
    row = {**_numbers(bead), "confidence": result.segment.confidence, "score": bead.score}
    if bead.moved:
        row["moved"] = True
    if result.alternatives is not None:
        row["alternatives"] = [{**_numbers(other), "posterior": other.posterior} for other in result.alternatives]
    return row


def full_row(result: BeadResult) -> Row:
    """Describe a bead with what is needed to align only the changes after an edit."""
    digests = dict(zip(SIDES, result.digests, strict=True))
    return {**bead_row(result), "posterior": result.segment.bead.posterior, "digests": digests}


def _numbers(bead: Bead) -> Row:
    return {"en": list(range(*bead.en)), "fr": list(range(*bead.fr))}


def _read_anchors(path: Path | None, lengths: tuple[int, int]) -> list[Anchor]:
    return [] if path is None else read_anchors(_read_lines(path), str(path), lengths)


def _read_lines(path: Path) -> list[str]:
    try:
        return decode(path.read_bytes())[0].splitlines()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; check the path") from error


def _encode_file(path: Path, side: Side, segmented: bool, encoder: Encoder) -> EncodedDocument:
    # Files of one sentence a line have any suffix, such as novel.en.
    raw = read_single(path, path.name, any_suffix=True)
    if segmented:
        document = segmented_document(raw.id, side, raw.text)
        return EncodedDocument(document, encoder.encode([sentence.text for sentence in document.sentences]))
    ready = make_ready(raw, side, encoder)
    if isinstance(ready, Skipped):
        raise InputError(f"{ready.source}: {ready.reason}")
    return EncodedDocument(ready.document, ready.vectors.astype(np.float32))


def segmented_document(id: str, side: Side, text: str) -> Document:
    """Return a document whose text has one sentence a line and a blank line between paragraphs."""
    sentences = []
    paragraph = start = 0
    for line in text.split("\n"):
        if line.strip():
            sentences.append(Sentence(line, start, start + len(line), paragraph))
        elif sentences:
            paragraph = sentences[-1].paragraph + 1
        start += len(line) + 1
    return Document(id, text, side, 1.0, tuple(sentences))
