"""What a person at a terminal sees: progress, tables, the summary of a run."""

from __future__ import annotations

import json
import logging
import sys
import time
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.report.outlook import threshold_table
from aligner.types import Corpus, Side
from aligner.writers.atomic import atomic
from aligner.writers.escaping import json_line, visible

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from aligner.deduplication.find import DedupResult

PATIENCE = 1.0  # seconds before a bar is worth the flicker
LISTED = 10  # lines of one kind in the summary
LANGUAGES: dict[Side, str] = {"en": "English", "fr": "French"}
STAGES = {"read": "Reading", "encode": "Encoding", "align": "Aligning", "write": "Writing"}


def log(verbose: bool) -> None:
    """Send the library's log to standard error."""
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="%(name)s: %(message)s")


class Bars:
    """Progress by stage, shown only once a run has taken a second."""

    def __init__(self, shown: bool) -> None:
        self.shown = shown
        self.begun = time.monotonic()
        self.progress: Progress | None = None
        self.tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if not self.shown or not total or time.monotonic() - self.begun < PATIENCE:
            return
        if self.progress is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
            self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self.progress.start()
        if stage not in self.tasks:
            self.tasks[stage] = self.progress.add_task(STAGES.get(stage, stage), total=total)
        self.progress.update(self.tasks[stage], completed=done, total=total)


@contextmanager
def bars(quiet: bool) -> Iterator[Bars]:
    """Progress bars on standard error, when that is a terminal."""
    shown = Bars(sys.stderr.isatty() and not quiet)
    try:
        yield shown
    finally:
        if shown.progress is not None:
            shown.progress.stop()


def is_jsonl(form: str | None) -> bool:
    """Whether rows go out as JSON lines: asked for, or nobody is looking."""
    return (form or ("table" if sys.stdout.isatty() else "jsonl")) == "jsonl"


def rows(found: Iterable[Mapping[str, object]], form: str | None, path: Path | None = None) -> None:
    """Print rows as a table for people or as JSON lines for programs, or write them to a file."""
    if path is not None:
        with atomic(path) as handle:
            handle.writelines(map(json_line, found))
    elif is_jsonl(form):
        for row in found:
            sys.stdout.write(json_line(row))
    else:
        _table(found)


def families(found: DedupResult, form: str | None, folder: Path | None = None) -> None:
    """Print story families as trees for people or as JSON lines for programs, or write both tables to a folder."""
    from aligner.cli import family_tree as tree

    if folder is not None:
        rows(tree.family_rows(found), None, folder / "families.jsonl")
        rows(tree.copy_rows(found), None, folder / "duplicates.jsonl")
    elif not is_jsonl(form):
        print("\n".join(tree.lines(found)))
    else:
        rows([*tree.copy_rows(found), *map(tree.entry_row, found.entries)], "jsonl")
        for line in tree.said(found):
            print(visible(line), file=sys.stderr)


def _table(found: Iterable[Mapping[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for number, row in enumerate(found):
        if not number:
            for name in row:
                table.add_column(name)
        # Text, not a string: a story's [brackets] are no markup.
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    Console().print(table if table.columns else "nothing found")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def summary(corpus: Corpus, folder: Path) -> None:
    """Say what a run found, what it left out and why, and where its files are."""
    print("\n".join(_lines(corpus, folder)))


def _lines(corpus: Corpus, folder: Path) -> Iterator[str]:
    sides = Counter(document.side for document in corpus.documents)
    ids = {document.id for document in corpus.documents}
    yield f"Documents  {sides['en']} English, {sides['fr']} French" + (
        f", {len(corpus.skipped)} skipped" if corpus.skipped else ""
    )
    yield from _listed(f"{skipped.source}: {skipped.reason}" for skipped in corpus.skipped)
    if corpus.duplicates:
        yield f"Duplicates {len(corpus.duplicates)}"
        yield from _listed(f"{copy.dropped} is {_kind(copy.how)} of {copy.kept}" for copy in corpus.duplicates)
    lacking = [name for side, name in LANGUAGES.items() if not sides[side]]
    yield f"Pairs      {len(corpus.pairs)}" + "".join(f"; there is no {name} document to pair" for name in lacking)
    yield from _listed(f"{pair.en} = {pair.fr}  ({pair.confidence:.2f})" for pair in corpus.pairs)
    alone = sorted(
        ids - {id for pair in corpus.pairs for id in pair[:2]} - {copy.dropped for copy in corpus.duplicates}
    )
    if alone:
        yield f"           {len(alone)} without a version in the other language"
        yield from _listed(alone)
    dropped: Counter[str] = Counter()
    confidences = array("d")
    for segment in corpus.segments:
        dropped[segment.why_dropped] += 1
        if segment.en_text and segment.fr_text:
            confidences.append(segment.confidence)
    yield f"Segments   {dropped.pop('', 0)} kept, {dropped.total()} dropped"
    yield from _listed(f"{count} {why}" for why, count in sorted(dropped.items()))
    if confidences:
        rows = threshold_table(confidences)
        yield "At least   " + "".join(f"{each.threshold:>8.2f}" for each in rows)
        yield " segments  " + "".join(f"{each.kept:>8,}" for each in rows)
        yield " right     " + "".join(f"{each.right:>8.1%}" for each in rows)
    names = sorted(path.name for path in folder.glob("corpus.*"))
    yield f"Files      {folder}/" + ", ".join([*names, "report.html", "manifest.json"]) + " …"


def _kind(how: str) -> str:
    return "an exact copy" if how == "exact" else f"a {how} copy"


def _listed(lines: Iterable[str]) -> Iterator[str]:
    all_lines = list(lines)
    yield from (f"           - {visible(line)}" for line in all_lines[:LISTED])
    if len(all_lines) > LISTED:
        yield f"           … and {len(all_lines) - LISTED} more"
