"""Words that go round in circles: "biological biology, biology, biological"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from aligner.detectors.view import Hit, Rule, View
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case
from aligner.types import SIDES

LOOP = Rule("repetition.loop", "critical", "Addition", "biological biology, biology, biological creatures")
CONJUNCT = Rule("repetition.conjunct", "major", "Addition", "research, and research")
WORD = Rule("repetition.word", "major", "Addition", "support Tianjin Tianjin park")
RULES = (LOOP, CONJUNCT, WORD)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# "a photon of light, and light is …" begins a clause: only what ends a phrase counts.
_CONJUNCT = re.compile(r",\s(?:and|et|or|ou)\s(?P<word>[^\W\d_]{5,})(?=[,.;:)]|\s(?:and|et)\s)")
_RHETORIC = frozenset({"another", "again", "autre", "encore"})
_AGAIN = re.compile(r"(?<![\w'’.-])(?P<word>[^\W\d_]{2,})[ \N{NO-BREAK SPACE}](?P=word)(?![\w'’-])")
# What people say twice.
_TWICE = frozenset(
    {
        "that", "had", "is", "do", "so", "no", "very", "ha", "bye", "now", "there", "many", "much", "long", "far",
        "big", "really", "too", "please", "never", "more", "her", "what", "yes", "well", "blah", "bla", "hear",
        "wait", "knock", "boom", "tut", "nous", "vous", "si", "non", "oui", "tout", "très", "petit", "bien", "faire",
        "en", "trop", "plus", "jamais", "vite", "bon", "la", "les", "le", "des", "une",
    }
)  # fmt: skip
_JOINT = re.compile(r", (?:and|et|or|ou) (?:(?:the|le|la|les) |l['’])?")
_STEM = 6  # letters that "biology" and "biological" share
SEEN = 200  # training sentences that have a word which is no name
_NEAR = 100  # characters in which a phrase that is joined is looked for
_PHRASE = 8  # words of the longest phrase that is looked for
_LONG = 4  # letters of a word that says something
# How often a phrase of so many words must stand in a row; "day after day after day" is no loop.
_TIMES = {1: 5, 2: 4}
_JOINED = frozenset((" ", ", ", "\N{NO-BREAK SPACE}"))


def detect(view: View) -> Iterator[Hit]:
    """Loops and repeated conjuncts that the other version, where there is one, does not have."""
    for hit in _find(view.document.text):
        match = next((each for each in view.matches if each.here[0] <= hit.span[0] < each.here[1]), None)
        if match is None or all(told.rule is not hit.rule for told in _find(view.there(match))):
            yield hit


def _again(text: str) -> Iterator[Hit]:
    """A word that stands there twice; a name only if it stands alone elsewhere, for there is Baden Baden."""
    for found in _AGAIN.finditer(text):
        word = found["word"]
        alone = not word[0].isupper() or re.search(rf"(?<!{word} )\b{word}\b(?! {word}\b)", text)
        if (alone or _is_common(word)) and word.lower() not in _TWICE and not word.isupper():
            yield Hit(WORD, found.span(), f"{word!r} stands there twice", fix=word)


def _is_common(word: str) -> bool:
    lexicon = load_lexicon()
    return max(lexicon.frequency(fold_case(word), side) for side in SIDES) >= SEEN


def _joint(text: str) -> Iterator[Hit]:
    """Phrases of several words that are joined to themselves."""
    for found in _JOINT.finditer(text):
        words = [each[0] for each in _WORD.finditer(text, found.end(), found.end() + _NEAR)]
        before = list(_WORD.finditer(text, max(0, found.start() - _NEAR), found.start()))
        for size in range(min(len(words), len(before), _PHRASE), 1, -1):
            own = before[-size:]
            if [each[0] for each in own] == words[:size] and own[-1].end() == found.start():
                end = list(_WORD.finditer(text, found.end(), found.end() + _NEAR))[size - 1].end()
                yield Hit(CONJUNCT, (own[0].start(), end), "joined to itself")
                break


def _find(text: str) -> Iterator[Hit]:
    yield from _again(text)
    yield from _joint(text)
    for found in _CONJUNCT.finditer(text):
        word, start = found["word"], found.start() - len(found["word"])
        if text[start : found.start()] == word and word not in _RHETORIC and not text[start - 1 : start].isalnum():
            yield Hit(CONJUNCT, (start, found.end()), f"{word!r} is joined to itself")
    if next(_beginnings(_WORD.findall(text.casefold())), None) is None:
        return  # most texts: they are worth no more time
    spans = [found.span() for found in _WORD.finditer(text)]
    words = [text[start:end].casefold() for start, end in spans]
    joined = [text[one[1] : two[0]] for one, two in pairwise(spans)]
    done = 0
    for at in sorted(_beginnings(words)):
        end = at >= done and (_stems(words, joined, at) or _phrase(words, joined, at))
        if end:
            done = end
            yield Hit(LOOP, (spans[at][0], spans[end - 1][1]), "words go round in a loop")


def _beginnings(words: Sequence[str]) -> Iterator[int]:
    """Where a loop may begin: words that come again at once, or a word followed by one of its stem."""
    last: dict[tuple[str, str], int] = {}
    for at, pair in enumerate(pairwise(words)):
        before = last.get(pair, -_PHRASE - 1)
        if at - before <= _PHRASE and words[before:at] == words[at : 2 * at - before]:
            yield before
        if pair[0][:_STEM] == pair[1][:_STEM]:
            yield at
        last[pair] = at


def _stems(words: Sequence[str], joined: Sequence[str], at: int) -> int:
    """End of a run of words of one stem; one word three times is rhetoric, and three different ones a list."""
    stem, end = words[at][:_STEM], at + 1
    if len(stem) < _STEM:
        return 0
    while end < len(words) and words[end].startswith(stem) and joined[end - 1] in _JOINED:
        end += 1
    different = len(set(words[at:end]))
    return end if end - at > different > 1 and end - at > 2 else 0


def _phrase(words: Sequence[str], joined: Sequence[str], at: int) -> int:
    """End of a phrase that stands there several times in a row; 0 if there is none."""
    for size in range(1, _PHRASE + 1):
        if at + size >= len(words) or words[at + size] != words[at]:
            continue
        phrase, end = words[at : at + size], at + size
        if size < 3 or len({word for word in phrase if len(word) >= _LONG}) > 1:
            while words[end : end + size] == phrase and all(
                each in _JOINED for each in joined[end - 1 : end + size - 1]
            ):
                end += size
            plain = " " in joined[at + size - 1 : at + size]
            if (end - at) // size >= _TIMES.get(size, 2 if plain else 3) and (size > 1 or len(words[at]) >= _LONG):
                return end
    return 0
