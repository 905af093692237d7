"""`aligner check`, and the marks that suppress its findings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aligner.cli.options import MODEL, PATH, STRICT, VERBOSE
from aligner.errors import AlignerError

if TYPE_CHECKING:
    from aligner.types import Severity, Side

ORIGINAL = click.option("--original", type=PATH, help="The story that STORY was made from, if the finding needs it.")


@click.command()
@click.argument("copies", nargs=-1, required=True, type=PATH)
@click.option("--original", type=PATH, help="The story that COPIES were made from, in English or French.")
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
    type=click.Choice(["table", "jsonl", "sarif", "mqm"]),
    help="Output format; sarif is for CI, mqm is a TSV. [default: table on a terminal, else jsonl]",
)
@click.option(
    "--lang", type=click.Choice(["en", "fr"]), help="Language of the messages. [default: by the locale, else en]"
)
@MODEL
@STRICT
@VERBOSE
def check(copies: tuple[Path, ...], output_format: str | None, lang: Side | None, **options: Any) -> int:
    """Find the artefacts of republishing in each story, and estimate how it was made.

    COPIES are files or folders; "-" is standard input. They are compared with the original, which
    may be in the other language. Without one, those that are versions of each other are compared,
    and all others are checked alone. See docs/user/checking.md.

    Example: aligner check --original story.fr.txt copy.en.txt --fail-on major
    """
    from aligner.checking.check import check_files
    from aligner.checking.policy import Policy
    from aligner.checking.results import reaches
    from aligner.cli import console, findings
    from aligner.messages import language_of_locale, messages_in

    policy = Policy(options["ignore"], options["marks"])
    with messages_in(lang or language_of_locale(os.environ)):
        report = check_files(copies, original=options["original"], model=options["model"], policy=policy)
        findings.show(report.results, output_format)
    if options["profile"]:
        console.print_notes(findings.format_timings(report.seconds))
    if options["strict"]:
        console.require_nothing_skipped([result for result in report.results if result.reason])
    limit: Severity | None = options["fail_on"]
    return int(limit is not None and reaches(report.results, limit))


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
