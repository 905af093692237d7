"""The word tables of French; `Language` describes each."""

from __future__ import annotations

import re

from aligner.languages.language import Language, word_set

FRENCH = Language(
    side="fr",
    never_end=word_set("""
        m mm mme mmes mlle mlles mgr mgrs dr drs pr prof me mes st ste sts stes exc card év rév vve gal mal gén n.b col
        cne cpl cdt cdnt lt sgt brig adj amb insp ing dir gouv proc secr comm dél sén ph ch th fr frs cl chr wm geo chas
        jos thos jas benj alb alph ant aug barth bern edm eug ferd fréd gab guill herm jér jh laur nic raym xav et ét av
        apr cf c.-à-d c-à-d p.-ex p.ex ex i.e e.g vs op.cit ibid boul bd chem fg fbg imp pl rte bât rés ets éts mr mrs
        ms approx dép r.-v tél v éd édit rééd coll trad ill préf introd postf suppl adapt photogr crim soc cass bull
        chron rapp réf chan adjt lieut commiss subst arch doct impr libr publ fasc cons plén gaz pal juris somm obs
        concl trib corr const all esc
    """),
    may_end=word_set("""
        inc ltée ltd co corp cie sté assoc assn univ fac inst acad dépt dept féd jr sr n° art hab sq min max al civ com
        cap prés sect janv févr fév avr juil sept oct nov déc lun mar mer jeu ven sam dim j.-c jc u.s u.s.a u.e é.-u
        e.-u o.n.u u.r.s.s s.a s.a.r.l n.d.l.r r.d.c ph.d m.d c.-b app appt maj env alex théo theo
    """),
    capitalised=word_set("""
        pr st mal ph ch th fr cl ant bern gab imp com cons all chan gaz juris jeu mer art sept
    """),
    before_capital=word_set("a.m p.m etc"),
    eras=re.compile(r"(?:[Aa]v\.|[Aa]pr\.|avant|après) J\.?-?C$"),
    time_zones=word_set("gmt utc tu cet cest est edt et hnp hne hae hap heure eastern pacific"),
    before_number=word_set("""
        no nos n° n p pp vol vols art arts al fig figs ch chap sect par pl civ crim com soc bull éd tome t tab tabl ann
        doc réf janv févr fév avr juil sept oct nov déc tél vers alin ex num v c fol
    """),
    titles=word_set("m mm mme mmes mlle mlles dr drs pr mgr"),
    exclaimed_names=word_set("yahoo"),
    groups=frozenset(),
    surname_articles=word_set("le la les du de des"),
    lettered_nouns=word_set("""
        alinéa annexe amphithéâtre appendice article autoroute bac bloc bus bâtiment cabine canal catégorie cellule
        chaîne classe clause coefficient colonne conteneur contrat couloir côté escalier facteur figure filière formule
        galaxy grippe groupe groupes guerre génération hangar hépatite immeuble iphone jonction ligne lignée ligue lot
        mention méthode module modèle nexus niveau note option parcelle partie pavillon phase pièce plan plans point
        porte poule produit protéine quartier question rang région réponse salle sanguin schéma secteur section
        Serie sortie souche sous-groupe suite série tableau terminal titre train tranche tribune type types unité
        variant version visa virus vitamine vitamines volet zone zones échantillon édition élément épisode équipe étape
    """),
    copulas=word_set("est était sont étaient"),
    sentence_starters=word_set("""
        à a ah ai ainsi alors après au aucun aucune auparavant aussi aussitôt autant autour autre autres aux avant avec
        avoir beaucoup bien bientôt ça car ce ceci cela celle celles celui cependant certain certaine certaines certains
        ces cet cette ceux chacun chacune chaque chez ci combien comme comment compte concernant contrairement contre
        dans de début déjà demain depuis dernièrement derrière des dès désormais deux devant deuxièmement dix donc dont
        du durant elle elles en encore enfin ensuite entre est et étant être eux faute fin finalement grâce hier hors
        ici il ils jamais je jusque la là laquelle le lequel les lesquels leur leurs lors lorsque lui ma maintenant mais
        malgré me même mêmes mes mieux moi moins mon ne néanmoins ni non nos notamment notre nous nul on or ou où oui
        outre par parallèlement parce pareil parfois parmi pas pendant personne peu peut-être plus plusieurs pour
        pourquoi pourtant près presque puis puisque quand quant que quel quelle quelles quelque quelques quels qui
        quiconque quoi quoique récemment rien sa sans se selon ses seul seule seulement seuls si sinon son sont souvent
        sous suite sur surtout ta tandis tant tel telle telles tels tes toi ton toujours tous tout toute toutefois
        toutes très trois trop tu un une unique va vers voici voilà vos votre vous vu y
    """),
    elisions=word_set("aujourd c d j jusqu l lorsqu m n puisqu qu quelqu quoiqu s t"),
    months={
        "janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "août": 8, "septembre": 9,
        "octobre": 10, "novembre": 11, "décembre": 12, "janv": 1, "févr": 2, "fév": 2, "avr": 4, "juil": 7, "sept": 9,
        "oct": 10, "nov": 11, "déc": 12, "aout": 8, "fevrier": 2, "decembre": 12,
    },
    ambiguous_months=word_set("mars sept mai oct nov"),
    month_cues=word_set("""
        en de depuis dernier prochain fin début mi- mi courant dès jusqu'en jusqu’en d'ici d’ici à mois
    """),
    month_parts="début|mi|fin",
    days=word_set("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    cardinals={
        "zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
        "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
        "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
        "huitante": 80, "octante": 80, "nonante": 90,
    },
    lone_ordinals=word_set("premier première premiers premières second seconde"),
    hundreds=word_set("cent cents"),
    # French uses the long scale: a billion is 10^12.
    scales={
        "mille": 3, "millier": 3, "milliers": 3, "million": 6, "millions": 6, "milliard": 9, "milliards": 9,
        "billion": 12, "billions": 12, "trillion": 18, "trillions": 18,
    },
    # « 5 M€ », « 3 Mds $ »; « 5 M » alone is ambiguous.
    money_scales={"k": 3, "m": 6, "mm": 6, "md": 9, "mds": 9, "mrd": 9, "mrds": 9, "g": 9, "t": 12},
    scale_abbreviations={"md": 9, "mds": 9, "mrd": 9, "mrds": 9, "mia": 9, "mio": 6, "mios": 6, "mille milliards": 12},
    ordinals={
        "premier": 1, "première": 1, "premiers": 1, "premières": 1, "unième": 1, "deuxième": 2, "second": 2,
        "seconde": 2, "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8,
        "neuvième": 9, "dixième": 10, "onzième": 11, "douzième": 12, "treizième": 13, "quatorzième": 14,
        "quinzième": 15, "seizième": 16, "dix-septième": 17, "dix-huitième": 18, "dix-neuvième": 19, "vingtième": 20,
        "trentième": 30, "quarantième": 40, "cinquantième": 50, "soixantième": 60, "centième": 100, "millième": 1000,
    },
    approximate={
        "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
        "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100, "trentenaire": 30,
        "septuagénaire": 70,
        "quadragénaire": 40, "quinquagénaire": 50, "sexagénaire": 60, "octogénaire": 80, "nonagénaire": 90,
        "centenaire": 100, "cinquantenaire": 50, "sesquicentenaire": 150, "bicentenaire": 200, "tricentenaire": 300,
    },
    exact_large=word_set("mille cent"),
    # « quatre-vingts »
    vigesimal=True,
    articles=word_set("un une"),
    joiner="et",
    bare_one=word_set("un une"),
    # « 12 ans et demi »
    and_half=r"\set\sdemie?(?!\w)",
    half_after=r"(?:(?:\s\w{1,12})?\set\sdemie?|\s(?:et\s)?trois[\s-]quarts|\set\s(?:un\s)?quart)(?!\w)",
    # « un demi-million »
    half_of=r"(?:une?\s)?demie?[\s-](?=douzaine|million|milliard|billion|trillion)",
    ordinal_endings="ers?|ères?|res?|èmes?|emes?|e|es|nde?s?"
    # « 21° siècle » is written for « 21e siècle »; other nouns are measured in degrees.
    r"|[°º](?=\s(?:siècle|millénaire|arrondissement|étage|anniversaire|édition|régiment|bataillon|division|brigade"
    r"|compagnie|escadron|corps|armée|flotte|chambre|circonscription|législature|république|congrès|session|séance|année"
    r"|journée|étape|tour|manche|place|rang|position|trimestre|semestre|mois|semaine|jour|génération|dynastie|croisade"
    r"|chapitre|acte|tome|volume|épisode|saison|concile|plan|but|titre|victoire|match|minute|heure|fois)s?\b)",
    range_words=word_set("à ou au"),
    between=("entre", "et"),
    bounds={
        "au moins": ">", "plus de": ">", "plus d'": ">", "au minimum": ">", "pas moins de": ">", "minimum": ">",
        "au-delà de": ">", "au-dessus de": ">", "un minimum de": ">", "supérieur à": ">", "supérieure à": ">",
        "au plus": "<", "moins de": "<", "moins d'": "<", "au maximum": "<", "pas plus de": "<", "jusqu'à": "<",
        "un maximum de": "<", "au-dessous de": "<", "en dessous de": "<", "inférieur à": "<", "inférieure à": "<",
        "d'ici": "<", "d'ici à": "<",
        "environ": "~", "près de": "~", "quelque": "~", "quelques": "~", "presque": "~", "à peu près": "~",
        "autour de": "~", "approximativement": "~", "un peu plus de": "~", "un peu moins de": "~",
        "aux alentours de": "~", "vers": "~",
    },
    loose_values={
        "double": "2", "doublé": "2", "doubler": "2", "couple": "2", "paire": "2", "jumeaux": "2", "duo": "2",
        "autre": "2", "bilatéral": "2", "triple": "3", "triplé": "3", "tripler": "3", "trio": "3",
        "tiers": "3 33 0.33 66 67 0.66", "quadruple": "4", "cinquième": "5 20", "dixième": "10 0.1",
        "quart": "0.25 25 15 4", "quarts": "0.75 75 3", "trimestre": "3 0.25", "trimestriel": "0.25",
        "moitié": "0.5 50 2", "quinzaine": "14 15 2", "décennie": "10", "décennies": "20 30", "dizaine": "10 12",
        "dizaines": "10 12 20 100", "douzaine": "12", "siècle": "100", "siècles": "200", "centaine": "100",
        "centaines": "100", "millier": "1000", "milliers": "1000", "midi": "12", "minuit": "0 24", "semaine": "7 8",
        "hebdomadaire": "7", "totalité": "100", "tout": "100", "toute": "100", "tous": "100", "toutes": "100",
        "entier": "100", "entière": "100", "entièrement": "100", "intégralement": "100", "totalement": "100",
        "complètement": "100", "heure": "60", "jour": "24", "journée": "24", "permanence": "24", "¼": "0.25 25",
        "½": "0.5 50", "¾": "0.75 75", "semestre": "6", "demi": "0.5 50 30 1.5 18", "demie": "0.5 50 30 1.5",
        "chiffres": "10",
    },
    units={
        "%": "%", "pour cent": "%", "pourcent": "%", "p. 100": "%", "pour 100": "%", "points de pourcentage": "%",
        "point de pourcentage": "%", "p. cent": "%", "p. c.": "%", "p.c.": "%", "points": "pt", "point": "pt",
        "yuan": "CNY", "yuans": "CNY", "rmb": "CNY", "cny": "CNY", "renminbi": "CNY", "renminbis": "CNY", "euro": "EUR",
        "euros": "EUR", "eur": "EUR", "€": "EUR", "livre": "GBP", "livres": "GBP", "livres sterling": "GBP",
        "gbp": "GBP", "£": "GBP", "dollar": "USD", "dollars": "USD", "usd": "USD", "dollars américains": "USD",
        "$": "USD", "$ us": "USD", "$us": "USD", "us$": "USD", "dollars canadiens": "CAD", "$ ca": "CAD",
        "$ can": "CAD", "cad": "CAD", "dollars australiens": "AUD", "$ hk": "HKD", "$ de singapour": "SGD",
        "dollars de singapour": "SGD", "dollars de hong kong": "HKD", "yen": "JPY", "yens": "JPY",
        "francs suisses": "CHF", "chf": "CHF", "roubles": "RUB", "roupies": "INR", "wons": "KRW", "kilomètres": "km",
        "kilomètre": "km", "km": "km", "mètres": "m", "mètre": "m", "m": "m", "centimètres": "cm", "centimètre": "cm",
        "cm": "cm", "millimètres": "mm", "mm": "mm", "milles": "mi", "miles": "mi", "mile": "mi", "pieds": "ft",
        "pied": "ft", "pouces": "in", "pouce": "in", "verges": "yd", "kilomètres carrés": "km2", "km²": "km2",
        "km carrés": "km2", "m carrés": "m2", "kilomètre carré": "km2", "mètre carré": "m2", "km2": "km2",
        "mètres carrés": "m2", "m²": "m2", "m2": "m2", "miles carrés": "mi2", "milles carrés": "mi2",
        "pieds carrés": "ft2", "acres": "acre", "acre": "acre", "hectares": "ha", "hectare": "ha", "ha": "ha",
        "kilogrammes": "kg", "kilogramme": "kg", "kg": "kg", "kilos": "kg", "kilo": "kg", "grammes": "g", "gramme": "g",
        "litre": "l", "gallon": "gal", "livre sterling": "GBP", "lb": "lb", "tonnes": "t", "tonne": "t", "onces": "oz",
        "litres": "l", "gallons": "gal", "°c": "°C", "° c": "°C", "ºc": "°C", "º c": "°C", "degrés celsius": "°C",
        "degré celsius": "°C", "degrés c": "°C", "°f": "°F", "° f": "°F", "degrés fahrenheit": "°F", "degrés": "°",
        "degré": "°", "°": "°", "km/h": "km/h", "kilomètres par heure": "km/h", "km par heure": "km/h",
        "km à l'heure": "km/h", "miles par heure": "mph", "mph": "mph", "miles à l'heure": "mph",
        "milles à l'heure": "mph", "mi/h": "mph", "nœuds": "kn", "m/s": "m/s", "mètres par seconde": "m/s",
        "kilomètres par seconde": "km/s", "km/s": "km/s", "kmh": "km/h", "kilomètres à l'heure": "km/h",
        "kilomètres-heure": "km/h", "pesos": "MXN", "rands": "ZAR", "riyals": "SAR", "dinars": "DZD", "dirhams": "AED",
        "nairas": "NGN", "bahts": "THB", "francs cfa": "XOF", "francs": "CHF", "couronnes": "SEK", "zlotys": "PLN",
        "hryvnias": "UAH", "shekels": "ILS", "livres turques": "TRY", "lires turques": "TRY", "reals": "BRL",
        "reais": "BRL", "dollars us": "USD", "points de base": "bp", "point de base": "bp",
        "dollars néo-zélandais": "NZD",
    },
    signs={"$": "USD", "us$": "USD", "£": "GBP", "€": "EUR", "¥": "CNY", "hk$": "HKD", "ca$": "CAD"},
    demonyms=word_set("""
        africain africains africaine algérien algériens allemand allemands allemande américain américains américaine
        américaines anglais arabe arabes argentin asiatique asiatiques australien australiens autrichien belge belges
        brésilien brésiliens britannique britanniques camerounais canadien canadiens canadienne canadiennes chinois
        chinoise chinoises chrétiens colombien congolais coréen coréens cubain danois égyptien égyptiens espagnol
        espagnols européen européens européenne finlandais français française françaises grec grecs haïtien hongrois
        indien indiens indienne iranien iraniens irakien irakiens irlandais israélien israéliens italien italiens
        japonais juif juifs kurde kurdes latin libanais libyen malien maliens marocain marocains mexicain mexicains
        musulman musulmans néerlandais nigérian norvégien occident palestinien palestiniens polonais portugais québécois
        roumain roumains russe russes rwandais saoudien sénégalais serbe soudanais suédois suisse suisses syrien syriens
        thaïlandais tunisien tunisiens turc turcs ukrainien ukrainiens vénézuélien vietnamien
    """),
)  # fmt: skip
