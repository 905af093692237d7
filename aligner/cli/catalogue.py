"""`aligner list`: the readers, writers, detectors and encoders that are available."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from aligner.cli.options import FORMAT
from aligner.errors import PackageMissingError

if TYPE_CHECKING:
    from aligner.detectors import Rule

KINDS = ("readers", "writers", "detectors", "encoders")


@click.command("list")
@click.argument("kind", required=False, type=click.Choice(KINDS))
@FORMAT
def list_parts(kind: str | None, output_format: str | None) -> None:
    """List readers, writers, detectors and encoders with what each is for.

    Example: aligner list writers
    """
    from aligner.cli import console

    if console.is_jsonl(output_format):
        console.print_rows(part_rows(kind), "jsonl")
        return
    for row in part_rows(kind):
        click.echo(f"{row['kind']:8} {row['name']:12} {row['description']}")
        for rule in row.get("rules", ()):
            click.echo(f"{'':8} - {_rule_line(rule)}")


def part_rows(kind: str | None) -> Iterator[dict[str, Any]]:
    """Yield a row for each part: its kind, its name, the first line of its docstring, and the rules of a detector."""
    from aligner.detectors import DETECTORS, load_rules
    from aligner.encoders import ENCODERS
    from aligner.readers import READERS
    from aligner.registry import names
    from aligner.writers import WRITERS

    tables = dict(zip(KINDS, (READERS, WRITERS, DETECTORS, ENCODERS), strict=True))
    for family, table in tables.items():
        for name, target in sorted(names(family, table).items()) if kind in (None, family) else ():
            row: dict[str, Any] = {"kind": family[:-1], "name": name, "description": _summary(family, name, target)}
            if family == "detectors":
                row["rules"] = [_rule_row(rule) for rule in load_rules(name)]
            yield row


def _summary(family: str, name: str, target: str) -> str:
    """Return the first line of the docstring: of the module for readers and detectors, else of the object."""
    from aligner.registry import import_part

    path, _, attribute = target.partition(":")
    try:
        module = import_part(family, name, path)
    except PackageMissingError as error:
        return str(error)
    own = None if family in ("readers", "detectors") else getattr(module, attribute).__doc__
    return (own or module.__doc__ or "").strip().splitlines()[0]


def _rule_row(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "severity": rule.severity,
        "languages": list(rule.languages),
        "evidence": rule.evidence,
        "example": rule.example,
    }


def _rule_line(rule: Mapping[str, Any]) -> str:
    needs = "" if rule["evidence"] == "text" else "; needs another version"
    return f"{rule['code']} ({rule['severity']}; {', '.join(rule['languages'])}{needs}): {rule['example']}"
