"""Find which stories are versions of each other, and compare each story with its versions."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from aligner.comparison.sentences import align_sentences
from aligner.detectors import View, views
from aligner.documents.prepare import Prepared, unit_rows
from aligner.pipeline.candidates import propose
from aligner.pipeline.choose import choose
from aligner.pipeline.judge import EncodedDocument, align_and_score
from aligner.settings import Settings
from aligner.types import SIDES, DocumentPair, Sketch

MIN_SAME_COSINE = 0.6  # cosine of two sentences of one language from which they express the same
MIN_CONFIDENCE_WITH_ORIGINAL = 0.25  # for a copy whose original is given: spinning makes it less similar
MIN_PASSAGE_SIMILARITY = 0.3  # mean cosine of all passages that spinning leaves; other stories are below 0.25
MIN_DOCUMENT_COSINE = 0.6  # cosine of two documents of one language from which they are aligned
MAX_VERSIONS = 12  # of a story in its own language that it is compared with
_log = logging.getLogger(__name__)


class Version(NamedTuple):
    """A document aligned with another version of its story, and the confidence that it is one."""

    view: View
    confidence: float


VersionsById = dict[str, list[Version]]


def compare_with_original(documents: Sequence[Prepared], original: Prepared, settings: Settings) -> VersionsById:
    """Compare each document with the original; the versions are listed by id of the document.

    A document that is no version of the original has none.
    """
    versions: VersionsById = defaultdict(list)
    for document in documents:
        version, similarity = _compare(document, original, settings)
        if version.confidence >= MIN_CONFIDENCE_WITH_ORIGINAL or similarity >= MIN_PASSAGE_SIMILARITY:
            view = replace(version.view, original=True)
            versions[document.document.id].append(Version(view, version.confidence))
        else:
            name, other = document.document.id, original.document.id
            _log.warning("%s is no version of %s: it is checked alone", name, other)
    return versions


def compare_copies(documents: Sequence[Prepared], settings: Settings) -> VersionsById:
    """Compare the documents that are versions of each other; the versions are listed by id of the document."""
    versions: VersionsById = defaultdict(list)
    by_id = {document.document.id: document for document in documents}
    sketches = {id: document.sketch for id, document in by_id.items()}
    both_views, pairs = dict[tuple[str, str], tuple[View, View]](), list[DocumentPair]()
    for candidate in propose(list(sketches.values())):
        en, fr = by_id[candidate.en], by_id[candidate.fr]
        both_views[candidate.en, candidate.fr], pair = _compare_languages(en, fr, settings)
        pairs.append(pair)
    for pair in choose(pairs, sketches, settings.min_pair)[0]:
        for view in both_views[pair.en, pair.fr]:
            versions[view.document.id].append(Version(view, pair.confidence))
    for side in SIDES:
        alike = [document for document in documents if document.sketch.side == side]
        for one, two in _similar_pairs([document.sketch for document in alike]):
            version = _compare_in_one_language(alike[one], alike[two])
            if version.confidence >= settings.min_pair:
                versions[alike[one].document.id].append(version)
    return versions


def _similar_pairs(sketches: Sequence[Sketch]) -> Iterator[tuple[int, int]]:
    """Yield each document of one language with the documents that may be versions of it, in order.

    These are the `MAX_VERSIONS` most similar texts; of equal texts only the first, for the others show nothing else.
    """
    firsts: dict[str, list[int]] = defaultdict(list)  # the first two documents of each text, by its digest
    for number, sketch in enumerate(sketches):
        if len(firsts[sketch.digest]) < 2:
            firsts[sketch.digest].append(number)
    texts = list(firsts.values())
    vectors = np.array([sketches[numbers[0]].vector for numbers in texts])
    for one, sketch in enumerate(sketches):
        cosines = vectors @ sketch.vector
        similar = np.flatnonzero(cosines >= MIN_DOCUMENT_COSINE)
        nearest = similar[np.argsort(-cosines[similar], kind="stable")][: MAX_VERSIONS + 1]
        others = [next((number for number in texts[text] if number != one), None) for text in nearest]
        yield from ((one, other) for other in sorted(other for other in others if other is not None))


def _compare(document: Prepared, original: Prepared, settings: Settings) -> tuple[Version, float]:
    """Return a document as a version of its original, and the similarity of their passages."""
    if document.document.side == original.document.side:
        version = _compare_in_one_language(document, original)
        return version, version.confidence
    en, fr = (document, original) if document.document.side == "en" else (original, document)
    both, pair = _compare_languages(en, fr, settings)
    return Version(both[0 if document is en else 1], pair.confidence), pair.evidence["alike"]


def _compare_languages(en: Prepared, fr: Prepared, settings: Settings) -> tuple[tuple[View, View], DocumentPair]:
    candidates = propose([en.sketch, fr.sketch])
    similarity = (candidates[0].cosine, candidates[0].shared) if candidates else (0.0, 0.0)
    scored = align_and_score(_encoded(en), _encoded(fr), similarity, settings)
    beads = [segment.bead for segment in scored.segments]
    return views(en.document, fr.document, beads, scored.unmatched, scored.words), scored.pair


def _compare_in_one_language(document: Prepared, other: Prepared) -> Version:
    """Align two texts of one language; the confidence is the share of the document's characters that the other has."""
    one, two = _encoded(document), _encoded(other)
    vectors = one.vectors, two.vectors
    beads = align_sentences(one.document.sentences, two.document.sentences, vectors, one.document.side)
    view, _ = views(one.document, two.document, beads, [((), ())] * len(beads))
    covered = sum(passage.here[1] - passage.here[0] for passage in view.matches if passage.cosine >= MIN_SAME_COSINE)
    return Version(view, round(covered / max(1, len(document.document.text)), 4))


def _encoded(document: Prepared) -> EncodedDocument:
    return EncodedDocument(document.document, unit_rows(document.vectors))
