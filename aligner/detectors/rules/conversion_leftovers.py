"""Left-overs of conversion: entities of web pages, ligatures of printed text."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.detectors.cleaning_changes import changes
from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message
from aligner.text.cleaning.entities import decode_entities, split_ligatures
from aligner.types import Span

ENTITY = Rule("encoding.entity", "minor", "Character encoding", "the mayor&#39;s car &amp; house")
LIGATURE = Rule("encoding.ligature", "minor", "Character encoding", "the o\N{LATIN SMALL LIGATURE FFI}ce")
RULES = (ENTITY, LIGATURE)


def detect(view: View) -> Iterator[Hit]:
    """Report entities and ligatures that cleaning replaced, and those in a text that was not cleaned."""
    for rule, family, find in ((ENTITY, "entity.", decode_entities), (LIGATURE, "ligature.", split_ligatures)):
        for change in changes(view.document, family):
            yield _hit(rule, (change.start, change.end), change.after, as_read=True)
        for edit in find(view.document.text):
            yield _hit(rule, (edit.start, edit.end), edit.after, as_read=False)


def _hit(rule: Rule, span: Span, reads: str, *, as_read: bool) -> Hit:
    meant = reads if reads.strip() else message("a space") if reads else message("nothing")
    if rule is ENTITY:
        text = message("an entity of a web page: should read {text}", text=meant)
    else:
        text = message("a ligature instead of letters: should read {text}", text=meant)
    return Hit(rule, span, text, as_read=as_read, evidence={"reads": reads})
