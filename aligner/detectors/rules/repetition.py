"""Repeated words and loops: "biological biology, biology, biological"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from aligner.detectors.view import Hit, Rule, View
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.messages import message
from aligner.text.words.interning import Interner
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case
from aligner.types import SIDES, Ints

LOOP = Rule("repetition.loop", "critical", "Addition", "biological biology, biology, biological creatures")
CONJUNCT = Rule("repetition.conjunct", "major", "Addition", "research, and research")
WORD = Rule("repetition.word", "major", "Addition", "support Tianjin Tianjin park")
RULES = (LOOP, CONJUNCT, WORD)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# "a photon of light, and light is …" begins a clause, so the word must end its phrase.
_CONJUNCT = re.compile(r",\s(?:and|et|or|ou)\s(?P<word>[^\W\d_]{5,})(?=[,.;:)]|\s(?:and|et)\s)")
_RHETORICAL = frozenset({"another", "again", "autre", "encore"})
MAX_WORD_CHARS = 40  # looked at before a doubled word
_DOUBLED_WORD = re.compile(r"(?<![\w'’.-])(?P<word>[^\W\d_]{2,})[ \N{NO-BREAK SPACE}](?P=word)(?![\w'’-])")
# Words that people repeat on purpose.
_REPEATABLE = frozenset(
    {
        "that", "had", "is", "do", "so", "no", "very", "ha", "bye", "now", "there", "many", "much", "long", "far",
        "big", "really", "too", "please", "never", "more", "her", "what", "yes", "well", "blah", "bla", "hear",
        "wait", "knock", "boom", "tut", "nous", "vous", "si", "non", "oui", "tout", "très", "petit", "bien", "faire",
        "en", "trop", "plus", "jamais", "vite", "bon", "la", "les", "le", "des", "une",
    }
)  # fmt: skip
_CONJUNCTION = re.compile(r", (?:and|et|or|ou) (?:(?:the|le|la|les) |l['’])?")
STEM_LETTERS = 6  # first letters that words of one stem share, such as "biology" and "biological"
MIN_FREQUENCY = 200  # training sentences from which a word is not only a name
MAX_PHRASE_CHARS = 100  # characters of a phrase that is joined to itself
MAX_PHRASE_WORDS = 8  # words of a repeated phrase
MIN_LETTERS = 4  # letters of a content word
# Repetitions in a row that make a loop, by words of the phrase; "day after day after day" is none.
_MIN_REPETITIONS = {1: 5, 2: 4}
# Different content words that the phrase of a loop must have, by its words.
_MIN_CONTENT_WORDS = {1: 1, 2: 0}
_LOOP_SEPARATORS = frozenset((" ", ", ", "\N{NO-BREAK SPACE}"))


def detect(view: View) -> Iterator[Hit]:
    """Report loops, repeated conjuncts and repeated words, unless the other version has one, too."""
    for hit in _find_repetitions(view.document.text):
        match = view.match_at(hit.span[0])
        if match is None or all(other.rule is not hit.rule for other in _find_repetitions(view.there(match))):
            yield hit


def _doubled_words(text: str) -> Iterator[Hit]:
    """Report words that are repeated at once; names only if they occur singly elsewhere, because of Baden Baden.

    Two capitals make a name, even of a common word (Sing Sing), unless it continues a title (Basic Research Research).
    """
    singles: Counter[str] | None = None
    for pair in _DOUBLED_WORD.finditer(text):
        word = pair["word"]
        if word.lower() in _REPEATABLE or word.isupper():
            continue
        if word[0].isupper():
            singles = singles or _single_words(text)
            repeated = _continues_title(text, pair.start()) if _is_common(word) else singles[word] > 0
        else:
            repeated = True
        if repeated:
            yield Hit(WORD, pair.span(), message("“{word}” is repeated", word=word), fix=word)


def _continues_title(text: str, start: int) -> bool:
    """Return whether a word follows another one with a capital that is no function word."""
    before = text[max(0, start - MAX_WORD_CHARS) : start]
    last = before.split()[-1:] if before.endswith(" ") else []
    return bool(last) and last[0].istitle() and not any(last[0].lower() in FUNCTION_WORDS[side] for side in SIDES)


def _single_words(text: str) -> Counter[str]:
    """Count the words that are not repeated at once."""
    doubled = Counter(pair["word"] for pair in _DOUBLED_WORD.finditer(text))
    return Counter(_WORD.findall(text)) - doubled - doubled


def _is_common(word: str) -> bool:
    """Return whether a capitalised word is usually no name, so that it occurs singly anyway: The The."""
    lexicon = load_lexicon()
    return any(
        fold_case(word) in FUNCTION_WORDS[side] or lexicon.frequency(fold_case(word), side) >= MIN_FREQUENCY
        for side in SIDES
    )


def _repeated_phrases(text: str) -> Iterator[Hit]:
    """Report phrases of several words that a conjunction joins to themselves."""
    for conjunction in _CONJUNCTION.finditer(text):
        after = list(_WORD.finditer(text, conjunction.end(), conjunction.end() + MAX_PHRASE_CHARS))
        before = list(_WORD.finditer(text, max(0, conjunction.start() - MAX_PHRASE_CHARS), conjunction.start()))
        for size in range(min(len(after), len(before), MAX_PHRASE_WORDS), 1, -1):
            phrase, repetition = before[-size:], after[:size]
            same = [word[0] for word in phrase] == [word[0] for word in repetition]
            if same and phrase[-1].end() == conjunction.start():
                yield Hit(CONJUNCT, (phrase[0].start(), repetition[-1].end()), message("joined to itself"))
                break


def _repeated_conjuncts(text: str) -> Iterator[Hit]:
    """Report single words that a conjunction joins to themselves."""
    for conjunct in _CONJUNCT.finditer(text):
        word, start = conjunct["word"], conjunct.start() - len(conjunct["word"])
        same = text[start : conjunct.start()] == word and not text[start - 1 : start].isalnum()
        if same and word not in _RHETORICAL:
            yield Hit(CONJUNCT, (start, conjunct.end()), message("“{word}” is joined to itself", word=word))


def _find_repetitions(text: str) -> Iterator[Hit]:
    yield from _doubled_words(text)
    yield from _repeated_phrases(text)
    yield from _repeated_conjuncts(text)
    yield from _loops(text)


def _loops(text: str) -> Iterator[Hit]:
    folded = _WORD.findall(text.casefold())
    beginnings = _loop_beginnings(folded)
    if not beginnings:
        return  # most texts
    spans = [word.span() for word in _WORD.finditer(text)]
    words = folded if len(folded) == len(spans) else [text[start:end].casefold() for start, end in spans]
    separators = [text[one[1] : two[0]] for one, two in pairwise(spans)]
    if words is not folded:  # case folding may turn one letter into several, which splits words
        beginnings = _loop_beginnings(words)
    done = 0
    for first in beginnings:
        end = first >= done and (_stem_loop_end(words, separators, first) or _phrase_loop_end(words, separators, first))
        if end:
            done = end
            yield Hit(LOOP, (spans[first][0], spans[end - 1][1]), message("the same words are repeated in a loop"))


def _loop_beginnings(words: Sequence[str]) -> list[int]:
    """Return indices where a loop may begin: words repeated at once, or a word followed by one of its stem."""
    if len(words) < 2:
        return []
    ids, stems = _ids(words), _ids([word[:STEM_LETTERS] for word in words])
    beginnings = np.flatnonzero(stems[1:] == stems[:-1]).tolist()
    pairs = ids[:-1] * len(words) + ids[1:]
    order = np.argsort(pairs, kind="stable")
    # Each pair of words after its last occurrence before, if that is near enough for a loop.
    near = (pairs[order[1:]] == pairs[order[:-1]]) & (order[1:] - order[:-1] <= MAX_PHRASE_WORDS)
    for before, index in zip(order[:-1][near].tolist(), order[1:][near].tolist(), strict=True):
        if words[before:index] == words[index : 2 * index - before]:
            beginnings.append(before)
    return sorted(beginnings)


def _ids(words: Sequence[str]) -> Ints:
    """Return a number for each word, equal for equal words."""
    return np.fromiter(map(Interner[str]().__getitem__, words), np.int64, len(words))


def _stem_loop_end(words: Sequence[str], separators: Sequence[str], first: int) -> int:
    """Return where a run of words of one stem ends, 0 if it is no loop.

    One word three times is rhetoric, three different words are a list.
    """
    stem, end = words[first][:STEM_LETTERS], first + 1
    if len(stem) < STEM_LETTERS:
        return 0
    while end < len(words) and words[end].startswith(stem) and separators[end - 1] in _LOOP_SEPARATORS:
        end += 1
    different = len(set(words[first:end]))
    return end if end - first > different > 1 and end - first > 2 else 0


def _phrase_loop_end(words: Sequence[str], separators: Sequence[str], first: int) -> int:
    """Return where a phrase that is repeated several times in a row ends, 0 if there is none."""
    for size in range(1, MAX_PHRASE_WORDS + 1):
        if first + size >= len(words) or words[first + size] != words[first]:
            continue
        phrase, end = words[first : first + size], first + size
        content = {word for word in phrase if len(word) >= MIN_LETTERS}
        if len(content) < _MIN_CONTENT_WORDS.get(size, 2):
            continue
        while words[end : end + size] == phrase and _LOOP_SEPARATORS.issuperset(separators[end - 1 : end + size - 1]):
            end += size
        unpunctuated = separators[first + size - 1] == " "
        if (end - first) // size >= _MIN_REPETITIONS.get(size, 2 if unpunctuated else 3):
            return end
    return 0
