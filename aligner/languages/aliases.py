"""Aliases of names: words that the other language may use for them, folded as by `text.entities.names.fold_name`.

Words of two or three letters are acronyms, which texts write in capitals; hyphens are removed.
"""

from __future__ import annotations

from aligner.types import Side

_GROUPS = (
    ("us usa states america american americans", "us usa eu eua etats-unis etats amerique americain americaine "
     "americains americaines"),
    ("uk kingdom britain british britons england", "uk r-u ru royaume-uni royaume grande-bretagne bretagne britannique "
     "britanniques anglais anglaise anglaises angleterre"),
    ("eu europe european europeans", "ue europe europeen europeenne europeens europeennes union"),
    ("un nations", "onu nations unies"),
    ("who", "oms"), ("nato", "otan"), ("imf", "fmi"), ("wto", "omc"), ("gdp", "pib"), ("opec", "opep"), ("vat", "tva"),
    ("aids", "sida"), ("dna", "adn"), ("ai", "ia"), ("it", "ti informatique"), ("gmo gmos", "ogm"), ("mdgs mdg", "omd"),
    ("sdgs sdg", "odd"), ("ngo ngos", "ong"), ("sme smes", "pme"), ("ceo ceos", "pdg directeur directrice"),
    ("mp mps", "depute deputes deputee deputees parlementaire parlementaires"), ("pm", "premier ministre"),
    ("pc pcs", "pc ordinateur ordinateurs"), ("tv", "tv tele television"), ("cctv", "surveillance videosurveillance"),
    ("ussr soviet", "urss sovietique sovietiques"), ("gop", "republicain republicains republicaine republicaines"),
    ("mideast", "moyen-orient proche-orient"), ("wwi wwii", "guerre"), ("bc bce", "av avant j-c jc"),
    ("ad ce", "apr apres j-c jc"), ("isil isis", "ei daech daesh islamique"), ("nsw", "galles"), ("earth", "terre"),
    ("internet web", "internet web toile"), ("netherlands holland dutch", "pays-bas hollande neerlandais neerlandaise"),
)  # fmt: skip


def _aliases(column: int) -> dict[str, frozenset[str]]:
    aliases: dict[str, frozenset[str]] = {}
    for group in _GROUPS:
        others, words = (group[index].replace("-", "").split() for index in (1 - column, column))
        for word in words:
            aliases[word] = aliases.get(word, frozenset()) | frozenset(others)
    return aliases


# The words of the other language for each word of a name.
ALIASES: dict[Side, dict[str, frozenset[str]]] = {"en": _aliases(0), "fr": _aliases(1)}
