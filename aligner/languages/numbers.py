"""Words of numbers beyond cardinals and ordinals, in both languages: fractions, multiples, groups, rates, ages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from aligner.languages.currencies import currency_units
from aligner.languages.en import ENGLISH
from aligner.languages.fr import FRENCH
from aligner.languages.language import word_set
from aligner.languages.measures import measure_units
from aligner.types import Side


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class NumberTables:
    """Tables of one language, in lower case.

    Attributes
    ----------
    no_number : pattern of number words that are none there (« pour cent », « un cent de dollar »)
    between_number_and_unit : adjectives there: « trois dernières années »
    before_scale : pattern of a word between a figure and its scale (« 100 autres milliards »)
    units : units of measure, time and money, and their symbols
    denominators : nouns of fractions that are also ordinals ("fifth"), singular and plural
    parts : nouns of fractions that are nothing else ("quarter")
    halves : words that are a half without a numerator
    no_part : pattern of what follows such a noun where it is part of another word ("quarter-final")
    part_of : pattern after a singular fraction that is otherwise an ordinal ("a fifth of")
    multiples : words that multiply ("doubled")
    times : pattern that makes the number after it a multiple (« multiplié par »)
    divided : pattern that makes the number after it a divisor (« divisé par »)
    groups : words that count what they name ("both", "trio")
    repeated : words that count how often ("twice")
    few : words for some of a unit of time ("several months")
    vague : plural words for some tens, before "of" ("scores of")
    rate : pattern between a measure and the unit that it is counted by ("$15 an hour"), up to that unit
    numbered : nouns and names that a lone Roman numeral numbers ("World War I")
    negative : words before a number below zero
    below_zero : pattern after one
    age : pattern of the words around a decade of life ("in his late thirties"), empty if it needs none
    negation : pattern of a denial before a bound, which turns it round
    since : words between such a denial and a bound that is none of its own (« depuis plus de »)
    """

    no_number: str
    between_number_and_unit: frozenset[str]
    before_scale: str
    units: Mapping[str, str]
    denominators: Mapping[str, int]
    parts: Mapping[str, int]
    halves: frozenset[str]
    no_part: str
    part_of: str
    multiples: Mapping[str, Fraction]
    times: str
    divided: str
    groups: Mapping[str, int]
    repeated: Mapping[str, int]
    few: frozenset[str]
    vague: Mapping[str, int]
    rate: str
    numbered: frozenset[str]
    negative: frozenset[str]
    below_zero: str
    age: str
    negation: str
    since: frozenset[str]


_ENGLISH_DENOMINATORS = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth fifteenth sixteenth twentieth hundredth "
    "thousandth"
)
_FRENCH_DENOMINATORS = (
    "cinquième sixième septième huitième neuvième dixième onzième douzième quinzième seizième vingtième centième "
    "millième"
)
_STEMS = {
    "doubl": 2, "tripl": 3, "trebl": 3, "quadrupl": 4, "quintupl": 5, "sextupl": 6, "septupl": 7, "octupl": 8,
    "nonupl": 9, "décupl": 10, "centupl": 100,
}  # fmt: skip
_FOLD = "two three four five six seven eight nine ten twelve fifteen twenty thirty fifty hundred thousand"
_FOLD_VALUES = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 30, 50, 100, 1000)
_RULERS = """
    elizabeth charles james william edward george mary richard henry francis louis philip leopold albert nicholas peter
    alexander catherine paul frederick napoleon otto ferdinand alfonso carlos felipe baudouin selassie pius john
    benedict gregory leo clement innocent urban boniface ramses darius xerxes ptolemy ahmed mehmed murad selim suleiman
    christian haakon harald olav gustaf gustav margrethe isabella maximilian franz joseph wilhelm karl johann ivan boris
    simeon michael constantine stephen casimir sigismund umberto pedro akbar shapur
"""

_FRENCH_RULERS = """
    louis charles françois henri philippe jean jacques guillaume édouard georges richard marie élisabeth catherine
    pierre nicolas alexandre alphonse ferdinand napoléon léopold albert baudouin benoît grégoire léon clément
    innocent urbain boniface pie paul ramsès darius xerxès ptolémée frédéric othon carlos felipe gustave haakon
    harald olaf christian maximilien michel constantin étienne casimir sigismond humbert ivan boris siméon mahomet
    soliman
"""


def _inflected(stems: Mapping[str, int], endings: str) -> dict[str, Fraction]:
    return {stem + ending: Fraction(value) for stem, value in stems.items() for ending in endings.split()}


def _with_plurals(words: str, values: Mapping[str, int]) -> dict[str, int]:
    return {form: values[word] for word in words.split() for form in (word, f"{word}s")}


NUMBER_TABLES: dict[Side, NumberTables] = {
    "en": NumberTables(
        no_number=r"[^\w\W]",
        between_number_and_unit=word_set("more further additional long short full whole extra calendar consecutive"),
        before_scale=r"(?:(?:more|further|additional)\s)?",
        units={**currency_units("en"), **measure_units("en"), **ENGLISH.units, "c": "°C", "f": "°F", "p": "p"},
        denominators=_with_plurals(_ENGLISH_DENOMINATORS, ENGLISH.ordinals),
        parts={"quarter": 4, "quarters": 4, "halves": 2},
        halves=frozenset({"half"}),
        no_part=r"[\s-]?finals?|[\s-]?finalists?|backs?\b",
        part_of=r"\s(?:of|the|as|more|less|fewer|higher|lower|smaller|larger|bigger|cheaper|since|in|from|to|on|this)\b"
        r"|[.,;:)!?”\"]|$",
        multiples={
            **_inflected(_STEMS, "e ed es ing"),
            **{f"{word}{dash}fold": Fraction(value) for word, value in zip(_FOLD.split(), _FOLD_VALUES, strict=True)
               for dash in ("", "-")},
            **dict.fromkeys(("halved", "halving", "halves"), Fraction(1, 2)),
        },
        times=r"(?:multipli(?:ed|es|cation)|factor)\s(?:by|of)\s",
        divided=r"divi(?:ded?|des|ding|sion)\sby\s",
        groups={
            "both": 2, "duo": 2, "trio": 3, "threesome": 3, "quartet": 4, "foursome": 4,
            "quintet": 5, "sextet": 6, "septet": 7, "octet": 8, "twins": 2, "triplets": 3, "quadruplets": 4,
            "quintuplets": 5, "sextuplets": 6, "nil": 0,
        },
        repeated={"twice": 2, "thrice": 3},
        few=frozenset({"few", "several", "many"}),
        vague={"tens": 10, "scores": 20},
        rate=r"\s?(?:/|\s(?:an?|per|each|every)\s|-an?-)(?:calendar\s)?",
        numbered=word_set(f"war chapter part title type phase act volume annex {_RULERS}"),
        negative=frozenset({"minus", "negative"}),
        below_zero=r"(?:\sdegrees?(?:\s(?:celsius|fahrenheit))?)?\sbelow(?:\s(?:zero|freezing))\b",
        age=r"(?:his|her|their|my|our|your|its)\s",
        negation=r"(?:n['’]t|not(?!\s(?:only|just|merely|simply)\b)|cannot|never|nor|neither"
        r"|without(?!\s(?:(?:any|a)\s)?(?:doubt|question)\b))\b",
        since=frozenset({"for", "in", "since", "over", "within", "after"}),
    ),
    "fr": NumberTables(
        no_number=r"(?:(?<=\bpour\s)|(?<=\bp\.\s))cent\b|cents?\s(?:de\sdollar|d['’]euro|(?:améric|canad|austral)i)"
        r"|(?<!-)(?<!cents\s)(?<!cent\s)(?<!mille\s)neuf(?=\s?(?:[.,;:!?»)]|$))"
        r"|un(?=\slivre\b)|(?:(?<=quart\sde\s)|(?<=tiers\sde\s)|(?<=ième\sde\s)|(?<=demi[\s-]))cents?\b",
        between_number_and_unit=word_set("""
            derniers dernières prochains prochaines premiers premières autres longs longues petits petites bons bonnes
            nouveaux nouvelles
        """),
        before_scale=r"(?:(?:autres?|nouveaux|premiers|derniers)\s)?",
        units={**currency_units("fr"), **measure_units("fr"), **FRENCH.units, "c": "°C", "f": "°F", "cent": "c"},
        denominators=_with_plurals(_FRENCH_DENOMINATORS, FRENCH.ordinals),
        parts={"tiers": 3, "quart": 4, "quarts": 4},
        halves=frozenset({"moitié", "moitiés"}),
        no_part=r"\sde\s(?:finales?|tour)\b|[\s-]monde\b",
        part_of=r"\sd(?:e|es|u)?\b|\s(?:plus|moins)\b|[.,;:)!?»\"]|$",
        multiples={
            **_inflected(_STEMS, "e es é ée és ées er ent ait aient a ant ement era eront"),
        },
        times=r"(?:multipli\w+|facteur)(?:\s\w{1,12})?\s(?:par|de)\s",
        divided=r"divis\w+(?:\s\w{1,12})?\spar\s",
        groups={
            "duo": 2, "trio": 3, "quatuor": 4, "quintette": 5, "sextuor": 6, "septuor": 7, "octuor": 8, "jumeaux": 2,
            "jumelles": 2, "triplés": 3, "triplées": 3, "quadruplés": 4, "quintuplés": 5, "sextuplés": 6,
        },
        repeated={},
        few=frozenset({"quelques", "plusieurs", "nombreux", "nombreuses"}),
        vague={},
        rate=r"\s?(?:/|\s(?:par|chaque|tou(?:te)?s les)\s|\s(?:de\s|à\s)?l['’])",
        numbered=word_set(f"guerre chapitre partie titre type phase acte volume annexe livre {_FRENCH_RULERS}"),
        negative=frozenset({"moins"}),
        below_zero=r"(?:\sdegrés?(?:\scelsius)?)?\s(?:sous|au-dessous\sde|en[\s-]dessous\sde)\széro\b",
        age=r"(?:la\s|sa\s|leur\s)?",
        negation=r"(?:ne\b|n['’]|sans\b(?!\s(?:(?:nul|aucun)\s)?(?:doute|conteste)\b)|jamais\b)",
        since=frozenset({"depuis", "en", "pendant", "durant", "après", "voici", "a", "y"}),
    ),
}  # fmt: skip
