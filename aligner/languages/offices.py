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
# What ministers are responsible for: English words before "minister"; other English phrases; French nouns with their
# articles; other French phrases. The rows exclude each other.
_PORTFOLIOS = """
finance economy economic economics treasury budget; Treasury chancellor_of_the_exchequer; les_Finances l'Économie l'Economie le_Budget le_Trésor les_Comptes_publics; Bercy
foreign external_affairs foreign_affairs; Foreign_Office; les_Affaires_étrangères les_Affaires_extérieures; Quai_d'Orsay chef_de_la_diplomatie cheffe_de_la_diplomatie
interior home home_affairs internal_affairs; Home_Office; l'Intérieur; Place_Beauvau
defence defense armed_forces war; ; la_Défense les_Armées;
justice; attorney_general attorneys_general; la_Justice; garde_des_Sceaux
health social_affairs welfare; ; la_Santé les_Affaires_sociales les_Solidarités la_Famille;
education; ; l'Éducation l'Education;
environment ecology climate; ; l'Environnement l'Écologie l'Ecologie la_Transition_écologique le_Climat;
labour labor employment work; ; le_Travail l'Emploi;
agriculture agricultural farm food fisheries; ; l'Agriculture la_Pêche les_Pêches;
transport transportation; ; les_Transports;
energy oil petroleum; ; l'Énergie l'Energie le_Pétrole;
trade commerce industry business; ; le_Commerce l'Industrie les_Entreprises;
culture cultural; ; la_Culture;
sport sports youth; ; les_Sports la_Jeunesse;
immigration; ; l'Immigration;
housing; ; le_Logement;
science research higher_education; ; la_Recherche l'Enseignement_supérieur la_Science;
tourism; ; le_Tourisme;
information communications; ; la_Communication l'Information les_Télécommunications;
development international_development; ; le_Développement la_Coopération;
"""  # noqa: E501
_OFFICES = "minister+ secretary ministry department"
_LINKS = "of", "for"
_FRENCH_OFFICES = "ministre ministres ministère ministères"


def _portfolio(row: str) -> tuple[str, str, str]:
    """Return the row of a portfolio, and its phrases for a minister in each language."""
    names, phrases, nouns, expressions = (part.split() for part in row.split(";"))
    english = [f"{name}_{office}" for name in names for office in _OFFICES.split()]
    english += [
        f"{office.rstrip('+')}_{link}_{name}" for name in names for office in _OFFICES.split() for link in _LINKS
    ]
    french = [f"{office}_{_of(noun)}" for noun in nouns for office in _FRENCH_OFFICES.split()]
    bare = [noun.split("_", 1)[-1].removeprefix("l'") for noun in nouns]
    return (
        f"{' '.join([*english, *phrases])}; {' '.join([*french, *bare, *expressions])}",
        " ".join(english),
        " ".join(french),
    )


def _of(noun: str) -> str:
    """Return a French noun after « de »: « du Travail », in lower case, which also fits a capital."""
    article, _, rest = noun.lower().partition("_")
    return {"le": f"du_{rest}", "les": f"des_{rest}"}.get(article, f"de_{noun.lower()}")


_PORTFOLIO_ROWS = [_portfolio(row) for row in _PORTFOLIOS.strip().splitlines()]
PORTFOLIOS = "\n".join(row for row, _, _ in _PORTFOLIO_ROWS)
_ENGLISH_MINISTERS, _FRENCH_MINISTERS = (" ".join(row[at] for row in _PORTFOLIO_ROWS) for at in (1, 2))
# Titles and occupations, rows as in `closed_classes`; a word may be in several rows: a chief is a head or a director.
_ROLES = """
mayor+ burgomaster+ lord_mayor; maire+ bourgmestre+ mairesse+ échevin+
deputy_mayor+; adjoint_au_maire maire_adjoint adjoints_au_maire vice-maire
leader+ head+ chief+; président+ présidence+ cadre+ gestionnaire+ leader+ dirigeant+ chef+ cheffe+ responsable+ meneur+ numéro_un tête directeur+
president+ presidency presidential; président+ présidence+ présidentiel+ chef_de_l'état
vice-president+ vice_president+ vice-chair+ vice-chairman vice-chairperson+ deputy_chair+ deputy_chairperson+ deputy_chairman; vice-président+ vice-présidence
chairman+ chairwoman chairwomen chairperson+ chair+ chairing; président+ présidence+ chef+ responsable+ directeur+ présider présidé préside
prime_minister+ premier+ first_minister+; premier_ministre première_ministre premiers_ministres président_du_conseil présidente_du_conseil
minister+ ministerial secretary secretaries treasurer+ {english_ministers}; ministre+ ministériel+ secrétaire+ secrétaire_d'état {french_ministers}
secretary_of_state secretaries_of_state; secrétaire_d'état secrétaires_d'état secrétaire ministre+ ministre_des_affaires_étrangères
foreign_minister+ foreign_secretary; ministre_des_affaires_étrangères ministre ministres chef_de_la_diplomatie
secretary secretaries; secrétaire+ ministre+
secretary-general general_secretary; secrétaire_général secrétaire_générale secrétaires_généraux
chief_of_staff chiefs_of_staff; secrétaire_général secrétaire_générale secrétaires_généraux directeur_de_cabinet directrice_de_cabinet directeurs_de_cabinet dircab chef_de_cabinet cheffe_de_cabinet chefs_de_cabinet chef_d'état-major cheffe_d'état-major chefs_d'état-major chef+ cheffe+ directeur+
deputy deputies delegate+ lawmaker+ mp mps representative+ congressman congressmen congresswoman legislator+ parliamentarian+ member_of_parliament members_of_parliament backbencher+; député+ délégué+ représentant+ parlementaire+ élu+ législateur+ eurodéputé+
deputy deputies vice assistant+ associate+; adjoint+ vice suppléant+ assistant+ sous-directeur
director+ manager+ chief+ head+ ceo ceos boss bosses executive+ chief_executive+; directeur+ directrice dirigeant+ responsable+ chef+ cheffe+ pdg patron+ gérant+ gestionnaire+ manager+ administrateur+ cadre+ DG
governor+; gouverneur+
senator+; sénateur+
councillor+ councilor+ councilman councilmen councilwoman alderman aldermen; conseiller+ échevin+
adviser+ advisor+ consultant+; conseiller+ consultant+ conseil conseils responsable+
policy_adviser+ policy_advisor+ policy_analyst+ policy_officer+ policy_expert+; analyste_des_politiques analystes_des_politiques analyste_de_politiques analystes_de_politiques analyste_en_politiques analystes_en_politiques agent_des_politiques agents_des_politiques conseiller+ analyste+ expert+
ambassador+ envoy+; ambassadeur+ envoyé+ émissaire+ délégué+ représentant+
diplomat+ envoy+; diplomate+ émissaire+
consul+; consul+
commissioner+; commissaire+
general+; général+ généraux générales
admiral+; amiral amiraux
professor+ lecturer+ teacher+ doctor+ dr; professeur+ enseignant+ maître+ docteur+ prof+
teacher+ schoolteacher+ schoolmaster+ instructor+ tutor+; professeur+ enseignant+ instituteur+ maître+ maîtresse+ prof+ instructeur+ moniteur+
judge+ magistrate+ justice+ jurist+ referee+; juge+ magistrat+ juriste+ arbitre+
prosecutor+ attorney+ district_attorney attorney_general; procureur+ avocat+ parquet ministère_public procureure_générale procureur_général ministre_de_la_justice garde_des_sceaux
lawyer+ attorney+ solicitor+ barrister+ counsel; avocat+ juriste+ conseil
chancellor+; chancelier+ recteur+ rectrice ministre+
king+ monarch+; roi+ monarque+ souverain+
queen+ monarch+; reine+ souverain+
emperor+ empress; empereur+ impératrice+
prince+; prince+
princess princesses; princesse+
duke+ duchess; duc+ duchesse+
pope+ pontiff+; pape+ pontife
bishop+ archbishop+; évêque+ archevêque+
cardinal+; cardinal cardinaux
priest+ clergyman clergymen vicar+; prêtre+ curé+ abbé+
pastor+ reverend minister+; pasteur+ révérend+
imam+; imam+
rabbi+; rabbin+
monk+; moine+
nun+; nonne nonnes bonne_soeur bonnes_soeurs
spokesman spokesmen spokeswoman spokeswomen spokesperson+ spokespeople; porte-parole
coach coaches trainer+ manager+; entraîneur+ sélectionneur+ coach+ coachs
referee+ umpire+; arbitre+
captain+ skipper+; capitaine+ commandant+
colonel+; colonel+
lieutenant+; lieutenant+
sergeant+; sergent+
corporal+; caporal caporaux
commander+ chief+; commandant+ chef+
founder+ co-founder+; fondateur+ cofondateur+
owner+ proprietor+ landlord+; responsable+ propriétaire+ patron+ proprio+ maître+ détenteur+ exploitant+
tenant+ renter+; locataire+
analyst+; analyste+
doctor+ dr physician+ medic+; docteur+ médecin+ professeur+ toubib
surgeon+; chirurgien+
dentist+; dentiste+
nurse+; infirmier+
midwife midwives; sage-femme sages-femmes
pharmacist+ chemist+; pharmacien+
psychologist+; psychologue+
psychiatrist+; psychiatre+
veterinarian+ vet+; vétérinaire+
patient+; patient+ malade+
engineer+; ingénieur+
architect+; architecte+
scientist+; scientifique+ savant+ chercheur+
researcher+; chercheur+ scientifique+
biologist+; biologiste+
chemist+; chimiste+ pharmacien+
physicist+; physicien+
mathematician+; mathématicien+
historian+; historien+
economist+; économiste+
astronomer+; astronome+
geologist+; géologue+
journalist+ reporter+ correspondent+; journaliste+ reporter+ correspondant+
editor+ editor-in-chief; rédacteur+ rédacteur_en_chef éditeur+
photographer+; photographe+
writer+ author+; écrivain+ auteur+ autrice+ écrivaine
poet+; poète+ poétesse+
novelist+; romancier+ auteur+ autrice+
actor+ actress actresses; auteur+ acteur+ actrice comédien+
comedian+; comique+ humoriste+ comédien+
singer+; chanteur+ chanteuse
musician+; musicien+
dancer+; danseur+
painter+; peintre+
sculptor+; sculpteur+
filmmaker+ film-maker+ director+; cinéaste+ réalisateur+
producer+; producteur+
soldier+ troop+ serviceman servicemen; soldat+ militaire+ troupe+
sailor+ seaman seamen; marin+ matelot+
pilot+ airman; pilote+ aviateur+
co-pilot+ co-driver+; copilote+
driver+ motorist+; conducteur+ chauffeur+ automobiliste+ pilote+ routier+
passenger+; passager+ voyageur+
pedestrian+; piéton+
cyclist+; cycliste+
astronaut+ cosmonaut+; astronaute+ cosmonaute+ spationaute+
police_officer+ policeman policemen policewoman constable+ cop+; policier+ agent+ gendarme+ flic+ officier_de_police policière agent_de_police
firefighter+ fireman firemen; pompier+
paramedic+ ambulance_worker; ambulancier+ secouriste+
rescuer+ rescue_worker+; sauveteur+ secouriste+ secours
guard+ warden+; garde+ gardien+ surveillant+
detective+ investigator+ inspector+; enquêteur+ inspecteur+ détective+ policier+
sheriff+; shérif+
spy spies; espion+
farmer+; agriculteur+ fermier+ paysan+ cultivateur+ exploitant+ éleveur+
fisherman fishermen; pêcheur+
hunter+; chasseur+
baker+; boulanger+
butcher+; boucher+
cook+ chef+; cuisinier+ chef+
waiter+ waitress; serveur+
hairdresser+; coiffeur+
carpenter+; charpentier+ menuisier+
plumber+; plombier+
electrician+; électricien+
mechanic+; mécanicien+ garagiste+
miner+; mineur+
employer+; employeur+
banker+; banquier+
accountant+; comptable+
auditor+; auditeur+ vérificateur+
trader+ merchant+ dealer+; commerçant+ négociant+ marchand+ courtier+
shopkeeper+ retailer+ tradesman tradesmen tradespeople; commerçant+ détaillant+ marchand+ boutiquier+
buyer+ purchaser+; acheteur+ acquéreur+
seller+ vendor+ salesman salesmen saleswoman; vendeur+ commerçant+ marchand+
customer+ client+; client+
shareholder+ stockholder+; actionnaire+
investor+; investisseur+
entrepreneur+ businesspeople businessman businessmen businesswoman; entrepreneur+ patron+ chef_d'entreprise chefs_d'entreprise hommes_d'affaires femmes_d'affaires homme_d'affaires femme_d'affaires
student+ undergraduate+; étudiant+ élève+ lycéen+
pupil+ schoolchild schoolchildren schoolboy+ schoolgirl+ student+; élève+ écolier+ lycéen+ collégien+ étudiant+
apprentice+ trainee+ intern+; apprenti+ stagiaire+
volunteer+; bénévole+ volontaire+
activist+ campaigner+ militant+; militant+ activiste+
protester+ demonstrator+; manifestant+ contestataire+
striker+; gréviste+ attaquant+ buteur+
voter+; électeur+ votant+
candidate+ contender+; candidat+
politician+; politicien+ homme_politique femme_politique hommes_politiques femmes_politiques responsable_politique responsables_politiques politiques
taxpayer+; contribuable+
resident+ inhabitant+; habitant+ résident+ riverain+
tourist tourists holidaymaker+; touriste+ vacancier+
refugee+; réfugié+
migrant+ immigrant+; migrant+ immigré+ immigrant+
hostage+; otage+
prisoner+ inmate+ detainee+; prisonnier+ détenu+
victim+; victime+
suspect+; suspect+
witness witnesses; témoin+
robber+ thief thieves burglar+; voleur+ braqueur+ cambrioleur+
murderer+ killer+; meurtrier+ assassin+ tueur+
terrorist+; terroriste+
rebel+ insurgent+; rebelle+ insurgé+
rapist+; violeur+
goalkeeper+ goalie+; gardien+ gardien_de_but
defender+; défenseur+
midfielder+; milieu_de_terrain
player+; joueur+ acteur+ intervenant+
champion+; champion+
archaeologist+ archeologist+; archéologue+
explorer+; explorateur+
philosopher+; philosophe+
gardener+; jardinier+
interpreter+ translator+; interprète+ traducteur+
librarian+; bibliothécaire+
dean+; doyen+
rector+; recteur+
treasurer+; trésorier+
ombudsman; médiateur+ ombudsman
mediator+; médiateur+
observer+; observateur+
inspector+; inspecteur+
"""  # noqa: E501
ROLES = _ROLES.format(english_ministers=_ENGLISH_MINISTERS, french_ministers=_FRENCH_MINISTERS)
