"""`aligner score`: the confidence of the pairs of an existing corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aligner.cli.options import (
    COLUMNS,
    CONTEXT,
    EN_LOCALE,
    FR_LOCALE,
    JOBS,
    LICENCE,
    PAIR_FILES,
    PATH,
    PRIOR,
    PROBABILITY,
    QUIET,
    VERBOSE,
)
from aligner.errors import AlignerError

if TYPE_CHECKING:
    from aligner.pipeline.score import ScoredRow


@click.command()
@PAIR_FILES
@PRIOR
@click.option("--strict", is_flag=True, help="Exit with 3 if a row is not a pair.")
@click.option(
    "--findings/--no-findings",
    default=True,
    help="Also look for artefacts, which takes about twice as long; only in JSON lines. [default: with findings]",
)
@click.option(
    "--format",
    "output_format",
    metavar="NAME",
    help="table, jsonl or tsv to print a row for each pair, tsv with the columns of the input; or any of aligner list "
    "writers, such as tmx, to write a corpus. [default: by the suffix of -o, else table on a terminal, else jsonl]",
)
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="PATH",
    help="Write a corpus: into this folder, or to this file if it has the suffix of the format.",
)
@click.option(
    "--min-confidence", type=PROBABILITY, default=0.0, show_default=True, help="Leave out pairs of lower confidence."
)
@LICENCE
@EN_LOCALE
@FR_LOCALE
@COLUMNS
@click.option(
    "--stdin-format",
    default="",
    metavar="SUFFIX",
    help="Format of standard input: .tsv, .csv, .jsonl, .json, .parquet, .tmx or .xlf. [default: by its first bytes]",
)
@click.option(
    "--model",
    default="",
    metavar="NAME",
    help="Also let the vectors of this sentence-transformers model (name or folder) count, if they separate right "
    "pairs of this corpus from spoiled ones better.",
)
@CONTEXT
@JOBS
@QUIET
@VERBOSE
def score(files: tuple[Path, ...], prior: float, strict: bool, findings: bool, **options: Any) -> None:
    """Give each pair of an existing corpus its confidence and the reasons.

    FILES is a table (TSV, CSV or Parquet) with a column in each language, a TMX or XLIFF, JSON lines, or two files
    whose lines correspond. A header is not scored. There is one output row for each input row, in order. Nine out of
    ten pairs with a confidence of .9 are right, if --prior is the share of right pairs. A change of fact, such as
    another number, lowers it below .5 (critical) or .8 (major), with or without --findings.

    Example: aligner score memory.tsv > scored.jsonl

    Example: aligner score memory.tmx --format tmx --min-confidence .7 -o good.tmx
    """
    from aligner.cli import console, corpus_output
    from aligner.pipeline.score import BadRowCounter, ScoredRow, columns, score_files
    from aligner.readers.bitext import ReadOptions

    output_format, min_confidence = options["output_format"], options["min_confidence"]
    target = corpus_output.find_target(output_format, options["output"])
    shows_findings = corpus_output.shows_findings(target) if target else console.is_jsonl(output_format)
    read_options = ReadOptions(options["columns"], options["stdin_format"])
    chosen = {name: options[name] for name in ("jobs", "model", "context")}
    scored = BadRowCounter(
        score_files(files, prior=prior, findings=findings and shows_findings, options=read_options, **chosen)
    )
    kept = (row for row in scored if not min_confidence or (row.confidence or 0) >= min_confidence)
    if target is not None:
        names = ("prior", "min_confidence", "model", "context", "en_locale", "fr_locale", "licence")
        settings = {name: {"prior": prior, **options}[name] for name in names}
        corpus_output.write_scored(kept, files, target, settings)
    elif output_format == "tsv":
        console.print_lines(columns(kept))
    elif console.is_jsonl(output_format):
        console.print_rows(map(ScoredRow.to_dict, kept), "jsonl")
    else:
        console.print_rows(map(_table_row, kept), "table")
    if strict and scored.count:
        raise AlignerError(f"{scored.count} rows are no pairs, the first is line {scored.first}")


def _table_row(scored: ScoredRow) -> dict[str, object]:
    """Return a row for people: its number, how its texts begin, and why it is doubtful."""
    from aligner.cli.console import beginning

    line, confidence, reasons, _ = scored
    return {
        "row": str(line.number),
        "confidence": "" if confidence is None else confidence,
        "English": beginning(line.en),
        "French": beginning(line.fr),
        "reasons": "; ".join(reason.text for reason in reasons),
    }
