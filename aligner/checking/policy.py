"""Which findings are reported, and the marks of findings that are no errors, in `NAME.marks` next to each text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from aligner.checking.annotated import Suppression
from aligner.errors import InputError
from aligner.types import Finding
from aligner.writers.atomic import open_atomic

MARKS_SUFFIX = ".marks"


class Policy(NamedTuple):
    """Which findings `aligner check` suppresses.

    ignore : prefixes of codes that are suppressed
    marks : files of marks that apply to every text
    """

    ignore: tuple[str, ...] = ()
    marks: tuple[Path, ...] = ()


def marks_file(text: Path) -> Path:
    """Return the file of the marks of a text."""
    return text.with_name(text.name + MARKS_SUFFIX)


def read_marks(paths: Iterable[Path]) -> frozenset[Suppression]:
    """Read the marks of files, JSON lines with the keys code and sentence; a missing file has none.

    Raises
    ------
    InputError
        When a line is no mark.
    """
    marks = set()
    for path in paths:
        if path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                if line.strip():
                    marks.add(_mark(path, number, line))
    return frozenset(marks)


def _mark(path: Path, number: int, line: str) -> Suppression:
    """Parse a line of a file of marks."""
    try:
        row = json.loads(line)
        if isinstance(row["code"], str) and isinstance(row["sentence"], str):
            return Suppression(row["code"], row["sentence"])
    except (ValueError, KeyError, TypeError):
        pass
    raise InputError(f'{path}: line {number} is no mark; one is {{"code": …, "sentence": …}}')


def add_mark(path: Path, mark: Suppression, context: Mapping[str, str]) -> None:
    """Add a mark to a file unless it is there; `context` is written with it for people to read."""
    if mark in read_marks([path]):
        return
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    with open_atomic(path) as handle:
        handle.write(before + json.dumps({**mark._asdict(), **context}, ensure_ascii=False) + "\n")


def drop_mark(path: Path, mark: Suppression) -> None:
    """Remove a mark from a file."""
    if path.is_file():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for number, line in enumerate(lines, 1) if not line.strip() or _mark(path, number, line) != mark]
        with open_atomic(path) as handle:
            handle.writelines(kept)


class ReviewableFinding(NamedTuple):
    """A finding that a person may have marked as no error."""

    finding: Finding
    marked: bool


class PolicyResult(NamedTuple):
    """Findings that are reported, and findings that are suppressed."""

    reported: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]


def apply_policy(findings: Iterable[ReviewableFinding], ignored: Sequence[str] = ()) -> PolicyResult:
    """Suppress findings that are marked, or whose code begins with one of `ignored`."""
    reported, suppressed = list[Finding](), list[Finding]()
    for finding, marked in findings:
        (suppressed if marked or finding.code.startswith(tuple(ignored)) else reported).append(finding)
    return PolicyResult(tuple(reported), tuple(suppressed))
