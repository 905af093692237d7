"""Split a text into the tokens that are compared, and recognise two spellings of one word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from aligner.languages.english_spelling import in_american_spelling
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.text.words.tokens import ELIDED, fold_case, lemma_candidates, strip_accents
from aligner.types import Side

_ENDING = r"['’](?:s|re|ve|ll|d|m|t)(?!\w)"  # of an English contraction or possessive
_FIGURES = r"\d+(?:[.,:]\d+)*[^\W_]*"
_SIGN = r"[%‰$€£¥°]|(?<![\w)])[-−–](?=[\d$€£¥])"
_TOKEN: dict[Side, re.Pattern[str]] = {
    "en": re.compile(
        rf"{_FIGURES}|[^\W\d_]+(?=n['’]t(?!\w))|n['’]t(?!\w)|{_ENDING}"
        rf"|[^\W_]+(?:(?!{_ENDING})['’][^\W\d_]+)*|{_SIGN}",
        re.IGNORECASE,
    ),
    "fr": re.compile(rf"{ELIDED}|{_FIGURES}|[^\W_]+(?:['’][^\W_]+)*|{_SIGN}"),
}
_CONTRACTIONS = {
    "n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "ca": "can", "wo": "will", "sha": "shall",
}  # fmt: skip
_ENDINGS_OF_S = frozenset({"is", "has", "us"})  # what "'s" may be short for
# Letters that American spelling changes, with what the British ones become; a word may have several of them.
_AMERICAN = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"(?<=[a-z]{2})our(?=s|ed|ing|ers?|ite|able|ful|less|hood|ly|al|$)", "or"),
        (r"is(?=e[sdr]?$|ers$|ing$|ations?$|ational$)", "iz"), (r"ys(?=e[sdr]?$|ing$)", "yz"),
        (r"(?<=[tbh])re(?=s?$|d$)", "er"), (r"ll(?=ed$|ing$|ers?$|ous$|ments?$|ful$)", "l"),
        (r"ogue(?=s?$)", "og"), (r"(?<=[a-z])ence(?=s?$)", "ense"), (r"[ao]e(?=[a-z]{2})", "e"),
        (r"mme(?=s?$|d$)", "m"), (r"^grey", "gray"), (r"^tyre", "tire"), (r"^chequ", "check"), (r"plough", "plow"),
        (r"^kerb", "curb"), (r"sceptic", "skeptic"), (r"^aluminium", "aluminum"), (r"^storey", "story"),
        (r"(?<=ward)s$", ""), (r"eable", "able"), (r"dgement", "dgment"),
    )
)  # fmt: skip
_MARK = re.compile(r"\W")
_SILENT_ENDING = re.compile(r"(?<=\w{3})(?:es?|s|x|e?nt)\Z")


class Token(NamedTuple):
    """A word, a figure or a sign of a unit, with its half-open offsets; equal keys are one word."""

    key: str
    start: int
    end: int
    text: str


def tokens_of(text: str, side: Side, offset: int = 0) -> list[Token]:
    """Split a text into tokens; punctuation, spaces and letter case make no difference between keys.

    Parameters
    ----------
    offset : added to the offsets of the tokens
    """
    return [
        Token(_key(match[0], side), offset + match.start(), offset + match.end(), match[0])
        for match in _TOKEN[side].finditer(text)
    ]


@lru_cache(1 << 16)
def _key(text: str, side: Side) -> str:
    key = fold_case(text).replace("−", "-").replace("–", "-")
    if side == "en":
        return _CONTRACTIONS.get(key, key)
    return f"{key[:-1]}e" if key.endswith("'") else key  # « l' » is « le »


def same_spelling(one: Sequence[Token], two: Sequence[Token], side: Side) -> bool:
    """Return whether two runs of tokens are spellings of the same words: colour and color, « évènement »."""
    keys = [token.key for token in one], [token.key for token in two]
    if keys[0] == keys[1]:
        return True
    joined = ["".join(_spelling(key, side) for key in run) for run in keys]
    if joined[0] == joined[1] and all(joined):
        return True
    return side == "en" and any(a == ["'s"] and len(b) == 1 and b[0] in _ENDINGS_OF_S for a, b in (keys, keys[::-1]))


@lru_cache(1 << 16)
def _spelling(key: str, side: Side) -> str:
    """Return what all spellings of a word have in common: without marks and accents, in American spelling."""
    plain = _MARK.sub("", strip_accents(key)) if not key.isalnum() or not key.isascii() else key
    if side == "en":
        plain = in_american_spelling(plain)
        for pattern, letters in _AMERICAN:
            plain = pattern.sub(letters, plain)
    return plain


def differ_in_agreement(one: str, two: str) -> bool:
    """Return whether two French keys differ only by the silent endings of number, gender and person."""
    return one != two and _SILENT_ENDING.sub("", one) == _SILENT_ENDING.sub("", two)


@lru_cache(1 << 14)
def same_lemma(one: str, two: str, side: Side) -> bool:
    """Return whether two keys may be forms of one word."""
    return not {*lemma_candidates(one, side)}.isdisjoint(lemma_candidates(two, side))


def is_content(token: Token, side: Side) -> bool:
    """Return whether a token is more than a function word: a content word, a figure or a sign."""
    return token.key not in FUNCTION_WORDS[side] and token.key != "'s"
