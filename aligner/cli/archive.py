"""`aligner archive`: an archive of any size to a parallel corpus, shard by shard."""

from __future__ import annotations

from typing import Any

import click

from aligner.cli.options import CONTEXT, FINDINGS, JOBS, KEEP, LANGUAGE, LICENCE, MIN_CONFIDENCE, QUIET, STRICT, VERBOSE

STAGES = ("read", "gather", "copies", "drop", "propose", "write")
DATE = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@click.option("-o", "--output", default="archive", show_default=True, help="Folder or URL to write.")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="What runs the tasks: processes of this machine, or Ray (needs news-aligner[ray]).",
)
@click.option(
    "--ray-address", default="", metavar="ADDRESS", help="Ray cluster to use. [default: one of this machine alone]"
)
@click.option(
    "--window",
    type=click.IntRange(0),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="Compare texts published up to so many days apart; those without a date are compared with all.",
)
@click.option(
    "--shard-size",
    type=click.IntRange(100, 1_000_000),
    default=10_000,
    show_default=True,
    help="Texts of a shard, about: what one process holds in memory.",
)
@click.option("--since", type=DATE, metavar="DATE", help="Leave out texts published before this day, YYYY-MM-DD.")
@click.option("--until", type=click.Choice(STAGES), default="write", help="Stop after this stage. [default: write]")
@MIN_CONFIDENCE
@FINDINGS
@KEEP
@CONTEXT
@LANGUAGE
@STRICT
@LICENCE
@JOBS
@QUIET
@VERBOSE
def archive(paths: tuple[str, ...], output: str, quiet: bool, strict: bool, jobs: int | None, **options: Any) -> None:
    """Pair an archive of any size: like aligner pair, in shards that fit into memory.

    PATHS are files, folders or URLs such as s3://bucket/stories, with English and French mixed. The output is a data
    set in Parquet, as Hugging Face keeps it. The same command again does only what is new or was not finished.

    Example: aligner archive stories/ -o corpus/

    Example: aligner archive s3://desk/2026/ -o s3://desk/corpus --engine ray --ray-address auto
    """
    _require_pyarrow()
    from aligner.archive.engines import start_processes
    from aligner.archive.ray_engine import connect
    from aligner.archive.run import pair_archive
    from aligner.archive.sources import find_archive_files
    from aligner.archive.stage_runner import ArchiveOptions
    from aligner.cli import console
    from aligner.errors import AlignerError
    from aligner.settings import Settings

    if options["ray_address"] and options["engine"] != "ray":
        raise click.UsageError("--ray-address is for --engine ray")
    settings = Settings(
        min_confidence=options["min_confidence"],
        language=options["language"],
        findings=options["findings"],
        context=options["context"],
        keep_rules=options["keep"],
        licence=options["licence"],
        formats=("hf",),
    )
    since = options["since"].date().isoformat() if options["since"] else ""
    chosen = ArchiveOptions(options["window"], options["shard_size"], since, options["until"])
    files, unread = find_archive_files(paths, output)
    connected = connect(options["ray_address"], jobs) if options["engine"] == "ray" else start_processes(jobs)
    with console.progress_bars(quiet) as progress, connected as engine:
        totals = pair_archive(files, output, settings, chosen, engine, unread=unread, progress=progress)
    if not quiet:
        console.print_archive(totals, output)
    if strict and totals.skipped:
        raise AlignerError(f"{totals.skipped} skipped, see {output}/skipped/")


def _require_pyarrow() -> None:
    from importlib.util import find_spec

    from aligner.errors import PackageMissingError

    if find_spec("pyarrow") is None:
        raise PackageMissingError("aligner archive needs pyarrow: python -m pip install 'news-aligner[archive]'")
