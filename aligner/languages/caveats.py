"""Words by which a passage denies, doubts, answers or accuses, so that a reader without it learns something else.

Beginnings of folded words, and phrases; both are sought at the beginning of a word.
"""

from __future__ import annotations

import re

from aligner.types import Side

# Denials, defences, admissions, warnings, doubts, and those on the other side of a matter.
_CAVEATS: dict[Side, str] = {
    "en": r"""
        den(?:y|ies|ied|ying|ials?)\b|reject(?:ed|s|ing)\b|disput|refut|contest(?:ed|s|ing)\b|rebut
        defend(?:ed|s|ing|ants?)?\b
        insist(?:ed|s|ing)?\b|maintain(?:ed|s) (?:that|his|her|their|its)|claim(?:ed|s|ing)?\b|alleg|complain
        warn(?:ed|s|ing)?\b
        caution|admit(?:ted|s|ting)?\b|acknowledg|conced(?:ed?|es|ing)\b|apolog|criticis|criticiz|critics?\b|condemn
        oppos(?:ed|es|ing|ition)|opponents?\b
        object(?:ed|s|ions?)\b|protest|appeal(?:ed|s|ing)? against|plead|pleaded|not guilty|innocen|exonerat|acquit
        no (?:evidence|proof|sign|indication|link|wrongdoing|cause|reason to)|however\b|nevertheless|nonetheless
        on the contrary
        unproven|unconfirmed|unverified|preliminary|peer.review|could not be (?:verified|confirmed|reached)
        (?:may|might|does|do|did|is|was|are) not (?:mean|prove|show|necessarily|the same|yet clear|linked|related)
        not possible to say
        unclear|too early|too soon|not yet (?:known|clear)|hast(?:y|e|ily)\b
        limit(?:ed|ations?)? (?:of|that|the study|by)|small (?:study|sample|number)
        as (?:usual|normal|planned|before)\b|unaffected|not (?:be )?(?:affected|hit|touched|involved|included)|exempt
        spared\b|(?:continue|keep|remain)(?:s|ed)? (?:to )?(?:run|operat|work|fly|sail)
        (?:continue|keep|remain)(?:s|ed)? (?:open\b|in (?:service|operation))
        no (?:one|danger|threat|injuries|change|layoffs|job cuts)\b
        safe\b|dangerous|harmless|risk(?:s|y)?\b|side effects?|supporters?\b|in favou?r of|in response
        respond(?:ed|s) that|explain(?:ed|s) (?:that|the)
    """,
    "fr": r"""
        nie(?:r|nt)?\b|dement|conteste|refut|rejett?e|se defend|defend(?:u|ait)?\b|soutien(?:t|nent|s)?\b
        assure(?:nt)?\b|affirme(?:nt)? (?:ne|n'|avoir)
        plaide|invoqu|mett?(?:re|ent|ait)? en garde|prevenu(?:e|s)?\b|avert|nuanc|tempere|relativis|reconnai|reconnu
        admet|admis\b|avou|regrett|deplor|denonc
        critiqu|condamne(?:nt)?\b|oppos(?:e|ants?|ition|ent)|adversaires?|partisans?|favorables?\b|protest|recours
        relaxe|innocen|non.lieu|acquitt|presomption
        aucun(?:e)? (?:preuve|lien|element|indice|risque|danger)|cependant|toutefois|neanmoins|pourtant|en revanche
        au contraire
        non (?:prouve|confirme|verifie)|provisoire|preliminaire
        n'a pas (?:pu|ete) (?:etre )?(?:verifie|confirme|etabli|demontre)
        ne (?:signifie|prouve|permet|veut) pas|pas (?:encore )?(?:etabli|prouve|demontre|certain|possible de)|trop tot
        prudence|hatif|hative
        limites?\b (?:de l'etude|du travail)|petite etude|faible nombre|danger(?:eux|euse|eusement|s)?\b|sans danger
        risques?\b|effets (?:secondaires|indesirables)
        (?:continue|reste|demeure)(?:nt|ra|ront)? (?:de (?:fonctionner|circuler)|ouvert|en service|assure)
        comme (?:prevu|d'habitude|a l'ordinaire|avant)\b|normalement|epargne|pas concerne|exempt
        aucun(?:e)? (?:changement|blesse|victime|suppression|reduction|licenciement)
        justifi|repond(?:u|ent)?\b|replique|retorqu|se dit (?:favorable|oppose|innocent)
    """,
}
# What is claimed of somebody, or by sources of one's own.
_CLAIMS: dict[Side, str] = {
    "en": r"""
        convict|found guilty|sentenc(?:ed|es)\b|charged with|arrest|indict|accus|alleg|fraud|brib|corrupt|scandal
        cover.?up|sack(?:ed|ing)\b|resign
        (?:has|have|we) (?:learned|learnt|been told)|our information|understands that
        sources? (?:close|said|say|told|familiar)|according to (?:a|our|two|several) sources?
        insiders?\b|leaked|is said to|are said to|reportedly|rumou?r|suspect
    """,
    "fr": r"""
        condamn|reconnue? coupable|mise? en examen|inculp|arret(?:e|ation)|garde a vue|accus|fraud|corrupt|scandale
        detourn|demission|limoge|licenci
        (?:nos|notre) (?:informations?|enquete)|selon (?:une|nos|plusieurs|des) sources?|source(?:s)? proche|a appris
        croit savoir|aurai(?:t|ent)\b|soupconn|rumeur
    """,
}
# What a speaker puts against the words before it.
_RESERVATIONS: dict[Side, str] = {
    "en": r"""
        but\b|however\b|although\b|though\b|unless\b|except\b|if\b|provided\b|as long as
        not (?:yet|everyone|always|all)\b
    """,
    "fr": r"""
        mais\b|cependant\b|toutefois\b|pourtant\b|bien que|meme si|sauf\b|a moins|a condition|si\b|s'ils?\b
        sous reserve|reste a
    """,
}


def _any_of(patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(line.strip() for line in patterns.strip().splitlines())})")


CAVEATS = {side: _any_of(patterns) for side, patterns in _CAVEATS.items()}
CLAIMS = {side: _any_of(patterns) for side, patterns in _CLAIMS.items()}
RESERVATIONS = {side: _any_of(patterns) for side, patterns in _RESERVATIONS.items()}
