"""Patterns of the boilerplate that wires and web pages put around a story, in English and French.

A rule is (step name, zone, pattern). The pattern must match a whole line without its outer spaces. Zones: "any" is
unambiguous anywhere; "ends" applies to the first and last lines of a story, "head" and "tail" to one end, "top" to
lines next to the title. Groups are named after keys of the document's meta.
"""

from __future__ import annotations

_MONTHS = (
    "(?:Jan(?:uary|vier)?|Feb(?:ruary)?|Févr?(?:ier)?|Mar(?:ch|s)?|A[pv]r(?:il)?|May|[Mm]ai|June?|[Jj]uin|July?"
    "|Juil(?:let)?|Aug(?:ust)?|[Aa]o[uû]t|Sept?(?:ember|embre)?|Oct(?:ober|obre)?|Nov(?:ember|embre)?"
    "|D[eé]c(?:ember|embre)?|janv(?:ier)?|févr?(?:ier)?|mars|avr(?:il)?|juil(?:let)?|sept(?:embre)?"
    "|oct(?:obre)?|nov(?:embre)?|déc(?:embre)?)\\.?"
)
_CLOCK = r"\d{1,2}(?:\s?[h:.]\s?\d{2}){0,2}(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:[A-Z]{2,4}|[+-]\d{2}:?\d{2}))?"
_DAY = (
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
    rf"|{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s(?:19|20)\d{{2}})?"
    rf"|(?:1er|\d{{1,2}}(?:st|nd|rd|th)?)\s{_MONTHS}(?:,?\s(?:19|20)\d{{2}})?)"
)
_WEEKDAY = (
    "(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
    "|[Ll]undi|[Mm]ardi|[Mm]ercredi|[Jj]eudi|[Vv]endredi|[Ss]amedi|[Dd]imanche)"
)
_MOMENT = rf"(?:{_WEEKDAY},?\s)?{_DAY}(?:,?\s(?:at|à|-|–|\|)?\s?{_CLOCK}|T{_CLOCK}Z?)?"
_CHANGED = (
    "(?:(?:Last |First )?(?:[Uu]pdated|UPDATED|[Mm]odified|[Pp]ublished|PUBLISHED|[Pp]osted)(?: on| at)?"
    "|(?:Publié|PUBLIÉ|Posté|Mis en ligne|Mise? à jour|MIS À JOUR|Modifié|Actualisé|Créé)(?:e?s?)(?: le| à)?"
    "|Dernière (?:mise à jour|modification)(?: le| à)?)"
)
_NAME = r"(?:\b[A-ZÀ-Ü][\w'’-]*\.?)"
_PERSON = rf"{_NAME}(?:\s(?:d[ei]|du|van|von|der|la|le|bin|al|el)\b)?(?:\s{_NAME}){{1,3}}"
_PEOPLE = rf"{_PERSON}(?:(?:,\s|\s(?:and|et|&)\s){_PERSON}){{0,3}}"

AGENCIES = (
    "AFP|Agence France[- ]Presse|Reuters|REUTERS|AP|Associated Press|The Associated Press|Xinhua|XINHUA|Chine nouvelle"
    "|EFE|dpa|DPA|ANSA|UPI|PTI|ANI|IANS|TASS|Tass|Interfax|Sputnik|Bloomberg|CNN|APA|Anadolu|AA|MAP|APS|TAP|NNA|IRNA"
    "|Belga|BELGA|ATS|Keystone-ATS|awp|PA|PA Media|La Presse canadienne|Presse canadienne|The Canadian Press|CP|PC"
    "|Kyodo|Yonhap|CNA|RFI|AFP Relaxnews|Relaxnews|Thomson Reuters|Dow Jones|agences|AGENCES"
)
_WIRES = (
    "PR ?Newswire|PRNEWSWIRE|CNW(?: Telbec)?|BUSINESS WIRE|Business Wire|GLOBE NEWSWIRE|GlobeNewswire|EIN Presswire"
)
_PLACE = (
    r"[A-ZÀ-Ü][\w.'’-]{1,25}(?:[ /-][A-ZÀ-Ü(][\w.'’()-]{0,25}){0,4}(?:,\s[A-ZÀ-Ü][\w.'’-]{1,25}"
    r"(?:\s[A-ZÀ-Ü][\w.'’-]{1,25}){0,2})?"
)

# At the start of one of the first lines: "PARIS, 5 janvier (Reuters) - ", "BEIJING, … /PRNewswire/ — ".
DATELINES = (
    rf"(?P<dateline>{_PLACE}(?:,\s|\s)(?:[Ll]e\s)?{_DAY}|{_PLACE})"
    rf"(?:,)?\s?(?:\((?P<agency>(?:{AGENCIES}|{_WIRES})(?:/(?:{AGENCIES}))?)\)|/(?P<wire>"
    rf"(?:{_WIRES})[\w -]{{0,20}})/)"
    r"\s?(?:--?|—|–|:)+\s*"
)

_CREDITED = (
    r"(?:[Pp]hotos?|PHOTOS?|[Ii]mages?|[Pp]icture|[Pp]hotograph|Crédits?(?: photos?)?|Credits?|"
    r"(?:Photo|Image) credits?)"
)
_CREDIT = (
    rf"(?:{_CREDITED}\s?:\s?[^\s()][^()\n]{{0,80}}|(?:Photo|PHOTO|Image|Photos|Photograph)\s(?:by|BY|de"
    rf"|par|PAR|DE|d['’]|courtesy of)\s?(?=[A-ZÀ-Ü])[^()\n]{{1,80}}|[^()\n]{{0,60}}(?:Getty Images|AFP"
    rf"|REUTERS|Reuters|EPA|Shutterstock|Xinhua)\s?/\s?[^()\n]{{0,60}}|(?:AP|AFP|Reuters|REUTERS|Xinhua"
    rf"|File|EPA)\s(?:[Pp]hoto|PHOTO)(?:/[^()\n]{{1,60}})?)"
)

# In brackets at the start or the end of a line; the caption next to it is kept.
CREDITS = rf"[(\[](?P<credit>{_CREDIT})[)\]]"
# Without brackets, after the full stop of a caption.
TRAILING_CREDIT = (
    r"(?<=[.!?»”])\s(?P<credit>(?:Photo|PHOTO|Image|Crédit(?: photo)?|Photo credit|Credit)\s?:\s?"
    r"[A-ZÀ-Ü][\w.'’/&-]*(?:[ /][\w.'’/&-]+){0,6})"
)

RULES: tuple[tuple[str, str, str], ...] = (
    (
        "boilerplate.timestamp",
        "any",
        r"(?P<timestamp>(?:19|20)\d{2}[-/.]\d{2}[-/.]\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z"
        r"|\s?[+-]\d{2}:?\d{2})?)(?:\s[^.!?:;\d\s]+){0,3}",
    ),
    ("boilerplate.timestamp", "ends", rf"{_CHANGED}\s?:?\s?(?P<timestamp>{_MOMENT})(?:[\s,|].{{0,40}})?"),
    (
        "boilerplate.timestamp",
        "ends",
        rf"(?P<source>[\w.-]+\.[a-z]{{2,6}}|[^|\n]{{2,40}}?)\s?\|\s?(?:{_CHANGED}\s?:?\s?)?"
        rf"(?P<timestamp>{_MOMENT})(?:[\s,|].{{0,20}})?",
    ),
    (
        "boilerplate.timestamp",
        "top",
        rf"(?P<timestamp>(?:{_WEEKDAY},?\s)?(?:(?:1er|\d{{1,2}})\s{_MONTHS}|{_MONTHS}\s\d{{1,2}},?)\s"
        rf"(?:199\d|20[0-3]\d)(?:,?\s(?:at|à|-|–)?\s?{_CLOCK})?)",
    ),
    ("boilerplate.epoch", "ends", r"(?P<epoch>1[0-9]{9}(?:\d{3})?)"),
    ("boilerplate.hashtags", "any", r"(?P<hashtags>#[^\s#]+(?:\s+#[^\s#]+){2,})"),
    ("boilerplate.hashtags", "tail", r"(?P<hashtags>#\w[^\s#]*(?:\s+#[^\s#]+)?)"),
    (
        "boilerplate.byline",
        "head",
        rf"(?:By|BY|Par|PAR|Written by|Rédigé par|Écrit par|Reported by|Posted by|Publié par)\s?:?\s"
        rf"(?P<byline>{_PEOPLE}(?:,\s[A-ZÀ-Ü][\w .’'-]{{1,40}}|\s[|/-]\s?[\w .’'-]{{1,40}})?)",
    ),
    (
        "boilerplate.byline",
        "ends",
        rf"(?:Author|Auteur|Auteure|Autrice|Byline|Reporter|Editor)\s?:\s?(?P<byline>{_PEOPLE})",
    ),
    (
        "boilerplate.byline",
        "tail",
        r"[(\[](?P<byline>(?:Reporting|Additional reporting|Editing|Writing) by [^()\[\]\n]{3,200})[)\]]",
    ),
    (
        "boilerplate.byline",
        "tail",
        r"\((?P<byline>(?:Reportage|Avec|Edité par|Édité par|Rédigé par|Version française) [^()\n]{3,150})\)",
    ),
    ("boilerplate.credit", "any", rf"[(\[](?P<credit>{_CREDIT})[)\]]"),
    (
        "boilerplate.credit",
        "any",
        r"(?P<credit>(?:Photo|PHOTO|Photos|Crédit photo|Crédits? photos?|Photo credits?|Image credits?"
        r"|Photograph)\s?:\s?[A-ZÀ-Ü©@][^.!?\n]{1,70})",
    ),
    (
        "boilerplate.credit",
        "ends",
        r"(?P<credit>(?:Photos?|PHOTO|Image|Photograph)s?\s(?:by|courtesy of|de|par)\s?(?=[A-ZÀ-Ü])[^.!?\n]{0,60})",
    ),
    ("boilerplate.credit", "ends", r"Images? courtesy of(?P<credit>[^.!?\n]{0,80})"),
    ("boilerplate.source", "ends", r"SOURCE:?\s(?P<source>[^\s.!?][^.!?\n]{1,70})"),
    (
        "boilerplate.source",
        "ends",
        r"(?:Source|Sources|Source de l['’]article)\s?:\s?(?P<source>[^\s][^!?\n]{1,70}?)\.?",
    ),
    (
        "boilerplate.source",
        "head",
        r"(?:This is a report from|Voici un reportage de|Communiqué de)\s(?P<source>[^:.\n]{2,50}):",
    ),
    (
        "boilerplate.source",
        "ends",
        r"(?i:(?:this (?:article|story|post) )?(?:was )?(?:originally|first) (?:published|appeared)(?: "
        r"(?:at|on|in|by))?)\s?:?\s?(?P<source>[^\n]{0,100})",
    ),
    (
        "boilerplate.source",
        "ends",
        r"(?:Cet article|Cette dépêche) (?:a été|est) (?:initialement |d['’]abord )?(?:publiée?|parue?)"
        r"(?: (?:sur|par|dans|le))?\s(?P<source>[^\n]{0,100})",
    ),
    (
        "boilerplate.prompt",
        "any",
        r"(?i:leave a (?:reply|comment)(?: cancel reply)?|post a comment|laisse[rz] un (?:commentaire"
        r"|réponse)|ajouter un commentaire|poster un commentaire"
        r"|(?:share this|partage[rz] (?:cet|cette)) ?(?:article|story|post|page|histoire)?(?: (?:on|sur"
        r"|with|via|avec) .{1,60})? ?:?"
        r"|(?:share|partage[rz]) (?:on|sur|via) (?:facebook|twitter|linkedin|whatsapp|x"
        r"|les réseaux sociaux|social media)(?:[, ].{0,40})?"
        r"|advertisement|annonce publicitaire|story continues below(?: (?:this )?advertisement)?"
        r"|article continues (?:after|below) (?:this |the )?(?:ad|advertisement)|la suite après (?:la"
        r"|cette) publicité"
        r"|(?:comments|commentaires) ?\(\d+\)|\d+ (?:comments|commentaires)|related (?:articles|stories"
        r"|posts|news) ?:?|articles? (?:liés|similaires|connexes|recommandés) ?:?"
        r"|skip to (?:main )?content|aller au contenu(?: principal)?|back to top|retour en haut"
        r"|all rights reserved\.?|tous droits réservés\.?)",
    ),
    (
        "boilerplate.prompt",
        "any",
        r"(?:(?:READ MORE|Read more|Read also|READ ALSO|See also|Also read|LIRE AUSSI|Lire aussi"
        r"|À lire aussi|A lire aussi|À LIRE AUSSI|Lire également|À lire également|Voir aussi"
        r"|Sur le même sujet|Related)\s?:(?:\s.{0,150})?|(?:Read more|READ MORE|Lire la suite|Lire plus"
        r"|En savoir plus)\s?(?:…|\.\.\.|»|→|>+)?)",
    ),
    (
        "boilerplate.prompt",
        "ends",
        r"(?i:advert|publicité|share|partager|(?:sign up (?:for|to)|subscribe to) (?:our"
        r"|the) .{0,60}newsletters?.{0,40}|(?:inscrivez|abonnez)-vous à (?:notre|nos|la) .{0,60}"
        r"|follow us on .{1,60}|suivez-nous sur .{1,60}|click here to .{1,60}|cliquez ici pour .{1,60}"
        r"|(?:©|\(c\)|copyright)\s.{0,100}|comments?|commentaires?|(?:tags?|mots[- ]clés|keywords"
        r"|filed under|posted in|classé dans) ?: ?.{1,120}|print|imprimer|view original content.{0,150}"
        r"|cision view original content.{0,150})",
    ),
)
