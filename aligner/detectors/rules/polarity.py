"""What turned round: opposites, denials, degrees of certainty, quantities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.detectors.view import AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import Pairing, named
from aligner.languages.negation import ENGLISH, ENGLISH_SOFT, FRENCH, FRENCH_LONE, FRENCH_SOFT, FRENCH_STRONG
from aligner.languages.offices import Lookup
from aligner.languages.opposites import DENIALS, MODALS, OPPOSITES, VAGUE
from aligner.text.words.tokens import Word
from aligner.types import Side

REVERSED = Rule(
    "polarity.reversed", "critical", "Mistranslation", "prices rose ← les prix ont baissé", evidence="version"
)
NEGATION = Rule("negation.changed", "critical", "Mistranslation", "he did not come ← il est venu", evidence="version")
MODALITY = Rule("modality.changed", "minor", "Mistranslation", "may come ← doit venir", evidence="version")
QUANTITY = Rule("vague.changed", "minor", "Mistranslation", "some of them ← la plupart", evidence="version")
RULES = (REVERSED, NEGATION, MODALITY, QUANTITY)
LIKE = 0.5  # cosine below which two texts need not tell the same
SURE = 0.9  # of content words that must be said on both sides before a denial is missed
MOST = 40  # words
_KINDS = tuple(
    (rule, block) for rule, blocks in ((REVERSED, OPPOSITES), (MODALITY, MODALS), (QUANTITY, VAGUE)) for block in blocks
)
_HARD: dict[Side, frozenset[str]] = {"en": ENGLISH, "fr": FRENCH | FRENCH_LONE | FRENCH_STRONG}
_SOFT: dict[Side, tuple[str, ...]] = {"en": ENGLISH_SOFT, "fr": FRENCH_SOFT}


def detect(view: View) -> Iterator[Hit]:
    """Rows of the tables that exclude each other: one here alone, another there alone."""
    if view.other is None:
        return
    sides: tuple[Side, Side] = (view.side, view.other.side or "en")
    for match, words in view.full:
        if match.likeness < LIKE:
            continue
        for rule, block in _KINDS:
            yield from _excluded(rule, block, match, words, sides)
        yield from _denied(match, words, sides)


def _excluded(
    rule: Rule, block: Lookup, match: AlignedPassage, words: Pairing, sides: tuple[Side, Side]
) -> Iterator[Hit]:
    here = named(words.here, block, sides[0])
    if len(here) != 1:
        return
    there = named(words.there, block, sides[1])
    new, lost = here.keys() - there.keys(), there.keys() - here.keys()
    if here.keys() & there.keys() or len(new) != 1 or len(lost) != 1:
        return
    at, other = here[min(new)], there[min(lost)]
    # What stands for another word, or is said by one, has not turned round.
    if len(at) > 1 or len(other) > 1 or (rule is REVERSED and words.links.get(at[0], other[0]) != other[0]):
        return
    mine, theirs = words.here[at[0]], words.there[other[0]]
    yield Hit(
        rule, (match.here[0] + mine.start, match.here[0] + mine.end), f"the other version says {theirs.text!r}",
        there=(match.there[0] + theirs.start, match.there[0] + theirs.end),
    )  # fmt: skip


def _denied(match: AlignedPassage, words: Pairing, sides: tuple[Side, Side]) -> Iterator[Hit]:
    """A denial on one side only, where all else is said on both."""
    if max(len(words.here), len(words.there)) > MOST or min(words.share, words.turned().share) < SURE:
        return
    here, there = (_denies(own, side) for own, side in zip((words.here, words.there), sides, strict=True))
    base, other = match.here[0], match.there[0]
    if here and not _may_deny(words.there, sides[1]):
        yield Hit(
            NEGATION, (base + here.start, base + here.end), "the other version does not deny it", there=match.there
        )
    elif there and not _may_deny(words.here, sides[0]):
        proof = (other + there.start, other + there.end)
        yield Hit(NEGATION, match.here, f"{there.text!r} of the other version is lost", there=proof)


def _denies(words: Sequence[Word], side: Side) -> Word | None:
    found = [word for word in words if word.folded in DENIALS[side] or word.folded.endswith("n't")]
    return found[0] if len(found) == 1 else None


def _may_deny(words: Sequence[Word], side: Side) -> bool:
    return any(word.folded in _HARD[side] or word.folded.startswith(_SOFT[side]) for word in words)
