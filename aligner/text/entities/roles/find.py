"""Find who acts and who is acted upon around a verb, active or passive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from aligner.languages.clauses import CLAUSES
from aligner.languages.inflection import FUNCTION_WORDS, IRREGULAR
from aligner.text.entities.terms.find import Located
from aligner.types import Side

MAX_SUBJECT_WORDS = 14  # words before a verb that are searched for its subject
MAX_OBJECT_WORDS = 10  # words after a verb that are searched for its object or agent
MAX_APPOSITIONS = 2  # pieces between commas that may be the subject
_MARK = re.compile(r"[,;:()–—«»“”\"\n](?!\d)|[.!?…](?=\s|\Z)")
_NEGATED = re.compile(r"n't\Z")


class Deed(NamedTuple):
    """A verb with the words for who acts and for who is acted upon, as indices of words."""

    verb: int
    actor: frozenset[int]
    object: frozenset[int]


class _Group(NamedTuple):
    """A verb with the auxiliaries, adverbs and pronouns before it.

    Attributes
    ----------
    first : index of the first of these words
    passive : whether they make it passive
    clitic : index of the pronoun that is the object, -1 without one
    """

    first: int
    passive: bool
    clitic: int


class ClauseReader:
    """Reads the clauses of a text by their function words, without a parser: what is not plain has no roles.

    Parameters
    ----------
    words : Located
        The words of the text.
    side : Side
        Its language.
    """

    def __init__(self, words: Located, side: Side) -> None:
        self._words, self._folded, self._side, self._language = words, words.folded, side, CLAUSES[side]
        self.size = len(words.folded)

    def passive_verbs(self) -> Iterator[int]:
        """Yield the indices of the participles that an agent follows: "was bitten yesterday by a dog"."""
        for agent, word in enumerate(self._folded):
            if word in self._language.agents and not self._is_means(agent + 1):
                near = range(agent - 1, max(-1, agent - 1 - MAX_OBJECT_WORDS), -1)
                verb = next((at for at in near if self._is_passive(at, agent)), None)
                if verb is not None and not any(map(self._is_marked, range(verb, agent))):
                    yield verb

    def deed(self, verb: int) -> Deed | None:
        """Return who acts and who is acted upon at the index of a verb, None if that is not plain."""
        group = self._group(verb)
        if group is None:
            return None
        subject, antecedent = self._subject(group.first)
        if group.passive:
            return self._deed(verb, self._agent(verb), subject)
        if group.clitic >= 0:
            return self._deed(verb, subject, frozenset({group.clitic}))
        return self._deed(verb, subject, self._object(verb) or antecedent)

    @staticmethod
    def _deed(verb: int, actor: frozenset[int], acted_on: frozenset[int]) -> Deed | None:
        return Deed(verb, actor, acted_on) if actor and acted_on else None

    def _is_passive(self, verb: int, agent: int) -> bool:
        group = self._group(verb) if self._is_participle(verb) else None
        return group is not None and (group.passive or verb == agent - 1)

    def _is_means(self, index: int) -> bool:
        """Return whether the word after "by" names a means: "by strengthening"."""
        return self._side == "en" and any(word.endswith("ing") for word in self._folded[index : index + 1])

    def _is_participle(self, index: int) -> bool:
        word = self._folded[index]
        if word in FUNCTION_WORDS[self._side]:
            return False
        return word in IRREGULAR[self._side] or self._language.participle.match(word) is not None

    def _group(self, verb: int) -> _Group | None:
        """Return the words before a verb that belong to it, None if it is a noun or has no subject of its own."""
        language, folded = self._language, self._folded
        if folded[verb] in FUNCTION_WORDS[self._side] or self._is_adverb(verb) or self._is_capitalised(verb):
            return None
        first, kinds, clitic = self._auxiliaries(verb)
        if first == verb and (verb == 0 or folded[verb - 1] in language.determiners | language.prepositions):
            return None
        reflexive, causative = "reflexive" in kinds, "causative" in kinds
        if reflexive and not (causative or folded[verb].startswith(language.indirect_verbs)):
            return None  # « se sont concentrés sur » is "were focused on"
        progressive = self._side == "en" and folded[verb].endswith("ing")
        agent_next = verb + 1 < len(folded) and folded[verb + 1] in language.agents
        passive = causative if reflexive else "be" in kinds and not progressive
        if passive or (agent_next and not (reflexive or "have" in kinds)):
            return _Group(first, True, clitic) if causative or self._is_participle(verb) else None
        is_verb = reflexive or "have" in kinds or (progressive and "be" in kinds)
        is_verb = is_verb or folded[verb] in IRREGULAR[self._side] or language.finite.match(folded[verb]) is not None
        return _Group(first, False, clitic) if is_verb else None

    def _auxiliaries(self, verb: int) -> tuple[int, set[str], int]:
        """Return the index of the first word that belongs to a verb, the kinds of these words, and that of a clitic."""
        first, kinds, clitic = verb, set[str](), -1
        while first and not self._is_marked(first - 1):
            word = _NEGATED.sub("", self._folded[first - 1])
            if kind := _auxiliary_kinds(self._side).get(word):
                kinds.add(kind)
            elif "have" in kinds and word in self._language.clitics:
                clitic = first - 1
            elif not self._is_adverb(first - 1):
                break
            first -= 1
        return first, kinds, clitic

    def _is_capitalised(self, index: int) -> bool:
        return self._words.text[self._words.starts[index]].isupper()

    def _is_adverb(self, index: int) -> bool:
        word = self._folded[index]
        return word in self._language.adverbs or word.endswith(self._language.adverb_endings)

    def _subject(self, end: int) -> tuple[frozenset[int], frozenset[int]]:
        """Return the words of the subject before a verb group, and of the object, where a relative pronoun names it."""
        start = self._clause_start(end)
        opener = self._folded[start - 1] if start else ""
        if start == end:
            return self._before_gap(start, opener), frozenset()
        antecedent = frozenset[int]()
        if opener in self._language.object_relatives:
            antecedent = self._last_phrase(start - 1)
        return self._bare(start, end), antecedent

    def _before_gap(self, start: int, opener: str) -> frozenset[int]:
        """Return the subject of a verb that follows a relative pronoun, or a comma after an apposition."""
        if opener in self._language.relatives:
            return self._last_phrase(start - 1)
        if not start or not self._is_marked(start - 1) or opener in self._language.openers:
            return frozenset()
        first = start
        for _ in range(MAX_APPOSITIONS):
            first = self._clause_start(first - 1) if first else 0
        return self._bare(first, start)

    def _last_phrase(self, end: int) -> frozenset[int]:
        """Return the words of the noun phrase before an index, with the phrases that depend on it."""
        start = self._clause_start(end)
        if start == end:  # a comma before the relative pronoun
            start = self._clause_start(end - 1) if end else end
        genitives = self._language.genitives
        heads = [chunk.start for chunk, preposition in self._chunks(start, end) if preposition not in genitives]
        return self._content(range(heads[-1] if heads else start, end))

    def _agent(self, verb: int) -> frozenset[int]:
        """Return the words of the first noun phrase after "by"; « l'un des gardiens » is one."""
        language = self._language
        for index in range(verb + 1, self._clause_end(verb)):
            if self._folded[index] in language.agents and not self._is_means(index + 1):
                return self._first_phrase(index + 1, self._clause_end(index), language.genitives)
        return frozenset()

    def _object(self, verb: int) -> frozenset[int]:
        """Return the words of the first noun phrase after a verb that no preposition is before."""
        language, folded = self._language, self._folded
        start, end = verb + 1, self._clause_end(verb)
        while start < end and self._is_adverb(start):
            start += 1
        prepositions = language.indirect if folded[verb].startswith(language.indirect_verbs) else frozenset()
        if start < end and folded[start] in language.determiners:  # « a trahi l'un des gardiens »
            prepositions |= language.genitives
        return self._first_phrase(start, end, prepositions)

    def _first_phrase(self, start: int, end: int, prepositions: frozenset[str]) -> frozenset[int]:
        """Return the words of the first noun phrase of a range that no other preposition is before.

        The phrase ends before an agent, and before the next verb: "a boat sunk by pirates was found".
        """
        language, folded = self._language, self._folded
        if start < end and folded[start] in language.articles:
            start += 1
        end = next((at for at in range(start, end) if folded[at] in language.be | language.have | language.agents), end)
        chunks = (chunk for chunk, preposition in self._chunks(start, end) if preposition in {"", *prepositions})
        return next(filter(None, map(self._content, chunks)), frozenset())

    def _bare(self, start: int, end: int) -> frozenset[int]:
        """Return the words of the noun phrases of a range that no preposition is before."""
        chunks = (chunk for chunk, preposition in self._chunks(start, end) if not preposition)
        return frozenset[int]().union(*map(self._content, chunks))

    def _chunks(self, start: int, end: int) -> Iterator[tuple[range, str]]:
        """Yield the parts of a range at prepositions and determiners, each with the preposition before it, or ""."""
        language, folded = self._language, self._folded
        first, preposition = start, ""
        for index in range(start, end):
            word = folded[index]
            is_preposition = word in language.prepositions or word in language.agents
            if is_preposition or word in language.determiners:
                if index > first:
                    yield range(first, index), preposition
                    preposition = ""
                first, preposition = index + 1, word if is_preposition else preposition
        if end > first:
            yield range(first, end), preposition

    def _content(self, chunk: range) -> frozenset[int]:
        common, pronouns = FUNCTION_WORDS[self._side], self._language.pronouns
        return frozenset(at for at in chunk if self._folded[at] not in common or self._folded[at] in pronouns)

    def _clause_start(self, end: int) -> int:
        """Return the index of the first word of the clause, or of its part after a comma, that ends at an index."""
        for index in range(end - 1, max(0, end - MAX_SUBJECT_WORDS) - 1, -1):
            if self._opens(index) or self._is_marked(index):
                return index + 1
        return max(0, end - MAX_SUBJECT_WORDS)

    def _clause_end(self, index: int) -> int:
        end = min(len(self._folded), index + 1 + MAX_OBJECT_WORDS)
        for at in range(index + 1, end):
            if self._is_marked(at - 1) or self._opens(at):
                return at
        return end

    def _opens(self, index: int) -> bool:
        word, language = self._folded[index], self._language
        return word in language.openers or word in language.relatives or word in language.object_relatives

    def _is_marked(self, index: int) -> bool:
        """Return whether a mark that ends a clause is between a word and the next one."""
        end = self._words.starts[index + 1] if index + 1 < len(self._folded) else len(self._words.text)
        return _MARK.search(self._words.text, self._words.starts[index], end) is not None


@cache
def _auxiliary_kinds(side: Side) -> dict[str, str]:
    """Return the kind of each word that makes a verb active or passive."""
    language = CLAUSES[side]
    return {
        **dict.fromkeys(language.be, "be"),
        **dict.fromkeys(language.have, "have"),
        **dict.fromkeys(language.causatives, "causative"),
        **dict.fromkeys(language.reflexives, "reflexive"),
    }
