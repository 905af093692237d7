"""Compare the facts of a story and of a rewrite of it, in the same or in the other language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from aligner.comparison.actors import swapped_actors
from aligner.comparison.anchored import anchored_changes
from aligner.comparison.causes import changed_causes
from aligner.comparison.claims import contrary_claims
from aligner.comparison.compared_text import ComparedText
from aligner.comparison.denied import changed_denials
from aligner.comparison.elsewhere import find_elsewhere
from aligner.comparison.known_facts import KnownFacts, known_facts
from aligner.comparison.lone_facts import lone_changes
from aligner.comparison.passage import Change
from aligner.comparison.speakers import changed_speakers
from aligner.types import Document, Span


def changes_of_facts(
    texts: tuple[ComparedText, ComparedText], passages: Sequence[tuple[Span, Span]], known: Sequence[Span] = ()
) -> Iterator[Change]:
    """Yield the facts that the passages of a rewrite changed or added, each place once.

    Parameters
    ----------
    texts : here, there
    passages : the offsets of passages in both
    known : offsets here of changes that are known
    """
    places, lost, regions = list(known), list[Span](), [spans[0] for spans in passages]
    changes = (
        *lone_changes(texts, passages),
        *anchored_changes(texts, regions),
        *contrary_claims(texts, regions),
        *changed_speakers(texts, regions),
        *changed_causes(texts, regions),
        *changed_denials(texts, regions),
        *swapped_actors(texts, regions),
    )
    for change in sorted(changes, key=_is_lost):
        taken, (start, end) = (lost, change.there) if _is_lost(change) else (places, change.here)
        if not any(first < end and start < last for first, last in taken):
            places.append(change.here)
            lost.append(change.there)
            yield change


def _is_lost(change: Change) -> bool:
    """Return whether only the other text has the words of a change."""
    return change.here[0] == change.here[1]


class RewriteComparison:
    """Two documents that are compared fact by fact, wherever the facts are.

    Parameters
    ----------
    passages : sequence of pairs of Span
        The offsets of sentences that belong together; one of a pair is empty where a text lacks sentences.
    """

    def __init__(self, here: Document, there: Document, passages: Sequence[tuple[Span, Span]]) -> None:
        self._texts, self._passages = (ComparedText(here), ComparedText(there)), passages

    @cached_property
    def changes(self) -> list[Change]:
        """The facts that the version changed or added."""
        return sorted(changes_of_facts(self._texts, self._passages), key=lambda change: change.here)

    @cached_property
    def elsewhere(self) -> tuple[frozenset[Span], frozenset[Span]]:
        """The passages of both without a counterpart whose content is elsewhere."""
        alone = [(one, two) for one, two in self._passages if one[0] == one[1] or two[0] == two[1]]
        return find_elsewhere(self._texts, alone, self.changes)

    def is_kept(self, own: int, span: Span) -> bool:
        """Return whether the other text has all facts at a span of a text, here (0) or there (1), if there are any."""
        found = self._texts[own].facts_at(span)
        return bool(found) and all(fact in self._known[1 - own] for fact in found)

    @cached_property
    def _known(self) -> tuple[KnownFacts, KnownFacts]:
        here, there = self._texts
        return known_facts(here, there.side), known_facts(there, here.side)
