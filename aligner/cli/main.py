"""The command line: parse, one call, print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from aligner.errors import AlignerError
from aligner.version import __version__

PATH = click.Path(path_type=Path)
ODDS = click.FloatRange(0, 1)
PATHS = click.argument("paths", nargs=-1, required=True, type=PATH)
MODEL = click.option(
    "--model",
    default="",
    metavar="NAME",
    help="A sentence-transformers name or folder, not the embedded encoder; its vectors are kept in ALIGNER_CACHE.",
)
FORM = click.option("--form", default=".txt", show_default=True, metavar="SUFFIX", help="Format of standard input.")
FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "jsonl"]), help="Default: table on a terminal, else jsonl."
)
PRIOR = click.option(
    "--prior",
    type=click.FloatRange(0.001, 0.999),
    default=0.5,
    show_default=True,
    help="Share of the pairs that is right, before any is looked at.",
)
JOBS = click.option("--jobs", type=click.IntRange(1), default=None, help="Processes. [default: one per core]")
QUIET = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
VERBOSE = click.option("-v", "--verbose", is_flag=True, help="Log each stage.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="aligner")
def cli() -> None:
    """Turn French and English versions of the same stories into a parallel corpus.

    Example: aligner pair stories/ -o aligned/
    """


@cli.command()
@click.argument("paths", nargs=-1, type=PATH)
@click.option("--en", multiple=True, type=PATH, help="A file or folder that is English, whatever it looks like.")
@click.option("--fr", multiple=True, type=PATH, help="A file or folder that is French, whatever it looks like.")
@click.option("-o", "--output", type=PATH, default="aligned", show_default=True, help="Folder to write.")
@click.option("--format", "formats", multiple=True, metavar="NAME", help="One more format: see aligner list writers.")
@click.option("--min-confidence", type=ODDS, default=0.5, show_default=True, help="Drop segments below.")
@click.option("--strict", is_flag=True, help="Exit with 3 when anything was skipped.")
@FORM
@MODEL
@click.option("--half", is_flag=True, help="Run the --model in half precision: quicker on a GPU.")
@JOBS
@QUIET
@VERBOSE
def pair(paths: tuple[Path, ...], quiet: bool, verbose: bool, strict: bool, jobs: int | None, **options: Any) -> None:
    """Find which stories are versions of each other, align their sentences, write the corpus.

    PATHS are files or folders with English and French mixed; "-" is standard input.

    Example: aligner pair stories/ -o aligned/ --format moses
    """
    from aligner.cli import console as terminal
    from aligner.pipeline.pair import Input, pair
    from aligner.settings import Settings

    terminal.log(verbose)
    given = Input(paths, options["en"], options["fr"], options["form"])
    if not any(given[:3]):
        raise click.UsageError("give at least one file or folder. Example: aligner pair stories/ -o aligned/")
    settings = Settings(
        model=options["model"],
        half=options["half"],
        min_confidence=options["min_confidence"],
        formats=tuple(dict.fromkeys(["tmx", "tsv", *options["formats"]])),
    )
    with terminal.bars(quiet) as progress:
        corpus = pair(given, options["output"], settings, jobs=jobs, progress=progress)
    if not quiet:
        terminal.summary(corpus, options["output"])
    if strict and corpus.skipped:
        raise AlignerError(f"{len(corpus.skipped)} skipped, see {options['output']}/skipped.jsonl")


@cli.command()
@click.argument("en", type=PATH)
@click.argument("fr", type=PATH)
@click.option("--segmented", is_flag=True, help="One sentence a line, a blank line between paragraphs.")
@click.option(
    "--anchors",
    type=PATH,
    metavar="FILE",
    help='Lines "english<TAB>french" of sentence numbers, from 0, that belong together.',
)
@click.option(
    "--again", type=PATH, metavar="FILE", help="What --format full gave before an edit: only what changed is sought."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "full", "vecalign", "ladder", "tsv"]),
    help="Default: table on a terminal, else jsonl. Full is for --again, ladder is hunalign's.",
)
@click.option("--alternatives", "others", type=click.IntRange(0), default=0, metavar="N", help="Next best beads, too.")
@MODEL
def align(en: Path, fr: Path, form: str | None, others: int, **options: Any) -> None:
    """Align the sentences of two versions of one text.

    Prints one line per bead, in the order of the English text; an empty list is a null. A bead
    that is "moved" stands at another place in the French text.

    Example: aligner align story.en.txt story.fr.txt

    Example: aligner align story.en.txt story.fr.txt --format full > first.jsonl

    Example: aligner align edited.en.txt story.fr.txt --again first.jsonl
    """
    from aligner.cli import console as terminal
    from aligner.cli.align import align_files, bead_row, full_row
    from aligner.writers.bead_formats import FORMATS

    if others and form in FORMATS:
        raise click.UsageError(f"{form} has no place for --alternatives; leave one of them out")
    if others and options["again"]:
        raise click.UsageError("--alternatives are those of a whole alignment; leave it or --again out")
    found = align_files(en, fr, others=others, **options)
    if form in FORMATS:
        click.echo("".join(FORMATS[form](aligned.segment for aligned in found)), nl=False)
    elif form == "full":
        terminal.rows((full_row(aligned, others) for aligned in found), "jsonl")
    else:
        terminal.rows((bead_row(aligned, others) for aligned in found), form)


@cli.command()
@click.argument("paths", nargs=-1, type=PATH)
@click.option("-o", "--output", type=PATH, help="Folder for duplicates.jsonl and families.jsonl, instead of printing.")
@click.option("--keep", default="", metavar="RULE,…", help="earliest, complete, whole, clean, human, central, first")
@click.option("--same-topic", "topic", is_flag=True, help="Tell of stories on the same topic, too, that are no copies.")
@click.option("--index", "file", type=PATH, metavar="FILE", help="An index that is kept: PATHS are added to it.")
@click.option("--query", is_flag=True, help="Compare PATHS with the --index, and add nothing.")
@click.option("--delete", multiple=True, metavar="ID", help="Take a story out of the --index.")
@click.option("--expire", type=click.FloatRange(0), metavar="DAYS", help="Take out what was added longer ago.")
@click.option("--list", "entries", is_flag=True, help="List the stories of the --index.")
@click.option("--compact", is_flag=True, help="Give the room of deleted stories back.")
@click.option("--rebuild", is_flag=True, help="Make an --index anew that is damaged or of another encoder.")
@FORMAT
@JOBS
def dedup(paths: tuple[Path, ...], output: Path | None, form: str | None, jobs: int | None, **options: Any) -> None:
    """Group stories into families: exact, near, spun and contained copies, and translations.

    Of each family one story is kept: the earliest if dates are known, else the most complete,
    then the one with fewest artefacts. Nothing is deleted.

    Example: aligner dedup stories/

    Example: aligner dedup --index desk.db today/ --expire 30
    """
    from aligner.cli import console as terminal
    from aligner.deduplication.manage import IndexRequest, run_request

    request = IndexRequest(**options)
    if not paths and not (request.file and request.works()):
        raise click.UsageError("give stories, or an --index and what to do with it. Example: aligner dedup stories/")
    with terminal.bars(False) as progress:
        found = run_request(paths, request, jobs=jobs, progress=progress)
    terminal.families(found, form, output)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=PATH)
@PRIOR
@click.option("--strict", is_flag=True, help="Exit with 3 when a row is no pair.")
@click.option(
    "--findings/--no-findings", default=True, help="Look for artefacts, too: JSON lines only, some four times slower."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "tsv"]),
    help="Default: table on a terminal, else jsonl. Tsv adds columns to the rows as they stand.",
)
@JOBS
def score(
    files: tuple[Path, ...], prior: float, strict: bool, findings: bool, form: str | None, jobs: int | None
) -> None:
    """Give each pair of an existing corpus its confidence and the reasons.

    FILES is a TSV of "english<TAB>french" lines, a TMX, JSON lines with the keys en and fr, or
    two files of lines that belong together. One row comes out for each row, in order. A
    confidence of .9 means that nine of ten such pairs are right, if --prior of all are.

    Example: aligner score memory.tsv > scored.jsonl
    """
    from aligner.cli import console as terminal
    from aligner.pipeline.score import collect_bad_rows, columns, row, score_files

    if len(files) > 2:
        raise click.UsageError("give one file of pairs, or an English and a French one")
    wrong: list[int] = []
    findings = findings and terminal.is_jsonl(form)
    found = collect_bad_rows(score_files(files, prior=prior, findings=findings, jobs=jobs), wrong)
    if form == "tsv":
        for line in columns(found):
            click.echo(line)
    else:
        terminal.rows(map(row, found), form)
    if strict and wrong:
        raise AlignerError(f"{len(wrong)} rows are no pairs, the first is line {wrong[0]}")


@cli.command()
@click.argument("copies", nargs=-1, required=True, type=PATH)
@click.option("--original", type=PATH, help="The story they were made from, in English or French.")
@click.option("--fail-on", type=click.Choice(["minor", "major", "critical"]), help="Exit with 1 on such a finding.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Say nothing of findings whose code begins so.")
@click.option("--profile", is_flag=True, help="Say how long each detector took.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "sarif", "mqm"]),
    help="Default: table on a terminal, else jsonl. Sarif is for CI, mqm a TSV.",
)
@MODEL
def check(copies: tuple[Path, ...], form: str | None, **options: Any) -> int:
    """Find the artefacts that republishing left in each story, and say how it was made.

    COPIES are compared with the original, in either language; without one, those that are
    versions of each other are compared, and the others read alone. The nearest .aligner.toml
    may hold, under [check]: fail-on, ignore, marks. See docs/checking.md.

    Example: aligner check --original story.fr.txt copy.en.txt --fail-on major
    """
    from aligner.cli.check import check_copies

    return check_copies(copies, form or ("table" if sys.stdout.isatty() else "jsonl"), **options)


@cli.command()
@click.argument("story", type=PATH)
@click.argument("code")
@click.argument("text")
@click.option("--original", type=PATH, help="The story it was made from, if the finding needs it.")
@click.option("--wrong", is_flag=True, help="Take the mark back.")
def mark(story: Path, code: str, text: str, original: Path | None, wrong: bool) -> None:
    """Mark a finding of aligner check as no error: the one with CODE that stands on TEXT.

    The mark lies in STORY.marks and silences the finding as long as its sentence stays as it is.

    Example: aligner mark story.txt sentence.fused "District.Since"
    """
    from aligner.checking.check import mark_findings

    if not (count := mark_findings(story, code, text, original=original, wrong=wrong)):
        raise AlignerError(f"no finding {code} on {text!r} in {story}")
    click.echo(f"{count} {'unmarked' if wrong else 'marked'} in {story}.marks")


@cli.command()
@click.argument("folder", type=PATH)
def report(folder: Path) -> None:
    """Write report.html of a corpus anew, from the files that aligner pair left in FOLDER.

    Example: aligner report aligned/
    """
    from aligner.report import rewrite

    click.echo(rewrite(folder))


@cli.command()
@click.argument("folder", type=PATH)
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 for any that is free.")
@click.option("--export", "formats", multiple=True, metavar="NAME", help="Write FOLDER/reviewed/ in this format.")
@click.option("--reviewed-only", "only", is_flag=True, help="Export what someone has accepted, no other.")
@click.option("--recalibrate", is_flag=True, help="Fit the confidence of this corpus to the decisions on it.")
@click.option("--take", multiple=True, type=PATH, metavar="FILE", help="Add the decisions of another review.db.")
def review(folder: Path, port: int, **options: Any) -> None:
    """Decide, in a browser, on the segments that aligner pair left in FOLDER.

    The page is served to this machine only, under an address that is new each time. Every decision is
    in FOLDER/review.db before it is shown as done, and is found again when the texts are paired anew.
    With --export, --recalibrate or --take that is done, and nothing is served.

    Example: aligner review aligned/

    Example: aligner review aligned/ --export tmx
    """
    from aligner.review.commands import ReviewRequest, run_request

    run_request(folder, ReviewRequest(port=port, **options), click.echo)


@cli.group("eval")
def evaluate() -> None:
    """Measure against gold data.

    Example: aligner eval align novels/Emma.gold
    """


@evaluate.command("align")
@click.argument("gold", nargs=-1, required=True, type=PATH)
@click.option("--no-paragraphs", is_flag=True, help="Do without paragraph numbers.")
@FORMAT
@MODEL
def evaluate_align(gold: tuple[Path, ...], no_paragraphs: bool, form: str | None, model: str) -> None:
    """Strict and lax F1 of beads (Vecalign's definitions), and F1 of nulls.

    NAME.gold holds "[en lines]:[fr lines]" rows; NAME.en and NAME.fr, beside it,
    hold "paragraph<TAB>sentence" rows.

    Example: aligner eval align novels/*.gold
    """
    from aligner.cli import console as terminal
    from aligner.evaluation.gold import alignment

    terminal.rows(alignment(gold, paragraphs=not no_paragraphs, model=model), form)


@evaluate.command("retrieval")
@click.argument("files", nargs=-1, required=True, type=PATH)
@FORMAT
@MODEL
def evaluate_retrieval(files: tuple[Path, ...], form: str | None, model: str) -> None:
    """Top-1 accuracy of the encoder on "english<TAB>french" lines, by cosine and by margin.

    Example: aligner eval retrieval tatoeba.tsv
    """
    from aligner.cli import console as terminal
    from aligner.evaluation.gold import retrieval

    terminal.rows(retrieval(files, model=model), form)


@evaluate.command("confidence")
@click.argument("files", nargs=-1, required=True, type=PATH)
@PRIOR
@click.option("--plot", type=PATH, metavar="FILE", help="Draw the reliability diagram, as SVG.")
@FORMAT
def evaluate_confidence(files: tuple[Path, ...], prior: float, plot: Path | None, form: str | None) -> None:
    """How far the confidence can be trusted on pairs that are known to be right.

    FILES are pairs as aligner score reads them, lines in the order of their texts; a third column names
    the document. Wrong pairs are made of them by named recipes: half of the next sentence appended, a
    number changed, a denial turned round... Printed are AUC, average precision, calibration error (15 bins of
    equal mass), Brier score, what each threshold keeps, and of each recipe the share caught at
    the threshold that keeps 95 % of the right pairs.

    Example: aligner eval confidence flores.tsv --plot reliability.svg
    """
    from aligner.cli import console as terminal
    from aligner.evaluation.confidence import confidence

    terminal.rows(confidence(files, prior=prior, plot=plot), form)


@evaluate.command("words")
@click.argument("pairs", type=PATH)
@click.argument("gold", type=PATH)
@FORMAT
@MODEL
def evaluate_words(pairs: Path, gold: Path, form: str | None, model: str) -> None:
    """Alignment error rate (AER) of links between words, for both ways of finding them.

    PAIRS holds "english ||| french" lines, words split by spaces; GOLD, line by line,
    the places of their words, from 1: 2-3 a sure link, 2p3 a possible one.

    Example: aligner eval words enfr.src-tgt enfr.gold
    """
    from aligner.cli import console as terminal
    from aligner.evaluation.gold import words

    terminal.rows(words(pairs, gold, model=model), form)


@cli.command("list")
@click.argument("kind", required=False, type=click.Choice(["readers", "writers", "detectors", "encoders"]))
def list_parts(kind: str | None) -> None:
    """List readers, writers, detectors and encoders with what each is for.

    Example: aligner list writers
    """
    from aligner.cli.align import parts

    for line in parts(kind):
        click.echo(line)


def main() -> None:
    """Run, and turn errors into one line and an exit code."""
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("aligner: stopped", err=True)
        sys.exit(3)
    except AlignerError as error:
        from aligner.writers.escaping import visible

        click.echo(f"aligner: {visible(str(error))}", err=True)
        sys.exit(3)
    except SystemExit:  # click's word for a broken pipe: the reader of our output, such as head, has had enough
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
