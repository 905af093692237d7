"""Find the terms of aligned texts that replaced each other: “Tuesday” where the other text has « jeudi »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aligner.languages.clauses import CLAUSES
from aligner.languages.denials import NOT_ACTIVE, PASSIVE
from aligner.text.entities.terms.degrees import compare_other_words, is_softened
from aligner.text.entities.terms.filter import MAX_SWAPPED_WORDS, segments_with_changes
from aligner.text.entities.terms.find import Located, locate_terms
from aligner.text.entities.terms.reversal import is_near_negative, is_reversed, may_be_reversed
from aligner.text.entities.terms.same_place import (
    MAX_TRANSLATIONS,
    MIN_RARE_SHARE,
    MIN_TRANSLATION_SHARE,
    PlacedTerm,
    are_linked,
    are_near,
    follow_same,
    have_same_place,
    is_framed,
    is_known,
    lead_to_same,
    precede_same,
    translate_each_other,
    words_of,
)
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.once_per_pair import once_per_pair
from aligner.text.words.segment_words import PairWords, SegmentWords
from aligner.text.words.tokens import find_lemma

# Classes whose words have one meaning, so that a value lost and another one new need no link.
UNAMBIGUOUS = frozenset({"eve", "idiom", "weekday", "month", "organisation", "part", "place", "people", "portfolio"})
# Classes whose words mean the contrary after a denial: "not guilty", « moins cher ».
REVERSIBLE = frozenset({"opposite", "converse", "certainty", "comparison", "bound", "quantifier"})
# Classes of words that may also be nearly the same: a leader, « un gestionnaire ».
BROAD = frozenset({"office", "institution", "level"})
# Classes of phrases in which the words of another class may be the same: "finance minister", "last June", "late June".
PARTLY_SHARED = frozenset({"eve", "month", "part", "portfolio", "relative", "season", "weekday"})
# Classes of words whose head may be apart from them: « le ministre finlandais de la Défense ».
HEADED = frozenset({"portfolio"})
HEAD_WORDS = 5  # words around such a term that show its place
# Classes of words that join two facts, which another sentence may name in the other order.
CONNECTIVE = frozenset({"cause", "order"})
# Classes whose words the languages use differently.
LOOSE = frozenset({"certainty", "comparison", "bound"})
# Classes whose words have too many translations for a change to be sure.
DOUBTFUL = frozenset({"bound", "speaker"})
PASSIVE_WORDS = 2  # words before a participle, in which an auxiliary makes it passive
SWAPPED_COUNTRIES = 2  # countries of a sentence that may have changed places
MAX_TERMS = 40  # terms of a block and side that are compared with each other


class TermChange(NamedTuple):
    """A term here and the one that the other text has instead; `sure` if links show that both have the same place."""

    here: PlacedTerm
    there: PlacedTerm
    sure: bool

    @property
    def mirrored(self) -> TermChange:
        """The same change seen from the other side."""
        return self._replace(here=self.there, there=self.here)


@once_per_pair
def changes_of_pair(pair: PairWords) -> dict[int, list[TermChange]]:
    """Return the changed terms of the segments that have any, seen from the first side; see `changed_terms`."""
    found = ((index, changed_terms(pair[index])) for index in segments_with_changes(pair))
    return {index: changes for index, changes in found if changes}


def changed_terms(words: SegmentWords) -> list[TermChange]:
    """Return the terms of a text that replaced terms of the other one, in text order.

    Each has no counterpart in the other text, and both are linked or, in classes of unambiguous words, at least one of
    them is a value that the other text does not have at all.
    """
    here, there = _placed(words), _placed(words.mirrored)
    # From the last table, the countries, so that of two readings the more special one counts.
    common = sorted(here.keys() & there.keys(), reverse=True)
    blocks = [_compared(here[block], there[block], words) for block in common]
    known = _translated(blocks, words) if any(block.new and block.lost for block in blocks) else (set(), set())
    changes = dict[tuple[int, int], TermChange]()
    if swap := _swapped_countries(blocks[0].matches if blocks else [], words):
        changes[swap.here.first, swap.there.first] = swap
    for block in blocks:
        new = [term for term in block.new if term.kind in PARTLY_SHARED or known[0].isdisjoint(words_of(term))]
        lost = [term for term in block.lost if term.kind in PARTLY_SHARED or known[1].isdisjoint(words_of(term))]
        for change in _replaced(new, lost, block.matches, words):
            changes.setdefault((change.here.first, change.there.first), change)
    return sorted(changes.values(), key=lambda change: change.here.first)


def _translated(blocks: Sequence[_Compared], words: SegmentWords) -> tuple[set[int], set[int]]:
    """Return the indices of the words of both texts that translate each other as terms of some block."""
    pairs = [
        pair for block in blocks for pair in block.matches if pair[0].kind not in LOOSE and are_linked(*pair, words)
    ]
    here, there = ({at for pair in pairs for at in words_of(pair[side])} for side in (0, 1))
    return here, there


def _placed(words: SegmentWords) -> dict[int, list[PlacedTerm]]:
    """Return the terms of a text by block."""
    blocks: dict[int, list[PlacedTerm]] = {}
    for first, last, meanings in locate_terms(Located(words.folded, words.starts, words.text), words.side):
        for meaning in meanings:
            blocks.setdefault(meaning.block, []).append(PlacedTerm(*meaning, first, last))
    return blocks


class _Compared(NamedTuple):
    """The terms of a block that both texts have, as pairs, and those that only one has."""

    matches: list[tuple[PlacedTerm, PlacedTerm]]
    new: list[PlacedTerm]
    lost: list[PlacedTerm]


def _compared(here: list[PlacedTerm], there: list[PlacedTerm], words: SegmentWords) -> _Compared:
    """Match the terms of a block: those that are linked first, if any are left over on both sides."""
    new, lost = here[:MAX_TERMS], there[:MAX_TERMS]
    compared = _pair_up(new, lost, [])
    if compared.new and compared.lost and compared.matches:
        linked = [(one, two) for one in new for two in lost if _share_row(one, two) and are_linked(one, two, words)]
        compared = _pair_up(new, lost, linked)
    return compared


def _pair_up(
    here: list[PlacedTerm], there: list[PlacedTerm], preferred: Sequence[tuple[PlacedTerm, PlacedTerm]]
) -> _Compared:
    rest, matches = dict.fromkeys(there), list[tuple[PlacedTerm, PlacedTerm]]()
    unmatched = dict.fromkeys(here)
    for one, two in preferred:
        if one in unmatched and two in rest:
            matches.append((one, two))
            del unmatched[one], rest[two]
    for one in tuple(unmatched):
        partner = next((two for two in rest if _share_row(one, two)), None)
        if partner is not None:
            matches.append((one, partner))
            del unmatched[one], rest[partner]
    return _Compared(matches, [*unmatched], [*rest])


def _share_row(one: PlacedTerm, two: PlacedTerm) -> bool:
    return not set(one.rows).isdisjoint(two.rows)


def _replaced(
    new: list[PlacedTerm],
    lost: list[PlacedTerm],
    matches: Sequence[tuple[PlacedTerm, PlacedTerm]],
    words: SegmentWords,
) -> Iterator[TermChange]:
    """Yield pairs of terms that replaced each other, the linked ones first; each term once."""
    if not new or not lost:
        return
    shared = {row for pair in matches for term in pair for row in term.rows}
    pairs = [(are_linked(one, two, words), one, two) for one in new for two in lost]
    used = set[PlacedTerm]()
    for linked, one, two in sorted(pairs, key=lambda pair: not pair[0]):
        fresh = shared.isdisjoint(one.rows) or shared.isdisjoint(two.rows)
        if fresh and used.isdisjoint((one, two)) and _is_replaced(one, two, words, linked=linked):
            used.update((one, two))
            yield TermChange(one, two, _is_sure(one, two, words, linked=linked))


def _is_replaced(one: PlacedTerm, two: PlacedTerm, words: SegmentWords, *, linked: bool) -> bool:
    """Return whether no denial makes up for the difference, and no other word of the texts translates the terms."""
    if one.kind in REVERSIBLE and is_reversed(one, words) != is_reversed(two, words.mirrored):
        return False
    if one.kind in UNAMBIGUOUS:
        return True
    if one.kind in CONNECTIVE and not lead_to_same(one, two, words):
        return False
    if one.kind in BROAD and translate_each_other(one.first, two.first, words, MIN_RARE_SHARE):
        return False
    return (linked and one.kind not in BROAD) or not (
        _is_explained(one, two, words) or _is_explained(two, one, words.mirrored)
    )


def _is_sure(one: PlacedTerm, two: PlacedTerm, words: SegmentWords, *, linked: bool) -> bool:
    """Return whether links show that two terms have the same place, and other words translate neither."""
    if one.kind in HEADED:
        return linked or are_near(one, two, words, HEAD_WORDS)
    if one.kind in UNAMBIGUOUS:
        return linked or one.kind == two.kind or are_near(one, two, words)
    if one.kind in DOUBTFUL or not _are_at_one_place(one, two, words, linked=linked):
        return False
    if not (is_framed(one, words) and is_framed(two, words.mirrored)):
        return False
    if one.kind == "certainty" and not (is_known(one, words) and is_known(two, words.mirrored)):
        return False  # French has tenses where English has "will", "may" and "would"
    if one.kind == "converse" and not _has_one_actor(one, two, words):
        return False
    if one.kind == "comparison" and compare_other_words(one.first, two.first, words):
        return False
    if one.kind == "certainty" and is_softened(one, words) != is_softened(two, words.mirrored):
        return False
    if one.kind == "quantifier" and (is_near_negative(one, words) or is_near_negative(two, words.mirrored)):
        return False
    return not (
        (one.kind in REVERSIBLE and may_be_reversed(one, two, words))
        or translate_each_other(one.first, two.first, words)
        or _is_explained(one, two, words, MIN_RARE_SHARE)
        or _is_explained(two, one, words.mirrored, MIN_RARE_SHARE)
    )


def _swapped_countries(matches: Sequence[tuple[PlacedTerm, PlacedTerm]], words: SegmentWords) -> TermChange | None:
    """Return the first country of each text, if the other one acts on it in the other: "Peru sued Chile", « le Chili ».

    Only short active sentences that begin with a country are judged.
    """
    pairs = [pair for pair in matches if pair[0].kind == pair[1].kind == "place"]
    if len(pairs) != SWAPPED_COUNTRIES or max(len(words.folded), len(words.mirrored.folded)) > MAX_SWAPPED_WORDS:
        return None
    (one, two), (other_one, other_two) = sorted(pairs, key=lambda pair: pair[0].first)
    if two.first < other_two.first or not (
        _acts_on(one, other_one, words) and _acts_on(other_two, two, words.mirrored)
    ):
        return None
    return TermChange(one, other_two, sure=True)


def _acts_on(one: PlacedTerm, two: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether a text begins with a country, and words of an active sentence are between it and the other one."""
    between = words.folded[one.last + 1 : two.first]
    return one.first <= 1 and bool(between) and NOT_ACTIVE[words.side].isdisjoint(between)


def _names_object_first(term: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether the word before a verb may be its object: "the letters she received", « qu'elle a reçues »."""
    last = max((at for at in words.known_here if at < term.first), default=-1)
    clauses = CLAUSES[words.side]
    return not (clauses.object_relatives | clauses.pronouns).isdisjoint(words.folded[last + 1 : term.first])


def _has_one_actor(one: PlacedTerm, two: PlacedTerm, words: SegmentWords) -> bool:
    """Return whether two verbs are active, and the words before them linked: "Mali sold", « le Mali a acheté »."""
    verbs = (one, words), (two, words.mirrored)
    if _names_object_first(one, words) != _names_object_first(two, words.mirrored):
        return False
    return follow_same(one, two, words) and all(
        PASSIVE[own.side].isdisjoint(own.folded[max(0, term.first - PASSIVE_WORDS) : term.last + 2])
        for term, own in verbs
    )


def _are_at_one_place(one: PlacedTerm, two: PlacedTerm, words: SegmentWords, *, linked: bool) -> bool:
    """Return whether two terms have the same place in their texts; links of quantifiers alone do not show it."""
    if one.kind == "quantifier":
        return precede_same(one, two, words) or have_same_place(one, two, words)
    return linked or (one.kind not in LOOSE and have_same_place(one, two, words))


def _is_explained(
    term: PlacedTerm, other: PlacedTerm, words: SegmentWords, min_share: float = MIN_TRANSLATION_SHARE
) -> bool:
    """Return whether the other text has a usual translation of a term, apart from one of its terms.

    A word that is linked to another word translates that one.
    """
    lexicon, there = load_lexicon(), words.mirrored
    usual = {
        lemma
        for at in words_of(term)
        for lemma, share in lexicon.translations(words.folded[at], words.side, MAX_TRANSLATIONS)
        if share >= min_share
    }
    return any(
        at not in words_of(other)
        and there.links.get(at, term.first) in words_of(term)
        and find_lemma(word, there.side, usual)
        for at, word in enumerate(there.folded)
    )
