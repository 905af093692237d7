"""Find the sentences without a counterpart whose content the other text has in other sentences."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from aligner.comparison.compared_text import ComparedText
from aligner.comparison.known_facts import KnownFacts, known_facts
from aligner.comparison.lone_facts import is_sought
from aligner.comparison.passage import Change
from aligner.encoders import load_embedded
from aligner.types import Sentence, Span

MIN_ELSEWHERE_COSINE = 0.36  # of a sentence and one of the other text from which that has its content
MIN_ORPHAN_COSINE = 0.25  # the same if the other sentence has no counterpart, either
MIN_ELSEWHERE_FACTS = ((0.3, 1), (0.25, 2))  # the same if the other text has all its facts, and their least number
MAX_ELSEWHERE = 1500  # sentences without a counterpart that are sought in the other text
MIN_PART_WORDS = 4  # of a part of a sentence that may have the content of another sentence
_MARK = re.compile(r"[,;:()–—](?!\d)")
_PROPER_KINDS = frozenset({"number", "name", "weekday", "month", "place", "people"})


def find_elsewhere(
    texts: tuple[ComparedText, ComparedText], alone: Sequence[tuple[Span, Span]], changes: Sequence[Change]
) -> tuple[frozenset[Span], frozenset[Span]]:
    """Return the passages without a counterpart, here and there, whose content the other text has elsewhere.

    Parameters
    ----------
    alone : the passages without a counterpart, in both
    changes : known changes; facts that became others are in both texts
    """
    changed = [change for change in changes if change.here[0] < change.here[1] and change.there[0] < change.there[1]]
    return (
        _elsewhere(0, texts, alone, frozenset(change.here for change in changed)),
        _elsewhere(1, texts, alone, frozenset(change.there for change in changed)),
    )


def _elsewhere(
    own: int,
    texts: tuple[ComparedText, ComparedText],
    alone: Sequence[tuple[Span, Span]],
    changed: frozenset[Span],
) -> frozenset[Span]:
    spans = [pair[own] for pair in alone if pair[own][0] < pair[own][1]]
    report = [sentence for sentence in texts[own].document.sentences if not texts[own].in_headline(sentence.start)]
    sentences = [[s for s in report if a <= s.start < b] for a, b in spans]
    others = texts[1 - own].document.sentences
    if not spans or not others or sum(map(len, sentences)) > MAX_ELSEWHERE:
        return frozenset()
    encode = load_embedded().encode
    ours, theirs = encode([s.text for group in sentences for s in group]), encode([*_parts(others)])
    best = (ours @ theirs.T).max(axis=1).tolist()
    orphans = [s.text for pair in alone for s in others if pair[1 - own][0] <= s.start < pair[1 - own][1]]
    near = (ours @ encode(orphans).T).max(axis=1).tolist() if orphans else [0.0] * len(best)
    known, elsewhere, at = known_facts(texts[1 - own], texts[own].side), set[Span](), 0
    for span, group in zip(spans, sentences, strict=True):
        rows = range(at, at + len(group))
        if all(
            best[row] >= MIN_ELSEWHERE_COSINE
            or near[row] >= MIN_ORPHAN_COSINE
            or _known_facts(sentence, texts[own], known, changed) >= _facts_needed(best[row])
            for row, sentence in zip(rows, group, strict=True)
        ):
            elsewhere.add(span)
        at += len(group)
    return frozenset(elsewhere)


def _facts_needed(cosine: float) -> float:
    """Return how many facts the other text must have of a sentence that is not very similar to any of its own."""
    return next((count for least, count in MIN_ELSEWHERE_FACTS if cosine >= least), math.inf)


def _known_facts(sentence: Sentence, text: ComparedText, known: KnownFacts, changed: frozenset[Span]) -> int:
    """Return how many facts of a sentence the other text has, or has others for; 0 if it lacks one."""
    facts = [fact for fact in text.facts_within((sentence.start, sentence.end)) if fact.kind in _PROPER_KINDS]
    new = [fact for fact in facts if fact not in known and (fact.start, fact.end) not in changed]
    return 0 if any(is_sought(fact, text) for fact in new) else len(facts) - len(new)


def _parts(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Yield sentences, and the parts between marks of those that have several."""
    for sentence in sentences:
        yield sentence.text
        parts = [part for part in _MARK.split(sentence.text) if len(part.split()) >= MIN_PART_WORDS]
        if len(parts) > 1:
            yield from parts
