"""Compare the quotations of rewritten passages word by word: they may be cut, but not reworded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq

from aligner.comparison.changes import changes_of
from aligner.comparison.compared_text import ComparedText
from aligner.comparison.passage import MIN_CUT_WORDS, Change, Passage
from aligner.comparison.tokens import Token
from aligner.comparison.weight import weigh_unquoted
from aligner.types import Span

MIN_QUOTED_WORDS = 4  # words of a quotation from which they are a speaker's; fewer may be a title or a term
MIN_SAME_WORDS = 0.5  # share of the words of a quotation that another one has, from which both are the same
MAX_QUOTATIONS = 200  # quotations of a text that are compared with each of the other


def quoted_changes(texts: tuple[ComparedText, ComparedText], regions: Sequence[Span]) -> Iterator[Change]:
    """Yield what the quotations of a text changed of those of the other, and those that it does not have.

    Parameters
    ----------
    texts : here, there
    regions : the offsets of the rewritten passages here
    """
    here, there = texts
    spoken = [(span, [token.key for token in here_tokens]) for span, here_tokens in _quotations(there)]
    own = [(span, tokens) for span, tokens in _quotations(here) if any(a <= span[0] < b for a, b in regions)]
    for span, tokens in own:
        keys = [token.key for token in tokens]
        shares = [(LCSseq.similarity(keys, words) / len(keys), number) for number, (_, words) in enumerate(spoken)]
        share, number = max(shares, default=(0.0, 0))
        if share < MIN_SAME_WORDS:
            if not _has_in_a_row(there, keys):
                yield Change("quote.altered", span, (0, 0), "major", "quotation")
            continue
        whole = spoken[number][0]
        trimmed = _trimmed(texts, span, whole)
        yield from _cut_ends(texts, trimmed, whole)
        if share < 1:
            yield from changes_of(Passage(texts, trimmed))


def _cut_ends(texts: tuple[ComparedText, ComparedText], kept: tuple[Span, Span], whole: Span) -> Iterator[Change]:
    """Yield what a quotation leaves out before and after the part that it repeats."""
    for start, end in ((whole[0], kept[1][0]), (kept[1][1], whole[1])):
        first, last = texts[1].token_range((start, end))
        if last - first >= MIN_CUT_WORDS:
            place, words = kept[0][start == kept[1][1]], (texts[1].tokens[first].start, texts[1].tokens[last - 1].end)
            severity = weigh_unquoted(texts[1].text[slice(*words)], texts[1].side)
            yield Change("quote.shortened", (place, place), words, severity, "quotation")


def _quotations(text: ComparedText) -> Iterator[tuple[Span, list[Token]]]:
    """Yield the longer quotations of a text with their tokens."""
    for span in text.quotations[:MAX_QUOTATIONS]:
        tokens = text.tokens[slice(*text.token_range(span))]
        if len(tokens) >= MIN_QUOTED_WORDS:
            yield span, tokens


def _has_in_a_row(text: ComparedText, keys: Sequence[str]) -> bool:
    """Return whether a text has words in this order, with or without quotation marks."""
    return f" {' '.join(keys)} " in text.joined_keys


def _trimmed(texts: tuple[ComparedText, ComparedText], here: Span, there: Span) -> tuple[Span, Span]:
    """Return a quotation and the part of another one that it repeats."""
    passage = Passage(texts, (here, there))
    kept = sorted(passage.equal)
    first, last = passage.there[kept[0]], passage.there[kept[-1]]
    lead = min(passage.equal.values())
    tail = len(passage.here) - 1 - max(passage.equal.values())
    base = passage.ranges[1][0]
    begin = texts[1].tokens[max(base, base + kept[0] - lead)] if lead else first
    end = texts[1].tokens[min(passage.ranges[1][1] - 1, base + kept[-1] + tail)] if tail else last
    return here, (begin.start, end.end)
