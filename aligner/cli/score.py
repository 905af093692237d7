"""`aligner score`: the confidence of the pairs of an existing corpus."""

from __future__ import annotations

from pathlib import Path

import click

from aligner.cli.options import JOBS, PATH, PRIOR
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
@JOBS
def score(
    files: tuple[Path, ...], prior: float, strict: bool, findings: bool, output_format: str | None, jobs: int | None
) -> None:
    """Give each pair of an existing corpus its confidence and the reasons.

    FILES is a TSV of "english<TAB>french" lines, a TMX, JSON lines with the keys en and fr, or
    two files whose lines correspond. There is one output row for each input row, in order. Nine
    out of ten pairs with a confidence of .9 are right, if --prior is the share of right pairs.

    Example: aligner score memory.tsv > scored.jsonl
    """
    from aligner.cli import console
    from aligner.pipeline.score import BadRowCounter, columns, score_files, scored_row

    if len(files) > 2:
        raise click.UsageError("give one file of pairs, or an English and a French one")
    findings = findings and console.is_jsonl(output_format)
    scored = BadRowCounter(score_files(files, prior=prior, findings=findings, jobs=jobs))
    if output_format == "tsv":
        for line in columns(scored):
            click.echo(line)
    else:
        console.print_rows(map(scored_row, scored), output_format)
    if strict and scored.count:
        raise AlignerError(f"{scored.count} rows are no pairs, the first is line {scored.first}")
