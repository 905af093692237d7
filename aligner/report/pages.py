"""The pages of a large corpus, and the page that searches all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from aligner.errors import OutputError
from aligner.report.sections import PairPart
from aligner.report.template import escape_visibly, render, split_at_gap
from aligner.report.top_issues import ReportPosition
from aligner.writers.atomic import open_atomic

SEARCH_NAME = "report/search.html"
MAX_INDEXED_CHARS = 300  # of a text, for a page that opens at once
MAX_INDEX_CHARS = 30_000_000  # of all texts; those that follow are not found


class Page(NamedTuple):
    """The entry of a page in the index."""

    name: str
    numbers: tuple[int, int]  # of its first and last pair
    ends: tuple[str, str]  # the English documents of these
    segments: int
    doubtful: int
    last: ReportPosition


def divide(pair_sizes: Iterable[int], page_segments: int) -> list[int]:
    """Return the number of parts of each page: whole pairs, unless one is larger than a page."""
    pages: list[int] = []
    room = 0
    for pair_size in pair_sizes:
        for start in range(0, pair_size, page_segments):
            size = min(page_segments, pair_size - start)
            if size > room:
                pages.append(0)
                room = page_segments
            pages[-1] += 1
            room -= size
    return pages


def write_pages(
    folder: Path, parts: Iterator[PairPart], sizes: Sequence[int], common: Mapping[str, object]
) -> list[Page]:
    """Write pages of as many parts as `sizes` has, and the page that searches them."""
    pages: list[Page] = []
    room = MAX_INDEX_CHARS
    head, tail = split_at_gap(render("search.html.j2", **common))
    with open_atomic(folder / SEARCH_NAME) as index:
        index.write(head)
        for number, size in enumerate(sizes, 1):
            own = list(islice(parts, size))
            pages.append(_describe(number, own))
            with open_atomic(folder / pages[-1].name) as handle:
                handle.writelines(render("page.html.j2", number=number, parts=own, last=len(sizes), **common))
            for line in _index_lines(number, own):
                room -= len(line)
                if room >= 0:
                    index.write(line)
        index.write(tail)
    return pages


def _index_lines(page: int, parts: Iterable[PairPart]) -> Iterator[str]:
    """Yield a line for each segment: its page, pair, number and texts, separated by tabs."""
    for part in parts:
        for number, segment in enumerate(part.segments, part.start):
            texts = (" ".join(text[:MAX_INDEXED_CHARS].split()) for text in (segment.en_text, segment.fr_text))
            yield escape_visibly("\t".join([str(page), str(part.number), str(number), *texts])) + "\n"


def _describe(number: int, parts: Sequence[PairPart]) -> Page:
    first, last = parts[0], parts[-1]
    return Page(
        name=f"report/{number}.html",
        numbers=(first.number, last.number),
        ends=(first.pair.en, last.pair.en),
        segments=sum(part.size for part in parts),
        doubtful=sum(part.doubtful for part in parts),
        last=ReportPosition(last.number, last.last),
    )


def address(position: ReportPosition, pages: Iterable[Page]) -> str:
    """Return the link from the first page to a segment."""
    page = next((page.name for page in pages if position <= page.last), "")
    return f"{page}#p{position.pair}-{position.number}"


def remove_pages(folder: Path, last: int) -> None:
    """Remove the pages of an earlier, larger report."""
    try:
        for path in folder.glob("*.html"):
            if (path.stem.isdecimal() and int(path.stem) > last) or (not last and path.name == Path(SEARCH_NAME).name):
                path.unlink()
    except OSError as error:
        raise OutputError(
            f"cannot remove an old page from {folder}: {error.strerror}; remove the folder and try again"
        ) from error
