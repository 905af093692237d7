"""Aliases of names: what the other language may use for them, folded as by `aligner.text.entities.names.fold`.

Words of two or three letters are those of acronyms and stand in capitals; hyphens fall away.
"""

from __future__ import annotations

_SAME = (
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


def _told(own: int) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group in _SAME:
        others, words = (group[at].replace("-", "").split() for at in (1 - own, own))
        for word in words:
            found[word] = found.get(word, frozenset()) | frozenset(others)
    return found


# Of each name's words, the words of the other language that tell it.
ENGLISH, FRENCH = _told(0), _told(1)
