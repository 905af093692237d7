"""Sum up in one line what a copy changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.detectors.facts import is_fact
from aligner.messages import message
from aligner.types import Finding

_FACTS_MESSAGES = ("{count} fact changed", "{count} facts changed")
_QUOTATIONS_MESSAGES = ("{count} quotation altered", "{count} quotations altered")
# What is counted of the findings with each code: the messages for one and for several.
_COUNTED_MESSAGES = {
    "paragraph.dropped": ("{count} paragraph dropped", "{count} paragraphs dropped"),
    "paragraph.added": ("{count} paragraph added", "{count} paragraphs added"),
    "paragraph.moved": ("{count} paragraph moved", "{count} paragraphs moved"),
    "omission.sentence": ("{count} sentence dropped", "{count} sentences dropped"),
    "addition.sentence": ("{count} sentence added", "{count} sentences added"),
    "sentence.moved": ("{count} sentence moved", "{count} sentences moved"),
    "quote.shortened": ("{count} quotation shortened", "{count} quotations shortened"),
    "omission.part": ("{count} clause cut", "{count} clauses cut"),
    "addition.part": ("{count} clause added", "{count} clauses added"),
    "wording.rewritten": ("{count} sentence rewritten", "{count} sentences rewritten"),
    "wording.changed": ("{count} change of wording", "{count} changes of wording"),
    "spelling.changed": ("{count} change of spelling", "{count} changes of spelling"),
}
_ONCE_MESSAGES = {
    "headline.rewritten": "headline rewritten", "lead.rewritten": "lead rewritten",
    "byline.replaced": "byline replaced", "byline.removed": "byline removed", "byline.added": "byline added",
    "credit.replaced": "credit replaced", "credit.removed": "credit removed", "credit.added": "credit added",
    "provenance.missing": "no credit", "layout.changed": "layout",
}  # fmt: skip


def summarise(findings: Sequence[Finding]) -> str:
    """Return what the findings with evidence in another version change: "3 facts changed, 2 sentences dropped"."""
    changes = [finding for finding in findings if finding.code in _ONCE_MESSAGES or is_change(finding)]
    return ", ".join(_parts(changes)) or message("nothing changed")


def is_change(finding: Finding) -> bool:
    """Return whether a finding is a difference from another version."""
    return "document" in finding.evidence or "change" in finding.evidence


def change_rows(findings: Sequence[Finding]) -> list[dict[str, str]]:
    """Return what each change replaced, as plain data."""
    return [
        {
            "kind": finding.code, "original": str(finding.evidence.get("text", "")), "copy": finding.text,
            "severity": finding.severity,
        }
        for finding in findings
        if is_change(finding)
    ]  # fmt: skip


def _parts(changes: Sequence[Finding]) -> Iterator[str]:
    """Yield the counts, the most important first."""
    quotes = sum(finding.code == "quote.altered" and finding.severity != "minor" for finding in changes)
    facts = sum(is_fact(finding.code) and finding.severity != "minor" for finding in changes) - quotes
    if facts:
        yield _counted(facts, _FACTS_MESSAGES)
    if quotes:
        yield _counted(quotes, _QUOTATIONS_MESSAGES)
    for code, templates in _COUNTED_MESSAGES.items():
        own = [finding for finding in changes if finding.code == code]
        sentences = sum(int(str(finding.evidence.get("sentences", 1))) for finding in own)
        count = sentences if code.endswith(".sentence") else len(own)
        if count:
            yield _counted(count, templates)
    codes = {finding.code for finding in changes}
    yield from (message(template) for code, template in _ONCE_MESSAGES.items() if code in codes)


def _counted(count: int, templates: tuple[str, str]) -> str:
    """Return a count with the message for one or for several."""
    return message(templates[count > 1], count=count)
