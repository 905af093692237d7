"""Words that exclude each other where a copy has one for the other in the same place; rows as in `closed_classes`.

Alone or across languages they mean too many other things.
"""

from __future__ import annotations

CONTRASTS = {
    "period": """
second+; seconde+
minute+; minute+
hour+; heure+
day+; jour+ journée+
night+; nuit+
week+; semaine+
fortnight+; quinzaine+
month+; mois
quarter+; trimestre+
year+; an+ année+
decade+; décennie+
century centuries; siècle+
millennium millennia; millénaire+
""",
    "relative": """
last latest past previous preceding former earlier; dernier+ précédent+ passé+ ancien+
next coming following upcoming future later; prochain+ suivant+ futur+ à_venir
""",
    "gender": """
he him his himself; il lui
she her hers herself; elle
""",
    "certainty": """
is are was were has have had; est sont était étaient a ont avait avaient
would; serait seraient aurait auraient

will; va vont
would; irait iraient

may can; peut peuvent
might could; pourrait pourraient
""",
    "comparison": """
more; plus davantage
less fewer; moins

most; plus
least fewest; moins

all every each whole entire; tout toute tous toutes chaque
some several; quelques certains certaines plusieurs
many numerous; beaucoup nombreux nombreuses
few; peu rares
most; plupart
half; moitié
both; deux

only; seulement uniquement
also; aussi également
""",
}
