"""`aligner report` and `aligner review`: look at a corpus, and decide on its segments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aligner.cli.options import EN_LOCALE, FR_LOCALE, PATH, SHARE


@click.command()
@click.argument("folder", type=PATH)
def report(folder: Path) -> None:
    """Write report.html again, from the files that aligner pair left in FOLDER.

    Example: aligner report aligned/
    """
    from aligner.report import rewrite_report

    click.echo(rewrite_report(folder))


@click.command()
@click.argument("folder", type=PATH)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port to serve on; 0 for any free one.",
)
@click.option(
    "--export",
    "formats",
    multiple=True,
    metavar="NAME",
    help="Write the reviewed corpus to FOLDER/reviewed/ in this format; may be repeated.",
)
@click.option("--as", "reviewer", default="", metavar="NAME", help="Who decides; without it, the page asks.")
@click.option(
    "--lang", "language", type=click.Choice(["en", "fr"]), help="Language of the pages. [default: by the browser]"
)
@EN_LOCALE
@FR_LOCALE
@click.option("--reviewed-only", is_flag=True, help="Export only segments that a reviewer accepted.")
@click.option("--recalibrate", is_flag=True, help="Fit the confidence of this corpus to the decisions on it.")
@click.option(
    "--import",
    "logs",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="Add the decisions of another review.db; may be repeated.",
)
@click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="NUMBER",
    help="Ask for this many pairs, drawn at random among those that matter, so that aligner pair --at-most-wrong can "
    "promise how many of the kept ones are wrong; stop earlier if that is certain.",
)
@click.option(
    "--to",
    "sample_file",
    type=PATH,
    metavar="FILE",
    help="Write the --sample to this .tsv, .csv or .xlsx instead, with a column for the answers: yes or no.",
)
@click.option("--judged", type=PATH, metavar="FILE", help="Take in the answers of such a file: columns id and right.")
@click.option(
    "--at-most-wrong",
    type=SHARE,
    metavar="SHARE",
    help="The share of wrong segments to promise with the --sample. [default: that of the run, else 5%]",
)
def review(folder: Path, **options: Any) -> None:
    """Decide, in a browser, on the segments that aligner pair left in FOLDER.

    The page is served to this machine only, under an address that is new each time. Every decision
    is written to FOLDER/review.db before the page shows it, and is found again when the texts are
    paired again. With --export, --recalibrate, --import, --to or --judged, nothing is served.

    Example: aligner review aligned/

    Example: aligner review aligned/ --export tmx

    Example: aligner review aligned/ --sample 300 --to sample.xlsx
    """
    from aligner.review.commands import ReviewRequest, run_request

    if options["sample_file"] and not options["sample"]:
        raise click.UsageError("--to needs the number of pairs. Example: --sample 300 --to sample.xlsx")
    options["sample"] = options["sample"] or 0
    run_request(folder, ReviewRequest(**options), click.echo)
