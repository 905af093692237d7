"""Check stories for artefacts of republishing, with the evidence of other versions, and estimate how they were made.

`check_files` reads and prepares the files, finds the versions of each story, examines each document, and applies the
policy of the project.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from aligner.checking.annotated import AnnotatedText
from aligner.checking.examine import ExaminedDocument, examine_documents, total_seconds
from aligner.checking.policy import Policy, ReviewableFinding, add_mark, apply_policy, drop_mark, marks_file, read_marks
from aligner.checking.results import CheckReport, CheckResult, ComparedVersion
from aligner.checking.side_by_side import lay_side_by_side
from aligner.checking.versions import Comparisons, compare_copies, compare_with_original
from aligner.detectors import DETECTORS, load_rules
from aligner.documents.prepare import Prepared, make_ready
from aligner.encoders import load_encoder
from aligner.errors import InputError
from aligner.parallel import one_pool, parallel_map
from aligner.readers import find_files, read
from aligner.readers.files.discover import check_found
from aligner.readers.single import read_single
from aligner.registry import Encoder, names
from aligner.settings import Settings
from aligner.text.cleaning.edits import original_spans, undo
from aligner.types import Finding, RawDocument, Skipped

NO_POLICY = Policy()


def check_files(
    copies: Sequence[Path],
    *,
    original: Path | None = None,
    model: str = "",
    policy: Policy = NO_POLICY,
    jobs: int | None = 1,
    side_by_side: bool = False,
) -> CheckReport:
    """Find the artefacts of each document.

    Parameters
    ----------
    copies : files or folders
        Without an original, each is compared with the one of its versions that is taken for the original.
    original : file with the story that the copies were made from, in either language
    model : folder of a sentence-transformers model, "" for the embedded encoder
    policy : which findings are suppressed, and the files of marks that apply to all texts
    jobs : processes, None for one per core if there is much to do; the result does not depend on it
    side_by_side : whether the results have the texts that were compared

    Returns
    -------
    CheckReport
        First the documents in the order of their files, then what could not be read.

    Raises
    ------
    InputError
        When the original, or every copy, cannot be read.
    """
    encoder = load_encoder(model)
    source = _read_original(original, encoder) if original else None
    settings = Settings(model=model)
    with one_pool():
        stories = _read_stories(copies, model, jobs)
        if source:
            comparisons = compare_with_original(stories.documents, source, settings, jobs)
        else:
            comparisons = compare_copies(stories.documents, settings, jobs)
        examined = examine_documents([item.document for item in stories.documents], comparisons, jobs)
    whole = [item for item in examined if isinstance(item, ExaminedDocument)]
    made = [_result(item, comparisons, side_by_side=side_by_side) for item in whole]
    results = [_apply_policy(result, policy, stories.paths[result.document]) for result in made]
    skipped = [*(item for item in examined if isinstance(item, Skipped)), *stories.skipped]
    unread = [CheckResult(item.source, "", reason=item.reason) for item in skipped]
    return CheckReport((*results, *unread), total_seconds(document.seconds for document in whole))


class _Stories(NamedTuple):
    """The documents that were read, the file of each by id, and what could not be read."""

    documents: list[Prepared]
    paths: Mapping[str, Path]
    skipped: list[Skipped]


def _read_original(path: Path, encoder: Encoder) -> Prepared:
    original = make_ready(read_single(path, path.as_posix()), "", encoder)
    if isinstance(original, Skipped):
        raise InputError(f"{path}: {original.reason}; give a file with one story as the original")
    return original


def _read_stories(copies: Sequence[Path], model: str, jobs: int | None) -> _Stories:
    """Read and prepare all documents; raise an error if there are none."""
    documents, paths, skipped = list[Prepared](), dict[str, Path](), list[Skipped]()
    read_items = ((path, item) for id, path in find_files(copies, skipped.append) for item in _read_file(id, path))
    # Any encoder but the embedded one is loaded once, where it has all cores or the GPU.
    for path, item in parallel_map(partial(_make_ready, model=model), read_items, 1 if model else jobs):
        if isinstance(item, Skipped):
            skipped.append(item)
        else:
            documents.append(item)
            paths[item.document.id] = path
    check_found(copies, documents, skipped)
    if not documents:
        raise InputError(f"{skipped[0].source}: {skipped[0].reason}")
    return _Stories(documents, paths, skipped)


def _read_file(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    try:
        yield from read(id, path)
    except InputError as error:
        yield Skipped(id, str(error).removeprefix(f"{id}: "))


def _make_ready(item: tuple[Path, RawDocument | Skipped], model: str) -> tuple[Path, Prepared | Skipped]:
    path, document = item
    return path, document if isinstance(document, Skipped) else make_ready(document, "", load_encoder(model))


def _result(examined: ExaminedDocument, comparisons: Comparisons, *, side_by_side: bool) -> CheckResult:
    """Return the result of a document before the policy is applied."""
    document = examined.document
    spans = original_spans(document.steps, [(sentence.start, sentence.end) for sentence in document.sentences])
    return CheckResult(
        document.id,
        undo(document.text, document.steps),
        tuple(examined.findings),
        tuple(ComparedVersion(id, confidence) for id, confidence in examined.compared),
        verdict=examined.verdict,
        sentences=tuple(spans),
        original=comparisons.originals.get(document.id),
        reuse=next((version.reuse for version in comparisons.versions.get(document.id, ())), None),
        no_version=comparisons.no_versions.get(document.id, ""),
        both=lay_side_by_side(document, comparisons.versions.get(document.id, ())) if side_by_side else None,
    )


def _apply_policy(result: CheckResult, policy: Policy, path: Path) -> CheckResult:
    """Suppress the findings that the policy ignores or that are marked for this file."""
    marks, text = read_marks([*policy.marks, marks_file(path)]), result.annotated()
    reviewable = [ReviewableFinding(finding, text.mark(finding) in marks) for finding in result.findings]
    reported, suppressed = apply_policy(reviewable, policy.ignore)
    return result._replace(findings=reported, suppressed=suppressed)


def describe_rules() -> dict[str, dict[str, object]]:
    """Return the rule of each code, as plain data."""
    return {rule.code: rule._asdict() for name in names("detectors", DETECTORS) for rule in load_rules(name)}


def mark_findings(path: Path, code: str, text: str, *, original: Path | None = None, remove: bool = False) -> int:
    """Mark the findings of a file that have this code on these words as no errors, or `remove` their marks.

    Returns
    -------
    int
        Number of the findings that are suppressed, or reported again.
    """
    marked = [
        finding for result in check_files([path], original=original).results for finding in _having(result, code, text)
    ]
    for annotated, finding in marked:
        if remove:
            drop_mark(marks_file(path), annotated.mark(finding))
        else:
            add_mark(marks_file(path), annotated.mark(finding), {"text": text})
    return len(marked)


def _having(result: CheckResult, code: str, text: str) -> Iterator[tuple[AnnotatedText, Finding]]:
    """Yield the findings with a code and a text, reported or suppressed."""
    for finding in (*result.findings, *result.suppressed):
        if finding.code == code and finding.text == text:
            yield result.annotated(), finding
