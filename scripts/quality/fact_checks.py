"""Check texts with known changes of fact, and decide which changes the findings show."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from aligner.checking.check import check_files
from aligner.pipeline.score import ScoredRow, score_files
from aligner.types import SEVERITIES, SIDES, Finding, Severity, Side, Span
from scripts.datasets.fact_changes import EditedStory, FactChange, Story
from scripts.datasets.gold import Pair

SEVERE: tuple[Severity, ...] = ("critical", "major")
MIN_CONFIDENCE = 0.5  # of a pair that stays in a corpus
PRIOR = 0.5
MAX_FINDING_WORDS = 12  # of a finding that shows a change of one word; longer ones show where it is too vaguely
_WORD = re.compile(r"\w+")
_TRUTH = re.compile(r"\b(?:All|Every row is|Each row is)\b[^.\n]*?\b(?P<truth>right|wrong)\b")


class Outcome(NamedTuple):
    """What a check shows of one change or of one pair.

    Attributes
    ----------
    seen : whether the right thing is shown: a change by any finding, a wrong pair by a severe finding or a low
        confidence, a right pair by neither
    severe : whether a critical or major finding shows it
    text : the sentence with the change marked, for people
    """

    kind: str
    seen: bool
    severe: bool
    text: str


class Outcomes(NamedTuple):
    """The outcomes of several texts, the severe findings that show no change, and the number of texts."""

    outcomes: list[Outcome]
    stray: list[str]
    texts: int


class Planted(NamedTuple):
    """A change in a copy: its span there, that of the words in the original (None in another language)."""

    kind: str
    here: Span
    there: Span | None
    text: str


class FactCase(NamedTuple):
    """An English and a French sentence that are right or wrong translations of each other."""

    en: str
    fr: str
    right: bool
    kind: str


def fact_cases(folder: Path) -> Iterator[list[FactCase]]:
    """Yield the pairs of each file of cases, but none of folders whose rows are not all right or all wrong."""
    rows = [line.split("\t") for line in _lines(folder / "matrix.tsv")]
    yield [FactCase(en, fr, truth == "right", kind) for en, fr, truth, kind in rows]
    for pairs in sorted(folder.glob("*/pairs.tsv")):
        if truth := _TRUTH.search((pairs.parent / "want.txt").read_text(encoding="utf-8")):
            right = truth["truth"] == "right"
            texts = [line.split("\t") for line in _lines(pairs)]
            yield [FactCase(en, fr, right, pairs.parent.name) for en, fr, *_ in texts]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def check_cases(folder: Path) -> tuple[list[Outcome], list[Outcome]]:
    """Score all cases, and return the outcomes of the right and of the wrong pairs."""
    outcomes: dict[bool, list[Outcome]] = {True: [], False: []}
    for cases in fact_cases(folder):
        for case, scored in zip(cases, score_pairs([(case.en, case.fr) for case in cases]), strict=True):
            severe = [finding for finding in scored.findings or () if finding.severity in SEVERE]
            doubted = bool(severe) or (scored.confidence or 0.0) < MIN_CONFIDENCE
            codes = " ".join(f"{finding.severity}:{finding.code} {finding.text!r}" for finding in severe)
            text = f"{case.en} | {case.fr} | {scored.confidence:.2f} {codes}"
            outcomes[case.right].append(Outcome(case.kind, doubted != case.right, bool(severe), text))
    return outcomes[True], outcomes[False]


def score_pairs(pairs: Sequence[Pair]) -> list[ScoredRow]:
    """Return the score and the findings of each pair, as `aligner score` gives them."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"pairs.{side}" for side in SIDES]
        for column, file in enumerate(files):
            file.write_text("".join(f"{pair[column]}\n" for pair in pairs), encoding="utf-8")
        return list(score_files(files, prior=PRIOR, findings=True))


def check_human(pairs: Sequence[Pair]) -> list[str]:
    """Return the severe findings of right pairs, as text."""
    return [
        f"{finding.severity} {finding.code} {finding.text!r} | {finding.message} | {' | '.join(pair)}"
        for pair, scored in zip(pairs, score_pairs(pairs), strict=True)
        for finding in scored.findings or ()
        if finding.severity in SEVERE
    ]


def check_story(story: Story, edited: EditedStory, side: Side, other: Side) -> Outcomes:
    """Check an edited story next to the unedited one in the same or in the other language."""
    lines = edited.changed_lines()
    planted = list(_planted(edited, same=side == other))
    return check_copy("\n\n".join(lines), "\n\n".join(story.lines(other)), planted)


def _planted(edited: EditedStory, same: bool) -> Iterator[Planted]:
    here = there = 0
    for number, line in enumerate(edited.lines):
        change = edited.changes.get(number)
        if change:
            original = (there + change.start, there + change.start + len(change.before)) if same else None
            yield Planted(change.kind, (here + change.start, here + change.end), original, show_change(change))
        here += len(change.text if change else line) + 2
        there += len(line) + 2


def show_change(change: FactChange) -> str:
    """Return a sentence with the old and the new words marked."""
    return f"{change.text[: change.start]}[{change.before} → {change.after}]{change.text[change.end :]}"


def check_copy(
    copy: str, original: str, planted: Sequence[Planted], severities: Sequence[Severity] = SEVERITIES
) -> Outcomes:
    """Check a copy next to its original; a finding of one of the severities is what shows a change."""
    findings = [finding for finding in find_artefacts(copy, original) if finding.severity in severities]
    shown = [[finding for finding in findings if _shows(finding, change, copy, original)] for change in planted]
    outcomes = [
        Outcome(change.kind, bool(found), any(finding.severity in SEVERE for finding in found), change.text)
        for change, found in zip(planted, shown, strict=True)
    ]
    known = {id(finding) for found in shown for finding in found}
    stray = [
        f"{finding.severity} {finding.code} {finding.text!r} | {finding.message} | {_line(copy, finding.start)}"
        for finding in findings
        if finding.severity in SEVERE and id(finding) not in known
    ]
    return Outcomes(outcomes, stray, 1)


def find_artefacts(copy: str, original: str) -> tuple[Finding, ...]:
    """Return the findings of a copy next to its original."""
    with tempfile.TemporaryDirectory() as folder:
        copy_file, original_file = Path(folder) / "copy.txt", Path(folder) / "original.txt"
        copy_file.write_bytes(copy.encode())
        original_file.write_bytes(original.encode())
        return check_files([copy_file], original=original_file).results[0].findings


def _shows(finding: Finding, change: Planted, copy: str, original: str) -> bool:
    """Return whether a finding points to the changed words, in the copy or in the original."""
    if _touch((finding.start, finding.end), change.here, copy):
        return True
    proof = finding.evidence.get("start"), finding.evidence.get("end")
    if change.there is None or not isinstance(proof[0], int) or not isinstance(proof[1], int):
        return False
    return _touch((proof[0], proof[1]), change.there, original)


def _touch(span: Span, changed: Span, text: str) -> bool:
    """Return whether a span that is not too long overlaps changed words, or the words around dropped ones."""
    start, end = changed if changed[0] < changed[1] else _around(changed[0], text)
    words = len(_WORD.findall(text[slice(*span)]))
    enough = max(MAX_FINDING_WORDS, 3 * len(_WORD.findall(text[start:end])))
    return span[0] < end and start < max(span[1], span[0] + 1) and words <= enough


def _around(position: int, text: str) -> Span:
    """Return the span of the words before and after a gap."""
    before = [match.start() for match in _WORD.finditer(text, max(0, position - 80), position)]
    after = _WORD.search(text, position)
    return (before[-1] if before else position), (after.end() if after else position + 1)


def _line(text: str, position: int) -> str:
    end = text.find("\n", position)
    return text[text.rfind("\n", 0, position) + 1 : len(text) if end < 0 else end]


def pool(parts: Iterable[Outcomes]) -> Outcomes:
    """Return all outcomes as one."""
    outcomes, stray, texts = list[Outcome](), list[str](), 0
    for part in parts:
        outcomes, stray, texts = outcomes + part.outcomes, stray + part.stray, texts + part.texts
    return Outcomes(outcomes, stray, texts)


class Rewrite(NamedTuple):
    """A story in new words, once faithful and once with changed facts.

    Attributes
    ----------
    same : whether the rewrite is in the language of the original
    """

    name: str
    same: bool
    original: str
    faithful: str
    changed: str
    planted: list[Planted]


def read_rewrites(folder: Path) -> list[Rewrite]:
    """Read the rewrites of a folder in the order of their names."""
    return [_read_rewrite(path) for path in sorted(folder.glob("*.json"))]


def _read_rewrite(path: Path) -> Rewrite:
    case = json.loads(path.read_text(encoding="utf-8"))
    original, faithful = case["original"], case["faithful"]
    changed, planted, at = "", list[Planted](), 0
    for change in sorted(case["changes"], key=lambda change: faithful.index(change["before"])):
        start = faithful.index(change["before"])
        changed += faithful[at:start]
        first, last = _differing(change["before"], change["after"])
        here = len(changed) + first, len(changed) + last
        changed += change["after"]
        at = start + len(change["before"])
        proof = original.find(change["original"])
        there = (proof, proof + len(change["original"])) if proof >= 0 else None
        planted.append(Planted(change["kind"], here, there, f"[{change['before']} → {change['after']}]"))
    same = case["original_language"] == case["rewrite_language"]
    return Rewrite(path.stem, same, original, faithful, changed + faithful[at:], planted)


def _differing(before: str, after: str) -> Span:
    """Return the span of the words of `after` that differ from `before`, without those that both begin or end with."""
    old, spans = _WORD.findall(before), [match.span() for match in _WORD.finditer(after)]
    new = [after[slice(*span)] for span in spans]
    first = _common_start(old, new)
    last = len(new) - _common_start(old[first:][::-1], new[first:][::-1])
    if first < last:
        return spans[first][0], spans[last - 1][1]
    gap = spans[first - 1][1] if first else 0
    return gap, gap


def _common_start(one: Sequence[str], two: Sequence[str]) -> int:
    """Return the number of words that both begin with."""
    return sum(1 for _ in takewhile(lambda words: words[0] == words[1], zip(one, two, strict=False)))
