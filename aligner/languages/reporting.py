"""Verbs that tell who speaks: versions of a story change them as they like."""

from __future__ import annotations

from aligner.types import Side


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


REPORTING: dict[Side, frozenset[str]] = {
    "en": _words("""
        said say says told tell tells added add adds stated states noted notes explained explains declared
        announced reported reports according indicated pointed stressed
    """),
    "fr": _words("""
        dit dire disent déclaré déclare indiqué indique ajouté ajoute expliqué explique affirmé affirme précisé
        précise annoncé souligné souligne selon confié raconté rapporté
    """),
}
