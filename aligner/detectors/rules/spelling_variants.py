"""One name written in several ways within a text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from aligner.detectors.view import Hit, Rule, View
from aligner.text.entities.names import Name, names
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case

VARIANT = Rule("spelling.variant", "minor", "Terminology", "Xiong’an and Xiongan")
MISSPELT = Rule("name.misspelt", "major", "Spelling", "Baodin ← Baoding")
VARIES = Rule(
    "name.varies", "critical", "Terminology: inconsistent", "Sanhe, Da Pai, Xianghe … Sanhe, Da Fang, Xianghe"
)
RULES = (VARIANT, MISSPELT, VARIES)
LONGEST = 30
SHORT = 2  # words of a name in a list
LONG = 6  # letters of a name whose near twin is no other name
_MARKS = re.compile(r"['’\s-]")
_NAME = r"[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)*"
_LIST = re.compile(rf"(?=\b(?P<one>{_NAME}), (?P<two>{_NAME})(?:, | and | et )(?P<three>{_NAME}))")
# What is added to a name by grammar: Korean, Obamas, Russes.
_GRAMMAR = frozenset({"s", "n", "e", "i", "y", "a", "o", "r", "d", "x", "t"})


def detect(view: View) -> Iterator[Hit]:
    """Names that differ by an apostrophe or hyphen; a rare one that lacks a letter of a frequent one; unlike lists."""
    found = names(view.document.text, view.side)
    words = [word for name in found for word in _words(name)]
    yield from _variants(found)
    yield from _misspelt(words, view)
    yield from _lists(view.document.text)


def _words(name: Name) -> Iterator[tuple[str, int]]:
    for word in re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]{2,})?", name.text):
        yield word[0], name.start + word.start()


def _variants(found: Sequence[Name]) -> Iterator[Hit]:
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, int] = {}
    for name in found:
        for word in re.finditer(r"\S+", name.text):
            text = re.sub(r"['’]s$|[^\w]+$", "", word[0])
            if len(_MARKS.sub("", text)) >= LONG:
                spellings[_MARKS.sub("", text)][text.replace("’", "'")] += 1
                places.setdefault(text.replace("’", "'"), name.start + word.start())
    for counts in spellings.values():
        usual, *others = [text for text, _ in counts.most_common()]
        for text in others:
            message = f"{usual!r} elsewhere"
            yield Hit(VARIANT, (places[text], places[text] + len(text)), message, fix=usual)


def _misspelt(words: Sequence[tuple[str, int]], view: View) -> Iterator[Hit]:
    counts = Counter(word for word, _ in words)
    shortened = {
        word[:at] + word[at + 1 :]: word
        for word, count in counts.items()
        if count and LONG <= len(word) <= LONGEST
        for at in range(2, len(word))
        if word[at] not in _GRAMMAR or at < len(word) - 2
    }
    for word, start in words:
        whole = shortened.get(word)
        if whole and counts[word] == 1 and not load_lexicon().frequency(fold_case(word), view.side):
            yield Hit(MISSPELT, (start, start + len(word)), f"{whole!r} elsewhere", fix=whole)


def _lists(text: str) -> Iterator[Hit]:
    """Two lists that agree before and after a name, but not in it."""
    middles: dict[tuple[str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for found in _LIST.finditer(text):
        if len(found["two"].split()) <= SHORT:
            middles[found["one"].split()[-1], found["three"][:5]].setdefault(found["two"], found.span("two"))
    for different in middles.values():
        if len(different) > 1:
            for name, span in different.items():
                others = ", ".join(each for each in different if each != name)
                yield Hit(VARIES, span, f"the same list has {others} elsewhere")
