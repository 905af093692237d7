"""Wrong content words: "startup brooding focuses", époque for age.

A translator chooses words freely, so a single word that no dictionary gives is only a hint. It is severe if much of the
text around it is like that, because spinners change words one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cache

from aligner.detectors.name_phrases import counterpart_phrase
from aligner.detectors.phrasing import CHANGED_MESSAGE, changed_hit, phrase, quote, whose
from aligner.detectors.view import AlignedPassage, Hit, Rule, View
from aligner.detectors.word_view import (
    MAX_SPUN_COVERAGE,
    WordFilter,
    capitalised_run,
    kinship,
    local_coverages,
    relatedness,
    uncovered_on_both_sides,
)
from aligner.languages.forms import inflected
from aligner.languages.reporting import REPORTING_VERBS
from aligner.languages.term_tables import term_blocks
from aligner.messages import message
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.segment_words import SegmentWords
from aligner.text.words.tokens import Word
from aligner.types import Side, Span

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
    evidence="version", scope="document",
)  # fmt: skip
RULES = (INCONSISTENT, REWORDED, WRONG)
_OTHER_NAME_MESSAGE = "“{here}” — {whose} has another name"
_INCONSISTENT_MESSAGE = "“{here}” is something else elsewhere — {whose} says “{there}”"
MIN_KIN_COSINE = 0.45  # cosine of a word with a usual translation from which both mean the same
MAX_RELATEDNESS = 0.2  # of a word with the words of the other version from which it means something else
MAX_SEVERE_RELATEDNESS = 0.48  # the same of a single word that is severe where much of the text around is odd
MIN_SEVERE_LOG_ODDS = -0.4  # of a word; people have one in forty lines of news above it
MAX_HEAVY_COVERAGE = 0.58  # coverage of the text around below which a single odd word is severe
MIN_FREQUENCY = 30  # training sentences from which the known translations of a word are its usual ones
MIN_COVERAGE = 0.8  # coverage of a match from which an uncovered word is odd
MAX_NAMED_TRANSLATIONS = 3  # usual translations named in a message
MAX_STEP_WORDS = 2  # words from one odd word of a run to the next
MAX_PROOF_CHARS = 60  # characters of the other version that are shown as the counterpart


def detect(view: View) -> Iterator[Hit]:
    """Report words without any of their usual translations, with the words of the other version that they replaced."""
    if view.other is None:
        return
    if not view.across:
        yield from _rewritten(view)
        return
    odd = view.odd_words
    all_severe = odd.above(MIN_SEVERE_LOG_ODDS) if odd else {}
    heads = _heads(view.full, view) if odd else {}
    chosen = uncovered_on_both_sides(view, MIN_COVERAGE)
    for number, (match, words) in enumerate(view.full):
        severe = all_severe.get(number, [])
        yield from _odd_runs(view, match, words, severe)
        yield from _reworded_names(view, match, words, heads, sorted(words.uncovered_here & set(severe)))
        if chosen[number]:
            yield from _single_words(view, match, words, set(severe))
    yield from _unrelated_institutions(view)


def _odd_runs(view: View, match: AlignedPassage, words: SegmentWords, odd: Sequence[int]) -> Iterator[Hit]:
    """Report each run of odd words as one hit."""
    text, reporting = view.here(match), REPORTING_VERBS[view.side]
    common = [index for index in odd if _is_common(words, index)]
    for run in _runs(common, words.here, text, 1):
        if len(run) > 1 or words.here[run[0]].folded not in reporting:
            counterparts = [words.links[index] for index in run if words.links.get(index) in words.uncovered_there]
            yield _hit(view, match, words, run, counterparts, severe=True)


def _rewritten(view: View) -> Iterator[Hit]:
    """Report the words of a version in the same language that was changed word by word."""
    coverages = local_coverages(view)
    if min(coverages, default=1.0) >= MAX_SPUN_COVERAGE:
        return
    spun = [pair for pair, share in zip(view.full, coverages, strict=True) if share < MAX_SPUN_COVERAGE]
    heads = _heads(spun, view)
    for (match, words), share in zip(view.full, coverages, strict=True):
        if share < MAX_SPUN_COVERAGE:
            yield from _uncovered_runs(view, match, words, heavy=share < MAX_HEAVY_COVERAGE)
            yield from _reworded_names(view, match, words, heads, sorted(words.uncovered_here))


@cache
def _institution_words(side: Side) -> frozenset[str]:
    """Return the words for institutions of a language."""
    rows = [row for block in term_blocks() for row in block if row.kind == "institution"]
    names = [name for row in rows for name in (row.english if side == "en" else row.french).split() if "_" not in name]
    return frozenset(form for name in names for form in inflected(name, side))


_INSTITUTIONS = WordFilter(lambda side: _institution_words(side).__contains__)


def _unrelated_institutions(view: View) -> Iterator[Hit]:
    """Report words for institutions that no word of the other version is related to."""
    named = _INSTITUTIONS.matches(view)[0]
    for index in view.full_indices:
        if not named[index]:
            continue
        words, match = view.words(index), view.matches[index]
        for at in sorted(words.uncovered_here):
            word = words.here[at]
            named_here = word.text.islower() and word.folded in _institution_words(view.side)
            if named_here and relatedness(words, at) <= MAX_RELATEDNESS:
                yield _hit(view, match, words, [at], [], severe=False)


def _uncovered_runs(view: View, match: AlignedPassage, words: SegmentWords, *, heavy: bool) -> Iterator[Hit]:
    """Report each run of uncovered words as one hit."""
    text, reporting = view.here(match), REPORTING_VERBS[view.side]
    odd = [
        index
        for index in sorted(words.uncovered_here)
        if words.here[index].folded not in reporting and _is_common(words, index)
    ]
    for run in _runs(odd, words.here, text, MAX_STEP_WORDS):
        counterparts = [words.links[index] for index in run if words.links.get(index) in words.uncovered_there]
        severe = len(run) > 1 or bool(counterparts) or (heavy and relatedness(words, run[0]) < MAX_SEVERE_RELATEDNESS)
        yield _hit(view, match, words, run, counterparts, severe=severe)


def _is_common(words: SegmentWords, index: int) -> bool:
    """Return whether a word is in lower case, or the next one if it is the first."""
    return words.here[index].text.islower() or (index == 0 and any(word.text.islower() for word in words.here[1:2]))


def _reworded_names(
    view: View, match: AlignedPassage, words: SegmentWords, heads: dict[str, set[str]], odd: Sequence[int]
) -> Iterator[Hit]:
    """Report capitalised common words among the odd ones that replaced another name."""
    text, done = view.here(match), -1
    for index in odd:
        word = words.here[index]
        if index <= done or not word.text[0].isupper() or _only_begins_sentence(words.here, index, text):
            continue
        first, done = capitalised_run(words.here, index, text)
        several = done - first == 1 and len(heads.get(words.here[first + done - index].folded, ())) > 1
        rule = INCONSISTENT if several else REWORDED
        start, end = words.here[first].start, words.here[done].end
        span = match.here[0] + start, match.here[0] + end
        texts = text, view.there(match)
        template, proof = _OTHER_NAME_MESSAGE, match.there
        if there := counterpart_phrase(words, range(first, done + 1), texts, view.sides):
            proof = match.there[0] + there[0], match.there[0] + there[1]
            template = _INCONSISTENT_MESSAGE if several else CHANGED_MESSAGE
        yield changed_hit(view, rule, (span, proof), template=template)


def _heads(matches: Sequence[tuple[AlignedPassage, SegmentWords]], view: View) -> dict[str, set[str]]:
    """Return, for each word in a name of two words, the uncovered words that occur with it."""
    heads: dict[str, set[str]] = {}
    for match, words in matches:
        for index in words.uncovered_here:
            first, last = capitalised_run(words.here, index, view.here(match))
            if last - first == 1 and words.here[index].text[0].isupper():
                heads.setdefault(words.here[first + last - index].folded, set()).add(words.here[index].folded)
    return heads


def _only_begins_sentence(words: Sequence[Word], index: int, text: str) -> bool:
    """Return whether a word begins a sentence and the next is in lower case, so that its capital makes it no name."""
    begins = index == 0 or text[words[index - 1].end : words[index].start].strip(' \n"“«»”')[-1:] in tuple(".!?")
    return begins and (index + 1 == len(words) or words[index + 1].text.islower())


def _single_words(view: View, match: AlignedPassage, words: SegmentWords, done: Set[int]) -> Iterator[Hit]:
    """Report other uncovered words that are linked to an uncovered word of the other side with another meaning."""
    mine = [index for index in sorted(words.uncovered_here - done) if _is_usual(words.here[index], view.sides[0])]
    theirs = {index for index in words.uncovered_there if _is_usual(words.there[index], view.sides[1])}
    for index in mine if theirs else ():
        other = words.links.get(index, -1)
        if other in theirs and not _is_kin(words, index, view.side):
            yield _hit(view, match, words, [index], [other], severe=False)


def _is_usual(word: Word, side: Side) -> bool:
    """Return whether a word is no name, and frequent enough for its translations to be known."""
    return word.text.islower() and load_lexicon().frequency(word.folded, side) >= MIN_FREQUENCY


def _is_kin(words: SegmentWords, index: int, side: Side) -> bool:
    """Return whether a word is similar to a usual translation of the word that it is linked to."""
    other = words.links.get(index, -1)
    return other >= 0 and kinship(words.here[index].folded, words.there[other].folded, side) >= MIN_KIN_COSINE


def _runs(indices: Sequence[int], words: Sequence[Word], text: str, step: int) -> Iterator[list[int]]:
    """Yield runs of indices that follow each other by at most so many words."""
    run: list[int] = []
    for index in indices:
        if run and not _belong_together(words, (run[-1], index), text, step):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _belong_together(words: Sequence[Word], indices: Span, text: str, step: int) -> bool:
    one, two = indices
    between = text[words[one].end : words[two].start]
    return two - one <= step and not any(mark in between for mark in ',.;:()“”«»"')


def _hit(
    view: View, match: AlignedPassage, words: SegmentWords, run: Sequence[int], others: Sequence[int], *, severe: bool
) -> Hit:
    """Return the hit of a run of words, with the words of the other side that they replaced."""
    here, there = match.here[0], match.there[0]
    proof, fix, span = None, "", (here + words.here[run[0]].start, here + words.here[run[-1]].end)
    if others:
        first, last = words.there[min(others)], words.there[max(others)]
        end = last.end if last.end - first.start < MAX_PROOF_CHARS else first.end
        proof = (there + first.start, there + end)
    usual = _usual_translations(words.here[run[-1]], view.side) if view.across else []
    shown = {"here": quote(view.document, span), "whose": whose(view)}
    if proof:
        text = phrase(view, (span, proof), CHANGED_MESSAGE)
    elif len(run) == 1 and usual:
        text = message("“{here}” — {whose} has no usual translation of it ({words})", **shown, words=", ".join(usual))
    else:
        text = message("“{here}” — {whose} has other words", **shown)
    if len(run) == len(others) == 1 and view.across and view.other:
        fix = next(iter(_usual_translations(words.there[others[0]], view.other.side)), "")
    return Hit(
        WRONG, span, text, proof=proof, severity="major" if severe else None, fix=fix, evidence={"usual": usual},
    )  # fmt: skip


def _usual_translations(word: Word, side: Side) -> list[str]:
    return [translation for translation, _ in load_lexicon().translations(word.folded, side, MAX_NAMED_TRANSLATIONS)]
