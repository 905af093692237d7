"""Decide on which copy a difference is reported, where several copies of a story are compared and none is the original.

What one copy has against all others counts against it. Of two readings neither is right or wrong: their difference is
reported once, on the later copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aligner.checking.versions import Version
from aligner.messages import message
from aligner.types import Finding

MIN_MAJORITY = 2  # other copies with one reading from which a copy with another one is alone
OMISSION_CODES = ("omission.sentence", "paragraph.dropped")
SENTENCE_CODES = ("addition.sentence", "paragraph.added", *OMISSION_CODES)
# Of whole passages, in which there may be other differences.
WHOLE_CODES = (*SENTENCE_CODES, "headline.rewritten", "lead.rewritten", "paragraph.moved", "sentence.moved")
Findings = Sequence[Finding]


def judge_copies(
    id: str, versions: Sequence[Version], findings: Sequence[Findings], order: Mapping[str, int]
) -> list[Findings]:
    """Return the findings of a copy next to each of its versions, without the differences that concern another copy.

    Parameters
    ----------
    id : of the copy
    findings : of each version
    order : the place of each document
    """
    alike = [at for at, (view, *_) in enumerate(versions) if view.other and not view.across and not view.original]
    others = {
        at: str(version.view.other.id) for at, version in enumerate(versions) if version.view.other and at in alike
    }
    jury = _Jury(
        order[id], [order[others[at]] for at in alike], [versions[at] for at in alike], [findings[at] for at in alike]
    )
    kept = list(findings)
    for number, at in enumerate(alike):
        kept[at] = [verdict for finding in findings[at] if (verdict := jury.judge(number, finding)) is not None]
    return kept


class _Jury:
    """A copy and all its versions in one language.

    Parameters
    ----------
    place, places : where the copy, and each of its versions, is in the order of documents
    findings : of each version
    """

    def __init__(
        self, place: int, places: Sequence[int], versions: Sequence[Version], findings: Sequence[Findings]
    ) -> None:
        self.place, self.places, self.versions = place, places, versions
        self.findings = [[finding for finding in items if _is_difference(finding)] for items in findings]

    def judge(self, number: int, finding: Finding) -> Finding | None:
        """Return a finding of a version as it is reported on the copy, or None."""
        if not _is_difference(finding):
            return finding
        rivals = {at: twin for at in range(len(self.places)) if (twin := self._twin(at, finding)) is not None}
        if min(rivals) != number:
            return None  # reported with the first of the versions
        sharing = [at for at in range(len(self.places)) if at not in rivals and self._covers(at, finding)]
        same = [at for at, twin in rivals.items() if _reading(twin) == _reading(finding)]
        if not sharing and len(same) >= MIN_MAJORITY:
            return _seconded(finding, [self._id(at) for at in same if at != number])
        if finding.code in SENTENCE_CODES:
            alone = len(self.places) == 1
            return finding if alone and finding.code in OMISSION_CODES else None
        if sharing and len(rivals) < MIN_MAJORITY:
            return None  # the other copy is alone
        group = [self.place, *(self.places[at] for at in sharing)]
        return finding if self.place == min(group) and min(self.places[at] for at in rivals) < self.place else None

    def _id(self, at: int) -> str:
        other = self.versions[at].view.other
        return other.id if other else ""

    def _twin(self, at: int, finding: Finding) -> Finding | None:
        """Return a difference of another version at the same place."""
        whole = finding.code in WHOLE_CODES
        for twin in self.findings[at]:
            same_kind = twin.code == finding.code if whole else twin.code not in WHOLE_CODES
            if same_kind and twin.start <= finding.end and finding.start <= twin.end:
                return twin
        return None

    def _covers(self, at: int, finding: Finding) -> bool:
        """Return whether a version has the passage of a finding."""
        if finding.code in SENTENCE_CODES:
            return True
        view = self.versions[at].view
        match = view.match_at(min(finding.start, max(0, len(view.document.text) - 1)))
        return match is not None and match.there[0] < match.there[1]


def _is_difference(finding: Finding) -> bool:
    """Return whether a finding is a difference between two texts of one language."""
    return finding.evidence.get("change") not in (None, "layout")


def _reading(finding: Finding) -> str:
    """Return what the other version has, without spacing and letter case."""
    return " ".join(str(finding.evidence.get("text", "")).split()).casefold()


def _seconded(finding: Finding, ids: Sequence[str]) -> Finding:
    """Return a finding with the other versions that agree."""
    text = message("{finding} ({names}, too)", finding=finding.message, names=", ".join(ids))
    return finding._replace(message=text, evidence={**finding.evidence, "versions": list(ids)})
