"""`aligner align`: the beads of two versions of a text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aligner.cli.options import CONTEXT, MODEL, PATH, QUIET, VERBOSE

if TYPE_CHECKING:
    from aligner.pipeline.align import BeadResult
    from aligner.types import Span


@click.command()
@click.argument("en", type=PATH)
@click.argument("fr", type=PATH)
@click.option("--segmented", is_flag=True, help="Read one sentence per line, with a blank line between paragraphs.")
@click.option(
    "--anchors",
    type=PATH,
    metavar="FILE",
    help='Align these sentences with each other: lines of "english<TAB>french" sentence numbers, counted from 0.',
)
@click.option(
    "--previous",
    type=PATH,
    metavar="FILE",
    help="Output of --format full from before an edit; only what changed since is aligned again.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "jsonl", "full", "vecalign", "ladder", "tsv"]),
    help="Output format; full is the input of --previous, ladder is hunalign's. "
    "[default: table on a terminal, else jsonl]",
)
@click.option(
    "--alternatives",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Also give up to N other beads for each bead, best first.",
)
@MODEL
@CONTEXT
@QUIET
@VERBOSE
def align(en: Path, fr: Path, output_format: str | None, quiet: bool, **options: Any) -> None:
    """Align the sentences of two versions of one text.

    Prints one line per bead, in the order of the English text; an empty list is a null. A bead
    that is "moved" is at another place in the French text.

    Example: aligner align story.en.txt story.fr.txt

    Example: aligner align story.en.txt story.fr.txt --format full > first.jsonl

    Example: aligner align edited.en.txt story.fr.txt --previous first.jsonl
    """
    from aligner.cli import console
    from aligner.pipeline.align import AlignOptions, BeadResult, align_files
    from aligner.writers.bead_formats import FORMATS

    if options["alternatives"] and output_format in FORMATS:
        raise click.UsageError(f"{output_format} has no place for --alternatives; leave one of them out")
    if options["alternatives"] and options["previous"]:
        raise click.UsageError("--alternatives needs a whole alignment; leave it or --previous out")
    results = align_files(en, fr, AlignOptions(**options))
    if output_format in FORMATS:
        console.print_lines("".join(FORMATS[output_format](result.segment for result in results)).splitlines())
    elif output_format == "full":
        console.print_rows(map(BeadResult.to_full_dict, results), "jsonl")
    elif console.is_jsonl(output_format):
        console.print_rows(map(BeadResult.to_dict, results), "jsonl")
    else:
        console.print_rows(map(_table_row, results), "table")


def _table_row(result: BeadResult) -> dict[str, object]:
    """Return a bead for people: the numbers of its sentences, and how its texts begin."""
    from aligner.cli.console import beginning

    bead, segment = result.segment.bead, result.segment
    row: dict[str, object] = {
        "en": _sentence_numbers(bead.en),
        "fr": _sentence_numbers(bead.fr) + (" moved" if bead.moved else ""),
        "confidence": segment.confidence,
        "English": beginning(segment.en_text),
        "French": beginning(segment.fr_text),
    }
    if result.alternatives is not None:
        row["alternatives"] = "; ".join(
            f"{_sentence_numbers(other.en)} = {_sentence_numbers(other.fr)} ({other.posterior:.2f})"
            for other in result.alternatives
        )
    return row


def _sentence_numbers(span: Span) -> str:
    """Return the numbers of sentences, counted from 0: "3", "3-4", or "-" for none."""
    start, end = span
    return "-" if start == end else f"{start}" if end == start + 1 else f"{start}-{end - 1}"
