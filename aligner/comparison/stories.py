"""Align two versions of a story in one language part by part: headline with headline, lead with lead, then the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from aligner.comparison.sentences import align_sentences, span_cosine
from aligner.comparison.tokens import tokens_of
from aligner.text.story_parts import StoryParts, read_parts
from aligner.types import Bead, Document, Floats, Span

MIN_LEAD_COSINE = 0.3  # of two first paragraphs from which one is the other's rewording
MIN_LATER_COSINE = 0.45  # the same if one is further down in its story
MAX_LEAD_SHARED = 0.7  # share of the words of two leads from which their sentences are compared one by one
NOWHERE: Span = (0, 0)


def align_stories(here: Document, there: Document, vectors: tuple[Floats, Floats]) -> list[Bead]:
    """Align the sentences of two versions of a story in one language.

    Parameters
    ----------
    vectors : pair of (n, d) float32
        Unit rows, one for each sentence.

    Returns
    -------
    list of Bead
        As `align_sentences` returns them. Bylines, credits and signatures are nulls.
    """
    parts = read_parts(here), read_parts(there)
    inner = [rows[slice(*part.body)] for rows, part in zip(vectors, parts, strict=True)]
    sentences = [own.sentences[slice(*part.body)] for own, part in zip((here, there), parts, strict=True)]
    beads = align_sentences(sentences[0], sentences[1], (inner[0], inner[1]), here.side)
    beads = [bead._replace(en=_moved(bead.en, parts[0]), fr=_moved(bead.fr, parts[1])) for bead in beads]
    return [*_outside((here, there), parts, vectors), *_with_leads(beads, (here, there), parts, vectors)]


def _moved(span: Span, parts: StoryParts) -> Span:
    return span[0] + parts.body[0], span[1] + parts.body[0]


def _outside(
    documents: tuple[Document, Document], parts: tuple[StoryParts, StoryParts], vectors: tuple[Floats, Floats]
) -> Iterator[Bead]:
    """Yield the two headlines as one bead, and all other sentences outside the report as nulls."""
    headlines = parts[0].headline, parts[1].headline
    if NOWHERE not in headlines:
        yield Bead(*headlines, span_cosine(vectors, headlines))
    for own, (document, part) in enumerate(zip(documents, parts, strict=True)):
        inside = {*range(*part.body), *(range(*part.headline) if NOWHERE not in headlines else ())}
        for at in range(len(document.sentences)):
            if at not in inside:
                yield Bead((at, at + 1), NOWHERE, 0.0) if own == 0 else Bead(NOWHERE, (at, at + 1), 0.0)


def _with_leads(
    beads: Sequence[Bead],
    documents: tuple[Document, Document],
    parts: tuple[StoryParts, StoryParts],
    vectors: tuple[Floats, Floats],
) -> list[Bead]:
    """Return beads in which a rewritten lead is one bead with the paragraph that reports the same."""
    if not (parts[0].ranges and parts[1].ranges):
        return list(beads)
    lead = parts[1].ranges[0]
    choices = [(_lead_score(at, span, lead, beads, vectors), -at, span) for at, span in enumerate(parts[0].ranges)]
    score, _, span = max(choices)
    words = [_words(document, own) for document, own in zip(documents, (span, lead), strict=True)]
    shared = 2 * (words[0] & words[1]).total() / max(1, words[0].total() + words[1].total())
    if score <= 0 or shared >= MAX_LEAD_SHARED:
        return list(beads)
    rest = [bead for bead in beads if not (_within(bead.en, span) or _within(bead.fr, lead))]
    cut = [piece for bead in rest for piece in _without(bead, span, lead)]
    return sorted([*cut, Bead(span, lead, span_cosine(vectors, (span, lead)))], key=lambda bead: (bead.en, bead.fr))


def _lead_score(place: int, span: Span, lead: Span, beads: Sequence[Bead], vectors: tuple[Floats, Floats]) -> float:
    """Return how well a paragraph fits as the rewritten lead; 0 if either has its counterpart elsewhere."""
    full = [bead for bead in beads if bead.en[0] < bead.en[1] and bead.fr[0] < bead.fr[1]]
    touching = [bead for bead in full if _meet(bead.en, span) or _meet(bead.fr, lead)]
    if not all(_within(bead.en, span) and _within(bead.fr, lead) for bead in touching):
        return 0.0
    own, least = span_cosine(vectors, (span, lead)), MIN_LATER_COSINE if place else MIN_LEAD_COSINE
    return 1 + own if touching else max(0.0, own - least)


def _meet(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _within(one: Span, two: Span) -> bool:
    return one[0] < one[1] and two[0] <= one[0] and one[1] <= two[1]


def _without(bead: Bead, span: Span, lead: Span) -> Iterator[Bead]:
    """Yield what is left of a null without the sentences of the two leads."""
    for first, last in _rest(bead.en, span) if bead.en[0] < bead.en[1] else ():
        yield bead._replace(en=(first, last))
    for first, last in _rest(bead.fr, lead) if bead.en[0] == bead.en[1] else ():
        yield bead._replace(fr=(first, last))


def _rest(one: Span, taken: Span) -> Iterator[Span]:
    if not _meet(one, taken):
        yield one
        return
    for first, last in ((one[0], taken[0]), (taken[1], one[1])):
        if first < last:
            yield first, last


def _words(document: Document, span: Span) -> Counter[str]:
    texts = (sentence.text for sentence in document.sentences[slice(*span)])
    return Counter(token.key for text in texts for token in tokens_of(text, document.side))
