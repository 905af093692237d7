"""Names that a text spells in several ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message
from aligner.text.entities.names.find import Name, find_names
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case
from aligner.types import Span

VARIANT = Rule("spelling.variant", "minor", "Terminology", "Xiong’an and Xiongan", scope="document")
MISSPELLED = Rule("name.misspelt", "major", "Spelling", "Baodin ← Baoding", scope="document")
VARIES = Rule(
    "name.varies", "critical", "Terminology: inconsistent", "Sanhe, Da Pai, Xianghe … Sanhe, Da Fang, Xianghe",
    scope="document",
)  # fmt: skip
RULES = (VARIANT, MISSPELLED, VARIES)
MAX_WORD_LETTERS = 30  # letters of a word that is searched for misspellings
MIN_NAME_LETTERS = 6  # letters of a name from which a similar one is the same name
MAX_LISTED_WORDS = 2  # words of a name in a list
MAX_LIST_END_CHARS = 5  # characters by which the ends of two lists are compared
_JOINING_MARKS = re.compile(r"['’\s-]")
_NAME = r"[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)*"
_LIST = re.compile(rf"(?=\b(?P<one>{_NAME}), (?P<two>{_NAME})(?:, | and | et )(?P<three>{_NAME}))")
# Letters that inflection adds to a name: Korean, Obamas, Russes.
_ENDING_LETTERS = frozenset({"s", "n", "e", "i", "y", "a", "o", "r", "d", "x", "t"})


def detect(view: View) -> Iterator[Hit]:
    """Report names that differ by an apostrophe, a hyphen or a letter, and lists that differ in one name."""
    names = find_names(view.document.text, view.side)
    words = [word for name in names for word in _words_of(name)]
    yield from _variants(names)
    yield from _misspelled(words, view)
    yield from _differing_lists(view.document.text)


def _words_of(name: Name) -> Iterator[tuple[str, int]]:
    for word in re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]{2,})?", name.text):
        yield word[0], name.start + word.start()


def _variants(names: Sequence[Name]) -> Iterator[Hit]:
    """Report names that are the same without apostrophes and hyphens as a more frequent name."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    starts: dict[str, int] = {}
    for name in names:
        for word in re.finditer(r"\S+", name.text):
            text = re.sub(r"['’]s$|[^\w]+$", "", word[0])
            letters = _JOINING_MARKS.sub("", text)
            if len(letters) >= MIN_NAME_LETTERS:
                spellings[letters][text.replace("’", "'")] += 1
                starts.setdefault(text.replace("’", "'"), name.start + word.start())
    for counts in spellings.values():
        usual, *others = [text for text, _ in counts.most_common()]
        for text in others:
            yield Hit(
                VARIANT, (starts[text], starts[text] + len(text)), message("“{word}” elsewhere", word=usual), fix=usual
            )


def _misspelled(words: Sequence[tuple[str, int]], view: View) -> Iterator[Hit]:
    """Report words that occur once, are unknown to the lexicon and lack a letter of another word."""
    counts = Counter(word for word, _ in words)
    shortened = {
        word[:index] + word[index + 1 :]: word
        for word in counts
        if MIN_NAME_LETTERS <= len(word) <= MAX_WORD_LETTERS
        for index in range(2, len(word))
        if word[index] not in _ENDING_LETTERS or index < len(word) - 2
    }
    for word, start in words:
        complete = shortened.get(word)
        if complete and counts[word] == 1 and not load_lexicon().frequency(fold_case(word), view.side):
            yield Hit(
                MISSPELLED, (start, start + len(word)), message("“{word}” elsewhere", word=complete), fix=complete
            )


def _differing_lists(text: str) -> Iterator[Hit]:
    """Report the middle names of lists that agree in the names before and after them."""
    middles: dict[tuple[str, str], dict[str, Span]] = defaultdict(dict)
    for names in _LIST.finditer(text):
        if len(names["two"].split()) <= MAX_LISTED_WORDS:
            ends = names["one"].split()[-1], names["three"][:MAX_LIST_END_CHARS]
            middles[ends].setdefault(names["two"], names.span("two"))
    for spans in middles.values():
        if len(spans) > 1:
            for name, span in spans.items():
                others = ", ".join(other for other in spans if other != name)
                yield Hit(VARIES, span, message("the same list has {names} elsewhere", names=others))
