"""Find phone numbers and codes of letters and digits, which are compared figure by figure and never as quantities.

The value of a phone number is that of its digits, without leading zeros. The value of a code is the number that its
letters and digits give in base 36, so that equal codes have equal values and no others have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from string import ascii_lowercase, digits

from aligner.languages import LANGUAGES
from aligner.text.entities.moments.clues import LONG
from aligner.text.entities.numbers.quantity import Quantity
from aligner.types import Side

PHONE, CODE = "phone", "code"  # units
MIN_PHONE_DIGITS, MAX_PHONE_DIGITS = 7, 15
MIN_CALLED_DIGITS = 4  # of a number that the text asks to call
MAX_CALL_GAP = 16  # characters between a word for calling and the number
MIN_LOCAL_DIGITS = 6  # of a number that the other side writes with the code of the country or the area
MAX_PREFIX_DIGITS = 4  # of such a code
MAX_CODE_CHARS = 16
MIN_ACRONYM_LETTERS = 2
BASE = 36
_SEPARATOR = r"[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}.\-\N{NON-BREAKING HYPHEN}]"
_PHONE = re.compile(
    rf"(?<![\w.,/€$£-])(?:"
    rf"(?P<international>(?:\+|00 ?)[1-9]\d{{0,3}}(?:{_SEPARATOR}?(?:\(0?\d{{0,4}}\){_SEPARATOR}?)?\d{{1,8}}){{1,7}})"
    rf"|(?P<american>(?:\+?1{_SEPARATOR})?(?:\(\d{{3}}\){_SEPARATOR}?|\d{{3}}{_SEPARATOR})\d{{3}}{_SEPARATOR}\d{{4}})"
    rf"|(?P<national>(?<!\d\s)\(?0\d{{1,4}}\)?(?:{_SEPARATOR}?\d{{2,8}}){{1,5}})"
    rf")(?![\w%€$£]|[.,:/-]\d)"
)
_CALL = re.compile(
    r"\b(?:call|calling|called|dial|dialling|phone|telephone|text|texting|ring|ringing|hotline|helpline|fax"
    r"|tel|appel\w*|compos\w+|téléphon\w*|tél|télécopi\w+|joindre|joign\w+|sms|texto)\b"
    rf"(?P<gap>[^\d+.;]{{0,40}})(?P<number>[+(]?\d[\d()]*(?:{_SEPARATOR}[\d()]+)+)(?![\w%€$£]|\s?[%€$£]|[.,:/-]\d)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(rf"[1-9]\d{{0,2}}(?:{_SEPARATOR}\d{{3}})+")
_SHORT_NUMBER = re.compile(rf"\d\d{_SEPARATOR}\d\d")  # « 39 19 »
_HYPHEN = r"[-\N{NON-BREAKING HYPHEN}]"
_CODE = re.compile(
    r"(?<![\w.@#&-])(?:"
    rf"[Cc][Oo][Vv][Ii][Dd](?:{_HYPHEN}|\s)?19"
    rf"|[A-Z]{{2}}\d\d [A-Z]{{3}}|[A-Z]{{2}}{_HYPHEN}\d{{3}}{_HYPHEN}[A-Z]{{2}}"  # number plates
    rf"|(?:[A-Z]{{1,6}}|[A-Z][A-Za-z]{{1,2}}){_HYPHEN}?\d+[A-Za-z0-9]*(?:{_HYPHEN}[A-Z]?\d+[A-Z]?)*"
    r"|\d{1,2}[DG]|\d\s?[x×]\s?\d{1,4}(?:\s?m)?"  # 3D, 5G, 4x4, « 4 x 100 m »
    r"|\d+[A-GI-Z]+\d+[A-Z0-9]*"
    rf")(?!\w|/\d|{_HYPHEN}\w|[.,]\d)"
)
_ARTICLE = re.compile(r"(?:\b(?:[aA]rticles?|[aA]rt\.|[sS]ections?)|§)\s(?P<number>[LRD]?\.?\s?\d+(?:[.-]\d+)+)(?!\w)")
# Searched from a figure on, which is several times faster than the patterns.
_PHONE_HINT = re.compile(rf"\d(?:(?:[\d()]|{_SEPARATOR}){{5,24}}\d|\d{_SEPARATOR}\d\d(?!\d))")
_CODE_HINT = re.compile(
    r"\d(?:(?<=[A-Za-z]\d)|(?<=[A-Za-z][-\N{NON-BREAKING HYPHEN}]\d)|(?<=[dD] \d)|(?=[A-Z]|\s?[x×]))"
)
_PHONE_CLUES = frozenset(
    (LONG, ">-", ">\N{NON-BREAKING HYPHEN}", ">.", ">)", "> (", *(f"> {digit}" for digit in range(10)))
)
_ARTICLE_CLUES = frozenset((">.", ">-"))
_CODE_CLUES = frozenset(
    (
        "<-",
        "<\N{NON-BREAKING HYPHEN}",
        "covid",
        ">d",
        ">g",
        ">x",
        "> x",
        ">×",
        "> ×",
        *(f"<{letter}" for letter in ascii_lowercase),
    )
)
_NOT_IN_KEY = re.compile(r"[^0-9a-z]|(?<=\d)s(?![0-9a-z])")
_MONEY = frozenset(
    word for language in LANGUAGES.values() for word in {*language.signs, *language.units} if len(word) > 2
)


WORD_CLUES = ("covid",)


def find_identifiers(text: str, side: Side, clues: set[str]) -> Iterator[list[Quantity]]:
    """Yield the phone numbers and codes of a text; those that overlap by preference."""
    if not clues.isdisjoint(_PHONE_CLUES) and _PHONE_HINT.search(text):
        yield from _phones(text, side)
    if not clues.isdisjoint(_ARTICLE_CLUES):
        for match in _ARTICLE.finditer(text):
            yield from _read_code(text, *match.span("number"))
    if not clues.isdisjoint(_CODE_CLUES) and _CODE_HINT.search(text):
        for match in _CODE.finditer(text):
            yield from _read_code(text, *match.span())


def _phones(text: str, side: Side) -> Iterator[list[Quantity]]:
    for match in _PHONE.finditer(text):
        yield from _read_phone(text, *match.span(), MIN_PHONE_DIGITS)
    for match in _CALL.finditer(text):
        near = len(match["gap"]) <= MAX_CALL_GAP and (side == "en" or not _THOUSANDS.fullmatch(match["number"]))
        if _SHORT_NUMBER.fullmatch(match["number"]) or near:
            yield from _read_phone(text, *match.span("number"), MIN_CALLED_DIGITS)


def same_code(one: Quantity, two: Quantity) -> bool:
    """Return whether two quantities are one phone number or one code.

    A phone number may lack the codes of country and area. A code may have been read as a number, as in "sections 2 and
    86.1", or begin with an acronym that the other language writes with more letters: NC3, « GNC3 ».
    """
    if one.kind == "code":
        if two.kind == "cardinal":
            return _key(one.text) == _key(two.text)
        return two.kind == "code" and _is_same_acronym(_key(one.text), _key(two.text))
    if one.kind != "phone" or two.kind not in ("phone", "cardinal"):
        return False
    short, long = sorted((str(one.value), str(two.value)), key=len)
    is_local = len(short) >= MIN_LOCAL_DIGITS and len(long) - len(short) <= MAX_PREFIX_DIGITS
    return short == long or (is_local and long.endswith(short))


def _is_same_acronym(one: str, two: str) -> bool:
    letters, more_letters = one.rstrip(digits), two.rstrip(digits)
    return (
        len(letters) >= MIN_ACRONYM_LETTERS
        and letters.isalpha()
        and one[len(letters) :] == two[len(more_letters) :]
        and not Counter(letters) - Counter(more_letters)
    )


def _read_phone(text: str, start: int, end: int, min_digits: int) -> Iterator[list[Quantity]]:
    figures = re.sub(r"\D", "", text[start:end].replace("(0)", ""))
    if min_digits <= len(figures) <= MAX_PHONE_DIGITS:
        yield [Quantity(Decimal(figures), PHONE, start, end, text[start:end], "phone")]


def _read_code(text: str, start: int, end: int) -> Iterator[list[Quantity]]:
    key = _key(text[start:end])
    if key.rstrip("0123456789") not in _MONEY and 2 <= len(key) <= MAX_CODE_CHARS:
        yield [Quantity(Decimal(int(key, BASE)), CODE, start, end, text[start:end], "code")]


def _key(text: str) -> str:
    """Return the letters and digits of a text in lower case, without a plural: "G-8" and « G 8 » have the same."""
    return _NOT_IN_KEY.sub("", text.lower().replace("×", "x"))
