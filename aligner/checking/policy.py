"""The policy of a project for findings, and marks of findings that are no errors.

Both are files that people read and share: `.aligner.toml` in the working folder or one above it, and `NAME.marks` next
to each text.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aligner.checking.annotated import Suppression
from aligner.errors import InputError, unknown_name
from aligner.types import SEVERITIES, Finding
from aligner.writers.atomic import open_atomic

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

POLICY_NAME = ".aligner.toml"
MARKS_SUFFIX = ".marks"
POLICY_SECTIONS = ("check",)
POLICY_KEYS = ("fail-on", "ignore", "marks")


class Policy(NamedTuple):
    """Options of `aligner check` that a project sets.

    ignore : prefixes of codes that are suppressed
    fail_on : severity from which `aligner check` exits with 1, "" for none
    marks : files of marks that apply to every text
    """

    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    marks: tuple[Path, ...] = ()


def load_policy(folder: Path | None = None) -> Policy:
    """Read `.aligner.toml` of a folder, the working folder by default, or of the nearest one above.

    Raises
    ------
    InputError
        When the file is no TOML, or holds an unknown key or value.
    """
    start = (folder or Path()).resolve()
    path = next((path for parent in (start, *start.parents) if (path := parent / POLICY_NAME).is_file()), None)
    if path is None:
        return Policy()
    try:
        sections = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    for name in sections:
        if name not in POLICY_SECTIONS:
            raise InputError(f"{path}: {unknown_name('section', name, POLICY_SECTIONS)}")
    return _policy(path, sections.get("check", {}))


def _policy(path: Path, options: Any) -> Policy:
    """Validate the options of a policy file."""
    if not isinstance(options, dict):
        raise InputError(f"{path}: check is a section, [check]")
    for name in options:
        if name not in POLICY_KEYS:
            raise InputError(f"{path}: {unknown_name('option of [check]', name, POLICY_KEYS)}")
    fail_on, lists = options.get("fail-on", ""), [options.get("ignore", []), options.get("marks", [])]
    if fail_on not in ("", *SEVERITIES):
        raise InputError(f"{path}: fail-on is one of {', '.join(SEVERITIES)}, not {fail_on!r}")
    if not all(isinstance(values, list) and all(isinstance(value, str) for value in values) for values in lists):
        raise InputError(f"{path}: ignore and marks are lists of strings")
    return Policy(tuple(lists[0]), fail_on, tuple(path.parent / name for name in lists[1]))


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
