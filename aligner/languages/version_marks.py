"""How agencies and newspapers mark the versions of a story, in English and French; patterns that ignore case."""

from __future__ import annotations

# The series that an agency counts its versions in.
SERIES = {
    "update": r"updated?|updates?|actualisation|actualisée?|mise? [àa] jour|màj|maj|version actualisée",
    "lead": r"lead|ld|(?:lead|ld)[ -]writethru|writethru|(?:lead|papier)[ -]g[ée]n[ée]ral",
    "wrapup": r"wrap-?up|topwrap|round-?up|summary|synthèse|récapitulatif",
}
NUMBERED_ONLY = r"version|v\.?"  # are a series only with a number
BRACKETED_ONLY = r"(?:adds|recasts|updates|ajoute|complète|actualise|reprend)\b.*"  # "(Adds details)"
ORDINAL_WORDS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "premier": 1, "deuxième": 2, "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6,
}  # fmt: skip
ORDINAL_ENDING = r"\s?(?:st|nd|rd|th|er|ère|ème|me|nde?|e)"
URGENT = r"urgent|flash|alerte?|bulletin|snap|breaking(?: news)?|newsalert|dernière minute"
CORRECTED = (
    r"correct(?:ed|ions?|s|ive)|refile|repeat-correct(?:ed|ion)|clarification|clarified|erratum"
    r"|corrigée?|rectif(?:icatif|ication|iée?)?|précisions?|mise au point"
)

# The time of a version: one of these words, then a clock, with a day before or after it.
UPDATED = (
    r"updated?(?: on| at)?|modified|revised|mise? [àa] jour|màj|maj|actualisée?|modifiée?"
    r"|dernière (?:mise à jour|modification|actualisation)"
)
PUBLISHED = r"published|posted|filed|issued|publiée?|postée?|mise? en ligne|diffusée?|créée?"
# Without one of these no time of a version is sought; likewise no note of correction without one of the others.
MOMENT_STEMS = (
    "updat", "modif", "revis", "à jour", "a jour", "màj", "maj", "actualis", "publi", "post", "filed", "issued",
    "en ligne", "diffus", "créé",
)  # fmt: skip
CORRECTION_STEMS = (
    "correct", "corrig", "rectif", "errat", "erron", "erreur", "wrong", "mistak", "clarif", "amend", "précis",
    "mise au point", "refile", "fixes", "bien lire", "faut lire", "fallait lire", "in error", "misidentif", "à tort",
    "contrairement", "earlier version", "previous version", "original version", "earlier edition", "earlier story",
    "earlier report", "version précédente", "version antérieure", "version initiale", "première version",
    "précédente version", "annule et remplace",
)  # fmt: skip
CLOCK = (
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-3])(?:\s?(?:heures?|h|:|\.)\s?(?P<minute>[0-5]\d)(?!\d)|\s?h(?:eures?)?(?!\w)"
    r"|(?=\s?[ap]\.?m\b))(?:\s?(?P<half>[ap])\.?m\b)?"
)

# Beginnings of paragraphs that correct an earlier version.
CORRECTION_LINES = (
    r"(?:corrections?|clarifications?|amendment|erratum|errata|rectificatif|rectification|précisions?|mise au point)"
    r"(?: [^.:!?\n]{1,60})?\s?(?::|—|–|-\s|\.(?=\s|$))"
    r"|(?:editor['’]s note|eds|note de la rédaction|ndlr|note)\s?:[^\n]{0,80}\b"
    r"(?:correct|amend|clarif|wrong|error|mistak|corrig|rectif|erron|précis|erreur)"
    r"|(?:corrects|corrected|refiles|fixes|clarifies|amends|corrige|corrigé|rectifie|rectifié|bien lire)\b[^\n]{3,}"
)
# Phrases of paragraphs that correct an earlier version.
CORRECTION_PHRASES = (
    r"\b(?:earlier|previous|prior|first|original|initial) (?:versions?|editions?|reports?|story|article)"
    r" (?:of|on|in|had|gave|said|stated|misstated|wrongly|incorrectly|misidentified)\b"
    r"|\b(?:reported|stated|identified|spelled|gave|described) (?:erroneously|incorrectly|wrongly|in error)\b"
    r"|\b(?:erroneously|incorrectly|wrongly|mistakenly) (?:reported|stated|gave|identified|named|spelled|attributed)\b"
    r"|\bthis (?:story|article|version|report|item|dispatch|post|page) (?:(?:was|has been|is) )?"
    r"(?:amended|corrects|corrected|clarifies|updated to correct|re-?filed to correct)\b"
    r"|\bthe corrected (?:story|version|article|item) (?:is|follows)\b"
    r"|\bcette (?:version|dépêche|mise à jour) (?:corrige|rectifie|annule et remplace)\b"
    r"|\b(?:cet article|cette dépêche|ce texte|cette page) a été (?:corrigée?|rectifiée?"
    r"|modifiée? pour (?:corriger|rectifier|préciser))\b"
    r"|\b(?:une|la|notre) (?:(?:première|précédente) version|version (?:précédente|antérieure|initiale))\b"
    r"|\b(?:contrairement à ce que nous|nous (?:avons|avions) (?:écrit|indiqué) (?:par erreur|à tort)"
    r"|il (?:fallait|faut) lire)\b"
)

# What a first report does not know yet, and what only a later one does.
PRELIMINARY = (
    r"\b(?:unknown|unclear|not (?:immediately |yet )?(?:known|clear|available|confirmed|released|named|identified)"
    r"|(?:did|could|would) not (?:immediately|yet)|no (?:information|details|immediate|word|reports? of)|at least"
    r"|as many as|feared|apparently|reportedly|preliminary|developing story|more (?:details )?to (?:follow|come)"
    r"|(?:is|are) (?:awaited|expected)|(?:is|are|was|were) (?:searching|trying|fighting|battling|checking)"
    r"|so far|to rule|were asked|(?:is|are) (?:under way|underway))\b"
    r"|\b(?:inconnue?s?|on ignore|ignorait|(?:n['’](?:est|était|a|ont|avait)|ne sont) pas (?:encore |immédiatement )?"
    r"(?:connu|été|déterminé|précisé|confirmé|identifié)|ne pas connaître|au moins|premier bilan"
    r"|bilan provisoire|provisoire|auraient|craint|redout|attendu|en cours|est invité|sont invité|est sur place"
    r"|sont sur place|à ce stade|pour l['’]heure|pour l['’]instant|plus d['’]informations)"
)
SETTLED = (
    r"\b(?:later|eventually|finally|no longer|confirmed|identified as|was identified|named as|revised|reopened|resumed"
    r"|restored|has died|had died|was found|were found|charged|arrested|investigation|inquiry|inquest"
    r"|earlier (?:today|said)|previously|contained|lifted|reversing|ruled)\b"
    r"|\b(?:désormais|finalement|confirmé|identifié|revu|rouvert|repris|rétabli|terminé|enquête|de nouveau|à nouveau"
    r"|a été (?:retrouvé|maîtrisé|levé|arrêté|mis en examen)|maîtrisé|ne sont plus|n['’]est plus|définitif"
    r"|succombé|décédé|retrouvé|inculpé|mis en examen)"
)
FALLING = r"missing|unaccounted|trapped|disparu|coincé|sans nouvelles"  # counts of these fall
