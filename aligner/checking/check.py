"""Stories one by one: their artefacts, with the proof that other versions give, and how they were made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from aligner.checking.annotated import AnnotatedText, Region
from aligner.checking.policy import Policy, ReviewableFinding, add_mark, apply_policy, drop_mark, marks_file, read_marks
from aligner.checking.verdict import OriginVerdict, judge_origin, update_with_rewording
from aligner.checking.versions import compare_copies, compare_with_original
from aligner.detectors import DETECTORS, Costs, View, examine, rules
from aligner.encoders import Encoder, load_encoder
from aligner.errors import InputError
from aligner.pipeline.prepare import Prepared, make_ready
from aligner.readers import find, read
from aligner.registry import names
from aligner.settings import Settings
from aligner.text.cleaning.clean import original_spans, undo
from aligner.types import Document, Finding, Severity, Skipped

NO_POLICY = Policy()
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")
ALONE = ("term.wrong", "name.reworded", "name.inconsistent", "quote.altered")  # told of the version that reads spun


class CheckResult(NamedTuple):
    """A document as it was read, its findings, and the versions of its story that it was compared with.

    reason : why there are none, when it could not be read
    hushed : findings that the project's policy or a mark silences
    """

    document: str
    text: str
    findings: tuple[Finding, ...] = ()
    versions: tuple[tuple[str, float], ...] = ()
    reason: str = ""
    verdict: OriginVerdict = OriginVerdict(reason="not read")
    sentences: tuple[Region, ...] = ()
    hushed: tuple[Finding, ...] = ()

    def reported(self) -> AnnotatedText:
        """The same for the writers of findings."""
        return AnnotatedText(self.document, self.text, self.sentences, self.findings)


def check_files(
    copies: Sequence[Path],
    *,
    original: Path | None = None,
    model: str = "",
    policy: Policy = NO_POLICY,
    costs: Costs | None = None,
) -> Iterator[CheckResult]:
    """Find the artefacts of each document.

    Parameters
    ----------
    copies : files or folders
        Without an original, those that are versions of each other are compared;
        all others are read alone.
    original : file with the story they were made from, in either language
    policy : which findings are not wanted, and the files of marks
    costs : seconds by detector, filled if it is there

    Raises
    ------
    InputError
        When the original, or every copy, cannot be read.
    """
    encoder = load_encoder(model)
    source = _original(original, encoder) if original else None
    skipped: list[Skipped] = []
    paths: dict[str, Path] = {}
    documents: list[Prepared] = []
    for id, path in find(copies, skipped.append):
        for item in _ready(id, path, encoder):
            if isinstance(item, Skipped):
                skipped.append(item)
            else:
                documents.append(item)
                paths[item.document.id] = path
    if skipped and not documents:
        raise InputError(f"{skipped[0].source}: {skipped[0].reason}")
    settings = Settings(model=model)
    seen = compare_with_original(documents, source, settings) if source else compare_copies(documents, settings)
    alone = {item.document.id: _alone(item.document, costs) for item in documents}
    for item in documents:
        id = item.document.id
        spun = {view.other.id: _spun(alone, view.other.id) for view, _ in seen[id] if view.other and not view.original}
        stranger = all(_spun(alone, id) >= other for other in spun.values())
        checked = _checked(item.document, seen[id], alone[id], costs, stranger=stranger)
        yield _admitted(checked, policy, paths[id])
    for missing in skipped:
        yield CheckResult(missing.source, "", reason=missing.reason)


class _Alone(NamedTuple):
    """What one text alone shows."""

    findings: tuple[Finding, ...]
    verdict: OriginVerdict


def _alone(document: Document, costs: Costs | None) -> _Alone:
    findings = tuple(examine(View(document), costs))
    return _Alone(findings, judge_origin(document, findings))


def _spun(alone: Mapping[str, _Alone], id: str) -> float:
    return alone[id].verdict.spun or 0.0 if id in alone else 0.0


def _checked(
    document: Document, seen: Sequence[tuple[View, float]], alone: _Alone, costs: Costs | None, *, stranger: bool
) -> CheckResult:
    # What one text alone shows is found in every view of it.
    found = {_place(each): each for each in alone.findings} if not seen else {}
    for view, _ in seen:
        for each in examine(view, costs):
            hint = not stranger and each.code in ALONE and view.other and not view.original
            found.setdefault(_place(each), each._replace(severity="minor") if hint else each)
    findings = tuple(sorted(found.values(), key=lambda each: (each.start, each.end, each.code)))
    versions = tuple((view.other.id, confidence) for view, confidence in seen if view.other)
    text = undo(document.text, document.steps)
    spans = original_spans(document.steps, [(each.start, each.end) for each in document.sentences])
    regions = tuple(Region(start, end) for start, end in spans)
    reworded = sum(each.code in ALONE and each.severity != "minor" for each in findings)
    verdict = update_with_rewording(alone.verdict, reworded / max(1, len(regions)))
    return CheckResult(document.id, text, findings, versions, "", verdict, regions)


def _place(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.start, finding.end, finding.message


def _admitted(checked: CheckResult, policy: Policy, path: Path) -> CheckResult:
    """With the findings that policy and marks leave."""
    marks = read_marks([*policy.marks, marks_file(path)])
    reported = checked.reported()
    told = [ReviewableFinding(each, reported.mark(each) in marks) for each in checked.findings]
    kept, hushed = apply_policy(told, policy.ignore)
    return checked._replace(findings=kept, hushed=hushed)


def row(checked: CheckResult) -> dict[str, object]:
    """What is known of a document, as plain data."""
    return {
        "document": checked.document,
        "verdict": (checked.verdict._replace(reason=checked.reason) if checked.reason else checked.verdict)._asdict(),
        "versions": [{"document": id, "confidence": confidence} for id, confidence in checked.versions],
        "findings": [finding._asdict() for finding in checked.findings],
        "hushed": len(checked.hushed),
    }


def reaches(found: Iterable[CheckResult], severity: Severity) -> bool:
    """Whether a finding is as grave as this."""
    grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return any(finding.severity in grave for checked in found for finding in checked.findings)


def describe_rules() -> dict[str, dict[str, object]]:
    """What is known of each code."""
    return {rule.code: rule._asdict() for name in names("detectors", DETECTORS) for rule in rules(name)}


def mark_findings(path: Path, code: str, text: str, *, original: Path | None = None, wrong: bool = False) -> int:
    """Mark the findings of a file that have this code and stand on these words as no errors.

    If that was `wrong`, it is taken back.

    Returns
    -------
    int
        How many findings it silences, or brings back.
    """
    found = [each for checked in check_files([path], original=original) for each in _marked(checked, code, text)]
    write = drop_mark if wrong else partial(add_mark, said={"text": text})
    for reported, finding in found:
        write(marks_file(path), reported.mark(finding))
    return len(found)


def _marked(checked: CheckResult, code: str, text: str) -> Iterator[tuple[AnnotatedText, Finding]]:
    for finding in (*checked.findings, *checked.hushed):
        if finding.code == code and finding.text == text:
            yield checked.reported(), finding


def _ready(id: str, path: Path, encoder: Encoder) -> Iterator[Prepared | Skipped]:
    try:
        for found in read(id, path):
            yield found if isinstance(found, Skipped) else make_ready(found, "", encoder)
    except InputError as error:
        yield Skipped(id, str(error).removeprefix(f"{id}: "))


def _original(path: Path, encoder: Encoder) -> Prepared:
    found = list(_ready(path.as_posix(), path, encoder))
    if len(found) == 1 and isinstance(found[0], Prepared):
        return found[0]
    why = found[0].reason if found and isinstance(found[0], Skipped) else "it does not hold one text"
    raise InputError(f"{path}: {why}; give a file with one story as the original")
