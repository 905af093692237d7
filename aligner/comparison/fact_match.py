"""Match the facts that the edits of a passage touch: the same ones, exchanged ones, lost and added ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from aligner.comparison.facts import (
    LONE_KINDS,
    MAX_FACTS,
    Fact,
    change_code,
    excludes,
    lone_code,
    name_fact,
    restates,
    same_fact,
)
from aligner.comparison.passage import Change, Passage
from aligner.comparison.tokens import is_content, same_lemma
from aligner.comparison.touched import HERE, THERE, Placed, TouchedFacts
from aligner.text.entities.names.find import fold_name
from aligner.text.entities.numbers.quantity import Quantity
from aligner.types import Severity, Span

MAX_UNIT_CHARS = 20  # characters of a changed unit after its number
MAX_RIVALS = 200  # pairs of facts that may have changed places
MAX_TWINS = 20  # facts that may be in another order
_LISTING = frozenset({"and", "or", "et", "ou"})  # words between facts whose order means nothing
_ACTORS = frozenset({"name", "place", "people", "number"})  # facts whose order may change who did it to whom
_SEVERE_ALONE = frozenset({"denial", "number"})  # facts whose loss has the severity of their code


class FactMatch:
    """The facts that the edits of a passage touch on each side, until they are explained.

    Attributes
    ----------
    explained : numbers of the edits that a change of fact explains
    """

    def __init__(self, passage: Passage) -> None:
        self.passage, self.touched, self.explained = passage, TouchedFacts(passage), set[int]()
        self._open = self.touched.placed

    def changes(self) -> Iterator[Change]:
        """Yield the facts that changed places, were exchanged, lost or added."""
        if max(map(len, self._open)) > MAX_FACTS:
            return
        yield from self._swapped()
        yield from self._inverted()
        self._drop_equal()
        yield from self._exchanged()
        yield from self._renamed()
        yield from self._bounds()
        if self.passage.exact and not self.passage.in_rewrite:
            yield from self._lone(THERE)
            yield from self._lone(HERE)

    def _swapped(self) -> Iterator[Change]:
        """Yield two facts that changed places with each other: who did it, and to whom."""
        rivals = self._rivals()
        for at, (lost, new) in enumerate(rivals[:MAX_RIVALS]):
            for lost_too, new_too in rivals[at + 1 : MAX_RIVALS]:
                if new not in self._open[HERE] or new_too not in self._open[HERE]:
                    continue
                if same_fact(lost.fact, new_too.fact) and same_fact(new.fact, lost_too.fact):
                    if not self._in_a_list(new, new_too):
                        spans = _hull(new.span, new_too.span), _hull(lost.span, lost_too.span)
                        yield Change(change_code(lost.fact, new.fact)[0], *spans, note="swapped")
                    self._explain(lost, new)
                    self._explain(lost_too, new_too)

    def _rivals(self) -> list[tuple[Placed, Placed]]:
        """Return the pairs of facts that exclude each other in one edit, the lost one first."""
        return [
            (lost, new)
            for lost in self._open[THERE]
            for new in self._open[HERE]
            if not lost.edits.isdisjoint(new.edits) and excludes(lost.fact, new.fact)
        ]

    def _in_a_list(self, one: Placed, two: Placed) -> bool:
        """Return whether only commas or "and" are between two facts."""
        text, (first, second) = self.passage.texts[HERE], sorted((one.span, two.span))
        start, end = text.token_range((first[1], second[0]))
        return all(token.key in _LISTING for token in text.tokens[start:end])

    def _inverted(self) -> Iterator[Change]:
        """Yield two facts in the other order, where every other word between them is kept."""
        twins = [
            (lost, new)
            for lost in self._open[THERE]
            for new in self._open[HERE]
            if same_fact(lost.fact, new.fact) and lost.fact.kind in _ACTORS
        ]
        kept = list(self._kept()) if twins else []
        for lost, new in twins[:MAX_TWINS]:
            for rival, there in kept:
                if (lost.fact.start < there.start) == (new.fact.start < rival.start) or not excludes(lost.fact, there):
                    continue
                spans = _hull(new.span, (rival.start, rival.end)), _hull(lost.span, (there.start, there.end))
                if not self._in_a_list(new, Placed(rival, new.edits)) and self._have_same_words(spans):
                    yield Change(change_code(lost.fact, rival)[0], *spans, note="swapped")
                    self._explain(lost, new)
                    return

    def _kept(self) -> Iterator[tuple[Fact, Fact]]:
        """Yield the facts that have only kept words, here and there."""
        back = {one: two for two, one in self.passage.equal.items()}
        there = {(min(self.touched.indices(THERE, fact))): fact for fact in self._facts(THERE)}
        for fact in self._facts(HERE):
            indices = self.touched.indices(HERE, fact)
            twin = there.get(back.get(indices[0], -1))
            if twin is not None and all(index in back for index in indices):
                yield fact, twin

    def _facts(self, own: int) -> list[Fact]:
        """Return the facts of a side, with the names that only the first word of a sentence may be."""
        text, tokens = self.passage.texts[own], (self.passage.here, self.passage.there)[own]
        facts = text.facts_within(self.passage.spans[own])
        covered = {index for fact in facts for index in self.touched.indices(own, fact)}
        proper = [token for index, token in enumerate(tokens) if index not in covered and text.is_proper(token)]
        return facts + [name_fact(text.text, token.start, token.end) for token in proper]

    def _have_same_words(self, spans: tuple[Span, Span]) -> bool:
        """Return whether two ranges have the same words, in whatever order."""
        ranges = [text.token_range(span) for text, span in zip(self.passage.texts, spans, strict=True)]
        one, two = (sums[end] - sums[start] for sums, (start, end) in zip(self._hash_sums, ranges, strict=True))
        if one != two:
            return False
        words = [
            sorted(token.key for token in text.tokens[start:end])
            for text, (start, end) in zip(self.passage.texts, ranges, strict=True)
        ]
        return words[HERE] == words[THERE]

    @cached_property
    def _hash_sums(self) -> list[list[int]]:
        """The sums of the hashes of the first words of both texts, by their number; equal words have equal sums."""
        return [[0, *accumulate(hash(token.key) for token in text.tokens)] for text in self.passage.texts]

    def _drop_equal(self) -> None:
        """Take out the facts that both sides have, wherever in the passage."""
        for lost in list(self._open[THERE]):
            if lost in self._open[THERE]:
                twin = next((new for new in self._open[HERE] if same_fact(lost.fact, new.fact)), None)
                if twin is not None and not self._are_rivals(lost, twin):
                    self._drop(THERE, lost)
                    self._drop(HERE, twin)

    def _drop(self, own: int, placed: Placed) -> None:
        """Take a fact out, and what else its words may mean; a denial is more than the word that it is part of."""
        items = self._open[own]
        items[:] = [
            item for item in items if item.span != placed.span or (item.fact.kind == "denial" != placed.fact.kind)
        ]

    def _are_rivals(self, lost: Placed, new: Placed) -> bool:
        """Return whether two words that share one meaning exclude each other in another one."""
        if lost.edits.isdisjoint(new.edits):
            return False
        own = [
            [item.fact for item in self._open[side] if item.span == placed.span]
            for side, placed in ((THERE, lost), (HERE, new))
        ]
        return any(excludes(one, two) for one in own[0] for two in own[1])

    def _exchanged(self) -> Iterator[Change]:
        """Yield facts that replaced others of their kind in the same edit."""
        for lost in list(self._open[THERE]):
            if lost not in self._open[THERE]:
                continue
            rivals = [
                new
                for new in self._open[HERE]
                if not lost.edits.isdisjoint(new.edits) and excludes(lost.fact, new.fact)
            ]
            if rivals:
                new = rivals[0]
                if restates(lost.fact, new.fact):
                    yield Change("wording.changed", new.span, lost.span)
                else:
                    code, severity = change_code(lost.fact, new.fact)
                    yield Change(code, *self._with_edit(new, lost), severity)
                self._explain(lost, new)

    def _renamed(self) -> Iterator[Change]:
        """Yield capitalised words that replaced others, where no table knows both."""
        for number, edit in enumerate(self.passage.edits):
            if edit.sizes != (1, 1) or number in self.explained or number not in self.touched.edits[HERE]:
                continue
            (here,), (there,) = self.passage.tokens(number)
            texts = self.passage.texts
            if texts[HERE].is_proper(here) and texts[THERE].is_proper(there):
                names = [
                    name_fact(text.text, token.start, token.end)
                    for text, token in zip(texts, (here, there), strict=True)
                ]
                new, lost = (Placed(name, frozenset({number})) for name in names)
                if not same_fact(lost.fact, new.fact):
                    yield Change(change_code(lost.fact, new.fact)[0], new.span, lost.span)
                    self._explain(lost, new)

    def _bounds(self) -> Iterator[Change]:
        """Yield the words before a kept number that make it an upper or lower bound, an estimate, or none of these."""
        for number, edit in enumerate(self.passage.edits):
            if number in self.explained or not any(number in edits for edits in self.touched.edits):
                continue
            one, two = (self._number_after(own, span[1]) for own, span in ((HERE, edit.here), (THERE, edit.there)))
            if one and two and one.bound != two.bound and one.value == two.value:
                here, there = self.passage.spans_of(number)
                severity: Severity | None = None
                if {one.bound, two.bound} != {"<", ">"}:  # a rewrite has other words for an estimate
                    severity = "minor" if self.passage.in_rewrite else "major"
                yield Change("number.bound", (here[0], one.end), (there[0], two.end), severity)
                self.explained.add(number)

    def _number_after(self, own: int, index: int) -> Quantity | None:
        """Return the number that begins at a token or at the next one, at its place in the text."""
        tokens = (self.passage.here, self.passage.there)[own][index : index + 2]
        for token in tokens:
            for fact in self.passage.texts[own].facts_within((token.start, token.start + 1)):
                if isinstance(fact.item, Quantity):
                    return fact.item._replace(start=fact.start, end=fact.end)
        return None

    def _with_edit(self, new: Placed, lost: Placed) -> tuple[Span, Span]:
        """Return the spans of two facts, each with the edit after it if all its own words are kept."""
        spans = []
        for own, placed in ((HERE, new), (THERE, lost)):
            start, end = self.passage.spans_of(min(placed.edits))[own]
            inside = start < placed.fact.end and placed.fact.start < end
            near = 0 < end - placed.fact.end <= MAX_UNIT_CHARS and start < end
            spans.append(placed.span if inside or not near else (placed.fact.start, end))
        return spans[0], spans[1]

    def _lone(self, own: int) -> Iterator[Change]:
        """Yield the facts of one side that the other does not have."""
        for placed in list(self._open[own]):
            if placed in self._open[own] and self._is_missed(placed, own):
                instead = self.passage.spans_of(min(placed.edits))[1 - own]
                spans = (placed.span, instead) if own == HERE else (instead, placed.span)
                severity: Severity | None = None if placed.fact.kind in _SEVERE_ALONE else "major"
                reworded = (self._is_reworded(number, placed.span) for number in placed.edits)
                if placed.fact.kind == "denial" and all(reworded):
                    severity = "minor"
                yield Change(lone_code(placed.fact, added=own == HERE), *spans, severity)
                self._take_out(own, placed)
                self.explained |= placed.edits

    def _is_reworded(self, number: int, denial: Span) -> bool:
        """Return whether an edit has other content words than a denial on both sides, no two of one word."""
        side = self.passage.side
        here, there = (
            [token.key for token in own if is_content(token, side) and not denial[0] <= token.start < denial[1]]
            for own in self.passage.tokens(number)
        )
        return bool(here and there) and not any(same_lemma(one, two, side) for one in here for two in there)

    def _is_missed(self, placed: Placed, own: int) -> bool:
        """Return whether a fact of one side is reported by itself: nothing replaces it, and no whole clause is gone."""
        edits = [self.passage.edits[number].sizes for number in placed.edits]
        one_sided = all(0 in sizes for sizes in edits)
        if placed.fact.kind not in LONE_KINDS or (placed.fact.kind == "certainty" and not one_sided):
            return False
        if one_sided and any(self.passage.is_part(number) for number in placed.edits):
            return False
        return not self._is_elsewhere(placed.fact, own)

    def _is_elsewhere(self, fact: Fact, own: int) -> bool:
        """Return whether a fact is a name that the other text has in another place."""
        if fact.kind != "name":
            return False
        return any(word in self.passage.texts[1 - own].name_words for word in fold_name(fact.text).split())

    def _explain(self, lost: Placed, new: Placed) -> None:
        """Take two facts out, and mark the edits of either as explained."""
        self._take_out(THERE, lost)
        self._take_out(HERE, new)
        self.explained |= lost.edits | new.edits

    def _take_out(self, own: int, placed: Placed) -> None:
        """Take a fact of a side out, with those of the same words."""
        start, end = placed.span
        self._open[own][:] = [item for item in self._open[own] if item.fact.end <= start or end <= item.fact.start]


def _hull(one: Span, two: Span) -> Span:
    return min(one[0], two[0]), max(one[1], two[1])
