"""A text beside its findings, as the writers of findings need it."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import NamedTuple

from aligner.types import Finding

LONGEST = 2000  # characters of a line that stands for a sentence


class Region(NamedTuple):
    """A half-open range of a text."""

    start: int
    end: int


class Suppression(NamedTuple):
    """A finding that is no error: its code, and the hash of the sentence that it stands in."""

    code: str
    sentence: str


class AnnotatedText:
    """A document as it was read, where its sentences stand, and what was found in it."""

    def __init__(self, document: str, text: str, sentences: tuple[Region, ...], findings: tuple[Finding, ...]) -> None:
        self.document, self.text, self.sentences, self.findings = document, text, sentences, findings

    @cached_property
    def lines(self) -> list[int]:
        """Where each line begins."""
        return [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]

    def around(self, finding: Finding) -> Region:
        """The sentences that a finding touches, or its line where it stands between them."""
        touched = [
            each
            for each in self.sentences
            if each.start < max(finding.end, finding.start + 1) and finding.start < each.end
        ]
        if touched:
            return Region(min(touched[0].start, finding.start), max(touched[-1].end, finding.end))
        start = max(self.text.rfind("\n", 0, finding.start) + 1, finding.start - LONGEST)
        end = self.text.find("\n", finding.end)
        return Region(start, min(len(self.text) if end < 0 else end, finding.end + LONGEST))

    def sentence(self, finding: Finding) -> str:
        """What stands there."""
        return self.text[slice(*self.around(finding))]

    def mark(self, finding: Finding) -> Suppression:
        """The mark that would silence a finding, wherever its sentence stands and whatever its blanks."""
        plain = " ".join(self.sentence(finding).split())
        return Suppression(finding.code, hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16])
