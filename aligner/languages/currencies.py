"""Names of currencies in both languages, composed of a noun and the adjective of a country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligner.types import Side

# Nouns shared by the currencies of several countries, by family: English forms, French forms, and the ISO 4217 code
# meant by the noun alone.
_FAMILIES: dict[str, tuple[str, str, str]] = {
    "dollar": ("dollar dollars", "dollar dollars", "USD"),
    "pound": ("pound pounds", "livre livres", "GBP"),
    "franc": ("franc francs", "franc francs", "CHF"),
    "peso": ("peso pesos", "peso pesos", "MXN"),
    "rupee": ("rupee rupees", "roupie roupies", "INR"),
    "krone": ("krona krone kronor kroner crown crowns koruna korunas", "couronne couronnes", "SEK"),
    "dinar": ("dinar dinars", "dinar dinars", "DZD"),
    "rial": ("riyal riyals rial rials", "riyal riyals rial rials", "SAR"),
    "lira": ("lira liras lire", "lire lires", "TRY"),
    "dirham": ("dirham dirhams", "dirham dirhams", "AED"),
    "shilling": ("shilling shillings", "shilling shillings", "KES"),
    "ruble": ("ruble rubles rouble roubles", "rouble roubles", "RUB"),
    "won": ("won", "won wons", "KRW"),
}
# Code, family, English adjectives, French adjectives in the masculine singular.
_OF_COUNTRIES = """
    USD|dollar|us u.s. american|américain us|AUD|dollar|australian|australien|CAD|dollar|canadian|canadien
    NZD|dollar|new-zealand|néo-zélandais|SGD|dollar|singapore singaporean|singapourien
    HKD|dollar|hong-kong|hongkongais|TWD|dollar|taiwan taiwanese|taïwanais|JMD|dollar|jamaican|jamaïcain
    TTD|dollar|trinidad|trinidadien|BBD|dollar|barbadian barbados|barbadien|FJD|dollar|fijian fiji|fidjien
    LRD|dollar|liberian|libérien|NAD|dollar|namibian|namibien|ZWL|dollar|zimbabwean zimbabwe|zimbabwéen
    GBP|pound|british|britannique|EGP|pound|egyptian|égyptien|LBP|pound|lebanese|libanais|SYP|pound|syrian|syrien
    SDG|pound|sudanese|soudanais|CYP|pound|cypriot|chypriote|IEP|pound|irish|irlandais
    CHF|franc|swiss|suisse|XOF|franc|cfa|cfa|XPF|franc|cfp pacific|pacifique|CDF|franc|congolese|congolais
    RWF|franc|rwandan|rwandais|BIF|franc|burundian|burundais|GNF|franc|guinean|guinéen|DJF|franc|djiboutian|djiboutien
    FRF|franc|french|français|BEF|franc|belgian|belge|MXN|peso|mexican|mexicain|ARS|peso|argentine argentinian|argentin
    CLP|peso|chilean|chilien|COP|peso|colombian|colombien|CUP|peso|cuban|cubain|PHP|peso|philippine|philippin
    UYU|peso|uruguayan|uruguayen|DOP|peso|dominican|dominicain|INR|rupee|indian|indien|PKR|rupee|pakistani|pakistanais
    LKR|rupee|sri-lankan|sri-lankais|NPR|rupee|nepalese nepali|népalais|MUR|rupee|mauritian|mauricien
    SCR|rupee|seychellois|seychellois|IDR|rupee|indonesian|indonésien|SEK|krone|swedish|suédois
    NOK|krone|norwegian|norvégien|DKK|krone|danish|danois|ISK|krone|icelandic|islandais|CZK|krone|czech|tchèque
    DZD|dinar|algerian|algérien|TND|dinar|tunisian|tunisien|LYD|dinar|libyan|libyen|IQD|dinar|iraqi|irakien
    JOD|dinar|jordanian|jordanien|KWD|dinar|kuwaiti|koweïtien|BHD|dinar|bahraini|bahreïni|RSD|dinar|serbian|serbe
    SAR|rial|saudi|saoudien|IRR|rial|iranian|iranien|QAR|rial|qatari|qatarien|OMR|rial|omani|omanais
    YER|rial|yemeni|yéménite|TRY|lira|turkish|turc|ITL|lira|italian|italien|AED|dirham|emirati uae|émirati
    MAD|dirham|moroccan|marocain|KES|shilling|kenyan|kényan|UGX|shilling|ugandan|ougandais
    TZS|shilling|tanzanian|tanzanien|SOS|shilling|somali|somalien|RUB|ruble|russian|russe
    BYN|ruble|belarusian belarussian|biélorusse|KRW|won|south-korean korean|sud-coréen coréen
    KPW|won|north-korean|nord-coréen
"""
_OTHER_NAMES: dict[str, dict[str, str]] = {"en": {}, "fr": {"livre turque": "TRY", "livres turques": "TRY"}}
# Code, English forms, French forms of nouns of one currency.
_ALONE = """
    EUR|euro euros eur €|euro euros eur €|JPY|yen|yen yens|CNY|yuan yuans renminbi rmb|yuan yuans renminbi renminbis rmb
    ZAR|rand rands|rand rands|PLN|zloty zlotys zlotych|zloty zlotys|HUF|forint forints|forint forints
    UAH|hryvnia hryvnias hryvnya|hryvnia hryvnias|ILS|shekel shekels|shekel shekels sheqels|THB|baht bahts|baht bahts
    NGN|naira nairas|naira nairas|MYR|ringgit ringgits|ringgit ringgits|IDR|rupiah rupiahs|rupiah rupiahs
    VND|dong dongs|dong dongs|BRL|reais reals|réal réals real reals reais|GHS|cedi cedis|cedi cedis
    AOA|kwanza kwanzas|kwanza kwanzas|ETB|birr birrs|birr birrs|BGN|leva lev|leva lev|BDT|taka takas|taka takas
    MMK|kyat kyats|kyat kyats|KHR|riel riels|riel riels|KZT|tenge tenges|tenge tenges|GEL|lari laris|lari laris
    AZN|manat manats|manat manats|AFN|afghani afghanis|afghani afghanis|VES|bolivar bolivars bolivares|bolivar bolivars
    PYG|guarani guaranis|guarani guaranis|BOB|boliviano bolivianos|boliviano bolivianos
    HNL|lempira lempiras|lempira lempiras|GTQ|quetzal quetzals quetzales|quetzal quetzals
    HTG|gourde gourdes|gourde gourdes
    ZMW|kwacha kwachas|kwacha kwachas|MGA|ariary|ariary ariarys|MRU|ouguiya ouguiyas|ouguiya ouguiyas
    DEM|deutschmark deutschmarks|deutschemark deutschemarks|BTC|bitcoin bitcoins|bitcoin bitcoins
    p|pence penny|pence penny pennies|c|cent cents ¢ centime centimes eurocents|centime centimes cents ¢
"""
_CODES = (
    "USD", "EUR", "GBP", "JPY", "CNY", "CAD", "AUD", "NZD", "HKD", "SGD", "CHF", "INR", "SEK", "NOK", "DKK", "PLN",
    "CZK", "HUF", "RUB", "BRL", "MXN", "ZAR", "KRW",
)  # fmt: skip


def _rows(table: str, columns: int) -> Iterator[list[str]]:
    cells = table.replace("\n    ", "|").strip().strip("|").split("|")
    yield from (cells[at : at + columns] for at in range(0, len(cells), columns))


FAMILY_OF_CODE = {code: family for code, family, *_ in _rows(_OF_COUNTRIES, 4)}
CODE_OF_NOUN_ALONE = {family: code for family, (_, _, code) in _FAMILIES.items()}
# Adjectives that name the country whose currency the noun alone means, too: "US dollars", « francs suisses ».
OWN_ADJECTIVES = sorted(
    {
        adjective.replace("-", " ")
        for code, _, *adjectives in _rows(_OF_COUNTRIES, 4)
        if code in CODE_OF_NOUN_ALONE.values()
        for forms in adjectives
        for adjective in forms.split()
    }
    | {"sterling"}
)


def currency_units(side: Side) -> dict[str, str]:
    """Return the names of currencies in lower case with their ISO 4217 codes, "c" for cents and "p" for pence."""
    column = 1 if side == "fr" else 0
    units = {name: row[0] for row in _rows(_ALONE, 3) for name in row[1 + column].split()}
    units |= {noun: code for *nouns, code in _FAMILIES.values() for noun in nouns[column].split()}
    for code, family, *adjectives in _rows(_OF_COUNTRIES, 4):
        nouns = _FAMILIES[family][column].split()
        units |= dict.fromkeys(_composed(nouns, adjectives[column].split(), side), code)
    return units | _OTHER_NAMES[side] | {code.lower(): code for code in _CODES}


def _composed(nouns: Iterable[str], adjectives: Iterable[str], side: Side) -> Iterator[str]:
    for adjective in adjectives:
        for noun in nouns:
            if side == "en":
                yield f"{adjective.replace('-', ' ')} {noun}"
            else:
                yield from (f"{noun} {form}" for form in _inflected(adjective))


def _inflected(adjective: str) -> set[str]:
    """Return the forms of a French adjective of country."""
    feminine = adjective + ("" if adjective[-1] in "e" else "ne" if adjective.endswith("en") else "e")
    forms = {adjective, feminine, "turque" if adjective == "turc" else feminine}
    return forms | {form if form.endswith("s") else f"{form}s" for form in forms}
