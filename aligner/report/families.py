"""Families of copies: what each copy changed, and all versions of a story in the order of their publication."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from aligner.messages import message, number_text, translated
from aligner.types import Corpus, DocumentPair, Duplicate

# The places of relations to the kept document where the days of publication do not show the order.
RELATION_RANKS = {"uncorrected version": -1, "older version": -1, "newer version": 1, "correction": 1}

RELATION_MESSAGES = ("uncorrected version", "older version", "newer version", "correction")
COPY_MESSAGES = {"exact": "exact copy", "near": "near copy, {score}"}


class DocumentFacts(NamedTuple):
    """What the summary keeps of a document.

    published : YYYY-MM-DD, or with hours and minutes, "" if it is not known
    """

    side: str
    length: int
    published: str


class CopySummary(NamedTuple):
    """A copy: the share of the kept document that it leaves out, and the share of the copy that is new."""

    duplicate: Duplicate
    left_out: float | None
    added: float | None


class Version(NamedTuple):
    """A line of the timeline of a family."""

    published: str
    side: str
    id: str
    relation: str
    rank: int

    @property
    def time(self) -> str:
        """When it was published, for people."""
        return self.published.replace("T", " ")


class FamilySummary(NamedTuple):
    """The copies of a document, its versions in the other language with the confidence of each, and all by time."""

    copies: tuple[CopySummary, ...]
    versions: tuple[tuple[str, float], ...]
    timeline: tuple[Version, ...]


def summarise_families(corpus: Corpus, documents: Mapping[str, DocumentFacts]) -> dict[str, FamilySummary]:
    """Return the family of each document that has copies."""
    pairs: dict[str, list[DocumentPair]] = {}
    for pair in corpus.pairs:
        for id in pair.ids:
            pairs.setdefault(id, []).append(pair)
    copies: dict[str, list[CopySummary]] = {}
    for duplicate in corpus.duplicates:
        copies.setdefault(duplicate.kept, []).append(_summarise_copy(duplicate, documents))
    families = {}
    for kept, own in copies.items():
        versions = tuple((p.fr if p.en == kept else p.en, p.confidence) for p in pairs.get(kept, ()))
        timeline = _in_order([*_versions(kept, own, versions, documents)])
        families[kept] = FamilySummary(tuple(own), versions, timeline)
    return families


def _summarise_copy(duplicate: Duplicate, documents: Mapping[str, DocumentFacts]) -> CopySummary:
    """Return what a copy changed, if the overlap is known."""
    if not duplicate.spans:
        return CopySummary(duplicate, None, None)
    shares = []
    for side, id in enumerate((duplicate.kept, duplicate.dropped)):
        covered = sum(spans[side].end - spans[side].start for spans in duplicate.spans)
        length = documents[id].length if id in documents else 0
        shares.append(max(0.0, 1 - covered / max(1, length)))
    return CopySummary(duplicate, shares[0], shares[1])


def _versions(
    kept: str,
    copies: Sequence[CopySummary],
    translations: Sequence[tuple[str, float]],
    documents: Mapping[str, DocumentFacts],
) -> Iterator[Version]:
    """Yield the versions of a story: the kept one, its translations and its copies."""

    def version(id: str, relation: str, rank: int = 0) -> Version:
        facts = documents.get(id, DocumentFacts("", 0, ""))
        return Version(facts.published, facts.side, id, relation, rank)

    yield version(kept, message("kept"))
    for id, confidence in translations:
        yield version(id, message("translation, confidence {confidence}", confidence=number_text(confidence, ".2f")))
    for duplicate, left_out, added in copies:
        parts = [translated(duplicate.relation)] if duplicate.relation else []
        parts.append(message(COPY_MESSAGES.get(duplicate.how, "{how} copy, {score}"), **_values(duplicate)))
        if left_out is not None and added is not None:
            shares = {"added": number_text(100 * added, ".0f"), "left_out": number_text(100 * left_out, ".0f")}
            parts.append(message("{added}% of it is new, {left_out}% of the kept one is left out", **shares))
        yield version(duplicate.dropped, "; ".join(parts), RELATION_RANKS.get(duplicate.relation, 0))


def _values(duplicate: Duplicate) -> dict[str, str]:
    return {"how": duplicate.how, "score": number_text(duplicate.score, ".2f")}


def _in_order(versions: Sequence[Version]) -> tuple[Version, ...]:
    """Sort versions by publication, or by their relations to the kept one if not all times are known."""
    if all(version.published for version in versions):
        return tuple(sorted(versions, key=lambda version: (version.published[:10], version.rank, version.published)))
    return tuple(sorted(versions, key=lambda version: (version.rank, version.published)))
