"""`aligner dedup`: families of stories among files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from aligner.cli.options import FORMAT, JOBS, KEEP, OUTPUT_FOLDER, QUIET, SAME_TOPIC, STORIES, STRICT, VERBOSE


@click.command()
@STORIES
@OUTPUT_FOLDER
@KEEP
@SAME_TOPIC
@FORMAT
@STRICT
@JOBS
@QUIET
@VERBOSE
def dedup(
    paths: tuple[Path, ...], output: Path | None, output_format: str | None, strict: bool, **options: Any
) -> None:
    """Group stories into families: exact, near, spun and contained copies, and translations.

    PATHS are files or folders; "-" is standard input. One story of each family is kept: the earliest
    if dates are known, else the most complete, then the one with the fewest artefacts. Nothing is
    deleted. Versions of a running story are put in order; --keep latest keeps the newest one.

    To compare new stories with those of earlier runs, see aligner index.

    Example: aligner dedup stories/
    """
    from aligner.cli import console
    from aligner.deduplication.find import find_families

    with console.progress_bars(options["quiet"]) as progress:
        result = find_families(
            paths,
            keep=options["keep"],
            topic=options["topic"],
            changes=output is not None,
            jobs=options["jobs"],
            progress=progress,
        )
    console.show_families(result, output_format, output)
    if strict:
        console.require_nothing_skipped(result.skipped)
