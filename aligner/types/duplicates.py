"""Copies of documents."""

from __future__ import annotations

from typing import NamedTuple


class DocumentSpan(NamedTuple):
    """A half-open range of one document's text."""

    document: str
    start: int
    end: int


class Duplicate(NamedTuple):
    """A document that repeats another one, and the document of their family that is kept.

    score : 0..1, probability of being copies; 1 for the same words only
    how : exact, near, spun, translated, contained, same template or same topic (see `aligner.deduplication.match`)
    spans : overlapping ranges of the matched and of the dropped document, as read
    matched : the document that the dropped one was compared with: the kept one, or another of the family
    coverage : share of the characters of the matched and of the dropped document that the other repeats
    why : the rule by which the kept document was chosen
    excerpts : beginning of the longest overlap in both documents, empty if not asked for
    relation : what the dropped document is to the kept one: newer version, older version, correction, uncorrected
        version, other version if their order is not known, or empty if they are not known to be two versions
    """

    kept: str
    dropped: str
    score: float
    how: str
    spans: tuple[tuple[DocumentSpan, DocumentSpan], ...] = ()
    matched: str = ""
    coverage: tuple[float, float] = (0.0, 0.0)
    why: str = ""
    excerpts: tuple[str, ...] = ()
    relation: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return the row that `aligner dedup` prints, in which `how` is called ``level``."""
        row = self._asdict()
        spans = [[span._asdict() for span in pair] for pair in self.spans]
        lists = {"spans": spans, "coverage": list(self.coverage), "excerpts": list(self.excerpts)}
        return {"kept": row.pop("kept"), "dropped": row.pop("dropped"), "level": row.pop("how"), **row, **lists}
