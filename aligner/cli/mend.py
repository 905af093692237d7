"""`aligner mend`: a corpus whose sides slipped out of step, put right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aligner.cli.options import COLUMNS, FORMAT, MODEL, PAIR_FILES, PATH, QUIET, VERBOSE

if TYPE_CHECKING:
    from aligner.pipeline.mend import Mended


@click.command()
@PAIR_FILES
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="OUT",
    help="The mended corpus, in the format of the input; - is standard output. The names of two files are OUT with the "
    "suffixes of the corpus. Without it nothing is written, and the report is printed.",
)
@click.option("--report", type=PATH, metavar="FILE", help="Where the report is written. [default: OUT.report.jsonl]")
@click.option("--dry-run", is_flag=True, help="Write nothing, and print the report.")
@COLUMNS
@click.option(
    "--stdin-format",
    default="",
    metavar="SUFFIX",
    help="Format of standard input: .tsv, .csv, .jsonl or .tmx. [default: shown by its first bytes]",
)
@FORMAT
@MODEL
@QUIET
@VERBOSE
def mend(files: tuple[Path, ...], output: Path | None, quiet: bool, **options: Any) -> None:
    """Mend a corpus whose sides slipped out of step.

    A line that is missing, doubled, swapped or split on one side shifts all lines after it. FILES is a TMX, a table
    (TSV or CSV), JSON lines, or two files whose lines correspond. Only what is out of step is changed, all else stays
    byte for byte. Lines without a translation are left out of the corpus and are in the report, which has a row for
    each slip: its first and last row, what it is, and the confidence that it is mended rightly.

    Example: aligner mend memory.tmx -o mended.tmx

    Example: aligner mend corpus.en corpus.fr --dry-run
    """
    from aligner.cli import console
    from aligner.pipeline.mend import MendOptions, mend_files

    target = None if options["dry_run"] else output
    settings = MendOptions(options["columns"], options["stdin_format"], options["model"])
    with console.progress_bars(quiet) as progress:
        mended = mend_files(files, target, settings, report=options["report"], progress=progress)
    if target is None and console.is_jsonl(options["output_format"]):
        console.print_rows(mended.report, "jsonl")
    elif target is None:
        console.print_rows(map(_table_row, mended.report), "table")
    if not quiet:
        console.print_notes([summary(mended)])


def _table_row(row: dict[str, object]) -> dict[str, object]:
    """Return a slip for people, with the number of lines that are left out instead of their texts."""
    return {**row, "left_out": _left_out(row)}


def _left_out(row: dict[str, object]) -> int:
    lines = row["left_out"]
    return len(lines) if isinstance(lines, list) else 0


def summary(mended: Mended) -> str:
    """Return what was found, in words."""
    slips = len(mended.report)
    if not slips:
        return f"{mended.rows:,} rows are in step; nothing was changed"
    places = "1 place" if slips == 1 else f"{slips:,} places"
    left_out = sum(map(_left_out, mended.report))
    lines = "1 line" if left_out == 1 else f"{left_out:,} lines"
    return (
        f"{mended.rows:,} rows slipped in {places}; {mended.written:,} rows now, {lines} without a translation left out"
    )
