"""What a run found, as a page for people: ``report.html``, and ``report/N.html`` where a corpus is large.

Each page stands alone: no network, no other file, and a content security
policy under which only its own script and style run, whatever a story holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import NamedTuple

from threadpoolctl import threadpool_limits

from aligner.errors import OutputError
from aligner.report.plots import Plot, crossings, plot
from aligner.report.rows import Row, row
from aligner.report.summary import SEVERITIES, count
from aligner.report.top_issues import ReportPosition
from aligner.report.word_links import MOST as LIT
from aligner.report.word_links import links_of
from aligner.types import Corpus, DocumentPair, Segment
from aligner.writers import manifest, records
from aligner.writers.atomic import atomic

MOST = 2000  # segments on a page: what a phone still scrolls smoothly
LISTED = 500  # lines of one list; the rest are in the .jsonl that the page names
NAME = "report.html"


class Part(NamedTuple):
    """A pair's segments, or as many of them as one page holds."""

    number: int  # of the pair, from 1
    pair: DocumentPair
    rows: tuple[Row, ...]

    @property
    def plot(self) -> Plot:
        """Its dot-plot."""
        return plot(self.rows)

    @property
    def crossings(self) -> dict[int, int]:
        """Where its moved passages lead."""
        return crossings(self.rows)

    @property
    def kept(self) -> int:
        return sum(row.segment.kept for row in self.rows)

    @property
    def doubtful(self) -> int:
        return sum(row.doubtful for row in self.rows)


class Page(NamedTuple):
    """What the index says of a page."""

    name: str
    numbers: tuple[int, int]  # of its first and its last pair
    ends: tuple[str, str]  # their English documents
    segments: int
    doubtful: int
    last: ReportPosition


def write(corpus: Corpus, folder: Path, *, most: int = MOST) -> list[Path]:
    """Write the report of `corpus` into `folder`: its figures, then each pair side by side.

    A corpus of more than `most` segments is spread over ``report/N.html``;
    ``report.html`` is then the index. Documents and segments are iterated
    twice and never held, but for one page of them.

    Returns
    -------
    list[Path]
        The files written, ``report.html`` last.

    Raises
    ------
    OutputError
        When the folder or disk refuses; no half file is left then.
    """
    from aligner.report.template import render

    figures = count(corpus)
    common = {"figures": figures, "signature": corpus.signature, "severities": SEVERITIES, "listed": LISTED}
    found = _pages(corpus, most)
    paged = figures.segments > most
    pages: list[Page] = []
    for number, parts in enumerate(found if paged else (), 1):
        pages.append(_sum_up(number, parts))
        more = sum(page.segments for page in pages) < figures.segments
        with atomic(folder / pages[-1].name) as handle:
            handle.writelines(render("page.html.j2", number=number, parts=parts, more=more, **common))
    with atomic(folder / NAME) as handle:
        home = {each.place: _home(each.place, pages) for each in figures.worst}
        handle.writelines(render("report.html.j2", pages=pages, parts=next(found, []), home=home, **common))
    _remove_pages(folder / "report", len(pages))
    return [*(folder / page.name for page in pages), folder / NAME]


def rewrite(folder: Path) -> Path:
    """Write the report of the run in `folder` anew and note it in the manifest.

    Raises
    ------
    InputError
        When `folder` holds no whole run.
    OutputError
    """
    corpus = records.read_corpus(folder)
    files = write(corpus, folder)
    whole = manifest.read(folder)
    others = {name: entry for name, entry in whole["files"].items() if name != NAME and not name.startswith("report/")}
    # As manifest.write has it, without reading the large files again.
    mine = {
        file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": manifest.digest(file)}
        for file in files
    }
    with atomic(folder / "manifest.json") as handle:
        handle.write(json.dumps({**whole, "files": others | mine}, indent=1, sort_keys=True) + "\n")
    return files[-1]


def _pages(corpus: Corpus, most: int) -> Iterator[list[Part]]:
    """The parts of each page: whole pairs, unless one is larger than a page."""
    page: list[Part] = []
    room = most
    for part in _parts(corpus, most):
        if page and len(part.rows) > room:
            yield page
            page, room = [], most
        page.append(part)
        room -= len(part.rows)
    if page:
        yield page


def _sum_up(number: int, parts: list[Part]) -> Page:
    first, last = parts[0], parts[-1]
    return Page(
        name=f"report/{number}.html",
        numbers=(first.number, last.number),
        ends=(first.pair.en, last.pair.en),
        segments=sum(len(part.rows) for part in parts),
        doubtful=sum(part.doubtful for part in parts),
        last=ReportPosition(last.number, last.rows[-1].number),
    )


def _home(place: ReportPosition, pages: Iterable[Page]) -> str:
    """The address of a segment from the first page."""
    page = next((page.name for page in pages if place <= page.last), "")
    return f"{page}#p{place.pair}-{place.number}"


def _parts(corpus: Corpus, most: int) -> Iterator[Part]:
    known = {pair[:2]: pair for pair in corpus.pairs}
    groups = groupby(corpus.segments, key=lambda segment: (segment.en_doc, segment.fr_doc))
    lit = 0
    for number, (ids, segments) in enumerate(groups, 1):
        pair = known.get(ids) or DocumentPair(*ids, 0.0, {})
        numbered: Iterable[tuple[int, Segment]] = enumerate(segments, 1)
        while taken := list(islice(numbered, most)):
            with threadpool_limits(1):  # the tables of words are small: threads would wait for one another
                rows = tuple(row(at, each, links_of(each) if lit + at <= LIT else "") for at, each in taken)
            yield Part(number, pair, rows)
        lit += rows[-1].number


def _remove_pages(folder: Path, last: int) -> None:
    """Remove the pages of an earlier, larger report."""
    try:
        for path in folder.glob("*.html"):
            if path.stem.isdecimal() and int(path.stem) > last:
                path.unlink()
    except OSError as error:
        raise OutputError(f"cannot remove an old page of {folder}: {error.strerror}; remove that folder") from error
