"""The promise of a run: the confidence from which at most a given share of the kept segments is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from aligner.confidence.promise import Candidate, Candidates, JudgedSample, make_promise
from aligner.confidence.threshold_bounds import threshold_bounds
from aligner.detectors.facts import why_doubted
from aligner.errors import UsageError
from aligner.pipeline.select import KEEP_NOTHING
from aligner.pipeline.stored_rows import read_document
from aligner.pipeline.workspace import Workspace
from aligner.settings import Settings
from aligner.text.sentence_keys import sentences_key
from aligner.types import Document, DocumentPair, Promise, Segment


class Selection(NamedTuple):
    """The promise of a run, if it makes one, the settings by which segments are kept, and what these depend on."""

    promise: Promise | None
    settings: Settings
    signature: Mapping[str, object]


def check_promise(settings: Settings) -> None:
    """Raise UsageError if the settings contradict a promise."""
    if not 0 <= settings.at_most_wrong < 1:
        raise UsageError(f"the share that may be wrong must be between 0 and 1, not {settings.at_most_wrong:g}")
    if settings.at_most_wrong and settings.keep_critical:
        raise UsageError("a segment with a critical change of fact is wrong: --keep critical contradicts a promise")


def select_by_promise(
    work: Workspace, pairs: Sequence[DocumentPair], settings: Settings, judged: Mapping[str, bool]
) -> Selection:
    """Find the lowest confidence that keeps the promise of the settings.

    Parameters
    ----------
    judged : whether a pair of texts is right, by the key of its sentences
    """
    if not settings.at_most_wrong:
        return Selection(None, settings, {})
    candidates = Candidates(_stored_candidates(work, pairs), settings.at_most_wrong, settings.min_confidence)
    sample = JudgedSample(candidates, judged)
    promise = make_promise(sample)
    if promise.certainty:
        promise = promise._replace(bounds=threshold_bounds(sample))
    threshold = KEEP_NOTHING if promise.threshold is None else promise.threshold
    return Selection(promise, replace(settings, min_confidence=threshold), _judged_signature(judged))


def candidates_of(segments: Iterable[Segment], documents: Mapping[str, Document]) -> Iterator[Candidate]:
    """Yield the segments of documents that a threshold of confidence decides on: both sides, no critical change."""
    for segment in segments:
        if segment.en_text and segment.fr_text and not why_doubted(segment):
            yield Candidate(_segment_key(segment, documents), segment.confidence)


def _segment_key(segment: Segment, documents: Mapping[str, Document]) -> str:
    """Return the key of the sentences of a segment, by which decisions of reviewers find it."""
    en, fr = (
        [sentence.text for sentence in documents[id].sentences[slice(*span)]]
        for id, span in zip(segment.ids, segment.bead.spans, strict=True)
    )
    return sentences_key(en, fr)


def _stored_candidates(work: Workspace, pairs: Sequence[DocumentPair]) -> Iterator[Candidate]:
    for pair in pairs:
        documents = {id: read_document(work.db, id) for id in pair.ids}
        yield from candidates_of(work.judged.segments(*pair.ids), documents)


def _judged_signature(judged: Mapping[str, bool]) -> dict[str, object]:
    """Return a hash of the judged pairs, on which the output depends."""
    lines = "\n".join(f"{key} {int(right)}" for key, right in sorted(judged.items()))
    return {"judged": hashlib.sha256(lines.encode()).hexdigest()} if judged else {}
