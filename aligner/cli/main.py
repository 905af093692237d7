"""The command group, and how errors become one line and an exit code."""

from __future__ import annotations

import gc
import sys

import click

from aligner.cli.align import align
from aligner.cli.catalogue import list_parts
from aligner.cli.check import check, mark, unmark
from aligner.cli.dedup import dedup
from aligner.cli.evaluate import evaluate
from aligner.cli.index import index
from aligner.cli.pair import pair
from aligner.cli.review import report, review
from aligner.cli.score import score
from aligner.errors import AlignerError
from aligner.version import __version__

# Objects between two garbage collections. A run makes millions that live long and form no cycles; the default of 700
# would spend a tenth of its time on looking at them.
GC_THRESHOLD = 10_000
COMMANDS = (pair, align, dedup, index, score, check, mark, unmark, report, review, evaluate, list_parts)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="aligner")
def cli() -> None:
    """Turn French and English versions of the same stories into a parallel corpus.

    Example: aligner pair stories/ -o aligned/
    """


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run a command; print an error as one line, and exit with its code."""
    gc.set_threshold(GC_THRESHOLD)
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
        sys.exit(error.exit_code)
    except SystemExit:  # click exits on a broken pipe: the reader of our output, such as head, has finished
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
