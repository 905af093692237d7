"""The sections of the report, one for each pair of documents: its dot-plot, and its segments side by side.

The body of a section can be kept for the next run. A new pair changes the
numbers of those that follow it, so a mark has the place of the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import chain, groupby, islice, repeat
from typing import Any, NamedTuple

from markupsafe import Markup
from threadpoolctl import ThreadpoolController

from aligner.messages import reader
from aligner.report.plots import Plot, draw_plot, find_crossings
from aligner.report.rows import Row, is_doubtful, make_row
from aligner.report.template import PACKAGE, read_resource, template_environment
from aligner.report.word_links import MAX_LINKED_SEGMENTS, links_of
from aligner.types import Corpus, DocumentPair, Segment

NUMBER = "\N{NULL}"  # of the pair, in a body that is kept; HTML contains no such character
TEMPLATES = ("pairs.html.j2", "bead.html.j2")
Remember = Callable[[object, Callable[[], str]], str]
"""Returns the text that a function makes, or an earlier one that was made of equal values."""


class PairPart(NamedTuple):
    """The segments of a pair, or as many of them as one page holds.

    number, start : of the pair and of its first segment, from 1
    kept, doubtful : numbers of segments
    """

    number: int
    pair: DocumentPair
    start: int
    segments: Sequence[Segment]
    kept: int
    doubtful: int
    body: Markup

    @property
    def size(self) -> int:
        """The number of segments."""
        return len(self.segments)

    @property
    def last(self) -> int:
        """The number of the last segment."""
        return self.start + self.size - 1


class Body(NamedTuple):
    """What the body of a section shows."""

    number: Markup
    rows: tuple[Row, ...]

    @property
    def plot(self) -> Plot:
        """The dot-plot."""
        return draw_plot(self.rows)

    @property
    def crossings(self) -> dict[int, int]:
        """The positions of moved passages."""
        return find_crossings(self.rows)


def make_new(dependencies: object, make: Callable[[], str]) -> str:
    """Make a text, without one of an earlier run."""
    return make()


def parts_of(corpus: Corpus, page_segments: int, remember: Remember = make_new) -> Iterator[PairPart]:
    """Yield the segments of each pair, in parts of at most `page_segments`."""
    known = {pair.ids: pair for pair in corpus.pairs}
    groups = groupby(corpus.segments, key=lambda segment: segment.ids)
    linked = 0
    for number, (ids, segments) in enumerate(groups, 1):
        pair = known.get(ids) or DocumentPair(ids[0], ids[1], 0.0, {})
        start = 1
        while batch := list(islice(segments, page_segments)):
            room = max(0, min(len(batch), MAX_LINKED_SEGMENTS - linked))
            yield _make_part(number, pair, start, batch, room, remember)
            start += len(batch)
            linked += len(batch)


def _make_part(
    number: int, pair: DocumentPair, start: int, segments: Sequence[Segment], linked: int, remember: Remember
) -> PairPart:
    """Return a part; the words of its first segments are linked."""
    body = remember((_template_digest(), reader(), start, linked, segments), lambda: _render(start, segments, linked))
    return PairPart(
        number,
        pair,
        start,
        segments,
        sum(segment.kept for segment in segments),
        sum(map(is_doubtful, segments)),
        Markup(body.replace(NUMBER, str(number))),
    )


def _render(start: int, segments: Sequence[Segment], linked: int) -> str:
    texts = [(segment.en_text, segment.fr_text) for segment in segments[:linked]]
    with _threads().limit(limits=1):  # the tables of words are small: more threads would only wait for each other
        words = chain(links_of(texts), repeat(""))
        rows = tuple(make_row(number, segment, next(words)) for number, segment in enumerate(segments, start))
    macros: Any = template_environment(PACKAGE).get_template(TEMPLATES[0]).module
    return str(macros.body(Body(Markup(NUMBER), rows)))


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()  # finding the libraries that have threads takes a millisecond


@cache
def _template_digest() -> str:
    return sha256("".join(map(read_resource, TEMPLATES)).encode()).hexdigest()
