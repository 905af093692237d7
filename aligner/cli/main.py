"""The command group, and how errors become one line and an exit code."""

from __future__ import annotations

import gc
import os
import sys

import click

from aligner.cli import streams
from aligner.cli.align import align
from aligner.cli.archive import archive
from aligner.cli.catalogue import list_parts
from aligner.cli.check import check, mark, unmark
from aligner.cli.configuration import configure
from aligner.cli.dedup import dedup
from aligner.cli.evaluate import evaluate
from aligner.cli.index import index
from aligner.cli.mend import mend
from aligner.cli.pair import pair
from aligner.cli.review import report, review
from aligner.cli.score import score
from aligner.errors import AlignerError, error_line
from aligner.version import __version__

# Objects between two garbage collections. A run makes millions that live long and form no cycles; the default of 700
# would spend a tenth of its time on looking at them.
GC_THRESHOLD = 10_000
COMMANDS = (pair, archive, align, dedup, index, score, mend, check, mark, unmark, report, review, evaluate, list_parts)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="aligner")
def cli() -> None:
    """Turn French and English versions of the same stories into a parallel corpus.

    Example: aligner pair stories/ -o aligned/
    """


for command in COMMANDS:
    cli.add_command(command)
configure(cli)


def main() -> None:
    """Run a command; print an error as one line, and exit with its code."""
    gc.set_threshold(GC_THRESHOLD)
    try:
        streams.prepare()
        streams.configure_logging()
        code = _exit_code()
        streams.finish()
    except AlignerError as error:  # standard output was closed by the caller
        code = _fail(str(error), error.exit_code)
    except OSError as error:
        # The reader of our output, such as head, may have finished.
        code = 0 if isinstance(error, BrokenPipeError) else _fail(streams.output_failure(error) or error_line(error))
        streams.discard()
    _join_pools(code)
    sys.exit(code)


def _join_pools(code: int) -> None:
    """Wait for what processes have in hand; another interrupt ends it at once."""
    if "aligner.parallel" in sys.modules:
        from aligner.parallel import join_pools

        try:
            join_pools()
        except KeyboardInterrupt:
            os._exit(code)


def _exit_code() -> int:
    """Run a command and return its exit code, 3 for errors and 2 for errors of usage.

    Raises
    ------
    OSError
        When standard output cannot be written.
    """
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        return _usage_error(error)
    except (click.Abort, KeyboardInterrupt):
        return _fail("stopped")
    except AlignerError as error:
        return _fail(str(error), error.exit_code)
    except SystemExit:  # raised by click on a broken pipe
        raise BrokenPipeError from None
    except Exception as error:
        if isinstance(error, OSError) and streams.output_failure(error):
            raise
        if not {"-v", "--verbose"}.isdisjoint(sys.argv):
            import traceback

            click.echo(streams.visible_lines(traceback.format_exc()), err=True)
        return _fail(error_line(error))
    return code if isinstance(code, int) else 0


def _usage_error(error: click.ClickException) -> int:
    """Print a usage error as click does, without control characters from the arguments."""
    context = getattr(error, "ctx", None)
    if context is not None:
        click.echo(context.get_usage(), err=True)
        click.echo(f"Try '{context.command_path} --help' for help.\n", err=True)
    click.echo(streams.visible_lines(f"Error: {error.format_message()}"), err=True)
    return 2


def _fail(message: str, code: int = 3) -> int:
    click.echo(f"aligner: {streams.visible_lines(message.replace(chr(10), ' '))}", err=True)
    return code
