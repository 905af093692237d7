"""The messages for people in French, by their English templates; see `aligner.messages`."""

from __future__ import annotations

from collections.abc import Mapping

from aligner.languages.french_reasons import FRENCH_REASON_MESSAGES
from aligner.languages.french_report import FRENCH_REPORT_MESSAGES
from aligner.languages.french_review import FRENCH_REVIEW_MESSAGES

FRENCH_MESSAGES: Mapping[str, str] = {
    # What a copy has, and what its original or another version has.
    "the original": "l’original",
    "the other version": "l’autre version",
    "“{here}”{here_gloss} — {whose} says “{there}”{there_gloss}": (
        "« {here} »{here_gloss} — {whose} dit « {there} »{there_gloss}"
    ),
    "“{here}”{here_gloss} is not in {whose}": "« {here} »{here_gloss} n’est pas dans {whose}",
    "“{there}”{there_gloss} is left out — {whose} has it": "« {there} »{there_gloss} est omis — {whose} l’a",
    "“{there}”{there_gloss} is only in {whose}": "« {there} »{there_gloss} n’est que dans {whose}",
    "{whose} has no word for “{here}”": "{whose} n’a pas de mot pour « {here} »",
    "“{here}” is in another place than in {whose}": "« {here} » n’est pas à la même place que dans {whose}",
    "“{here}” in this order — {whose} says “{there}”": "« {here} » dans cet ordre — {whose} dit « {there} »",
    "“{here}” — {whose} says “{there}” in a quotation": "« {here} » — {whose} dit « {there} » dans une citation",
    "“{there}” is left out of a quotation": "« {there} » est omis d’une citation",
    "“{here}” is quoted — {whose} does not have it": "« {here} » est cité — {whose} ne l’a pas",
    "not the speaker’s words — compare them with {whose}": (
        "ce ne sont pas les mots prononcés — à comparer avec {whose}"
    ),
    "“{here}” is “{there}” everywhere else, in both versions": (
        "« {here} » est « {there} » partout ailleurs, dans les deux versions"
    ),
    "“{here}” is something else elsewhere — {whose} says “{there}”": (
        "« {here} » est autre chose ailleurs — {whose} dit « {there} »"
    ),
    "“{here}” is a name that {whose} does not have": "« {here} » est un nom que {whose} n’a pas",
    "“{here}” — {whose} has another name": "« {here} » — {whose} a un autre nom",
    "“{here}” — {whose} has other words": "« {here} » — {whose} a d’autres mots",
    "“{here}” — {whose} has no usual translation of it ({words})": (
        "« {here} » — {whose} n’en a pas de traduction usuelle ({words})"
    ),
    "“{here}” is no translation of “{there}”": "« {here} » n’est pas une traduction de « {there} »",
    "“{here}” — {whose} has no such word": "« {here} » — {whose} n’a pas un tel mot",
    "speaker and listener are swapped — {whose} says “{there}”": (
        "l’orateur et son interlocuteur sont échangés — {whose} dit « {there} »"
    ),
    "“{here}”: who acts and on whom is swapped — {whose} says “{there}”": (
        "« {here} » : qui agit et sur qui sont échangés — {whose} dit « {there} »"
    ),
    "no credit — {whose} names “{name}”": "pas de source citée — {whose} nomme « {name} »",
    "no counterpart of this sentence of {whose}": "rien ne correspond à cette phrase de {whose}",
    "no counterpart of these {count} sentences of {whose}": "rien ne correspond à ces {count} phrases de {whose}",
    "no counterpart of this sentence in {whose}": "rien ne correspond à cette phrase dans {whose}",
    "no counterpart of these {count} sentences in {whose}": "rien ne correspond à ces {count} phrases dans {whose}",
    "other punctuation or spacing in one place": "autre ponctuation ou espacement à un endroit",
    "other punctuation or spacing in {count} places": "autre ponctuation ou espacement à {count} endroits",
    "“{here}” for “{there}”": "« {here} » pour « {there} »",
    "{text}: {examples}": "{text} : {examples}",
    "{finding} ({names}, too)": "{finding} (comme {names})",
    # What one text alone shows.
    "abbreviation without explanation: {name}?": "sigle sans explication : {name} ?",
    "left in the text: a prompt of the web page": "resté dans le texte : une invite de la page web",
    "left in the text: hashtags": "resté dans le texte : des mots-dièse",
    "left in the text: a Unix timestamp": "resté dans le texte : un horodatage Unix",
    "left in the text: a time of publication": "resté dans le texte : une heure de publication",
    "a content credential (C2PA) of {size:,} bytes is embedded in the text": (
        "un certificat de contenu (C2PA) de {size} octets est enfoui dans le texte"
    ),
    "an entity of a web page: should read {text}": "une entité de page web : lire {text}",
    "a ligature instead of letters: should read {text}": "une ligature au lieu de lettres : lire {text}",
    "a space": "une espace",
    "a no-break space": "une espace insécable",
    "nothing": "rien",
    "two punctuation marks instead of one": "deux signes de ponctuation au lieu d’un",
    "the country should be named": "le pays est à nommer",
    "a passage in the other language": "un passage dans l’autre langue",
    "no space after “{mark}”": "pas d’espace après « {mark} »",
    "no space after the quotation": "pas d’espace après la citation",
    "“{one}” and “{two}” run together": "« {one} » et « {two} » sont collés",
    "“{words}” written as one word": "« {words} » écrit en un seul mot",
    "invisible: {names}": "invisible : {names}",
    "wrong encoding: should read {text}": "mauvais encodage : lire {text}",
    "a character was lost in decoding": "un caractère a été perdu au décodage",
    "“{word}” is repeated": "« {word} » est répété",
    "“{word}” is joined to itself": "« {word} » est coordonné à lui-même",
    "joined to itself": "coordonné à lui-même",
    "the same words are repeated in a loop": "les mêmes mots se répètent en boucle",
    "a space is missing next to the mark": "il manque une espace à côté du signe",
    "a stray space at the end of the line": "une espace égarée en fin de ligne",
    "“{word}” elsewhere": "« {word} » ailleurs",
    "the same list has {names} elsewhere": "la même liste a {names} ailleurs",
    "a full stop in the middle of a sentence": "un point au milieu d’une phrase",
    "space inside “{word}”": "une espace dans « {word} »",
    "cut off": "coupé",
    "differs from the first time of the page": "diffère de la première heure de la page",
    "not translated": "non traduit",
    "too colloquial for a report": "trop familier pour un reportage",
    "reads like a word-for-word translation": "se lit comme une traduction mot à mot",
    # Patterns of errors.
    "a noun is missing": "il manque un nom",
    "two determiners in a row": "deux déterminants de suite",
    "no participle": "pas de participe",
    "its for several": "its pour plusieurs",
    "singular verb for several": "verbe au singulier pour plusieurs",
    "article and noun differ in gender": "l’article et le nom n’ont pas le même genre",
    "no elision before a vowel": "pas d’élision devant une voyelle",
    "du before a vowel": "du devant une voyelle",
    "elision before a consonant": "élision devant une consonne",
    "du, des, au or aux is meant": "il faut du, des, au ou aux",
    "decimal comma in English": "virgule décimale en anglais",
    "decimal point in French": "point décimal en français",
    "reads like a day and its year": "se lit comme un jour et son année",
    "punctuation of Chinese": "ponctuation du chinois",
    "life cycle is meant": "il faut life cycle",
    "a word that sounds alike": "un mot qui se prononce de même",
    "a name that is not translated": "un nom qui ne se traduit pas",
    # The lines around the findings.
    "compared with {versions}": "comparé à {versions}",
    "taken for the original: {original} ({why})": "pris pour l’original : {original} ({why})",
    "taken for the original: {why}": "pris pour l’original : {why}",
    "earliest date": "date la plus ancienne",
    "dateline or credit of an agency": "signé par une agence",
    "most like the others": "le plus proche des autres",
    "most complete": "le plus complet",
    "fewest artefacts": "le moins de défauts",
    "first by name": "premier par son nom",
    "{count} of {total} sentences comes from {original}": "{count} phrase sur {total} vient de {original}",
    "{count} of {total} sentences come from {original}": "{count} phrases sur {total} viennent de {original}",
    "no version of {original}: {reason}; it is checked alone": (
        "pas une version de {original} : {reason} ; il est vérifié seul"
    ),
    "it is another story": "c’est un autre article",
    "it is another story on the same topic": "c’est un autre article sur le même sujet",
    "it reports another event by the same template": "il rapporte un autre événement sur le même modèle",
    "it reports what happened before or after": "il rapporte ce qui s’est passé avant ou après",
    "not read: {reason}": "non lu : {reason}",
    "nothing found": "rien trouvé",
    "1 more is ignored or marked as no error": "1 autre est ignoré ou marqué comme juste",
    "{count} more are ignored or marked as no errors": "{count} autres sont ignorés ou marqués comme justes",
    "… and {count} more": "… et {count} autres",
    "critical ({count})": "critique ({count})",
    "major ({count})": "majeur ({count})",
    "minor ({count})": "mineur ({count})",
    "no verdict: {reason}": "pas de verdict : {reason}",
    "it declares it: {mark}": "il le déclare : {mark}",
    "too short to judge: {count} of {wanted} sentences": "trop court pour en juger ({count} sur {wanted} phrases)",
    "{count} loops and repeated words": "{count} boucles et mots répétés",
    "nothing in the text shows a machine, but a good translation system writes so, too": (
        "rien dans le texte ne montre une machine, mais un bon système de traduction écrit aussi ainsi"
    ),
    "next to {version} its words are those of people, but a good translation system writes so, too": (
        "à côté de {version}, ses mots sont ceux d’humains, mais un bon système de traduction écrit aussi ainsi"
    ),
    "its words follow each other as those of translation systems do": (
        "ses mots se suivent comme ceux des systèmes de traduction"
    ),
    "next to {version} its words are those of a translation system": (
        "à côté de {version}, ses mots sont ceux d’un système de traduction"
    ),
    "its words do not fit each other, as where a program replaced some": (
        "ses mots ne vont pas ensemble, comme si un programme en avait remplacé"
    ),
    "next to {version} words were replaced by others that do not fit": (
        "à côté de {version}, des mots ont été remplacés par d’autres qui ne conviennent pas"
    ),
    "people wrote a part of it, and a machine or a spinner another": (
        "des humains en ont écrit une partie, une machine ou un paraphraseur une autre"
    ),
    "a machine or a spinner made it, but which of them is open": (
        "une machine ou un paraphraseur l’a fait, mais on ne sait lequel des deux"
    ),
    "next to {version} it is between the texts of people and those of machines": (
        "à côté de {version}, il est entre les textes d’humains et ceux de machines"
    ),
    "alone it is between the texts of people and those of machines; compare it with its original": (
        "seul, il est entre les textes d’humains et ceux de machines ; comparez-le à son original"
    ),
    "cannot say how it was made: {reason}": "impossible de dire comment il a été fait : {reason}",
    "made by people: {reason}": "fait par des humains : {reason}",
    "machine-translated: {reason}": "traduit par machine : {reason}",
    "spun: {reason}": "paraphrasé par machine : {reason}",
    "mixed: {reason}": "mixte : {reason}",
    "by people, from character {start} to {end} ({share:.0%})": (
        "par des humains, du caractère {start} à {end} ({share:.0%})"
    ),
    "machine-translated, from character {start} to {end} ({share:.0%})": (
        "traduit par machine, du caractère {start} à {end} ({share:.0%})"
    ),
    "spun, from character {start} to {end} ({share:.0%})": (
        "paraphrasé par machine, du caractère {start} à {end} ({share:.0%})"
    ),
    "by people {share:.0%}": "par des humains : {share:.0%}",
    "machine-translated {share:.0%}": "traduit par machine : {share:.0%}",
    "spun {share:.0%}": "paraphrasé par machine : {share:.0%}",
    "mixed {share:.0%}": "mixte : {share:.0%}",
    # The page of a story next to its original.
    "Check of {document}": "Vérification de {document}",
    "Check of {count} stories": "Vérification de {count} articles",
    "The texts": "Les textes",
    "Copy": "Copie",
    "Original": "Original",
    "Other version": "Autre version",
    "Text": "Texte",
    "in the copy": "dans la copie",
    "in the original": "dans l’original",
    "proposed: {text}": "proposé : {text}",
    "to the top": "vers le haut",
    "Underlined twice is critical, with a wave major, with dots minor; the number leads to the finding.": (
        "Souligné deux fois : critique ; d’une vague : majeur ; de points : mineur. Le numéro mène à l’observation."
    ),
    "This rests on the text alone.": "Cela repose sur le texte seul.",
    "This rests on the comparison with a version in the other language.": (
        "Cela repose sur la comparaison avec une version dans l’autre langue."
    ),
    "This rests on the comparison with a version in the same language.": (
        "Cela repose sur la comparaison avec une version dans la même langue."
    ),
    "This rests on what the file declares.": "Cela repose sur ce que le fichier déclare.",
    "This rests on repetitions that no person writes.": "Cela repose sur des répétitions que personne n’écrit.",
    "It is a reason to look, not a proof.": "C’est une raison de regarder de près, pas une preuve.",
    "{share:.0%} of the text has a counterpart in {document}": "{share:.0%} du texte se retrouve dans {document}",
    "with a probability of {share:.0%} it is a version of {document}": (
        "avec une probabilité de {share:.0%}, c’est une version de {document}"
    ),
    "{number} changed": "{number} modifié",
    "{number} left out": "{number} omis",
    "{number} added": "{number} ajouté",
    "{number} moved": "{number} déplacé",
    "{number} to check": "{number} à vérifier",
    "{change}, critical": "{change}, critique",
    "{change}, major": "{change}, majeur",
    "{change}": "{change}",
    # The summary of what a copy changed.
    "nothing changed": "rien n’a changé",
    "{count} fact changed": "{count} fait changé",
    "{count} facts changed": "{count} faits changés",
    "{count} quotation altered": "{count} citation altérée",
    "{count} quotations altered": "{count} citations altérées",
    "{count} paragraph dropped": "{count} paragraphe supprimé",
    "{count} paragraphs dropped": "{count} paragraphes supprimés",
    "{count} paragraph added": "{count} paragraphe ajouté",
    "{count} paragraphs added": "{count} paragraphes ajoutés",
    "{count} paragraph moved": "{count} paragraphe déplacé",
    "{count} paragraphs moved": "{count} paragraphes déplacés",
    "{count} quotation shortened": "{count} citation raccourcie",
    "{count} quotations shortened": "{count} citations raccourcies",
    "{count} change of spelling": "{count} changement d’orthographe",
    "{count} changes of spelling": "{count} changements d’orthographe",
    "lead rewritten": "chapeau réécrit",
    "byline replaced": "signature remplacée",
    "byline removed": "signature supprimée",
    "byline added": "signature ajoutée",
    "credit replaced": "crédit remplacé",
    "credit added": "crédit ajouté",
    "no credit": "sans crédit",
    "{count} sentence dropped": "{count} phrase supprimée",
    "{count} sentences dropped": "{count} phrases supprimées",
    "{count} sentence added": "{count} phrase ajoutée",
    "{count} sentences added": "{count} phrases ajoutées",
    "{count} sentence moved": "{count} phrase déplacée",
    "{count} sentences moved": "{count} phrases déplacées",
    "{count} clause cut": "{count} proposition coupée",
    "{count} clauses cut": "{count} propositions coupées",
    "{count} clause added": "{count} proposition ajoutée",
    "{count} clauses added": "{count} propositions ajoutées",
    "{count} sentence rewritten": "{count} phrase réécrite",
    "{count} sentences rewritten": "{count} phrases réécrites",
    "{count} change of wording": "{count} changement de formulation",
    "{count} changes of wording": "{count} changements de formulation",
    "headline rewritten": "titre réécrit",
    "credit removed": "crédit retiré",
    "layout": "mise en page",
    **FRENCH_REASON_MESSAGES,
    **FRENCH_REPORT_MESSAGES,
    **FRENCH_REVIEW_MESSAGES,
}
