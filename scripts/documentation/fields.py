"""The reference of types, columns and codes, from the code that defines them."""

from __future__ import annotations

import inspect
import re
from typing import get_args

from aligner import types
from aligner.cli.catalogue import part_rows
from aligner.detectors import DETECTORS, load_rules
from aligner.writers.parquet import SCHEMA
from scripts.documentation.markdown import code, parse_docstring, prose, table

NOUNS = (
    types.Document, types.Sentence, types.Step, types.DocumentPair, types.Segment, types.Bead, types.Reason,
    types.SideSpan, types.Finding, types.SegmentLocation, types.Duplicate, types.DocumentSpan, types.Skipped,
    types.Promise, types.Corpus,
)  # fmt: skip
_COMMENTED = re.compile(r"^    (\w+): .*?  # (.*)$", re.MULTILINE)
INHERITED = {types.Document: types.RawDocument}  # a docstring that explains the fields of another
FIELDS_INTRODUCTION = """# Fields
The types of `aligner.types`, of which `aligner.pair` returns a `Corpus`, and the columns of tables. The files of a run
and their keys are in [output files](../user/output-files.md).
"""
CODES_INTRODUCTION = """# Codes and formats
What `aligner list` shows. How findings are to be read is in [checking](../user/checking.md), what formats keep in
[formats](../user/formats.md).
"""


def fields_page() -> str:
    """Return the page of types and columns."""
    types_of_columns = [(code(field.name), code(str(field.type))) for field in SCHEMA]
    nouns = [f"## {noun.__name__}\n\n{describe_type(noun)}" for noun in NOUNS]
    return "\n".join(
        [FIELDS_INTRODUCTION, *nouns, "## Columns of Parquet\n", table(("column", "type"), types_of_columns)]
    )


def codes_page() -> str:
    """Return the page of readers, writers and encoders, reasons and findings."""
    parts = [CODES_INTRODUCTION]
    for kind in ("readers", "writers", "encoders"):
        rows = [(code(row["name"]), prose(row["description"])) for row in part_rows(kind)]
        parts += [f"## {kind.capitalize()}\n", table(("name", "what it is"), rows)]
    reasons = [code(name) for name in get_args(types.ReasonCode) if name]
    parts += ["## Reasons of a doubtful segment\n", ", ".join(reasons) + ".\n", "## Findings\n", _findings()]
    return "\n".join(parts)


def _findings() -> str:
    rows = [
        (code(rule.code), rule.severity, rule.category, ", ".join(rule.languages),
         "" if rule.evidence == "text" else "yes", prose(rule.example))
        for rule in sorted({rule for name in DETECTORS for rule in load_rules(name)}, key=lambda rule: rule.code)
    ]  # fmt: skip
    return table(("code", "severity", "MQM", "languages", "needs another version", "example"), rows)


def describe_type(kind: type) -> str:
    """Return what a type is, and a table of its fields; those without an explanation of their own have only a type."""
    parts = parse_docstring(kind)
    explained = {name: field.text for name, field in parts.fields.items()}
    if kind in INHERITED:
        explained = {name: field.text for name, field in parse_docstring(INHERITED[kind]).fields.items()} | explained
    comments = dict(_COMMENTED.findall(inspect.getsource(kind)))
    rows = [
        (code(name), code(_annotation(declared)), prose(explained.get(name) or comments.get(name, "")))
        for name, declared in inspect.get_annotations(kind).items()
        if not name.startswith("_")
    ]
    text = [f"{prose(paragraph)}\n" for paragraph in (parts.summary, *filter(None, parts.text.split("\n\n")))]
    return "\n".join([*text, table(("field", "type", "meaning"), rows)] if rows else text)


def _annotation(declared: object) -> str:
    """Return a type as the code has it; NamedTuple wraps it into a forward reference."""
    return str(getattr(declared, "__forward_arg__", declared))
