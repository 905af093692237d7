"""Find direct speech that another person speaks than in the other text, in either language."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.comparison.compared_text import ComparedText
from aligner.comparison.facts import Fact
from aligner.comparison.known_facts import known_facts
from aligner.comparison.passage import Change
from aligner.encoders import load_embedded
from aligner.text.entities.names.find import fold_name
from aligner.types import Span

MIN_COSINE = 0.6  # of two quotations of the same words
MIN_DENIED_COSINE = 0.5  # of two quotations in two languages of which only one denies something
MIN_WORDS = 3  # of a quotation
MAX_QUOTATIONS = 300  # of a text


class _Speech(NamedTuple):
    """A quotation with the names that may be its speaker's, and the words in it that deny.

    names : those of its sentence outside it
    known : the same, or if there are none, those before it in its paragraph, which a pronoun may refer to
    """

    words: str
    span: Span
    names: list[Fact]
    known: list[Fact]
    denials: list[Fact]


def changed_speakers(texts: tuple[ComparedText, ComparedText], regions: Sequence[Span]) -> Iterator[Change]:
    """Yield the people next to quotations of regions here that the other text has next to other names.

    The other text must name them elsewhere; somebody whom it does not know is reported as such. Across languages, a
    denial in a quotation is a change, too, if there is none in the other one; in one language, its words are compared.
    """
    here, there = _speeches(texts[0], regions), _speeches(texts[1], [(0, len(texts[1].text))])
    if not here or not there:
        return
    encode = load_embedded().encode
    cosines = encode([speech.words for speech in here]) @ encode([speech.words for speech in there]).T
    known, across = known_facts(texts[1], texts[0].side), texts[0].side != texts[1].side
    for speech, row in zip(here, cosines, strict=True):
        other = there[int(row.argmax())]
        if across and speech.denials and not other.denials and float(row.max()) >= MIN_DENIED_COSINE:
            first = speech.denials[0]
            yield Change("quote.altered", (first.start, first.end), other.span, "major")
        new = next((name for name in speech.names if " " in name.text), None)
        if new is None or not other.known or float(row.max()) < MIN_COSINE or new not in known:
            continue
        if _words(speech.names).isdisjoint(_words(other.known)):
            lost = other.known[-1]
            yield Change("attribution.changed", (new.start, new.end), (lost.start, lost.end), "major")


def _speeches(text: ComparedText, regions: Sequence[Span]) -> list[_Speech]:
    """Return the quotations of regions with the names of their sentences."""
    sentences = text.document.sentences
    starts = [sentence.start for sentence in sentences]
    found = []
    for start, end in text.quotations:
        inside = any(first <= start < last for first, last in regions)
        if not inside or len(text.text[start:end].split()) < MIN_WORDS:
            continue
        first, last = (max(0, bisect_right(starts, offset) - 1) for offset in (start, end))
        facts = text.facts_within((sentences[first].start, sentences[last].end))
        names = [fact for fact in facts if fact.kind == "name" and not start <= fact.start < end]
        paragraph = (text.text.rfind("\n", 0, start) + 1, start)
        before = [fact for fact in text.facts_within(paragraph) if fact.kind == "name"]
        denials = [fact for fact in text.facts_within((start, end)) if fact.kind == "denial"]
        found.append(_Speech(text.text[start:end], (start, end), names, names or before, denials))
    return found[:MAX_QUOTATIONS]


def _words(names: Sequence[Fact]) -> set[str]:
    return {word for name in names for word in fold_name(name.text).split()}
