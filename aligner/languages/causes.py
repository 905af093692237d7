"""Words after which a text gives a cause."""

from __future__ import annotations

import re

from aligner.types import Side

# Words after which what follows is a cause, and words after which it may be one or a time.
_SURE: dict[Side, str] = {
    "en": r"because(?: of)?|due to|owing to|thanks to|on account of|by reason of|on the grounds? (?:that|of)|"
    r"(?:reason|cause|culprit) (?:was|is|being)|caused by|as a result of|as a consequence of|"
    r"in (?:response|reaction) to|resulted from|results from|stem(?:s|med)? from|for lack of|for fear of|in view of|"
    r"given that|blam(?:e|es|ed|ing)|attributed to|prompted by|triggered by|sparked by|brought on by|driven by|out of",
    "fr": r"parce qu(?:e|['’])|à cause d(?:e|es|u|['’])|en raison d(?:e|es|u|['’])|"
    r"au motif qu(?:e|['’])|au motif d(?:e|['’])|pour cause d(?:e|['’])|du fait (?:qu(?:e|['’])|d(?:e|es|u|['’]))|"
    r"faute d(?:e|['’])|grâce (?:à|aux?)|par (?:manque|crainte|peur) d(?:e|['’])|puisqu(?:e|['’])|"
    r"étant donné|(?:dû|due|dus|dues|imputé|imputée|attribué|attribuée|imputable|attribuable)s? (?:à|aux?)|"
    r"(?:causé|provoqué|déclenché|entraîné|motivé)e?s? par|cause (?:est|était|serait)|raison (?:est|était)|"
    r"résult\w+ d(?:e|es|u|['’])|vu qu(?:e|['’])|car",
}
_POSSIBLE: dict[Side, str] = {
    "en": r"after|following|since|as|when|in the wake of|amid",
    "fr": r"après(?: qu(?:e|['’]))?|à la suite d(?:e|es|u|['’])|suite (?:à|aux?)|depuis|comme|lorsque|face (?:à|aux?)",
}
# The group "sure" has matched if what follows is a cause.
CAUSES: dict[Side, re.Pattern[str]] = {
    side: re.compile(rf"\b(?:(?P<sure>{_SURE[side]})|{_POSSIBLE[side]})(?:(?<=['’])|(?!\w))", re.IGNORECASE)
    for side in _SURE
}
