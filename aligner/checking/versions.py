"""Compare each story with the version that is taken for its original."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from aligner.checking.evidence import embed, find_families, is_short, judge_copy, read_story
from aligner.checking.original import TakenOriginal, take_original
from aligner.comparison.reuse import Reuse, find_reuse
from aligner.comparison.stories import align_stories
from aligner.deduplication.record import Story
from aligner.detectors import View, views
from aligner.documents.prepare import Prepared, unit_rows
from aligner.encoders.encoded import EncodedDocument
from aligner.messages import message
from aligner.parallel import parallel_map
from aligner.pipeline.candidates import propose
from aligner.pipeline.judge import align_and_score
from aligner.settings import Settings
from aligner.text.cleaning.edits import original_spans
from aligner.types import SIDES, Document, Span

MIN_SAME_COSINE = 0.6  # cosine of two sentences of one language from which they express the same
MIN_SHORT_CONFIDENCE = 0.25  # of a short text that is a version of the original that the user names
MIN_SHORT_SIMILARITY = 0.3  # mean cosine of all passages of the same; other stories are below 0.25
MAX_VERSIONS = 12  # of a story in its own language that it is compared with, if nothing shows the original
NO_VERSION_MESSAGE = "no version of {original}: {reason}; it is checked alone"
_log = logging.getLogger(__name__)


class ReusedText(NamedTuple):
    """What a document has of its original.

    sentences, of : number of its sentences that come from the original, and of all
    stretches : ranges of both texts as read
    """

    document: str
    sentences: int
    of: int
    stretches: tuple[tuple[Span, Span], ...]


class Version(NamedTuple):
    """A document aligned with another version of its story.

    confidence : share of the document that the other one has; across languages, the confidence that both are versions
    reuse : what it has of the other one, if that is its original
    named : whether the user named the original
    partial : whether the document has no more than stretches of the original, in which alone facts are compared
    """

    view: View
    confidence: float
    reuse: ReusedText | None = None
    named: bool = False
    partial: bool = False


@dataclass
class Comparisons:
    """What documents are compared with, by their ids.

    Attributes
    ----------
    versions : the original first; none for the original itself, unless nothing shows that it is one
    originals : the original of each version, which is also its own
    no_versions : why documents are no versions of the original that the user names
    copies : what is compared with each original, and with which confidence
    """

    versions: dict[str, list[Version]] = field(default_factory=lambda: defaultdict(list))
    originals: dict[str, TakenOriginal] = field(default_factory=dict)
    no_versions: dict[str, str] = field(default_factory=dict)
    copies: dict[str, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, original: TakenOriginal, version: Version) -> None:
        """Add a document as a version of its original."""
        id = version.view.document.id
        self.versions[id].insert(0, version)
        self.originals[id] = original
        self.copies[original.document].append((id, version.confidence))

    def compared(self, id: str) -> list[tuple[str, float]]:
        """Return the ids and confidences of what a document is compared with, in either direction."""
        own = [
            (version.view.other.id, version.confidence) for version in self.versions.get(id, ()) if version.view.other
        ]
        known = {other for other, _ in own}
        return [*own, *((copy, confidence) for copy, confidence in self.copies.get(id, ()) if copy not in known)]


def compare_with_original(
    documents: Sequence[Prepared], original: Prepared, settings: Settings, jobs: int | None = 1
) -> Comparisons:
    """Compare each document with the original, if it is a version of it or has stretches of it."""
    comparisons, story = Comparisons(), read_story(original, settings.model)
    judge = partial(_judge, original=original, story=story, settings=settings)
    for document, (version, reason) in zip(documents, parallel_map(judge, documents, jobs), strict=True):
        if version:
            named = version._replace(view=replace(version.view, original=True), named=True)
            comparisons.add(TakenOriginal(original.document.id), named)
        else:
            text = message(NO_VERSION_MESSAGE, original=original.document.id, reason=message(reason))
            comparisons.no_versions[document.document.id] = text
            _log.warning("%s: %s", document.document.id, text)
    return comparisons


def _judge(document: Prepared, original: Prepared, story: Story, settings: Settings) -> tuple[Version | None, str]:
    """Compare a document with the story of the original, or return why it is no version of it."""
    own, both = read_story(document, settings.model), (document, original)
    reuse = partial(find_reuse, *(embed(item, settings.model) for item in both))
    extent, reason = judge_copy(own, story, reuse)
    if extent == "whole":
        return _compare(document, original, settings), ""
    if extent == "part":
        return _compare(document, original, settings, reuse())._replace(partial=True), ""
    return (_compare_short(document, original, settings) if is_short(own, story) else None), reason


def _compare_short(document: Prepared, original: Prepared, settings: Settings) -> Version | None:
    """Compare texts of a sentence or two, which only facts distinguish, unless they have little in common."""
    version, similarity = _aligned(document, original, settings)
    return version if version.confidence >= MIN_SHORT_CONFIDENCE or similarity >= MIN_SHORT_SIMILARITY else None


class _Planned(NamedTuple):
    """A comparison to be made; `original` is the one that `other` is taken for, None for any other version."""

    document: Prepared
    other: Prepared
    original: TakenOriginal | None = None


def compare_copies(documents: Sequence[Prepared], settings: Settings, jobs: int | None = 1) -> Comparisons:
    """Compare the documents of each family with the one that is taken for the original.

    The best copy in the other language is compared with it, and all others there with that copy.
    """
    comparisons, by_id = Comparisons(), {item.document.id: item for item in documents}
    order, planned = {id: place for place, id in enumerate(by_id)}, list[_Planned]()
    for ids in find_families(documents, settings.model):
        family = [by_id[id] for id in sorted(ids, key=order.__getitem__)]
        root = take_original(family)
        comparisons.originals[root.document] = root
        for side in SIDES:
            own = [item for item in family if item.document.side == side]
            local = root if by_id[root.document].document.side == side or not own else take_original(own)
            planned += _plan_alike(own, local)
            if own and local is not root:
                planned.append(_Planned(by_id[local.document], by_id[root.document], root))
    made = parallel_map(partial(_make, settings=settings), planned, jobs)
    for (document, _, original), version in zip(planned, made, strict=True):
        if original:
            comparisons.add(original, version)
        else:
            comparisons.versions[document.document.id].append(version)
    return comparisons


def _plan_alike(items: Sequence[Prepared], original: TakenOriginal) -> Iterator[_Planned]:
    """Yield comparisons of versions in one language with the original, and if nothing proves it, with each other."""
    first = next((item for item in items if item.document.id == original.document), None)
    for item in items:
        if len(items) > 2 and not original.proven:
            yield from (_Planned(item, other) for other in _others(item, items, original))
        if first and item is not first:
            yield _Planned(item, first, original)


def _make(planned: _Planned, settings: Settings) -> Version:
    document, other, original = planned
    if original is None:
        return _aligned(document, other, settings)[0]
    version = _compare(document, other, settings)
    return version._replace(view=replace(version.view, original=True)) if version.view.across else version


def _others(item: Prepared, items: Sequence[Prepared], original: TakenOriginal) -> Iterator[Prepared]:
    """Yield the first other versions that are not the original; of equal texts only one."""
    seen = set[str]()
    for other in items:
        is_known = other is item or other.document.id == original.document or other.sketch.digest in seen
        if not is_known and len(seen) < MAX_VERSIONS - 1:
            seen.add(other.sketch.digest)
            yield other


def _compare(document: Prepared, original: Prepared, settings: Settings, reuse: Reuse | None = None) -> Version:
    """Compare a document with its original; `reuse` is what it has of it, if that is known."""
    version, _ = _aligned(document, original, settings)
    if reuse is None:
        reuse = find_reuse(embed(document, settings.model), embed(original, settings.model), is_copy=True)
    return version._replace(reuse=_as_read(document.document, original.document, reuse))


def _as_read(document: Document, original: Document, reuse: Reuse) -> ReusedText:
    spans = []
    for own, text in enumerate((document, original)):
        ranges = [stretch[own] for stretch in reuse.stretches]
        whole = [(text.sentences[first].start, text.sentences[last - 1].end) for first, last in ranges]
        spans.append(original_spans(text.steps, whole))
    return ReusedText(original.id, len(reuse.sentences), reuse.of, tuple(zip(*spans, strict=True)))


def _aligned(document: Prepared, other: Prepared, settings: Settings) -> tuple[Version, float]:
    """Return a document as a version of another one, and the similarity of their passages."""
    if document.document.side == other.document.side:
        version = _align_in_one_language(document, other)
        return version, version.confidence
    en, fr = (document, other) if document.document.side == "en" else (other, document)
    candidates = propose([en.sketch, fr.sketch])
    similarity = (candidates[0].cosine, candidates[0].shared) if candidates else (0.0, 0.0)
    scored = align_and_score(_encoded(en), _encoded(fr), similarity, settings)
    beads = [segment.bead for segment in scored.segments]
    both = views(en.document, fr.document, beads, scored.unmatched, scored.words)
    return Version(both[0 if document is en else 1], scored.pair.confidence), scored.pair.evidence["alike"]


def _align_in_one_language(document: Prepared, other: Prepared) -> Version:
    """Align two texts of one language; the confidence is the share of the document's characters that the other has."""
    one, two = _encoded(document), _encoded(other)
    beads = align_stories(one.document, two.document, (one.vectors, two.vectors))
    view, _ = views(one.document, two.document, beads, [((), ())] * len(beads))
    covered = sum(passage.here[1] - passage.here[0] for passage in view.matches if passage.cosine >= MIN_SAME_COSINE)
    return Version(view, round(covered / max(1, len(document.document.text)), 4))


def _encoded(document: Prepared) -> EncodedDocument:
    return EncodedDocument(document.document, unit_rows(document.vectors))
