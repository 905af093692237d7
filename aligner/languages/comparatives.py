"""English comparatives and superlatives with an ending, as other words end in -er and -est, too; words of records."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.languages.language import word_set
from aligner.types import Side

_COMPARED = """
    able angry base big bitter black bland bleak blue blunt bold brave brief bright brisk broad brown busy calm cheap
    choppy chubby clean clear clever close cloudy clumsy coarse cold cool costly cosy cozy crazy crisp crowded cruel
    damp dark deadly dear deep dense dim dirty dreary dry dull dusty early easy empty faint fair fancy fast fat fierce
    fine firm fit flat foggy fresh friendly full funny gentle glad gloomy grand grave great greedy green grim handsome
    handy happy hard harsh healthy heavy high hot huge humble hungry icy idle keen kind large late lazy lean light
    likely lively lone lonely long loose loud lovely low lucky mad mean messy mild milky moist muddy naive narrow nasty
    near neat nice noble noisy odd old pale plain pleasant polite poor pretty proud pure quick quiet rainy rare raw
    ready red rich ripe risky rocky rough round rude sad safe salty sandy scarce severe shaky shallow sharp shiny short
    shy sick silly simple slack sleepy slight slim slow sly small smart smelly smooth soft soon sore sour sparse speedy
    spicy steady steep sticky stiff strange strict strong sturdy subtle sunny sure sweet swift tall tame tasty tender
    tense thick thin thirsty tidy tight tiny tired tough true ugly vague vast warm wary watery weak wealthy weary weird
    wet white wide wild windy wise worthy young yellow
"""
_VOWELS = "aeiou"
DEGREES = word_set("more most less least fewer fewest plus moins davantage")  # words of degree alone, in both languages


def _stems(word: str) -> Iterator[str]:
    """Yield what -er and -est may be joined to: big- and bigg-, happi-, nic-."""
    if word[-1] == "e":
        yield word[:-1]
    elif word[-1] == "y" and word[-2] not in _VOWELS:
        yield f"{word[:-1]}i"
    else:
        yield word
        if word[-1] not in "wxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
            yield word + word[-1]


def _forms(ending: str, irregular: str) -> frozenset[str]:
    return word_set(irregular) | {stem + ending for word in _COMPARED.split() for stem in _stems(word)}


COMPARATIVES = _forms("er", "better worse more less fewer lesser farther further elder")
SUPERLATIVES = _forms("est", "best worst most least fewest farthest furthest eldest")
# Words of a record: "a two-decade low", « un sommet ».
RECORDS: dict[Side, frozenset[str]] = {
    "en": SUPERLATIVES | word_set("low lows high highs record records peak peaks trough bottom first unprecedented"),
    "fr": word_set("""
        record records haut hauts haute hautes bas basse bas pire pires meilleur meilleure meilleurs meilleures sommet
        sommets pic pics plancher planchers creux maximum minimum premier première inédit inédite inédits inédites
    """),
}
_RIVALLED: dict[Side, str] = {
    "en": "seen known reached matched recorded equalled equaled experienced observed witnessed surpassed exceeded"
    " beaten registered attained approached hit topped",
    "fr": "vue? connue? atteinte? enregistrée? observée? constatée? égalée? rencontrée? mesurée? dépassée? vécue?"
    " approchée? battue? subie? pratiquée?",
}
# From a denial on, what makes a record, in folded words with a space between: « n'avait pas connu depuis dix ans ».
RECORD_CLAUSES: dict[Side, re.Pattern[str]] = {
    "en": re.compile(
        rf"\S+ (?:\S+ ){{0,2}}(?:{'|'.join(_RIVALLED['en'].split())}) (?:\S+ ){{0,2}}"
        r"(?:since|for|in|before|until)\b"
    ),
    "fr": re.compile(
        rf"\S+ (?:\S+ )?(?:{'|'.join(_RIVALLED['fr'].split())})s? (?:\S+ ){{0,4}}"
        r"(?:depuis|auparavant|avant|jusque|jusqu|encore)\b"
    ),
}
