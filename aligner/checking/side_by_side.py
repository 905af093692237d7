"""Lay out two texts side by side: rows of corresponding paragraphs, cut into pieces at what is marked in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from aligner.checking.versions import Version
from aligner.text.cleaning.edits import original_spans, undo
from aligner.types import SEVERITIES, Document, Severity, Side, Span


class ShownText(NamedTuple):
    """A text as it was read; `paragraphs` are the offsets at which its paragraphs start, the first of them 0."""

    document: str
    side: Side
    text: str
    paragraphs: tuple[int, ...]


class SideBySide(NamedTuple):
    """A document with the version that it was compared with.

    other : None for a document that was checked alone
    passages : spans of both texts that correspond
    """

    own: ShownText
    other: ShownText | None = None
    passages: tuple[tuple[Span, Span], ...] = ()


class Mark(NamedTuple):
    """A mark on a passage of a text.

    id, target : of its own place in the page, and of what it leads to
    label : what it is, in words
    """

    span: Span
    id: str
    target: str
    label: str
    severity: Severity


class Piece(NamedTuple):
    """A piece of a paragraph: how severe what it shows is, and the marks that start before and end after it."""

    text: str
    severity: Severity | None = None
    starts: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()


Paragraph = tuple[Piece, ...]


def lay_side_by_side(document: Document, versions: Sequence[Version]) -> SideBySide:
    """Return a document with the first version that it was compared with, if any; all offsets are of texts as read."""
    view = versions[0].view if versions else None
    if view is None or view.other is None:
        return SideBySide(_as_shown(document))
    other = view.other
    spans = [spans for spans in view.spans if spans[0][0] < spans[0][1] and spans[1][0] < spans[1][1]]
    here = original_spans(document.steps, [own for own, _ in spans])
    there = original_spans(other.steps, [theirs for _, theirs in spans])
    return SideBySide(_as_shown(document), _as_shown(other), tuple(zip(here, there, strict=True)))


def _as_shown(document: Document) -> ShownText:
    firsts = {sentence.paragraph: sentence.start for sentence in reversed(document.sentences)}
    starts = original_spans(document.steps, [(start, start + 1) for start in sorted(firsts.values())])
    text = undo(document.text, document.steps)
    return ShownText(document.id, document.side, text, (0, *(start for start, _ in starts[1:])))


def align_paragraphs(both: SideBySide) -> Iterator[tuple[range, range]]:
    """Yield rows of paragraphs by their numbers, each paragraph once and in the order of its text.

    Passages that are in another place in the other text, against the order of most, do not count. Paragraphs without a
    counterpart share a row with those that the other text has there.
    """
    sizes = len(both.own.paragraphs), len(both.other.paragraphs) if both.other else 0
    row = (0, 0), (0, 0)
    for own, theirs in (*_longest_chain(sorted(_links(both))), sizes):
        (first, end), (first_there, end_there) = row
        if (own < end or theirs < end_there) and (own, theirs) != sizes:
            row = (first, max(end, own + 1)), (first_there, max(end_there, theirs + 1))
            continue
        for rows in ((range(first, end), range(first_there, end_there)), (range(end, own), range(end_there, theirs))):
            if any(rows):
                yield rows
        row = (own, own + 1), (theirs, theirs + 1)


def _links(both: SideBySide) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the paragraphs in which corresponding passages start and end."""
    if both.other:
        for here, there in both.passages:
            for own, theirs in ((here[0], there[0]), (here[1] - 1, there[1] - 1)):
                yield bisect_right(both.own.paragraphs, own) - 1, bisect_right(both.other.paragraphs, theirs) - 1


def _longest_chain(links: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most links, of those sorted by their first numbers, whose second numbers never go back."""
    ends, lasts, before = list[int](), list[int](), list[int]()
    for index, (_, theirs) in enumerate(links):
        length = bisect_right(ends, theirs)
        before.append(lasts[length - 1] if length else -1)
        ends[length : length + 1], lasts[length : length + 1] = [theirs], [index]
    chain, index = list[tuple[int, int]](), lasts[-1] if lasts else -1
    while index >= 0:
        chain.append(links[index])
        index = before[index]
    return chain[::-1]


def cut(shown: ShownText, marks: Iterable[Mark]) -> list[Paragraph]:
    """Cut the paragraphs of a text at its marks; a mark between two of them is moved to the end of the first."""
    bounds = list(_bounds(shown))
    inside: list[list[Mark]] = [[] for _ in bounds]
    for mark in marks:
        start, end = _without_blanks(shown.text, *mark.span)
        first, last = _paragraph_at(shown, start), _paragraph_at(shown, max(start, end - 1))
        for number in range(first, last + 1):
            low, high = bounds[number]
            span = min(max(start, low), high), min(max(end, low), high)
            inside[number].append(mark._replace(span=span, id=mark.id if number == first else ""))
    return [tuple(_pieces(shown.text, span, own)) for span, own in zip(bounds, inside, strict=True)]


def _bounds(shown: ShownText) -> Iterator[Span]:
    for start, end in zip(shown.paragraphs, (*shown.paragraphs[1:], len(shown.text)), strict=True):
        yield _without_blanks(shown.text, start, end)


def _without_blanks(text: str, start: int, end: int) -> Span:
    """Return a span without the blanks around its text; blanks alone stay."""
    inner = text[start:end]
    if not inner.strip():
        return start, end
    return end - len(inner.lstrip()), start + len(inner.rstrip())


def _paragraph_at(shown: ShownText, offset: int) -> int:
    return max(0, bisect_right(shown.paragraphs, offset) - 1)


def _pieces(text: str, span: Span, marks: Iterable[Mark]) -> Iterator[Piece]:
    """Yield the pieces of a paragraph; a place without text, where something was left out, is an empty piece."""
    changes: dict[int, tuple[list[Mark], list[Mark], list[Mark]]] = {place: ([], [], []) for place in span}
    for mark in marks:
        start, end = mark.span
        for kind, place in ((1, start),) if start == end else ((0, start), (2, end)):
            changes.setdefault(place, ([], [], []))[kind].append(mark)
    done, shown = span[0], list[Mark]()
    for place, (starts, empty, ends) in sorted(changes.items()):
        if done < place:
            begun = tuple(mark for mark in shown if mark.span[0] == done)
            yield Piece(text[done:place], _severest(shown), begun, tuple(ends))
        if empty:
            yield Piece("", _severest(empty), tuple(empty), tuple(empty))
        shown = [*(mark for mark in shown if mark not in ends), *starts]
        done = place


def _severest(marks: Iterable[Mark]) -> Severity | None:
    return min((mark.severity for mark in marks), key=SEVERITIES.index, default=None)
