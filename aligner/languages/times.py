"""Words for times of day, time zones, decades, parts of a year and anniversaries, in lower case."""

from __future__ import annotations

from aligner.types import Side

HOURS: dict[Side, dict[str, int]] = {
    "en": {
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12,
    },
    "fr": {
        "zéro": 0, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
        "dix": 10, "onze": 11, "douze": 12,
        "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19,
        "vingt": 20, "vingt et une": 21, "vingt-et-une": 21, "vingt-deux": 22, "vingt-trois": 23, "vingt-quatre": 24,
    },
}  # fmt: skip
MINUTES: dict[Side, dict[str, int]] = {
    "en": {
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "quarter": 15, "fifteen": 15,
        "twenty": 20, "twenty-five": 25, "twenty five": 25, "half": 30, "thirty": 30,
    },
    "fr": {
        "cinq": 5, "dix": 10, "quart": 15, "quinze": 15, "vingt": 20, "vingt-cinq": 25,
        "demi": 30, "demie": 30, "trente": 30, "trente-cinq": 35, "quarante": 40, "quarante-cinq": 45, "cinquante": 50,
        "cinquante-cinq": 55, "trois quarts": 45, "trois-quarts": 45,
    },
}  # fmt: skip
# After an English hour: "eight thirty".
SPOKEN_MINUTES = {
    "oh five": 5, "oh-five": 5, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "thirty-five": 35,
    "forty": 40, "forty-five": 45, "fifty": 50, "fifty-five": 55,
}  # fmt: skip
NOON: dict[Side, dict[str, int]] = {
    "en": {"noon": 12, "midday": 12, "midnight": 0},
    "fr": {"midi": 12, "minuit": 0},
}
# The half of the day that a word gives to an hour: before noon, after noon, or the dark hours around midnight.
DAY_PARTS: dict[str, str] = {
    "morning": "a", "afternoon": "p", "evening": "p", "night": "n", "tonight": "n", "matin": "a", "matinée": "a",
    "après-midi": "p", "soir": "p", "soirée": "p", "nuit": "n",
}  # fmt: skip
# Hours ahead of Greenwich; two where the name is also used in summer.
ZONES: dict[str, tuple[int, ...]] = {
    "GMT": (0,), "UTC": (0,), "TU": (0,), "Z": (0,), "BST": (1,), "CET": (1,), "CEST": (2,), "EET": (2,), "EEST": (3,),
    "MSK": (3,), "HKT": (8,), "JST": (9,), "AEST": (10,), "AEDT": (11,), "AST": (-4,), "ADT": (-3,), "HNA": (-4,),
    "HAA": (-3,), "ET": (-5, -4), "EST": (-5,), "EDT": (-4,), "HE": (-5, -4), "HNE": (-5,), "HAE": (-4,),
    "CT": (-6, -5), "CST": (-6,), "CDT": (-5,), "HNC": (-6,), "HAC": (-5,), "MT": (-7, -6), "MST": (-7,), "MDT": (-6,),
    "HNR": (-7,), "HAR": (-6,), "PT": (-8, -7), "PST": (-8,), "PDT": (-7,), "HNP": (-8,), "HAP": (-7,),
    "eastern": (-5, -4), "l'est": (-5, -4), "central": (-6, -5), "du centre": (-6, -5), "mountain": (-7, -6),
    "des rocheuses": (-7, -6), "pacific": (-8, -7), "du pacifique": (-8, -7), "l'atlantique": (-4, -3),
    "atlantic": (-4, -3), "de l'est": (-5, -4), "de l'atlantique": (-4, -3), "greenwich": (0,), "de greenwich": (0,),
    "paris": (1, 2), "de paris": (1, 2), "london": (0, 1), "de londres": (0, 1), "moscow": (3,), "de moscou": (3,),
    "tokyo": (9,), "de tokyo": (9,), "beijing": (8,), "de pékin": (8,), "new york": (-5, -4), "de new york": (-5, -4),
    "berlin": (1, 2), "de berlin": (1, 2), "brussels": (1, 2), "de bruxelles": (1, 2), "geneva": (1, 2),
    "de genève": (1, 2), "kyiv": (2, 3), "de kyiv": (2, 3), "de kiev": (2, 3), "montreal": (-5, -4),
    "de montréal": (-5, -4),
}  # fmt: skip
DECADES: dict[Side, dict[str, int]] = {
    "en": {
        "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
        "nineties": 90,
    },
    "fr": {
        "dix": 10, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "soixante-dix": 70,
        "septante": 70, "quatre-vingt": 80, "quatre-vingts": 80, "huitante": 80, "octante": 80, "quatre-vingt-dix": 90,
        "nonante": 90,
    },
}  # fmt: skip
# Ordinal numbers of the quarters and halves of a year.
PARTS_OF_YEAR: dict[Side, dict[str, int]] = {
    "en": {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4,
           "latter": 2},
    "fr": {
        "premier": 1, "première": 1, "1er": 1, "1re": 1, "1ère": 1, "ier": 1, "deuxième": 2, "second": 2, "seconde": 2,
        "2e": 2, "2ème": 2, "2nd": 2, "2nde": 2, "iie": 2, "troisième": 3, "3e": 3, "3ème": 3, "iiie": 3,
        "quatrième": 4, "4e": 4, "4ème": 4, "ive": 4,
    },
}  # fmt: skip
ANNIVERSARIES: dict[Side, dict[str, int]] = {
    "en": {
        "centenary": 100, "centennial": 100, "sesquicentennial": 150, "sesquicentenary": 150, "bicentenary": 200,
        "bicentennial": 200, "tercentenary": 300, "tricentennial": 300, "quadricentennial": 400,
        "quatercentenary": 400, "quincentenary": 500, "quincentennial": 500, "silver jubilee": 25,
        "golden jubilee": 50, "diamond jubilee": 60, "platinum jubilee": 70,
    },
    "fr": {
        "cinquantenaire": 50, "centenaire": 100, "sesquicentenaire": 150, "bicentenaire": 200, "tricentenaire": 300,
        "quadricentenaire": 400, "quincentenaire": 500, "jubilé d'argent": 25, "jubilé d'or": 50,
        "jubilé de diamant": 60, "jubilé de platine": 70,
    },
}  # fmt: skip
DAY_ORDINALS: dict[Side, dict[str, int]] = {
    "en": {
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
        "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
        "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
        "twenty-second": 22, "twenty-third": 23, "twenty-fourth": 24, "twenty-fifth": 25, "twenty-sixth": 26,
        "twenty-seventh": 27, "twenty-eighth": 28, "twenty-ninth": 29, "thirtieth": 30, "thirty-first": 31,
    },
    "fr": {
        "premier": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
        "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "dix-sept": 17,
        "dix-huit": 18, "dix-neuf": 19, "vingt": 20, "vingt et un": 21, "vingt-et-un": 21, "vingt-deux": 22,
        "vingt-trois": 23, "vingt-quatre": 24, "vingt-cinq": 25, "vingt-six": 26, "vingt-sept": 27, "vingt-huit": 28,
        "vingt-neuf": 29, "trente": 30, "trente et un": 31, "trente-et-un": 31,
    },
}  # fmt: skip
# Days with a name, as 100 times the month plus the day.
NAMED_DAYS: dict[Side, dict[str, int]] = {
    "en": {
        "new year's day": 101, "new year’s day": 101, "valentine's day": 214, "valentine’s day": 214,
        "st patrick's day": 317, "st patrick’s day": 317, "st. patrick's day": 317, "st. patrick’s day": 317,
        "april fool": 401, "may day": 501, "ve day": 508, "v-e day": 508, "d-day": 606, "juneteenth": 619,
        "canada day": 701, "independence day": 704, "bastille day": 714, "assumption": 815, "halloween": 1031,
        "all saints": 1101, "armistice day": 1111, "remembrance day": 1111, "veterans day": 1111, "veterans' day": 1111,
        "christmas eve": 1224, "christmas day": 1225, "christmas": 1225, "boxing day": 1226, "new year's eve": 1231,
        "new year’s eve": 1231,
    },
    "fr": {
        "jour de l'an": 101, "jour de l’an": 101, "nouvel an": 101, "épiphanie": 106, "saint-valentin": 214,
        "saint-patrick": 317, "poisson d'avril": 401, "poisson d’avril": 401, "fête du travail": 501, "jour j": 606,
        "débarquement": 606, "saint-jean": 624, "fête du canada": 701, "fête nationale": 714, "assomption": 815,
        "halloween": 1031, "toussaint": 1101, "armistice": 1111, "réveillon de noël": 1224, "veille de noël": 1224,
        "noël": 1225, "lendemain de noël": 1226, "saint-sylvestre": 1231, "réveillon": 1231,
    },
}  # fmt: skip
