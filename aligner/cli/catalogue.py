"""`aligner list`: the readers, writers, detectors and encoders that are available."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from aligner.detectors import Rule

KINDS = ("readers", "writers", "detectors", "encoders")


@click.command("list")
@click.argument("kind", required=False, type=click.Choice(KINDS))
def list_parts(kind: str | None) -> None:
    """List readers, writers, detectors and encoders with what each is for.

    Example: aligner list writers
    """
    for line in describe_parts(kind):
        click.echo(line)


def describe_parts(kind: str | None) -> Iterator[str]:
    """Yield lines "kind name: first line of its docstring", and a line for each rule of a detector."""
    from aligner.detectors import DETECTORS, load_rules
    from aligner.encoders import ENCODERS
    from aligner.readers import READERS
    from aligner.registry import names
    from aligner.writers import WRITERS

    tables = dict(zip(KINDS, (READERS, WRITERS, DETECTORS, ENCODERS), strict=True))
    for family, table in tables.items():
        for name, target in sorted(names(family, table).items()) if kind in (None, family) else ():
            yield f"{family[:-1]:8} {name:12} {_summary(family, target)}"
            if family == "detectors":
                yield from map(_rule_line, load_rules(name))


def _summary(family: str, target: str) -> str:
    """Return the first line of the docstring: of the module for readers and detectors, else of the object."""
    path, _, attribute = target.partition(":")
    module = import_module(path)
    own = None if family in ("readers", "detectors") else getattr(module, attribute).__doc__
    return (own or module.__doc__ or "").strip().splitlines()[0]


def _rule_line(rule: Rule) -> str:
    needs = "" if rule.evidence == "text" else "; needs another version"
    languages = ", ".join(rule.languages)
    return f"{'':8} - {rule.code} ({rule.severity}; {languages}{needs}): {rule.example}"
