"""`aligner score`: the confidence of the pairs of an existing corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aligner.cli.options import JOBS, PATH, PRIOR, VERBOSE
from aligner.errors import AlignerError


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH)
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
    type=click.Choice(["table", "jsonl", "tsv"]),
    help="Output format; tsv adds columns to the input rows. [default: table on a terminal, else jsonl]",
)
@click.option(
    "--columns",
    "--keys",
    "columns",
    default="",
    metavar="EN,FR",
    help="Columns or JSON keys of the English and the French text, by number or name: 2,1 or anglais,français or "
    "translation.en,translation.fr. [default: found by name or language]",
)
@click.option(
    "--stdin-format",
    default="",
    metavar="SUFFIX",
    help="Format of standard input: .tsv, .csv, .jsonl, .json or .tmx. [default: shown by its first characters]",
)
@click.option(
    "--model",
    default="",
    metavar="NAME",
    help="Also let the vectors of this sentence-transformers model (name or folder) count, if they separate right "
    "pairs of this corpus from spoiled ones better.",
)
@JOBS
@VERBOSE
def score(
    files: tuple[Path, ...], prior: float, strict: bool, findings: bool, output_format: str | None, **options: Any
) -> None:
    """Give each pair of an existing corpus its confidence and the reasons.

    FILES is a table (TSV or CSV) with a column in each language, a TMX, JSON lines, or two files whose lines
    correspond. A header is not scored. There is one output row for each input row, in order. Nine out of ten pairs
    with a confidence of .9 are right, if --prior is the share of right pairs. A change of fact, such as another number,
    lowers it below .5 (critical) or .8 (major), with or without --findings.

    Example: aligner score memory.tsv > scored.jsonl
    """
    from aligner.cli import console, streams
    from aligner.pipeline.score import BadRowCounter, columns, score_files, scored_row
    from aligner.readers.bitext import ReadOptions

    streams.configure_logging(options["verbose"])
    if len(files) > 2:
        raise click.UsageError("give one file of pairs, or an English and a French one")
    findings = findings and console.is_jsonl(output_format)
    read_options = ReadOptions(options["columns"], options["stdin_format"])
    chosen = {name: options[name] for name in ("jobs", "model")}
    scored = BadRowCounter(score_files(files, prior=prior, findings=findings, options=read_options, **chosen))
    if output_format == "tsv":
        console.print_lines(columns(scored))
    else:
        console.print_rows(map(scored_row, scored), output_format)
    if strict and scored.count:
        raise AlignerError(f"{scored.count} rows are no pairs, the first is line {scored.first}")
