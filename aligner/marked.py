"""Findings as a person reads them: the sentence with its span marked, the proof under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from aligner.check import SEVERITIES, Checked
from aligner.types import Finding
from aligner.writers.lines import visible

if TYPE_CHECKING:
    from rich.text import Text

STYLES = {"critical": "bold red", "major": "yellow", "minor": "cyan"}
AROUND = 60  # characters shown to each side of a span
LONGEST = 240  # characters shown of a span or a proof
LISTED = 3  # findings of one code that are shown


def lines(checked: Checked) -> Iterator[Text]:
    """Lines of rich text: the document, then its findings, the gravest first."""
    from rich.text import Text

    against = ", ".join(f"{id} ({confidence:.2f})" for id, confidence in checked.versions)
    yield Text(shown(checked.document), "bold") + Text(f"  compared with {shown(against)}" if against else "", "dim")
    if checked.reason:
        yield Text(f"  not read: {shown(checked.reason)}")
    elif not checked.findings:
        yield Text("  nothing found")
    for severity in SEVERITIES:
        found = [each for each in checked.findings if each.severity == severity]
        count, listed = Counter(each.code for each in found), Counter[str]()
        if found:
            yield Text(f"  {severity}", STYLES[severity])
        for finding in found:
            listed[finding.code] += 1
            if listed[finding.code] <= LISTED:
                yield from _finding(finding, checked.text)
            elif listed[finding.code] == count[finding.code]:
                yield Text(f"    {finding.code}  … and {count[finding.code] - LISTED} more")
    if not checked.reason:
        yield Text("  no verdict yet: this version of aligner gives findings only", "dim")


def show(found: Iterable[Checked]) -> None:
    """Print them on standard output."""
    from rich.console import Console

    console = Console(highlight=False)
    for checked in found:
        for line in lines(checked):
            console.print(line, soft_wrap=True)


def _finding(finding: Finding, text: str) -> Iterator[Text]:
    from rich.text import Text

    yield Text(f"    {finding.code}  {shown(finding.message)}")
    before = text[max(0, finding.start - AROUND) : finding.start]
    after = text[finding.end : finding.end + AROUND]
    yield (
        Text("      " + shown(before).lstrip())
        + Text(f"▸{_cut(finding.text)}◂", STYLES[finding.severity])
        + Text(shown(after).rstrip())
    )
    if "text" in finding.evidence:
        proof = f"      {finding.evidence['document']}: "
        yield Text(shown(proof), "dim") + Text(_cut(str(finding.evidence["text"])))


def _cut(text: str) -> str:
    return shown(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def shown(text: str) -> str:
    """On one line, and nothing that a terminal obeys."""
    return visible("".join(" " if each.isspace() else each for each in text))
