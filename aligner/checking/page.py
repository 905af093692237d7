"""Write results as one page for people: each story next to its original, with the changes marked in both texts.

The page is one file without script, which may be sent by mail: it loads nothing, and where a mail program drops its
style the marks are still words, such as "3 changed".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from aligner.checking.describe import (
    SEVERITY_MESSAGES,
    describe_comparison,
    describe_counts,
    describe_probabilities,
    describe_suppressed,
    describe_verdict,
)
from aligner.checking.results import CheckResult
from aligner.checking.side_by_side import Mark, Paragraph, ShownText, SideBySide, align_paragraphs, cut
from aligner.messages import message, reader
from aligner.types import SEVERITIES, Finding, Severity, Side, Span

PACKAGE = "aligner.checking"
MAX_EXCERPT_CHARS = 240  # quoted of a passage
MAX_LINKED_PLACES = 20  # of a finding that occurs many times
_WORD_MESSAGES = {
    "several": "Check of {count} stories", "texts": "The texts", "in_own": "in the copy", "in_other": "in the original",
    "proposed": "proposed: {text}", "not_read": "not read: {reason}", "top": "to the top",
    "legend": "Underlined twice is critical, with a wave major, with dots minor; the number leads to the finding.",
}  # fmt: skip
_TITLE_MESSAGE = "Check of {document}"
_ROLE_MESSAGES = {"alone": "Text", "own": "Copy", "original": "Original", "other": "Other version"}
_BASIS_MESSAGES = {
    "alone": "This rests on the text alone.",
    "across": "This rests on the comparison with a version in the other language.",
    "alike": "This rests on the comparison with a version in the same language.",
    "declared": "This rests on what the file declares.",
    "loops": "This rests on repetitions that no person writes.",
}
_CAUTION_MESSAGE = "It is a reason to look, not a proof."
_SURE_MESSAGES = (
    "{share:.0%} of the text has a counterpart in {document}",
    "with a probability of {share:.0%} it is a version of {document}",
)
_CHANGE_MESSAGES = {
    "changed": "{number} changed", "left_out": "{number} left out", "added": "{number} added",
    "moved": "{number} moved", "alone": "{number} to check",
}  # fmt: skip
_LABEL_MESSAGES: Mapping[Severity, str] = {
    "critical": "{change}, critical", "major": "{change}, major", "minor": "{change}",
}  # fmt: skip


class Item(NamedTuple):
    """A finding, or several that differ by nothing but their places.

    excerpt : the words that it is about, if the message does not quote them, in the language `side`
    source : the words of another version than the one that is shown
    own_places, other_places : ids of its marks in both texts
    """

    id: str
    text: str
    excerpt: str
    side: Side | None
    fix: str
    source: str
    own_places: tuple[str, ...]
    other_places: tuple[str, ...]


class Story(NamedTuple):
    """What the page shows of a result.

    groups : for each severity, its heading and its findings
    rows : paragraphs of both texts that correspond
    roles : what each of both texts is
    """

    id: str
    result: CheckResult
    counts: str
    facts: tuple[str, ...]
    verdict: tuple[str, ...]
    groups: tuple[tuple[Severity, str, tuple[Item, ...]], ...]
    both: SideBySide | None
    roles: tuple[str, str]
    rows: tuple[tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]], ...]
    suppressed: str


def render_page(results: Sequence[CheckResult]) -> Iterator[str]:
    """Render results that have their texts side by side as a page, piece by piece, in the language of the reader."""
    from markupsafe import Markup

    from aligner.report.template import content_policy, read_resource, template_environment

    style = read_resource("page.css", PACKAGE)
    template = template_environment(PACKAGE).get_template("page.html.j2")
    title = message(_WORD_MESSAGES["several"], count=len(results))
    if len(results) == 1:
        title = message(_TITLE_MESSAGE, document=results[0].document)
    return template.generate(
        language=reader(),
        title=title,
        stories=(_story(f"s{number}", result) for number, result in enumerate(results, 1)),
        contents=[(f"s{number}", result) for number, result in enumerate(results, 1)] if len(results) > 1 else [],
        count=describe_counts,
        word=lambda name, **values: message(_WORD_MESSAGES[name], **values),
        style=Markup(style),
        policy=content_policy(style),
    )


def _story(id: str, result: CheckResult) -> Story:
    groups, own_marks, other_marks = [], list[Mark](), list[Mark]()
    number = 0
    for severity in SEVERITIES:
        items = list[Item]()
        for findings in _alike(finding for finding in result.findings if finding.severity == severity):
            number += 1
            marks = _marks(f"{id}-{number}", number, findings, result.both)
            own_marks += marks[0]
            other_marks += marks[1]
            items.append(_item(f"{id}-{number}", findings[0], marks, result.both))
        if items:
            count = sum(finding.severity == severity for finding in result.findings)
            groups.append((severity, message(SEVERITY_MESSAGES[severity], count=count), tuple(items)))
    return Story(
        id,
        result,
        describe_counts(result),
        tuple(_facts(result)),
        tuple(_verdict(result)),
        tuple(groups),
        result.both,
        _roles(result),
        tuple(_rows(result.both, own_marks, other_marks)),
        describe_suppressed(result),
    )


def _facts(result: CheckResult) -> Iterator[str]:
    """Yield what the text was compared with, and how sure that is."""
    other = result.both.other if result.both else None
    if result.both and other:
        for document, share in result.versions:
            if document == other.document:
                yield message(_SURE_MESSAGES[other.side != result.both.own.side], share=share, document=document)
    yield from describe_comparison(result)


def _verdict(result: CheckResult) -> Iterator[str]:
    """Yield the verdict with its reason, its probabilities, and what it rests on."""
    verdict = result.verdict
    yield describe_verdict(verdict)
    yield from describe_probabilities(verdict)
    if verdict.basis:
        yield f"{message(_BASIS_MESSAGES[verdict.basis])} {message(_CAUTION_MESSAGE)}"


def _roles(result: CheckResult) -> tuple[str, str]:
    """Return what each of both texts is, "" for one that there is not."""
    other = result.both.other if result.both else None
    if other is None:
        return message(_ROLE_MESSAGES["alone"]), ""
    taken = result.original is not None and result.original.document == other.document
    return message(_ROLE_MESSAGES["own"]), message(_ROLE_MESSAGES["original" if taken else "other"])


def _rows(
    both: SideBySide | None, own_marks: Sequence[Mark], other_marks: Sequence[Mark]
) -> Iterator[tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]]:
    if both is None:
        return
    own = cut(both.own, own_marks)
    other = cut(both.other, other_marks) if both.other else []
    for here, there in align_paragraphs(both):
        yield tuple(own[number] for number in here), tuple(other[number] for number in there)


def _alike(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Yield the findings that differ by nothing but their places, in the order of the first of each."""
    groups: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        quoted = "" if finding.text in finding.message else finding.text
        groups.setdefault((finding.code, finding.message, finding.fix, quoted), []).append(finding)
    yield from groups.values()


def _marks(id: str, number: int, findings: Sequence[Finding], both: SideBySide | None) -> tuple[list[Mark], list[Mark]]:
    """Return the marks of findings that are alike in both texts."""
    own, other = list[Mark](), list[Mark]()
    for place, finding in enumerate(findings):
        change = message(_CHANGE_MESSAGES[_kind(finding)], number=number)
        label = message(_LABEL_MESSAGES[finding.severity], change=change)
        mark = Mark((finding.start, finding.end), f"{id}-c{place}", id, label, finding.severity)
        own.append(mark)
        if both and both.other and (span := _span_in(finding, both.other)):
            other.append(mark._replace(span=span, id=f"{id}-o{place}"))
    return own, other


def _span_in(finding: Finding, other: ShownText) -> Span | None:
    """Return the span of the evidence of a finding in another text, None if it is in none or in a third one."""
    evidence = finding.evidence
    if evidence.get("document") != other.document or "start" not in evidence:
        return None
    return int(str(evidence["start"])), int(str(evidence["end"]))


def _kind(finding: Finding) -> str:
    """Return what a finding is about: a change, or the text alone."""
    family, _, name = finding.code.partition(".")
    if name == "moved":
        return "moved"
    if not finding.text:
        return "left_out"
    if family == "addition" or name == "added":
        return "added"
    return "changed" if _evidence(finding) else "alone"


def _item(id: str, finding: Finding, marks: tuple[list[Mark], list[Mark]], both: SideBySide | None) -> Item:
    other = both.other if both else None
    quoted, side = (finding.text, finding.side) if finding.text else (_evidence(finding), other.side if other else None)
    is_shown = other is not None and finding.evidence.get("document") == other.document
    return Item(
        id,
        finding.message,
        "" if quoted in finding.message else _shorten(quoted),
        side,
        "" if finding.fix in finding.message else finding.fix,
        "" if is_shown or _evidence(finding) in finding.message else _source(finding),
        *(tuple(mark.id for mark in own[:MAX_LINKED_PLACES]) for own in marks),
    )


def _evidence(finding: Finding) -> str:
    """Return the words of the other version."""
    return str(finding.evidence.get("text", ""))


def _source(finding: Finding) -> str:
    """Return the words of the other version with its name."""
    return f"{finding.evidence.get('document', '')}: {_shorten(_evidence(finding))}"


def _shorten(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= MAX_EXCERPT_CHARS else f"{plain[: MAX_EXCERPT_CHARS - 1]}…"
