"""Inflected forms of the words of tables: a verb, marked "*", or a noun or adjective, marked "+".

Some forms do not exist; no text has them. A form that is another word is written out in the table instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from aligner.languages.inflection import IRREGULAR, STEM_CHANGES
from aligner.types import Side

_ER_CLOSE = ("a", "ai", "ait", "aient", "ais", "ant", "ons", "âmes", "ât")  # endings before which c and g are softened
_ER_MUTE = ("e", "es", "ent", "era", "erai", "eront", "erons", "erez", "erait", "eraient", "erais")
_ER = (*_ER_CLOSE, *_ER_MUTE, "er", "é", "ée", "és", "ées", "ez", "iez", "ions", "èrent")
_IR = (
    "ir", "i", "ie", "is", "ies", "it", "issent", "issons", "issez", "issait", "issaient", "issant", "isse", "ira",
    "irai", "iront", "irons", "irait", "iraient", "irent", "ît",
)  # fmt: skip
_RE = (
    "re", "", "s", "u", "ue", "us", "ues", "ent", "ons", "ez", "e", "es", "ait", "aient", "ais", "ant", "is", "it",
    "irent", "ra", "rai", "ront", "rons", "rait", "raient",
)  # fmt: skip
# Endings of nouns and adjectives with those of their other forms, the longest first.
_ADJECTIVES = (
    ("teur", "teurs trice trices teuse teuses"), ("eur", "eurs euse euses eure eures"), ("eux", "euse euses"),
    ("eau", "eaux"), ("if", "ifs ive ives"), ("al", "aux ale ales als"), ("el", "els elle elles"),
    ("en", "ens enne ennes"), ("on", "ons onne onnes one ones"),
    ("er", "ers ère ères"), ("et", "ets ette ettes ète ètes"),
    ("c", "cs que ques cque cques che ches"), ("x", "sse sses se ses"), ("s", "se ses"), ("e", "es"),
    ("", "s e es"),
)  # fmt: skip
_VOWELS = "aeiou"
_MARKED = re.compile(r"((?:.*?_)??)([^_]+)([*+])(.*)")


def inflected(name: str, side: Side) -> Iterator[str]:
    """Yield the forms of a word or phrase of a table, "_" between words; without a mark, itself alone."""
    marked = _MARKED.match(name)
    if marked is None:
        yield name
        return
    before, word, mark, after = marked.groups()
    forms = _FORMS[side, mark](word)
    yield from (f"{before}{form}{after}" for form in forms) if before or after else forms


def _english_noun(word: str) -> Iterator[str]:
    yield word
    if word.endswith(("s", "x", "ch", "sh", "z")):
        yield f"{word}es"
    elif word[-1] == "y" and word[-2] not in _VOWELS:
        yield f"{word[:-1]}ies"
    elif word.endswith("man"):
        yield f"{word[:-2]}en"
    else:
        yield f"{word}s"


def _english_verb(word: str) -> Iterator[str]:
    yield from _english_noun(word)
    yield from (form for form, lemma in IRREGULAR["en"].items() if lemma == word)
    if word.endswith("o"):
        yield f"{word}es"
    if word.endswith("ie"):
        yield from (f"{word}d", f"{word[:-2]}ying")
    elif word[-1] == "e":
        yield from (f"{word}d", f"{word if word.endswith('ee') else word[:-1]}ing")
    elif word[-1] == "y" and word[-2] not in _VOWELS:
        yield from (f"{word[:-1]}ied", f"{word}ing")
    else:
        yield from (f"{word}ed", f"{word}ing")
        if word[-1] not in f"{_VOWELS}wxy" and word[-2] in _VOWELS:
            yield from (f"{word}{word[-1]}ed", f"{word}{word[-1]}ing")


def _french_verb(word: str) -> Iterator[str]:
    yield word
    if word.endswith("er"):
        yield from _french_first_group(word[:-2])
        return
    irregular = [ending for ending in STEM_CHANGES if word.endswith(ending)]
    if irregular:
        ending = max(irregular, key=len)
        yield from (word[: -len(ending)] + form for form in STEM_CHANGES[ending].split())
        yield from (f"{word if word.endswith('r') else word[:-1]}{end}" for end in ("a", "ont", "ait", "aient"))
    elif word.endswith("ir"):
        yield from (f"{word[:-2]}{end}" for end in _IR)
    else:
        yield from (f"{word[:-2]}{end}" for end in _RE)


def _french_first_group(stem: str) -> Iterator[str]:
    soft = {"c": f"{stem[:-1]}ç", "g": f"{stem}e"}.get(stem[-1], stem)
    yield from (f"{soft if end in _ER_CLOSE else stem}{end}" for end in _ER)
    letters = len(stem) - len(stem.rstrip("bcçdfghjklmnpqrstvwxz"))
    vowel = stem[-letters - 1 : len(stem) - letters]
    if vowel in ("e", "é") and letters:  # achète, cède
        yield from (f"{stem[: -letters - 1]}è{stem[-letters:]}{end}" for end in _ER_MUTE)
    if stem.endswith(("et", "el")):  # rejette
        yield from (f"{stem}{stem[-1]}{end}" for end in _ER_MUTE)
    if stem[-1] == "y":  # déploie
        yield from (f"{stem[:-1]}i{end}" for end in _ER_MUTE)


def _french_adjective(word: str) -> Iterator[str]:
    yield word
    ending, others = next(row for row in _ADJECTIVES if word.endswith(row[0]))
    yield from (word[: len(word) - len(ending)] + other for other in others.split())


_FORMS: dict[tuple[Side, str], Callable[[str], Iterator[str]]] = {
    ("en", "*"): _english_verb,
    ("en", "+"): _english_noun,
    ("fr", "*"): _french_verb,
    ("fr", "+"): _french_adjective,
}
