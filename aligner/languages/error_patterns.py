"""Patterns of errors: ungrammatical phrases, formats of the other language, confused words.

Most texts have none of these errors. A pattern that is slow to search has words or a part that every match contains,
which are searched faster.
"""

from __future__ import annotations

from typing import NamedTuple

from aligner.types import SIDES, Side


class ErrorPattern(NamedTuple):
    """A pattern of one error.

    Attributes
    ----------
    code : code of the rule
    language : language of the texts
    pattern : regular expression; the error is its group `bad` if there is one
    message : what the finding reports
    words : strings in lower case; every match contains one of them in any case
    part : regular expression that matches within every match or directly after it
    """

    code: str
    language: Side
    pattern: str
    message: str
    words: tuple[str, ...] = ()
    part: str = ""


_MONTHS_EN = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_MONTHS_FR = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
# Words after a mute h, before which the article is elided.
_MUTE_H = (
    "abit|arm|ebdo|erb|eur|ési|ier|ist|iver|omm|onn|onor|onnê|ôpit|ôtel|oraire|oriz|ormon|ospital|uile|uman|umeur|umid|yg"
    "|ydr|ypo"
)
# Words that begin with a vowel but allow no elision before them.
_NO_ELISION = "on[zc]|oui|ouï|ouist|ouat|ya|ye|yé|yo|yu|uhlan|ulul|un\\b|une\\b|uns\\b|à\\b|au|a\\b|y\\b|e-|i[A-Z]"
_PAST_TENSES = (
    "sang|went|began|drank|ate|took|gave|wrote|wore|tore|spoke|drove|rode|shook|flew|knew|threw|swam|rang|sank|shrank"
)
# A dot in the middle of a line is Chinese between two names. French writes it within a word: "citoyen·ne·s".
_CJK_DOT = r"(?<=[^\WA-ZÀ-Ý]·)(?=[A-ZÀ-Ý][^\WA-ZÀ-Ý])"
_CJK = rf"[·、。，「」『』《》【】（）：；！？](?<=[^\W\d_].)(?:(?<!·)(?=\w)|{_CJK_DOT}|(?= |$))"
_NOT_AFTER_DE = r"(?!\w*(?:er|ir|re|oir)\b|lui\b|leur\b|y\b|en\b|\w+-)"
ERROR_PATTERNS: tuple[ErrorPattern, ...] = (
    ErrorPattern(
        "grammar.function", "en", r"(?<![\w'’-])(?:\w+ ){0,4}(?:its|their|our|your|the|an)\s?[,;:](?=\s)",
        "a noun is missing", part=r"\b(?:its|their|our|your|the|an)\s?[,;:]\s",
    ),
    ErrorPattern(
        "grammar.function", "fr", r"(?<![\w'’-])(?:\w+ ){0,4}(?<!les )(?<!la )(?<!le )\b(?:des|du|aux|cet|mes|tes|nos)"
        r"\s?[,;](?=\s)",
        "a noun is missing", part=r"\b(?:des|du|aux|cet|mes|tes|nos)\s?[,;]\s",
    ),
    ErrorPattern(
        "grammar.function", "en", r"\b(?:the|an|its|their|our) (?:the|an|its|their|our)\b",
        "two determiners in a row",
    ),
    ErrorPattern(
        "grammar.function", "fr", r"\b(?<!-)(?:le|la|les|du|aux|ces|cette) (?:le|les|du|des|aux|ces|cette|ce)\b(?!-)",
        "two determiners in a row",
    ),
    ErrorPattern(
        "grammar.participle", "en", rf"\b(?:be|been|being|has|have|had) (?:{_PAST_TENSES})\b", "no participle"
    ),
    ErrorPattern(
        "grammar.agreement", "en",
        r"\b(?:Several|Many|Both|These|Those|Few) (?:[a-z]+ )?[a-z]+s (?:[a-z]+ ){1,2}to [a-z]+ (?P<bad>its)\b",
        "its for several",
    ),
    ErrorPattern(
        "grammar.agreement", "en", r"\b(?:they|we) (?:was|is|has)\b", "singular verb for several",
        words=("hey was", "hey is", "hey has", "we was", "we is", "we has"),
    ),
    ErrorPattern(
        "grammar.agreement", "fr",
        r"\b(?:un|le|ce|cet|du|au) (?:région|ville|société|université|entreprise|coopération|capitale|politique"
        r" |croissance|économie|technologie|innovation|production|province)\b",
        "article and noun differ in gender",
    ),
    ErrorPattern(
        "grammar.agreement", "fr",
        r"\b(?:une|la|cette) (?:gouvernement|pays|développement|projet|centre|parc|président|rapport|marché"
        r"|secteur|programme|domaine|problème|système)\b",
        "article and noun differ in gender",
    ),
    ErrorPattern(
        "grammar.elision", "fr",
        rf"(?<![-'’\w])(?:le|la|de|ne|se|me|te|que|je|lorsque|puisque) (?!(?:{_NO_ELISION}))(?:[aeéèêiouâîôû]\w{{2,}}"
        rf"|h(?:{_MUTE_H})\w*)",
        "no elision before a vowel",
    ),
    ErrorPattern(
        "grammar.elision", "fr", r"\bdu (?!on[zc]|oui|ouist|ouat|une)[aeéèêiou][a-zà-ÿ]{3,}", "du before a vowel",
        part="du [aeéèêiou]",
    ),
    ErrorPattern(
        "grammar.elision", "fr", r"(?<![\w'’])[ldmn]['’](?![hlr][a-zà-ÿ])[bcdfgjkmpqrstvz][a-zà-ÿ]{3,}",
        "elision before a consonant", part="['’][bcdfgjkmpqrstvz][a-zà-ÿ]{3}",
    ),
    ErrorPattern(
        "grammar.elision", "fr", rf"\b(?:de|à) (?:le|les) {_NOT_AFTER_DE}[a-zà-ÿ]+", "du, des, au or aux is meant",
        words=("de le ", "de les ", "à le ", "à les "),
    ),
    ErrorPattern(
        "number.format", "en",
        r"(?<![\w.,])\d+,\d{1,2}(?= ?(?:%|per ?cent|million|billion|trillion|euros|dollars|yuan|km|kg)(?!\w))",
        "decimal comma in English", part=r",\d{1,2} ?[%a-z]",
    ),
    ErrorPattern(
        "number.format", "fr",
        r"(?<![\w.,])\d+\.\d{1,2}(?=\s?(?:%|pour cent|millions?|milliards?|euros|dollars|yuans?|km|kg|€)(?!\w))",
        "decimal point in French", part=r"\.\d{1,2}\s?[%a-z€]",
    ),
    ErrorPattern(
        "date.trap", "en", rf"\b(?:{_MONTHS_EN})\.? \d{{1,2}}, \d{{1,3}}(?= [a-z])", "reads like a day and its year",
        part=r", \d{1,3} [a-z]",
    ),
    ErrorPattern(
        "date.trap", "fr", rf"\b\d{{1,2}}(?:er)? (?:{_MONTHS_FR}), \d{{1,3}}(?= [a-zà-ÿ])",
        "reads like a day and its year", part=r", \d{1,3} [a-zà-ÿ]",
    ),
    *(ErrorPattern("punctuation.cjk", side, _CJK, "punctuation of Chinese") for side in SIDES),
    ErrorPattern(
        "spelling.homograph", "en", r"(?i)\b(?:whole[ -])?life[ -]circles?\b", "life cycle is meant", words=("circle",)
    ),
    ErrorPattern(
        "spelling.homograph", "en",
        r"(?i)\b(?:loose (?:the (?:game|match|election|war)|weight)|would of|could of|should of|more then"
        r"|for all intensive purposes|mute point|in the mist of|take for granite|principle (?:reason|cause))\b",
        "a word that sounds alike",
        words=(
            "loose ", "uld of", "more then", "intensive purposes", "mute point", "mist of", "for granite", "principle ",
        ),
    ),
    ErrorPattern(
        "spelling.homograph", "fr",
        r"(?i)\b(?:mettre à jours|quand à (?:lui|elle|eux|elles|l[ae])|voir même|au temps pour|en faite"
        r"|dans le but que|(?<!d)\bont (?:va|sait|peut(?!-)|fait que))\b",
        "a word that sounds alike",
        words=(
            "mettre à jours", "quand à ", "voir même", "au temps pour", "en faite", "dans le but que", "ont va",
            "ont sait", "ont peut", "ont fait que",
        ),
    ),
    ErrorPattern(
        "untranslated.protected", "fr",
        r"(?<=/)POUR (?=[A-Z]{2,})[A-Z ]+|\b(?:Quotidien de la Chine|Presse associée|Temps financiers"
        r"|Poste de Washington|Times de New York|Agence de presse Xinhua Nouvelles)\b",
        "a name that is not translated",
        words=(
            "/pour ", "quotidien de la chine", "presse associée", "temps financiers", "poste de washington",
            "times de new york", "xinhua nouvelles",
        ),
    ),
    ErrorPattern(
        "untranslated.protected", "en",
        r"\b(?:France Press Agency|Agency France Press|The Monde|Daily of the People|TV5 World"
        r"|The Figaro|The Parisian Liberated)\b",
        "a name that is not translated",
        words=(
            "france press agency", "agency france press", "the monde", "daily of the people", "tv5 world", "the figaro",
            "the parisian liberated",
        ),
    ),
)  # fmt: skip
