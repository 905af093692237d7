"""Two versions of a passage with their edits, and what a change of it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from aligner.comparison.compared_text import ComparedText
from aligner.comparison.tokens import Token, is_content, same_lemma, same_spelling
from aligner.comparison.word_diff import diff
from aligner.types import Severity, Span

MIN_PART_WORDS = 4  # content words that make a lost or added phrase a part of the content
MIN_CUT_WORDS = 3  # words that are left out of a quotation; fewer change it
MIN_KEPT = 0.65  # share of the words of a passage from which it is compared word by word, else fact by fact
MIN_KEPT_IN_REWRITTEN = 0.85  # the same where most passages of a text are rewritten


class Change(NamedTuple):
    """A difference of a copy from its original; offsets are half-open, and empty on a side that has nothing there.

    severity : None for that of the code
    note : what the change is, where the code does not show it: "moved", "swapped", "quotation", "spelling"
    """

    code: str
    here: Span
    there: Span
    severity: Severity | None = None
    note: str = ""


class Passage:
    """Two versions of a passage with their edits.

    Parameters
    ----------
    texts : here, there
    spans : the offsets of the passage in both
    min_kept : share of the words from which the passage is compared word by word
    """

    def __init__(
        self, texts: tuple[ComparedText, ComparedText], spans: tuple[Span, Span], min_kept: float = MIN_KEPT
    ) -> None:
        self.texts, self.spans, self.side, self.min_kept = texts, spans, texts[0].side, min_kept
        self.ranges = texts[0].token_range(spans[0]), texts[1].token_range(spans[1])
        self.here, self.there = (text.tokens[slice(*span)] for text, span in zip(texts, self.ranges, strict=True))
        self.edits, self.equal = diff(self.here, self.there, self.side)

    @cached_property
    def spelled(self) -> frozenset[int]:
        """The edits that only change the spelling."""
        return frozenset(at for at in range(len(self.edits)) if same_spelling(*self.tokens(at), self.side))

    @cached_property
    def cut(self) -> frozenset[int]:
        """The edits that only leave words out of a quotation."""
        return frozenset(number for number in range(len(self.edits)) if self._is_cut(number))

    def _is_cut(self, number: int) -> bool:
        here, there = self.edits[number].sizes
        if here or there < MIN_CUT_WORDS:
            return False
        places = zip(self.texts, self.spans_of(number), strict=True)
        return all(text.quotation_at(max(0, span[0] - (span[0] == span[1]))) for text, span in places)

    def spelled_alike(self) -> Iterator[tuple[Span, Span]]:
        """Yield the offsets of equal words with another letter case, and of two with another mark between them."""
        pairs = [(self.here[one], self.there[two]) for two, one in sorted(self.equal.items())]
        last: tuple[Token, Token] | None = None
        for here, there in pairs:
            if last is not None:
                marks = [text.text[a.end : b.start] for text, a, b in zip(self.texts, last, (here, there), strict=True)]
                if sorted(marks) in ([" ", "-"], ["", " "], ["", "-"]):
                    yield (last[0].start, here.end), (last[1].start, there.end)
            last = here, there
            if here.text[0].isupper() != there.text[0].isupper() and not self._is_first(here, there):
                yield (here.start, here.end), (there.start, there.end)

    def _is_first(self, *tokens: Token) -> bool:
        return any(text.begins_sentence(token.start) for text, token in zip(self.texts, tokens, strict=True))

    @cached_property
    def exact(self) -> bool:
        """Whether the sides share so many words that they are compared word by word, else only fact by fact."""
        inflected = sum(edit.sizes == (1, 1) and self._are_forms(number) for number, edit in enumerate(self.edits))
        kept = 1 + len(self.equal) + inflected + sum(min(self.edits[number].sizes) for number in self.spelled)
        return kept >= self.min_kept * min(len(self.here), len(self.there))

    @property
    def in_rewrite(self) -> bool:
        """Whether most passages of the text are rewritten, so that what one of them lacks is sought in the others."""
        return self.min_kept > MIN_KEPT

    def _are_forms(self, number: int) -> bool:
        (here,), (there,) = self.tokens(number)
        return number not in self.spelled and same_lemma(here.key, there.key, self.side)

    def is_local(self, number: int) -> bool:
        """Return whether an edit replaces one word between words that are kept."""
        edit = self.edits[number]
        one, two = edit.here[0], edit.there[0]
        before = (one, two) == (0, 0) or self.equal.get(two - 1) == one - 1
        after = (one + 1, two + 1) == (len(self.here), len(self.there)) or self.equal.get(two + 1) == one + 1
        return edit.sizes == (1, 1) and before and after

    def is_part(self, number: int) -> bool:
        """Return whether an edit only adds or takes out so many words that they are a part of the content."""
        here, there = ([t for t in tokens if is_content(t, self.side)] for tokens in self.tokens(number))
        return not (here and there) and max(len(here), len(there)) >= MIN_PART_WORDS

    def tokens(self, number: int) -> tuple[list[Token], list[Token]]:
        """Return the tokens of an edit."""
        edit = self.edits[number]
        return list(self.here[slice(*edit.here)]), list(self.there[slice(*edit.there)])

    def span(self, own: int, indices: Span) -> Span:
        """Return the offsets of a range of tokens, an empty one after the token before it."""
        tokens, (first, last) = (self.here, self.there)[own], indices
        if first < last:
            return tokens[first].start, tokens[last - 1].end
        place = tokens[first - 1].end if first else self.spans[own][0]
        return place, place

    def spans_of(self, number: int) -> tuple[Span, Span]:
        """Return the offsets of an edit on both sides."""
        edit = self.edits[number]
        return self.span(0, edit.here), self.span(1, edit.there)
