"""Print the results of `aligner check`: for people the sentence with its span marked and the evidence below it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.checking.annotated import AnnotatedText
from aligner.checking.check import describe_rules
from aligner.checking.describe import (
    SEVERITY_MESSAGES,
    describe_comparison,
    describe_probabilities,
    describe_suppressed,
    describe_verdict,
)
from aligner.checking.mqm import mqm
from aligner.checking.page import render_page
from aligner.checking.results import CheckResult
from aligner.checking.sarif import sarif
from aligner.cli import console
from aligner.messages import message
from aligner.types import SEVERITIES, Finding
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import json_line, visible

if TYPE_CHECKING:
    from rich.text import Text

SEVERITY_STYLES = {"critical": "bold red", "major": "yellow", "minor": "cyan"}
SUFFIXES = {".html": "html", ".htm": "html", ".sarif": "sarif", ".tsv": "mqm", ".txt": "table"}
WITHOUT_REASONS = ("sarif", "mqm")  # formats that have no place for why a file was not read
CONTEXT_CHARS = 90  # characters shown on each side of a span, within its sentence
MAX_EXCERPT_CHARS = 240  # characters shown of a span or of evidence
MAX_MINOR_FINDINGS = 3  # minor findings shown of each code


def choose_format(output_format: str | None, path: Path | None) -> str:
    """Return the format that is asked for, else that of the file's suffix, else one for who reads standard output."""
    if output_format:
        return output_format
    if path is not None:
        return SUFFIXES.get(path.suffix.lower(), "jsonl")
    return "jsonl" if console.is_jsonl(None) else "table"


def show(results: Sequence[CheckResult], output_format: str, path: Path | None = None) -> None:
    """Write results in one of `FORMATS` to a file or to standard output."""
    if path is not None:
        write_file(results, output_format, path)
    elif output_format == "table":
        _print_for_people(results)
    elif output_format == "jsonl":
        console.print_rows(map(CheckResult.to_dict, results), "jsonl")
    else:
        console.print_lines(FORMATS[output_format](results))
    if output_format in WITHOUT_REASONS:
        console.print_notes(f"{result.document}: {result.reason}" for result in results if result.reason)


def write_file(results: Sequence[CheckResult], output_format: str, path: Path) -> None:
    """Write results to a file, which appears complete or not at all.

    Raises
    ------
    OutputError
    """
    lines = FORMATS[output_format](results)
    with open_atomic(path) as handle:
        handle.writelines(f"{line}\n" for line in lines)


def _print_for_people(results: Iterable[CheckResult]) -> None:
    from rich.console import Console

    terminal = Console(highlight=False)
    for result in results:
        for line in result_lines(result):
            terminal.print(line, soft_wrap=True)


def result_lines(result: CheckResult) -> Iterator[Text]:
    """Yield lines of rich text: the document, its changes and verdict, then its findings, the most severe first."""
    from rich.text import Text

    versions = ", ".join(f"{id} ({confidence:.2f})" for id, confidence in result.versions)
    compared = "  " + message("compared with {versions}", versions=printable(versions)) if versions else ""
    yield Text.assemble((printable(result.document), "bold"), (compared, "dim"))
    if result.reason:
        yield Text("  " + message("not read: {reason}", reason=printable(result.reason)))
        return
    if result.summary:
        yield Text(f"  {result.summary}", "bold")
    probabilities = (f"  {line}" for line in describe_probabilities(result.verdict))
    for line in (*describe_comparison(result), describe_verdict(result.verdict), *probabilities):
        yield Text(f"  {printable(line)}", "dim")
    if not result.findings:
        yield Text("  " + message("nothing found"))
    for severity in SEVERITIES:
        if findings := [finding for finding in result.findings if finding.severity == severity]:
            yield Text("  " + message(SEVERITY_MESSAGES[severity], count=len(findings)), SEVERITY_STYLES[severity])
            yield from _severity_lines(findings, result.annotated())
    if suppressed := describe_suppressed(result):
        yield Text(f"  {suppressed}", "dim")


def _severity_lines(findings: Sequence[Finding], text: AnnotatedText) -> Iterator[Text]:
    """Yield the lines of findings of one severity; of the minor ones only the first of each code."""
    from rich.text import Text

    total, listed = Counter(finding.code for finding in findings), Counter[str]()
    for finding in findings:
        listed[finding.code] += 1
        if finding.severity != "minor" or listed[finding.code] <= MAX_MINOR_FINDINGS:
            yield from _finding_lines(finding, text)
        elif listed[finding.code] == total[finding.code]:
            yield Text(
                f"    {finding.code}  " + message("… and {count} more", count=total[finding.code] - MAX_MINOR_FINDINGS)
            )


def format_timings(seconds_by_detector: Mapping[str, float]) -> Iterator[str]:
    """Yield lines "seconds detector", the slowest first."""
    for name, seconds in sorted(seconds_by_detector.items(), key=lambda item: -item[1]):
        yield f"{seconds:8.3f} s  {name}"


def _finding_lines(finding: Finding, text: AnnotatedText) -> Iterator[Text]:
    from rich.text import Text

    start, end = text.around(finding)
    start, end = max(start, finding.start - CONTEXT_CHARS), min(end, finding.end + CONTEXT_CHARS)
    yield Text(f"    {finding.code}  {printable(finding.message)}") + Text(
        f"  → {printable(finding.fix)}" if finding.fix and finding.fix not in finding.message else ""
    )
    yield (
        Text("      " + printable(text.text[start : finding.start]).lstrip())
        + Text(f"▸{_excerpt(finding.text)}◂", SEVERITY_STYLES[finding.severity])
        + Text(printable(text.text[finding.end : end]).rstrip())
    )
    if finding.evidence.get("text"):
        source = f"      {finding.evidence['document']}: "
        yield Text(printable(source), "dim") + Text(_excerpt(str(finding.evidence["text"])))


def _excerpt(text: str) -> str:
    return printable(text if len(text) <= MAX_EXCERPT_CHARS else text[: MAX_EXCERPT_CHARS - 1] + "…")


def printable(text: str) -> str:
    """Return a text on one line, without control characters that a terminal would obey."""
    return visible("".join(" " if char.isspace() else char for char in text))


def _sarif_lines(results: Sequence[CheckResult]) -> list[str]:
    log = sarif([result.annotated() for result in results], describe_rules())
    return json.dumps(log, ensure_ascii=False, indent=1).split("\n")


# How results are written, as lines; the table is the one for people.
FORMATS: Mapping[str, Callable[[Sequence[CheckResult]], Iterable[str]]] = {
    "table": lambda results: (line.plain for result in results for line in result_lines(result)),
    "jsonl": lambda results: (json_line(result.to_dict()).removesuffix("\n") for result in results),
    "sarif": _sarif_lines,
    "mqm": lambda results: mqm(result.annotated() for result in results),
    "html": lambda results: "".join(render_page(results)).split("\n"),
}
