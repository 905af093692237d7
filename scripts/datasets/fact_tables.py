"""Words that state a fact, by kind and language, in rows of words that exchange without a change around them.

The rows keep gender, number and form. They are written for the generator of changes alone and are no copy of the
tables of the package, so that a change shows whether the package knows the kind and not whether it knows the list.
"""

from __future__ import annotations

from typing import NamedTuple

from aligner.types import Side

WORD_START, WORD_END = r"(?<![\w-])", r"(?![\w-])"
EN_NUMBER = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
)
FR_NUMBER = (
    "deux trois quatre cinq six sept huit dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt"
)
EN_WEEKDAY = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
FR_WEEKDAY = "lundi mardi mercredi jeudi vendredi samedi dimanche"
EN_MONTH = "January February March April May June July August September October November December"
FR_MONTH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"


def any_of(words: str) -> str:
    """Return a pattern of any of the words that spaces or lines separate."""
    return "|".join(words.split())


class WordClass(NamedTuple):
    """Rows of words of one kind; a word is replaced by another one of its row.

    Attributes
    ----------
    rows : one row a line, words separated by "|"; what follows ">" only replaces and is not replaced
    before, after : patterns of what surrounds a word that is changed
    exact : whether capitals count
    """

    rows: str
    before: str = WORD_START
    after: str = WORD_END
    exact: bool = False


_EN_COUNT = rf"(?:\d|\b(?:{any_of(EN_NUMBER)}|hundred|thousand|million|billion|several|few|many|dozen|of))[\s-]"
_FR_COUNT = (
    rf"(?:\d|\b(?:{any_of(FR_NUMBER)}|cent|cents|mille|quelques|plusieurs|neuf|trente|quarante|cinquante|soixante))"
    r"[\s\u00a0\u202f]"
)
_EN_AMOUNT = r"(?:\d|hundred|thousand|million|billion)[\s-]"
_FR_AMOUNT = r"(?:\d[\s\u00a0\u202f]?|\b(?:mille|cents?)\s|(?:millions?|milliards?)\s(?:de\s|d['’]))"
_EN_RANK_BEFORE = r"\b(?:the|his|her|its|their|our|my|this|that|in|and)\s"
_FR_TIME_UNIT = r"(?:semaine|année|saison|nuit|décennie|fois)s?\s"

GIVEN_NAMES = {
    "m": "John James Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony "
    "Mark Paul Steven Stephen Andrew Kenneth George Kevin Brian Edward Ronald Timothy Jeffrey Ryan "
    "Gary Eric Jonathan Scott "
    "Justin Brandon Benjamin Samuel Gregory Frank Patrick Jack Dennis Jerry Tyler Aaron Adam Nathan Peter Simon Ian "
    "Alan Martin Philip Oliver Henry Harry Hugo Bill Bob Tom Tony Tim Jim Joe Sam Ben Dan Nick Chris Mike Dave Steve "
    "Pierre Jean Jacques François Louis Nicolas Laurent Philippe Alain Michel Bernard Olivier Antoine Julien Vincent "
    "Emmanuel Sébastien Guillaume Mathieu Hans Karl Klaus Jürgen Wolfgang Günter Stefan Andreas Markus Franz Josef Uwe "
    "Lars Sven Carlos José Juan Luis Pedro Miguel Antonio Francisco Javier Pablo Jorge Mario Marco Giuseppe Giovanni "
    "Vladimir Sergei Dmitri Ivan Mohammed Mohamed Ahmed Ali Omar Hassan Ibrahim Barack Edgar Albert Arthur Walter",
    "f": "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Margaret Sandra Ashley "
    "Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Laura Helen Sharon Cynthia Kathleen Amy "
    "Angela Anna Ruth Brenda Pamela Nicole Katherine Samantha Christine Emma Catherine Rachel Carolyn Janet Maria "
    "Heather Diane Julie Joyce Victoria Kelly Christina Joan Evelyn Lauren Judith Olivia Martha Cheryl Megan Andrea "
    "Alice Jane Kate Claire Sophie Isabelle Nathalie Valérie Sylvie Marie Anne Hélène Brigitte Monique Ségolène "
    "Martine Camille Charlotte Angelina Hillary Ursula Petra Sabine Heike Ingrid Gisela Natalia Olga Elena Fatima",
}
SURNAMES = (
    "Walsh Harper Lawson Bennett Fletcher Hoffman Keller Lindgren Moretti Navarro Okafor Petrov Rinaldi Sandoval "
    "Tanaka Ullman Vasquez Whitaker Zimmer Bouchard Chevalier Delorme Fontaine Garnier Lacroix Marchand Perrault"
)
SPEAKERS = {
    "en": ("Peter Walsh", "Linda Harper", "Karl Lindgren", "Elena Moretti", "Simon Fletcher", "Ruth Navarro"),
    "fr": ("Pierre Garnier", "Hélène Marchand", "Karl Lindgren", "Elena Moretti", "Simon Fletcher", "Anne Lacroix"),
}

_CITIES = (
    "London|Paris|Berlin|Madrid|Rome|Vienna|Brussels|Moscow|Warsaw|Prague|Budapest|Athens|Lisbon|Dublin|Geneva|Zurich|"
    "Munich|Hamburg|Frankfurt|Cologne|Stuttgart|Dresden|Milan|Venice|Naples|Turin|Barcelona|Seville|Valencia|Lyon|"
    "Marseille|Toulouse|Bordeaux|Nantes|Strasbourg|Lille|Nice|Stockholm|Oslo|Copenhagen|Helsinki|Kiev|Istanbul|Ankara|"
    "Tehran|Baghdad|Damascus|Beirut|Jerusalem|Cairo|Tripoli|Tunis|Algiers|Nairobi|Lagos|Johannesburg|Pretoria|Delhi|"
    "Mumbai|Kolkata|Islamabad|Karachi|Kabul|Beijing|Shanghai|Tokyo|Osaka|Seoul|Bangkok|Manila|Jakarta|Singapore|Sydney|"
    ""
    "Melbourne|Brisbane|Canberra|Auckland|Washington|Chicago|Boston|Dallas|Houston|Detroit|Philadelphia|Seattle|Atlanta|"
    "Miami|Denver|Phoenix|Portland|Los Angeles|San Francisco|New York|Las Vegas|Toronto|Montreal|Ottawa|Vancouver|"
    "Mexico City|Havana|Bogota|Lima|Buenos Aires|Caracas|Manchester|Liverpool|Birmingham|Edinburgh|Glasgow|Cardiff|"
    "Belfast|Santiago|Salzburg|Minneapolis|Cleveland|Baltimore"
)
_FR_CITIES = (
    "Londres|Paris|Berlin|Madrid|Rome|Vienne|Bruxelles|Moscou|Varsovie|Prague|Budapest|Athènes|Lisbonne|Dublin|Genève|"
    "Zurich|Munich|Hambourg|Francfort|Cologne|Stuttgart|Dresde|Milan|Venise|Naples|Turin|Barcelone|Séville|Valence|"
    "Lyon|Marseille|Toulouse|Bordeaux|Nantes|Strasbourg|Lille|Nice|Stockholm|Oslo|Copenhague|Helsinki|Kiev|Istanbul|"
    "Ankara|Téhéran|Bagdad|Damas|Beyrouth|Jérusalem|Tripoli|Tunis|Alger|Nairobi|Lagos|Johannesburg|Pretoria|Delhi|"
    "Mumbai|Bombay|Islamabad|Karachi|Kaboul|Pékin|Shanghai|Tokyo|Osaka|Séoul|Bangkok|Manille|Jakarta|Singapour|Sydney|"
    ""
    "Melbourne|Brisbane|Canberra|Auckland|Washington|Chicago|Boston|Dallas|Houston|Détroit|Philadelphie|Seattle|Atlanta|"
    "Miami|Denver|Phoenix|Portland|Los Angeles|San Francisco|New York|Las Vegas|Toronto|Montréal|Ottawa|Vancouver|"
    "Mexico|Bogota|Lima|Buenos Aires|Caracas|Manchester|Liverpool|Birmingham|Édimbourg|Glasgow|Cardiff|Belfast|"
    "Santiago|Salzbourg|Minneapolis|Cleveland|Baltimore"
)

# French adjectives of peoples: masculine and feminine; the plural adds s where there is none.
_FR_PEOPLES = (
    "français française, anglais anglaise, irlandais irlandaise, écossais écossaise, japonais japonaise, chinois "
    "chinoise, polonais polonaise, portugais portugaise, danois danoise, suédois suédoise, finlandais finlandaise, "
    "norvégien norvégienne, autrichien autrichienne, italien italienne, canadien canadienne, australien australienne, "
    "indien indienne, iranien iranienne, irakien irakienne, syrien syrienne, égyptien égyptienne, palestinien "
    "palestinienne, israélien israélienne, ukrainien ukrainienne, brésilien brésilienne, américain américaine, "
    "mexicain mexicaine, africain africaine, européen européenne, coréen coréenne, allemand "
    "allemande, espagnol espagnole, "
    "britannique britannique, russe russe, belge belge, suisse suisse, croate croate, serbe serbe, afghan afghane, "
    "pakistanais pakistanaise, libanais libanaise, hongrois hongroise, turc turque, cubain cubaine, tchèque tchèque"
)


def _people_rows() -> str:
    """Return rows of one gender and number; words with one form for two of these are in rows of their own."""
    forms = [pair.split() for pair in _FR_PEOPLES.split(", ")]
    both = [masculine for masculine, feminine in forms if masculine == feminine]
    same_plural = [masculine for masculine, _ in forms if masculine.endswith("s")]
    masculines = [masculine for masculine, _ in forms if masculine not in (*both, *same_plural)]
    feminines = [feminine for _, feminine in forms if feminine not in both]
    rows = [both, masculines, feminines]
    rows += [[f"{word}s" for word in row] for row in rows] + [same_plural]
    return "\n".join("|".join(row) for row in rows)


def _capitalise(rows: str) -> str:
    return "\n".join("|".join(word[0].upper() + word[1:] for word in row.split("|")) for row in rows.split("\n"))


_EN_OPPOSITES = (
    "rise|fall\nrises|falls\nrose|fell\nrising|falling\nrisen|fallen\nincrease|decrease|reduce\n"
    "increases|decreases|reduces\nincreased|decreased|reduced\nincreasing|decreasing|reducing\nwin|lose\n"
    "wins|loses\nwon|lost\nwinning|losing\nvictory|defeat\nvictories|defeats\nacquitted|convicted\n"
    "accepted|rejected\nadopted|rejected\napproved|rejected\nallowed|forbidden\nbegin>end\nbegins>ends\n"
    "began|ended\nstart|stop\nstarted|stopped\nopen|closed\nopened|closed\nbefore|after\nabove|below\n"
    "inside|outside\nbuy|sell\nbought|sold\nbuying|selling\nlend|borrow\nstrong|weak\nstronger|weaker\n"
    "high|low\nhigher|lower\nhighest|lowest\nlarge|small\nbig|small\nlarger|smaller\nlargest|smallest\n"
    "bigger|smaller\nbiggest|smallest\nold|young\nolder|younger\noldest|youngest\nrich|poor\nricher|poorer\n"
    "safe|dangerous\nhot|cold\nwarm|cold\nfast|slow\nfaster|slower\nlong|short\nlonger|shorter\n"
    "longest|shortest\nprivate>public\nlegal|illegal\npossible|impossible\nguilty|innocent\n"
    "positive|negative\nsuccess|failure\nsuccessful|failed\nalive|dead\ngained|lost\nsupport|oppose\n"
    "supported|opposed\nsupports|opposes\nagreed|refused\nsupporters|opponents\nbest|worst\nbetter|worse\n"
    "early|late\nearlier|later\nmajority|minority\nmaximum|minimum\ngood|bad\nhappy|unhappy\nlikely|unlikely\n"
    "able|unable\nimports|exports\nremember|forget\nlove|hate\nwar|peace\nadvantage|disadvantage\ntrue|false\n"
    "male|female\ndeeper|shallower\nnear|far\nincluding|excluding\nurban|rural\nwide|narrow\nheavy>light\n"
    "full|empty"
)

_FR_OPPOSITES = (
    "augmenter|diminuer|baisser\naugmente|diminue|baisse\naugmenté|diminué|baissé\nhausse|baisse\n"
    "augmentation|diminution\naugmentent|diminuent\nmonter|descendre\nmonte|descend\nmonté|descendu\n"
    "gagner|perdre\ngagné|perdu\ngagne|perd\ngagnent|perdent\nremporté|perdu\nvictoire|défaite\n"
    "victoires|défaites\nacquitté|condamné\naccepté|refusé|rejeté\nadopté|rejeté\napprouvé|rejeté\n"
    "accepter|refuser\naccepte|refuse\nautorisé|interdit\nautoriser|interdire\nautorise|interdit\n"
    "commencer|finir\ncommencé|terminé\ncommence|finit\nouvert|fermé\nouverte|fermée\nouvrir|fermer\n"
    "avant|après\nacheter|vendre\nacheté|vendu\nachète|vend\nfort>faible\nforte>faible\nforts>faibles\n"
    "haut>bas\nhaute|basse\nélevé>bas\nélevée>basse\nélevés>bas\nélevées>basses\ngrand|petit\ngrande|petite\n"
    "grands|petits\ngrandes|petites\nsupérieur|inférieur\nsupérieure|inférieure\nvieille>jeune\njeunes>vieux\n"
    "riche|pauvre\nriches|pauvres\nsûre|dangereuse\nfacile|difficile\nfaciles|difficiles\nchaud|froid\n"
    "chaude|froide\nlent>rapide\nlents>rapides\nlongue|courte\nlongs|courts\npublic|privé\npublique|privée\n"
    "publics|privés\npubliques|privées\nlégal|illégal\nlégale|illégale\npossible|impossible\n"
    "coupable|innocent\npositif|négatif\npositive|négative\nsuccès|échec\nvivant|mort\nvivants|morts\n"
    "soutenir|combattre\nsoutient|combat\nnaissance|mort\npartisans|opposants|adversaires\nmeilleur>pire\n"
    "meilleure>pire\nmeilleurs>pires\nmieux>moins bien\nmajorité|minorité\nmaximum|minimum\nbon>mauvais\n"
    "bonne|mauvaise\nbons>mauvais\nbonnes|mauvaises\nheureux|malheureux\nheureuse|malheureuse\n"
    "capable|incapable\ncapables|incapables\nexport|import\nexportations|importations\nguerre|paix\n"
    "avantage|inconvénient\navantages|inconvénients\nvrai>faux\nvraie|fausse\nlarge|étroit\nlourd|léger\n"
    "lourde|légère\nplein>vide\npleine>vide"
)

WORDS: dict[Side, dict[str, list[WordClass]]] = {
    "en": {
        "number_word": [
            WordClass("|".join(EN_NUMBER.split()), rf"{WORD_START}(?<!twenty-)"),
            WordClass("dozens|hundreds|thousands|millions\nthirty|forty|fifty|sixty|seventy|eighty|ninety"),
        ],
        "ordinal": [
            WordClass(
                "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth",
                _EN_RANK_BEFORE,
                r"(?![\w-])(?!\splace\b)",
            ),
            WordClass(
                "1st|2nd|3rd|4th|5th|6th|7th|8th|9th|10th|11th|12th|13th|14th|15th|16th|17th|18th|19th|20th|21st"
            ),
        ],
        "fraction": [
            WordClass("half|a third|a quarter|a fifth", after=r"(?=\s(?:of|the|its|their|his|her|as)\b)"),
            WordClass(
                "two-thirds|three-quarters|two-fifths|one-third|one-quarter|one-fifth\ntwo thirds|three quarters"
            ),
            WordClass("double|triple|quadruple\ndoubled|tripled|quadrupled|halved\ndoubling|tripling|halving"),
            WordClass("twice|three times|four times|five times|ten times"),
        ],
        "scale_word": [
            WordClass("million|billion|trillion\nthousand|million\nhundred>thousand\nbn|tn|mn", rf"{_EN_COUNT}|\d")
        ],
        "unit": [
            WordClass(
                ""
                "kilometres|metres|miles|centimetres|millimetres\nkilometers|meters|miles|centimeters|millimeters|feet\n"
                "kilometre|metre|mile|centimetre\nkilometer|meter|mile|centimeter\nkm|m|cm|mm|mi\nkg|g|mg\nkilograms|"
                "grams|pounds|tonnes|ounces\nhours|minutes|seconds|days|weeks|months|years|decades|centuries\nhour|"
                "minute|second|day|week|month|year|decade\nlitres|gallons\nmph|km/h\nacres|hectares",
                _EN_COUNT,
                r"(?![\w-])(?!\sa\sday\b)",
            ),
            WordClass("hour|minute|second|day|week|month|year|decade", r"\b(?:per|each|every)\s"),
            WordClass("days|weeks|months|years|decades", r"\b(?:recent|past|coming|several)\s"),
        ],
        "currency": [
            WordClass("dollars|euros|francs|yen|rubles|pesos>pounds\ndollar|euro|franc|ruble|peso>pound", _EN_AMOUNT),
            WordClass("pounds>dollars|euros", r"\b(?:thousand|million|billion)\s"),
            WordClass("$|€|£", r"(?<![\w$])", r"(?=\d)"),
            WordClass("USD|EUR|GBP|CHF|CAD"),
        ],
        "weekday": [WordClass("|".join(EN_WEEKDAY.split()), exact=True)],
        "month": [
            WordClass("|".join(w for w in EN_MONTH.split() if w not in ("May", "March", "August")), exact=True),
            WordClass(
                "|".join(EN_MONTH.split()), r"\b(?:in|of|by|since|until|last|next|early|late|\d{1,2})\s", exact=True
            ),
            WordClass("|".join(EN_MONTH.split()), after=r"(?=\s\d)", exact=True),
        ],
        "clock": [
            WordClass("noon|midnight"),
            WordClass("morning|afternoon|evening", rf"\b(?:the|this|every|{any_of(EN_WEEKDAY)})\s"),
        ],
        "relative_date": [
            WordClass(
                "last|next",
                after=rf"(?=\s(?:week|month|year|season|weekend|summer|winter|spring|autumn|{any_of(EN_WEEKDAY)}|"
                rf"{any_of(EN_MONTH)})\b)",
            ),
            WordClass("yesterday|tomorrow|today"),
            WordClass("ago|from now", r"\b(?:years?|months?|weeks?|days?|hours?|decades?)\s"),
        ],
        "place": [WordClass(_CITIES, after=r"(?![\w-])(?!\s[A-Z])", exact=True)],
        "country": [
            WordClass(
                "France|Germany|Italy|Spain|Portugal|Poland|Russia|Ukraine|Greece|Turkey|Sweden|Norway|Denmark|Finland|"
                "Belgium|Switzerland|Austria|Hungary|Romania|Bulgaria|Serbia|Croatia|Ireland|Scotland|England|Britain|"
                "China|Japan|India|Pakistan|Afghanistan|Iran|Iraq|Syria|Israel|Egypt|Libya|Tunisia|Algeria|Morocco|"
                ""
                "Nigeria|Kenya|Somalia|Sudan|Ethiopia|Mali|Canada|Mexico|Brazil|Argentina|Chile|Peru|Colombia|Venezuela|"
                "Cuba|Haiti|Australia|Vietnam|Thailand|Indonesia|Malaysia|Lebanon|Jordan|Yemen|Georgia|Iceland",
                exact=True,
            ),
            WordClass("Europe|Asia|Africa|South America|North America|Oceania", exact=True),
            WordClass("United States|United Kingdom|Netherlands|Philippines|Soviet Union", r"\b[Tt]he\s", exact=True),
        ],
        "nationality": [
            WordClass(
                ""
                "French|German|Italian|Spanish|Portuguese|Polish|Russian|Ukrainian|Greek|Turkish|Swedish|Norwegian|Danish|"
                "Finnish|Belgian|Swiss|Austrian|Hungarian|Serbian|Croatian|Irish|Scottish|British|English|Chinese|"
                "Japanese|Korean|Indian|Pakistani|Afghan|Iranian|Iraqi|Syrian|Israeli|Palestinian|Egyptian|Libyan|"
                "Nigerian|Kenyan|Canadian|Mexican|Brazilian|Australian|American|African|European|Asian|Cuban\n"
                "Germans|Italians|Russians|Ukrainians|Greeks|Americans|Canadians|Australians|Mexicans|Brazilians|"
                "Palestinians|Israelis|Egyptians|Syrians|Iraqis|Iranians|Africans|Europeans|Norwegians|Belgians",
                exact=True,
            )
        ],
        "organisation": [
            WordClass(
                "court|parliament|council|university|ministry|police|army|committee|company|hospital|bank|party|union|"
                "agency|school|church|commission|government|senate|federation|museum|club|newspaper|airline|embassy\n"
                "courts|councils|universities|ministries|committees|companies|hospitals|banks|parties|unions|agencies|"
                "schools|churches|governments|museums|clubs|newspapers|airlines",
                after=r"(?![\w-])(?!['’]?s?\s(?:of|line|time)\b)",
                before=r"(?<![\w-])(?<!Soviet )",
            )
        ],
        "relation": [
            WordClass(
                ""
                "father|mother|brother|sister|son|daughter|uncle|aunt|cousin|wife|husband|grandfather|grandmother|nephew|"
                "niece|grandson|fiancée|widow|boyfriend|girlfriend\nbrothers|sisters|sons|daughters|uncles|cousins|"
                "nephews|parents|grandparents\nchildren|parents|grandparents"
            )
        ],
        "office": [
            WordClass(
                ""
                "president|chairman|mayor|minister|senator|governor|director|secretary|ambassador|spokesman|spokeswoman|"
                ""
                "prosecutor|colonel|professor|king|queen|coach|captain|bishop|chancellor|lawyer|deputy|treasurer|doctor|"
                "engineer|journalist|farmer\npresidents|mayors|ministers|senators|governors|directors|ambassadors|"
                "prosecutors|professors|lawyers|doctors|engineers|journalists|farmers|judges\nprime minister|president|"
                "foreign minister",
                r"(?<![\w-])(?<!prime )(?<!Prime )",
                r"(?![\w-])(?!\s(?:of state|general)\b)",
            )
        ],
        "direction": [
            WordClass(
                "north|south|east|west\nnorthern|southern|eastern|western\nnortheast|northwest|southeast|southwest\n"
                "northeastern|northwestern|southeastern|southwestern\nnorthward|southward|eastward|westward"
            ),
            WordClass("left|right", r"\b(?:on|to|from)\s(?:the|his|her|its|their)\s|\bfar[\s-]"),
            WordClass("left|right", after=r"(?=[\s-](?:side|hand|wing|foot|arm|leg|eye|bank)\b)"),
        ],
        "opposite": [WordClass(_EN_OPPOSITES, exact=True)],
        "denial_dropped": [
            WordClass("never>always\nno longer>still\nnothing>everything\nnobody>everybody\nnone>all\nneither>both"),
            WordClass("without>with", after=r"(?![\w-])(?!\s\w+ing\b)"),
        ],
        "denial_added": [
            WordClass("with>without", r"\b(?:[a-z]+ed|[a-z]+s|it|them|man|woman|people|country)\s"),
            WordClass("always>never\nstill>no longer\neverything>nothing\neverybody>nobody\neveryone>no one"),
        ],
        "certainty": [
            WordClass("will|may|might", r"(?<![\w-])(?<!the )(?<!free )(?<!a )", exact=True),
            WordClass("could>will\nmust|may|might\nshould>might", exact=True),
            WordClass("confirmed|alleged|suspected\ncertain|possible\ncertainly|possibly|probably\ndefinitely|perhaps"),
            WordClass("probably|certainly|hardly\npossibly|certainly\nperhaps|certainly\nclearly|apparently"),
            WordClass("known|thought|rumoured"),
            WordClass("proved|suggested\nshows|suggests\nshow|suggest\nshowed|suggested", after=r"(?=\sthat\b)"),
            WordClass("cannot>may", exact=True),
            WordClass("seems|is known\nappears|is known", after=r"(?=\sto\b)"),
        ],
        "comparison": [
            WordClass("more|less", after=r"(?![\w-])(?!\s(?:and more|or less))"),
            WordClass("more than|less than|exactly\nat least|at most|exactly\nover|under|exactly", after=r"(?=\s\d)"),
            WordClass("fewer|more"),
            WordClass("most|least", r"\b(?:the|The|its|their|his|her|our)\s", r"(?=\s(?!of\b|likely\b)[a-z]+)"),
            WordClass("as much as>more than|less than\nas many as>more than|fewer than"),
            WordClass("nearly>more than\nalmost>more than\nup to>at least\nabout>over", after=r"(?=\s\d)"),
        ],
        "quotation": [],
    },
    "fr": {
        "number_word": [
            WordClass(
                "|".join(FR_NUMBER.split()),
                rf"{WORD_START}(?<!les )(?<!cent )(?<!tous )(?<!toutes )",
                r"(?![\w-])(?!\spour\scent)",
            ),
            WordClass(
                "neuf|huit|six",
                after=r"(?=\s(?:mois|ans|jours|heures|minutes|semaines|personnes|millions|\w+s\b))",
                before=r"\b(?:[Ll]es|[Dd]e|[Ee]t|[Ss]es|[Aa]|[Oo]nt|[Dd]ans|à)\s",
            ),
            WordClass("dizaines|douzaines|centaines|milliers\ntrente|quarante|cinquante|soixante"),
            WordClass("dizaine|douzaine|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|centaine"),
        ],
        "ordinal": [
            WordClass(
                "deuxième|troisième|quatrième|cinquième|sixième|septième|huitième|neuvième|dixième|onzième|douzième\n"
                "second|troisième|quatrième\nseconde|troisième|quatrième",
                r"(?<![\w-])(?<!une )(?<!par )",
            ),
            WordClass(
                "premier|deuxième|troisième|quatrième\npremière|deuxième|troisième|quatrième",
                after=r"(?![\w-])(?!\s(?:ministre|plan|lieu|rang)\b)",
                before=r"\b(?:[LlSs]e|[Ll]a|[SsMm]on|[SsMm]a|[Ll]eur|[Dd]u|[Aa]u|[Uu]ne?|[Cc]e|[Cc]et|[Cc]ette)\s",
            ),
            WordClass(
                "XIe|XIIe|XIIIe|XIVe|XVe|XVIe|XVIIe|XVIIIe|XIXe|XXe|XXIe\n2e|3e|4e|5e|6e|7e|8e|9e|10e|11e|12e\n"
                "15e|16e|17e|18e|19e|20e|21e",
                exact=True,
            ),
        ],
        "fraction": [
            WordClass("la moitié|un tiers|un quart|un cinquième", r"(?<![\w-])(?<!\bde )(?<!\bà )"),
            WordClass("deux tiers|trois quarts|deux cinquièmes\ndouble|triple|quadruple\ndoublé|triplé|quadruplé"),
            WordClass("doubler|tripler|quadrupler\ndeux fois|trois fois|quatre fois|cinq fois|dix fois"),
        ],
        "scale_word": [WordClass("millions|milliards|milliers\nmillion|milliard|millier", r"[\d\w][\s\u00a0\u202f]")],
        "unit": [
            WordClass(
                "kilomètres|mètres|miles|centimètres|millimètres\nkilomètre|mètre|mile|centimètre\nkm|m|cm|mm|mi\n"
                "kg|g|mg\nkilogrammes|kilos|grammes\ntonnes|livres|onces\nheures|minutes|secondes|semaines|années|"
                "décennies\njours|mois|ans|siècles\nlitres|gallons\nkm/h|m/s\nacres|hectares",
                _FR_COUNT,
                r"(?![\w-])(?!\ssur\s\d)",
            ),
            WordClass("heure|minute|seconde|semaine|année\njour|mois|an|siècle", r"\b(?:par|chaque)\s"),
            WordClass(
                "semaines|années|décennies\njours|mois|siècles", r"\b(?:derniers|dernières|prochaines|prochains)\s"
            ),
        ],
        "currency": [
            WordClass(
                "euros|dollars|francs|yens|roubles|pesos\neuro|dollar|franc|yen|rouble\n"
                "livres sterling>roupies indiennes",
                _FR_AMOUNT,
            ),
            WordClass("€|$|£", r"(?:\d[\s\u00a0\u202f]?|(?:millions?|milliards?)\s(?:de\s|d['’]))", r"(?!\w)"),
            WordClass("USD|EUR|GBP|CHF|CAD"),
        ],
        "weekday": [WordClass("|".join(FR_WEEKDAY.split()))],
        "month": [
            WordClass("|".join(w for w in FR_MONTH.split() if w not in ("mars", "mai", "août"))),
            WordClass("|".join(FR_MONTH.split()), r"\b(?:en|de|mois de|début|fin|mi-|depuis|dès|\d{1,2}|1er)\s"),
        ],
        "clock": [
            WordClass("midi|minuit"),
            WordClass("matin|soir", rf"\b(?:le|du|ce|au|hier|demain|{any_of(FR_WEEKDAY)})\s"),
        ],
        "relative_date": [
            WordClass("dernière|prochaine", _FR_TIME_UNIT),
            WordClass("dernières|prochaines|dix dernières", r"\b(?:[Cc]es|[Ll]es|[Dd]es)\s"),
            WordClass("derniers|prochains", r"\b(?:[Cc]es|[Ll]es|[Dd]es)\s"),
            WordClass(
                "dernier|prochain",
                rf"\b(?:an|mois|été|hiver|printemps|automne|week-end|{any_of(FR_WEEKDAY)}|{any_of(FR_MONTH)})\s",
            ),
            WordClass("hier|demain|aujourd'hui\naujourd’hui|demain", r"(?<![\w-])(?<!d['’])(?<!jusqu['’])"),
            WordClass(
                "il y a|dans",
                after=rf"(?=\s(?:\d+|{any_of(FR_NUMBER)}|quelques|un|une|plusieurs)\s(?:ans?|mois|jours?|semaines?|heures?)\b)",
            ),
        ],
        "place": [WordClass(_FR_CITIES, after=r"(?![\w-])(?!\s[A-Z])", exact=True)],
        "country": [
            WordClass(
                ""
                "France|Chine|Russie|Belgique|Suisse|Turquie|Syrie|Pologne|Grèce|Norvège|Suède|Finlande|Roumanie|Bulgarie|"
                "Serbie|Croatie|Libye|Tunisie|Somalie|Colombie|Thaïlande|Malaisie|Géorgie|Hongrie|Jordanie\nAllemagne|"
                "Italie|Espagne|Autriche|Inde|Australie|Angleterre|Algérie|Ukraine|Égypte|Argentine|Irlande|Écosse|"
                ""
                "Éthiopie|Indonésie|Islande\nIran|Irak|Afghanistan\nCanada|Japon|Brésil|Mexique|Maroc|Portugal|Pakistan|"
                "Pérou|Chili|Liban|Danemark|Vietnam|Kenya|Mali|Niger|Nigeria|Soudan|Venezuela|Royaume-Uni|Yémen\n"
                "États-Unis|Pays-Bas|Philippines|Émirats arabes unis\nIsraël|Cuba|Haïti|Chypre|Malte",
                exact=True,
            ),
            WordClass("Europe|Asie|Afrique|Amérique|Océanie", exact=True),
        ],
        "nationality": [
            WordClass(_people_rows(), exact=True),
            WordClass(_capitalise(_people_rows()), exact=True),
        ],
        "organisation": [
            WordClass(
                ""
                "tribunal|parlement|conseil|ministère|comité|syndicat|parti|gouvernement|sénat|club|musée|journal\ncour|"
                "police|banque|commission|fédération|société|mairie|gendarmerie|compagnie|chaîne|université|armée|"
                "agence|école|église|entreprise|association|ambassade\ntribunaux|conseils|ministères|comités|syndicats|"
                "partis|gouvernements|clubs|musées|journaux|hôpitaux\nbanques|commissions|fédérations|sociétés|mairies|"
                "universités|agences|écoles|églises|entreprises|associations|compagnies",
                after=r"(?![\w-])(?!\sde\s)",
                before=r"(?<![\w-])(?<!en )(?<!au )(?<!En )",
            )
        ],
        "relation": [
            WordClass(
                "père|frère|fils|oncle|mari|neveu|cousin|grand-père|beau-frère\nmère|sœur|tante|épouse|nièce|cousine|"
                "grand-mère|belle-sœur\nfrères|oncles|neveux|cousins\nsœurs|filles|tantes|nièces|cousines"
            ),
            WordClass("femme|fille|mère|sœur|nièce|tante", r"\b(?:[Ss]a|[Mm]a|[Tt]a|[Ll]eur|[Vv]otre|[Nn]otre)\s"),
            WordClass(
                "enfants|parents|cousins|neveux", r"\b(?:[Ss]es|[Mm]es|[Ll]eurs|[Vv]os|[Nn]os|deux|trois|quatre)\s"
            ),
        ],
        "office": [
            WordClass(
                "président|maire|ministre|sénateur|gouverneur|directeur|secrétaire|ambassadeur|procureur|colonel|"
                "porte-parole|professeur|préfet|député|roi|entraîneur|évêque|chancelier|avocat|trésorier|médecin|"
                "ingénieur|journaliste|agriculteur\nprésidente|directrice|sénatrice|gouverneure|ambassadrice|députée|"
                "procureure|avocate|chancelière\nprésidents|maires|ministres|sénateurs|gouverneurs|directeurs|"
                "ambassadeurs|procureurs|professeurs|avocats|médecins|ingénieurs|journalistes|agriculteurs|députés\n"
                "premier ministre|président|ministre des Affaires étrangères",
                r"(?<![\w-])(?<!premier )(?<!Premier )(?<!première )",
                r"(?![\w-])(?!\sgénéral)",
            )
        ],
        "direction": [
            WordClass("nord|sud", r"\b(?:[Aa]u|[Ll]e|[Dd]u|[Pp]ôle|[Cc]ôte|plein)\s"),
            WordClass("Nord|Sud", r"(?<![\w-])", exact=True),
            WordClass("est|ouest", r"\b(?:à l|de l|vers l|dans l)['’]"),
            WordClass("nord-est|nord-ouest|sud-est|sud-ouest"),
            WordClass("gauche|droite", r"\b(?:à|la|de|extrême[\s-]|sa|main|rive|aile)\s"),
            WordClass(
                "septentrional|méridional\nseptentrionale|méridionale|orientale|occidentale\noriental|occidental"
            ),
        ],
        "opposite": [WordClass(_FR_OPPOSITES, exact=True)],
        "denial_dropped": [WordClass("sans>avec", after=r"(?![\w-])(?!\s\w+(?:er|ir|re|oir)\b)(?!\s(?:que|doute)\b)")],
        "certainty": [
            WordClass(
                "pourrait|va|doit\npourraient|vont|doivent\npeut|doit\npeuvent|doivent\ndevrait|doit\ndevraient|doivent"
            ),
            WordClass("sera|serait|pourrait être\nseront|seraient|pourraient être\naura|aurait\nauront|auraient"),
            WordClass(
                "est|serait\nsont|seraient\na|aurait\nont|auraient",
                r"\s(?<!\by )(?<!\bil )",
                r"(?=\s[a-zéà-ü]+(?:é|és|ée|ées|i|u|is|it)\b)",
            ),
            WordClass(
                "peut-être|certainement\nsans doute|certainement\nprobablement|certainement\ncertainement|peut-être"
            ),
            WordClass(
                ""
                "confirmé|présumé\nconfirmée|présumée\nprésumé|avéré\nprésumés|avérés\ncertain|possible\ncertaine|possible"
            ),
            WordClass(
                "montre|suggère\nmontrent|suggèrent\nprouve|suggère\nsemble|va\nsemblent|vont", after=r"(?![\w-])"
            ),
        ],
        "comparison": [
            WordClass(
                "plus|moins",
                r"(?<![\w-])(?<!de )(?<!ne )(?<!n['’])(?<!en )",
                r"(?=\s(?:de\s\d|d['’]un|de\s(?:deux|trois|dix|cent)|que\b))",
            ),
            WordClass("plus|moins", r"\b(?:[Ll]es?|[Ll]a|beaucoup|bien|encore|des|un peu)\s", r"(?=\s[a-zéèêà-ü]+)"),
            WordClass(
                "au moins|au plus|exactement\nplus de|moins de|exactement\nau maximum|au minimum", after=r"(?=\s\d)"
            ),
            WordClass(
                "près de>plus de\nenviron>plus de\njusqu'à>au moins\njusqu’à>au moins\npresque>plus de",
                after=r"(?=\s\d)",
            ),
            WordClass("aussi|moins|plus", after=r"(?=\s[a-zéè]+\sque\b)"),
        ],
        "quotation": [],
    },
}

# Words of one class and another sense, for words of a quotation.
QUOTED_WORDS: dict[Side, str] = {
    "en": (
        ""
        "people|children|workers|voters|farmers|soldiers\nproblem|success|lesson|dream|victory\ncountry|city|family|team|"
        "house\nthink|fear|hope|doubt\nwant|refuse|need\nknow|forget|deny\ngreat|terrible|strange|small\nimportant|"
        "absurd|ugly|easy\nalways|never|sometimes\nsee|ignore|fear\nwork|play|sleep\nlife|death|job|house\nworld|"
        "village|market\nsituation|joke|opportunity\ndecision|mistake|promise\ngood|bad|cheap\nfirst|last\nhelp|"
        "attack|ignore\nlove|hate\nhappy|angry|tired\nnew|old\nmoney|water|time\ntime|money\nyears|weeks\nway|problem\n"
        "make|break\nfind|lose\nuse|avoid\ntake|leave\ngive|sell\ngoing|refusing\nvery|hardly\nmany|few\nway|wall\n"
        "women|men|boys\nman|woman|boy\nfuture|past\nreason|excuse\nhope|fear\nfeel|forget\nsupport|destroy\nneed|hate"
    ),
    "fr": (
        "gens|enfants|soldats|électeurs\nproblème|succès|rêve|jeu\npays|village|quartier\nfamille|ville|maison\npense|"
        "crains|doute\nveux|refuse\nveut|refuse\nsais|oublie\nsavons|oublions\nvoulons|refusons\nimportant|absurde|"
        ""
        "facile\nimportante|absurde|facile\ntoujours|parfois\ntravail|jeu|repos\nvie|mort|maison\nmonde|village|marché\n"
        ""
        "situation|plaisanterie|occasion\ndécision|erreur|promesse\nbon|mauvais\nbonne|mauvaise\naider|attaquer|ignorer\n"
        ""
        "heureux|fâchés|fatigués\nnouveau|vieux\nnouvelle|vieille\nargent|espoir\ntemps|courage\nannées|semaines\nfaire|"
        "éviter|refuser\ntrouver|perdre\nutiliser|éviter\nprendre|laisser\ndonner|vendre\ntrès|peu\nbeaucoup|peu\n"
        "femmes|filles\nhommes|garçons\nhomme|garçon\nfemme|fille\navenir|intérêt\nraison|excuse\nespère|crains\n"
        "voir|ignorer\nsoutenir|détruire\nbesoin|peur\nenvie|peur\npolitique|cuisine\nguerre|fête\n"
        "système|jardin\nprojet|château\nchose|blague\nchoses|blagues\nprix|jeux\ngrand|petit\ngrande|petite"
    ),
}
