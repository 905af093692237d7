"""How agencies and newspapers sign a story: bylines, credits, datelines and initials, in English and French.

Patterns ignore case, and match the beginning of a line unless noted otherwise.
"""

from __future__ import annotations

from aligner.languages.language import word_set
from aligner.types import Side

# Before the name of an author, or in the place of it.
BYLINE = (
    r"(?:story|text|words|report(?:ed|ing)?|written|compiled|analysis|interview|comment(?:ary)?|column|review|feature"
    r"|pictures?|photos?|photographs?|video|graphics?|illustrations?)(?:\s+(?:and|&)\s+\w+)?\s*(?:by\b|:|\|)"
    r"|by\b|from\s+(?:our|the)\b|a\s+(?:special\s+)?report\s+(?:by|from)\b"
    r"|(?:textes?|récit|reportage|enquête|analyse|entretien|interview|chronique|portrait|décryptage|témoignage"
    r"|propos\s+recueillis|un\s+(?:article|reportage|texte|papier)|photos?|photographies?|vidéos?"
    r"|infographies?|illustrations?)\s*(?:et\s+\w+\s*)?(?:par\b|de\b|:|\||,)"
    r"|(?:rédigé|écrit|signé|recueilli|publié)e?s?\s+(?:le\s[^•·|]{4,24}?\s)?par\b|par\b|d[eu]\s+(?:notre|nos|l['’]une?\s+de\s+nos)\b"
)
# Before the name of an author within a line: « Agence Meridia, par Ana Colin ».
BYLINE_WITHIN = r"(?:[,|;–—-]\s*|\s)(?:by|par)\s+(?=[A-ZÀ-Þ])"

# Nouns of those who publish or sign without a name.
OUTLETS = (
    r"agenc(?:y|ies)|agences?|news(?:room|paper|wire|desk|feed|agency|media)?|press(?:e|wire)?|media|médias?"
    r"|wires?|desk"
    r"|staff|editors?|editorial|reporters?|correspond(?:ents?|ante?s?)|writers?|journalistes?|rédactions?|services?"
    r"|bureau|dépêches?|envoyée?s?\s+spéci(?:al|ale|aux|ales)|syndicat(?:e|ion)|bulletin|broadcasting|radio"
    r"|télévision"
    r"|sports?|monitoring|digital|online|web|reports?|combined\s+sources|special\s+to"
    r"|correspondance\s+particulière|exclusi(?:ve|f)"
)
# Of them the roles of persons.
ROLES = (
    r"editors?|reporters?|correspond(?:ents?|ante?s?)|writers?|journalistes?|columnists?|critics?|photographers?"
    r"|photographes?|chroniqueu(?:rs?|ses?)|critique|staff|rédactions?|envoyée?s?\s+spéci(?:al|ale|aux|ales)"
    r"|team|équipe"
)
# Those that are an agency or a newspaper, and names that newspapers have.
AGENCY_NOUNS = (
    r"agenc(?:y|ies)|agences?|news(?:room|paper|wire|feed)?|press(?:e|wire)?|media|médias?|wires?|services?"
    r"|bureau|dépêches?"
    r"|syndicat(?:e|ion)|bulletin|broadcasting|radio|télévision|times|post|herald|courier|courrier|observer"
    r"|observateur"
    r"|gazette|echo|écho|tribune|journal|chronicle|mail|mercury|examiner|telegraph|télégramme|star|sun|globe|standard"
    r"|argus|sentinel|advertiser|independent|indépendant|mirror|express|record|messenger|messager|dépêche|progrès"
    r"|républicain|quotidien|hebdo(?:madaire)?|matin|daily|weekly|evening|nouvelles|actualités?|info(?:s|rmations?)?"
)
# Words before an agency that a credit names: "With Allied Wire".
WITH = r"(?:with|avec|source[s]?|via|from|de|d['’]après|courtesy\s+of|copyright|crédits?|credits?)\s*:?\s"

# Within a report, before the agency or the newspaper that somebody spoke to or that reported first, and after it.
SOURCE_DETERMINERS = r"the|our|news\s+agency|agency|l['’]agence|agence|la|le|les|l['’]|une?|an?"
SOURCE_BEFORE: dict[Side, str] = {
    "en": (
        r"(?:told|according\s+to|interview(?:s|ed)?\s+(?:with|by|to)|(?:statement|e-?mail|letter|message|interview|comment)s?"
        r"\s+(?:sent\s+)?to|(?:seen|obtained|reviewed|quoted|cited|reported|contacted|asked|viewed|heard|published)\s+by"
        r"|(?:reporting|report|reports|survey|analysis|investigation)\s+by|(?:speaking|spoke|talking|talked)\s+(?:to|with))"
    ),
    "fr": (
        r"(?:(?:déclaré|confié|indiqué|expliqué|affirmé|précisé|dit|répondu|assuré|annoncé|confirmé|raconté|fait\s+savoir)"
        r"(?:-t-(?:il|elle))?\s+(?:à|au)|(?:entretien|interview|message|courriel)s?\s+(?:accordée?\s+|adressée?\s+|transmise?\s+)?"
        r"(?:à|au|avec)|selon|d['’]après|(?:interrogé|contacté|consulté|cité|joint|rapporté|révélé|obtenu|publié|sollicité)e?s?"
        r"\s+par|auprès\s+d[eu]|enquête\s+d[eu])"
    ),
}
SOURCE_AFTER: dict[Side, str] = {
    "en": r"(?:has|have)\s+(?:learned|learnt|reported|seen)|reports?|reported|understands|revealed",
    "fr": r"(?:a|ont)\s+(?:appris|rapporté|révélé|pu\s+consulter)|rapporte(?:nt)?|révèle(?:nt)?|croit\s+savoir",
}

# Lines about those who worked on a story, and about its rights, as they end it.
CONTRIBUTION = (
    r"[(\[–—-]*\s*(?:(?:additional|further|extra|supplementary)\s+)?(?:reporting|editing|writing|research|translation"
    r"|production|fact-?checking|graphics?|photography)(?:,?\s+(?:and\s+|&\s+)?(?:additional\s+)?(?:reporting|editing"
    r"|writing|research|translation|photography))*\s*(?:by|from|:)\s"
    r"|[(\[–—-]*\s*(?:reported|edited|written|compiled|translated|produced)(?:\s+and\s+\w+)?\s+by\s"
    r"|(?:this|the)\s+(?:article|story|report|piece|dispatch)\s+(?:was|is|has\s+been|comes|came|first"
    r"|originally|includes"
    r"|contains|draws)\b|with\s+(?:files?|reporting|reports?|additional\s+reporting|agencies|agency\s+reports"
    r"|material)\b"
    r"|[(\[–—-]*\s*(?:reportage|rédaction|édition|édité|rédigé|traduction|traduit|version\s+française"
    r"|avec\s+(?:la\s+)?"
    r"(?:contribution|collaboration|participation)|documentation|montage|infographie)\w{0,2}(?:\s+complémentaires?)?"
    r"\s*(?:par|de|d['’]|:)\s?"
    r"|(?:cet|cette|ce)\s+(?:article|dépêche|texte|reportage|papier)\s+(?:a|est|provient|reprend|s['’])\b"
    r"|avec\s+(?:les\s+|nos\s+|des\s+)?(?:agences?|correspondant|rédaction|dépêches)\b"
    r"|(?:©|\(c\)|copyright|all\s+rights\s+reserved|tous\s+droits\s+réservés|reproduction\s+(?:interdite|prohibited))"
    r"|(?:sources?|crédits?|credits?)\s*:\s|(?:distributed|published|supplied|provided|syndicated)\s+by\s(?=[A-Zt])"
    r"|(?:follow|suivez|retrouvez|find|see|read|visit|for\s+more|more|subscribe|sign\s+up|abonnez|lire|à\s+lire)\b"
    r"[^.!?]{0,60}(?:coverage|hub|news|newsletter|page|site|website|app|twitter|facebook|dossier|couverture"
    r"|actualité|www\.|http)"
)
# The same where a name comes first, somewhere in a line.
CONTRIBUTED = (
    r"\bcontributed\s+(?:to|reporting)\b|\b(?:a|ont)\s+(?:contribué|collaboré|participé)\s+à\s+(?:cet|cette|ce)\b"
    r"|\ball\s+rights\s+reserved\b|\btous\s+droits\s+réservés\b"
    r"|\b(?:is|was)\s+(?:edited|compiled|translated|written|supplied|provided)\s+by\b"
)
# Lines that name a source rather than those who worked on a story.
SOURCE_LINE = (
    r"[(\[–—-]*\s*(?:©|\(c\)|copyright|sources?\b|crédits?\b|credits?\b|via\b|avec\b|with\b|text\b|d['’]après|dépêche"
    r"|article|distributed|published|supplied|provided|syndicated|(?:this|cet|cette|ce)\b)"
)
# At the end of a line, when it was published or how its author is reached: "• 4 May 2025", "| @acole".
STAMP = (
    r"(?:\s*[•·|,;–—-]\s*|\s)(?:(?:published|updated|posted|publiée?|mise?\s+à\s+jour|modifiée?)\b[^•·|]{0,40}|@\w+|[^\s@]+@[^\s@]+"
    r"|(?:le\s|on\s)?\d{1,2}(?:er)?\s[^\W\d_]{3,9}\.?\s\d{4}(?:,?\s(?:at\s|à\s)?\d{1,2}[:h.]\d{2})?|[A-Z][a-z]{2,8}\s\d{1,2},\s\d{4}(?:,?\s(?:at\s|à\s)?\d{1,2}[:h.]\d{2})?)"
)
# A desk of a newspaper that has no name of its own.
DESK = r"(?:le\s+)?(?:service|pôle|rédaction)\s+[^\W\d_]+(?:\s+[^\W\d_]+)?"

# Initials of desks and editors as a whole line: "ab/cd/ef", "XYZ ab/cd", "ab-cd/xyz", "(ab/cd)".
INITIALS = (
    r"[(\[]?(?:[A-ZÀ-Þ]{2,8}[\s:]\s?)?[^\W\d_]{1,4}(?:-[^\W\d_]{1,4}){0,4}"
    r"(?:/[^\W\d_]{1,12}(?:-[^\W\d_]{1,4}){0,4}){1,6}[)\].]?"
)
# A short line of the name of an agency's desk at the end: "AW-dtr", "XYZ---".
SIGN_OFF = (
    r"[(\[]?[A-Z]{2,6}(?:-{1,4}|\s-\s)[a-z]{0,8}[)\]]?|[-–—]{1,3}\s?[A-Z]{2,12}"
    r"|[-–—]{0,3}\s?(?:30|ends|fin)\s?[-–—]{1,3}"
)
# Words of such lines that name nobody, folded.
GENERAL_WORDS = word_set("""
    by from with and the of for in at to our a an this that report reporting reported reporter reporters writing written
    editing edited additional further story text words photo photos picture pictures source sources credit agency news
    correspondent correspondents writer staff special via material supplied provided published distributed syndicated
    copyright rights reserved reports words courtesy compiled interview
    par de du des d l le la les un une et avec dans sur pour notre nos selon texte textes photographie reportage enquete
    redaction redige ecrit edite edition traduit source credits agence agences correspondant correspondante envoye
    envoyee envoyes special speciale speciaux journaliste depeche article apres publie propos recueillis droits reserves
    tous
""")
