"""Units of measure and of time in both languages, with their dimensions and sizes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from aligner.types import Side

# Prefix, its symbol and its power of ten.
_PREFIXES = (
    ("nano", "n", -9), ("micro", "µ", -6), ("milli", "m", -3), ("centi", "c", -2), ("déci", "d", -1),
    ("", "", 0), ("hecto", "h", 2), ("kilo", "k", 3), ("méga", "M", 6), ("giga", "G", 9), ("téra", "T", 12),
)  # fmt: skip
# Symbol, dimension, size in the base unit of the dimension, English nouns, French nouns, prefixes in use.
_BASES = """
    m|length|1|metre meter|mètre|nµmcdk
    g|mass|0.001|gram gramme|gramme|nµmcdhk
    t|mass|1000|tonne|tonne|kMG
    l|volume|1|litre liter|litre|µmcdh
    W|power|1|watt|watt|mkMGT
    Wh|energy|3600|watt-hour|watt-heure wattheure|kMGT
    J|energy|1|joule|joule|kMG
    cal|food energy|1|calorie|calorie|k
    Hz|frequency|1|hertz|hertz|kMG
    V|voltage|1|volt|volt|mkM
    Pa|pressure|1|pascal|pascal|hkM
    B|data|1|byte|octet|kMGT
    Sv|dose|1|sievert|sievert|µm
    Bq|activity|1|becquerel|becquerel|kMGT
"""
# Symbol, dimension, size, English names, French names; a name may be a phrase.
_OTHERS = """
    in|length|0.0254|inch,inches|pouce,pouces
    ft|length|0.3048|foot,feet,ft|pied,pieds
    yd|length|0.9144|yard,yards,yd|yard,yards,verge,verges
    mi|length|1609.344|mile,miles,mi|mile,miles,mille,milles
    nmi|length|1852|nautical mile,nautical miles|mille nautique,milles nautiques,mille marin,milles marins
    ly|distance in space|1|light-year,light-years,light year,light years|année-lumière,années-lumière
    ha|area|10000|hectare,hectares,ha|hectare,hectares,ha
    acre|area|4046.86|acre,acres|acre,acres
    gal|volume|3.785|gallon,gallons|gallon,gallons
    pint|volume|0.5|pint,pints|pinte,pintes
    barrel|volume|158.987|barrel,barrels|baril,barils
    ton|mass|907|ton,tons|
    t|mass|1000|metric ton,metric tons|tonne métrique,tonnes métriques
    lb|mass|0.4536|lb,lbs|lb,lbs
    oz|mass|0.02835|ounce,ounces,oz|once,onces,oz
    st|mass|6.35|stone|
    kg|mass|1|kilo,kilos,kg,kgs|kilo,kilos,kg
    km/h|speed|1|km/h,kph,kmh|km/h,kmh,kilomètres-heure,kilomètre-heure
    mph|speed|1.609|mph,mi/h|mph,mi/h
    kn|speed|1.852|knot,knots|nœud,nœuds
    m/s|speed|3.6|m/s|m/s
    km/s|speed|3600|km/s|km/s
    hp|power|735.5|horsepower,hp|cheval-vapeur,chevaux-vapeur
    ×|times|1|time,times|fois,reprises,occasions
    second|time|0.000277778|second,seconds,sec,secs|seconde,secondes,sec
    minute|time|0.0166667|minute,minutes,min,mins|minute,minutes,min
    hour|time|1|hour,hours,hr,hrs|heure,heures
    day|time|24|day,days|jour,jours,journée,journées
    week|time|168|week,weeks,wk,wks|semaine,semaines
    fortnight|time|336|fortnight,fortnights|
    month|time|730|month,months|mois
    semester|time|4380|semester,semesters|semestre,semestres
    quarter|time|2190||trimestre,trimestres
    year|time|8760|year,years,yr,yrs|an,ans,année,années
    decade|time|87600|decade,decades|décennie,décennies
    century|time|876000|century,centuries|siècle,siècles
    millennium|time|8760000|millennium,millennia,millenniums|millénaire,millénaires
"""
# Symbol of a square or cube, dimension, size, the unit of length that it is made of.
_POWERS = """
    cm2|area|0.0001|cm
    m2|area|1|m
    km2|area|1000000|km
    in2|area|0.00064516|in
    ft2|area|0.0929|ft
    yd2|area|0.8361|yd
    mi2|area|2589988|mi
    cm3|volume|0.001|cm
    m3|volume|1000|m
    km3|volume|1000000000000|km
    ft3|volume|28.3168|ft
"""
# Symbol of a speed, the unit of length and the unit of time that it is made of.
_SPEEDS = (("km/h", "km", "hour"), ("mph", "mi", "hour"), ("m/s", "m", "second"), ("km/s", "km", "second"))
_EXPONENTS = {"2": "²", "3": "³"}
# A symbol of one letter is a unit only in this case: "5 g", but the 5G network.
CASED_SYMBOLS = frozenset("gltmpWVJCF")


def _rows(table: str) -> Iterator[list[str]]:
    yield from (line.strip().split("|") for line in table.strip().splitlines())


def _prefixed() -> Iterator[tuple[str, str, Decimal, str, list[str], list[str]]]:
    """Yield each prefixed unit: symbol, dimension, size, prefix, and the nouns of both languages."""
    for symbol, dimension, size, english, french, used in _rows(_BASES):
        for prefix, letter, power in _PREFIXES:
            if not letter or letter in used:
                yield letter + symbol, dimension, Decimal(size).scaleb(power), prefix, english.split(), french.split()


SIZES: dict[str, tuple[str, Decimal]] = {symbol: (dimension, size) for symbol, dimension, size, *_ in _prefixed()}
SIZES |= {symbol: (dimension, Decimal(size)) for symbol, dimension, size, *_ in (*_rows(_OTHERS), *_rows(_POWERS))}
TIME_UNITS = frozenset(unit for unit, (dimension, _) in SIZES.items() if dimension == "time")


def measure_units(side: Side) -> dict[str, str]:
    """Return the names and symbols of units in lower case with their symbols."""
    units = dict[str, str]()
    for symbol, _, _, prefix, *nouns in _prefixed():
        prefix = prefix.replace("é", "e") if side == "en" else prefix
        names = {prefix + noun for noun in nouns[side == "fr"]}
        units |= dict.fromkeys(names | {f"{name}s" for name in names}, symbol)
        units.setdefault(symbol.lower(), symbol)
    if side == "fr":
        units |= {f"{letter}o": f"{letter.upper()}B" for letter in "kmgt"}  # octets
    for symbol, *_, english, french in _rows(_OTHERS):
        units |= dict.fromkeys(filter(None, (french if side == "fr" else english).split(",")), symbol)
    del units["b"]  # a billion, rather than a byte
    return units | dict(_composed(units, side))


def _composed(units: dict[str, str], side: Side) -> Iterator[tuple[str, str]]:
    """Yield the names of squares, cubes and speeds with their symbols."""
    names: dict[str, list[str]] = {}
    for name, symbol in units.items():
        names.setdefault(symbol, []).append(name)
    for symbol, _, _, length in _rows(_POWERS):
        for name in names[length]:
            yield from ((form, symbol) for form in _power_names(name, symbol[-1], side))
        yield from ((form, symbol) for form in (symbol, length + _EXPONENTS[symbol[-1]]))
    for symbol, length, time in _SPEEDS:
        joiners = (" per {}", " an {}", " a {}", "/{}") if side == "en" else (" par {}", " à l'{}", "/{}")
        word = time if side == "en" else {"hour": "heure", "second": "seconde"}[time]
        yield from ((name + joiner.format(word), symbol) for name in names[length] for joiner in joiners)


def _power_names(name: str, power: str, side: Side) -> Iterator[str]:
    """Yield the names of the square (2) or the cube (3) of a unit of length."""
    if side == "en":
        words = ("square ", "square-", "sq ") if power == "2" else ("cubic ", "cu ")
        yield from (word + name for word in words)
    else:
        endings = ("carré", "carrés", "carrée", "carrées") if power == "2" else ("cube", "cubes")
        yield from (f"{name} {ending}" for ending in endings)
