"""The settings of a project: options of commands in the nearest `aligner.toml`, or in the file of `--config`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from aligner.errors import InputError, UsageError, unknown_name

FILE_NAMES = ("aligner.toml", ".aligner.toml")
OPTION = "config"  # which is no setting itself, as `help` is none
Settings = dict[str, Any]


def configure(root: click.Group) -> None:
    """Let all commands of a group read the settings of the project."""
    for _, command in _commands(root):
        command.params.append(
            click.Option(
                [f"--{OPTION}"],
                type=click.Path(path_type=Path, dir_okay=False),
                is_eager=True,
                expose_value=False,
                callback=_apply,
                help="File with settings. [default: the nearest aligner.toml, from here upwards]",
            )
        )


def _commands(group: click.Group, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield the commands that a group leads to, each with its names."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*names, name))
        else:
            yield (*names, name), command


def _apply(context: click.Context, _: click.Parameter, path: Path | None) -> None:
    """Make the settings of a file the defaults of the command."""
    path = path or find_settings(Path())
    root = context.find_root()
    if path is None or not isinstance(root.command, click.Group):
        return
    names = list[str]()
    while (parent := context.parent) is not None:
        names.insert(0, context.info_name or "")
        context = parent
    settings = read_settings(path, root.command).get(tuple(names))
    if settings:
        click.get_current_context().default_map = settings


def find_settings(folder: Path) -> Path | None:
    """Return the file of settings of a folder, or of the nearest one above.

    Raises
    ------
    UsageError
        When a folder has one of each name.
    """
    start = folder.resolve()
    for parent in (start, *start.parents):
        found = [path for name in FILE_NAMES if (path := parent / name).is_file()]
        if len(found) > 1:
            raise UsageError(f"{parent} has {' and '.join(FILE_NAMES)}; keep one of them")
        if found:
            return found[0]
    return None


def read_settings(path: Path, root: click.Group) -> dict[tuple[str, ...], Settings]:
    """Read the settings of commands, by their names.

    Returns
    -------
    dict of tuple of str to dict
        The values by the name of the parameter. Paths are relative to the folder of the file.

    Raises
    ------
    InputError
        When the file is no TOML.
    UsageError
        When it has a section, an option or a value that does not exist.
    """
    commands = dict(_commands(root))
    found = dict[tuple[str, ...], Settings]()
    for names, options in _sections(path, _parse(path), commands):
        found[names] = dict(_setting(path, names, commands[names], item) for item in options.items())
    return found


def _parse(path: Path) -> Mapping[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; check the path") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: {error}") from error


def _sections(
    path: Path, tables: Mapping[str, Any], commands: Mapping[tuple[str, ...], click.Command]
) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Yield the section of each command, such as [check] or [index.add]."""
    groups = {names[:-1] for names in commands if len(names) > 1}
    levels: list[tuple[tuple[str, ...], Any]] = [((), tables)]
    for above, options in levels:
        for name, value in options.items():
            names = (*above, name)
            if names not in groups and names not in commands:
                known = [".".join(other) for other in commands if other[: len(above)] == above]
                raise UsageError(f"{path}: {unknown_name('section', '.'.join(names), known)}")
            if not isinstance(value, dict):
                raise UsageError(f"{path}: {name} is a section, [{'.'.join(names)}]")
            if names in groups:
                levels.append((names, value))
            else:
                yield names, value


def _setting(path: Path, names: Sequence[str], command: click.Command, item: tuple[str, Any]) -> tuple[str, Any]:
    """Return the parameter of an option, and its value."""
    section, (key, value) = ".".join(names), item
    options = _options(command)
    if key not in options:
        raise UsageError(f"{path}: {unknown_name(f'option of [{section}]', key, list(options))}")
    option = options[key]
    wanted = "a list" if option.multiple else "true or false" if option.is_flag else ""
    fits = isinstance(value, list) if option.multiple else isinstance(value, bool) == option.is_flag
    if not fits or isinstance(value, dict) or (isinstance(value, list) and not option.multiple):
        raise UsageError(f"{path}: {key} of [{section}] is {wanted or 'one value'}, not {value!r}")
    if isinstance(option.type, click.Path):
        value = [str(path.parent / str(each)) for each in value] if option.multiple else str(path.parent / str(value))
    try:
        option.type_cast_value(click.Context(command), value)
    except click.BadParameter as error:
        raise UsageError(f"{path}: {key} of [{section}]: {error.message}") from error
    return option.name or key, value


def _options(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command by their long names, without the dashes."""
    options = (option for option in command.params if isinstance(option, click.Option) and option.name != OPTION)
    return {name[2:]: option for option in options for name in option.opts if name.startswith("--")}
