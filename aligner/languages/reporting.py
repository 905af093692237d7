"""Reporting verbs, which versions of a story replace freely."""

from __future__ import annotations

from aligner.languages.language import word_set
from aligner.types import Side

REPORTING_VERBS: dict[Side, frozenset[str]] = {
    "en": word_set("""
        said say says told tell tells added add adds stated states noted notes explained explains declared
        announced reported reports according indicated pointed stressed
    """),
    "fr": word_set("""
        dit dire disent déclaré déclare indiqué indique ajouté ajoute expliqué explique affirmé affirme précisé
        précise annoncé souligné souligne selon confié raconté rapporté
    """),
}
