"""Recognise the clause that names the speaker of a quotation, as in "Why?" Ann Hill asked.

Each word of the clause becomes a letter for its kind, and patterns of letters decide.
"""

from __future__ import annotations

import re

from aligner.languages import Language
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.languages.reporting import ATTRIBUTIONS, Attribution

_CLAUSE = re.compile(r"(?:[^!?…\"“”«»;.]|\.(?!\.)){0,240}")  # a name with an apposition is hardly longer
_TOKEN = re.compile(r"@?(?P<word>\w+(?:['’.&-]\w+)*(?:(?<=s)['’](?=\s))?)(?P<dot>\.(?!\w))?|[^\w\s]")
_BRACKETS = re.compile(r"\([^()]*\)")
_APOSTROPHE = re.compile(r"['’]")
_ADVERB = re.compile(r"\w{3,}(?:ly|ment)")
_MODIFIER = re.compile(r"\w{3,}(?:ly|ment|ant|ée?s?)")  # adverbs and participles
_POSSESSIVE = ("'s", "’s", "s'", "s’")
# Names (N) with possessives (S), up to three common nouns or figures (n) in a row, links (L) with articles (T), and
# more names after "and" (A); perhaps with an apposition of any words.
_NAMES = r"[NS](?:[NS]|[nB]{1,3}(?![nB])|LT?|A(?=[NS]))*(?:,[^.:]{1,24},)?"
# One or two of them, or a pronoun (P), then auxiliaries and adverbs (X), and the verb (V), which only after these may
# be a base form (B). After a possessive it is a noun: "Smith's claims".
_SPEAKER = re.compile(rf"(?:P|T?{_NAMES}(?:A{_NAMES})?)(?:X*(?<!S)V|X*(?<=[PX])B)")
# After the verb an object or a clause (O), a plain noun (n), a name (N) or a figure (D); after any listener "that" (C)
# or a colon.
_CLAUSE_OF_ADDRESSED = re.compile(r"[^.,:c]{0,5}C|[^.,:]{0,12}:")
MAX_CLAUSE_TOKENS = 13  # that these patterns read
_OWN_CLAUSE = re.compile(rf"[OnND]|{_CLAUSE_OF_ADDRESSED.pattern}")


def names_speaker(text: str, start: int, language: Language) -> bool:
    """Return whether the words at `start`, after a quotation, name its speaker.

    They do if a name or a pronoun comes first, a reporting verb follows before any other clause, and that verb has no
    clause or object of its own: "Smith said he was safe" is another sentence.
    """
    words = ATTRIBUTIONS[language.side]
    clause = _CLAUSE.match(text, start)
    tokens = _tokens(clause[0], language) if clause else []
    if not tokens:
        return False
    kinds = [_kind_of_first(tokens[0], words, language)]
    kinds += [_kind_before_verb(token, words, language) for token in tokens[1:]]
    speaker = _SPEAKER.match("".join(kinds))
    if speaker is None:
        return False
    verb, after = tokens[speaker.end() - 1], tokens[speaker.end() :]
    if f"{verb} {' '.join(after[:1])}" in words.phrases and not language.days.intersection(map(str.lower, after[1:2])):
        return False  # "called for", but not "reported on Monday"
    if verb in words.closing:
        particle = words.closing[verb].split()
        rest = after[len(particle) :]
        return after[: len(particle)] == particle and (not rest or rest[0] in ".,:")
    own_clause = _CLAUSE_OF_ADDRESSED if verb in words.addressed else _OWN_CLAUSE
    length = min(len(after), MAX_CLAUSE_TOKENS)
    return not own_clause.match("".join(_kind_after_verb(after, index, words, language) for index in range(length)))


def _tokens(text: str, language: Language) -> list[str]:
    """Return the words, elided ones apart, and the marks without the full stops of abbreviations."""
    tokens = []
    for match in _TOKEN.finditer(_BRACKETS.sub("", text)):
        word = match["word"] or match[0]
        elided, *rest = _APOSTROPHE.split(word, maxsplit=1)
        tokens += [elided, *rest] if elided.lower() in language.elisions else [word]
        if match["dot"] and not (word[0].isupper() and (len(word) <= 2 or _is_abbreviation(word.lower(), language))):
            tokens.append(".")
    return tokens


def _is_abbreviation(word: str, language: Language) -> bool:
    return word in language.never_end or word in language.may_end


def _kind_of_first(token: str, words: Attribution, language: Language) -> str:
    """Return the letter of the first token, "." if no speaker begins with it."""
    lower = token.lower()
    if _APOSTROPHE.split(lower)[0] in words.pronouns:
        return "P"
    if lower in words.articles:
        return "T"
    if not token[0].isupper() or lower in language.sentence_starters:
        return "."
    return "S" if token.endswith(_POSSESSIVE) else "N"


def _kind_before_verb(token: str, words: Attribution, language: Language) -> str:
    """Return the letter of a later token as part of the speaker, "." if it can be no part."""
    lower = token.lower()
    if not token[0].isalnum():
        return token if token in ",:" else "."
    if token[0].isupper():
        return "S" if token.endswith(_POSSESSIVE) else "N"
    for kind, table in (("L", words.links), ("T", words.articles), ("A", words.coordinators), ("X", words.auxiliaries)):
        if lower in table:
            return kind
    if lower in words.verbs or lower in words.closing:
        return "V"
    if lower in words.bases:
        return "B"
    if _ADVERB.fullmatch(lower):
        return "X"
    return "f" if lower in FUNCTION_WORDS[language.side] else "n"


def _kind_after_verb(tokens: list[str], index: int, words: Attribution, language: Language) -> str:
    """Return the letter of a token after the verb; a day, a month or "two days later" begins no clause."""
    token, lower = tokens[index], tokens[index].lower()
    if not token[0].isalnum():
        return token if token in ",:" else "."
    counted = token[0].isdigit() or lower in language.cardinals
    times = words.occasions.intersection(
        tokens[index + 1 : index + 3] if counted or lower in words.openers else [lower]
    )
    if times or lower in language.days or lower in language.months:
        return "w"
    if lower in words.conjunctions:
        return "c"
    if lower in words.complementizers:
        return "C"
    if lower in words.openers:
        return "O"
    if counted or token[0].isupper():
        return "D" if counted else "N"
    saying = lower.endswith("ing") and lower in words.bases  # "was heard asking"
    adverb = lower in words.auxiliaries or lower in language.sentence_starters or _MODIFIER.fullmatch(lower)
    return "w" if saying or adverb or lower in FUNCTION_WORDS[language.side] else "n"
