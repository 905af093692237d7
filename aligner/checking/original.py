"""Choose the copy of a family that is taken for the original, and give the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from aligner.deduplication.keep import RULES, KeepRule, choose_by, make_member
from aligner.documents.prepare import Prepared
from aligner.documents.story_time import parse_time
from aligner.text.story_parts import read_parts
from aligner.types import Document

CREDIT_FIELDS = ("agency", "wire", "dateline")  # of the metadata that cleaning takes from the lines of a wire
AGREEMENT_TOLERANCE = 1e-6
WHY_MESSAGES = {
    "earliest": "earliest date", "signed": "dateline or credit of an agency", "central": "most like the others",
    "complete": "most complete", "whole": "most complete", "clean": "fewest artefacts", "first": "first by name",
}  # fmt: skip
PROVING_RULES = ("earliest", "signed")  # that show by themselves where a story came from


class TakenOriginal(NamedTuple):
    """The copy that others are compared with, and the reason: "" for one that the user names.

    proven : whether the reason is more than that it is the best of the copies
    """

    document: str
    why: str = ""
    proven: bool = True


def take_original(items: Sequence[Prepared]) -> TakenOriginal:
    """Choose the original of two or more versions of a story.

    The earliest one by its date, one that an agency signs, that whose sentences most others have, the most complete
    one, that with the fewest artefacts, the first.
    """
    agreement, signed = _agreement(items), {item.document.id: _credit(item.document) for item in items}
    rules = {
        **RULES,
        "signed": KeepRule(lambda member: -signed[member.id], ""),
        "central": KeepRule(lambda member: -agreement[member.id], "", AGREEMENT_TOLERANCE),
    }
    dated = all(parse_time(item.sketch.date).published for item in items)  # an undated one may be earlier
    names = [name for name in WHY_MESSAGES if dated or name != "earliest"]
    original, why = choose_by(
        [make_member(item.sketch) for item in items], [rules[name]._replace(why=name) for name in names]
    )
    return TakenOriginal(original.id, WHY_MESSAGES.get(why, ""), why in PROVING_RULES)


def _credit(document: Document) -> int:
    """Return 2 for a story with the dateline of a wire, 1 for one with another credit."""
    kinds = {line.kind for line in read_parts(document).lines}
    if "dateline" in kinds or any(document.meta.get(field) for field in CREDIT_FIELDS):
        return 2
    return int("credit" in kinds or bool(document.meta.get("credit")))


def _agreement(items: Sequence[Prepared]) -> dict[str, float]:
    """Return for each document the share of sentences (Dice) that it has in common with the others."""
    texts = {
        item.document.id: {" ".join(sentence.text.casefold().split()) for sentence in item.document.sentences}
        for item in items
    }
    counts = Counter(text for own in texts.values() for text in own)
    total, others = sum(counts.values()), len(items) - 1
    shared = {id: 2 * sum(counts[text] - 1 for text in own) for id, own in texts.items()}
    return {id: shared[id] / max(1, others * len(own) + total - len(own)) for id, own in texts.items()}
