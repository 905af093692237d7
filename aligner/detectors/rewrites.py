"""What is left of the findings of passages of a version that is a rewrite.

Passages that only belong together more or less show no change by what one of them lacks, so that each finding is
sought in the whole of both versions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.comparison.rewrite import RewriteComparison
from aligner.detectors.facts import is_fact
from aligner.detectors.rules.copy_changes import change_hit
from aligner.detectors.view import Hit, View

# Codes of names of which a rewrite has other words.
NAME_CODES = frozenset({"name.institution", "name.reworded", "name.inconsistent", "name.altered"})
# Classes of words with many synonyms: one that the other version has anywhere is kept.
BROAD_CODES = frozenset({"name.institution", "number.changed", "role.changed", "role.level"})


def confirmed(view: View, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Yield the hits of a view without those that its rewrite explains, and the changes of facts in it."""
    assert view.rewrite is not None, "only views of rewrites are confirmed"
    # Of two copies neither is the original: what one adds, the other does not leave out.
    known = [change for change in view.rewrite.changes if view.original or change.here[0] < change.here[1]]
    changes = [change_hit(view, change) for change in known]
    yield from changes
    for hit in hits:
        if not _is_local(hit) or not (_overlaps(hit, changes) or _is_kept(hit, view.rewrite)):
            yield hit


def _is_local(hit: Hit) -> bool:
    """Return whether a hit compares the facts of two passages."""
    return hit.proof is not None and (is_fact(hit.rule.code) or hit.rule.code in NAME_CODES)


def _overlaps(hit: Hit, changes: Sequence[Hit]) -> bool:
    return any(change.span[0] < hit.span[1] and hit.span[0] < change.span[1] for change in changes)


def _is_kept(hit: Hit, rewrite: RewriteComparison) -> bool:
    """Return whether the other version has the fact here, and the document the one there; of broad classes, either."""
    assert hit.proof is not None, "a local hit has a counterpart"
    if hit.rule.code.endswith((".added", ".hallucinated")):
        return rewrite.is_kept(0, hit.span)
    if hit.rule.code.endswith(".missing"):
        return rewrite.is_kept(1, hit.proof)
    kept = rewrite.is_kept(0, hit.span), rewrite.is_kept(1, hit.proof)
    return any(kept) if hit.rule.code in BROAD_CODES else all(kept)
