"""The reference of commands, from what ``--help`` has."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import click

from scripts.documentation.markdown import code, prose, table

_OPTION = re.compile(r"(?<![\w-])(--[a-z][\w-]*)")
EXAMPLE = "Example: "
INTRODUCTION = """# Commands
What `aligner COMMAND --help` shows. Options of a project can be in a file ([settings](../user/settings.md)).

Exit codes: 0 done, 1 findings at or above `--fail-on`, 2 usage error, 3 failed, with the reason in one line.
"""


def commands_page(root: click.Command) -> str:
    """Return the page of a command and of all commands below it."""
    return "\n".join([INTRODUCTION, *map(_section, _contexts(root, click.Context(root, info_name="aligner")))])


def _contexts(command: click.Command, context: click.Context) -> Iterator[click.Context]:
    """Yield a context for each command that does something, in the order of the help."""
    if not isinstance(command, click.Group):
        yield context
        return
    for name in command.list_commands(context):
        own = command.get_command(context, name)
        assert own is not None
        yield from _contexts(own, click.Context(own, info_name=name, parent=context))


def _section(context: click.Context) -> str:
    command = context.command
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"## {context.command_path}\n", f"```sh\n{usage}\n```\n", *_description(command)]
    rows = [row for parameter in command.get_params(context) if (row := _row(parameter, context))]
    return "\n".join([*parts, table(("option", "meaning"), rows)])


def _description(command: click.Command) -> Iterator[str]:
    """Yield the paragraphs of the help, and its examples as code."""
    examples = []
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        text = " ".join(paragraph.replace("\b", "").split())
        if text.startswith(EXAMPLE):
            examples.append(text.removeprefix(EXAMPLE))
        else:
            yield prose(text) + "\n"
    if examples:
        yield "```sh\n" + "\n".join(examples) + "\n```\n"


def _row(parameter: click.Parameter, context: click.Context) -> tuple[str, str] | None:
    """Return the names of an option and its help with the default, None for an argument."""
    record: Any = parameter.get_help_record(context)
    return record and (code(record[0]), prose(_OPTION.sub(r"`\1`", record[1])))
