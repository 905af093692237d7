"""A text as it is compared: its tokens, facts and quotations."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache

from aligner.comparison.facts import Fact, facts_of
from aligner.comparison.tokens import Token, tokens_of
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.text.entities.names.find import fold_name
from aligner.text.quotations import inside, quotations
from aligner.text.story_parts import read_parts
from aligner.text.words.lexicon import load_lexicon
from aligner.types import Document, Side, Span

_WORD = re.compile(r"[^\W_]+")
_OPENING = re.compile(r"(?<!\S)[“\"«]\s?(?=\w)")
MIN_NAME_PROBABILITY = 0.8  # of a word's translation with its own spelling, from which it may be a name
MIN_COMMON_FREQUENCY = 30  # training sentences with a word, from which a capital at the start of a sentence is no name


class ComparedText:
    """A document with what the comparison reads in it, each part on first use."""

    def __init__(self, document: Document) -> None:
        self.document, self.text, self.side = document, document.text, document.side

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the whole text."""
        return tokens_of(self.text, self.side)

    @cached_property
    def facts(self) -> list[Fact]:
        """The facts of all sentences, in order."""
        return [
            fact
            for sentence in self.document.sentences
            for fact in facts_of(self.text[sentence.start : sentence.end], self.side, sentence.start)
        ]

    @cached_property
    def quotations(self) -> list[Span]:
        """The ranges between quotation marks, and from one that is not closed to the end of its line."""
        closed = quotations(self.text)
        starts = {start for start, _ in closed}
        opened = [mark.end() for mark in _OPENING.finditer(self.text) if mark.end() not in starts]
        lines = ((start, self.text.find("\n", start)) for start in opened if not inside(start, closed))
        return sorted([*closed, *((start, end if end >= 0 else len(self.text)) for start, end in lines)])

    @cached_property
    def headline(self) -> Span:
        """The range of the headline, which a rewriter always replaces; an empty one without a headline."""
        first, last = read_parts(self.document).headline
        sentences = self.document.sentences
        return (sentences[first].start, sentences[last - 1].end) if first < last else (0, 0)

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The folded words of all names."""
        return frozenset(word for fact in self.facts if fact.kind == "name" for word in fold_name(fact.text).split())

    @cached_property
    def proper(self) -> list[tuple[int, str]]:
        """The starts of the tokens that are capitalised as names are, and their folded words."""
        return [(token.start, fold_name(token.text)) for token in self.tokens if self.is_proper(token)]

    @cached_property
    def folded_words(self) -> frozenset[str]:
        """All words without accents, in lower case."""
        return frozenset(_WORD.findall(fold_name(self.text)))

    @cached_property
    def joined_keys(self) -> str:
        """The keys of all tokens between spaces."""
        return f" {' '.join(token.key for token in self.tokens)} "

    def in_headline(self, offset: int) -> bool:
        """Return whether an offset is in the headline."""
        return self.headline[0] <= offset < self.headline[1]

    def token_range(self, span: Span) -> Span:
        """Return the indices of the tokens within a range of the text."""
        return bisect_left(self._starts, span[0]), bisect_left(self._starts, span[1])

    def facts_within(self, span: Span) -> list[Fact]:
        """Return the facts that begin within a range of the text."""
        return self.facts[bisect_left(self._fact_starts, span[0]) : bisect_left(self._fact_starts, span[1])]

    def facts_at(self, span: Span) -> list[Fact]:
        """Return the facts that overlap a range of the text."""
        return [fact for fact in self.facts_within((span[0] - self._longest_fact, span[1])) if span[0] < fact.end]

    def quotation_at(self, offset: int) -> Span | None:
        """Return the quotation that contains an offset."""
        index = bisect_right(self.quotations, (offset, len(self.text) + 1)) - 1
        if index >= 0 and self.quotations[index][0] <= offset < self.quotations[index][1]:
            return self.quotations[index]
        return None

    def is_proper(self, token: Token) -> bool:
        """Return whether a token is capitalised as a name is, and not only because it begins a sentence."""
        if not token.text[0].isupper() or token.key in FUNCTION_WORDS[self.side]:
            return False
        if not self.begins_sentence(token.start):
            return True
        return fold_name(token.text) in self.name_words or not is_common_word(token.key, self.side)

    def begins_sentence(self, offset: int) -> bool:
        """Return whether the token at an offset is the first of a sentence, a quotation or a line."""
        before = self.text[max(0, offset - 3) : offset].rstrip(" \"“«‘'\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")
        return offset in self._sentence_starts or before[-1:] in ("", ".", "!", "?", ":", "\n", "“", "«", "•")

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _fact_starts(self) -> list[int]:
        return [fact.start for fact in self.facts]

    @cached_property
    def _longest_fact(self) -> int:
        return max((fact.end - fact.start for fact in self.facts), default=0)

    @cached_property
    def _sentence_starts(self) -> frozenset[int]:
        places = (bisect_left(self._starts, sentence.start) for sentence in self.document.sentences)
        return frozenset(self._starts[place] for place in places if place < len(self._starts))


@lru_cache(1 << 14)
def is_common_word(key: str, side: Side) -> bool:
    """Return whether a word is so frequent, and so unlike its translation, that it is hardly a name."""
    if load_lexicon().frequency(key, side) < MIN_COMMON_FREQUENCY:
        return False
    usual = load_lexicon().translations(key, side, 1)
    return not usual or usual[0][0] != key or usual[0][1] < MIN_NAME_PROBABILITY
