"""Align two files and describe the beads as plain rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import accumulate
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
    previous : file with the alignment before an edit, as `BeadResult.to_full_dict` describes it
    alternatives : how many other beads to give for each bead, at most
    context : whether the second reader of the extra `context` reads doubtful pairs
    """

    segmented: bool = False
    model: str = ""
    anchors: Path | None = None
    previous: Path | None = None
    alternatives: int = 0
    context: bool = False


class BeadResult(NamedTuple):
    """An aligned segment.

    digests : digests of its English and of its French sentences
    alternatives : other beads that may be right instead, best first; None if they were not asked for
    """

    segment: Segment
    digests: tuple[Digests, Digests]
    alternatives: tuple[Bead, ...] | None = None

    def to_dict(self) -> Row:
        """Return the row that `aligner align` prints.

        The key ``moved`` is there only for a bead that is moved, ``alternatives`` only if they were asked for.
        """
        bead = self.segment.bead
        row = {**_numbers(bead), "confidence": self.segment.confidence, "score": bead.score}
        if bead.moved:
            row["moved"] = True
        if self.alternatives is not None:
            row["alternatives"] = [{**_numbers(other), "posterior": other.posterior} for other in self.alternatives]
        return row

    def to_full_dict(self) -> Row:
        """Return the row with what is needed to align only the changes after an edit."""
        digests = dict(zip(SIDES, self.digests, strict=True))
        return {**self.to_dict(), "posterior": self.segment.bead.posterior, "digests": digests}


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
    left, right = (
        encode_file(path, side, encoder, segmented=options.segmented)
        for path, side in zip((en, fr), SIDES, strict=True)
    )
    return align_documents(left, right, options)


def align_documents(left: EncodedDocument, right: EncodedDocument, options: AlignOptions) -> list[BeadResult]:
    """Align the sentences of an English and a French text that have been read, as `align_files` does."""
    documents = left, right
    sentences = [encoded.document.sentences for encoded in documents]
    anchors = _read_anchors(options.anchors, (len(sentences[0]), len(sentences[1])))
    path = options.previous
    previous = None if path is None else read_previous(_read_lines(path), str(path))
    settings = Settings(model=options.model, context=options.context)
    judge = partial(align_and_score, left, right, (0.0, 0.0), settings, anchors=anchors, previous=previous)
    scored = judge()
    if options.model and (layer := calibrate(load_encoder(options.model), [right_pairs(scored.segments)]).layer):
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
    documents: tuple[EncodedDocument, EncodedDocument], anchors: list[Anchor], options: AlignOptions
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


def _numbers(bead: Bead) -> Row:
    return {"en": list(range(*bead.en)), "fr": list(range(*bead.fr))}


def _read_anchors(path: Path | None, lengths: tuple[int, int]) -> list[Anchor]:
    return [] if path is None else read_anchors(_read_lines(path), str(path), lengths)


def _read_lines(path: Path) -> list[str]:
    try:
        return decode(path.read_bytes())[0].splitlines()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; check the path") from error


def encode_file(path: Path, side: Side, encoder: Encoder, *, segmented: bool = False) -> EncodedDocument:
    """Read a file of one text, and encode its sentences; each line is one if it is `segmented`."""
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


def document_of_sentences(id: str, side: Side, texts: Sequence[str]) -> Document:
    """Return a document with these sentences, each on a line of its own."""
    lines = [" ".join(text.split()) for text in texts]
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    rows = zip(lines, starts, strict=False)
    sentences = tuple(Sentence(line, start, start + len(line), row) for row, (line, start) in enumerate(rows))
    return Document(id, "\n".join(lines), side, 1.0, sentences)
