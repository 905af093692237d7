"""What a project wants done with findings, and which of them a person has marked as no errors.

Both are files that people read and share: `.aligner.toml` of the working folder or one above
it, and `NAME.marks` beside each text.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from aligner.checking.annotated import Suppression
from aligner.errors import InputError
from aligner.types import Finding
from aligner.writers.atomic import atomic

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

NAME = ".aligner.toml"
SUFFIX = ".marks"
SEVERITIES = ("minor", "major", "critical")
KEYS = {"fail-on", "ignore", "marks"}


class Policy(NamedTuple):
    """What becomes of findings.

    ignore : beginnings of codes that nobody wants to hear of
    fail_on : severity from which `aligner check` exits with 1, "" for none
    marks : files of marks that count for every text
    """

    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    marks: tuple[Path, ...] = ()


def load_policy(folder: Path | None = None) -> Policy:
    """Read `.aligner.toml` of a folder, the working folder by default, or of the nearest one above.

    Raises
    ------
    InputError
        When it is no TOML, or holds what is not known.
    """
    start = (folder or Path()).resolve()
    path = next((each / NAME for each in (start, *start.parents) if (each / NAME).is_file()), None)
    if path is None:
        return Policy()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("check", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    return _policy(path, found)


def _policy(path: Path, found: Any) -> Policy:
    if not isinstance(found, dict) or set(found) - KEYS:
        raise InputError(f"{path}: [check] may hold {', '.join(sorted(KEYS))}")
    fail_on, lists = found.get("fail-on", ""), [found.get("ignore", []), found.get("marks", [])]
    if fail_on not in ("", *SEVERITIES):
        raise InputError(f"{path}: fail-on is one of {', '.join(SEVERITIES)}, not {fail_on!r}")
    if not all(isinstance(each, list) and all(isinstance(one, str) for one in each) for each in lists):
        raise InputError(f"{path}: ignore and marks are lists of strings")
    return Policy(tuple(lists[0]), fail_on, tuple(path.parent / each for each in lists[1]))


def marks_file(text: Path) -> Path:
    """Where the marks of a text lie: beside it."""
    return text.with_name(text.name + SUFFIX)


def read_marks(paths: Iterable[Path]) -> frozenset[Suppression]:
    """The marks of files, JSON lines with the keys code and sentence; a file that is not there holds none.

    Raises
    ------
    InputError
        With the line that is none.
    """
    found = set()
    for path in paths:
        if path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                if line.strip():
                    found.add(_mark(path, number, line))
    return frozenset(found)


def _mark(path: Path, number: int, line: str) -> Suppression:
    try:
        row = json.loads(line)
        if isinstance(row["code"], str) and isinstance(row["sentence"], str):
            return Suppression(row["code"], row["sentence"])
    except (ValueError, KeyError, TypeError):
        pass
    raise InputError(f'{path}: line {number} is no mark; one is {{"code": …, "sentence": …}}')


def add_mark(path: Path, mark: Suppression, said: Mapping[str, str]) -> None:
    """Write a mark beside those of a file, once; `said` is for people to read."""
    if mark in read_marks([path]):
        return
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    with atomic(path) as handle:
        handle.write(before + json.dumps({**mark._asdict(), **said}, ensure_ascii=False) + "\n")


def drop_mark(path: Path, mark: Suppression) -> None:
    """Take a mark out of a file."""
    if path.is_file():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for number, line in enumerate(lines, 1) if not line.strip() or _mark(path, number, line) != mark]
        with atomic(path) as handle:
            handle.writelines(kept)


class ReviewableFinding(NamedTuple):
    """A finding, and whether a person has marked it as no error."""

    finding: Finding
    marked: bool


def apply_policy(
    found: Iterable[ReviewableFinding], ignored: Sequence[str] = ()
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Findings that are to be told, and those that are not: marked, or of a code that begins as one of `ignored`."""
    told, hushed = list[Finding](), list[Finding]()
    for each in found:
        (hushed if each.marked or each.finding.code.startswith(tuple(ignored)) else told).append(each.finding)
    return tuple(told), tuple(hushed)
