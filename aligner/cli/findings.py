"""Findings as a person reads them: the sentence with its span marked, the proof under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from aligner.checking.annotated import AnnotatedText
from aligner.checking.check import SEVERITIES, CheckResult
from aligner.checking.verdict import OriginVerdict
from aligner.types import Finding
from aligner.writers.escaping import visible

if TYPE_CHECKING:
    from rich.text import Text

STYLES = {"critical": "bold red", "major": "yellow", "minor": "cyan"}
AROUND = 90  # characters shown to each side of a span, within its sentence
LONGEST = 240  # characters shown of a span or a proof
LISTED = 3  # minor findings of one code that are shown


def lines(checked: CheckResult) -> Iterator[Text]:
    """Lines of rich text: the document and its verdict, then its findings, the gravest first."""
    from rich.text import Text

    against = ", ".join(f"{id} ({confidence:.2f})" for id, confidence in checked.versions)
    yield Text(shown(checked.document), "bold") + Text(f"  compared with {shown(against)}" if against else "", "dim")
    if checked.reason:
        yield Text(f"  not read: {shown(checked.reason)}")
        return
    yield Text(f"  {_verdict(checked.verdict)}", "dim")
    if not checked.findings:
        yield Text("  nothing found")
    reported = checked.reported()
    for severity in SEVERITIES:
        found = [each for each in checked.findings if each.severity == severity]
        count, listed = Counter(each.code for each in found), Counter[str]()
        if found:
            yield Text(f"  {severity} ({len(found)})", STYLES[severity])
        for finding in found:
            listed[finding.code] += 1
            if severity != "minor" or listed[finding.code] <= LISTED:
                yield from _finding(finding, reported)
            elif listed[finding.code] == count[finding.code]:
                yield Text(f"    {finding.code}  … and {count[finding.code] - LISTED} more")
    if checked.hushed:
        yield Text(f"  {len(checked.hushed)} more are ignored or marked as no errors", "dim")


def show(found: Iterable[CheckResult]) -> None:
    """Print them on standard output."""
    from rich.console import Console

    console = Console(highlight=False)
    for checked in found:
        for line in lines(checked):
            console.print(line, soft_wrap=True)


def format_timings(spent: Mapping[str, float]) -> Iterator[str]:
    """Lines "seconds detector", the dearest first."""
    for name, seconds in sorted(spent.items(), key=lambda each: -each[1]):
        yield f"{seconds:8.3f} s  {name}"


def _verdict(verdict: OriginVerdict) -> str:
    if not verdict.judged:
        return f"no verdict: {verdict.reason}"
    chances = {
        "by people": verdict.human, "machine-translated": verdict.machine_translation, "spun": verdict.spun,
        "mixed": verdict.mixed,
    }  # fmt: skip
    return ", ".join(f"{name} {chance:.0%}" for name, chance in chances.items() if chance is not None)


def _finding(finding: Finding, reported: AnnotatedText) -> Iterator[Text]:
    from rich.text import Text

    start, end = reported.around(finding)
    start, end = max(start, finding.start - AROUND), min(end, finding.end + AROUND)
    yield Text(f"    {finding.code}  {shown(finding.message)}") + Text(
        f"  → {shown(finding.fix)}" if finding.fix else ""
    )
    yield (
        Text("      " + shown(reported.text[start : finding.start]).lstrip())
        + Text(f"▸{_cut(finding.text)}◂", STYLES[finding.severity])
        + Text(shown(reported.text[finding.end : end]).rstrip())
    )
    if "text" in finding.evidence:
        proof = f"      {finding.evidence['document']}: "
        yield Text(shown(proof), "dim") + Text(_cut(str(finding.evidence["text"])))


def _cut(text: str) -> str:
    return shown(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def shown(text: str) -> str:
    """On one line, and nothing that a terminal obeys."""
    return visible("".join(" " if each.isspace() else each for each in text))
