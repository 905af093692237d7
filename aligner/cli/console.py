"""Print to a terminal: progress bars, tables, the summary of a run."""

from __future__ import annotations

import json
import logging
import sys
import time
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import AlignerError
from aligner.types import Corpus, Side
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import json_line, visible

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from aligner.archive.figures import Totals
    from aligner.deduplication.find import DedupResult
    from aligner.deduplication.index.store import Entry

log = logging.getLogger(__name__)
BAR_AFTER_SECONDS = 1.0  # a shorter run would only flicker
MAX_TEXT_CHARS = 240  # of a text in a table, which shows less if the line is shorter
COLUMN_GAP = 2  # blanks between the columns of a table
MAX_LISTED = 10  # lines of one kind in the summary
SAMPLE_SIZE, FURTHER_JUDGED = 300, 100  # pairs to be judged for a promise, and to be judged next
LANGUAGE_NAMES: dict[Side, str] = {"en": "English", "fr": "French"}
STAGE_LABELS = {
    "read": "Reading",
    "gather": "Gathering shards",
    "copies": "Looking for copies",
    "drop": "Dropping copies",
    "propose": "Proposing pairs",
    "keys": "Selecting segments",
    "repeats": "Looking for repeats",
    "encode": "Encoding",
    "compare": "Comparing",
    "align": "Aligning",
    "sample": "Sampling",
    "write": "Writing",
}


class ProgressBars:
    """Progress bars of the stages of a run, shown only once it has taken a second."""

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled
        self.started = time.monotonic()
        self.progress: Progress | None = None
        self.tasks: dict[str, TaskID] = {}
        self.ended: set[str] = set()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` items of a stage are done, and log a stage that ends."""
        if total and done == total and stage not in self.ended:
            self.ended.add(stage)
            label = STAGE_LABELS.get(stage, stage)
            log.info("%s %d took until %.1f s after the start", label, total, time.monotonic() - self.started)
        if not self.enabled or not total or time.monotonic() - self.started < BAR_AFTER_SECONDS:
            return
        if self.progress is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
            self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self.progress.start()
        if stage not in self.tasks:
            self.tasks[stage] = self.progress.add_task(STAGE_LABELS.get(stage, stage), total=total)
        self.progress.update(self.tasks[stage], completed=done, total=total)


@contextmanager
def progress_bars(quiet: bool = False) -> Iterator[ProgressBars]:
    """Show progress bars on standard error if it is a terminal."""
    bars = ProgressBars(sys.stderr.isatty() and not quiet)
    try:
        yield bars
    finally:
        if bars.progress is not None:
            bars.progress.stop()


def is_jsonl(output_format: str | None) -> bool:
    """Return whether rows are printed as JSON lines: by default if standard output is not a terminal."""
    return (output_format or ("table" if sys.stdout.isatty() else "jsonl")) == "jsonl"


def print_rows(rows: Iterable[Mapping[str, object]], output_format: str | None) -> None:
    """Print rows as a table for people or as JSON lines for programs."""
    if is_jsonl(output_format):
        for row in rows:
            sys.stdout.write(json_line(row))
    else:
        _print_table(rows)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they are, but to a terminal without control characters except tabs."""
    shown = sys.stdout.isatty()
    for line in lines:
        print("\t".join(map(visible, line.split("\t"))) if shown else line)


def print_notes(lines: Iterable[str]) -> None:
    """Print lines to standard error."""
    for line in lines:
        print(visible(line), file=sys.stderr)


def require_nothing_skipped(skipped: Sequence[object]) -> None:
    """Raise an error if anything was skipped, which has been printed."""
    if skipped:
        raise AlignerError(f"{len(skipped)} skipped, see above")


def show_families(result: DedupResult, output_format: str | None, folder: Path | None) -> None:
    """Write story families to a folder, or print them if there is none."""
    if folder is None:
        print_families(result, output_format)
    else:
        write_families(result, folder)


def write_families(result: DedupResult, folder: Path) -> None:
    """Write ``families.jsonl``, ``duplicates.jsonl``, ``relations.jsonl`` and ``changes.jsonl`` to a folder."""
    from aligner.cli import family_tree

    for name, rows in (
        ("families", (family.to_dict() for family in result.families)),
        ("duplicates", (copy.to_dict() for copy in result.copies)),
        ("relations", family_tree.relation_rows(result)),
        ("changes", family_tree.change_rows(result)),
    ):
        with open_atomic(folder / f"{name}.jsonl") as handle:
            handle.writelines(map(json_line, rows))


def print_families(result: DedupResult, output_format: str | None) -> None:
    """Print story families as trees for people, or the copies as JSON lines for programs."""
    from aligner.cli import family_tree

    if is_jsonl(output_format):
        print_rows((copy.to_dict() for copy in chain(result.copies, result.related)), "jsonl")
        print_notes(family_tree.note_lines(result))
    else:
        print("\n".join(family_tree.family_lines(result)))


def print_entries(entries: Iterable[Entry], output_format: str | None) -> None:
    """Print the stories of an index as lines for people or as JSON lines for programs."""
    from aligner.cli import family_tree

    if is_jsonl(output_format):
        print_rows(map(family_tree.entry_row, entries), "jsonl")
    else:
        print("\n".join(map(family_tree.entry_line, entries)))


class Beginning(str):
    """A text of which a table shows no more than what one line has room for."""

    __slots__ = ()


def beginning(text: str) -> Beginning:
    """Return how a text begins, for a table."""
    return Beginning(text if len(text) <= MAX_TEXT_CHARS else text[: MAX_TEXT_CHARS - 1] + "…")


def _print_table(rows: Iterable[Mapping[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    all_rows = list(rows)
    console, table = Console(), Table(box=None, pad_edge=False)
    names = list(dict.fromkeys(name for row in all_rows for name in row))
    # Text, because in a string the [brackets] of a story would be markup.
    cells = [[Text(_cell(row.get(name, ""))) for name in names] for row in all_rows]
    headers = [Text(visible(name)) for name in names]
    natural = [max(text.cell_len for text in column) for column in zip(headers, *cells, strict=True)]
    for name, header, width in zip(names, headers, share_width(natural, console.width), strict=True):
        is_text = any(isinstance(row.get(name), Beginning) for row in all_rows)
        table.add_column(header, width=width, no_wrap=is_text, overflow="ellipsis" if is_text else "fold")
    for row in cells:
        table.add_row(*row)
    console.print(table if names else "nothing found")


def share_width(natural: Sequence[int], width: int) -> list[int]:
    """Return the widths of columns in a line: narrow ones have theirs, the others share what is left."""
    left = width - COLUMN_GAP * (len(natural) - 1)
    widths = [1] * len(natural)
    by_width = sorted(range(len(natural)), key=natural.__getitem__)
    for done, index in enumerate(by_width):
        widths[index] = max(1, min(natural[index], left // (len(natural) - done)))
        left -= widths[index]
    return widths


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return visible(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def print_summary(corpus: Corpus, folder: Path) -> None:
    """Print what a run found, what it left out and why, and where its files are."""
    print("\n".join(_summary_lines(corpus, folder)))


def print_archive(totals: Totals, output: str) -> None:
    """Print the counts of a run over an archive; those of stages that were not run are not known."""
    print(
        f"Documents  {totals.documents}, {totals.undated} without a date"
        + (f", {totals.skipped} skipped: {output}/skipped/" if totals.skipped else "")
    )
    print(f"Shards     {totals.shards}")
    rows = (
        ("Duplicates", totals.duplicates, "", "duplicates"),
        ("Pairs     ", totals.pairs or totals.proposed, "" if totals.pairs else " proposed", "pairs"),
        ("Segments  ", totals.kept, f" kept, {totals.dropped} dropped", "data"),
    )
    for label, count, rest, folder in rows:
        if count:
            print(f"{label} {count}{rest}: {output}/{folder}/")
    yet = _first(f"{count} {why}" for why, count in totals.why_dropped.items())
    print(*yet, sep="\n", end="\n" if totals.why_dropped else "")


def _summary_lines(corpus: Corpus, folder: Path) -> Iterator[str]:
    sides = Counter(document.side for document in corpus.documents)
    ids = {document.id for document in corpus.documents}
    yield f"Documents  {sides['en']} English, {sides['fr']} French" + (
        f", {len(corpus.skipped)} skipped" if corpus.skipped else ""
    )
    yield from _first(f"{skipped.source}: {skipped.reason}" for skipped in corpus.skipped)
    if corpus.duplicates:
        yield f"Duplicates {len(corpus.duplicates)}"
        yield from _first(f"{copy.dropped} is {_copy_kind(copy.how)} of {copy.kept}" for copy in corpus.duplicates)
    lacking = [name for side, name in LANGUAGE_NAMES.items() if not sides[side]]
    yield f"Pairs      {len(corpus.pairs)}" + "".join(f"; there is no {name} document to pair" for name in lacking)
    yield from _first(f"{pair.en} = {pair.fr}  ({pair.confidence:.2f})" for pair in corpus.pairs)
    alone = sorted(
        ids - {id for pair in corpus.pairs for id in pair.ids} - {copy.dropped for copy in corpus.duplicates}
    )
    if alone:
        yield f"           {len(alone)} without a version in the other language"
        yield from _first(alone)
    from aligner.report.outlook import is_in_question, threshold_table  # the report brings its templates

    dropped: Counter[str] = Counter()
    confidences = array("d")
    for segment in corpus.segments:
        dropped[segment.why_dropped] += 1
        if is_in_question(segment):
            confidences.append(segment.confidence)
    yield f"Segments   {dropped.pop('', 0)} kept, {dropped.total()} dropped"
    yield from _first(f"{count} {why}" for why, count in sorted(dropped.items()))
    if promise := corpus.promise:
        from aligner.report.promise import describe_promise

        yield f"Promise    {describe_promise(promise)}"
        if not promise.certainty or promise.kept < promise.candidates:
            sample = promise.judged + FURTHER_JUDGED if promise.certainty else SAMPLE_SIZE
            yield from _first([f"judge pairs to be sure of more: aligner review {folder} --sample {sample}"])
    if corpus.origin:
        from aligner.report.origin import describe_origin

        for label, line in zip(("Origin", ""), describe_origin(corpus.origin), strict=True):
            yield f"{label:<10} {line}"
    if confidences:
        rows = threshold_table(confidences)
        yield "At least   " + "".join(f"{row.threshold:>8.2f}" for row in rows)
        yield " segments  " + "".join(f"{row.kept:>8,}" for row in rows)
        yield " right     " + "".join(f"{row.expected_precision:>8.1%}" for row in rows)
    names = sorted(path.name for path in folder.glob("corpus.*"))
    yield f"Files      {folder}/" + ", ".join([*names, "report.html", "manifest.json"]) + " …"


def _copy_kind(how: str) -> str:
    return "an exact copy" if how == "exact" else f"a {how} copy"


def _first(lines: Iterable[str]) -> Iterator[str]:
    all_lines = list(lines)
    yield from (f"           - {visible(line)}" for line in all_lines[:MAX_LISTED])
    if len(all_lines) > MAX_LISTED:
        yield f"           … and {len(all_lines) - MAX_LISTED} more"
