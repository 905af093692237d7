"""Decide whether a sentence ends at a mark, from the class of the word before it and of the word after it.

A full stop ends a sentence unless an abbreviation before it, the word after it or an open bracket prevents that; see
:func:`sentence_end`.
"""

from __future__ import annotations

import re

from aligner.languages import LANGUAGES, Language
from aligner.text.attributions import names_speaker

MAX_TIME_CHARS = 20  # "Before 10.30 p.m."
MAX_BRACKET_CHARS = 200  # before and after a full stop within brackets
_OMISSION = r"\[(?:\.{3}|…)\]|\((?:\.{3}|…)\)"
_SYMBOLS = "\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d"  # arrows, dingbats, emoji and their joiners
CANDIDATE = re.compile(
    r"(?P<stop>[.!?…。！？]+(?:\s{1,2}[.!?…]+(?!\w))*)"
    r"(?P<close>(?:\s{0,2}[»›]|[\"'”’)\]}」』])*)"
    # Marks of notes, omissions and emoji that follow without a space.
    rf"(?P<note>(?:\[\d{{1,3}}\]|(?:[*†‡§¹²³⁰⁴-⁹{_SYMBOLS}]+|\(\d{{1,3}}\)|{_OMISSION})(?!\w))*)"
)
# Any sign may open a sentence, except those that continue one; "(a)" numbers it.
_NEXT = re.compile(
    rf"(?P<open>(?:{_OMISSION}|\((?:[a-z]|[ivx]{{2,5}})\)(?=\s)|[^\w.,;:!?…。！？%&+=<>/\\|~^`°$€£¥#@])*)(?P<word>\w+(?:['’]\w+)?|[$€£¥#@])?"
)
_FUSED = re.compile(r"(?P<first>[^\W\d_])(?:(?P<rest>[^\W\d_]+)|['’][^\W\d_])?(?P<dot>[.@/_=(]\w)?")
_QUOTE = re.compile(r"[\"“‘„«‹]")
_LATE_CLOSE = re.compile(r"\s\"(?=\s)")
_INITIALS = re.compile(r"(?:(?:[^\W\d_]\.-?)*|(?:Jean|Marie|Anne|Pierre|Paul|Louis|Charles|Hans|Karl|José)-)[^\W\d_]")
_LABEL = re.compile(r"\d{1,3}|[A-Za-z]|[IVXivx]{1,5}|N\.B|(?:P\.-?)+S")  # at the start of a sentence
_ROMAN = re.compile(r"[IVXLC]+")
_TIME = re.compile(r"(?:[A-Z][\w.’'-]*\s){1,4}[Tt]ime\b(?!\s(?:is|was)\b)")  # "5 p.m. New York time"
_CAPITALISED = re.compile(r"\s[^\W\d_a-zà-ÿœ]")
_OPENERS = "\"'“‘„«‹([{—–-"
_SUFFIXES = re.compile(
    r"(?i:com|net|org|edu|gov|fr|ca|uk|cn|eu|de|be|ch|io|js|py|txt|pdf|html|htm|php|asp|exe|doc|csv|info)"
)
_ABBREVIATIONS = {
    side: frozenset().union(language.never_end, language.may_end, language.before_capital, language.before_number)
    for side, language in LANGUAGES.items()
}


def sentence_end(text: str, match: re.Match[str], start: int, language: Language, *, quoted: bool) -> int:
    """Return the end of the sentence that began at `start` if it ends at this mark, else 0.

    Parameters
    ----------
    match : re.Match
        Of `CANDIDATE`.
    quoted : bool
        Whether a straight quotation mark is open before it.
    """
    stop, close, end = match["stop"], match["close"], match.end()
    if close == '"' and not match["note"] and not quoted and not text[end : end + 1].isspace():
        close, end = "", match.end("stop")  # it opens what follows
    after = _NEXT.match(text, end)
    if after is None or (after["word"] is None and after.end() == len(text)):
        return 0
    if stop[-1] in "。！？":
        return end
    if not after["open"][:1].isspace():
        return end if _ends_without_space(text, match, start, end, language) else 0
    if quoted and not close and (late := _LATE_CLOSE.match(text, end)):
        end = late.end()  # a closing mark with a space before it
        after = _NEXT.match(text, end) or after
    word = after["word"] or ""
    if not word or word[0].islower() or _in_brackets(text, match, start):
        return 0
    if stop != ".":
        return end if _ends_at_exclamation(text, match, after, language) else 0
    return end if close or match["note"] or _ends_at_full_stop(text, match, start, after, language) else 0


def _ends_at_exclamation(text: str, match: re.Match[str], after: re.Match[str], language: Language) -> bool:
    """Return whether ``!``, ``?`` or an ellipsis before a capital ends a sentence."""
    before = _words_before(text, match.start(), 0)
    if text[max(match.start() - 1, 0)] in "([":
        return False  # "(!)", "[...]"
    if before and before[-1].lower() in language.exclaimed_names and match["stop"] == "!" and not match["close"]:
        return False
    if not match["close"] or _QUOTE.search(after["open"]):
        return True
    return not names_speaker(text, after.start("word"), language)


def _ends_at_full_stop(text: str, match: re.Match[str], start: int, after: re.Match[str], language: Language) -> bool:
    """Return whether a full stop before a space and a word ends a sentence."""
    before = _words_before(text, match.start(), start)
    if not before or text[match.start() - 1].isspace():
        return True
    last, word = before[-1], after["word"]
    alone = match.start() - start == len(last)
    if not alone and len(last) > 1 and last.isalpha() and last.lower() not in _ABBREVIATIONS[language.side]:
        return True  # nearly always
    if alone and _LABEL.fullmatch(last):
        return False  # "1. Promote"
    name = _abbreviated(last, language)
    number = _is_number(text, after, last, language)
    if number and name.lower() in language.before_number:
        return False  # "No. 5", "Sect. B"
    if name.lower() in language.before_capital:
        return not _is_time_zone(text, after, language) and not _is_time_alone(text, start, match.start(), language)
    if language.eras.search(text, max(start, match.start() - 20), match.start()):  # "He died in 44 B.C. Rome"
        return not _is_time_alone(text, start, match.start(), language)
    unit = last in language.units or name.lower() in language.months
    if len(before) > 1 and ((before[-2][-1:].isdigit() and not number and unit) or _is_lettered(before, language)):
        return True  # "4892 m. Dans", "1 Jan. Space", "Serie A. Juventus"
    initial = len(word) == 1 and text[after.end() : after.end() + 1] == "."  # "ed. A. Hill"
    starter = _may_start_sentence(word, language) and not initial
    group = word.lower() in language.groups
    if _is_listed(name, language.may_end, language):
        return starter or (group and "." not in name)  # "Acme Inc. Analysts", but "U.S. Soldiers"
    if _is_initial(before, language):
        return (starter or group) and not _begins_surname(text, after, language)
    return not _is_listed(name, language.never_end, language)


def _abbreviated(last: str, language: Language) -> str:
    """Return the part of a word that may be an abbreviation: "Ph" of "Jean-Ph", "Sept" of "non-Sept"."""
    word = re.split(r"['’]", last)[-1]
    if any(word.lower() in table for table in (language.may_end, language.never_end, language.before_capital)):
        return word
    return word.rsplit("-", 1)[-1]


def _is_listed(word: str, table: frozenset[str], language: Language) -> bool:
    """Return whether a table has an abbreviation; one that is also another word needs a capital and small letters."""
    lower = word.lower()
    if lower not in table:
        return False
    if lower in language.capitalised or lower in language.sentence_starters:
        return word[0].isupper() and (len(word) == 1 or word[1:].islower())
    return True


def _is_number(text: str, after: re.Match[str], last: str, language: Language) -> bool:
    """Return whether the word after an abbreviation numbers it: a figure, a Roman numeral or a single capital."""
    word = after["word"]
    if not word[0].isalpha():
        return True
    if word.lower() in language.sentence_starters:  # "Vols. I", "sect. A,", but not "He said no. I left."
        listed = (word == "I" and last[0].isupper()) or text[after.end() : after.end() + 1] in ",;)."
        return len(word) == 1 and listed and last.lower() not in language.sentence_starters
    return len(word) == 1 or _ROMAN.fullmatch(word) is not None


def _is_initial(before: list[str], language: Language) -> bool:
    """Return whether the last word is an initial, or several; « M. » is one only after a name."""
    last = before[-1]
    if last.islower() or not _INITIALS.fullmatch(last) or (len(last) > 1 and last.lower() in language.never_end):
        return False
    name = before[-2:][0]
    named = name[0].isupper() and name[-1].islower() and name.lower() not in language.sentence_starters
    return named or last.lower() not in language.titles


def _is_lettered(before: list[str], language: Language) -> bool:
    """Return whether the last word is a letter that belongs to the noun before it, as in "Group B"."""
    noun, letter = before[-2:]
    if noun in language.copulas:
        noun = before[0]  # "His grade is D. Teachers"
    if len(letter) != 1 or not letter.isupper():
        return False
    # X is hardly ever an initial: "Malcolm X", "Mme X".
    anonymous = letter == "X" and noun != noun.lower() and noun[-1].islower()
    return noun in language.lettered_nouns or noun.lower() in language.lettered_nouns or anonymous


def _begins_surname(text: str, after: re.Match[str], language: Language) -> bool:
    """Return whether the next word is an article that begins a surname, as in "J.-Y. Le Drian"."""
    elided = re.search(r"['’](?=[^\W\d_a-zà-ÿœ])", after["word"])
    article = after["word"].lower() in language.surname_articles
    return elided is not None or (article and _CAPITALISED.match(text, after.end()) is not None)


def _is_time_zone(text: str, after: re.Match[str], language: Language) -> bool:
    """Return whether the words after "5 p.m." belong to the time: a zone, a day, a month or "Paris time"."""
    word = after["word"].lower()
    if _TIME.match(text, after.start("word")) and word not in language.sentence_starters:
        return True
    if word in language.days or word in language.months:
        return True
    return word in language.time_zones and not _CAPITALISED.match(text, after.end())


def _is_time_alone(text: str, start: int, end: int, language: Language) -> bool:
    """Return whether a sentence so far is only a time, as in "At 5 p.m. Hill" or "In 44 B.C. Caesar"."""
    if end - start > MAX_TIME_CHARS:
        return False
    first, number, *_ = [*text[start:end].split(), "", ""]
    return first.lower() in language.sentence_starters and number[:1].isdigit()


def _ends_without_space(text: str, match: re.Match[str], start: int, end: int, language: Language) -> bool:
    """Return whether a full stop without a space after it ("District.Since") ends a sentence."""
    before = _words_before(text, match.start(), start)
    after = _FUSED.match(text, end)
    if after is None or not after["first"].isupper() or after["dot"] or not before:
        return False
    last, rest = re.split(r"['’]", before[-1])[-1], after["rest"] or ""
    if match["close"] and not match["close"].isspace():
        return True
    if not rest.islower() and not _may_start_sentence(after[0], language):
        return False
    if _SUFFIXES.fullmatch(after[0]) or any(mark in last for mark in "./@\\_="):
        return False
    if last.isdigit():
        return match.start() - start > len(last) and len(rest) > 1
    return last[-1:].islower() and len(last) > 1 and last.lower() not in language.never_end


def _may_start_sentence(word: str, language: Language) -> bool:
    """Return whether a sentence is likely to start with this word."""
    head, *elided = re.split(r"['’]", word.lower(), maxsplit=1)
    starters = language.sentence_starters
    return word.lower() in starters or head in starters or (bool(elided) and head in language.elisions)


def _in_brackets(text: str, match: re.Match[str], start: int) -> bool:
    """Return whether the full stop is within short brackets that close after it."""
    if ")" in match["close"]:
        return False
    opened = text.rfind("(", max(start, match.start() - MAX_BRACKET_CHARS), match.start())
    if opened < 0 or text.find(")", opened, match.start()) >= 0:
        return False
    return text.find(")", match.end(), match.end() + MAX_BRACKET_CHARS) >= 0


def _words_before(text: str, end: int, start: int) -> list[str]:
    """Return the last three words before `end` without opening marks."""
    return [word.lstrip(_OPENERS) or word for word in text[max(start, end - 40) : end].split()[-3:]]
