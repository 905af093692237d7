"""The word tables of English; `Language` describes each."""

from __future__ import annotations

import re

from aligner.languages.language import Language, word_set

ENGLISH = Language(
    side="en",
    never_end=word_set("""
        mr mrs ms messrs mmes mx dr drs prof profs rev revs fr bro msgr mgr card ven hon rt pres gov govs sen sens rep
        reps amb atty attys att attn ald cllr clr coun asst assoc sec secy treas supt insp det const gen gens maj majs
        col cols lt lts cpl lcpl sgt sgts sfc ssgt capt capts cmdr comdr cdr adm vadm brig spc pfc pvt pte ens ofc spec
        flt mt mts ft pt ph ch th cl chr wm geo chas jos thos jas jno benj edw edwd robt saml danl fredk richd nath
        nathl alexr vs v viz cf ca approx e.g i.e eg ie op.cit ibid trans dep engr bp abp br sra srta ldr cdre commr
        hons eliz patk barth wilh joh ferd ludw
    """),
    may_end=word_set("""
        ed eds inc co corp ltd llc plc bros jr sr esq assn dept univ natl intl acad inst mfg dist comm st ave blvd rd
        hwy sq apt bldg et.al al jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri
        sat sun u.s u.k u.n u.s.a d.c e.u b.c a.d n.y l.a ph.d m.d b.a m.a b.sc m.sc ala ariz ark calif colo conn del
        fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ont que
        alta sask pkwy rte ln ct ctr fwy govt cos alex theo nic
    """),
    capitalised=word_set("""
        jan mar dec mon wed sat sun ala ark conn del fla ga ill ind kan la mass mich minn miss mo mont neb ore pa tex va
        vt wash wis ont ph ch th cl fr ca card rep spec det sec const coun ens mt ft pt co comm apt inst dist trans rt
        br dep cos
    """),
    before_capital=word_set("a.m p.m am pm etc"),
    eras=re.compile(r"\d (?:B\.?C|A\.?D|B\.?C\.?E|C\.?E)$"),
    time_zones=word_set("""
        gmt utc est edt cst cdt mst mdt pst pdt et ct mt pt bst cet cest eastern central mountain pacific greenwich
        local atlantic standard daylight jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday
        thursday friday saturday sunday january february march april may june july august september october november
        december
    """),
    # "No. 5", in contrast to "He said no. She left."
    before_number=word_set("""
        no nos p pp vol vols art arts fig figs ch chap sec secs sect sects par para eq ex ed eds pt pts nr n num approx
        ca c est fl jan feb mar apr jun jul aug sep sept oct nov dec tel ext cap col bk bull apt ste rm
    """),
    titles=word_set("mr mrs ms mx dr drs"),
    exclaimed_names=word_set("yahoo jeopardy oklahoma mamma wham yum"),
    groups=word_set("""
        activists analysts authorities campaigners citizens colleagues critics detectives doctors economists experts
        fans firefighters fishermen friends historians investigators investors judges lawmakers lawyers neighbors
        neighbours officers opponents organisers organizers parents passers-by patients police prosecutors protesters
        readers relatives rescuers researchers residents rivals scientists shareholders soldiers students supporters
        survivors teachers troops viewers visitors voters witnesses workers
    """),
    surname_articles=frozenset(),
    lettered_nouns=word_set("""
        annex answer apartment appendix area ballot bay block booth building bus cabin camp category cell channel clade
        class classes coefficient Company compartment compound concourse contract corridor courtroom deck dimension
        Division dock door drug edition Element entrance episode exhibit exit factor flat flu Form formula galaxy gate
        gen generation grade grades group groups hall hangar hepatitis highway influenza iphone item junction key lane
        league letter level Line lineage lot method model module nexus Number Option Panel paragraph parcel Part phase
        pier plan plans platform point Pool product protein Question ramp Region ring Room Route row runway schedule
        section sector Serie series Sheet shelf side size stage stand step strain studio subgroup subtype suite Table
        team terminal tier track trial type types unit variant visa vitamin vitamins wagon war ward wing zone zones
    """),
    copulas=word_set("is was are were"),
    sentence_starters=word_set("""
        a about above according accordingly across additionally after afterwards again against ago all along already
        also although always among amid an and another any anyone are around as at back be because been before behind
        being below beside besides between beyond both but by can compared consequently could currently despite did do
        does down due during each earlier either else elsewhere even eventually every everyone everything few finally
        first following for formerly from further furthermore generally given had half has have having he her here hers
        him his how however i i'd i'll i'm i've i’d i’ll i’m i’ve if in indeed initially inside instead into is it it's
        it’s its itself just last lastly late later least less let like likewise many maybe me meanwhile more moreover
        most much must my near nearly neither nevertheless next no nobody none nonetheless nor not nothing now of off
        officials often on once one only onto or other others otherwise our ours out outside over overall own per
        perhaps please previously rather recently regarding regardless same second several shall she should similarly
        since so some someone something sometimes soon speaking still subsequently such than thanks that that's that’s
        the their theirs them then there there's there’s thereafter therefore these they they're they’re third this
        those though three through throughout thus to today together tomorrow tonight too toward towards two typically
        under unless unlike until up upon us usually very via was we we're we’re well were what what's what’s whatever
        when whenever where whereas wherever whether which while who whoever whom whose why will with within without
        would yes yesterday yet you you're you’re your yours
    """),
    elisions=frozenset(),
    months={
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6,
        "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
    },
    ambiguous_months=word_set("may march august mar jun sep dec jan"),
    month_cues=word_set("in of since last next this until till by from during early mid late mid-"),
    month_parts="early|mid|late",
    days=word_set("""
        monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    """),
    cardinals={
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
        "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
        "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
        "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    },
    lone_ordinals=frozenset(),
    hundreds=word_set("hundred hundreds"),
    scales={
        "thousand": 3, "thousands": 3, "million": 6, "millions": 6, "billion": 9, "billions": 9, "trillion": 12,
        "trillions": 12,
    },
    # "£5m" is money; "5m" alone may be metres.
    money_scales={"k": 3, "m": 6, "mn": 6, "mm": 6, "bn": 9, "b": 9, "tn": 12, "t": 12},
    scale_abbreviations={"mn": 6, "bn": 9, "bln": 9, "tn": 12, "trn": 12, "trln": 12, "mln": 6},
    ordinals={
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
        "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
        "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
        "hundredth": 100, "thousandth": 1000,
    },
    approximate={
        "dozen": 12, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
        "seventies": 70, "eighties": 80, "nineties": 90, "quadragenarian": 40, "quinquagenarian": 50,
        "sexagenarian": 60, "septuagenarian": 70, "octogenarian": 80, "nonagenarian": 90, "centenarian": 100,
        "semicentennial": 50,
        "centenary": 100, "centennial": 100, "sesquicentennial": 150, "bicentenary": 200, "bicentennial": 200,
        "tercentenary": 300, "tercentennial": 300, "tricentennial": 300, "quincentenary": 500, "quincentennial": 500,
    },
    exact_large=frozenset(),
    vigesimal=False,
    articles=word_set("a an"),
    joiner="and",
    bare_one=word_set("one"),
    and_half=r"[\s-]and[\s-](?:(?:a[\s-])?half|three[\s-]quarters|a[\s-]quarter)(?!\w)",
    half_after=r"[\s-]and[\s-]a[\s-]half(?!\w)",
    # "half a million"
    half_of=r"half[\s-](?:a[\s-])?(?=dozen|hundred|thousand|million|billion|trillion)",
    ordinal_endings="st|nd|rd|th",
    range_words=word_set("to or through"),
    between=("between", "and"),
    bounds={
        "at least": ">", "more than": ">", "over": ">", "above": ">", "no less than": ">", "no fewer than": ">",
        "not less than": ">", "upwards of": ">", "greater than": ">", "exceeding": ">", "a minimum of": ">",
        "beyond": ">", "at most": "<", "less than": "<", "fewer than": "<", "under": "<", "below": "<", "up to": "<",
        "no more than": "<", "not more than": "<", "a maximum of": "<", "about": "~", "around": "~", "some": "~",
        "roughly": "~", "nearly": "~", "almost": "~", "approximately": "~", "an estimated": "~", "close to": "~",
        "within": "<", "circa": "~", "just over": "~", "a little over": "~", "just under": "~",
    },
    loose_values={
        "both": "2", "twice": "2", "double": "2", "doubled": "2", "doubling": "2", "couple": "2", "pair": "2",
        "twin": "2", "twins": "2", "duo": "2", "other": "2", "bilateral": "2", "third": "3 33 0.33",
        "thirds": "66 67 0.66 0.67", "triple": "3", "tripled": "3", "trio": "3", "thrice": "3", "quadruple": "4",
        "fourfold": "4", "fifth": "5 20", "fifths": "20 40 60 80", "tenth": "10 0.1", "quarter": "0.25 25 15 4",
        "quarters": "0.75 75 3 45", "halves": "0.5 50", "halved": "50 0.5 2", "halfway": "50", "fortnight": "14 15 2",
        "fortnightly": "14 15 2", "decade": "10", "decades": "20 30", "dozen": "12 10", "dozens": "10 12 20",
        "score": "20", "century": "100", "centuries": "200", "hundred": "100", "hundreds": "100", "thousand": "1000",
        "thousands": "1000", "noon": "12", "midday": "12", "midnight": "0 24", "week": "7 8", "weekly": "7",
        "all": "100", "entire": "100", "whole": "100", "totally": "100", "completely": "100", "entirely": "100",
        "fully": "100", "hour": "60", "hourly": "60", "day": "24", "¼": "0.25 25", "½": "0.5 50", "¾": "0.75 75",
        "trick": "3", "half": "0.5 50 30 2 1.5 18", "digit": "10", "digits": "10",
    },
    units={
        "%": "%", "percent": "%", "per cent": "%", "per-cent": "%", "pct": "%", "percentage points": "%",
        "percentage point": "%", "pc": "%", "points": "pt", "point": "pt", "yuan": "CNY", "rmb": "CNY", "cny": "CNY",
        "renminbi": "CNY", "euro": "EUR", "euros": "EUR", "eur": "EUR", "€": "EUR", "pound": "GBP", "pounds": "GBP",
        "pounds sterling": "GBP", "gbp": "GBP", "£": "GBP", "dollar": "USD", "dollars": "USD", "usd": "USD",
        "us dollars": "USD", "u.s. dollars": "USD", "$": "USD", "canadian dollars": "CAD", "australian dollars": "AUD",
        "cad": "CAD", "aud": "AUD", "hkd": "HKD", "hong kong dollars": "HKD", "yen": "JPY", "jpy": "JPY",
        "swiss francs": "CHF", "chf": "CHF", "rubles": "RUB", "roubles": "RUB", "rupees": "INR", "won": "KRW",
        "kilometers": "km", "kilometer": "km", "kilometres": "km", "kilometre": "km", "km": "km", "kms": "km",
        "meters": "m", "meter": "m", "metres": "m", "metre": "m", "centimeters": "cm", "centimetres": "cm",
        "centimetre": "cm", "cm": "cm", "millimeters": "mm", "millimetres": "mm", "mm": "mm", "miles": "mi",
        "mile": "mi", "feet": "ft", "foot": "ft", "ft": "ft", "inches": "in", "inch": "in", "yards": "yd",
        "square kilometers": "km2", "square kilometres": "km2", "square km": "km2", "sq km": "km2", "km²": "km2",
        "km2": "km2", "square meters": "m2", "square metres": "m2", "sq m": "m2", "sq mi": "mi2", "sq ft": "ft2",
        "square-mile": "mi2", "square mile": "mi2", "square-foot": "ft2", "square metre": "m2",
        "square kilometre": "km2", "square kilometer": "km2", "m²": "m2", "m2": "m2", "square miles": "mi2",
        "square feet": "ft2", "acres": "acre", "acre": "acre", "hectares": "ha", "hectare": "ha", "ha": "ha",
        "kilograms": "kg", "kilogrammes": "kg", "kg": "kg", "kilos": "kg", "grams": "g", "kilogram": "kg",
        "kilogramme": "kg", "kilo": "kg", "stone": "st", "liter": "l", "litre": "l", "gallon": "gal", "ounce": "oz",
        "tonnes": "t", "tonne": "t", "tons": "ton", "ton": "ton", "metric tons": "t", "lbs": "lb", "lb": "lb",
        "ounces": "oz", "liters": "l", "litres": "l", "gallons": "gal", "°c": "°C", "° c": "°C", "° f": "°F",
        "º c": "°C", "ºc": "°C", "degrees c": "°C", "degrees f": "°F", "degrees": "°", "degree": "°", "(f)": "°F",
        "°": "°", "degrees celsius": "°C", "°f": "°F", "degrees fahrenheit": "°F", "degree fahrenheit": "°F",
        "degree celsius": "°C", "km/h": "km/h", "kph": "km/h", "mph": "mph", "miles per hour": "mph", "mi/h": "mph",
        "knots": "kn", "m/s": "m/s", "meters per second": "m/s", "metres per second": "m/s",
        "kilometers per second": "km/s", "kilometres per second": "km/s", "km/s": "km/s", "kmh": "km/h",
        "miles an hour": "mph", "kilometers per hour": "km/h", "kilometres per hour": "km/h", "pesos": "MXN",
        "rand": "ZAR", "riyals": "SAR", "dinars": "DZD", "dirhams": "AED", "naira": "NGN", "baht": "THB",
        "cfa francs": "XOF", "francs": "CHF", "kronor": "SEK", "kroner": "SEK", "zloty": "PLN", "hryvnia": "UAH",
        "shekels": "ILS", "turkish lira": "TRY", "reais": "BRL", "sterling": "GBP", "basis points": "bp",
        "basis point": "bp", "new zealand dollars": "NZD", "singapore dollars": "SGD",
    },
    signs={
        "$": "USD", "us$": "USD", "u.s.$": "USD", "c$": "CAD", "ca$": "CAD", "can$": "CAD", "a$": "AUD", "au$": "AUD",
        "hk$": "HKD", "nz$": "NZD", "s$": "SGD", "aud$": "AUD", "cad$": "CAD", "usd$": "USD", "£": "GBP", "€": "EUR",
        "¥": "CNY", "rmb": "CNY", "cny": "CNY", "eur": "EUR", "usd": "USD", "gbp": "GBP",
    },
    demonyms=word_set("""
        african afghan algerian american arab arabic argentine argentinian asian australian austrian belgian bosnian
        brazilian british bulgarian cambodian cameroonian canadian chilean chinese christian christians colombian
        congolese croatian cuban czech danish dutch egyptian english estonian ethiopian european finnish french german
        georgian greek haitian hungarian icelandic indian indonesian iranian iraqi irish islamic israeli italian
        japanese jewish jews jordanian kenyan korean kurdish latin latvian lebanese libyan lithuanian malaysian malian
        mexican moroccan muslim muslims nigerian norwegian pakistani palestinian persian peruvian polish portuguese
        romanian russian rwandan saudi scottish senegalese serbian slovak somali spanish sudanese swedish swiss syrian
        taiwanese thai tibetan tunisian turkish ukrainian venezuelan vietnamese welsh western africans americans arabs
        asians australians canadians europeans germans indians iranians israelis italians koreans mexicans palestinians
        russians syrians turks ukrainians
    """),
)  # fmt: skip
