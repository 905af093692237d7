"""The texts of the review in French, by their English templates; see `aligner.messages`."""

from __future__ import annotations

from collections.abc import Mapping

FRENCH_REVIEW_MESSAGES: Mapping[str, str] = {
    # Pages and what is on them.
    "Review": "Révision",
    "Review of pair {number}": "Révision de la paire {number}",
    "Pages": "Pages",
    "All pairs": "Toutes les paires",
    "Pairs": "Paires",
    "Pair": "Paire",
    "Pair {number}": "Paire {number}",
    "pair {pair}, segment {segment}": "paire {pair}, segment {segment}",
    "English": "Anglais",
    "French": "Français",
    "Confidence": "Confiance",
    "Segments": "Segments",
    "Doubtful": "Douteux",
    "Left": "Restants",
    "Disputed": "Contestés",
    "Order": "Ordre",
    "Most doubtful first": "Les plus douteux d’abord",
    "Reading order": "Ordre de lecture",
    "Next pair": "Paire suivante",
    "Export": "Exporter",
    "Export the reviewed corpus": "Exporter le corpus révisé",
    "Written: {files}": "Écrit : {files}",
    "Set aside": "Mises de côté",
    "Decisions on texts that are no longer in this run: {count}. They apply again when the texts are back.": (
        "Décisions sur des textes qui ne sont plus ici : {count}. Elles s’appliqueront quand ils reviendront."
    ),
    "Decisions set aside because their segments have changed: {count}": (
        "Décisions mises de côté parce que leurs segments ont changé : {count}"
    ),
    "decisions set aside: {count}": "décisions mises de côté : {count}",
    "Decided": "Décidés",
    "{decided} of {total} decided": "{decided} sur {total} décidés",
    "{decided} of {total} decided, less than a minute left": (
        "{decided} sur {total} décidés, moins d’une minute restante"
    ),
    "{decided} of {total} decided, about a minute left": "{decided} sur {total} décidés, environ une minute restante",
    "{decided} of {total} decided, about {minutes} minutes left": (
        "{decided} sur {total} décidés, environ {minutes} minutes restantes"
    ),
    "{decided} of {total} decided, about {hours} hours left": (
        "{decided} sur {total} décidés, environ {hours} heures restantes"
    ),
    "{decided} of {total} in this pair": "{decided} sur {total} dans cette paire",
    "accepted": "accepté",
    "rejected": "rejeté",
    "changed": "modifié",
    "disputed": "contesté",
    "no error": "pas d’erreur",
    "is no error": "n’est pas une erreur",
    # Filters and notes of a segment.
    "Search": "Chercher",
    "search": "chercher",
    "Minimum confidence": "Confiance minimale",
    "Findings": "Anomalies",
    "any or none": "avec ou sans",
    "any": "toutes",
    "all": "tous",
    "critical": "critique",
    "major": "majeure",
    "minor": "mineure",
    "major or worse": "majeures ou pires",
    "Kind": "Genre",
    "Only doubtful": "Douteux seulement",
    "Dropped, with reasons or findings, or with confidence below {confidence}": (
        "Écarté, avec des raisons ou des anomalies, ou de confiance inférieure à {confidence}"
    ),
    "of {count}": "sur {count}",
    "next, previous": "suivant, précédent",
    "reason": "raison",
    "reasons": "raisons",
    "Nothing found": "Rien trouvé",
    "sentence {number}": "phrase {number}",
    "sentences {first}–{last}": "phrases {first}–{last}",
    "before sentence {number}": "avant la phrase {number}",
    "other version:": "autre version :",
    "suggestion:": "proposition :",
    "English sentences – French sentences": "phrases anglaises – phrases françaises",
    "moved: after {place}": "déplacé : après {place}",
    "position of its French text": "place de son texte français",
    # Keys and dialogs.
    "Decide on the current segment": "Décider du segment actuel",
    "More": "Plus",
    "All keys": "Toutes les touches",
    "Accept": "Accepter",
    "Reject": "Rejeter",
    "Edit English": "Corriger l’anglais",
    "Edit French": "Corriger le français",
    "Edit the English": "Corriger l’anglais",
    "Edit the French": "Corriger le français",
    "Comment": "Commenter",
    "Your comment": "Votre commentaire",
    "Undo": "Annuler",
    "Undone.": "Annulé.",
    "Redo": "Rétablir",
    "Next undecided": "Prochain à décider",
    "Worst finding is no error": "La pire anomalie n’en est pas une",
    "Withdraw verdict": "Retirer l’avis",
    "Merge with next": "Joindre au suivant",
    "Split": "Couper",
    "English: put the cursor where the second half begins": "Anglais : placez le curseur où commence la seconde moitié",
    "French: put the cursor where the second half begins": "Français : placez le curseur où commence la seconde moitié",
    "English to previous": "Anglais au précédent",
    "English to next": "Anglais au suivant",
    "French to previous": "Français au précédent",
    "French to next": "Français au suivant",
    "Realign from here": "Réaligner à partir d’ici",
    "Next segment": "Segment suivant",
    "Previous segment": "Segment précédent",
    "Open or close the reasons": "Ouvrir ou fermer les raisons",
    "Who decides?": "Qui décide ?",
    "Your name": "Votre nom",
    "Change your name": "Changer de nom",
    "Continue": "Continuer",
    "Save": "Enregistrer",
    "Cancel": "Abandonner",
    "Close": "Fermer",
    "Scored again: confidence {confidence}, findings: {findings}": (
        "Noté de nouveau : confiance {confidence}, anomalies : {findings}"
    ),
    "This pair is done. Press n for the next one.": "Cette paire est finie. La touche n mène à la suivante.",
    "All segments are decided.": "Tous les segments sont décidés.",
    # Find and replace.
    "Find and replace": "Rechercher et remplacer",
    "Find": "Rechercher",
    "Replace by": "Remplacer par",
    "In": "Dans",
    "Match case": "Respecter la casse",
    "Only undecided segments": "Seulement les segments à décider",
    "Preview": "Aperçu",
    "Replace all": "Tout remplacer",
    "segments that change: {count}": "segments qui changent : {count}",
    "more than {count} segments; the first {count} are changed at once": (
        "plus de {count} segments ; les {count} premiers sont changés à la fois"
    ),
    "shown: {count}": "montrés : {count}",
    "segments changed: {count}": "segments changés : {count}",
    "enter a text to find, of at most {count} characters": (
        "entrez un texte à rechercher, de {count} caractères au plus"
    ),
    "a replacement needs a text to find, one to put there, and a side": (
        "un remplacement demande un texte à rechercher, un autre à mettre à sa place, et une langue"
    ),
    "someone decided meanwhile; look at the preview again": (
        "quelqu’un a décidé entre-temps ; regardez de nouveau l’aperçu"
    ),
    # Segments that are likely right.
    "Likely right": "Probablement justes",
    "Confidence of at least": "Confiance d’au moins",
    "Undecided segments without findings and with a confidence of at least {confidence}: {count}": (
        "Segments à décider, sans anomalie et de confiance d’au moins {confidence} : {count}"
    ),
    "Accept all that are checked": "Accepter tous ceux qui sont cochés",
    "There are none.": "Il n’y en a pas.",
    "segments accepted: {count}": "segments acceptés : {count}",
    # A sample, and what can be promised.
    "Judge a sample": "Juger un échantillon",
    "Is each text a full translation of the other?": "Chaque texte est-il une traduction complète de l’autre ?",
    "Nothing may be missing, added or wrong in either. Slips of style do not count.": (
        "Rien ne doit manquer, être ajouté ni être faux dans l’un ou l’autre. Les défauts de style ne comptent pas."
    ),
    "Questions answered": "Questions qui ont une réponse",
    "Right": "Juste",
    "Wrong": "Fausse",
    "So far": "Jusqu’ici",
    "The answers count from the next run:": "Les réponses comptent à partir de la prochaine exécution :",
    "{asked} of {size} judged": "{asked} sur {size} jugées",
    "No more answers are needed": "Il ne faut plus de réponses",
    "The sample is judged": "L’échantillon est jugé",
    "{name}: {count} pairs were put together otherwise in the review, not used": (
        "{name} : {count} paires sont composées autrement dans la révision, non utilisées"
    ),
    "{name}: {count} pairs judged, {right} of them right; {new} answers are new": (
        "{name} : {count} paires jugées, dont {right} justes ; {new} réponses nouvelles"
    ),
    "Promise": "Promesse",
    "{path}: {count} pairs to judge: write yes or no into the column right, then --judged {path}": (
        "{path} : {count} paires à juger : écrivez oui ou non dans la colonne right, puis --judged {path}"
    ),
    "{name}: not used: {count} row {fault} (row {shown})": (
        "{name} : non utilisé : {count} ligne {fault} (ligne {shown})"
    ),
    "{name}: not used: {count} rows {fault} (row {shown})": (
        "{name} : non utilisé : {count} lignes {fault} (ligne {shown})"
    ),
    "with an id of no pair of this run": "dont l’identifiant n’est celui d’aucune paire d’ici",
    "with an answer other than yes or no": "dont la réponse n’est ni oui ni non",
    "without an answer": "sans réponse",
    "that contradict another row with the same id": "en contradiction avec une autre ligne de même identifiant",
    "at most {share}% wrong: {outcome}": "au plus {share} % de paires fausses : {outcome}",
    "at most {share}% with {certainty}% certainty": "au plus {share} % avec {certainty} % de certitude",
    "at most {share}% with {certainty}% certainty, whichever threshold is chosen": (
        "au plus {share} % avec {certainty} % de certitude, quel que soit le seuil choisi"
    ),
    "{count} judged pair": "{count} paire jugée",
    "{count} judged pairs": "{count} paires jugées",
    "nothing is kept, because {judged} show of no confidence that it keeps this": (
        "rien n’est gardé, car d’après {judged} aucune confiance ne le garantit"
    ),
    "nothing is kept, because no confidence is high enough": (
        "rien n’est gardé, car aucune confiance n’est assez élevée"
    ),
    "{kept} of {total} kept, from confidence {confidence}": (
        "{kept} sur {total} gardées, à partir d’une confiance de {confidence}"
    ),
    "{share}% expected to be wrong by their confidence": "{share} % attendues fausses d’après leur confiance",
    "{kept}, {wrong} alone, which is no certainty without a sample of judged pairs": (
        "{kept} ; {wrong} seule, ce qui n’est pas une certitude sans un échantillon de paires jugées"
    ),
    "{kept}, {wrong}, {bound} by {judged}": "{kept} ; {wrong} ; {bound} d’après {judged}",
    # How the texts of a corpus were made.
    "{count} English texts sampled at random": "{count} textes anglais tirés au hasard",
    "{count} French texts sampled at random": "{count} textes français tirés au hasard",
    "of {sampled}, {made} reads as machine-made: {low} to {high}% of all": (
        "sur {sampled}, {made} semble fait par une machine : de {low} à {high} % de l’ensemble"
    ),
    "of {sampled}, {made} read as machine-made: {low} to {high}% of all": (
        "sur {sampled}, {made} semblent faits par une machine : de {low} à {high} % de l’ensemble"
    ),
    "{line}; {count} undecided": "{line} ; {count} indécis",
    "By mistake, 2 or 3 of 100 texts by people read so, and a fluent translation system reads like a person.": (
        "Par erreur, 2 ou 3 textes de personnes sur 100 semblent tels, et une traduction fluide, celle d’une personne."
    ),
    # Two reviewers.
    "Disagreements": "Désaccords",
    "Agreement": "Accord",
    "Reviewers": "Personnes",
    "Both decided": "Décidés par les deux",
    "Same decision": "Même décision",
    "Cohen’s kappa": "Kappa de Cohen",
    "undefined: both made one decision everywhere": "indéfini : les deux ont décidé partout la même chose",
    "What each reviewer decided on a segment as it was aligned. Kappa is 1 for full agreement, 0 for that of chance.": (
        "Ce que chacun a décidé d’un segment comme il était aligné. Kappa : 1, accord complet ; 0, accord du hasard."
    ),
    "No segment was decided by two reviewers, so there is no kappa.": (
        "Aucun segment n’a été décidé par deux personnes ; il n’y a donc pas de kappa."
    ),
    "segments with different decisions: {count}": "segments dont les décisions diffèrent : {count}",
    # What cannot be done.
    "The server does not answer.": "Le serveur ne répond pas.",
    "The server was restarted: open the address that it printed.": (
        "Le serveur a été relancé : ouvrez l’adresse qu’il a affichée."
    ),
    "The server failed ({status}): {text}": "Le serveur a échoué ({status}) : {text}",
    "Not done: {why}": "Pas fait : {why}",
    "Not done: this browser has no room left to keep a decision.": (
        "Pas fait : ce navigateur n’a plus de place pour garder une décision."
    ),
    " Your decisions are kept in this browser and sent when it is back; Undo takes back the last one.": (
        " Vos décisions sont gardées dans ce navigateur et envoyées à son retour ; la touche u reprend la dernière."
    ),
    " Your answer is kept in this browser and sent when it is back.": (
        " Votre réponse est gardée dans ce navigateur et envoyée à son retour."
    ),
    "give your name, in {count} characters at most": "donnez votre nom, en {count} caractères au plus",
    "there is nothing to undo": "il n’y a rien à annuler",
    "there is nothing to redo": "il n’y a rien à rétablir",
    "there is no such pair": "cette paire n’existe pas",
    "there is no such finding": "cette anomalie n’existe pas",
    "there is no sentence on that side": "il n’y a pas de phrase de ce côté",
    "there is no next segment to merge with": "il n’y a pas de segment suivant auquel joindre celui-ci",
    "there is no next segment to move it to": "il n’y a pas de segment suivant où la mettre",
    "there is no previous segment to move it to": "il n’y a pas de segment précédent où la mettre",
    "there is nothing left to realign from here": "il n’y a plus rien à réaligner à partir d’ici",
    "a segment needs a text on one side": "un segment a besoin d’un texte d’un côté",
    "one half would be empty; put the cursor where the second half begins": (
        "une moitié serait vide ; placez le curseur où commence la seconde"
    ),
    "its text was edited: undo the edit, or cut the words here and paste them there": (
        "son texte a été corrigé : annulez la correction, ou coupez les mots ici et collez-les là"
    ),
    "the next segment is another now": "le segment suivant est un autre à présent",
    "the segments that were realigned have changed since": "les segments réalignés ont changé depuis",
    "the new alignment does not have each sentence once": "le nouvel alignement n’a pas chaque phrase une fois",
    "the segment is no longer there: it was changed, or its text is another now": (
        "le segment n’est plus là : il a été modifié, ou son texte est un autre à présent"
    ),
    "someone changed this segment meanwhile; look at it again": (
        "quelqu’un a modifié ce segment entre-temps ; regardez-le de nouveau"
    ),
    "done, but its texts, {en} and {fr}, are no longer there": "fait, mais ses textes, {en} et {fr}, ne sont plus là",
}
