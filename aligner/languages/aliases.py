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
    daraa/deraa hudaydah/hodeida hodeidah/hodeida taiz/taez mukalla/moukalla raqqa/rakka latakia/lattaquie
    tartus/tartous fallujah/falloujah najaf/nadjaf karbala/kerbala kirkuk/kirkouk sirte/syrte misrata/misourata
    nablus/naplouse jenin/djenine jeddah/djeddah juba/djouba mashhad/machhad shiraz/chiraz omdurman/omdourman
    zinjibar/zindjibar sulaymaniyah/souleimaniye kunduz/koundouz nasiriyah/nassiriya
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
# Names of antiquity and of history that the languages form differently, of people and of gods.
_HISTORICAL = """
    achilles/achille aeneas/enee aeschylus/eschyle aesop/esope ahasuerus/assuerus akhenaten/akhenaton
    alcibiades/alcibiade algazel/ghazali alhazen/haytham ambrose/ambroise amenemhat/amenemes amenhotep/amenophis
    anselm/anselme antiochus/antiochos antoninus/antonin antony/antoine apuleius/apulee aquinas/aquin
    archimedes/archimede aristophanes/aristophane aristotle/aristote artaxerxes/artaxerces ashoka/asoka
    ashurbanipal/assurbanipal atahualpa/atabalipa augustine/augustin augustus/auguste avempace/bajja averroes/rochd
    averroes/rushd avicenna/sina bacchus/dionysos bayezid/bajazet belisarius/belisaire belshazzar/balthazar
    boccaccio/boccace boethius/boece boudica/boadicee boudicca/boadicee cambyses/cambyse cato/caton catullus/catulle
    chandragupta/sandrakottos charlemagne/carolus chephren/khephren cicero/ciceron cleopatra/cleopatre
    clovis/chlodwig columbus/colomb commodus/commode confucius/kongfuzi confucius/kongzi constantine/constantin
    constantius/constance copernicus/copernic croesus/cresus daedalus/dedale darius/dareios democritus/democrite
    demosthenes/demosthene diocletian/diocletien diogenes/diogene dionysus/dionysos djoser/zoser domitian/domitien
    empedocles/empedocle epicurus/epicure erasmus/erasme eratosthenes/eratosthene euclid/euclide euripides/euripide
    eusebius/eusebe galen/galien geber/hayyan genghis/gengis genghis/tchinguiz gracchus/gracque hadrian/hadrien
    hamilcar/amilcar hammurabi/hammourabi hannibal/annibal hasdrubal/asdrubal hatshepsut/hatchepsout
    hephaestus/hephaistos heracles/hercule heraclitus/heraclite hercules/heracles hercules/hercule
    herodotus/herodote hesiod/hesiode hipparchus/hipparque hippocrates/hippocrate homer/homere horace/horatius
    icarus/icare imhotep/imouthes jansen/jansenius jerome/hieronymus josephus/josephe justinian/justinien
    juvenal/iuvenalis khafre/khephren khufu/cheops khufu/kheops kublai/koubilai kublai/kubilay laozi/lao-tseu
    leonardo/leonard lepidus/lepide livy/tite-live lucan/lucain lucretius/lucrece lysander/lysandre
    machiavelli/machiavel magellan/magalhaes maimonides/maimonide martial/martialis maximian/maximien mehmed/mehmet
    menander/menandre mencius/mengzi menkaure/mykerinos mercury/mercure michelangelo/michel-ange
    mithridates/mithridate montezuma/moctezuma muhammad/mahomet mycerinus/mykerinos nebuchadnezzar/nabuchodonosor
    nero/neron odysseus/ulysse oedipus/oedipe orpheus/orphee osman/othman ovid/ovidius paracelsus/paracelse
    parmenides/parmenide persephone/proserpine perseus/persee petrarch/petrarque petronius/petrone pindar/pindare
    plato/platon plautus/plaute pliny/pline plutarch/plutarque pluto/pluton polybius/polybe pompey/pompee
    prometheus/promethee propertius/properce psamtik/psammetique ptolemy/ptolemee pyrrhus/pyrrhos
    pythagoras/pythagore quintilian/quintilien ramesses/ramses rhazes/razi saladin/salah sallust/salluste
    sappho/sapho saturn/saturne scipio/scipion seleucus/seleucos seneca/seneque senusret/sesostris septimius/septime
    seti/sethi severus/severe siddhartha/siddharta sisyphus/sisyphe sneferu/snefrou socrates/socrate
    sophocles/sophocle statius/stace strabo/strabon suetonius/suetone suleiman/soliman sulla/sylla tacitus/tacite
    tamerlane/timour tamerlane/timur tantalus/tantale terence/terentius themistocles/themistocle theodosius/theodose
    theophrastus/theophraste theseus/thesee thucydides/thucydide thutmose/thoutmosis tiberius/tibere
    tibullus/tibulle tintoretto/tintoret titian/titien tutankhamun/toutankhamon tuthmosis/thoutmosis ulysses/ulysse
    vespasian/vespasien vespucci/vespuce virgil/vergilius xerxes/assuerus zeno/zenon zenobia/zenobie
    zhuangzi/tchouang
"""
_CITY_PAIRS, _HISTORICAL_PAIRS = (
    tuple((name, f"{other} {other.replace('-', ' ')}") for name, other in (pair.split("/") for pair in pairs.split()))
    for pairs in (_EXONYMS, _HISTORICAL)
)
CITIES = word_set(_CITIES) | {name for pair in _CITY_PAIRS for names in pair for name in names.split()}


def _aliases(column: int) -> dict[str, frozenset[str]]:
    aliases: dict[str, frozenset[str]] = {}
    for group in (*_GROUPS, *_CITY_PAIRS, *_HISTORICAL_PAIRS):
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
