"""The region of English or French texts, by words that only one of two regions spells or uses so.

Words with a capital do not count: a name keeps its spelling everywhere (Pearl Harbor, Department of Defense).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from aligner.types import Side

MIN_WORDS = 5  # of one region, from which a text has its tag
MAX_OTHER_SHARE = 0.1  # of the words of the other region
# Beginnings of words, with the tag of the region that writes them.
_BEGINNINGS: dict[str, tuple[Side, str]] = {
    "en-GB": ("en", """
        colour favour honour labour neighbour harbour behaviour rumour endeavour humour flavour armour vapour odour
        rigour vigour savour tumour splendour parlour centre theatre litre kilometre centimetre fibre calibre defence
        offence pretence analyse analysing paralyse catalysing travelled travelling traveller cancelled cancelling
        labelled labelling modelling signalling jewellery manoeuvr tyre programme grey cheque aluminium plough pyjama
        organis realis recognis criticis apologis minimis maximis prioritis privatis authoris specialis summaris
        modernis
    """),
    "en-US": ("en", """
        color favor honor labor neighbor harbor behavior rumor endeavor humor flavor armor vapor odor rigor vigor
        savor tumor splendor parlor center theater liter kilometer centimeter fiber caliber defense offense pretense
        analyze analyzing paralyze traveled traveling traveler canceled canceling labeled labeling modeling signaling
        jewelry maneuver gray aluminum plow pajama
    """),
    "fr-CA": ("fr", """
        courriel pourriel clavard magasinage infolettre baladodiffusion dépanneur cégep traversier aréna
        fin(?:s)?\\ de\\ semaine commission\\ scolaire
    """),
    "fr-FR": ("fr", """
        mail e-mail week-end shopping newsletter podcast supérette ferry collège\\ et\\ lycée mairie préfecture
    """),
}  # fmt: skip
# What the French of France shares with that of Belgium and Switzerland is no tag of its own.
_OTHERS = {"en-GB": "en-US", "en-US": "en-GB", "fr-CA": "fr-FR"}


def _pattern(beginnings: str) -> re.Pattern[str]:
    words = re.split(r"(?<!\\)\s+", beginnings.strip())
    return re.compile(rf"(?<![\w’'-])(?:{'|'.join(words)})")


_PATTERNS = {tag: _pattern(beginnings) for tag, (_, beginnings) in _BEGINNINGS.items()}


def regional_tag(side: Side, texts: Iterable[str]) -> str:
    """Return the language tag of texts with their region, such as en-GB; without it if their words are of none.

    It is that of a region if `MIN_WORDS` words or more are of it, and hardly any of the other one.
    """
    tags = [tag for tag, (own, _) in _BEGINNINGS.items() if own == side]
    counts = dict.fromkeys(tags, 0)
    for text in texts:
        for tag in tags:
            counts[tag] += len(_PATTERNS[tag].findall(text))
    for tag, other in _OTHERS.items():
        if tag in counts and counts[tag] >= max(MIN_WORDS, counts[other] / MAX_OTHER_SHARE):
            return tag
    return side
