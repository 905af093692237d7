"""How far a version keeps the sentences and the order of the words of another one.

A spinner exchanges words in place; a rewrite has other sentences.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol

from aligner.text.words.segment_words import SegmentWords
from aligner.types import Document, Span

MAX_STEP = 5  # words between the counterparts of the words before and after an exchanged one
# Of `framed_share` and half of `single_share`: spun news has 0.9, free translators have 0.75, rewritten news 0.6.
MIN_KEPT_ORDER = 0.8
MIN_SINGLE_SHARE = 0.85  # of sentences with one counterpart from which a version is no rewrite


class ComparedVersions(Protocol):
    """Two versions and their aligned passages: a `View`."""

    @property
    def document(self) -> Document:
        """One version."""

    @property
    def other(self) -> Document | None:
        """The other version."""

    @property
    def spans(self) -> Sequence[tuple[Span, Span]]:
        """The offsets of sentences that belong together, in both."""

    @property
    def full(self) -> Sequence[tuple[object, SegmentWords]]:
        """The passages with a text on both sides, with their words."""


def keeps_order(versions: ComparedVersions) -> bool:
    """Return whether one version has the sentences and the order of words of the other, whatever the words are."""
    return framed_share([words for _, words in versions.full]) + single_share(versions) / 2 >= MIN_KEPT_ORDER


def is_rewrite(versions: ComparedVersions) -> bool:
    """Return whether one version neither has the sentences of the other nor its order of words."""
    return single_share(versions) < MIN_SINGLE_SHARE and not keeps_order(versions)


def single_share(versions: ComparedVersions) -> float:
    """Return the share of the sentences of two versions that have one sentence as their counterpart."""
    assert versions.other is not None, "only versions are compared"
    counts = [
        _sentence_counts(document, [spans[own] for spans in versions.spans])
        for own, document in enumerate((versions.document, versions.other))
    ]
    single = sum(2 for one, two in zip(*counts, strict=True) if one == two == 1)
    return single / max(1, sum(map(sum, counts)))


def _sentence_counts(document: Document, spans: Sequence[Span]) -> list[int]:
    starts = [sentence.start for sentence in document.sentences]
    return [bisect_left(starts, end) - bisect_left(starts, start) for start, end in spans]


def framed_share(passages: Sequence[SegmentWords]) -> float:
    """Return the share of uncovered words between two words whose counterparts follow each other, too."""
    total = sum(len(words.uncovered_here) for words in passages)
    return sum(_is_framed(words, index) for words in passages for index in words.uncovered_here) / max(1, total)


def _is_framed(words: SegmentWords, index: int) -> bool:
    before, after = (
        next((words.links[near] for near in (index + step, index + 2 * step) if near in words.links), -1)
        for step in (-1, 1)
    )
    return before >= 0 and 0 < after - before <= MAX_STEP
