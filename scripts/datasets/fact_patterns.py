"""Changes of facts that need more than rows of words: names, denials, words of quotations, and speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from aligner.types import Side
from scripts.datasets.fact_figures import FIGURES, SPACE, Edit, Finder, Replace, each, fixed
from scripts.datasets.fact_tables import EN_WEEKDAY, GIVEN_NAMES, QUOTED_WORDS, SPEAKERS, SURNAMES, any_of

_NAME_WORD = r"[A-ZÉÈ][\w’'-]*[a-zéè]"
_SURNAME = r"[A-ZÉÈ](?:['’][A-Z])?\w*[a-zéè](?:-[A-Z]\w+)?"
_GIVEN = any_of(" ".join(GIVEN_NAMES.values()))
_FIRST_NAME = rf"(?<![\w-])(?P<it>{_GIVEN})(?=\s(?:[A-Z]\.\s)?{_NAME_WORD})"
_TITLES = {"en": "Mr|Mrs|Ms|Dr|Sir|President|Senator|Justice", "fr": "M|Mme|Mlle|Dr|maître|président"}

_EN_SAY = "said|says|added|told|explained|explains|warned|insisted|announced|argued|claimed|noted|stated"
_EN_NO_NAME = (
    rf"(?!(?:He|She|The|It|They|We|You|I|A|An|This|That|But|And|Who|As|In|If|When|While|Although|Since|Because|After|"
    rf"Before|One|Some|{any_of(EN_WEEKDAY)})\b)"
)
_EN_NAME = rf"(?:(?:Mr|Mrs|Ms|Dr)\.?\s)?{_EN_NO_NAME}{_NAME_WORD}(?:\s{_NAME_WORD}){{0,2}}"
_FR_SAID = (
    "déclaré|dit|expliqué|affirmé|indiqué|ajouté|annoncé|précisé|souligné|estimé|assuré|confié|rappelé|conclu|raconté|"
    "averti|insisté|prévenu"
)
_FR_SAYS = "déclare|dit|explique|affirme|indique|ajoute|précise|souligne|estime|assure|rappelle|conclut|raconte"
_FR_SAYS_HE = "dit|ajoute-t|explique-t|affirme-t|déclare-t|estime-t|poursuit|conclut"
_FR_NO_NAME = (
    r"(?!(?:Ils?|Elles?|On|Le|La|Les|Ce|Cela|Nous|Vous|Je|Une?|Mais|Et|Qui|En|Son|Sa|Ses|Ces|Cette|Si|Quand|Comme|"
    r"Lorsqu|Dans|Certains|Selon)\b)"
)
_FR_NAME = rf"(?:(?:M\.|Mme|Dr)\s)?{_FR_NO_NAME}{_NAME_WORD}(?:\s{_NAME_WORD}){{0,2}}"
_ALONE = r"(?<![\w’'-]\s)(?<![\w-])"  # no word before

_EN_AUXILIARY = "is|are|was|were|will|would|can|could|should|must|may|might"
_EN_DENIES = r"\?|\b(?:not|never|no|nor|nothing|neither|without)\b|n['’]t\b"
_FR_AUXILIARY = (
    "est|sont|était|étaient|sera|seront|a|ont|avait|avaient|aura|auront|peut|peuvent|doit|doivent|va|vont|pourra|"
    "pourrait|pourraient|devrait|devraient|fut|furent"
)
_FR_DENIES = r"\?|\b(?:ne|ni|personne|aucune?|sans)\b|\b[Nn]['’]"
_FR_CLITICS = r"(?:(?:se|le|la|les|lui|leur|y|en|nous|vous|me|te)\s|[slmt]['’])*"
_NO_CLITIC = (
    r"(?<!\b[Yy]\s)(?<!\b[Ee]n\s)(?<!\b[Ss]e\s)(?<!\bla\s)(?<!\ble\s)(?<!\bles\s)(?<!\blui\s)(?<!\bque\s)"
    r"(?<!\bleur\s)(?<!\bnous\s)(?<!\bvous\s)"
)
_FR_DENIED = rf"\b(?P<it>(?:[Nn]e\s|[Nn]['’])(?P<verb>{_FR_CLITICS}[\w’]+)\s(?P<pas>pas|jamais|plus))\b"
_ELIDED = re.compile(r"\b(?:je|que|ce|de)\s$", re.IGNORECASE)
_INSTEAD = {"pas": "", "jamais": " toujours", "plus": " encore"}
_VOWEL = re.compile(r"[aeiouyàâéèêîôœh]", re.IGNORECASE)
_QUOTATION = re.compile(r"[\"“«][^\"“”«»]{8,}?(?:[\"”»]|$)")


def _one_of(items: Sequence[str], rng: np.random.Generator) -> str:
    return items[int(rng.integers(len(items)))]


def _other_given(match: re.Match[str], rng: np.random.Generator) -> str:
    """Return another first name of the same list that has another initial."""
    row = next(names.split() for names in GIVEN_NAMES.values() if match["it"] in names.split())
    return _one_of([name for name in row if name[0] != match["it"][0]], rng)


def _other_surname(match: re.Match[str], rng: np.random.Generator) -> str:
    return _one_of([name for name in SURNAMES.split() if name != match["it"]], rng)


def _surname(side: Side) -> str:
    before = rf"(?:(?:{_TITLES[side]})\.?|{_GIVEN}(?:\s[A-Z]\.)?){SPACE}"
    return rf"(?<![\w-]){before}(?!(?:{_GIVEN})\b)(?P<it>{_SURNAME})(?![\w-])"


def _speaker(side: Side) -> Replace:
    return lambda match, rng: _one_of(SPEAKERS[side], rng)


def _swap(one: str, two: str) -> Replace:
    """Return what replaces either word by the other, with its capital."""

    def replace(match: re.Match[str], rng: np.random.Generator) -> str:
        new = two if match["it"].lower() == one else one
        return new.capitalize() if match["it"][0].isupper() else new

    return replace


def _deny_french(match: re.Match[str], rng: np.random.Generator) -> str:
    verb, apostrophe = match["it"], "’" if "’" in match.string else "'"
    return (f"n{apostrophe}" if _VOWEL.match(verb) else "ne ") + verb + " pas"


def _affirm_french(match: re.Match[str], rng: np.random.Generator) -> str | None:
    """Return the verb of « ne … pas » alone, or None where the word before needs an elision."""
    verb = match["verb"]
    if _VOWEL.match(verb) and _ELIDED.search(match.string[: match.start("it")]):
        return None
    if match["it"][0] == "N":
        verb = verb[0].upper() + verb[1:]
    return verb + _INSTEAD[match["pas"]]


def _quote_finder(side: Side) -> Finder:
    """Return what replaces a word between quotation marks by one of another sense."""
    others: dict[str, list[str]] = {}
    for row in QUOTED_WORDS[side].split("\n"):
        words = row.split("|")
        for word in words:
            others.setdefault(word, []).extend(other for other in words if other != word)
    any_word = re.compile(rf"(?<![\w’'-])(?:{'|'.join(map(re.escape, others))})(?![\w’'-])")

    def find(text: str, rng: np.random.Generator) -> Iterator[Edit]:
        for quoted in _QUOTATION.finditer(text):
            for match in any_word.finditer(text, *quoted.span()):
                yield Edit(*match.span(), _one_of(others[match[0]], rng))

    return find


_EN: dict[str, list[Finder]] = {
    "first_name": [each(_FIRST_NAME, _other_given)],
    "surname": [each(_surname("en"), _other_surname)],
    "denial_added": [
        each(
            rf"(?<=\w\s)\b(?:{_EN_AUXILIARY})\b(?P<it>)(?=\s[a-z])(?!\s(?:only|also|none)\b)",
            fixed(" not"),
            _EN_DENIES,
        ),
        each(
            r"(?<=\w\s)\b(?:has|have|had)\b(?P<it>)(?=\s(?:been|become|made|had|done|seen|gone|taken|\w+ed)\b)",
            fixed(" not"),
            _EN_DENIES,
        ),
    ],
    "denial_dropped": [
        each(
            rf"\b(?:{_EN_AUXILIARY}|has|have|had|did|does|do)(?P<it>\snot|n['’]t)\b(?!\s(?:only|just|necessarily)\b)",
            fixed(""),
            r"\?",
        ),
        each(r"\b(?P<it>cannot|can['’]t)\b", fixed("can")),
        each(r"\b(?P<it>won['’]t)\b", fixed("will")),
    ],
    "quotation": [_quote_finder("en")],
    "attribution": [
        each(rf"(?:[,”\"]\s|\bas\s)(?:{_EN_SAY})\s(?P<it>{_EN_NAME})(?=[,.;:])", _speaker("en")),
        each(rf"{_ALONE}(?P<it>{_EN_NAME})(?=\s(?:{_EN_SAY})\b)", _speaker("en")),
        each(rf"\b(?P<it>[Hh]e|[Ss]he)(?=\s(?:{_EN_SAY})\b)", _swap("he", "she")),
        each(rf"\b(?:according|According)\sto\s(?P<it>{_EN_NAME})(?=[,.;:])", _speaker("en")),
    ],
}
_FR: dict[str, list[Finder]] = {
    "first_name": [each(_FIRST_NAME, _other_given)],
    "surname": [each(_surname("fr"), _other_surname)],
    "denial_added": [
        each(
            rf"(?<=[\w»]\s){_NO_CLITIC}(?P<it>{_FR_AUXILIARY})"
            r"(?=\s[a-zéà-ü])(?!\s(?:pas|plus|jamais|rien|guère|aucune?|point|que|une?|des?|du|d['’]))",
            _deny_french,
            _FR_DENIES,
        ),
    ],
    "denial_dropped": [
        each(
            _FR_DENIED + r"(?!\s(?:de|d['’]|du|une?|que|plus|encore|non|seulement|moins|des|\d))",
            _affirm_french,
            r"\?",
        ),
        each(r"\b(?P<it>ne\spas\s)(?=\w)", fixed("")),
    ],
    "quotation": [_quote_finder("fr")],
    "attribution": [
        each(rf"\b(?:a|ont)\s(?:{_FR_SAID})\s(?P<it>{_FR_NAME})(?=[,.;:])", _speaker("fr")),
        each(rf"[,»]\s(?:{_FR_SAYS})\s(?P<it>{_FR_NAME})(?=[,.;:])", _speaker("fr")),
        each(rf"{_ALONE}(?P<it>{_FR_NAME})(?=\s(?:(?:a|avait)\s(?:{_FR_SAID})|{_FR_SAYS})\b)", _speaker("fr")),
        each(rf"\ba-t-(?P<it>il|elle)(?=\s(?:{_FR_SAID})\b)", _swap("il", "elle")),
        each(rf"\b(?:{_FR_SAYS_HE})-(?P<it>il|elle)\b", _swap("il", "elle")),
        each(rf"\b(?P<it>[Ii]l|[Ee]lle)(?=\s(?:a|avait)\s(?:{_FR_SAID})\b)", _swap("il", "elle")),
        each(rf"\b(?:[Ss]elon|[Dd]['’]après)\s(?P<it>{_FR_NAME})(?=[,.;:\s])", _speaker("fr")),
    ],
}
PATTERNS: dict[Side, dict[str, list[Finder]]] = {"en": FIGURES["en"] | _EN, "fr": FIGURES["fr"] | _FR}
