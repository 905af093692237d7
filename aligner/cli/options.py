"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path)
PROBABILITY = click.FloatRange(0, 1)

STORIES = click.argument("paths", nargs=-1, required=True, type=PATH)
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
QUIET = click.option("-q", "--quiet", is_flag=True, help="Print nothing except errors.")
VERBOSE = click.option("-v", "--verbose", is_flag=True, help="Log each stage.")
