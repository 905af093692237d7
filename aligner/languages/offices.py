"""Titles, institutions and their levels in both languages.

A row is a kind of office; a translation of one of its words is one of its words in the other language. A word may be in
several rows: a chief is a head, a director or a leader.
"""

from __future__ import annotations

from collections.abc import Sequence

from aligner.types import SIDES, Side

RowsByWord = dict[Side, dict[str, tuple[int, ...]]]  # the indices of the rows that contain a word


def rows_by_word(rows: Sequence[str]) -> RowsByWord:
    """Index rows "english words; mots français" by word."""
    index: RowsByWord = {"en": {}, "fr": {}}
    for number, row in enumerate(rows):
        for side, words in zip(SIDES, row.split(";"), strict=True):
            for word in words.split():
                index[side][word] = (*index[side].get(word, ()), number)
    return index


def _index(text: str) -> RowsByWord:
    return rows_by_word(text.strip().splitlines())


ROLES = _index("""
mayor mayors burgomaster; maire maires bourgmestre mairesse
leader leaders; leader leaders dirigeant dirigeante dirigeants chef responsable responsables meneur
president presidents chairman chair chairwoman head leader presidency; président présidente présidents présidence chef
chairman chairwoman chair chairperson chairs head; président présidente chef responsable directeur directrice
minister ministers secretary; ministre ministres secrétaire
secretary secretaries; secrétaire secrétaires ministre ministres
deputy deputies delegate delegates lawmaker lawmakers mp mps representative representatives congressman legislator legislators; député députée députés délégué délégués représentant représentants parlementaire parlementaires élu élus
deputy vice assistant associate; adjoint adjointe adjoints vice suppléant assistant
director directors manager chief head ceo boss; directeur directrice directeurs dirigeant responsable chef pdg patron gérant gestionnaire manager administrateur
governor governors; gouverneur gouverneure gouverneurs
senator senators; sénateur sénatrice sénateurs
ambassador ambassadors envoy; ambassadeur ambassadrice ambassadeurs envoyé
general generals; général généraux générale
professor professors lecturer teacher doctor dr; professeur professeurs professeure enseignant maître
judge judges magistrate; juge juges magistrat magistrats
prosecutor prosecutors attorney; procureur procureure procureurs avocat
lawyer lawyers attorney solicitor barrister counsel; avocat avocate avocats juriste
chancellor chancellors; chancelier chancelière recteur ministre
king; roi
queen; reine
prince princes; prince princes
bishop bishops archbishop; évêque évêques archevêque
spokesman spokeswoman spokesperson spokespeople; porte-parole porte
coach trainer manager; entraîneur sélectionneur coach
captain captains; capitaine capitaines
colonel; colonel
commander commanders chief; commandant commandants chef
founder founders; fondateur fondatrice fondateurs
owner owners proprietor; propriétaire propriétaires patron
analyst analysts; analyste analystes
doctor doctors dr; docteur médecin médecins docteure professeur
nurse nurses; infirmière infirmier infirmières
engineer engineers; ingénieur ingénieurs ingénieure
""")  # noqa: E501
HEADS = _index("""
university universities; université universités fac faculté
college colleges; collège collèges lycée école faculté
academy academies; académie académies école
institute institutes institution; institut instituts institution
foundation foundations; fondation fondations
centre center centres centers; centre centres
committee committees commission panel board; comité comités commission commissions
council councils board commission; conseil conseils
congress; congrès assemblée
assembly assemblies; assemblée assemblées
ministry ministries department; ministère ministères département
bank banks; banque banques
court courts tribunal; cour tribunal tribunaux
school schools college; école écoles lycée faculté
museum museums; musée musées
hospital hospitals; hôpital hôpitaux
party parties; parti partis
party; fête soirée
agency agencies; agence agences
association associations union; association associations
parliament parliaments; parlement parlements
church churches; église églises
army armies; armée armées
""")
LEVELS = _index("""
national nationwide; national nationale nationaux nationales
provincial; provincial provinciale provinciaux provinciales
municipal; municipal municipale municipaux municipales
local; local locale locaux locales
regional; régional régionale régionaux régionales
federal; fédéral fédérale fédéraux fédérales
central; central centrale centraux centrales
state; état étatique public
international; international internationale internationaux internationales
european; européen européenne européens européennes
""")
BODIES: dict[Side, frozenset[str]] = {
    "en": frozenset(
        {
            "government", "governments", "capital", "assembly", "congress", "council", "court", "parliament",
            "ministry", "bank", "administration", "authority", "authorities", "committee", "legislature", "police",
            "centre", "center",
        }
    ),
    "fr": frozenset(
        {
            "gouvernement", "gouvernements", "capitale", "assemblée", "congrès", "conseil", "cour", "parlement",
            "ministère", "banque", "administration", "autorité", "autorités", "comité", "police", "centre",
            "législative",
        }
    ),
}  # fmt: skip
