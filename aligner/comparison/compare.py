"""Compare two versions of a story in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.comparison.changes import changes_of
from aligner.comparison.compared_text import ComparedText
from aligner.comparison.elsewhere import find_elsewhere
from aligner.comparison.passage import MIN_KEPT_IN_REWRITTEN, Change, Passage
from aligner.comparison.quoted import quoted_changes
from aligner.comparison.rewrite import changes_of_facts
from aligner.comparison.word_diff import rising
from aligner.types import Document, Span

MIN_REWRITTEN = 0.5  # share of rewritten passages from which missing sentences are sought anywhere
MAX_HEADLINE_CHARS = 200  # characters of a first line that is a headline
_SENTENCE_END = re.compile(r"[.!?…][\"”»’')\]]*\Z")
_WORDING_CODES = ("wording.changed", "wording.rewritten", "wording.moved", "omission.part", "addition.part")
_BROAD_CODES = (*_WORDING_CODES, "sentence.moved")  # of whole sentences, in which facts may be changed, too
PassageSpans = tuple[Span, Span]


class Comparison(NamedTuple):
    """What one text has changed of another.

    changes : in the order of the text here, those of layout and spelling left out
    layout : the places where only the spelling, the punctuation or the division into sentences differs
    elsewhere : offsets of the sentences here, and of those there, without a counterpart whose content is elsewhere
    """

    changes: tuple[Change, ...]
    layout: tuple[Change, ...]
    elsewhere: tuple[frozenset[Span], frozenset[Span]]


def compare(here: Document, there: Document, passages: Sequence[PassageSpans]) -> Comparison:
    """Compare two documents of one language.

    Parameters
    ----------
    passages : sequence of pairs of Span
        The offsets of sentences that belong together; one of a pair is empty where a text lacks sentences.
    """
    texts = ComparedText(here), ComparedText(there)
    full = [spans for spans in passages if _is_full(spans)]
    changed = [Passage(texts, spans) for spans in full if here.text[slice(*spans[0])] != there.text[slice(*spans[1])]]
    elsewhere: tuple[frozenset[Span], frozenset[Span]] = (frozenset(), frozenset())
    alone = [spans for spans in passages if not _is_full(spans)]
    if sum(not passage.exact for passage in changed) >= max(1, MIN_REWRITTEN * len(full)):
        changed = [Passage(texts, passage.spans, MIN_KEPT_IN_REWRITTEN) for passage in changed]
    changes = [*_moved(full), *(change for passage in changed for change in _passage_changes(passage))]
    rewritten = [passage.spans for passage in changed if passage.in_rewrite or not passage.exact]
    if rewritten:
        changes += _of_rewritten(texts, [*rewritten, *alone], changes)
    if any(passage.in_rewrite for passage in changed):
        elsewhere = find_elsewhere(texts, alone, changes)
    layout = [change for change in changes if change.code == "layout.changed"]
    ordered = sorted((change for change in changes if change.code != "layout.changed"), key=lambda item: item.here)
    return Comparison(tuple(ordered), tuple(sorted(layout, key=lambda item: item.here)), elsewhere)


def _of_rewritten(
    texts: tuple[ComparedText, ComparedText], passages: Sequence[PassageSpans], known: Sequence[Change]
) -> list[Change]:
    """Return the changes of the quotations and facts of rewritten passages that are not known from the words."""
    quoted = list(quoted_changes(texts, [spans[0] for spans in passages]))
    places = [change.here for change in (*known, *quoted) if change.code not in _BROAD_CODES]
    return [*quoted, *changes_of_facts(texts, passages, places)]


def _is_full(spans: PassageSpans) -> bool:
    return spans[0][0] < spans[0][1] and spans[1][0] < spans[1][1]


def _moved(full: Sequence[PassageSpans]) -> Iterator[Change]:
    """Yield the passages that are in another place."""
    kept = {*rising([spans[1][0] for spans in full])}
    yield from (Change("sentence.moved", *spans, note="moved") for at, spans in enumerate(full) if at not in kept)


def _passage_changes(passage: Passage) -> Iterator[Change]:
    found = list(changes_of(passage))
    yield from _of_headline(found, passage.spans) if _are_headlines(passage.texts, passage.spans) else found
    if not found:
        yield Change("layout.changed", *_first_difference(passage.texts, passage.spans), note="layout")


def _are_headlines(texts: tuple[ComparedText, ComparedText], spans: PassageSpans) -> bool:
    """Return whether a passage is the first line of both texts, without a full stop."""
    for text, (start, end) in zip(texts, spans, strict=True):
        line = text.text[start:end]
        if text.text[:start].strip() or len(line) > MAX_HEADLINE_CHARS or _SENTENCE_END.search(line):
            return False
        if not text.text[end:].startswith("\n"):
            return False
    return True


def _of_headline(changes: Sequence[Change], spans: PassageSpans) -> Iterator[Change]:
    """Yield the changes of a headline, those of its words as one."""
    yield from (change for change in changes if change.code not in _WORDING_CODES)
    if any(change.code in _WORDING_CODES for change in changes):
        yield Change("headline.rewritten", *spans)


def _first_difference(texts: tuple[ComparedText, ComparedText], spans: PassageSpans) -> PassageSpans:
    """Return the first chunks between spaces that differ."""
    chunks = [
        [
            (found[0], (start + found.start(), start + found.end()))
            for found in re.finditer(r"\S+", text.text[start:end])
        ]
        for text, (start, end) in zip(texts, spans, strict=True)
    ]
    pairs = zip(*chunks, strict=False)
    return next(((one, two) for (a, one), (b, two) in pairs if a != b), (chunks[0][-1][1], chunks[1][-1][1]))
