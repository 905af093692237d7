"""Content words that stand where the other version has another: "startup brooding focuses", époque for age.

A translator chooses words freely, so one word that no dictionary gives is a hint. It is grave
where much of the text around is like that: then the words were changed one by one, as spinners do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.detectors.view import AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import SPUN, Pairing, capitals, kinship, local_shares
from aligner.languages.reporting import REPORTING
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import Word
from aligner.types import Side

WRONG = Rule(
    "term.wrong", "minor", "Terminology: wrong term", "startup brooding focuses ← centres d’incubation",
    evidence="version",
)  # fmt: skip
REWORDED = Rule(
    "name.reworded", "critical", "Mistranslation", "common individuals’ congress ← l’Assemblée populaire provinciale",
    evidence="version",
)  # fmt: skip
INCONSISTENT = Rule(
    "name.inconsistent", "major", "Terminology: inconsistent", "Hebei Place, Hebei Community ← Centre du Hebei",
    evidence="version",
)  # fmt: skip
RULES = (INCONSISTENT, REWORDED, WRONG)
ALIKE = 0.45  # cosine of a word to a usual translation, from which it says the same
HEAVY = 0.58  # of content words the other version says fewer: one odd word alone counts
SEEN = 30  # training sentences that must have had a word before its translations are its usual ones
SAID = 0.8  # of a sentence, so that an odd word in it is one
NAMED = 3  # usual translations that are told
GAP = 2  # places from one odd word to the next of a run
PROOF = 60  # characters of the other version that are shown as what the words stand for
Group = list[int]


def detect(view: View) -> Iterator[Hit]:
    """Words whose usual translations are all absent, each with the words of the other version it stands for."""
    if view.other is None:
        return
    shares = local_shares(view.full, across=view.across)
    heads = _heads([pair for pair, share in zip(view.full, shares, strict=True) if share < SPUN], view)
    for (match, words), share in zip(view.full, shares, strict=True):
        if share < SPUN:
            yield from _spun(view, match, words, heavy=share < HEAVY)
            yield from _names(view, match, words, heads)
        elif view.across:
            yield from _single(view, match, words)


def _spun(view: View, match: AlignedPassage, words: Pairing, *, heavy: bool) -> Iterator[Hit]:
    """Every run of unsaid words, as one."""
    text, table = view.here(match), REPORTING[view.side]
    odd = [at for at in sorted(words.unsaid_here) if words.here[at].folded not in table and _is_common(words, at)]
    for group in _runs(odd, words.here, text):
        if len(group) == 1 and view.across and _kin(words, group[0], view.side):
            continue
        stands_for = [words.links[at] for at in group if words.links.get(at) in words.unsaid_there]
        grave = heavy or len(group) > 1 or bool(stands_for)
        yield _hit(view, match, words, group, stands_for, grave=grave)


def _is_common(words: Pairing, at: int) -> bool:
    """Whether it is in lower case, but for the first word."""
    return words.here[at].text.islower() or (at == 0 and any(word.text.islower() for word in words.here[1:2]))


def _names(view: View, match: AlignedPassage, words: Pairing, heads: dict[str, set[str]]) -> Iterator[Hit]:
    """Common words with a capital that stand for another: the other version has another name."""
    text, done = view.here(match), -1
    for at in sorted(words.unsaid_here):
        if at <= done or not words.here[at].text[0].isupper() or _starts(words.here, at, text):
            continue
        first, done = capitals(words.here, at, text)
        several = done - first == 1 and len(heads.get(words.here[first + done - at].folded, ())) > 1
        rule = INCONSISTENT if several else REWORDED
        message = "one name, several words for it" if several else "the other version has another name"
        here, there, other = match.here[0], match.there[0], words.links.get(at, -1)
        span = here + words.here[first].start, here + words.here[done].end
        proof = (there + words.there[other].start, there + words.there[other].end) if other >= 0 else match.there
        yield Hit(rule, span, message, there=proof)


def _heads(full: Sequence[tuple[AlignedPassage, Pairing]], view: View) -> dict[str, set[str]]:
    """For one word of each name of two, the other ones that nothing says."""
    found: dict[str, set[str]] = {}
    for match, words in full:
        for at in words.unsaid_here:
            first, last = capitals(words.here, at, view.here(match))
            if last - first == 1 and words.here[at].text[0].isupper():
                found.setdefault(words.here[first + last - at].folded, set()).add(words.here[at].folded)
    return found


def _starts(words: Sequence[Word], at: int, text: str) -> bool:
    """Whether a word begins a sentence and the next is in lower case: its capital says nothing."""
    begins = at == 0 or text[words[at - 1].end : words[at].start].strip(' \n"“«»”')[-1:] in tuple(".!?")
    return begins and (at + 1 == len(words) or words[at + 1].text.islower())


def _single(view: View, match: AlignedPassage, words: Pairing) -> Iterator[Hit]:
    """Words that stand for an unsaid word of the other side and are no kin of it."""
    lexicon = load_lexicon()
    if words.share < SAID or not words.unsaid_there:
        return
    for at in sorted(words.unsaid_here):
        if not words.here[at].text.islower() or lexicon.frequency(words.here[at].folded, view.side) < SEEN:
            continue
        other = words.links.get(at, -1)
        if other not in words.unsaid_there:
            continue
        pair = (words.here[at], words.there[other])
        sides: tuple[Side, Side] = (view.side, "fr" if view.side == "en" else "en")
        often = [lexicon.frequency(word.folded, side) >= SEEN for word, side in zip(pair, sides, strict=True)]
        if all(often) and all(word.text.islower() for word in pair) and not _kin(words, at, view.side):
            yield _hit(view, match, words, [at], [other], grave=False)


def _kin(words: Pairing, at: int, side: Side) -> bool:
    """Whether a word is nearly a usual translation of the word that it stands for."""
    other = words.links.get(at, -1)
    return other >= 0 and kinship(words.here[at].folded, words.there[other].folded, side) >= ALIKE


def _runs(places: Sequence[int], words: Sequence[Word], text: str) -> Iterator[Group]:
    """Places that follow each other with no more than a word between."""
    group: Group = []
    for at in places:
        if group and not _joined(words, group[-1], at, text):
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _joined(words: Sequence[Word], one: int, two: int, text: str) -> bool:
    between = text[words[one].end : words[two].start]
    return two - one <= GAP and not any(mark in between for mark in ',.;:()“”«»"')


def _hit(view: View, match: AlignedPassage, words: Pairing, group: Group, others: Sequence[int], *, grave: bool) -> Hit:
    here, there = match.here[0], match.there[0]
    proof, fix = None, ""
    if others:
        first, last = words.there[min(others)], words.there[max(others)]
        end = last.end if last.end - first.start < PROOF else first.end
        proof = (there + first.start, there + end)
    said = _usual(words.here[group[-1]], view.side) if view.across else []
    message = "the other version says something else"
    if len(group) == 1 and said:
        message = f"none of its usual translations ({', '.join(said)}) is there"
    if len(group) == len(others) == 1 and view.across and view.other:
        fix = next(iter(_usual(words.there[others[0]], view.other.side or "en")), "")
    return Hit(
        WRONG, (here + words.here[group[0]].start, here + words.here[group[-1]].end), message, there=proof,
        severity="major" if grave else None, fix=fix, said={"usual": said},
    )  # fmt: skip


def _usual(word: Word, side: Side) -> list[str]:
    return [name for name, _ in load_lexicon().translations(word.folded, side, NAMED)]
