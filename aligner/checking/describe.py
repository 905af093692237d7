"""Describe a result in words for people: how it was compared, what the verdict rests on, how severe findings are."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checking.results import CheckResult
from aligner.messages import message
from aligner.types import SEVERITIES
from aligner.verdict.judge import OriginVerdict

SEVERITY_MESSAGES = {"critical": "critical ({count})", "major": "major ({count})", "minor": "minor ({count})"}
_SUPPRESSED_MESSAGES = ("1 more is ignored or marked as no error", "{count} more are ignored or marked as no errors")
_LABEL_MESSAGES = {
    "human": "made by people: {reason}", "machine_translation": "machine-translated: {reason}",
    "spun": "spun: {reason}", "mixed": "mixed: {reason}", "cannot_say": "cannot say how it was made: {reason}",
}  # fmt: skip
_PASSAGE_MESSAGES = {
    "human": "by people, from character {start} to {end} ({share:.0%})",
    "machine_translation": "machine-translated, from character {start} to {end} ({share:.0%})",
    "spun": "spun, from character {start} to {end} ({share:.0%})",
}
_VERDICT_MESSAGES = (
    "by people {share:.0%}", "machine-translated {share:.0%}", "spun {share:.0%}", "mixed {share:.0%}",
)  # fmt: skip
_ORIGINAL_MESSAGE = "taken for the original: {original} ({why})"
_OWN_ORIGINAL_MESSAGE = "taken for the original: {why}"
_REUSE_MESSAGES = (
    "{count} of {total} sentences comes from {original}",
    "{count} of {total} sentences come from {original}",
)


def describe_counts(result: CheckResult) -> str:
    """Return how many findings of each severity there are."""
    counts = ((name, sum(finding.severity == name for finding in result.findings)) for name in SEVERITIES)
    shown = [message(SEVERITY_MESSAGES[name], count=count) for name, count in counts if count]
    return " · ".join(shown) or message("nothing found")


def describe_comparison(result: CheckResult) -> Iterator[str]:
    """Yield which version was taken for the original and why, what comes from it, and why it was not compared."""
    original, reuse = result.original, result.reuse
    if original and original.why:
        template = _OWN_ORIGINAL_MESSAGE if result.is_original else _ORIGINAL_MESSAGE
        yield message(template, original=original.document, why=message(original.why))
    if reuse:
        template = _REUSE_MESSAGES[reuse.sentences != 1]
        yield message(template, count=reuse.sentences, total=reuse.of, original=reuse.document)
    if result.no_version:
        yield result.no_version


def describe_verdict(verdict: OriginVerdict) -> str:
    """Return the label of a document with its reason, or why there is none."""
    if not verdict.judged:
        return message("no verdict: {reason}", reason=verdict.reason)
    return message(_LABEL_MESSAGES[verdict.label], reason=verdict.reason)


def describe_probabilities(verdict: OriginVerdict) -> Iterator[str]:
    """Yield the probabilities of a verdict in one line, and a line for each passage of a mixed document."""
    if not verdict.judged:
        return
    probabilities = verdict.human, verdict.machine_translation, verdict.spun, verdict.mixed
    yield ", ".join(
        message(template, share=value)
        for template, value in zip(_VERDICT_MESSAGES, probabilities, strict=True)
        if value is not None
    )
    for passage in verdict.passages:
        values = {"start": passage.start, "end": passage.end, "share": passage.probability}
        yield f"{message(_PASSAGE_MESSAGES[passage.kind], **values)}: {passage.text}"


def describe_suppressed(result: CheckResult) -> str:
    """Return how many findings are suppressed, "" if none is."""
    count = len(result.suppressed)
    return message(_SUPPRESSED_MESSAGES[count > 1], count=count) if count else ""
