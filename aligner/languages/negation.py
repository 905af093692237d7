"""Words and prefixes that negate."""

from __future__ import annotations

import re

from aligner.types import Side

_ENGLISH = frozenset(
    {
        "not", "no", "never", "nothing", "none", "nobody", "neither", "nor", "cannot", "without", "nowhere", "hardly",
        "isn't", "aren't", "wasn't", "weren't", "don't", "doesn't", "didn't", "won't", "can't", "couldn't", "wouldn't",
        "shouldn't", "haven't", "hasn't", "hadn't", "mustn't", "needn't", "ain't",
    }
)  # fmt: skip
_FRENCH = frozenset(
    {
        "pas", "jamais", "rien", "aucun", "aucune", "ni", "non", "sans", "nul", "nulle", "guère", "nullement",
    }
)  # fmt: skip
NEGATIONS: dict[Side, frozenset[str]] = {"en": _ENGLISH, "fr": _FRENCH}
# « ne » alone may negate (« il ne cesse de »), or not (« avant qu'il ne parte »).
FRENCH_NE = frozenset({"ne", "n"})
FRENCH_WITH_NE = frozenset({"plus", "personne"})  # « il ne vient plus », « personne n'est venu »
FRENCH_ONLY = frozenset({"que", "qu"})  # « il n'en reste que deux »
# Beginnings of words that often translate a negation: "unhappy", « refuser ».
_ENGLISH_SOFT = (
    "un", "fail", "refus", "lack", "impossib", "wrong", "avoid", "prevent", "unless", "few", "little", "non", "dis",
    "irre", "inca", "miss", "ban", "forbid", "ignor", "rare", "seldom", "barely", "den", "reject", "less", "end",
)  # fmt: skip
_FRENCH_SOFT = (
    "refus", "manqu", "impossib", "évit", "empêch", "peu", "faute", "défaut", "échou", "ignor", "in", "im", "dés",
    "mal", "interdi", "rare", "niai", "ni", "rejet", "moins", "cess", "fin", "abs", "priv", "difficil",
)  # fmt: skip
SOFT_NEGATIONS: dict[Side, tuple[str, ...]] = {"en": _ENGLISH_SOFT, "fr": _FRENCH_SOFT}
# Prefixes that reverse the meaning of a word; "in" and similar ones only before some endings.
CONTRARY_PREFIX: dict[Side, re.Pattern[str]] = {
    "en": re.compile(r"un(?=\w{4})|non|i[nmlr](?=\w+(?:ble|bly|bility|[aei]nt|[ae]nce|[ae]ncy|ate|ive|ity|al)$)"),
    "fr": re.compile(r"non|mal(?=\w{5})|i[nmlr](?=\w+(?:bles?|bilité|[aei]nte?s?|[ae]nce|ive?s?|ité|elle|al|aux)$)"),
}  # fmt: skip
# Stems of words with a negative meaning.
DENYING_STEMS: dict[Side, tuple[str, ...]] = {
    "en": ("fail", "lack", "refus", "unable", "without", "unless", "barely", "hardly", "seldom", "neither", "prevent"),
    "fr": ("manqu", "refus", "échou", "incapable", "sauf", "empêch", "ignor", "défaut", "cess"),
}  # fmt: skip
