"""Arguments and options that several commands share."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import click

from aligner.cli import streams


class _ShareType(click.ParamType):  # type: ignore[type-arg]  # generic only in later versions
    """A share between 0 and 1, as a fraction or as a percentage."""

    name = "share"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the share as a fraction."""
        match = _SHARE.fullmatch(str(value).strip())
        share = float(match[1].replace(",", ".")) / (100 if match[2] else 1) if match else 0.0
        if not 0 < share < 1:
            self.fail(f"{str(value)!r} is no share. Example: 5% or 0.05", param, ctx)
        return share


PATH = click.Path(path_type=Path)
SHARE = _ShareType()
PROBABILITY = click.FloatRange(0, 1)
MAX_LICENCE_CHARS = 200

_SHARE = re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,9})?)\s*(%?)")
_LOCALE = re.compile("(en|fr)(-[A-Za-z0-9]{2,8})*", re.IGNORECASE)


def _log_stages(context: click.Context, _: click.Parameter, verbose: bool) -> None:
    if verbose:
        _log_from(logging.INFO, context)


def _hush(context: click.Context, _: click.Parameter, quiet: bool) -> bool:
    if quiet:
        _log_from(logging.ERROR, context)
    return quiet


def _log_from(level: int, context: click.Context) -> None:
    """Log what is of this level or above until the command ends."""
    streams.configure_logging(level)
    context.call_on_close(streams.configure_logging)


def _check_locale(_: click.Context, option: click.Parameter, value: str) -> str:
    """Return the tag with a hyphen before each subtag, if it is one of the language of the option."""
    tag = value.replace("_", "-")
    language = str(option.name)[:2]
    if value and not (_LOCALE.fullmatch(tag) and tag[:2].lower() == language):
        raise click.BadParameter(f"{value!r} is no tag of that language. Example: {language}-CA")
    return tag


def _check_licence(_: click.Context, __: click.Parameter, value: str) -> str:
    """Return a licence without blanks around it, if it is one short line."""
    if not (value.isprintable() and len(value) <= MAX_LICENCE_CHARS):
        raise click.BadParameter(f"give its name or address, at most {MAX_LICENCE_CHARS} characters")
    return value.strip()


def _check_files(_: click.Context, __: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the files of a corpus, if they are one or two."""
    if len(files) > 2:
        raise click.UsageError("give one file of pairs, or an English and a French one")
    return files


PAIR_FILES = click.argument("files", nargs=-1, required=True, type=PATH, callback=_check_files)
COLUMNS = click.option(
    "--columns",
    "--keys",
    "columns",
    default="",
    metavar="EN,FR",
    help="Columns or JSON keys of the English and the French text, by number or name: 2,1 or anglais,français or "
    "translation.en,translation.fr. [default: found by name or language]",
)
STORIES = click.argument("paths", nargs=-1, required=True, type=PATH)
CONTEXT = click.option(
    "--context",
    is_flag=True,
    help="Read doubtful pairs a second time, with their words in context, which is slow; needs news-aligner[context].",
)
MODEL = click.option(
    "--model",
    default="",
    metavar="NAME",
    help="Use this sentence-transformers model (name or folder) instead of the built-in encoder; "
    "its vectors are cached, in the folder ALIGNER_CACHE if that variable is set.",
)
STDIN_FORMAT = click.option(
    "--stdin-format",
    default="",
    metavar="SUFFIX",
    help="Format of standard input, such as .md. [default: shown by its first bytes, else .txt]",
)
FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "jsonl"]),
    help="Output format. [default: table on a terminal, else jsonl]",
)
MIN_CONFIDENCE = click.option(
    "--min-confidence", type=PROBABILITY, default=0.5, show_default=True, help="Drop segments of lower confidence."
)
PRIOR = click.option(
    "--prior",
    type=click.FloatRange(0.001, 0.999),
    default=0.5,
    show_default=True,
    help="Expected share of correct pairs, before any pair is examined.",
)
JOBS = click.option("--jobs", type=click.IntRange(1), default=None, help="Number of processes. [default: one per core]")
KEEP = click.option(
    "--keep",
    default="",
    metavar="RULE,…",
    help="Rules that choose the story to keep, applied first and in this order: "
    "earliest, latest, complete, whole, clean, human, central, first.",
)
SAME_TOPIC = click.option(
    "--same-topic",
    "topic",
    is_flag=True,
    help="Also report follow-ups, and stories of the same template or topic, which are not copies.",
)
OUTPUT_FOLDER = click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="FOLDER",
    help="Write duplicates, families, relations and changes as .jsonl into this folder instead of printing.",
)
EN_LOCALE, FR_LOCALE = (
    click.option(
        f"--{side}-locale",
        callback=_check_locale,
        default="",
        metavar="TAG",
        help=f"Language tag of {name} texts in TMX, OmegaT and XLIFF, such as {example}. [default: that of the source]",
    )
    for side, name, example in (("en", "English", "en-GB"), ("fr", "French", "fr-CA"))
)
FINDINGS = click.option(
    "--findings/--no-findings",
    default=True,
    show_default=True,
    help="Seek all artefacts in each segment, or only changes of fact, on which the confidence depends.",
)
LANGUAGE = click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="Language of findings, reasons and the report.",
)
LICENCE = click.option(
    "--licence",
    "--license",
    "licence",
    callback=_check_licence,
    default="",
    metavar="NAME",
    help="Licence of the texts, such as cc-by-4.0, for the card that --format hf writes. [default: left open there]",
)
QUIET = click.option(
    "-q", "--quiet", is_flag=True, callback=_hush, help="Show no progress and no notes, only results and errors."
)
STRICT = click.option("--strict", is_flag=True, help="Exit with 3 if anything was skipped.")
VERBOSE = click.option(
    "-v", "--verbose", is_flag=True, expose_value=False, callback=_log_stages, help="Log each stage to standard error."
)
