"""Compare two versions of a story in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.comparison.changes import changes_of
from aligner.comparison.compared_text import ComparedText
from aligner.comparison.elsewhere import find_elsewhere
from aligner.comparison.named_sources import with_named_sources
from aligner.comparison.paragraphs import PassageSpans, compare_paragraphs, is_full
from aligner.comparison.passage import MIN_KEPT_IN_REWRITTEN, Change, Passage
from aligner.comparison.quoted import quoted_changes
from aligner.comparison.rewrite import changes_of_facts
from aligner.comparison.weight import weigh_reworded, weigh_unquoted
from aligner.comparison.word_diff import rising
from aligner.text.story_parts import StoryParts, read_parts
from aligner.types import Document, Span

MAX_CLOSING_CHARS = 3  # of a quotation at the end of its last sentence: a mark, a space and a full stop
MIN_REWRITTEN = 0.5  # share of rewritten passages from which missing sentences are sought anywhere
_WORDING_CODES = ("wording.changed", "wording.rewritten", "wording.moved", "omission.part", "addition.part")
# Of whole sentences and paragraphs, in which facts may be changed, too.
_BROAD_CODES = (*_WORDING_CODES, "headline.rewritten", "lead.rewritten")


class Comparison(NamedTuple):
    """What one text has changed of another.

    changes : in the order of the text here, those of layout left out
    layout : the places where only punctuation, spacing or the division into sentences differs
    alone : the passages of paragraphs in both texts that only one of them has
    """

    changes: tuple[Change, ...]
    layout: tuple[Change, ...]
    alone: tuple[PassageSpans, ...]


def compare(here: Document, there: Document, passages: Sequence[PassageSpans]) -> Comparison:
    """Compare two documents of one language.

    Parameters
    ----------
    passages : sequence of pairs of Span
        The offsets of sentences that belong together; one of a pair is empty where a text lacks sentences.
    """
    texts, parts = (ComparedText(here), ComparedText(there)), (read_parts(here), read_parts(there))
    passages = [spans for pair in passages for spans in _of_report(pair, parts)]
    full = [spans for spans in passages if is_full(spans)]
    alone = [spans for spans in passages if not is_full(spans)]
    changed = [Passage(texts, spans) for spans in full if here.text[slice(*spans[0])] != there.text[slice(*spans[1])]]
    if sum(not passage.exact for passage in changed) >= max(1, MIN_REWRITTEN * len(full)):
        changed = [Passage(texts, passage.spans, MIN_KEPT_IN_REWRITTEN) for passage in changed]
    changes = [change for passage in changed for change in _passage_changes(passage, parts)]
    rewritten = [passage.spans for passage in changed if passage.in_rewrite or not passage.exact]
    in_rewrite = any(passage.in_rewrite for passage in changed)
    if rewritten:
        changes += _of_rewritten(texts, [*rewritten, *(alone if in_rewrite else ())], changes)
    elsewhere = _elsewhere(texts, alone, changes) if in_rewrite else (frozenset[Span](), frozenset[Span]())
    paragraphs = compare_paragraphs(parts, passages, elsewhere)
    cut = [spans for spans in paragraphs.alone if _is_cut(texts[1], spans, full)]
    changes = with_named_sources(changes, here, there)
    changes += [*paragraphs.changes, *_moved(full, paragraphs.changes), *(_shortened(texts[1], spans) for spans in cut)]
    layout = [change for change in changes if change.code == "layout.changed"]
    ordered = sorted((change for change in changes if change.code != "layout.changed"), key=lambda item: item.here)
    layout.sort(key=lambda item: item.here)
    return Comparison(tuple(ordered), tuple(layout), tuple(spans for spans in paragraphs.alone if spans not in cut))


def _of_report(spans: PassageSpans, parts: tuple[StoryParts, StoryParts]) -> Iterator[PassageSpans]:
    """Yield a passage without its dateline and what signs it; nothing if it is a byline, a credit or a signature."""
    trimmed = list(spans)
    for own, part in enumerate(parts):
        for line in part.lines:
            start, end = trimmed[own]
            if line.kind == "dateline" and start <= line.span[0] < end:
                trimmed[own] = max(start, part.lead[0]), end
            elif start <= line.span[0] < end:
                trimmed[own] = start, max(start, min(end, part.paragraphs[-1][1] if part.paragraphs else start))
        if spans[own][0] < spans[own][1] and trimmed[own][0] >= trimmed[own][1]:
            return
    yield trimmed[0], trimmed[1]


def _of_rewritten(
    texts: tuple[ComparedText, ComparedText], passages: Sequence[PassageSpans], known: Sequence[Change]
) -> list[Change]:
    """Return the changes of the quotations and facts of rewritten passages that are not known from the words."""
    quoted = list(quoted_changes(texts, [spans[0] for spans in passages]))
    places = [change.here for change in (*known, *quoted) if change.code not in _BROAD_CODES]
    return [*quoted, *changes_of_facts(texts, passages, places)]


def _elsewhere(
    texts: tuple[ComparedText, ComparedText], alone: Sequence[PassageSpans], changes: Sequence[Change]
) -> tuple[frozenset[Span], frozenset[Span]]:
    """Return the passages without a counterpart whose content is elsewhere: in whole, or in a fact that was changed."""
    found = find_elsewhere(texts, alone, changes)
    full = [change for change in changes if is_full((change.here, change.there)) and change.code not in _BROAD_CODES]
    places = [change.here for change in full], [change.there for change in full]
    here, there = (
        kept | {spans[own] for spans in alone if any(_contains(spans[own], place) for place in places[own])}
        for own, kept in enumerate(found)
    )
    return here, there


def _contains(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _is_cut(there: ComparedText, spans: PassageSpans, full: Sequence[PassageSpans]) -> bool:
    """Return whether a sentence that is left out is part of a quotation whose other sentences are kept."""
    start, end = spans[1]
    quotation = there.quotation_at(start) if start < end else None
    if quotation is None or there.quotation_at(max(start, end - MAX_CLOSING_CHARS)) != quotation:
        return False
    return any(kept[1][0] < quotation[1] and quotation[0] < kept[1][1] for kept in full)


def _shortened(there: ComparedText, spans: PassageSpans) -> Change:
    severity = weigh_unquoted(there.text[slice(*spans[1])], there.side)
    return Change("quote.shortened", *spans, severity, "quotation")


def _moved(full: Sequence[PassageSpans], paragraphs: Sequence[Change]) -> Iterator[Change]:
    """Yield the passages that are in another place, without those of paragraphs that were moved as a whole."""
    whole = [change.here for change in paragraphs if change.code == "paragraph.moved"]
    rest = [spans for spans in full if not any(start <= spans[0][0] < end for start, end in whole)]
    kept = {*rising([spans[1][0] for spans in rest])}
    yield from (Change("sentence.moved", *spans, note="moved") for at, spans in enumerate(rest) if at not in kept)


def _passage_changes(passage: Passage, parts: tuple[StoryParts, StoryParts]) -> Iterator[Change]:
    found = list(changes_of(passage))
    code = _whole_code(passage, parts)
    if code == "headline.rewritten" or (code and not passage.exact):
        yield from _of_whole(found, passage, code)
    else:
        yield from found
    if not found:
        yield Change("layout.changed", *_first_difference(passage.texts, passage.spans), note="layout")


def _whole_code(passage: Passage, parts: tuple[StoryParts, StoryParts]) -> str:
    """Return the code for other words in the headlines or in a lead, "" for other passages."""
    pairs = zip(passage.texts, passage.spans, strict=True)
    if all(text.in_headline(start) for text, (start, _) in pairs):
        return "headline.rewritten"
    is_lead = len(parts[1].paragraphs) > 1 and passage.spans[1][0] == parts[1].lead[0]
    return "lead.rewritten" if is_lead else ""


def _of_whole(changes: Sequence[Change], passage: Passage, code: str) -> Iterator[Change]:
    """Yield the changes of a headline or a lead, those of its words as one."""
    yield from (change for change in changes if change.code not in _WORDING_CODES)
    if any(change.code in _WORDING_CODES for change in changes):
        here, there = (text.text[slice(*span)] for text, span in zip(passage.texts, passage.spans, strict=True))
        yield Change(code, *passage.spans, weigh_reworded(here, there, passage.side))


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
