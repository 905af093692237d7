"""Print the results of `aligner check`: for people the sentence with its span marked and the evidence below it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from aligner.checking.annotated import AnnotatedText
from aligner.checking.check import describe_rules
from aligner.checking.mqm import mqm
from aligner.checking.results import CheckResult
from aligner.checking.sarif import sarif
from aligner.checking.verdict import OriginVerdict
from aligner.cli import console
from aligner.messages import message
from aligner.types import SEVERITIES, Finding
from aligner.writers.escaping import visible

if TYPE_CHECKING:
    from rich.text import Text

SEVERITY_STYLES = {"critical": "bold red", "major": "yellow", "minor": "cyan"}
SEVERITY_MESSAGES = {"critical": "critical ({count})", "major": "major ({count})", "minor": "minor ({count})"}
SUPPRESSED_MESSAGES = ("1 more is ignored or marked as no error", "{count} more are ignored or marked as no errors")
LABEL_MESSAGES = {
    "human": "made by people: {reason}", "machine_translation": "machine-translated: {reason}",
    "spun": "spun: {reason}", "mixed": "mixed: {reason}", "cannot_say": "cannot say how it was made: {reason}",
}  # fmt: skip
PASSAGE_MESSAGES = {
    "human": "by people, from character {start} to {end} ({share:.0%})",
    "machine_translation": "machine-translated, from character {start} to {end} ({share:.0%})",
    "spun": "spun, from character {start} to {end} ({share:.0%})",
}
VERDICT_MESSAGES = (
    "by people {share:.0%}", "machine-translated {share:.0%}", "spun {share:.0%}", "mixed {share:.0%}",
)  # fmt: skip
ORIGINAL_MESSAGE = "taken for the original: {original} ({why})"
OWN_ORIGINAL_MESSAGE = "taken for the original: {why}"
REUSE_MESSAGES = (
    "{count} of {total} sentences comes from {original}",
    "{count} of {total} sentences come from {original}",
)
CONTEXT_CHARS = 90  # characters shown on each side of a span, within its sentence
MAX_EXCERPT_CHARS = 240  # characters shown of a span or of evidence
MAX_MINOR_FINDINGS = 3  # minor findings shown of each code


def show(results: Sequence[CheckResult], output_format: str | None) -> None:
    """Print results as ``table``, ``jsonl``, ``sarif`` or ``mqm``; the default depends on who reads standard output."""
    if output_format in ("sarif", "mqm"):
        texts = [result.annotated() for result in results]
        if output_format == "sarif":
            console.print_lines(json.dumps(sarif(texts, describe_rules()), ensure_ascii=False, indent=1).split("\n"))
        else:
            console.print_lines(mqm(texts))
        for result in results:
            if result.reason:
                print(visible(f"{result.document}: {result.reason}"), file=sys.stderr)
    elif console.is_jsonl(output_format):
        console.print_rows(map(CheckResult.to_dict, results), "jsonl")
    else:
        _print_for_people(results)


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
    yield from (Text(f"  {printable(line)}", "dim") for line in _origin_lines(result))
    yield from (Text(f"  {printable(line)}", "dim") for line in _verdict_lines(result.verdict))
    if not result.findings:
        yield Text("  " + message("nothing found"))
    for severity in SEVERITIES:
        if findings := [finding for finding in result.findings if finding.severity == severity]:
            yield Text("  " + message(SEVERITY_MESSAGES[severity], count=len(findings)), SEVERITY_STYLES[severity])
            yield from _severity_lines(findings, result.annotated())
    if result.suppressed:
        template = SUPPRESSED_MESSAGES[len(result.suppressed) > 1]
        yield Text("  " + message(template, count=len(result.suppressed)), "dim")


def _origin_lines(result: CheckResult) -> Iterator[str]:
    """Yield which version was taken for the original and why, what comes from it, and why it was not compared."""
    original, reuse = result.original, result.reuse
    if original and original.why:
        template = OWN_ORIGINAL_MESSAGE if result.is_original else ORIGINAL_MESSAGE
        yield message(template, original=original.document, why=message(original.why))
    if reuse:
        template = REUSE_MESSAGES[reuse.sentences != 1]
        yield message(template, count=reuse.sentences, total=reuse.of, original=reuse.document)
    if result.no_version:
        yield result.no_version


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


def _verdict_lines(verdict: OriginVerdict) -> Iterator[str]:
    """Yield the label of a document with its reason, its probabilities, and the passages of a mixed one."""
    if not verdict.judged:
        yield message("no verdict: {reason}", reason=verdict.reason)
        return
    yield message(LABEL_MESSAGES[verdict.label], reason=verdict.reason)
    probabilities = verdict.human, verdict.machine_translation, verdict.spun, verdict.mixed
    yield "  " + ", ".join(
        message(template, share=value)
        for template, value in zip(VERDICT_MESSAGES, probabilities, strict=True)
        if value is not None
    )
    for passage in verdict.passages:
        place = message(PASSAGE_MESSAGES[passage.kind], start=passage.start, end=passage.end, share=passage.probability)
        yield f"  {place}: {passage.text}"


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
