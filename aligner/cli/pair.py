"""`aligner pair`: stories to a parallel corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from aligner.cli.options import (
    CONTEXT,
    EN_LOCALE,
    FINDINGS,
    FR_LOCALE,
    JOBS,
    LANGUAGE,
    LICENCE,
    MIN_CONFIDENCE,
    MODEL,
    PATH,
    QUIET,
    SHARE,
    STDIN_FORMAT,
    STRICT,
    VERBOSE,
)
from aligner.errors import AlignerError, UnknownNameError, unknown_name

CRITICAL = "critical"  # the name in --keep that is no rule


@click.command()
@click.argument("paths", nargs=-1, type=PATH)
@click.option("--en", multiple=True, type=PATH, help="File or folder to treat as English, without detection.")
@click.option("--fr", multiple=True, type=PATH, help="File or folder to treat as French, without detection.")
@click.option("-o", "--output", type=PATH, default="aligned", show_default=True, help="Folder to write.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="NAME",
    help="Also write this format, besides TMX and TSV; see aligner list writers.",
)
@MIN_CONFIDENCE
@click.option(
    "--at-most-wrong",
    type=SHARE,
    metavar="SHARE",
    help="Keep as many segments as possible while at most this share of them is wrong, such as 5% or 0.05: with 90 % "
    "certainty on pairs that were judged (aligner review OUT --sample 300), else by the confidence alone.",
)
@click.option(
    "--keep",
    multiple=True,
    metavar="NAME,…",
    help="critical: keep segments with a critical change of fact, such as a number, a name or a denial; TMX has "
    "a note on each. A rule of aligner dedup, such as latest: choose by it which of several copies is kept.",
)
@click.option(
    "--window",
    type=click.IntRange(0),
    metavar="DAYS",
    help="Only texts published up to so many days apart are versions or near copies of each other, or any without a "
    "date. [default: any]",
)
@LANGUAGE
@STRICT
@LICENCE
@EN_LOCALE
@FR_LOCALE
@STDIN_FORMAT
@MODEL
@CONTEXT
@FINDINGS
@click.option("--forget", is_flag=True, help="Remove what the next run into the folder could reuse.")
@click.option("--half", is_flag=True, help="Run the --model in half precision, which is faster on a GPU.")
@JOBS
@QUIET
@VERBOSE
def pair(paths: tuple[Path, ...], quiet: bool, strict: bool, jobs: int | None, **options: Any) -> None:
    """Find which stories are versions of each other, align their sentences and write the corpus.

    PATHS are files or folders with English and French mixed; "-" is standard input. For archives of more than some
    tens of thousands of stories there is aligner archive.

    Example: aligner pair stories/ -o aligned/ --format moses

    Example: aligner pair stories/ -o aligned/ --at-most-wrong 5%
    """
    from aligner.cli import console
    from aligner.pipeline.pair import pair
    from aligner.pipeline.sources import Input
    from aligner.review.judged import read_judged
    from aligner.settings import Settings

    sources = Input(paths, options["en"], options["fr"], options["stdin_format"])
    if not any(sources[:3]):
        raise click.UsageError("give at least one file or folder. Example: aligner pair stories/ -o aligned/")
    keep = _kept(options["keep"])
    settings = Settings(
        model=options["model"],
        language=options["language"],
        context=options["context"],
        findings=options["findings"],
        half=options["half"],
        min_confidence=options["min_confidence"],
        at_most_wrong=options["at_most_wrong"] or 0.0,
        keep_critical=CRITICAL in keep,
        keep_rules=",".join(name for name in keep if name != CRITICAL),
        window=options["window"],
        en_locale=options["en_locale"],
        fr_locale=options["fr_locale"],
        formats=tuple(dict.fromkeys(["tmx", "tsv", *options["formats"]])),
        licence=options["licence"],
    )
    judged = read_judged(options["output"]) if settings.at_most_wrong else {}
    chosen = {"jobs": jobs, "forget": options["forget"], "judged": judged}
    with console.progress_bars(quiet) as progress:
        corpus = pair(sources, options["output"], settings, progress=progress, **chosen)
    if not quiet:
        console.print_summary(corpus, options["output"])
    if strict and corpus.skipped:
        raise AlignerError(f"{len(corpus.skipped)} skipped, see {options['output']}/skipped.jsonl")


def _kept(given: Sequence[str]) -> list[str]:
    """Return the names of --keep, each once."""
    from aligner.deduplication.keep import RULES

    names = list(dict.fromkeys(filter(None, (name.strip() for part in given for name in part.split(",")))))
    for name in names:
        if name not in (known := (CRITICAL, *RULES)):
            raise UnknownNameError(unknown_name("rule", name, known))
    return names
