"""The report of a run: ``report.html``, and ``report/N.html`` for a large corpus.

Each page is self-contained: it needs no network and no other file, and its
content security policy allows only its own script and style, whatever the
stories contain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice, repeat
from pathlib import Path
from typing import NamedTuple

from threadpoolctl import ThreadpoolController

from aligner.errors import OutputError
from aligner.report.plots import Plot, draw_plot, find_crossings
from aligner.report.rows import Row, make_row
from aligner.report.summary import summarise
from aligner.report.top_issues import ReportPosition
from aligner.report.word_links import MAX_LINKED_SEGMENTS, links_of
from aligner.types import SEVERITIES, Corpus, DocumentPair, Segment
from aligner.writers import manifest, records
from aligner.writers.atomic import open_atomic

MAX_PAGE_SEGMENTS = 2000  # segments of a page that a phone still scrolls smoothly
MAX_LIST_LINES = 500  # lines of a list; the rest are in the .jsonl file that the page names
REPORT_NAME = "report.html"


class PairPart(NamedTuple):
    """The segments of a pair, or as many of them as one page holds."""

    number: int  # of the pair, from 1
    pair: DocumentPair
    rows: tuple[Row, ...]

    @property
    def plot(self) -> Plot:
        """The dot-plot."""
        return draw_plot(self.rows)

    @property
    def crossings(self) -> dict[int, int]:
        """The positions of moved passages."""
        return find_crossings(self.rows)

    @property
    def kept(self) -> int:
        """The number of segments that the run kept."""
        return sum(row.segment.kept for row in self.rows)

    @property
    def doubtful(self) -> int:
        """The number of doubtful segments."""
        return sum(row.doubtful for row in self.rows)


class Page(NamedTuple):
    """The entry of a page in the index."""

    name: str
    numbers: tuple[int, int]  # of its first and last pair
    ends: tuple[str, str]  # the English documents of these
    segments: int
    doubtful: int
    last: ReportPosition


def write_report(corpus: Corpus, folder: Path, *, page_segments: int = MAX_PAGE_SEGMENTS) -> list[Path]:
    """Write the report of `corpus` into `folder`: a summary, then each pair side by side.

    The segments of a large corpus are on pages of their own, ``report/N.html``,
    and ``report.html`` is the index. Documents and segments are iterated twice;
    only one page of them is in memory at a time.

    Parameters
    ----------
    page_segments : int
        Maximum number of segments of a page.

    Returns
    -------
    list[Path]
        The files written, ``report.html`` last.

    Raises
    ------
    OutputError
        If the folder or disk cannot be written; no incomplete file is left.
    """
    from aligner.report.template import render

    summary = summarise(corpus)
    common = {
        "summary": summary,
        "signature": corpus.signature,
        "severities": SEVERITIES,
        "max_lines": MAX_LIST_LINES,
    }
    contents = _pages(corpus, page_segments)
    paged = summary.segments > page_segments
    pages: list[Page] = []
    for number, parts in enumerate(contents if paged else (), 1):
        pages.append(_describe_page(number, parts))
        more = sum(page.segments for page in pages) < summary.segments
        with open_atomic(folder / pages[-1].name) as handle:
            handle.writelines(render("page.html.j2", number=number, parts=parts, more=more, **common))
    with open_atomic(folder / REPORT_NAME) as handle:
        addresses = {issue.position: _address(issue.position, pages) for issue in summary.top_issues}
        parts = next(contents, [])
        handle.writelines(render("report.html.j2", pages=pages, parts=parts, addresses=addresses, **common))
    _remove_pages(folder / "report", len(pages))
    return [*(folder / page.name for page in pages), folder / REPORT_NAME]


def rewrite_report(folder: Path) -> Path:
    """Write the report of the run in `folder` again and update the manifest.

    Raises
    ------
    InputError
        If `folder` does not contain a complete run.
    OutputError
        If a file cannot be written.
    """
    corpus = records.read_corpus(folder)
    files = write_report(corpus, folder)
    old = manifest.read(folder)
    others = {
        name: entry for name, entry in old["files"].items() if name != REPORT_NAME and not name.startswith("report/")
    }
    # The same entries as those of manifest.write, without reading the large files again.
    own = {
        file.relative_to(folder).as_posix(): {"bytes": file.stat().st_size, "sha256": manifest.file_digest(file)}
        for file in files
    }
    with open_atomic(folder / "manifest.json") as handle:
        handle.write(json.dumps({**old, "files": others | own}, indent=1, sort_keys=True) + "\n")
    return files[-1]


def _pages(corpus: Corpus, page_segments: int) -> Iterator[list[PairPart]]:
    """Yield the parts of each page: whole pairs, unless one is larger than a page."""
    page: list[PairPart] = []
    room = page_segments
    for part in _parts(corpus, page_segments):
        if page and len(part.rows) > room:
            yield page
            page, room = [], page_segments
        page.append(part)
        room -= len(part.rows)
    if page:
        yield page


def _describe_page(number: int, parts: list[PairPart]) -> Page:
    first, last = parts[0], parts[-1]
    return Page(
        name=f"report/{number}.html",
        numbers=(first.number, last.number),
        ends=(first.pair.en, last.pair.en),
        segments=sum(len(part.rows) for part in parts),
        doubtful=sum(part.doubtful for part in parts),
        last=ReportPosition(last.number, last.rows[-1].number),
    )


def _address(position: ReportPosition, pages: Iterable[Page]) -> str:
    """Return the link from the first page to a segment."""
    page = next((page.name for page in pages if position <= page.last), "")
    return f"{page}#p{position.pair}-{position.number}"


def _parts(corpus: Corpus, page_segments: int) -> Iterator[PairPart]:
    known = {pair.ids: pair for pair in corpus.pairs}
    groups = groupby(corpus.segments, key=lambda segment: segment.ids)
    threads = ThreadpoolController()  # finding the libraries that have threads takes a millisecond
    linked = 0
    for number, (ids, segments) in enumerate(groups, 1):
        pair = known.get(ids) or DocumentPair(ids[0], ids[1], 0.0, {})
        numbered: Iterable[tuple[int, Segment]] = enumerate(segments, 1)
        while batch := list(islice(numbered, page_segments)):
            with threads.limit(limits=1):  # the tables of words are small: more threads would only wait for each other
                texts = [(segment.en_text, segment.fr_text) for _, segment in batch]
                room = max(0, MAX_LINKED_SEGMENTS - linked - batch[0][0] + 1)
                words = chain(links_of(texts[:room]), repeat(""))
                rows = tuple(make_row(index, segment, next(words)) for index, segment in batch)
            yield PairPart(number, pair, rows)
        linked += rows[-1].number


def _remove_pages(folder: Path, last: int) -> None:
    """Remove the pages of an earlier, larger report."""
    try:
        for path in folder.glob("*.html"):
            if path.stem.isdecimal() and int(path.stem) > last:
                path.unlink()
    except OSError as error:
        raise OutputError(
            f"cannot remove an old page from {folder}: {error.strerror}; remove the folder and try again"
        ) from error
