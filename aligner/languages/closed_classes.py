"""Words of closed classes, whose values exclude each other: weekdays, months, seasons, kin, offices, colours.

A row has the words of one value: English; French. The rows of a block, between blank lines, exclude each other. "_" is
the space in a phrase; a word marked "*" has its forms as a verb, one marked "+" its forms as a noun or an adjective. A
word with a capital is found only where the text has one, too.
"""

from __future__ import annotations

from collections.abc import Iterator

_WEEKDAYS = """
Monday+ Mon; lundi+
Tuesday+ Tue Tues; mardi+
Wednesday+ Wed; mercredi+
Thursday+ Thu Thur Thurs; jeudi+
Friday+ Fri; vendredi+
Saturday+; samedi+
Sunday+; dimanche+
"""
_MONTHS = """
January; janvier janv
February Feb; février févr
March; mars
April Apr; avril
May; mai
June; juin
July; juillet
August Aug; août
September Sept; septembre
October Oct; octobre
November Nov; novembre
December; décembre
"""
# « été » is a participle more often than a summer, and "fall" a drop.
_SEASONS = """
spring+ springtime; printemps printanier+
summer+ summertime; l'été d'été cet_été en_été un_été chaque_été été_dernier été_prochain étés estival+
autumn+ autumnal in_the_fall this_fall last_fall next_fall every_fall each_fall; automne+ automnal+
winter+ wintertime wintry; hiver+ hivernal+
"""
_MOMENTS = """
yesterday; hier avant-hier
today nowadays currently now these_days today's; aujourd'hui de_nos_jours ce_jour actuellement à_présent désormais maintenant
tomorrow; demain après-demain

last_night yesterday_evening; hier_soir la_nuit_dernière la_nuit_passée cette_nuit
tonight this_evening; ce_soir cette_nuit ce_soir-là
yesterday_morning; hier_matin
this_morning; ce_matin
this_afternoon; cet_après-midi

earlier sooner ago; plus_tôt auparavant il_y_a
later from_now; plus_tard

dawn daybreak sunrise+; aube lever_du_soleil lever_du_jour levers_de_soleil petit_matin nuit_des_temps
dusk nightfall sunset+; crépuscule tombée_de_la_nuit tombée_du_jour coucher_du_soleil couchers_de_soleil nuit_tombée
morning+ mornings; matin matins matinée matinées matinal+
afternoon+; après-midi après-midis
evening+ night+; soir soirs soirée soirées nocturne+
night+ nightly; nuit nuits nocturne+

daily every_day each_day; quotidien+ quotidiennement journalier+ chaque_jour tous_les_jours
weekly every_week each_week; hebdomadaire+ chaque_semaine toutes_les_semaines
fortnightly every_two_weeks every_fortnight; bimensuel+ tous_les_quinze_jours toutes_les_deux_semaines
monthly every_month each_month; mensuel+ mensuellement chaque_mois tous_les_mois
yearly annual annually every_year each_year; annuel+ annuellement chaque_année tous_les_ans
hourly every_hour each_hour; horaire+ chaque_heure toutes_les_heures
quarterly every_quarter each_quarter; trimestriel+ chaque_trimestre tous_les_trimestres
nightly every_night each_night; chaque_nuit toutes_les_nuits chaque_soir tous_les_soirs

weekday+; en_semaine jours_de_semaine jour_de_semaine
weekend+ week-end+; week-end+ fin_de_semaine fins_de_semaine
"""  # noqa: E501
EVES = """
day_before eve; veille avant-veille
day_after next_day following_day; lendemain surlendemain jour_suivant
"""
# Spans of time with their gender and their names in English and French.
_SPANS = """
week f semaine
month m mois
year m an
year f année
quarter m trimestre
decade f décennie
century m siècle
summer m été
winter m hiver
spring m printemps
autumn m automne
fall m automne
season f saison
weekend m week-end
weekend f fin_de_semaine
Monday m lundi
Tuesday m mardi
Wednesday m mercredi
Thursday m jeudi
Friday m vendredi
Saturday m samedi
Sunday m dimanche
January m janvier
February m février
March m mars
April m avril
May m mai
June m juin
July m juillet
August m août
September m septembre
October m octobre
November m novembre
December m décembre
"""
_PLURALS = """
days m jours
weeks f semaines
months m mois
years f années
decades f décennies
hours f heures
"""
_BEFORE = ("last", "past", "previous", "preceding"), ("dernier", "passé", "précédent", "écoulé")
_AFTER = ("next", "following", "coming", "upcoming"), ("prochain", "suivant", "à_venir", "qui_vient")
_NOW = ("this", "current"), ("ce", "en_cours", "actuel")
_FEMININE = {
    "dernier": "dernière", "passé": "passée", "précédent": "précédente", "écoulé": "écoulée", "prochain": "prochaine",
    "suivant": "suivante", "ce": "cette", "actuel": "actuelle",
}  # fmt: skip
_BEFORE_THE_NOUN = frozenset({"dernier", "prochain", "précédent", "ce", "actuel"})


def _relative(adjectives: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    """Return the row of the phrases that place a span of time before or after the present."""
    english, french = dict[str, None](), dict[str, None]()
    english.update(dict.fromkeys(f"this_{span}" for span in _SPANS.split()[::3]) if adjectives is _BEFORE else {})
    for span, gender, name in (line.split() for line in _SPANS.strip().splitlines()):
        english.update(dict.fromkeys(f"{adjective}_{span}" for adjective in adjectives[0]))
        french.update(dict.fromkeys(_french_spans(name, gender, adjectives[1])))
    return f"{' '.join(english)}; {' '.join(french)}"


def _plural_spans() -> tuple[str, str]:
    """Return the rows of phrases for several spans before and after the present."""
    rows = []
    for english, french in ((("last", "past", "recent"), "derni|er|ère"), (("next", "coming"), "prochain||e")):
        stem, masculine, feminine = french.split("|")
        spans = [line.split() for line in _PLURALS.strip().splitlines()]
        here = [f"{adjective}_{span}" for span, _, _ in spans for adjective in english]
        there = [f"{stem}{feminine if gender == 'f' else masculine}s_{name}" for _, gender, name in spans]
        rows.append(f"{' '.join(here)}; {' '.join(there)}")
    return rows[0], rows[1]


# Parts of a month, a season, a decade and the like.
_PARTS: dict[str, tuple[str, str]] = {
    "early": ("early start_of beginning_of the_start_of the_beginning_of", "début début_de commencement_de"),
    "mid": ("mid- mid middle_of the_middle_of", "mi- milieu milieu_de"),
    "late": ("late end_of the_end_of", "fin fin_de"),
}
_DECADES = " ".join(
    [f"{century}{decade}0s" for century, decades in (("19", range(1, 10)), ("20", range(3))) for decade in decades]
    + ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
)
_MIDS = ("mid-", "mi-")
_SEASON_PHRASES = {
    "printemps": "du_printemps", "été": "de_l'été", "automne": "de_l'automne", "hiver": "de_l'hiver",
}  # fmt: skip


def _part(part: str, name: str) -> str:
    if part.endswith("_de") and name in _SEASON_PHRASES:
        return f"{part.removesuffix('_de')}_{_SEASON_PHRASES[name]}"
    return f"{part}{name}" if part in _MIDS else f"{part}_{name}"


def _names(table: str) -> list[tuple[str, str]]:
    """Return the first word of each row in English and French."""
    rows = (row.split("; ") for row in table.strip().splitlines())
    return [(here.split()[0].rstrip("+"), there.split()[0].rstrip("+").removeprefix("l'")) for here, there in rows]


def _with_phrases(table: str) -> str:
    """Return a table of weekdays, months or seasons with the phrases of other tables that begin or end with them."""
    rows = []
    for row, (here, there) in zip(table.strip().splitlines(), _names(table), strict=True):
        english, french = row.split("; ")
        phrases = [f"{adjective}_{here}" for adjectives, _ in (_BEFORE, _AFTER, _NOW) for adjective in adjectives]
        phrases += [_part(part, here) for parts, _ in _PARTS.values() for part in parts.split()]
        expressions = [
            phrase for _, adjectives in (_BEFORE, _AFTER, _NOW) for phrase in _french_spans(there, "m", adjectives)
        ]
        expressions += [_part(part, there) for _, parts in _PARTS.values() for part in parts.split()]
        rows.append(" ".join([english, *phrases]) + "; " + " ".join([french, *expressions]))
    return "\n".join(rows)


def _parts_of_periods() -> str:
    """Return the rows of the beginning, the middle and the end of months, seasons and decades."""
    english, french = zip(*_names(_MONTHS), *_names(_SEASONS), strict=True)
    rows = []
    for here, there in _PARTS.values():
        decades = [
            f"{part}_the_{name}" if "of" in part else _part(part, name)
            for part in here.split()
            for name in _DECADES.split()
        ]
        phrases = [_part(part, name) for part in here.split() for name in english] + decades
        expressions = [_part(part, name) for part in there.split() for name in french]
        expressions += [f"{part}_des_années" for part in there.split() if part != "mi-" and not part.endswith("_de")]
        rows.append(f"{' '.join(phrases)}; {' '.join(expressions)}")
    return "\n".join(rows)


def _french_spans(name: str, gender: str, adjectives: tuple[str, ...]) -> Iterator[str]:
    for adjective in adjectives:
        agreed = _FEMININE.get(adjective, adjective) if gender == "f" else adjective
        if adjective != "ce":
            yield f"{name}_{agreed}"
        if adjective in _BEFORE_THE_NOUN:
            yield f"{'cet' if agreed == 'ce' and name[0] in 'aéh' else agreed}_{name}"


WEEKDAYS, MONTHS, SEASONS = map(_with_phrases, (_WEEKDAYS, _MONTHS, _SEASONS))
PARTS_OF_PERIODS = _parts_of_periods()
RELATIVES = "\n".join((_relative(_BEFORE), _relative(_AFTER), _relative(_NOW), "", *_plural_spans(), _MOMENTS))
RELATIONS = """
father+ dad+ daddy papa parent+; père+ papa+ parent parents
mother+ mom+ mum+ mummy parent+; mère+ maman+ parent parents
brother+ sibling+; frère+ frangin
sister+ sibling+; soeur+
son+ child children; fils enfant+
daughter+ child children; fille+ enfant+
husband+ hubby spouse+ partner+; mari+ époux conjoint+
wife wives spouse+ partner+; femme+ épouse+ conjoint+
uncle+; oncle+
aunt+ auntie; tante+
nephew+; neveu neveux
niece+; nièce+
cousin+; cousin+
grandfather+ grandad+ grandpa; grand-père grands-pères papi
grandmother+ grandma granny; grand-mère grands-mères grand-mères mamie
grandparent+; grands-parents grand-parent
grandson+; petit-fils petits-fils
granddaughter+; petite-fille petites-filles
grandchild grandchildren; petits-enfants petit-enfant
great-grandfather+; arrière-grand-père
great-grandmother+; arrière-grand-mère
stepfather+; beau-père beaux-pères
father-in-law; beau-père beaux-pères
stepmother+; belle-mère belles-mères
mother-in-law; belle-mère belles-mères
stepbrother+ brother-in-law; beau-frère beaux-frères demi-frère
stepsister+ sister-in-law; belle-soeur belles-soeurs demi-soeur
half-brother+; demi-frère demi-frères
half-sister+; demi-soeur demi-soeurs
stepson+ son-in-law; beau-fils beaux-fils gendre+
stepdaughter+ daughter-in-law; belle-fille belles-filles bru
widow+; veuve+
widower+; veuf+
fiancé fiance betrothed; fiancé+
fiancée fiancee betrothed; fiancée+
boyfriend+ partner+; petit_ami compagnon copain petits_amis
girlfriend+ partner+; petite_amie compagne copine petites_amies
parent+; parent parents père pères mère mères
child children kid+; enfant+ fils fille filles petit petits
twin+; jumeau jumelle jumeaux jumelles
ex-husband+; ex-mari
ex-wife ex-wives; ex-femme ex-épouse
godfather+; parrain+
godmother+; marraine+
orphan+; orphelin+
neighbour+ neighbor+; voisin+
friend+; ami+ amie amies copain+
"""
GENDERS = """
man men; homme+
woman women; femme+

boy+; garçon+
girl+; fille+ fillette+

male+ masculine; masculin+ mâle+ homme+
female+ feminine; féminin+ femelle+ femme+

king+; roi+
queen+; reine+

prince+; prince+
princess princesses; princesse+

gentleman+ gentlemen; messieurs gentleman
lady ladies; dames dame mesdames

baby babies infant+ newborn+ toddler+; bébé+ nourrisson+ nouveau-né+ bambin+
teenager+ adolescent+ teen+; adolescent+ ado+
adult+ grown-up+; adulte+
elderly pensioner+ senior_citizen+; âgé+ retraité+ vieillard+
"""
_SPEECH = (
    "said says added adds told explained explains warned insisted announced argued claimed noted stated wrote",
    "dit déclare affirme explique ajoute précise indique estime assure poursuit conclut souligne rappelle raconte note",
    "dit déclaré affirmé expliqué ajouté précisé indiqué estimé assuré poursuivi conclu souligné rappelé raconté noté",
)


def _speaker(english: str, french: str) -> str:
    """Return the row of the phrases that name a speaker by a pronoun."""
    said, present, past = (verbs.split() for verbs in _SPEECH)
    here = [f"{english}_{auxiliary}{verb}" for verb in said for auxiliary in ("", "has_", "had_")]
    there = [f"a-t-{french}_{verb}" for verb in past] + [f"{french}_a_{verb}" for verb in past]
    there += [phrase for verb in present for phrase in (f"{french}_{verb}", f"{verb}-{french}", f"{verb}-t-{french}")]
    return f"{' '.join(here)}; {' '.join(there)}"


SPEAKERS = "\n".join((_speaker("he", "il"), _speaker("she", "elle"), _speaker("they", "ils")))
COLOURS = """
black; noir+
white; blanc blancs blanche blanches
red; rouge+
blue; bleu+
green; vert+
yellow; jaune+
orange; orange+ orangé+
pink; rose+
grey gray; gris+
brown; brun+ marron+
purple violet; violet+ pourpre+ mauve+
beige; beige+
turquoise; turquoise+
golden; doré+
silver; argenté+
"""
# Agencies that are companies.
_ENGLISH_AGENCIES = """
travel estate real_estate advertising ad rating ratings credit_rating employment recruitment staffing temp temping
modelling modeling talent casting letting rental car_rental marketing communications public_relations pr translation
collection debt_collection security detective dating marriage ticket booking shipping design web creative media
"""
_FRENCH_AGENCIES = """
de_voyage de_voyages immobilière de_publicité publicitaire de_notation d'intérim de_recrutement de_placement d'emploi
de_mannequins de_talents de_casting de_location de_marketing de_communication de_relations_publiques de_traduction
de_recouvrement de_sécurité de_détectives matrimoniale de_rencontres de_billetterie maritime de_design web
bancaire immobilières matrimoniales publicitaires bancaires
d'architecture d'architectes de_tourisme touristique d'événementiel événementielle
"""
_INSTITUTIONS = """
university universities; université universités universitaire+ fac faculté+ grande_école grandes_écoles
high_school+ secondary_school+; lycée+ école_secondaire collège+
primary_school+ elementary_school+; école_primaire école_élémentaire
kindergarten+ nursery_school+; maternelle+ jardin_d'enfants
school+; école écoles scolaire+ lycée lycées collège collèges faculté facultés
college+; université universités collège collèges lycée lycées école écoles faculté facultés cégep cégeps universitaire+
academy academies; académie académies école écoles
institute+; institut instituts
foundation+; fondation fondations
hospital+; hôpital hôpitaux hospitalier+ clinique cliniques hospitalisé+
clinic+; clinique cliniques dispensaire dispensaires centre_médical
prison+ jail+; prison prisons pénitencier pénitenciers carcéral+
church churches; église églises
mosque+; mosquée mosquées
synagogue+; synagogue synagogues
temple+; temple temples
cathedral+; cathédrale cathédrales
museum+; musée musées
library libraries; bibliothèque bibliothèques
theatre+ theater+; théâtre théâtres cinéma
cinema+ movie_theater+; cinéma cinémas
airport+ airfield+; aéroport aéroports aérodrome aérodromes aéroportuaire+
airline+; compagnie_aérienne compagnies_aériennes compagnie compagnies
railway_station+ train_station+ station+; gare gares station stations
port+ harbour+ harbor+; port ports portuaire+
embassy embassies; ambassade ambassades
consulate+; consulat consulats
parliament+ house_of_commons; parlement parlements assemblée
assembly assemblies; assemblée assemblées parlement
senate; sénat
congress congresses; congrès
council+; conseil conseils comité comités municipalité
government+; gouvernement gouvernements gouvernemental+ pouvoirs_publics fédéral+ public publique
ministry ministries department+; ministère ministères département départements gouvernemental+
court+ tribunal+ courthouse+ courtyard+; tribunal tribunaux cour justice judiciaire+
police; police policier+ gendarmerie gendarmes
army armies; armée armées militaire+
navy; marine
air_force; armée_de_l'air aviation
bank+; banque banques bancaire+
stock_exchange stock_market; bourse boursier+
factory factories plant+; usine usines fabrique fabriques centrale centrales
company companies firm+ corporation+ enterprise+ {english_agencies}; exploitation exploitations entreprise entreprises société sociétés compagnie compagnies firme firmes groupe {french_agencies}
agency agencies {english_agencies}; agence agences {french_agencies}
committee+ commission+ panel+; comité comités commission commissions jury
board+; conseil conseils commission comité direction
federation+; fédération fédérations fédéral+
association+; association associations
party parties; parti partis
club+; club clubs
newspaper+; journal journaux
magazine+; magazine magazines revue revues
television TV channel+; télévision télé chaîne chaînes
radio; radio radios
union+ trade_union+ labour_union+ labor_union+; syndicat syndicats syndical+ union
restaurant+; restaurant restaurants
hotel+; hôtel hôtels hôtelier+
supermarket+; supermarché supermarchés
shop+ store+; magasin magasins boutique boutiques commerce commerces
pharmacy pharmacies drugstore+; pharmacie pharmacies
stadium+ stadia; stade stades
farm+; ferme fermes exploitation exploitations
town_hall city_hall; mairie mairies hôtel_de_ville
"""  # noqa: E501
INSTITUTIONS = _INSTITUTIONS.format(
    english_agencies=" ".join(f"{kind}_agency {kind}_agencies" for kind in _ENGLISH_AGENCIES.split()),
    french_agencies=" ".join(f"agence_{kind} agences_{kind}" for kind in _FRENCH_AGENCIES.split()),
)
LEVELS = """
national nationwide nationally; national+ nationalement
provincial; provincial+
municipal local; municipal+ communal+
local locally municipal; local+ localement
regional regionally; régional+
federal federally; fédéral+
international internationally; international+ étranger+ mondial+
global worldwide; mondial+ planétaire+ international+
foreign; étranger+ extérieur+
domestic; intérieur+ national+ domestique+
rural; rural+ campagne
urban; urbain+ ville
"""
DIRECTIONS = """
north northern northward northwards northerly northbound North_America North_American+ North_Africa North_African+ North_Korea North_Korean+ North_Carolina North_Dakota North_Sea Northern_Ireland Northern_Europe; nord septentrional+ Amérique_du_Nord nord-américain+ Afrique_du_Nord nord-africain+ Corée_du_Nord nord-coréen+ Caroline_du_Nord Dakota_du_Nord mer_du_Nord Irlande_du_Nord Europe_du_Nord
south southern southward southwards southerly southbound South_America South_American+ South_Africa South_African+ South_Korea South_Korean+ South_Carolina South_Dakota South_Sudan Southern_Europe; sud méridional+ austral+ Amérique_du_Sud sud-américain+ Afrique_du_Sud sud-africain+ Corée_du_Sud sud-coréen+ Caroline_du_Sud Dakota_du_Sud Soudan_du_Sud Europe_du_Sud
east eastern eastward eastwards easterly eastbound East_Africa East_African+ Eastern_Europe eastern_Europe East_Germany East_Timor Middle_East Far_East; l'est d'est Est vers_est côte_est rive_est oriental+ levant Afrique_de_l'Est Europe_de_l'Est Allemagne_de_l'Est Timor_oriental Proche-Orient Moyen-Orient Extrême-Orient
west western westward westwards westerly westbound West_Africa West_African+ Western_Europe western_Europe West_Germany West_Bank West_Virginia; ouest occidental+ Afrique_de_l'Ouest Europe_de_l'Ouest Allemagne_de_l'Ouest Cisjordanie Virginie-Occidentale
north-east north_east north-eastern northeast northeastern; nord-est
north-west north_west north-western northwest northwestern; nord-ouest
south-east south_east south-eastern southeast southeastern; sud-est Europe_du_Sud-Est Asie_du_Sud-Est
south-west south_west south-western southwest southwestern; sud-ouest Europe_du_Sud-Ouest Asie_du_Sud-Ouest

left left-hand; gauche+
right right-hand; droite+ droit

left-wing leftist+; gauche+ gauchiste+
right-wing rightist+ far-right; droite+

upstream; amont
downstream; aval

clockwise; sens_des_aiguilles sens_horaire
counterclockwise anticlockwise; sens_inverse_des_aiguilles sens_antihoraire

onshore on_land; terrestre+ à_terre
offshore at_sea; en_mer au_large maritime+
"""  # noqa: E501
