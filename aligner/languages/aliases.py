"""Aliases of names: words that the other language may use for them, folded as by `text.entities.names.find.fold_name`.

Words of two or three letters are acronyms, which texts write in capitals; hyphens are removed.
"""

from __future__ import annotations

from aligner.languages.language import word_set
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
    ("zedong", "tse toung tsetoung"), ("enlai", "lai enlai"), ("xiaoping", "siao ping xiaoping"),
    ("chiang kai shek", "tchang kai chek"), ("laozi tzu", "lao tseu laotseu"), ("brotherhood", "freres fraternite"),
    ("shi shia shiite shiites", "chiite chiites"), ("nagorno", "haut"), ("newfoundland", "terre neuve"),
    ("aachen", "aix chapelle"), ("nova", "nouvelle"),
    ("internet web", "internet web toile"), ("netherlands holland dutch", "pays-bas hollande neerlandais neerlandaise"),
)  # fmt: skip


# Cities that both languages write differently, and those that they write alike.
_EXONYMS = """
    aleppo/alep alexandria/alexandrie algiers/alger antwerp/anvers athens/athenes augsburg/augsbourg baghdad/bagdad
    baku/bakou barcelona/barcelone basel/bale basra/bassorah beijing/pekin beirut/beyrouth bern/berne bologna/bologne
    brussels/bruxelles bucharest/bucarest cairo/caire canterbury/cantorbery copenhagen/copenhague damascus/damas
    dhaka/dacca dresden/dresde dunkirk/dunkerque edinburgh/edimbourg fez/fes frankfurt/francfort geneva/geneve
    genoa/genes ghent/gand hamburg/hambourg havana/havane isfahan/ispahan kabul/kaboul kathmandu/katmandou
    khartoum/khartoum krakow/cracovie kyiv/kiev lisbon/lisbonne london/londres mainz/mayence manila/manille
    marrakesh/marrakech mecca/mecque medina/medine mogadishu/mogadiscio moscow/moscou mosul/mossoul muscat/mascate
    nicosia/nicosie odesa/odessa padua/padoue philadelphia/philadelphie regensburg/ratisbonne riyadh/riyad
    salzburg/salzbourg samarkand/samarcande saragossa/saragosse seoul/seoul seville/seville singapore/singapour
    tangier/tanger tashkent/tachkent tbilisi/tbilissi tehran/teheran trier/treves ulaanbaatar/oulanbator venice/venise
    verona/verone warsaw/varsovie yangon/rangoun yerevan/erevan yokohama/yokohama
"""
_CITIES = """
    abidjan abuja accra adelaide amman amsterdam ankara asuncion atlanta auckland bamako bangalore bangkok belfast
    belgrade berlin bilbao birmingham bogota bombay bordeaux boston brasilia brisbane budapest calcutta canberra
    caracas cardiff casablanca chennai chicago colombo conakry dakar dallas delhi detroit djakarta doha dortmund dubai
    dublin durban florence gaza glasgow grenoble haifa hanoi harare helsinki hiroshima honolulu houston islamabad
    istanbul izmir jakarta jerusalem johannesburg kampala karachi kharkiv kigali kinshasa kyoto lagos lahore lausanne
    leeds leipzig lille lima liverpool ljubljana lome luanda lusaka lviv lyon madrid managua manchester marseille
    melbourne memphis miami milan minneapolis minsk mombasa montevideo montpellier montreal mumbai munich nagasaki
    nairobi nantes naples nuremberg osaka oslo ottawa palerme palermo panama perth peshawar phnom pittsburgh prague
    pretoria quito rabat reykjavik riga rome rotterdam sacramento sanaa santiago sarajevo seattle shanghai skopje sofia
    stockholm strasbourg stuttgart sydney taipei tallinn tokyo toronto toulouse tripoli tunis turin utrecht vancouver
    vilnius wellington wroclaw zagreb zurich
"""
_CITY_PAIRS = tuple((pair.split("/")[0], pair.split("/")[1]) for pair in _EXONYMS.split())
CITIES = word_set(_CITIES) | {name for pair in _CITY_PAIRS for name in pair}


def _aliases(column: int) -> dict[str, frozenset[str]]:
    aliases: dict[str, frozenset[str]] = {}
    for group in (*_GROUPS, *_CITY_PAIRS):
        others, words = (group[index].replace("-", "").split() for index in (1 - column, column))
        for word in words:
            aliases[word] = aliases.get(word, frozenset()) | frozenset(others)
    return aliases


# The words of the other language for each word of a name.
ALIASES: dict[Side, dict[str, frozenset[str]]] = {"en": _aliases(0), "fr": _aliases(1)}

# Acronyms that both languages write alike.
KEPT_ACRONYMS = word_set("""
    abc afp ansa aol apec bbc bmw bnp brics cbc cbs cia cnn cnrs dea dhl eads ebay edf efta ems espn esa eta ets faa fao
    fbi fcc fda fema fia fifa fiba gm hp hsbc ibm ikea ing interpol ira irs jpl kfc kgb kla klm lapd lse lvmh mit mlb
    mls msf mtv nasa nba nbc nfl nhl nhs noaa npr nra nsa nypd nyse opel osce pbs pga pkk psg rai rbc rtl sap sec sncf
    spd tass tgv uaw ubs uefa unicef unesco ups usda vw wwf ymca ypg zdf
""")
# Names that are as frequent in the training texts of the lexicon as common nouns.
FREQUENT_NAMES = word_set("""
    africa afrique allah amazon america apple asia asie boston canada china christ europe facebook france george google
    john jean japan japon labrador london londres mary marie microsoft nunavut ontario ottawa oxford paris peter pierre
    quebec québec tokyo tom york yukon
""")
# Titles before a name or instead of it, which one language adds or drops.
HONORIFICS: dict[Side, frozenset[str]] = {
    "en": word_set("mister madam madame sir sirs lady ladies gentlemen lord lords miss dear reverend"),
    "fr": word_set("""
        monsieur messieurs madame mesdames mademoiselle mesdemoiselles maître monseigneur sieur cher chers chère chères
    """),
}
