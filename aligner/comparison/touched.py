"""The facts that the edits of a passage touch."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from aligner.comparison.facts import Fact, contrasts, name_fact
from aligner.comparison.passage import Passage
from aligner.comparison.tokens import Token
from aligner.languages import LANGUAGES
from aligner.text.entities.numbers.quantity import Quantity
from aligner.types import Span

HERE, THERE = 0, 1


class Placed(NamedTuple):
    """A fact that edits touch, and the numbers of these edits."""

    fact: Fact
    edits: frozenset[int]

    @property
    def span(self) -> Span:
        """The offsets of the fact."""
        return self.fact.start, self.fact.end


class TouchedFacts:
    """The facts of both sides of a passage that have a word in an edit; in a rewritten one, in an edit of one word.

    Attributes
    ----------
    placed : pair of lists of Placed
        The facts here and there.
    owners : pair of dict
        The number of the edit of each token here and there; tokens of edits that only change the spelling are left out.
    edits : pair of frozenset
        The numbers of these edits.
    """

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        owners: tuple[dict[int, int], dict[int, int]] = ({}, {})
        unchanged = passage.spelled | passage.cut
        for number, edit in enumerate(passage.edits):
            if number not in unchanged and (passage.exact or passage.is_local(number)):
                for own, span in enumerate((edit.here, edit.there)):
                    owners[own].update(dict.fromkeys(range(*span), number))
        self.owners = owners
        self.edits = frozenset(owners[HERE].values()), frozenset(owners[THERE].values())
        self.placed = self._touched(HERE), self._touched(THERE)
        self._add_partners()

    def _touched(self, own: int) -> list[Placed]:
        """Return the facts of a side that have a token of an edit, and the names among the other tokens of edits."""
        text, tokens = self.passage.texts[own], (self.passage.here, self.passage.there)[own]
        placed, covered = list[Placed](), set[int]()
        for fact in text.facts_within(self.passage.spans[own]):
            indices = self.indices(own, fact)
            if edits := frozenset(self.owners[own][index] for index in indices if index in self.owners[own]):
                placed.append(Placed(fact, edits))
                covered.update(indices)
        known = {item.fact for item in placed}
        for index, number in self.owners[own].items():
            token = tokens[index]
            facts = contrasts(token, self.passage.side)
            if index not in covered and not facts:
                facts = list(self._fact_of(own, token))
            placed += (Placed(fact, frozenset({number})) for fact in facts if fact not in known)
        return placed

    def indices(self, own: int, fact: Fact) -> range:
        """Return the indices of the tokens of a fact in its passage."""
        base = self.passage.ranges[own][0]
        first, last = self.passage.texts[own].token_range((fact.start, fact.end))
        return range(first - base, max(last - base, first - base + 1))

    def _fact_of(self, own: int, token: Token) -> Iterator[Fact]:
        """Yield a token that no table knows as a fact: a code, the number one, or a name."""
        text = self.passage.texts[own]
        name = name_fact(text.text, token.start, token.end)
        if any(char.isdigit() for char in token.text):
            yield name._replace(kind="code")
        elif token.key in LANGUAGES[self.passage.side].bare_one:
            yield name._replace(kind="one", item=Quantity(Decimal(1), "", token.start, token.end, token.text))
        elif text.is_proper(token):
            yield name

    def _add_partners(self) -> None:
        """Add the facts of one side whose words are all kept, but are in a fact of the other that is not."""
        back = {one: two for two, one in self.passage.equal.items()}
        for own, links in ((HERE, back), (THERE, self.passage.equal)):
            other = 1 - own
            known = {placed.fact for placed in self.placed[other]}
            for placed in list(self.placed[own]):
                twins = {links[index] for index in self.indices(own, placed.fact) if index in links}
                for fact in self.passage.texts[other].facts_within(self.passage.spans[other]) if twins else ():
                    if (
                        fact not in known
                        and fact.kind == placed.fact.kind
                        and not twins.isdisjoint(self.indices(other, fact))
                    ):
                        known.add(fact)
                        self.placed[other].append(Placed(fact, placed.edits))
