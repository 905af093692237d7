"""`aligner.align`: the sentences of two versions of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aligner.api.inputs import Story, as_paths
from aligner.api.rows import Rows
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.pipeline.align import AlignOptions, BeadResult, align_documents, document_of_sentences, encode_file
from aligner.types import SIDES, Side


class AlignedSentences(NamedTuple):
    """Sentences that belong together.

    en, fr : indices of the sentences; one of them is empty if the other text lacks a translation
    en_text, fr_text : the sentences, joined by spaces
    confidence : probability that they translate each other, or that nothing translates them
    score : cosine of both texts
    reasons : why they are doubtful, if they are
    moved : whether the sentences are out of the order of the others
    """

    en: tuple[int, ...]
    fr: tuple[int, ...]
    en_text: str
    fr_text: str
    confidence: float
    score: float
    reasons: tuple[str, ...]
    moved: bool

    def to_dict(self) -> dict[str, object]:
        """Return the row as plain data."""
        lists = {"en": list(self.en), "fr": list(self.fr), "reasons": list(self.reasons)}
        return {**self._asdict(), **lists}


def align(
    en: Story | Sequence[str], fr: Story | Sequence[str], *, model: str = "", context: bool = False
) -> Rows[AlignedSentences]:
    """Align the sentences of an English and a French version of a text.

    Parameters
    ----------
    en, fr : list of sentences, path, or text
        The sentences of a list stay as they are; a text is split into sentences. A string that names a file, or has no
        space, is a path.
    model : name or folder of a sentence-transformers model, "" for the embedded encoder
    context : read doubtful pairs a second time, which needs the extra `context`

    Returns
    -------
    Rows of AlignedSentences
        In English order; each sentence is in exactly one.

    Raises
    ------
    InputError, ModelMissingError

    Examples
    --------
    >>> rows = align(["The cat sat.", "Prices rose."], ["Le chat était assis.", "Les prix ont augmenté."])
    >>> [(row.en_text, row.fr_text) for row in rows]
    [('The cat sat.', 'Le chat était assis.'), ('Prices rose.', 'Les prix ont augmenté.')]
    """
    left, right = (_read(text, side, model) for text, side in zip((en, fr), SIDES, strict=True))
    return Rows(map(_row, align_documents(left, right, AlignOptions(model=model, context=context))))


def _read(text: Story | Sequence[str], side: Side, model: str) -> EncodedDocument:
    encoder = load_encoder(model)
    if isinstance(text, Sequence) and not isinstance(text, str):
        document = document_of_sentences(side, side, text)
        return EncodedDocument(document, encoder.encode([sentence.text for sentence in document.sentences]))
    with as_paths(text) as (path,):
        return encode_file(path, side, encoder)


def _row(result: BeadResult) -> AlignedSentences:
    segment = result.segment
    bead = segment.bead
    return AlignedSentences(
        tuple(range(*bead.en)), tuple(range(*bead.fr)), segment.en_text, segment.fr_text, segment.confidence,
        bead.score, tuple(reason.text for reason in segment.reasons), bead.moved,
    )  # fmt: skip
