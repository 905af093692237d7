"""`aligner index`: an index of stories that stays on disk between runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aligner.cli.options import FORMAT, JOBS, KEEP, OUTPUT_FOLDER, PATH, QUIET, SAME_TOPIC, STORIES, STRICT, VERBOSE

FILE = click.argument("file", type=PATH)
DAYS = click.FloatRange(0)


@click.group()
def index() -> None:
    """Keep an index of stories on disk, and compare new stories with those in it.

    FILE is an SQLite database. Several processes may use it at the same time.

    Example: aligner index add desk.db today/
    """


@index.command()
@FILE
@STORIES
@click.option("--expire", type=DAYS, metavar="DAYS", help="First remove stories added longer ago than this.")
@OUTPUT_FOLDER
@KEEP
@SAME_TOPIC
@FORMAT
@STRICT
@JOBS
@QUIET
@VERBOSE
def add(file: Path, paths: tuple[Path, ...], output: Path | None, output_format: str | None, **options: Any) -> None:
    """Add stories to the index FILE, and group them into families.

    The index is made if it does not exist. The families include earlier stories of the index;
    files that have not changed since are not read again.

    Example: aligner index add desk.db today/ --expire 30
    """
    from aligner.cli import console
    from aligner.deduplication.manage import AddOptions, add_stories

    strict, jobs, quiet = (options.pop(name) for name in ("strict", "jobs", "quiet"))
    with console.progress_bars(quiet) as progress:
        result = add_stories(file, paths, AddOptions(**options), jobs=jobs, progress=progress)
    console.show_families(result, output_format, output)
    if strict:
        console.require_nothing_skipped(result.skipped)


@index.command()
@FILE
@STORIES
@OUTPUT_FOLDER
@SAME_TOPIC
@FORMAT
@STRICT
@JOBS
@QUIET
@VERBOSE
def query(file: Path, paths: tuple[Path, ...], output: Path | None, output_format: str | None, **options: Any) -> None:
    """List the stories of the index FILE that each of PATHS is a copy of, and add nothing.

    Example: aligner index query desk.db new.txt
    """
    from aligner.cli import console
    from aligner.deduplication.manage import query_index

    result = query_index(file, paths, topic=options["topic"], jobs=options["jobs"])
    console.show_families(result, output_format, output)
    if options["strict"]:
        console.require_nothing_skipped(result.skipped)


@index.command()
@FILE
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@QUIET
def delete(file: Path, ids: tuple[str, ...], quiet: bool) -> None:
    """Remove the stories of these ids from the index FILE.

    A story that was removed is added again when its file is next given to aligner index add.

    Example: aligner index delete desk.db /desk/today/story.txt
    """
    from aligner.deduplication.manage import delete_stories

    count = len(delete_stories(file, ids))
    if not quiet:
        click.echo(f"{count} deleted", err=True)


@index.command()
@FILE
@click.argument("days", type=DAYS)
@QUIET
def expire(file: Path, days: float, quiet: bool) -> None:
    """Remove the stories that were added to the index FILE more than DAYS days ago.

    A story that expired is not added again as long as its file stays as it is.

    Example: aligner index expire desk.db 30
    """
    from aligner.deduplication.manage import expire_stories

    count = len(expire_stories(file, days))
    if not quiet:
        click.echo(f"{count} expired", err=True)


@index.command("list")
@FILE
@FORMAT
def list_index(file: Path, output_format: str | None) -> None:
    """List the stories of the index FILE.

    Example: aligner index list desk.db
    """
    from aligner.cli import console
    from aligner.deduplication.manage import list_stories

    console.print_entries(list_stories(file), output_format)


@index.command()
@FILE
@QUIET
def compact(file: Path, quiet: bool) -> None:
    """Shrink the index FILE to the space that its stories need.

    Example: aligner index compact desk.db
    """
    from aligner.deduplication.manage import compact_index

    compact_index(file)
    if not quiet:
        click.echo("compacted", err=True)


@index.command()
@FILE
@JOBS
@QUIET
@VERBOSE
def rebuild(file: Path, jobs: int | None, quiet: bool) -> None:
    """Rebuild an index FILE that is damaged or was made with another encoder.

    The old file is kept as FILE.old. The new index is empty if the old one cannot be read.

    Example: aligner index rebuild desk.db
    """
    from aligner.cli import console
    from aligner.deduplication.manage import rebuild_index

    with console.progress_bars(quiet) as progress:
        notes = rebuild_index(file, jobs=jobs, progress=progress)
    if not quiet:
        console.print_notes(notes)
