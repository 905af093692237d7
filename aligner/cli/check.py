"""`aligner check`, and the marks that suppress its findings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aligner.cli.options import JOBS, MODEL, PATH, QUIET, STRICT, VERBOSE
from aligner.errors import AlignerError

if TYPE_CHECKING:
    from aligner.types import Severity, Side

ORIGINAL = click.option("--original", type=PATH, help="The story that STORY was made from, if the finding needs it.")


@click.command()
@click.argument("copies", nargs=-1, type=PATH)
@click.option(
    "--original",
    type=PATH,
    help="The story that COPIES were made from, in English or French; with --watch also a folder of originals.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["minor", "major", "critical"]),
    help="Exit with 1 if a finding is at least this severe.",
)
@click.option(
    "--ignore", multiple=True, metavar="CODE", help="Suppress findings whose code begins with this; may be repeated."
)
@click.option("--marks", multiple=True, type=PATH, help="File of marks that apply to all texts; may be repeated.")
@click.option("--profile", is_flag=True, help="Print the time that each detector took to standard error.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "jsonl", "sarif", "mqm", "html"]),
    help="Output format; sarif is for CI, mqm is a TSV, html is a page with the changes marked in both texts. "
    "[default: by the suffix of -o, else table on a terminal, else jsonl]",
)
@click.option(
    "-o", "--output", type=PATH, metavar="PATH", help="Write to this file instead of printing; with --watch a folder."
)
@click.option(
    "--watch",
    "watched",
    type=PATH,
    metavar="FOLDER",
    help="Check each story that arrives in this folder, until Ctrl-C: a line for each, with -o also a page (or the "
    "--format) for each. A file is read once its size and time have stopped changing, and again when it is replaced. "
    "With --jobs N, N are checked at once, else one.",
)
@click.option(
    "--every",
    type=click.FloatRange(0.05),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="Look at the watched folder this often.",
)
@click.option(
    "--lang", type=click.Choice(["en", "fr"]), help="Language of the messages. [default: by the locale, else en]"
)
@MODEL
@STRICT
@JOBS
@QUIET
@VERBOSE
def check(copies: tuple[Path, ...], lang: Side | None, **options: Any) -> int:
    """Find the artefacts of republishing in each story, and estimate how it was made.

    COPIES are files or folders; "-" is standard input. They are compared with the original, which
    may be in the other language. Without one, those that are versions of each other are compared,
    and all others are checked alone. See docs/user/checking.md.

    Example: aligner check --original story.fr.txt copy.en.txt --fail-on major

    Example: aligner check --original story.fr.txt copy.en.txt --format html -o copy.html

    Example: aligner check --watch incoming/ --original wire/ -o checked/
    """
    from aligner.messages import language_of_locale, messages_in

    with messages_in(lang or language_of_locale(os.environ)):
        if options["watched"] is None:
            return _check(copies, options)
        _watch(copies, options)
    return 0


def _check(copies: tuple[Path, ...], options: dict[str, Any]) -> int:
    """Check files, and return the exit code."""
    from aligner.checking.check import check_files
    from aligner.checking.policy import Policy
    from aligner.checking.results import reaches
    from aligner.cli import console, findings

    if not copies:
        raise click.UsageError("give COPIES, or --watch with a folder")
    output_format = findings.choose_format(options["output_format"], options["output"])
    chosen = {name: options[name] for name in ("original", "model", "jobs")}
    policy = Policy(options["ignore"], options["marks"])
    report = check_files(copies, policy=policy, side_by_side=output_format == "html", **chosen)
    findings.show(report.results, output_format, options["output"])
    if options["profile"]:
        console.print_notes(findings.format_timings(report.seconds))
    if options["strict"]:
        console.require_nothing_skipped([result for result in report.results if result.reason])
    limit: Severity | None = options["fail_on"]
    return int(limit is not None and reaches(report.results, limit))


def _watch(copies: tuple[Path, ...], options: dict[str, Any]) -> None:
    from aligner.checking.policy import Policy
    from aligner.cli.watch import WatchRequest, watch

    refused = [f"--{name.replace('_', '-')}" for name in ("fail_on", "strict", "profile") if options[name]]
    if copies or refused:
        raise click.UsageError(f"--watch runs until it is stopped; leave {', '.join(refused) or 'COPIES'} out")
    policy = Policy(options["ignore"], options["marks"])
    chosen = {
        name: options[name] for name in ("original", "output", "output_format", "every", "model", "quiet", "jobs")
    }
    watch(WatchRequest(folder=options["watched"], policy=policy, **chosen))


@click.command()
@click.argument("story", type=PATH)
@click.argument("code")
@click.argument("text")
@ORIGINAL
def mark(story: Path, code: str, text: str, original: Path | None) -> None:
    """Mark a finding of aligner check as no error: the one with CODE on the words TEXT.

    The mark is kept in STORY.marks and suppresses the finding until its sentence changes.

    Example: aligner mark story.txt sentence.fused "District.Since"
    """
    _mark(story, code, text, original, remove=False)


@click.command()
@click.argument("story", type=PATH)
@click.argument("code")
@click.argument("text")
@ORIGINAL
def unmark(story: Path, code: str, text: str, original: Path | None) -> None:
    """Remove the mark that aligner mark put on the finding with CODE on the words TEXT.

    Example: aligner unmark story.txt sentence.fused "District.Since"
    """
    _mark(story, code, text, original, remove=True)


def _mark(story: Path, code: str, text: str, original: Path | None, *, remove: bool) -> None:
    from aligner.checking.check import mark_findings

    if not (count := mark_findings(story, code, text, original=original, remove=remove)):
        raise AlignerError(f"no finding {code} on {text!r} in {story}")
    click.echo(f"{count} {'unmarked' if remove else 'marked'} in {story}.marks")
