"""Find years, decades, parts of a year and anniversaries in all their forms, with canonical values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from aligner.languages import LANGUAGES
from aligner.languages.times import ANNIVERSARIES, DECADES, PARTS_OF_YEAR
from aligner.text.entities.moments.clues import FormIndex
from aligner.text.entities.numbers.patterns import any_of_pattern
from aligner.text.entities.numbers.quantity import Kind, Quantity
from aligner.text.entities.numbers.words import parse_number_words
from aligner.types import Side

QUARTER, HALF, ALWAYS = "Q", "H", "always"  # units of periods
MAX_CUE_CHARS = 60  # between a number that may be a decade and a word that makes it an age or a temperature
FIRST_YEAR_OF_1900S = 30  # of the years of two digits
_CENTURY = r"(?:1[0-9]|20)"
_YEAR = rf"{_CENTURY}\d\d"
_SPOKEN_CENTURIES = {"fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20}
_OWN = re.compile(r"\b(?:his|her|their|its|my|your|our|whose)\s(?:early|mid|late)?[\s-]?\Z")  # ages: "in her 40s"
_WARMTH = re.compile(r"\b(?:highs?|lows?|temperatures?|thermometers?|upper|lower|heat|degrees|fahrenheit)\b")
_Read = Iterator[tuple[int, str, Kind]]


class _Form(NamedTuple):
    """One way to write a period: clues one of which every text with it has, its pattern, and what it yields."""

    clues: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Side], _Read]
    cased: bool = False


def find_periods(text: str, lowered: str, side: Side, clues: set[str]) -> Iterator[list[Quantity]]:
    """Yield the years, decades, quarters, halves of years and anniversaries that are not plain numbers.

    A range such as "2023-24" yields two years of the same offsets. "24/7" and its like, which translations put in many
    ways, yield a period with the unit "always".

    Parameters
    ----------
    text : str
        Any text.
    lowered : str
        The same in lower case, with all characters at the same offsets.
    side : Side
        Its language.
    clues : set of str
        The clues of the text, `period_clues` among them.
    """
    for form in _forms(side).likely(clues):
        for match in form.pattern.finditer(text if form.cased else lowered):
            start = max(match.start(), match.start("begin") if "begin" in form.pattern.groupindex else 0)
            periods = [
                Quantity(Decimal(value), unit, start, match.end(), text[start : match.end()], kind)
                for value, unit, kind in form.read(match, side)
            ]
            if periods:
                yield periods


def period_clues(side: Side) -> Iterable[str]:
    """Return the clues to all forms of periods."""
    return _forms(side).clues


def same_period(one: Quantity, two: Quantity) -> bool:
    """Return whether two periods, or a period and a number, may be the same.

    The '90s are the 1990s, '98 is 1998, and the 1800s are the 19th century.
    """
    if one.kind == "period":
        kind, units = ("cardinal", ("hour", "day")) if one.unit == ALWAYS else ("ordinal", ("",))
        return two.kind == kind and two.unit in units and one.value == two.value
    if one.unit or one.value < 1000 or "clock" in (one.kind, two.kind) or two.unit[:1] not in ("", "°"):
        return False
    if one.kind == "decade" and two.kind == "ordinal":
        return one.value // 100 + 1 == two.value
    return sum(map(str.isdigit, two.text)) < 3 and one.value - two.value in (1800, 1900, 2000)


@cache
def _forms(side: Side) -> FormIndex[_Form]:
    return FormIndex((*(_english_forms() if side == "en" else _french_forms()), *_shared_forms(side)))


def _shared_forms(side: Side) -> Iterator[_Form]:
    # A pattern whose first element is a literal is searched much faster than one with an assertion before it.
    span = rf"(?P<year>{_YEAR})(?<![\w.,/–-]\d{{4}})\s?[-–/]\s?(?P<last>\d\d)(?![\w/–-]|[.,]\d|\s?[%°])"
    yield _Form((">-", ">–", ">/", "> -", "> –", "> /"), re.compile(span), _read_years)
    yield _Form(
        ("<'", "<’"), re.compile(r"['’](?<![\w'’]['’])(?P<year>\d\d)(?![\w'’\"”″]|[.,]\d)(?P<last>)"), _read_years
    )
    names = any_of_pattern(ANNIVERSARIES[side]).replace("'", "['’]")
    yield _Form(("enten", "jubil"), re.compile(rf"(?<!\w){names}"), _read_anniversary)


def _english_forms() -> Iterator[_Form]:
    ordinals, decades = any_of_pattern(PARTS_OF_YEAR["en"]), any_of_pattern(DECADES["en"])
    after = r"(?:(?<=\bthe )|(?<=\bmid)[\s-]|(?<=\blate)[\s-]|(?<=\bearly)[\s-]|(?<=\broaring )|(?<=\bswinging ))"
    rest = (
        r"oh[\s-]\w+|(?:ten|eleven|twelve|\w+teen)(?!\w)"
        r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?(?!\w)"
    )
    yield _Form((">/", "> /", "> h"), re.compile(r"24(?:\s?/\s?7\b|\s(?:hours|hrs)\sa\sday\b)"), _read_always)
    yield _Form((" days a week",), re.compile(r"\b(?:7|seven)\sdays\sa\sweek\b"), _read_always)
    yield _Form(("clock",), re.compile(r"round[\s-]the[\s-]clock\b"), _read_always)
    yield _Form(
        ("fy",), re.compile(rf"(?<!\w)fy[\s-]?['’]?(?P<year>{_YEAR}|\d\d)(?:[/-](?P<last>\d\d))?(?!\w)"), _read_years
    )
    yield _Form(
        ("quarter", "trimester"),
        re.compile(rf"(?<!\w)(?P<part>{ordinals})[\s-](?:quarter|trimester)(?!\w|[\s-]finals?|[\s-]century)"),
        _read_quarter,
    )
    yield _Form(
        ("<q", ">q"),
        re.compile(r"(?<![\w-])(?:Q(?P<part>[1-4])|(?P<part2>[1-4])Q)(?:['’]?(?P<year>\d\d)(?!\d)|(?!\w|/\d|\s?:))"),
        _read_quarter,
        cased=True,
    )
    yield _Form(("half",), re.compile(r"\b(?P<part>first|second|latter|1st|2nd)[\s-]half(?![\w-])"), _read_half)
    yield _Form(("first six", "first 6"), re.compile(r"\bfirst\s(?:six|6)\smonths"), _read_first_half)
    after_word = r"(?:(?<=\b[Ii]n )|(?<=\bof )|(?<=\bfor )|(?<=\bthe ))"
    yield _Form(
        ("<h",),
        re.compile(rf"(?:{after_word}|(?<!\w)(?=H[12]\s(?:of\s)?{_YEAR}))H(?P<part>[12])(?!\w)"),
        _read_half,
        cased=True,
    )
    yield _Form(
        (">h",),
        re.compile(r"(?<![\w-])(?P<part>[12])H(?:['’]?(?P<year>\d\d)(?!\d)|(?!\w))"),
        _read_half,
        cased=True,
    )
    yield _Form(
        (">s",),
        re.compile(
            rf"(?:(?<![\w.,])(?P<decade>{_CENTURY}\d0)|(?:(?<!\w)['’]|{after})(?P<begin>)(?P<short>\d0))s\b(?!['’])"
        ),
        _read_decade,
    )
    yield _Form((">'", ">’"), re.compile(rf"(?<![\w.,])(?P<decade>{_CENTURY}\d0)['’]s\b"), _read_decade)
    yield _Form(("ties",), re.compile(rf"(?:\bnineteen[\s-]|{after}(?P<begin>))(?P<words>{decades})"), _read_decade)
    yield _Form(
        ("teen ", "twenty "),
        re.compile(
            r"\b(?:in|since|of|by|until|till|from|year|before|after|to|late|early)\s(?P<begin>)"
            rf"(?P<century>{'|'.join(_SPOKEN_CENTURIES)})[\s-](?P<rest>{rest})(?!-)"
        ),
        _read_spoken_year,
    )


def _french_forms() -> Iterator[_Form]:
    ordinals, decades = any_of_pattern(PARTS_OF_YEAR["fr"]), any_of_pattern(DECADES["fr"])
    after = r"(?<=\b[Aa]u )|(?<=\b[Dd]u )|(?<=\b[Ll]e )|(?<=\b[Cc]e )|(?<=\bet )|(?<=\bdes )"
    yield _Form(
        (">h", "> h", ">/", "> /", "> s"),
        re.compile(r"24\s?(?:h|heures)?\s?(?:/|sur)\s?24(?:\s?h(?:eures)?\b)?"),
        _read_always,
    )
    yield _Form(("sur vingt-quatre",), re.compile(r"\bvingt-quatre\sheures\ssur\svingt-quatre\b"), _read_always)
    yield _Form(
        (">/", "> /", ">j", "> j", "> s"),
        re.compile(r"(?:24\s?/\s?7|7\s?(?:j(?:ours)?)?\s?(?:/|sur)\s?7(?:\s?j(?:ours)?)?)\b(?!/)"),
        _read_always,
    )
    yield _Form(("sur sept",), re.compile(r"\bsept\sjours\ssur\ssept\b"), _read_always)
    yield _Form(
        ("exercice",),
        re.compile(
            r"\bexercice\s(?:fiscal\s|financier\s|budgétaire\s|comptable\s)?(?:clos\sen\s)?(?P<begin>)"
            rf"(?P<year>{_YEAR}|\d\d)(?:[/–-](?:20)?(?P<last>\d\d))?(?!\w)"
        ),
        _read_years,
    )
    yield _Form(
        ("trimestre", "quart-temps"),
        re.compile(rf"(?<!\w)(?P<part>{ordinals})\s(?:trimestre|quart-temps)"),
        _read_quarter,
    )
    yield _Form(
        ("<t", ">t"),
        re.compile(rf"(?:{after}|(?<!\w)(?=T\d\s{_YEAR}|\dT))(?:T(?P<part>[1-4])|(?P<part2>[1-4])T)(?!\w)"),
        _read_quarter,
        cased=True,
    )
    yield _Form(
        ("semestre", "période", "moitié", "mi-temps"),
        re.compile(rf"(?<!\w)(?P<part>{ordinals})\s(?:semestre|période|moitié|mi-temps)"),
        _read_half,
    )
    yield _Form(("premiers mois",), re.compile(r"\b(?:six|6)\spremiers\smois"), _read_first_half)
    yield _Form(
        ("<s",), re.compile(rf"(?:{after}|(?<!\w)(?=S[12]\s{_YEAR}))S(?P<part>[12])(?!\w)"), _read_half, cased=True
    )
    yield _Form(
        ("années",),
        re.compile(
            rf"\bannées\s['’]?(?P<begin>)(?:(?P<decade>{_CENTURY}\d0)|(?P<short>\d0)(?!\d)"
            rf"|(?:mil(?:le)?\sneuf\scent\s)?(?P<words>{decades})(?!-))"
        ),
        _read_decade,
    )


def _read_years(match: re.Match[str], side: Side) -> _Read:
    """Yield the year or the two years of a match whose last year has two digits."""
    year = _full_year(int(match["year"]))
    if not match["last"]:
        yield year, "", "cardinal"
        return
    last = year // 100 * 100 + int(match["last"])
    last += 100 * (last < year and match["last"] == "00")
    if last > year:
        yield year, "", "cardinal"
        yield last, "", "cardinal"


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (2000 if year < FIRST_YEAR_OF_1900S else 1900)


def _read_spoken_year(match: re.Match[str], side: Side) -> _Read:
    numbers = list(parse_number_words(re.sub(r"\Aoh[\s-]", "", match["rest"]), LANGUAGES[side]))
    if len(numbers) == 1 and numbers[0].value < 100:
        yield 100 * _SPOKEN_CENTURIES[match["century"]] + numbers[0].value, "", "cardinal"


def _read_anniversary(match: re.Match[str], side: Side) -> _Read:
    yield ANNIVERSARIES[side][re.sub(r"\s", " ", match[0]).replace("’", "'")], "", "ordinal"


def _read_always(match: re.Match[str], side: Side) -> _Read:
    """Yield the hours of a day or the days of a week."""
    yield 24 if match[0].startswith(("24", "round", "vingt-quatre")) else 7, ALWAYS, "period"


def _read_quarter(match: re.Match[str], side: Side) -> _Read:
    yield from _read_part(match, side, QUARTER)


def _read_half(match: re.Match[str], side: Side) -> _Read:
    yield from _read_part(match, side, HALF)


def _read_part(match: re.Match[str], side: Side, unit: str) -> _Read:
    """Yield a part of a year, and the year of "3Q24"."""
    groups = match.groupdict()
    part = groups["part"] or groups["part2"]
    yield int(part) if part.isdecimal() else PARTS_OF_YEAR[side][part], unit, "period"
    if groups.get("year"):
        yield _full_year(int(groups["year"])), "", "cardinal"


def _read_first_half(match: re.Match[str], side: Side) -> _Read:
    yield 1, HALF, "period"


def _read_decade(match: re.Match[str], side: Side) -> _Read:
    """Yield a decade; no age as in "her late 40s" and no temperature as in "highs in the 90s"."""
    groups = match.groupdict()
    if groups.get("decade"):
        yield int(match["decade"]), "", "decade"
        return
    before, after = max(0, match.start() - MAX_CUE_CHARS), match.end() + MAX_CUE_CHARS
    if not _OWN.search(match.string, before, match.start()) and not _WARMTH.search(match.string, before, after):
        decade = int(groups["short"]) if groups.get("short") else DECADES[side][match["words"]]
        yield 1900 + decade + 100 * (decade == 0), "", "decade"
