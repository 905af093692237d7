"""Content credentials: signed C2PA manifests that are embedded in a text. They are no artefact, and not part of it."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.detectors.cleaning_changes import changes
from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message
from aligner.text.cleaning.credentials import CREDENTIAL_STEP, find_credentials, manifest_size
from aligner.types import Span

CREDENTIAL = Rule("provenance.c2pa", "minor", "Provenance", "a C2PA manifest in invisible characters")
RULES = (CREDENTIAL,)


def detect(view: View) -> Iterator[Hit]:
    """Report credentials that cleaning removed from the text, or that are in one that was not cleaned."""
    for change in changes(view.document, CREDENTIAL_STEP):
        yield _hit((change.start, change.end), change.before, as_read=True)
    text = view.document.text
    for edit in find_credentials(text):
        yield _hit((edit.start, edit.end), text[edit.start : edit.end], as_read=False)


def _hit(span: Span, embedded: str, *, as_read: bool) -> Hit:
    size = manifest_size(embedded)
    text = message("a content credential (C2PA) of {size:,} bytes is embedded in the text", size=size)
    return Hit(CREDENTIAL, span, text, as_read=as_read, evidence={"bytes": size})
