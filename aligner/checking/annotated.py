"""A text with its findings, from which all formats of findings are written."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import NamedTuple

from aligner.types import Finding, Span

MAX_LINE_CHARS = 2000  # characters on each side of a finding that is in no sentence


class Suppression(NamedTuple):
    """A mark that a finding is no error: the finding's code and the hash of its sentence."""

    code: str
    sentence: str


class AnnotatedText:
    """A document as it was read, with the spans of its sentences and its findings."""

    def __init__(self, document: str, text: str, sentences: tuple[Span, ...], findings: tuple[Finding, ...]) -> None:
        self.document, self.text, self.sentences, self.findings = document, text, sentences, findings

    @cached_property
    def lines(self) -> list[int]:
        """The offset of each line."""
        return [0, *(index + 1 for index, char in enumerate(self.text) if char == "\n")]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self.sentences]

    def around(self, finding: Finding) -> Span:
        """Return the span of the sentences that a finding touches, or of its line if it is between sentences."""
        first = bisect_right(self._ends, finding.start)
        last = bisect_left(self._starts, max(finding.end, finding.start + 1))
        touched = self.sentences[first:last]
        if touched:
            return min(touched[0][0], finding.start), max(touched[-1][1], finding.end)
        start = max(self.text.rfind("\n", 0, finding.start) + 1, finding.start - MAX_LINE_CHARS)
        end = self.text.find("\n", finding.end)
        return start, min(len(self.text) if end < 0 else end, finding.end + MAX_LINE_CHARS)

    def sentence(self, finding: Finding) -> str:
        """Return the text around a finding."""
        return self.text[slice(*self.around(finding))]

    def mark(self, finding: Finding) -> Suppression:
        """Return the mark that suppresses a finding, whatever the place and the spacing of its sentence."""
        plain = " ".join(self.sentence(finding).split())
        return Suppression(finding.code, hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16])
